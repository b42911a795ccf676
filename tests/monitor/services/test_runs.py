from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select

from monitor.model.run import ItemError, RunRecord, RunState
from monitor.services.runs import finish_run, last_runs, note_errors, note_progress, run_errors, start_run
from monitor.store.engine import Store
from monitor.store.tables import SessionRow

START = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)
BAD = ItemError(kind="malformed", subject="WA HB 1", message="not JSON")


def at(minutes: int):
    return lambda: START + timedelta(minutes=minutes)


def record(state: RunState = RunState.OK, **counts) -> RunRecord:
    fields = {"source": "sample", "state": state, "started_at": START, "ended_at": None}
    return RunRecord(**fields | counts)


def start(store: Store, minutes: int = 0, source: str = "sample") -> int:
    return start_run(store, source=source, target="bills/", clock=at(minutes))


def test_a_run_is_readable_from_its_first_moment(store: Store):
    run = start(store)
    (found,) = last_runs(store)
    assert (found.id, found.target) == (run, "bills/")
    assert found.record == record(RunState.RUNNING)


def test_its_counts_are_readable_while_it_goes_on(store: Store):
    run = start(store)
    counts = {"listed": 9, "new": 3, "changed": 2, "unchanged": 1, "events": 8, "versions": 4, "seconds": 1.5}
    note_progress(store, run, record(RunState.RUNNING, **counts, error_kinds={"malformed": 1}, baseline=True))
    (found,) = last_runs(store)
    assert found.record == record(RunState.RUNNING, **counts, error_kinds={"malformed": 1}, baseline=True)
    assert (found.record.errors, found.record.bills_per_second) == (1, 4.0)


@pytest.mark.parametrize("state", [RunState.OK, RunState.PARTIAL, RunState.FAILED])
def test_its_end_is_written(store: Store, state: RunState):
    run = start(store)
    finish_run(store, run, record(state, listed=2, message="said"), sessions=[], clock=at(5))
    (found,) = last_runs(store)
    assert (found.record.state, found.record.message, found.record.listed) == (state, "said", 2)
    assert found.record.ended_at == at(5)()


def test_the_end_that_the_crawler_saw_counts(store: Store):
    finish_run(store, start(store), record(ended_at=at(3)()), sessions=[], clock=at(5))
    assert last_runs(store)[0].record.ended_at == at(3)()


def test_a_run_that_was_killed_is_closed_by_the_next_of_its_source(store: Store):
    killed, other = start(store), start(store, 1, source="another")
    start(store, 7)
    found = {run.id: run.record for run in last_runs(store)}
    assert (found[killed].state, found[killed].ended_at) == (RunState.PARTIAL, at(7)())
    assert "killed" in found[killed].message
    assert found[other].state is RunState.RUNNING


def test_the_latest_come_first_and_only_of_one_source_when_asked(store: Store):
    runs = [start(store, n, source="another" if n == 1 else "sample") for n in range(4)]
    assert [run.id for run in last_runs(store)] == runs[::-1]
    assert [run.id for run in last_runs(store, limit=2)] == runs[:1:-1]
    assert [run.id for run in last_runs(store, source="another")] == [runs[1]]
    assert last_runs(store, source="none") == []


def test_bad_items_are_noted_once_a_run_in_order(store: Store):
    run, later = start(store), start(store, 1)
    other = ItemError(kind="identifier", subject="WA HB 1", message="no number")
    note_errors(store, run, [BAD, ItemError(kind="malformed", subject="WA HB 1", message="again")], clock=at(1))
    note_errors(store, run, [BAD, other], clock=at(2))
    note_errors(store, run, [BAD], clock=at(3))
    note_errors(store, run, [], clock=at(4))
    note_errors(store, later, [BAD], clock=at(5))
    assert [(error.kind, noted) for error, noted in run_errors(store, run)] == [
        ("malformed", at(1)()),
        ("identifier", at(2)()),
    ]
    assert run_errors(store, later) == [(BAD, at(5)())]
    assert run_errors(store, 999) == []


class TestTheFirstLoad:
    SESSIONS = ("2025-2026", "2027-2028")

    @pytest.fixture
    def loaded(self, store: Store) -> Store:
        with store.write() as session:
            for source in ("sample", "another"):
                for name in self.SESSIONS:
                    row = {"source": source, "jurisdiction": "WA", "identifier": name, "first_seen_at": START}
                    session.execute(insert(SessionRow).values(row))
        return store

    def live(self, store: Store) -> set[tuple[str, str, datetime]]:
        with store.read() as session:
            return {
                (row.source, row.identifier, row.live_since)
                for row in session.scalars(select(SessionRow))
                if row.live_since is not None
            }

    def test_a_whole_listing_ends_it_for_the_sessions_that_it_lists(self, loaded: Store):
        finish_run(loaded, start(loaded), record(), sessions=[("WA", "2025-2026")] * 2, clock=at(5))
        assert self.live(loaded) == {("sample", "2025-2026", at(5)())}

    @pytest.mark.parametrize("state", [RunState.PARTIAL, RunState.FAILED])
    def test_half_a_listing_ends_it_for_none(self, loaded: Store, state: RunState):
        finish_run(loaded, start(loaded), record(state), sessions=[("WA", "2025-2026")], clock=at(5))
        assert self.live(loaded) == set()

    def test_a_session_that_is_live_keeps_its_day(self, loaded: Store):
        finish_run(loaded, start(loaded), record(), sessions=[("WA", "2025-2026")], clock=at(5))
        both = [("WA", name) for name in self.SESSIONS]
        finish_run(loaded, start(loaded, 8), record(), sessions=[*both, ("UT", "2026")], clock=at(9))
        assert self.live(loaded) == {("sample", "2025-2026", at(5)()), ("sample", "2027-2028", at(9)())}
