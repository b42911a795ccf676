"""What a digest says of texts that were not judged, on both databases; the bills are made up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from alerts.condition import is_sample
from alerts.facts import UnjudgedKind
from monitor.store.engine import Store
from monitor.store.tables import AssessmentRow, BillRow, SessionRow, VersionRow
from monitor.text.normal import clean_sha256
from tests.alerts.judged import DUTY, NONE, assess, world
from tests.judging import MOMENT, add_bill, add_version


class TestUnjudged:
    def test_a_text_that_is_missing_or_cannot_be_read(self, store: Store):
        missing, unread = add_bill(store, "WA HB 1", title="One"), add_bill(store, "OR SB 2")
        version = add_version(store, missing, "", note="Introduced")
        add_version(store, unread, "", quality="unreadable")
        first, second = sorted(world(store).unjudged, key=lambda entry: entry.bill_id)
        assert (first.kind, second.kind) == (UnjudgedKind.MISSING, UnjudgedKind.UNREADABLE)
        assert (first.marker, first.name, first.title) == (f"unjudged:{version}:missing", "WA HB 1", "One")
        assert (first.version_note, first.reason) == ("Introduced", "the source offers no document")
        assert (first.link, first.noted_at) == ("https://legislature.example/text", MOMENT)
        assert (first.flagged_before, first.sample) == (False, False)

    def test_a_newer_text_speaks_for_the_bill(self, store: Store):
        bill = add_bill(store, "WA HB 1")
        add_version(store, bill, "")
        assert len(world(store).unjudged) == 1
        add_version(store, bill, NONE)
        assert world(store).unjudged == ()

    def test_the_newest_text_counts_even_when_an_earlier_one_is_flagged(self, store: Store):
        bill = add_bill(store, "WA HB 1")
        add_version(store, bill, DUTY)
        assess(store)
        add_version(store, bill, "", note="Enrolled")
        (entry,) = world(store).unjudged
        assert (entry.version_note, entry.flagged_before) == ("Enrolled", True)

    def test_a_comparison_is_neither_newest_nor_missed(self, store: Store):
        bill = add_bill(store, "WA HB 1")
        add_version(store, bill, "", note="Introduced")
        add_version(store, bill, "", note="Comparison", stage="comparison")
        assert [entry.version_note for entry in world(store).unjudged] == ["Introduced"]

    def test_a_judgement_that_failed(self, store: Store):
        bill = add_bill(store, "WA HB 1")
        version = add_version(store, bill, "RAISE")
        assert world(store).unjudged == ()
        assess(store)
        (entry,) = world(store).unjudged
        assert (entry.kind, entry.reason, entry.noted_at) == (UnjudgedKind.FAILED, "", MOMENT)
        assert entry.marker == f"unjudged:{version}:{clean_sha256('RAISE')}"

    def test_a_judgement_that_failed_and_then_succeeded(self, store: Store):
        add_version(store, add_bill(store, "WA HB 1"), "RAISE")
        assess(store)
        with store.write() as session:
            session.execute(update(VersionRow).values(text=NONE, text_sha256=clean_sha256(NONE)))
        assert world(store).unjudged == (), "another text waits, it has not failed"
        assess(store)
        assert world(store).unjudged == ()

    def test_failed_twice_is_told_once(self, store: Store):
        add_version(store, add_bill(store, "WA HB 1"), "RAISE")
        assess(store)
        assess(store, "c2", again=True)
        with store.read() as session:
            assert len(session.scalars(select(AssessmentRow)).all()) == 2
        assert len(world(store).unjudged) == 1

    def test_judged_by_one_release_is_judged(self, store: Store):
        add_version(store, add_bill(store, "WA HB 1"), "RAISE")
        assess(store)
        with store.write() as session:
            row = session.scalars(select(AssessmentRow)).one()
            session.execute(update(VersionRow).values(text=NONE))  # the same name for a text that can be judged
        assess(store, "c2", again=True)
        with store.read() as session:
            states = session.scalars(select(AssessmentRow.state).order_by(AssessmentRow.id)).all()
        assert states == ["failed", "ok"]
        assert row.state == "failed"
        assert world(store).unjudged == ()

    def test_what_a_run_read_that_is_not_believed_is_not_told(self, store: Store):
        before, after = add_bill(store, "WA HB 1"), add_bill(store, "WA HB 2")
        old = add_version(store, before, "")
        add_version(store, after, "")
        with store.write() as session:
            earlier = {"text_changed_at": MOMENT - timedelta(hours=2)}
            session.execute(update(VersionRow).where(VersionRow.id == old).values(**earlier))
            place = {"source": "sample", "jurisdiction": "WA", "identifier": "2026", "first_seen_at": MOMENT}
            held = {"live_since": MOMENT, "held_since": MOMENT - timedelta(hours=1), "held_run": 1}
            session.add(SessionRow(**place, **held))
        assert [entry.bill_id for entry in world(store).unjudged] == [before]

    def test_a_fictional_bill_is_one(self, store: Store):
        bill = add_bill(store, "WA HB 1")
        add_version(store, bill, "")
        with store.write() as session:
            session.execute(update(BillRow).values(source_url="https://bills.example.org/1"))
            session.execute(update(VersionRow).values(url="http://insecure.example"))
        (entry,) = world(store).unjudged
        assert (entry.sample, entry.link) == (True, "https://bills.example.org/1")


@pytest.mark.parametrize(
    ("url", "sample"),
    [
        ("https://example.org/1", True),
        ("https://bills.Example.org/1", True),
        ("https://legislature.example/1", False),
        ("https://notexample.org/1", False),
        ("https://example.org.legislature.example/1", False),
        ("https://legislature.example/example.org", False),
        ("https://[broken", False),
        ("", False),
    ],
)
def test_what_is_fictional(url: str, sample: bool):
    assert is_sample(url) is sample
