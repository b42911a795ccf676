from __future__ import annotations

import email
from datetime import UTC, datetime, time, timedelta
from email import policy

import pytest
from sqlalchemy import select

from alerts.errors import UnknownReaderError
from alerts.prepare import Outcome, prepare_digests
from alerts.preview import preview_digests
from alerts.readers import NewReader, add_reader
from monitor.model.reader import QuietPolicy
from monitor.model.run import RunRecord, RunState
from monitor.positions import load_positions
from monitor.services.runs import finish_run, start_run
from monitor.store.engine import Store
from monitor.store.tables import CursorRow, DeliveryRow, ToldRow
from tests.alerts.world import DUTY, NOTICE, POST, QUIET, run_judge
from tests.judging import add_bill, add_version

START = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)  # a Friday, ten in the morning in New York
MORNING = datetime(2026, 11, 23, 12, 1, tzinfo=UTC)  # Monday, one minute past seven


def prepare(store: Store, at: datetime, **options) -> dict[int, Outcome]:
    return prepare_digests(store, positions=load_positions(), post=POST, clock=lambda: at, **options)


def deliveries(store: Store) -> list[DeliveryRow]:
    with store.read() as session:
        return list(session.scalars(select(DeliveryRow).order_by(DeliveryRow.id)))


def text_of(delivery: DeliveryRow) -> str:
    part = email.message_from_bytes(delivery.message, policy=policy.default).get_body(("plain",))
    assert part is not None
    return part.get_content()


@pytest.fixture
def reader(store: Store) -> int:
    return add_reader(store, NewReader(address="a@example.org", name="A"), now=START).reader.id


def add(store: Store, name: str, *texts: str, at: datetime = START, title: str = "A sample act") -> int:
    bill = add_bill(store, name, title=title)
    for text in texts:
        add_version(store, bill, text)
    run_judge(store, at=at)
    return bill


def test_news_is_told_once_at_the_hour(store: Store, reader: int):
    add(store, "WA HB 1", DUTY)
    assert prepare(store, START + timedelta(hours=1)) == {reader: Outcome.NOT_DUE}
    assert prepare(store, MORNING) == {reader: Outcome.ENQUEUED}
    (delivery,) = deliveries(store)
    assert (delivery.period, delivery.state, delivery.window_from, delivery.window_to) == (
        "2026-11-23",
        "pending",
        0,
        1,
    )
    assert delivery.subject == "[AI preemption] 1 new conflict - WA - Mon 23 Nov"
    assert delivery.items == {"shown": ["WA HB 1"], "named": []}
    text = text_of(delivery)
    assert "A developer shall file a report on each known risk." in text
    assert "Covers Fri 20 Nov, 10:00 to Mon 23 Nov, 07:01." in text
    assert "2 earlier digests were not sent" in text
    assert prepare(store, MORNING + timedelta(minutes=5)) == {reader: Outcome.NOT_DUE}
    assert prepare(store, MORNING + timedelta(days=1)) == {reader: Outcome.QUIET}
    assert len(deliveries(store)) == 1
    with store.read() as session:
        assert len(session.scalars(select(ToldRow)).all()) == 1


def test_what_a_rule_does_not_want_makes_no_mail(store: Store):
    wanted = NewReader(address="a@example.org", jurisdictions=["CA"], min_severity=3)
    reader = add_reader(store, wanted, now=START).reader.id
    add(store, "WA HB 1", DUTY)
    add(store, "CA AB 1", NOTICE)
    assert prepare(store, MORNING) == {reader: Outcome.QUIET}
    with store.read() as session:
        cursor = session.get_one(CursorRow, f"digest:{reader}")
    assert (cursor.position, cursor.updated_at) == ("2", MORNING)


def test_one_reader_at_once_and_nobody_else(store: Store, reader: int):
    add_reader(store, NewReader(address="b@example.org"), now=START)
    add(store, "WA HB 1", DUTY)
    at = START + timedelta(hours=1)
    assert prepare(store, at, at_once=True, address="A@example.org") == {reader: Outcome.ENQUEUED}
    assert prepare(store, at + timedelta(seconds=1), at_once=True, address="a@example.org") == {reader: Outcome.QUIET}
    with pytest.raises(UnknownReaderError):
        prepare(store, at, address="c@example.org")


@pytest.mark.parametrize(
    ("quiet", "outcomes"),
    [
        (QuietPolicy.SKIP, [Outcome.QUIET] * 8),
        (QuietPolicy.ALWAYS, [Outcome.ENQUEUED] * 8),
        (QuietPolicy.HEARTBEAT, [*[Outcome.QUIET] * 4, Outcome.ENQUEUED, *[Outcome.QUIET] * 3]),
    ],
)
def test_silence_is_a_choice(sqlite_store: Store, quiet: QuietPolicy, outcomes: list[Outcome]):
    reader = add_reader(sqlite_store, NewReader(address="a@example.org", quiet=quiet), now=START).reader.id
    found = [prepare(sqlite_store, MORNING + timedelta(days=day))[reader] for day in range(8)]
    assert found == outcomes


def test_empty_because_a_source_failed_is_not_quiet(store: Store, reader: int):
    run = start_run(store, source="openstates-files", target="t", clock=lambda: START)
    record = RunRecord(source="openstates-files", state=RunState.OK, started_at=START, ended_at=START)
    finish_run(store, run, record, sessions=(), clock=lambda: START)
    assert prepare(store, MORNING) == {reader: Outcome.ENQUEUED}
    (delivery,) = deliveries(store)
    assert "sources stale" in delivery.subject
    assert "openstates-files stale 2 days" in text_of(delivery).replace("\n", " ")
    assert prepare(store, MORNING + timedelta(days=1)) == {reader: Outcome.QUIET}, "a spell of staleness is told once"


def test_what_cannot_be_judged_is_told_and_is_not_none(store: Store, reader: int):
    add(store, "WA HB 1", QUIET, "RAISE", at=START + timedelta(hours=1), title="Concerning chatbots")
    add(store, "WA HB 2", "RAISE", at=START + timedelta(hours=1), title="Concerning bridges")
    assert prepare(store, MORNING) == {reader: Outcome.ENQUEUED}
    (delivery,) = deliveries(store)
    assert "1 not judged" in delivery.subject
    text = " ".join(text_of(delivery).split())
    assert "the judgement of the newest text (text 1) failed" in text
    assert "1 more text could not be read either; its title does not speak of AI." in text
    assert "bridges" not in text
    assert prepare(store, MORNING + timedelta(days=1)) == {reader: Outcome.QUIET}


def test_an_unreadable_text_on_another_subject_is_no_reason_for_a_mail(sqlite_store: Store):
    reader = add_reader(sqlite_store, NewReader(address="a@example.org"), now=START).reader.id
    add(sqlite_store, "WA HB 2", "RAISE", at=START + timedelta(hours=1), title="Concerning bridges")
    assert prepare(sqlite_store, MORNING) == {reader: Outcome.QUIET}


def test_a_preview_changes_nothing(store: Store, reader: int):
    add(store, "WA HB 1", DUTY)

    def look(**options):
        return preview_digests(
            store, positions=load_positions(), post=POST, now=MORNING, zone="America/New_York", **options
        )

    made = look()["a@example.org"]
    assert made.rendered.subject.startswith("[AI preemption] 1 new conflict")
    assert not made.quiet
    assert deliveries(store) == []
    assert prepare(store, MORNING) == {reader: Outcome.ENQUEUED}
    assert look()["a@example.org"].quiet
    assert "1 new conflict" in look(all_events=True)["a@example.org"].rendered.subject
    with pytest.raises(UnknownReaderError):
        look(address="b@example.org")


def test_a_preview_without_readers_shows_everything(sqlite_store: Store):
    add(sqlite_store, "WA HB 1", DUTY)
    made = preview_digests(sqlite_store, positions=load_positions(), post=POST, now=MORNING, zone="America/New_York")
    assert list(made) == ["everything"]
    assert "1 new conflict" in made["everything"].rendered.subject


def test_readers_have_their_own_hours(sqlite_store: Store):
    east = add_reader(sqlite_store, NewReader(address="e@example.org"), now=START).reader.id
    west = add_reader(
        sqlite_store,
        NewReader(address="w@example.org", zone="America/Los_Angeles", send_at=time(6, 30)),
        now=START,
    ).reader.id
    add(sqlite_store, "WA HB 1", DUTY)
    first = datetime(2026, 11, 21, 12, 30, tzinfo=UTC)
    assert prepare(sqlite_store, first) == {east: Outcome.ENQUEUED, west: Outcome.NOT_DUE}
    assert prepare(sqlite_store, first + timedelta(hours=2)) == {east: Outcome.NOT_DUE, west: Outcome.ENQUEUED}
