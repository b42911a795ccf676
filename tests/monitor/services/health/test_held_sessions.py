"""Sessions whose events are held back, and such as become a first load again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from monitor.model.event import EventKind
from monitor.model.health import SourceVerdict
from monitor.model.run import RunRecord, RunState
from monitor.services.holds import NothingToAcceptError, accept_run
from monitor.services.runs import last_runs, note_progress
from monitor.store.tables import BillRow, SessionRow, VersionRow
from tests.health_service import BILLS, START, WA, Service


class TestAHeldSession:
    @pytest.fixture
    def held(self, live: Service) -> Service:
        """A run of which 50 of 60 bills are said to have changed."""
        live.event("HB 9")
        live.day += 1
        run = live.start()
        live.event("HB 1")
        live.event("HB 2", EventKind.FINDING_RESOLVED)
        live.finish(run, live.tally(BILLS, changed=50))
        return live

    def test_its_events_wait_those_from_before_do_not(self, held: Service):
        assert held.session().held_run == 2
        assert held.told() == ["HB 9 status.changed 1.0"]
        held.day += 1
        held.event("HB 3")
        assert held.told() == ["HB 9 status.changed 1.0"], "what follows waits too"
        assert held.run(BILLS).state is RunState.OK
        assert held.verdict() is SourceVerdict.HELD

    def test_another_session_is_told_of(self, held: Service):
        held.add(["SB 7"], ("WA", "2027-2028"))
        name = held.event("SB 7")
        assert name in held.told()

    def test_an_operator_lets_them_go_at_the_end_of_the_journal(self, held: Service):
        last = max(row.sequence for row in held.events())
        waiting = [row for row in held.events() if row.event_id.startswith(("HB 1", "HB 2"))]
        accepted = accept_run(held.store, 2, tell=True, clock=lambda: held.now)
        assert (accepted.sessions, accepted.released, accepted.events) == ((WA,), (WA,), 2)
        assert held.told() == ["HB 9 status.changed 1.0", "HB 1 status.changed 2.0", "HB 2 finding.resolved 2.0"]
        moved = [row for row in held.events() if row.sequence > last]
        assert [(row.event_id, row.payload, row.detected_at) for row in moved] == [
            (row.event_id, row.payload, row.detected_at) for row in waiting
        ]
        assert (held.session().held_since, held.session().last_good_run) == (None, 2)
        assert last_runs(held.store, limit=1)[0].record.state is RunState.OK
        assert held.verdict() is SourceVerdict.OK
        with pytest.raises(NothingToAcceptError):
            accept_run(held.store, 2, tell=True, clock=lambda: held.now)

    def test_or_keeps_them_silent_for_good(self, held: Service):
        with held.store.write() as session:
            bill = session.scalars(select(BillRow.id).where(BillRow.identifier == "HB 1")).one()
            version = {"bill_id": bill, "version_key": "Introduced", "ordinal": 0, "note": "", "stage": "", "url": ""}
            version |= {"media_type": "", "source": "sample", "text": "", "method": "", "quality": "", "reason": ""}
            moments = {"first_seen_at": held.now + timedelta(minutes=1), "text_changed_at": held.now}
            session.execute(insert(VersionRow), [version | moments | {"baseline": False}])
        accepted = accept_run(held.store, 2, tell=False, clock=lambda: held.now)
        assert accepted.events == 2
        assert held.told() == ["HB 9 status.changed 1.0"]
        with held.store.read() as session:
            assert session.scalars(select(VersionRow.baseline)).all() == [True], "nor are findings in it told later"

    def test_the_newest_run_that_fails_is_the_one_to_accept(self, held: Service):
        held.run(BILLS, changed=50)
        with held.store.read() as session:
            since = session.scalars(select(SessionRow.held_since)).one()
        assert (held.session().held_run, since) == (3, START + timedelta(days=2))
        assert accept_run(held.store, 2, tell=True, clock=lambda: held.now).released == ()
        assert accept_run(held.store, 3, tell=True, clock=lambda: held.now).events == 2

    def test_a_run_that_goes_on_is_held_before_its_end(self, live: Service):
        live.day += 1
        run = live.start()
        record = RunRecord(source="sample", state=RunState.RUNNING, started_at=live.now, ended_at=None)
        note_progress(live.store, run, record, tallies=[live.tally(BILLS[:36], changed=36)])
        assert live.session().held_since is None
        live.event("HB 1")
        note_progress(live.store, run, record, tallies=[live.tally(BILLS[:37], changed=37)])
        assert (live.session().held_since, live.told()) == (live.now, [])
        with pytest.raises(NothingToAcceptError):
            accept_run(live.store, run, tell=True, clock=lambda: live.now)
        live.start()  # the process was killed: the next run closes its record
        assert accept_run(live.store, run, tell=True, clock=lambda: live.now).events == 1
        assert last_runs(live.store)[1].record.state is RunState.PARTIAL, (
            "it did not see the whole listing all the same"
        )

    @pytest.mark.parametrize("run", [1, 99])
    def test_there_is_nothing_to_accept(self, live: Service, run: int):
        with pytest.raises(NothingToAcceptError, match=f"run {run} failed no gate"):
            accept_run(live.store, run, tell=True, clock=lambda: live.now)


class TestBackToAFirstLoad:
    def test_after_two_weeks_without_a_good_run(self, live: Service):
        since = live.session().live_since
        live.day += 14
        live.start()
        assert live.session().live_since == since
        live.day += 0.1
        live.start()
        assert live.session().live_since is None
        record = live.run([*BILLS, *(f"SB {number}" for number in range(40))])
        assert (record.state, live.session().live_since) == (RunState.OK, live.now)
        assert live.session().held_since is None

    def test_another_source_is_left_alone(self, live: Service):
        live.add(["HB 1000"], source="another")
        live.day += 30
        live.start(source="another")
        assert live.session().live_since is not None

    def test_after_a_change_of_parsers(self, live: Service):
        live.day += 1
        live.finish(live.start(parser="bill/2"), live.tally(BILLS), state=RunState.PARTIAL)
        assert live.session().live_since is None
        live.day += 1
        live.finish(live.start(parser="bill/2"), live.tally(BILLS))
        assert live.session().live_since == live.now
        live.day += 1
        live.start(parser="bill/2")
        assert live.session().live_since is not None
