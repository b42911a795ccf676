from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from monitor.model.bill import BillKey
from monitor.model.event import Event, EventKind, event_id, repeated_id
from monitor.store import events as events_module
from monitor.store.engine import Store
from monitor.store.events import PlacedEvent, append_events
from monitor.store.tables import EventRow
from tests.judging import add_bill, add_version

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def placed(
    name: str,
    *,
    kind: EventKind = EventKind.VERSION_NEW,
    said: str = "",
    bill_id: int | None = None,
    version_id: int | None = None,
) -> PlacedEvent:
    event = Event(
        id=name,
        kind=kind,
        bill=BillKey(jurisdiction="WA", session="2026", identifier="HB 1"),
        occurred_on=date(2026, 1, 2),
        detected_at=NOW,
        baseline=False,
        payload={"said": said},
    )
    return PlacedEvent(event=event, bill_id=bill_id, version_id=version_id)


def append(store: Store, rows: Sequence[PlacedEvent]) -> int:
    with store.write() as session:
        return append_events(session, rows)


def names(store: Store) -> list[str]:
    with store.read() as session:
        return list(session.scalars(select(EventRow.event_id).order_by(EventRow.sequence)))


def test_an_event_is_stored_with_all_that_it_says(store: Store):
    bill = add_bill(store, "WA HB 1")
    text = add_version(store, bill, "A text.")
    assert append(store, [placed("a", said="§", bill_id=bill, version_id=text)]) == 1
    with store.read() as session:
        row = session.scalars(select(EventRow)).one()
    assert (row.event_id, row.kind, row.bill_id, row.version_id) == ("a", "version.new", bill, text)
    assert (row.occurred_on, row.detected_at, row.baseline) == (date(2026, 1, 2), NOW, False)
    assert row.payload == {"said": "§"}


def test_a_known_event_is_none(store: Store):
    assert append(store, [placed("a", said="first"), placed("b")]) == 2
    assert append(store, [placed("b"), placed("a", said="second"), placed("c")]) == 1
    assert names(store) == ["a", "b", "c"]
    with store.read() as session:
        assert session.scalars(select(EventRow).where(EventRow.event_id == "a")).one().payload == {"said": "first"}


def test_of_two_with_one_name_the_first_counts(store: Store):
    assert append(store, [placed("a", said="first"), placed("a", said="second")]) == 1
    with store.read() as session:
        assert session.scalars(select(EventRow)).one().payload == {"said": "first"}


def test_a_change_that_recurs_has_a_name_for_each_time(store: Store):
    title = placed("a", kind=EventKind.TITLE_CHANGED)
    for _ in range(40):
        assert append(store, [title]) == 1
    assert names(store) == [repeated_id("a", nth) for nth in range(1, 41)]
    assert len(set(names(store))) == 40


def test_of_two_in_one_call_that_recur_the_first_counts(store: Store):
    title = placed("a", kind=EventKind.TITLE_CHANGED)
    assert append(store, [title, title]) == 1
    assert append(store, [title, title]) == 1


def test_none_are_none(store: Store):
    assert append(store, []) == 0


def test_numbers_rise_in_the_order_given_and_are_never_used_again(store: Store):
    append(store, [placed(name) for name in "zax"])
    with store.write() as session:
        session.execute(delete(EventRow).where(EventRow.event_id == "x"))
    append(store, [placed("b")])
    assert names(store) == ["z", "a", "b"]
    with store.read() as session:
        numbers = list(session.scalars(select(EventRow.sequence).order_by(EventRow.sequence)))
    assert numbers[2] > numbers[1] + 1


def test_more_than_one_query_holds(store: Store, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(events_module, "_IDS_A_QUERY", 7)
    rows = [placed(f"{number:03}") for number in range(40)]
    assert append(store, rows[::2]) == 20
    assert append(store, rows) == 20
    assert sorted(names(store)) == [row.event.id for row in rows]


def test_an_error_appends_none(store: Store):
    def fail() -> None:
        with store.write() as session:
            append_events(session, [placed("a")])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert names(store) == []


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rounds=st.lists(st.lists(st.sampled_from("abcdef"), max_size=6), max_size=5))
def test_each_name_is_stored_once_in_the_order_in_which_it_was_first_given(sqlite_databases, rounds: list[list[str]]):
    with sqlite_databases.fresh() as url, Store(url) as store:
        added = [append(store, [placed(name) for name in names_]) for names_ in rounds]
        expected = list(dict.fromkeys(name for names_ in rounds for name in names_))
        assert names(store) == expected
        assert sum(added) == len(expected)


def test_the_name_of_an_event_tells_its_parts_apart():
    made = {
        event_id(EventKind.BILL_NEW, "WA HB 1", ""),
        event_id(EventKind.TITLE_CHANGED, "WA HB 1", ""),
        event_id(EventKind.BILL_NEW, "WA HB", " 1"),
        event_id(EventKind.BILL_NEW, "WA HB 1", "x"),
    }
    assert len(made) == 4
    assert event_id(EventKind.BILL_NEW, "WA HB 1", "") in made
