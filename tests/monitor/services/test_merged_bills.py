from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.model.bill import BillRecord, Chamber, Sponsor
from monitor.services.query_bill import query_bill
from monitor.services.query_sources import query_conflicts
from monitor.store.engine import Store
from monitor.store.tables import (
    ActionRow,
    BillAliasRow,
    BillClaimRow,
    BillRow,
    EventRow,
    RelatedBillRow,
    SourceConflictRow,
    SponsorRow,
    VersionRow,
)
from tests.ingesting import MOMENT, Ingest
from tests.records import INTRODUCED, LAW, SEEN, action, bill, version

PASSED = (
    action("Passed the House.", "passage", day=20),
    action("Passed the Senate.", "passage", day=30, chamber=Chamber.UPPER),
)
SIGNED = action("Governor signed.", "executive-signature", day=60, chamber=Chamber.EXECUTIVE)


def of(source: str, **changes: Any) -> BillRecord:
    return bill(source=source, observed_at=SEEN + timedelta(hours=len(source)), **changes)


OFFICIAL = of(
    "wa-legislature",
    title="The official title",
    source_url="https://official.example",
    sponsors=(Sponsor(name="Rivera", role="primary", kind="person"),),
    actions=(INTRODUCED, *PASSED),
)
LEGISCAN = of(
    "legiscan",
    title="The title of LegiScan",
    subjects=("AI",),
    aliases=("1234567",),
    sponsors=(
        Sponsor(name="rivera", role="cosponsor", kind="person"),
        Sponsor(name="Lind", role="primary", kind="person"),
    ),
    actions=(INTRODUCED, PASSED[0]),
    versions=(version("Introduced", f"{LAW} As LegiScan has it."),),
)
STATES = of("openstates-files", title="", abstract="", actions=(INTRODUCED, *PASSED, SIGNED), versions=())


def facts(ingest: Ingest) -> dict[str, Any]:
    row = ingest.one(BillRow)
    return {
        "bill": [
            *(row.title, row.abstract, row.source_url, row.chamber, row.classification, row.subjects, row.status),
            *(row.status_on, row.status_unconfirmed, row.last_action, row.last_action_on, row.introduced_on),
        ],
        "actions": [(a.text, a.ordinal) for a in sorted(ingest.rows(ActionRow), key=lambda a: a.ordinal)],
        "sponsors": sorted((s.name, s.role) for s in ingest.rows(SponsorRow)),
        "aliases": sorted(a.alias for a in ingest.rows(BillAliasRow)),
        "related": sorted(r.identifier for r in ingest.rows(RelatedBillRow)),
        "conflicts": sorted((c.field, c.said) for c in ingest.rows(SourceConflictRow)),
        "claims": sorted((c.source, c.said) for c in ingest.rows(BillClaimRow)),
    }


def test_the_order_of_arrival_never_matters(sqlite_databases, tmp_path: Path):
    found = []
    for number, records in enumerate(itertools.permutations((OFFICIAL, LEGISCAN, STATES))):
        with sqlite_databases.fresh() as url, Store(url) as store:
            ingest = Ingest(store, tmp_path / str(number))
            for record in records:
                ingest(record)
            found.append(facts(ingest))
            before = ingest.counts()
            assert {ingest(record).outcome for record in records} == {"unchanged"}
            assert ingest.counts() == before
    assert all(one == found[0] for one in found)
    assert found[0]["bill"][0] == "The official title"


def test_what_three_sources_come_to(ingest: Ingest):
    for record in (STATES, LEGISCAN, OFFICIAL):
        ingest(record)
    row = ingest.one(BillRow)
    assert (row.title, row.source_url, row.source) == (
        "The official title",
        "https://official.example",
        OFFICIAL.source,
    )
    assert (row.status, row.status_on, row.status_unconfirmed) == ("enacted", SIGNED.on, True)
    assert [a.text for a in ingest.rows(ActionRow)] == [a.text for a in OFFICIAL.actions]
    assert {(s.name, s.role) for s in ingest.rows(SponsorRow)} == {("Rivera", "primary"), ("Lind", "primary")}
    assert {a.alias for a in ingest.rows(BillAliasRow)} == {"H-0001.1", "1234567"}
    (conflict,) = [c for c in ingest.rows(SourceConflictRow) if c.field == "title"]
    assert conflict.said == [["legiscan", "The title of LegiScan"], ["wa-legislature", "The official title"]]
    assert {c.field for c in ingest.rows(SourceConflictRow)} == {
        "title",
        "status",
        "last action on",
        "primary sponsors",
    }


def test_a_text_of_a_lower_source_stays_out(ingest: Ingest):
    ingest(OFFICIAL)
    before = ingest.rows(VersionRow)
    assert ingest(LEGISCAN).versions == 0
    (text,) = ingest.rows(VersionRow)
    assert (text.text, text.source, text.ordinal) == (before[0].text, "wa-legislature", 0)
    assert ingest.one(BillRow).current_version_id == text.id


def test_a_second_word_confirms_a_law_without_an_event(live: Ingest):
    signed = (INTRODUCED, *PASSED, SIGNED)
    live(of("openstates-files", key=replace(OFFICIAL.key, identifier="HB 1"), actions=signed))
    row = live.rows(BillRow)[-1]
    assert (row.status, row.status_unconfirmed) == ("enacted", True)
    payloads = [e.payload for e in live.rows(EventRow) if e.bill_id == row.id and e.kind == "bill.new"]
    assert [payload["status_unconfirmed"] for payload in payloads] == [True]
    count = len(live.rows(EventRow))
    live(of("legiscan", key=replace(OFFICIAL.key, identifier="HB 1"), actions=signed))
    row = live.rows(BillRow)[-1]
    assert (row.status, row.status_unconfirmed) == ("enacted", False)
    assert [e.kind for e in live.rows(EventRow)[count:] if e.kind.startswith("status")] == []


def test_what_all_agree_on_again_is_no_conflict(ingest: Ingest):
    for record in (OFFICIAL, LEGISCAN):
        ingest(record)
    since = {row.field: row.first_seen_at for row in ingest.rows(SourceConflictRow)}
    ingest(replace(LEGISCAN, title="A third title"))
    assert {row.field: row.first_seen_at for row in ingest.rows(SourceConflictRow)} == since
    ingest(replace(OFFICIAL, title="A third title", actions=LEGISCAN.actions, sponsors=LEGISCAN.sponsors))
    assert ingest.rows(SourceConflictRow) == []


def test_silence_takes_nothing_back(ingest: Ingest):
    for record in (OFFICIAL, LEGISCAN):
        ingest(record)
    before = facts(ingest)
    ingest(replace(OFFICIAL, abstract="", actions=(), sponsors=(), subjects=(), versions=(), related=()))
    after = facts(ingest)
    assert after == before


@pytest.mark.parametrize("first", [OFFICIAL, STATES], ids=lambda record: record.source)
def test_one_source_needs_no_copy_of_its_words(ingest: Ingest, first: BillRecord):
    ingest(first)
    assert ingest.one(BillClaimRow).said is None
    assert ingest.rows(SourceConflictRow) == []


def test_the_view_of_a_bill_names_its_sources(ingest: Ingest):
    for record in (STATES, LEGISCAN, OFFICIAL):
        ingest(record)
    sources = query_bill(ingest.store, "WA HB 9901").sources
    assert sources.status_unconfirmed
    assert {name: found.source for name, found in sources.fields.items()} == {
        **dict.fromkeys(("title", "abstract", "source_url", "chamber", "classification", "subjects"), "wa-legislature"),
        **dict.fromkeys(("actions", "aliases", "related", "versions", "sponsors", "sponsor Rivera"), "wa-legislature"),
        "sponsor Lind": "legiscan",
        "status": "openstates-files",
    }
    said = sources.as_json()
    assert said["provenance"]["title"] == {"source": "wa-legislature", "fetched_at": OFFICIAL.observed_at.isoformat()}
    assert {conflict["field"] for conflict in said["source_conflicts"]} >= {"title", "status"}


def test_conflicts_are_listed_once_they_are_old(ingest: Ingest):
    for record in (OFFICIAL, LEGISCAN):
        ingest(record)
    found = query_conflicts(ingest.store)
    assert {conflict.field for conflict in found} == {"title", "primary sponsors", "last action on", "status"}
    assert query_conflicts(ingest.store, before=MOMENT) == []
    assert query_conflicts(ingest.store, before=ingest.now) == found


def test_a_bill_of_one_source_is_all_its_own(ingest: Ingest):
    ingest(OFFICIAL)
    sources = query_bill(ingest.store, "WA HB 9901").sources
    assert {found.source for found in sources.fields.values()} == {"wa-legislature"}
    assert (sources.conflicts, sources.status_unconfirmed) == ((), False)
