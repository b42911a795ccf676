from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from monitor.errors import StoreError
from monitor.model.bill import (
    BillRecord,
    Chamber,
    Extraction,
    RelatedBill,
    Sponsor,
    TextQuality,
    VersionStage,
)
from monitor.model.run import RunRecord, RunState
from monitor.services.ingest import IngestResult, ingest_bill
from monitor.services.runs import finish_run, start_run
from monitor.store.engine import Store
from monitor.store.raw import RawStore
from monitor.store.tables import (
    ActionRow,
    Base,
    BillAliasRow,
    BillRow,
    EventRow,
    RelatedBillRow,
    SessionRow,
    SourceDocumentRow,
    SponsorRow,
    VersionRow,
)
from monitor.text.extract import extract
from monitor.text.normal import clean_sha256
from tests.records import INTRODUCED, KEY, LAW, RELATED, SPONSOR, action, bill, version

MOMENT = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
TABLES = (
    *(BillRow, VersionRow, ActionRow, SponsorRow, RelatedBillRow, BillAliasRow, EventRow, SessionRow),
    SourceDocumentRow,
)


class Ingest:
    """A store with its raw folder and a clock that goes on by a minute a bill."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self.raw = store, RawStore(folder)
        self.now = MOMENT
        self.read = 0

    def __call__(self, record: BillRecord) -> IngestResult:
        self.now += timedelta(minutes=1)
        return ingest_bill(self.store, self.raw, record, extract=self.extract, clock=lambda: self.now)

    def extract(self, body: bytes, *, media_type: str, upstream: bool) -> Extraction:
        self.read += 1
        return extract(body, media_type=media_type, upstream=upstream)

    def go_live(self) -> None:
        run = start_run(self.store, source="sample", target="bills", clock=lambda: self.now)
        record = RunRecord(source="sample", state=RunState.OK, started_at=self.now, ended_at=None)
        finish_run(self.store, run, record, sessions=[(KEY.jurisdiction, KEY.session)], clock=lambda: self.now)

    def rows(self, table: type[Base]) -> list[Any]:
        with self.store.read() as session:
            return list(session.scalars(select(table).order_by(next(iter(table.__table__.primary_key)))))

    def one(self, table: type[Base]) -> Any:
        (row,) = self.rows(table)
        return row

    def events(self, after: int = 0) -> list[tuple[str, bool, dict[str, Any]]]:
        return [(row.kind, row.baseline, row.payload) for row in self.rows(EventRow)[after:]]

    def counts(self) -> dict[str, int]:
        with self.store.read() as session:
            return {
                table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES
            }

    def told(self, record: BillRecord) -> list[tuple[str, bool, dict[str, Any]]]:
        """Ingest a bill and return the events that it made."""
        before = len(self.rows(EventRow))
        result = self(record)
        found = self.events(before)
        assert result.events == len(found)
        return found


@pytest.fixture
def ingest(store: Store, tmp_path: Path) -> Ingest:
    return Ingest(store, tmp_path / "raw")


@pytest.fixture
def live(ingest: Ingest) -> Ingest:
    """A bill of a session that is live."""
    ingest(bill())
    ingest.go_live()
    return ingest


class TestTheFirstLoad:
    def test_everything_is_stored(self, ingest: Ingest):
        result = ingest(bill())
        assert result == IngestResult(outcome="new", events=3, versions=1, errors=(), baseline=True)
        row = ingest.one(BillRow)
        assert (row.jurisdiction, row.session, row.identifier) == ("WA", "2025-2026", "HB 9901")
        assert (row.title, row.abstract, row.chamber) == (
            "Concerning companion chatbots",
            "Reports of operators.",
            "lower",
        )
        assert (row.classification, row.subjects) == (["bill"], ["TECHNOLOGY"])
        assert (row.status, row.status_on, row.introduced_on) == ("in committee", INTRODUCED.on, INTRODUCED.on)
        assert (row.last_action_on, row.last_action) == (INTRODUCED.on, INTRODUCED.text)
        assert (row.first_seen_at, row.changed_at) == (ingest.now, ingest.now)
        text = ingest.one(VersionRow)
        assert row.current_version_id == text.id
        assert (text.version_key, text.note, text.stage, text.ordinal) == ("Introduced", "Introduced", "introduced", 0)
        assert (text.text, text.text_sha256) == (LAW.strip(), clean_sha256(LAW))
        assert (text.method, text.quality, text.reason, text.baseline) == ("html/1", "ok", "", True)
        said = ingest.one(ActionRow)
        assert (said.text, said.acted_on, said.chamber) == (INTRODUCED.text, INTRODUCED.on, "lower")
        assert said.classes == ["introduction", "referral-committee"]
        sponsor = ingest.one(SponsorRow)
        assert (sponsor.name, sponsor.role, sponsor.kind) == ("Rivera", "primary", "person")
        related = ingest.one(RelatedBillRow)
        assert (related.session, related.identifier, related.relation) == ("2025-2026", "SB 9801", "companion")
        assert ingest.one(BillAliasRow).alias == "H-0001.1"
        found = ingest.one(SessionRow)
        assert (found.source, found.jurisdiction, found.identifier) == ("sample", "WA", "2025-2026")
        assert found.live_since is None

    def test_its_events_are_baseline(self, ingest: Ingest):
        ingest(bill())
        assert ingest.events() == [
            ("session.new", True, {"source": "sample", "jurisdiction": "WA", "session": "2025-2026"}),
            (
                "bill.new",
                True,
                {
                    "title": "Concerning companion chatbots",
                    "identifier": "HB 9901",
                    "session": "2025-2026",
                    "status": "in committee",
                },
            ),
            (
                "version.new",
                True,
                {"note": "Introduced", "stage": "introduced", "ordinal": 0, "quality": "ok", "republished": False},
            ),
        ]
        first, second, third = ingest.rows(EventRow)
        assert (first.bill_id, first.version_id) == (None, None)
        assert (second.bill_id, second.version_id) == (ingest.one(BillRow).id, None)
        assert (third.bill_id, third.version_id) == (ingest.one(BillRow).id, ingest.one(VersionRow).id)
        assert (second.occurred_on, third.occurred_on) == (INTRODUCED.on, date(2026, 1, 1))
        assert {row.detected_at for row in (first, second, third)} == {ingest.now}

    def test_it_stays_baseline_until_the_whole_listing_was_read(self, ingest: Ingest):
        ingest(bill())
        changed = ingest(bill(title="Concerning chatbots"))
        assert (changed.outcome, changed.baseline) == ("changed", True)
        ingest.go_live()
        assert ingest(bill(title="Concerning machines")).baseline is False
        another = replace(bill(), key=replace(KEY, identifier="HB 9902"))
        assert ingest(another).baseline is False
        assert [(kind, baseline) for kind, baseline, _ in ingest.events(3)] == [
            ("title.changed", True),
            ("title.changed", False),
            ("bill.new", False),
            ("version.new", False),
        ]

    def test_another_session_and_another_source_have_a_first_load_of_their_own(self, live: Ingest):
        later = replace(KEY, session="2027-2028")
        assert live(bill(key=later)).baseline is True
        assert live(bill(key=replace(KEY, identifier="HB 9903"), source="another")).baseline is True
        assert [(row.source, row.identifier, row.live_since is None) for row in live.rows(SessionRow)] == [
            ("sample", "2025-2026", False),
            ("sample", "2027-2028", True),
            ("another", "2025-2026", True),
        ]


class TestAgain:
    def test_the_same_bill_twice_changes_nothing(self, ingest: Ingest):
        ingest(bill())
        before = ingest.counts()
        again = ingest(bill(observed_at=MOMENT + timedelta(days=9), metadata=None))
        assert again == IngestResult(outcome="unchanged")
        assert ingest.counts() == before
        assert ingest.read == 1
        assert ingest.one(BillRow).changed_at < ingest.now

    def test_what_was_permuted_is_not_doubled(self, live: Ingest):
        actions = tuple(action(f"Step {n}", day=n) for n in range(4))
        sponsors = tuple(Sponsor(name=name, role="cosponsor", kind="person") for name in ("Ito", "Okafor", "Ruiz"))
        related = tuple(RelatedBill(session="2025-2026", identifier=f"SB {n}", relation="related") for n in (1, 2))
        live(bill(actions=actions, sponsors=sponsors, related=related, aliases=("a", "b")))
        before = live.counts()
        permuted = bill(
            actions=tuple(replace(a, ordinal=n) for n, a in enumerate(reversed(actions))),
            sponsors=sponsors[::-1],
            related=related[::-1],
            aliases=("b", "a"),
        )
        assert live.told(permuted) == []
        assert live.counts() == before
        assert [(row.text, row.ordinal) for row in live.rows(ActionRow)] == [(f"Step {n}", 3 - n) for n in range(4)]

    def test_what_a_source_says_twice_is_stored_once(self, ingest: Ingest):
        twice = bill(
            sponsors=(SPONSOR, replace(SPONSOR, kind="organization")),
            related=(RELATED, RELATED),
            aliases=("a", "a"),
            actions=(INTRODUCED, INTRODUCED),
        )
        ingest(twice)
        ingest.go_live()
        counts = ingest.counts()
        assert (counts["sponsor"], counts["related_bill"], counts["bill_alias"], counts["action"]) == (1, 1, 1, 2)
        ito = Sponsor(name="Ito", role="cosponsor", kind="person")
        other = replace(RELATED, identifier="SB 9802")
        more = replace(twice, sponsors=(SPONSOR, ito, ito), related=(RELATED, other, other), aliases=("a", "b", "b"))
        told = ingest.told(more)
        assert [kind for kind, _, _ in told] == ["sponsor.changed", "related.added"]
        assert told[0][2]["added"] == [{"name": "Ito", "role": "cosponsor"}]

    @settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_any_order_of_any_records_leaves_each_thing_once(self, sqlite_databases, tmp_path: Path, data):
        texts = st.sampled_from([LAW, LAW + "It takes effect at once.", None])
        records = st.builds(
            lambda titles, steps, names, versions: bill(
                title=titles,
                actions=tuple(action(f"Step {n}", day=place) for place, n in enumerate(steps)),
                sponsors=tuple(Sponsor(name=name, role="primary", kind="person") for name in names),
                versions=tuple(version(note, text, ordinal=n) for n, (note, text) in enumerate(versions)),
            ),
            st.sampled_from(["A", "B"]),
            st.lists(st.integers(0, 3), max_size=4),
            st.lists(st.sampled_from(["Ito", "Okafor"]), max_size=3),
            st.lists(st.tuples(st.sampled_from(["Introduced", "Engrossed", "Introduced#r2"]), texts), max_size=3),
        )
        with sqlite_databases.fresh() as url, Store(url) as store:
            ingest = Ingest(store, tmp_path / "raw")
            for record in data.draw(st.lists(records, min_size=1, max_size=5)):
                ingest(record)
                counts = ingest.counts()
                assert ingest(record).outcome == "unchanged"
                assert ingest.counts() == counts
                names = Counter((row.name, row.role) for row in ingest.rows(SponsorRow))
                assert set(names.values()) <= {1}
                rows = ingest.rows(VersionRow)
                assert sorted(row.ordinal for row in rows) == list(range(len(rows)))
                assert len({row.event_id for row in ingest.rows(EventRow)}) == len(ingest.rows(EventRow))
                current = ingest.one(BillRow).current_version_id
                readable = {row.id for row in rows if row.text_sha256 is not None}
                assert current in readable if readable else current is None


class TestWhatChanges:
    def test_a_title(self, live: Ingest):
        assert live.told(bill(title="Concerning machines")) == [
            ("title.changed", False, {"before": "Concerning companion chatbots", "after": "Concerning machines"})
        ]
        assert live.one(BillRow).title == "Concerning machines"
        assert live.one(BillRow).changed_at == live.now

    def test_an_action_and_the_status_that_it_brings(self, live: Ingest):
        passed = action("Third reading, passed; yeas, 96; nays, 2.", "passage", day=20)
        assert live.told(bill(actions=(INTRODUCED, passed))) == [
            (
                "action.added",
                False,
                {"text": passed.text, "chamber": "lower", "classes": ["passage"], "on": "2026-02-01"},
            ),
            (
                "status.changed",
                False,
                {"before": "in committee", "after": "passed one chamber", "action": passed.text, "on": "2026-02-01"},
            ),
        ]
        row = live.one(BillRow)
        assert (row.status, row.status_on, row.last_action) == ("passed one chamber", date(2026, 2, 1), passed.text)
        assert [event.occurred_on for event in live.rows(EventRow)[-2:]] == [date(2026, 2, 1)] * 2

    def test_a_class_that_the_source_adds_later_moves_no_row(self, live: Ingest):
        classed = replace(INTRODUCED, classes=("executive-veto",))
        assert [kind for kind, _, _ in live.told(bill(actions=(classed,)))] == ["status.changed"]
        assert live.one(ActionRow).classes == ["executive-veto"]

    def test_an_action_that_the_source_takes_back_goes_without_a_word_and_comes_back_without_one(self, live: Ingest):
        heard = action("Public hearing.", day=5)
        live(bill(actions=(INTRODUCED, heard)))
        assert live.told(bill(actions=(INTRODUCED,))) == []
        assert [row.text for row in live.rows(ActionRow)] == [INTRODUCED.text]
        assert live.told(bill(actions=(INTRODUCED, heard))) == []
        assert [row.text for row in live.rows(ActionRow)] == [INTRODUCED.text, heard.text]

    def test_sponsors_come_and_go(self, live: Ingest):
        ito = Sponsor(name="Ito", role="cosponsor", kind="person")
        assert live.told(bill(sponsors=(ito,))) == [
            (
                "sponsor.changed",
                False,
                {
                    "added": [{"name": "Ito", "role": "cosponsor"}],
                    "removed": [{"name": "Rivera", "role": "primary"}],
                },
            )
        ]
        assert [(row.name, row.role) for row in live.rows(SponsorRow)] == [("Ito", "cosponsor")]

    def test_related_bills_are_added_and_stay(self, live: Ingest):
        replaced = RelatedBill(session="2025-2026", identifier="HB 9999", relation="replaces")
        assert live.told(bill(related=(replaced,))) == [
            ("related.added", False, {"session": "2025-2026", "identifier": "HB 9999", "relation": "replaces"})
        ]
        assert len(live.rows(RelatedBillRow)) == 2

    def test_aliases_are_added_and_stay_without_a_word(self, live: Ingest):
        assert live.told(bill(aliases=("H-0002.1",))) == []
        assert [row.alias for row in live.rows(BillAliasRow)] == ["H-0001.1", "H-0002.1"]

    def test_what_a_source_no_longer_says_is_not_taken_back(self, live: Ingest):
        silent = bill(abstract="", actions=(), sponsors=(), related=(), aliases=(), versions=())
        assert live.told(silent) == []
        row = live.one(BillRow)
        assert (row.abstract, row.status, row.last_action) == ("Reports of operators.", "in committee", INTRODUCED.text)
        assert row.current_version_id == live.one(VersionRow).id
        counts = live.counts()
        assert (counts["action"], counts["sponsor"], counts["related_bill"], counts["bill_alias"]) == (1, 1, 1, 1)


class TestVersions:
    def test_a_bill_without_any(self, ingest: Ingest):
        result = ingest(bill(versions=()))
        assert (result.outcome, result.versions) == ("new", 0)
        assert ingest.one(BillRow).current_version_id is None

    def test_a_new_one_becomes_the_current(self, live: Ingest):
        engrossed = version(
            "Engrossed", LAW + "It takes effect at once.", stage=VersionStage.ENGROSSED, ordinal=1, day=9
        )
        assert live.told(bill(versions=(version(), engrossed))) == [
            (
                "version.new",
                False,
                {"note": "Engrossed", "stage": "engrossed", "ordinal": 1, "quality": "ok", "republished": False},
            )
        ]
        old, new = live.rows(VersionRow)
        assert (old.baseline, new.baseline) == (True, False)
        assert live.one(BillRow).current_version_id == new.id
        assert live.rows(EventRow)[-1].version_id == new.id
        assert live.rows(EventRow)[-1].occurred_on == date(2026, 1, 9)

    def test_one_without_bytes_says_so_and_is_told_again_when_it_can_be_read(self, live: Ingest):
        result = live(bill(versions=(version(), version("Engrossed", None, ordinal=1))))
        assert result.errors == ()
        missing = live.rows(VersionRow)[1]
        assert (missing.quality, missing.text, missing.text_sha256) == ("missing", "", None)
        assert missing.reason == "the source gives no document that can be read here"
        assert missing.raw_sha256 is None
        assert live.one(BillRow).current_version_id == live.rows(VersionRow)[0].id

        told = live.told(bill(versions=(version(), version("Engrossed", LAW + "And more.", ordinal=1))))
        assert [(kind, baseline, payload["quality"]) for kind, baseline, payload in told] == [
            ("version.new", False, "ok")
        ]
        read = live.rows(VersionRow)[1]
        assert (read.id, read.quality, read.reason) == (missing.id, "ok", "")
        assert (read.text_changed_at, read.first_seen_at) == (live.now, missing.first_seen_at)
        assert read.raw_sha256 is not None
        assert read.source_document_id is not None
        assert live.one(BillRow).current_version_id == read.id

    def test_one_of_the_baseline_that_can_be_read_later_is_news(self, ingest: Ingest):
        ingest(bill(versions=(version(text=None),)))
        ingest.go_live()
        assert ingest.one(VersionRow).baseline is True
        ((kind, baseline, _),) = ingest.told(bill())
        assert (kind, baseline, ingest.one(VersionRow).baseline) == ("version.new", False, False)

    def test_one_that_cannot_be_read_is_stored_with_its_reason(self, ingest: Ingest):
        result = ingest(
            bill(versions=(version(text=""), version("Bill PDF", "%PDF-1.4", media_type="application/pdf")))
        )
        assert [(error.kind, error.subject, error.message) for error in result.errors] == [
            (
                "unreadable",
                "WA HB 9901 (2025-2026): Introduced https://legislature.example/9901/Introduced",
                "the document holds no words",
            ),
            (
                "unreadable",
                "WA HB 9901 (2025-2026): Bill PDF https://legislature.example/9901/Bill-PDF",
                "no reader for PDF was given",
            ),
        ]
        assert [(row.quality, row.text_sha256) for row in ingest.rows(VersionRow)] == [("unreadable", None)] * 2

    def test_bytes_that_could_not_be_read_are_tried_again(self, ingest: Ingest):
        ingest(bill(versions=(version(text=""),)))
        ingest(bill(title="Another", versions=(version(text=""),)))
        assert ingest.read == 2

    def test_bytes_that_were_read_are_not_read_again(self, ingest: Ingest):
        ingest(bill())
        ingest(bill(title="Another"))
        assert (ingest.read, ingest.one(BillRow).title) == (1, "Another")

    def test_a_text_that_changed_under_its_note_is_another_version(self, live: Ingest):
        told = live.told(bill(versions=(version(text=LAW + "It is repealed."),)))
        assert [(kind, payload["republished"], payload["ordinal"]) for kind, _, payload in told] == [
            ("version.new", True, 1)
        ]
        first, second = live.rows(VersionRow)
        assert (first.version_key, second.version_key) == ("Introduced", "Introduced#r2")
        assert "repealed" not in first.text
        assert live.one(BillRow).current_version_id == second.id

    def test_new_bytes_with_the_same_text_are_no_version(self, live: Ingest):
        before = live.one(VersionRow)
        spaced = version(text=f"<!-- printed anew -->  {LAW}")
        assert live.told(bill(versions=(spaced,))) == []
        after = live.one(VersionRow)
        assert (after.id, after.text, after.text_changed_at) == (before.id, before.text, before.text_changed_at)
        assert after.raw_sha256 != before.raw_sha256
        assert after.source_document_id != before.source_document_id

    def test_somebody_elses_extraction_never_replaces_a_published_text(self, live: Ingest):
        other = version(text=LAW + "2 1 struck", media_type="text/plain", upstream=True)
        assert live.told(bill(versions=(other,))) == []
        assert (live.one(VersionRow).method, live.one(VersionRow).text) == ("html/1", LAW.strip())

    def test_one_that_is_no_longer_listed_stays(self, live: Ingest):
        engrossed = version("Engrossed", LAW + "It takes effect at once.", stage=VersionStage.ENGROSSED)
        live(bill(versions=(engrossed,)))
        assert [(row.version_key, row.ordinal) for row in live.rows(VersionRow)] == [
            ("Introduced", 0),
            ("Engrossed", 1),
        ]

    def test_a_comparison_is_not_the_current_text(self, live: Ingest):
        compared = version("Comparison", LAW + "Compared.", stage=VersionStage.COMPARISON, ordinal=1)
        live(bill(versions=(version(), compared)))
        assert live.one(BillRow).current_version_id == live.rows(VersionRow)[0].id


class TestRawBytes:
    def test_they_lie_in_the_folder_under_their_hash_and_the_row_says_where_they_came_from(self, ingest: Ingest):
        record = bill()
        ingest(record)
        body = record.versions[0].document
        assert body is not None
        assert record.metadata is not None
        text = ingest.one(VersionRow)
        assert text.raw_sha256 == hashlib.sha256(body.body).hexdigest()
        assert ingest.raw.get(text.raw_sha256) == body.body
        documents = {row.id: row for row in ingest.rows(SourceDocumentRow)}
        source = documents[text.source_document_id]
        assert (source.source, source.url, source.sha256) == ("sample", body.url, text.raw_sha256)
        assert (source.size, source.media_type, source.status) == (len(body.body), "text/html", None)
        metadata = documents[ingest.one(BillRow).metadata_document_id]
        assert ingest.raw.get(metadata.sha256) == record.metadata.body
        assert len(documents) == 2

    def test_headers_of_the_fetch_are_kept(self, ingest: Ingest):
        source = bill().versions[0].document
        assert source is not None
        fetched = replace(source, status=200, headers=(("ETag", "x1"),))
        ingest(bill(versions=(replace(version(), document=fetched),), metadata=None))
        row = ingest.one(SourceDocumentRow)
        assert (row.status, row.headers) == (200, [["ETag", "x1"]])
        assert ingest.one(BillRow).metadata_document_id is None

    def test_the_same_document_of_two_bills_is_one_row(self, ingest: Ingest):
        ingest(bill())
        ingest(bill(key=replace(KEY, identifier="HB 9902")))
        assert len(ingest.rows(SourceDocumentRow)) == 2

    def test_they_are_there_before_any_row(self, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
        ingest = Ingest(store, tmp_path / "raw")

        def fail(*_: object, **__: object) -> int:
            raise ZeroDivisionError

        monkeypatch.setattr("monitor.services.ingest.write_bill", fail)
        with pytest.raises(ZeroDivisionError):
            ingest(bill())
        assert set(ingest.counts().values()) == {0}
        assert len([path for path in (tmp_path / "raw").rglob("*") if path.is_file()]) == 2


class TestFailure:
    def test_all_or_nothing(self, live: Ingest, monkeypatch: pytest.MonkeyPatch):
        before = live.counts()

        def fail(*_: object) -> int:
            raise ZeroDivisionError

        monkeypatch.setattr("monitor.store.bill_repository.append_events", fail)
        changed = bill(title="Another", versions=(version(text=LAW + "More."),), actions=(action("Heard."),))
        with pytest.raises(ZeroDivisionError):
            live(changed)
        assert live.counts() == before
        monkeypatch.undo()
        assert live(changed).outcome == "changed"

    @pytest.mark.parametrize(
        "address",
        ["postgresql://nobody@127.0.0.1:9/none?connect_timeout=2", "sqlite:///{folder}"],
        ids=["pg", "sqlite"],
    )
    def test_a_database_that_cannot_be_reached(self, tmp_path: Path, address: str):
        with Store(address.format(folder=tmp_path)) as store, pytest.raises(StoreError, match="cannot be used"):
            Ingest(store, tmp_path / "raw")(bill())

    def test_a_judgement_of_quality_is_the_extractors(self, sqlite_store: Store, tmp_path: Path):
        def partial(_body: bytes, *, media_type: str, upstream: bool) -> Extraction:
            return Extraction(
                text="Some words.", method=f"{media_type} {upstream}", quality=TextQuality.PARTIAL, reason="r"
            )

        raw = RawStore(tmp_path)
        result = ingest_bill(sqlite_store, raw, bill(), extract=partial, clock=lambda: MOMENT)
        assert result.errors == ()
        with sqlite_store.read() as session:
            row = session.scalars(select(VersionRow)).one()
        assert (row.quality, row.reason, row.method) == ("partial", "r", "text/html False")


def test_a_unicameral_bill_passes_once(ingest: Ingest):
    passed = action("Passed on final reading", "passage", chamber=Chamber.UNICAMERAL)
    ingest(bill(key=replace(KEY, jurisdiction="NE"), actions=(passed,)))
    assert ingest.one(BillRow).status == "passed legislature"
