"""Whatever states a bill goes through, run again or killed in between: one event for each real change."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError

from monitor.model.bill import BillRecord, Sponsor
from monitor.model.event import EventKind
from monitor.store.engine import Store
from monitor.store.tables import EventRow
from tests.ingesting import Ingest
from tests.records import INTRODUCED, action, bill, version

TITLES = ("Concerning chatbots", "Concerning companions", "Concerning neither")
PASSED = action("Third reading, passed.", "passage", day=9)
STEPS = ((INTRODUCED,), (INTRODUCED, PASSED))
SPONSORS = tuple((Sponsor(name=name, role="primary", kind="person"),) for name in ("Rivera", "Okafor"))

State = tuple[int, int, int]
states = st.tuples(*(st.integers(0, len(some) - 1) for some in (TITLES, STEPS, SPONSORS)))


class Killed(Exception):
    """The process ends here."""


def stated(state: State) -> BillRecord:
    title, steps, sponsors = state
    return bill(title=TITLES[title], actions=STEPS[steps], sponsors=SPONSORS[sponsors], versions=(version(),))


def expected(path: Sequence[State]) -> Counter[tuple[str, Any, Any]]:
    """What really changed on the way, told without looking at any event."""
    found: Counter[tuple[str, Any, Any]] = Counter()
    for before, after in pairwise(path):
        if before[0] != after[0]:
            found["title.changed", TITLES[before[0]], TITLES[after[0]]] += 1
        if before[1] != after[1]:
            names = ("in committee", "passed one chamber")
            found["status.changed", names[before[1]], names[after[1]]] += 1
            if after[1] == 1:
                found["action.added", None, PASSED.text] = 1  # it happened once, however often it is given
        if before[2] != after[2]:
            found["sponsor.changed", SPONSORS[before[2]][0].name, SPONSORS[after[2]][0].name] += 1
    return found


def found_in(rows: Sequence[Any]) -> Counter[tuple[str, Any, Any]]:
    found: Counter[tuple[str, Any, Any]] = Counter()
    for kind, _, payload in rows:
        match EventKind(kind):
            case EventKind.TITLE_CHANGED | EventKind.STATUS_CHANGED:
                found[kind, payload["before"], payload["after"]] += 1
            case EventKind.ACTION_ADDED:
                found[kind, None, payload["text"]] += 1
            case EventKind.SPONSOR_CHANGED:
                found[kind, payload["removed"][0]["name"], payload["added"][0]["name"]] += 1
            case _:
                found[kind, None, None] += 1
    return found


@contextmanager
def killed_at(store: Store, place: int) -> Iterator[None]:
    """The ``place``-th statement that writes is never made: what came before it in its transaction is lost."""
    seen = 0

    def count(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        nonlocal seen
        if statement.split(None, 1)[0].upper() in {"INSERT", "UPDATE", "DELETE"}:
            seen += 1
            if seen == place:
                raise Killed

    event.listen(store._write.kw["bind"], "before_cursor_execute", count)
    try:
        yield
    except (Killed, DBAPIError):
        pass
    finally:
        event.remove(store._write.kw["bind"], "before_cursor_execute", count)


def names(ingest: Ingest) -> list[str]:
    return [row.event_id for row in ingest.rows(EventRow)]


def walk(url: str, path: Sequence[State], trouble: Sequence[tuple[int, bool]]) -> tuple[list[Any], list[str]]:
    """Go a path; before each step the statement of a number is killed, and after it the step may be run again."""
    with Store(url) as store, tempfile.TemporaryDirectory() as folder:
        ingest = Ingest(store, Path(folder))
        for place, state in enumerate(path):
            kill, again = trouble[place % len(trouble)] if trouble else (0, False)
            if kill and place:
                with killed_at(store, kill):
                    ingest(stated(state))
            ingest(stated(state))
            if again:
                assert ingest(stated(state)).outcome == "unchanged"
            if not place:
                ingest.go_live()
        return ingest.events(), names(ingest)


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    path=st.lists(states, min_size=2, max_size=6),
    trouble=st.lists(st.tuples(st.integers(0, 7), st.booleans()), min_size=1, max_size=4),
)
def test_each_real_change_is_one_event(request, backend: str, path: list[State], trouble: list[tuple[int, bool]]):
    databases = request.getfixturevalue(f"{backend}_databases")
    with databases.fresh() as url:
        events, disturbed = walk(url, path, trouble)
    with databases.fresh() as url:
        _, calm = walk(url, path, ())
    told = found_in(events)
    for kind in ("session.new", "bill.new", "version.new", "related.added"):
        assert told.pop((kind, None, None), 0) <= 1
    assert told == expected(path)
    assert disturbed == calm, "the same path has the same names, whatever happened on it"
    assert len(set(calm)) == len(calm)


@pytest.mark.parametrize("turns", [4, 30])
def test_there_and_back_is_told_each_time(store: Store, tmp_path: Path, turns: int):
    ingest = Ingest(store, tmp_path)
    ingest(stated((0, 0, 0)))
    ingest.go_live()
    for turn in range(1, turns + 1):
        told = ingest.told(stated((turn % 2, turn % 2, turn % 2)))
        kinds = [kind for kind, _, _ in told]
        assert kinds.count("title.changed") == kinds.count("status.changed") == kinds.count("sponsor.changed") == 1
    assert len(set(names(ingest))) == len(names(ingest))
