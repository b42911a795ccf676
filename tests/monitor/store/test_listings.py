from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from monitor.model.bill import BillKey
from monitor.model.listing import ListedBill, NotedListing
from monitor.services.listings import (
    how_many_pending,
    known_jurisdictions,
    mark_failed,
    mark_fetched,
    mark_loaded,
    marks_of,
    note_listing,
    pending,
)
from monitor.store.engine import Store
from monitor.store.tables import ListedBillRow

SOURCE = "sample"
START = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def entry(native_id: str, mark: str = "a", **names: str) -> ListedBill:
    return ListedBill(native_id=native_id, mark=mark, **names)


def names_of(store: Store, **options: Any) -> list[str]:
    return [bill.native_id for bill in pending(store, SOURCE, **options)]


def row(store: Store, native_id: str) -> ListedBillRow:
    with store.read() as session:
        return session.scalars(select(ListedBillRow).where(ListedBillRow.native_id == native_id)).one()


def test_what_a_list_brings_is_counted(store: Store, clock: Clock):
    assert note_listing(store, SOURCE, [entry("1"), entry("2")], clock) == NotedListing(new=2)
    again = note_listing(store, SOURCE, [entry("1"), entry("2", "b"), entry("3")], clock)
    assert again == NotedListing(new=1, changed=1, unchanged=1)
    assert note_listing(store, SOURCE, [], clock) == NotedListing()
    assert note_listing(store, "another", [entry("1")], clock) == NotedListing(new=1)


def test_of_two_lines_for_one_bill_the_last_counts(store: Store, clock: Clock):
    assert note_listing(store, SOURCE, [entry("1", "a"), entry("1", "b")], clock) == NotedListing(new=1)
    assert [bill.announced for bill in pending(store, SOURCE)] == ["b"]


def test_a_list_of_known_bills_only(store: Store, clock: Clock):
    note_listing(store, SOURCE, [entry("1")], clock)
    noted = note_listing(store, SOURCE, [entry("1", "b"), entry("2")], clock, known_only=True)
    assert noted == NotedListing(changed=1, passed_over=1)
    assert names_of(store) == ["1"]


def test_more_bills_than_a_query_takes(store: Store, clock: Clock):
    entries = [entry(str(number)) for number in range(1_203)]
    assert note_listing(store, SOURCE, entries, clock).new == 1_203
    assert note_listing(store, SOURCE, entries, clock).unchanged == 1_203
    assert how_many_pending(store, SOURCE) == 1_203
    assert len(pending(store, SOURCE, 7)) == 7


def test_what_is_owed_first(store: Store, clock: Clock):
    note_listing(store, SOURCE, [entry(name) for name in ("old", "older", "same", "new", "failed")], clock)
    for name in ("older", "old", "same"):
        mark_fetched(store, SOURCE, name, "a", clock)
    mark_failed(store, SOURCE, "failed", "no answer")
    note_listing(store, SOURCE, [entry("old", "b"), entry("older", "b")], clock)
    assert names_of(store) == ["new", "older", "old", "failed"]
    assert how_many_pending(store, SOURCE) == 4
    assert pending(store, "another") == []


def test_a_mark_that_moves_gives_a_failed_bill_another_chance(store: Store, clock: Clock):
    note_listing(store, SOURCE, [entry("1"), entry("2")], clock)
    mark_failed(store, SOURCE, "1", "x" * 2_000)
    mark_failed(store, SOURCE, "1", "no answer")
    assert (row(store, "1").attempts, row(store, "1").last_error) == (2, "no answer")
    note_listing(store, SOURCE, [entry("1")], clock)
    assert row(store, "1").attempts == 2
    note_listing(store, SOURCE, [entry("1", "b")], clock)
    assert (row(store, "1").attempts, row(store, "1").last_error) == (0, "")
    mark_failed(store, SOURCE, "1", "x" * 2_000)
    assert len(row(store, "1").last_error) == 500


def test_an_older_answer_takes_nothing_off(store: Store, clock: Clock):
    note_listing(store, SOURCE, [entry("1", "new")], clock)
    mark_fetched(store, SOURCE, "1", "old", clock)
    (owed,) = pending(store, SOURCE)
    assert (owed.announced, owed.fetched) == ("new", "old")
    mark_fetched(store, SOURCE, "1", "new", clock)
    assert pending(store, SOURCE) == []


def test_a_bare_list_forgets_no_name(store: Store, clock: Clock):
    key = BillKey(jurisdiction="WA", session="2025-2026", identifier="HB 9901")
    note_listing(store, SOURCE, [entry("1"), entry("2", jurisdiction="CA", identifier="AB 9")], clock)
    mark_fetched(store, SOURCE, "1", "a", clock, key=key)
    note_listing(store, SOURCE, [entry("1", "b"), entry("2", "b")], clock)
    found = {bill.native_id: (bill.jurisdiction, bill.session, bill.identifier) for bill in pending(store, SOURCE)}
    assert found == {"1": ("WA", "2025-2026", "HB 9901"), "2": ("CA", "", "AB 9")}
    assert names_of(store, jurisdictions=["WA"]) == ["1"]
    assert how_many_pending(store, SOURCE, jurisdictions=["CA", "WA"]) == 2
    assert known_jurisdictions(store, SOURCE) == {"CA", "WA"}
    assert marks_of(store, SOURCE, ["1", "2", "3"]) == {"1": ("b", "a"), "2": ("b", None)}


def test_what_comes_out_of_a_bulk_file(store: Store, clock: Clock):
    key = BillKey(jurisdiction="WA", session="2025-2026", identifier="HB 9901")
    note_listing(store, SOURCE, [entry("newer", "b"), entry("same", "a"), entry("failed", "a")], clock)
    mark_failed(store, SOURCE, "failed", "no answer")
    mark_loaded(store, SOURCE, [(entry(name), key) for name in ("new", "newer", "same", "failed")], clock)
    assert names_of(store) == ["newer"], "the file was older than what is announced"
    assert row(store, "new").jurisdiction == "WA"
    before = row(store, "new").fetched_at
    mark_loaded(store, SOURCE, [(entry("new"), key)], clock)
    assert row(store, "new").fetched_at == before
    mark_loaded(store, SOURCE, [(entry("new", "c"), key)], clock)
    assert row(store, "new").fetched == "c"
    mark_loaded(store, SOURCE, [], clock)


def test_when_it_was_listed_and_fetched(store: Store, clock: Clock):
    note_listing(store, SOURCE, [entry("1")], clock)
    assert (row(store, "1").listed_at, row(store, "1").fetched_at) == (START + timedelta(minutes=1), None)
    mark_fetched(store, SOURCE, "1", "a", clock)
    note_listing(store, SOURCE, [entry("1")], clock)
    found = row(store, "1")
    assert (found.listed_at, found.fetched_at) == (START + timedelta(minutes=3), START + timedelta(minutes=2))


_examples = itertools.count()
STEPS = st.lists(
    st.tuples(st.sampled_from(["list", "move", "fetch", "stale", "fail", "kill"]), st.integers(0, 4)), max_size=25
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_however_runs_end_nothing_is_lost(store: Store, steps: list[tuple[str, int]]):
    """The world moves, lists are read, bills fetched, failed or stored by a run that dies before it says so."""
    source, clock = f"sample-{next(_examples)}", Clock()
    world = dict.fromkeys("01234", 0)
    stored: dict[str, int] = {}
    told: dict[str, int] = {}

    def list_() -> None:
        told.update(world)
        note_listing(store, source, [entry(name, str(mark)) for name, mark in world.items()], clock)

    def fetch(name: str, *, mark: int, marked: bool = True) -> None:
        stored[name] = mark
        if marked:
            mark_fetched(store, source, name, str(mark), clock)

    actions: dict[str, Callable[[str], Any]] = {
        "fetch": lambda name: fetch(name, mark=world[name]),
        "stale": lambda name: fetch(name, mark=min(stored.get(name, 0), world[name])),  # an answer out of a cache
        "fail": lambda name: mark_failed(store, source, name, "no answer"),
        "kill": lambda name: fetch(name, mark=world[name], marked=False),
    }
    for what, number in steps:
        if what == "list":
            list_()
        elif what == "move":
            world[str(number)] += 1
        else:
            owed = pending(store, source)
            if owed:
                actions[what](owed[number % len(owed)].native_id)
        listed_but_not_stored = {name for name, mark in told.items() if stored.get(name, -1) < mark}
        assert listed_but_not_stored <= {bill.native_id for bill in pending(store, source)}
    list_()
    for bill in pending(store, source):
        fetch(bill.native_id, mark=world[bill.native_id])
    assert stored == world
    assert pending(store, source) == []
    list_()
    assert pending(store, source) == []
