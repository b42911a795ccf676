from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from monitor.errors import StoreError
from monitor.model.bill import BillRecord, Document, Sponsor, TextQuality
from monitor.model.mark import MarkedRecord, SourceMark
from monitor.services.ingest import IngestFailure, IngestResult, ingest_bills
from monitor.services.marks import known_marks
from monitor.store.engine import Store
from monitor.store.raw import RawStore
from monitor.store.tables import ActionRow, BillClaimRow, BillRow, EventRow, SourceDocumentRow, SponsorRow
from monitor.text.extract import extract
from tests.asking import all_rows
from tests.ingesting import MOMENT
from tests.records import INTRODUCED, KEY, LAW, SEEN, SPONSOR, action, bill, version


def numbered(number: int, **changes: Any) -> BillRecord:
    """A bill of its own with documents of its own."""
    key = replace(KEY, identifier=f"HB {number}")
    body = f'{{"number": {number}}}'.encode()
    metadata = Document(
        url=f"file:///bills/HB{number}/metadata.json", body=body, media_type="application/json", fetched_at=SEEN
    )
    versions = (version(url=f"https://legislature.example/{number}", text=f"{LAW} Section {number}."),)
    return bill(**{"key": key, "metadata": metadata, "versions": versions} | changes)


def stored(store: Store, folder: Path, records: list[BillRecord], sizes: list[int]) -> list[Any]:
    """Ingest in batches of these sizes, a rest in one."""
    raw, results = RawStore(folder), []
    left = iter(records)
    for size in [*sizes, len(records)]:
        some = [MarkedRecord(record=record) for record in itertools.islice(left, size)]
        results += ingest_bills(store, raw, some, extract=extract_, clock=lambda: MOMENT)
    return results


def extract_(body: bytes, *, media_type: str, upstream: bool) -> Any:
    return extract(body, media_type=media_type, upstream=upstream)


def said(store: Store) -> tuple[dict[str, list[str]], list[Any]]:
    """All rows, and the events in their order; the numbers of rows that come and go say nothing."""
    come_and_go = (ActionRow, SponsorRow, BillClaimRow)
    rows = all_rows(store, without=frozenset(table.__tablename__ for table in come_and_go))
    with store.read() as session:
        for table in come_and_go:
            columns = [column for column in table.__table__.columns if column.name != "id"]
            rows[table.__tablename__] = sorted(map(repr, session.execute(select(*columns))))
        events = select(EventRow.event_id, EventRow.bill_id, EventRow.baseline).order_by(EventRow.sequence)
        return rows, [tuple(row) for row in session.execute(events)]


RECORDS = st.builds(
    numbered,
    st.integers(1, 4),
    title=st.sampled_from(["One title", "Another title"]),
    actions=st.sampled_from([(), (INTRODUCED,), (INTRODUCED, action("Heard.", day=3))]),
    sponsors=st.sampled_from([(), (SPONSOR,), (SPONSOR, Sponsor(name="Example", role="cosponsor", kind="person"))]),
    versions=st.lists(
        st.sampled_from([version(), version(text=LAW + "More."), version("Engrossed", ordinal=1), version(text=None)]),
        max_size=2,
        unique_by=lambda found: found.note,
    ).map(tuple),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records=st.lists(RECORDS, max_size=9), sizes=st.lists(st.integers(1, 5), max_size=6))
def test_any_split_into_batches_stores_what_one_by_one_stores(
    sqlite_databases, tmp_path: Path, records: list[BillRecord], sizes: list[int]
):
    fresh = sqlite_databases.fresh
    with fresh() as one, fresh() as many, Store(one) as alone, Store(many) as together:
        expected = stored(alone, tmp_path / "raw", records, [1] * len(records))
        assert stored(together, tmp_path / "raw2", records, sizes) == expected
        assert said(together) == said(alone)


def test_a_batch_is_what_one_by_one_is_on_both_databases(store: Store, sqlite_store: Store, tmp_path: Path):
    records = [
        numbered(1),
        numbered(2, versions=()),
        numbered(1, title="Another title"),
        numbered(3, key=replace(KEY, session="2023-2024", identifier="HB 3")),
        numbered(2, versions=(version(text=LAW + "More."),), actions=(INTRODUCED, action("Heard.", day=2))),
        numbered(1, title="Another title"),
    ]
    results = stored(store, tmp_path / "raw", records, [len(records)])
    assert [result.outcome for result in results] == ["new", "new", "changed", "new", "changed", "unchanged"]
    assert results == stored(sqlite_store, tmp_path / "raw2", records, [1] * len(records))
    assert said(store)[1] == said(sqlite_store)[1]
    assert said(store)[0]["bill_claim"] == said(sqlite_store)[0]["bill_claim"]


def test_a_batch_again_changes_nothing(store: Store, tmp_path: Path):
    records = [numbered(number) for number in range(1, 6)]
    stored(store, tmp_path / "raw", records, [5])
    before, files = said(store), sorted((tmp_path / "raw").rglob("*"))
    again = stored(store, tmp_path / "raw", records, [5])
    assert {result.outcome for result in again} == {"unchanged"}
    assert (said(store), sorted((tmp_path / "raw").rglob("*"))) == (before, files)


def test_raw_bytes_of_a_batch_are_read_back(sqlite_store: Store, tmp_path: Path):
    records = [numbered(number) for number in range(1, 6)]
    stored(sqlite_store, tmp_path / "raw", records, [5])
    raw = RawStore(tmp_path / "raw")
    with sqlite_store.read() as session:
        hashes = session.scalars(select(SourceDocumentRow.sha256)).all()
    bodies = {raw.get(sha256) for sha256 in hashes}
    documents = [found for record in records for found in (record.metadata, record.versions[0].document)]
    assert bodies == {found.body for found in documents if found is not None}
    assert len(bodies) == 10


class TestABadBill:
    def test_costs_no_other(self, store: Store, tmp_path: Path):
        bad = numbered(2, sponsors=(Sponsor(name=None, role="primary", kind="person"),))  # type: ignore[arg-type]
        records = [numbered(1), bad, numbered(3)]
        first, failure, last = stored(store, tmp_path / "raw", records, [3])
        assert [first.outcome, last.outcome] == ["new", "new"]
        assert isinstance(failure, IngestFailure)
        assert "IntegrityError" in type(failure.error).__name__
        with store.read() as session:
            assert session.scalars(select(BillRow.identifier).order_by(BillRow.identifier)).all() == ["HB 1", "HB 3"]
        assert stored(store, tmp_path / "raw", [bad], [1])[0] != first
        assert stored(store, tmp_path / "raw", [numbered(2)], [1])[0].outcome == "new"

    def test_a_text_that_breaks_the_reader(self, sqlite_store: Store, tmp_path: Path):
        def breaks(body: bytes, *, media_type: str, upstream: bool) -> Any:
            if b"Section 2." in body:
                raise ZeroDivisionError
            return extract_(body, media_type=media_type, upstream=upstream)

        records = [MarkedRecord(record=numbered(number)) for number in (1, 2, 3)]
        results = ingest_bills(sqlite_store, RawStore(tmp_path), records, extract=breaks, clock=lambda: MOMENT)
        assert [type(result) for result in results] == [IngestResult, IngestFailure, IngestResult]

    def test_a_database_that_is_gone_is_not_tried_again(self, tmp_path: Path):
        records = [MarkedRecord(record=numbered(number)) for number in (1, 2)]
        with Store(f"sqlite:///{tmp_path}") as store, pytest.raises(StoreError):
            ingest_bills(store, RawStore(tmp_path / "raw"), records, extract=extract_, clock=lambda: MOMENT)

    def test_nothing_is_nothing(self, sqlite_store: Store, tmp_path: Path):
        assert ingest_bills(sqlite_store, RawStore(tmp_path), [], extract=extract_, clock=lambda: MOMENT) == []


class TestMarks:
    @staticmethod
    def ingest(store: Store, folder: Path, *marked: MarkedRecord) -> list[str]:
        results = ingest_bills(store, RawStore(folder), marked, extract=extract_, clock=lambda: MOMENT)
        return [result.outcome for result in results if isinstance(result, IngestResult)]

    def test_a_mark_is_known_once_its_bill_is_stored(self, store: Store, tmp_path: Path):
        mark = SourceMark(place="p1", value="one", missing=("abstract",))
        assert known_marks(store, "sample", {"p1": "one"}) == {}
        self.ingest(store, tmp_path, MarkedRecord(record=numbered(1), mark=mark), MarkedRecord(record=numbered(2)))
        found = known_marks(store, "sample", {"p1": "one", "p2": "", "p3": "one"})
        assert list(found) == ["p1"]
        assert (found["p1"].key.identifier, found["p1"].missing) == ("HB 1", ("abstract",))
        assert known_marks(store, "sample", {"p1": "two"}) == {}
        assert known_marks(store, "another", {"p1": "one"}) == {}

    def test_new_bytes_that_say_the_same_bring_their_mark(self, store: Store, tmp_path: Path):
        for value, outcome in (("one", "new"), ("two", "unchanged"), ("two", "unchanged")):
            mark = SourceMark(place="p1", value=value)
            assert self.ingest(store, tmp_path, MarkedRecord(record=numbered(1), mark=mark)) == [outcome]
            assert list(known_marks(store, "sample", {"p1": value})) == ["p1"]
        assert known_marks(store, "sample", {"p1": "one"}) == {}

    def test_what_was_said_since_takes_the_mark_away(self, store: Store, tmp_path: Path):
        mark = SourceMark(place="p1", value="one")
        self.ingest(store, tmp_path, MarkedRecord(record=numbered(1), mark=mark))
        self.ingest(store, tmp_path, MarkedRecord(record=numbered(1, title="Another title")))
        assert known_marks(store, "sample", {"p1": "one"}) == {}
        assert self.ingest(store, tmp_path, MarkedRecord(record=numbered(1), mark=mark)) == ["changed"]

    def test_what_another_source_says_does_not(self, store: Store, tmp_path: Path):
        mark = SourceMark(place="p1", value="one")
        self.ingest(store, tmp_path, MarkedRecord(record=numbered(1), mark=mark))
        self.ingest(store, tmp_path, MarkedRecord(record=numbered(1, source="another")))
        assert list(known_marks(store, "sample", {"p1": "one"})) == ["p1"]

    def test_a_failed_bill_has_none(self, store: Store, tmp_path: Path):
        bad = numbered(2, sponsors=(Sponsor(name=None, role="primary", kind="person"),))  # type: ignore[arg-type]
        mark = SourceMark(place="p2", value="one")
        self.ingest(store, tmp_path, MarkedRecord(record=numbered(1)), MarkedRecord(record=bad, mark=mark))
        assert known_marks(store, "sample", {"p2": "one"}) == {}


def test_a_text_without_bytes_stays_missing(sqlite_store: Store, tmp_path: Path):
    records = [numbered(number, versions=(version(text=None),)) for number in (1, 2)]
    stored(sqlite_store, tmp_path / "raw", records, [2])
    rows = all_rows(sqlite_store)["version"]
    assert len(rows) == 2
    assert all(TextQuality.MISSING.value in row for row in rows)
