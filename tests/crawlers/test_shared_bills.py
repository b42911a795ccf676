"""The recorded bills beside the project, read in place: what the parsers make of what the states really published."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from crawlers.errors import MalformedBillError
from crawlers.parsing.openstates import parse_bill
from crawlers.pipelines.sanity import implausible, plausible_dates
from crawlers.platforms.archive import ArchiveListing
from crawlers.platforms.bill_folders import FetchFacts, FolderListing, Limits
from monitor.model.bill import BillRecord, Chamber, VersionStage
from monitor.model.run import ItemError
from tests.crawlers.bills import FETCHED_AT

pytestmark = pytest.mark.shared
FACTS = FetchFacts(fetched_at=FETCHED_AT)
LIMITS = Limits(document=50 * 1024 * 1024)


@pytest.fixture(scope="module")
def bills(shared_data: Path) -> list[tuple[BillRecord, tuple[ItemError, ...], tuple[str, ...]]]:
    """Every bill with its problems and the names of its files; none may be refused."""
    found = []
    for folder in FolderListing(shared_data / "openstates", facts=FACTS, limits=LIMITS):
        record, problems = parse_bill(folder.metadata(), folder, source="openstates-files")
        found.append((record, problems, folder.names))
    return found


def test_every_recorded_bill_is_read(bills):
    assert Counter(record.key.jurisdiction for record, *_ in bills) == {
        "NJ": 129,
        "MN": 88,
        "US": 76,
        "WA": 67,
        "FL": 62,
        "UT": 59,
        "CO": 47,
        "TX": 41,
    }
    assert len({record.key for record, *_ in bills}) == 569
    assert [implausible(record) for record, *_ in bills if implausible(record)] == []
    assert sum(plausible_dates(record)[1] for record, *_ in bills) == 0
    assert Counter(record.chamber for record, *_ in bills)[Chamber.UNKNOWN] == 0


def test_every_file_belongs_to_a_version_or_is_reported(bills):
    for record, problems, names in bills:
        read = {
            version.document.url.rpartition("/files/")[2] for version in record.versions if version.document is not None
        }
        reported = {problem.subject.partition(": ")[2] for problem in problems if problem.kind == "unmatched-file"}
        # a rendering of a text that was read in a better one is neither read nor reported
        assert read | reported <= set(names)
        assert not read & reported
    assert Counter(problem.kind for _, problems, _ in bills for problem in problems) == {}


def test_every_version_has_a_stage_and_most_have_their_text(bills):
    versions = [(record.key.jurisdiction, version) for record, *_ in bills for version in record.versions]
    assert Counter(version.stage for _, version in versions) == {
        VersionStage.INTRODUCED: 561,
        VersionStage.ENGROSSED: 202,
        VersionStage.COMPARISON: 199,  # UT publishes one after each amendment
        VersionStage.AMENDED: 177,
        VersionStage.ENROLLED: 98,
        VersionStage.CHAPTERED: 37,
    }
    with_text = Counter(code for code, version in versions if version.document is not None)
    assert with_text == {"NJ": 144, "UT": 135, "WA": 99, "MN": 98, "FL": 81, "US": 77, "TX": 41}, (
        "CO came without texts"
    )
    only_extracted = Counter(code for code, version in versions if version.upstream_text)
    assert only_extracted == {"UT": 69, "FL": 29, "MN": 1}


def test_the_current_text_is_never_older_than_another(bills):
    for record, *_ in bills:
        days = [version.published_on for version in record.versions if version.published_on is not None]
        assert days == sorted(days), record.key
        stages = [version.stage for version in record.versions]
        if VersionStage.CHAPTERED in stages:
            assert stages[-1] is VersionStage.CHAPTERED
        days = [action.on for action in record.actions if action.on is not None]
        assert days == sorted(days), record.key


# Bills, bills without actions, without versions; versions by stage. No metadata of the four sessions is malformed.
SESSIONS = {
    "wa": (3_411, 0, 0, {"introduced": 3_517, "amended": 1_275, "engrossed": 335, "enrolled": 691}),
    "co": (714, 0, 1, {"introduced": 713, "engrossed": 2_001, "enrolled": 515, "chaptered": 516}),
    "fl": (1_902, 0, 0, {"introduced": 1_936, "amended": 842, "engrossed": 121, "enrolled": 239}),
    "nj": (10_692, 164, 174, {"introduced": 10_527, "amended": 52, "engrossed": 441}),
}


@pytest.mark.parametrize("state", SESSIONS)
def test_whole_sessions_are_read_from_their_archives(shared_data, state: str):
    listing = ArchiveListing(shared_data / "openstates-metadata" / f"{state}.tar.gz", facts=FACTS, limits=LIMITS)
    refused: Counter[str] = Counter()
    stages: Counter[str] = Counter()
    keys, without_actions, without_versions = set(), 0, 0
    for folder in listing:
        try:
            record, problems = parse_bill(folder.metadata(), folder, source="openstates-files")
        except MalformedBillError as error:
            refused[f"{error.kind}: {error}"] += 1
            continue
        assert (problems, implausible(record)) == ((), "")
        assert record.key.jurisdiction == state.upper()
        assert record.chamber in (Chamber.LOWER, Chamber.UPPER)
        keys.add(record.key)
        stages.update(version.stage.value for version in record.versions)
        without_actions += not record.actions
        without_versions += not record.versions
    count = len(listing)
    listing.close()
    assert refused == {}
    assert len(keys) == count
    assert (count, without_actions, without_versions, dict(stages)) == SESSIONS[state]
