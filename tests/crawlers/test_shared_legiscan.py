"""The recorded answers and the data set beside the project, read in place: what LegiScan really sends is understood."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from crawlers.parsing.legiscan_documents import listed_texts, parse_document
from crawlers.parsing.session_names import session_name
from crawlers.pipelines.sanity import implausible, plausible_dates
from crawlers.platforms.legiscan_dataset import DatasetListing
from monitor.model.bill import BillRecord, Document, TextQuality, VersionStage
from monitor.model.status import derive_status
from monitor.text.extract import extract
from tests.crawlers.bills import FETCHED_AT

pytestmark = pytest.mark.shared


def read(path: Path) -> list[BillRecord]:
    listing = DatasetListing(path, source="legiscan", fetched_at=FETCHED_AT)
    records = [entry.parse().record for entry in listing]
    listing.close()
    assert [implausible(record) for record in records if implausible(record)] == []
    assert sum(plausible_dates(record)[1] for record in records) == 0
    return records


def status(record: BillRecord) -> str:
    found, _ = derive_status(record.actions, classification=record.classification, jurisdiction=record.key.jurisdiction)
    return found.value


def test_recorded_bills(shared_data):
    records = read(shared_data / "legiscan")
    assert {str(record.key): status(record) for record in records} == {
        "AK HB 1 (27)": "passed one chamber",
        "AK HB 2 (27)": "in committee",
        "AK HB 3 (27)": "passed one chamber",
        "AR HB 1044 (2012F)": "enacted",
        "AR HB 1045 (2012F)": "enacted",
        "AR HB 1046 (2012F)": "enacted",
    }
    assert sum(len(record.actions) for record in records) == 128
    assert sum(len(record.versions) for record in records) == 13
    assert sum(len(record.sponsors) for record in records) == 30


def test_recorded_texts(shared_data):
    paths = sorted((shared_data / "legiscan" / "text").glob("*.json"))
    assert len(paths) == 5
    for path in paths:
        answer = Document(url=path.name, body=path.read_bytes(), media_type="", fetched_at=FETCHED_AT)
        said = json.loads(answer.body)["text"]
        (listed,) = listed_texts([said | {"doc_id": said["doc_id"]}])
        document = parse_document(answer, listed)
        assert len(document.body) == said["text_size"]
        assert document.media_type == "text/html"
        assert extract(document.body, media_type=document.media_type).quality is TextQuality.OK


@pytest.fixture(scope="module")
def michigan(shared_data: Path) -> list[BillRecord]:
    return read(shared_data / "legiscan_dataset_csv")


def test_a_whole_session_in_csv(michigan):
    assert len({record.key for record in michigan}) == len(michigan) == 1_400
    assert {record.key.session for record in michigan} == {session_name("MI", 2025, 2026)}
    assert Counter(record.key.identifier.split()[0] for record in michigan) == {
        "HB": 705,
        "SB": 473,
        "HR": 139,
        "SR": 64,
        "HJR": 10,
        "SCR": 5,
        "SJR": 4,
    }
    assert sum(len(record.actions) for record in michigan) == 7_588
    assert sum(len(record.sponsors) for record in michigan) == 16_373
    stages = Counter(version.stage for record in michigan for version in record.versions)
    assert stages == {
        VersionStage.INTRODUCED: 1_400,
        VersionStage.ENGROSSED: 296,
        VersionStage.ENROLLED: 221,
        VersionStage.CHAPTERED: 6,
    }


def test_every_stated_status_is_found_in_the_history(michigan):
    """The table says Introduced of 942, Engrossed of 274 and Passed of 184: 6 bills, 173 resolutions, 5 concurrent."""
    assert Counter(status(record) for record in michigan) == {
        "introduced": 1,
        "in committee": 941,
        "passed one chamber": 274,
        "passed legislature": 178,
        "enacted": 6,
    }
