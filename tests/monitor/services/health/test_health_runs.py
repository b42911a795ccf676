"""What runs come to: counted, held, gone live, gone back to a first load, missing bills. On both databases; made up."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from monitor.model.event import EventKind
from monitor.model.health import FILLED, Gate, GateVerdict, SourceVerdict
from monitor.model.run import RunState
from monitor.services.runs import last_runs, session_gates_of
from monitor.store.tables import BillRow
from tests.health_service import BILLS, SIZE, START, Service


class TestAGoodRun:
    def test_it_ends_the_first_load_and_is_remembered(self, live: Service):
        session = live.session()
        assert (session.last_good_at, session.last_good_run) == (live.now, 1)
        assert live.run(BILLS).state is RunState.OK
        assert live.session().live_since == live.now - timedelta(days=1), "once"
        assert live.session().last_good_run == 2
        assert live.verdict() is SourceVerdict.OK

    def test_what_it_measured_can_be_read_again(self, live: Service):
        record = live.run(BILLS, changed=2)
        (stored,) = last_runs(live.store, limit=1)
        assert (stored.record.gates, stored.record.state) == (record.gates, RunState.OK)
        latest, first = session_gates_of(live.store, jurisdiction="WA")
        assert (latest.run_id, latest.listed, latest.verdict) == (2, SIZE, GateVerdict.OK)
        measured = {gate.gate: gate.measured for gate in latest.gates}
        assert (measured[Gate.LISTED], measured[Gate.NEW], measured[Gate.VANISHED]) == (SIZE, 0, 0)
        assert Gate.NEW not in {gate.gate for gate in first.gates}
        assert session_gates_of(live.store, jurisdiction="TX") == []

    def test_numbers_of_the_wire_are_kept(self, live: Service):
        live.day += 1
        tally = live.tally(BILLS)
        live.finish(
            live.start(), tally, http={"200": 61, "304": 2}, received_bytes=5_000_000_000, fetched=7, scope=("WA",)
        )
        record = last_runs(live.store, limit=1)[0].record
        assert (record.http, record.received_bytes, record.fetched) == ({"200": 61, "304": 2}, 5_000_000_000, 7)
        assert record.scope == ("WA",)

    def test_a_session_that_is_only_listed_is_known_from_then_on(self, live: Service):
        live.day += 1
        new = live.tally(["HB 1"], ("WA", "2027-2028"), read=0, filled={})
        live.finish(live.start(), live.tally(BILLS), new)
        assert live.session(("WA", "2027-2028")).live_since == live.now
        (event,) = live.events(EventKind.SESSION_NEW)
        assert event.payload == {"source": "sample", "jurisdiction": "WA", "session": "2027-2028"}


class TestARunThatFailsAGate:
    def test_half_a_list_does_not_count(self, live: Service):
        record = live.run(BILLS[:30])
        assert record.state is RunState.DEGRADED
        assert record.message.startswith("WA 2025-2026: 30 bills listed, 60 in good runs (50.0 %)")
        assert live.session().last_good_run == 1
        assert live.verdict() is SourceVerdict.DEGRADED
        assert live.session().held_since is None, "the bills that came are as they should be"
        assert live.run(BILLS).state is RunState.OK
        assert live.verdict() is SourceVerdict.OK

    def test_it_is_no_measure_for_the_next_one(self, live: Service):
        for _ in range(6):
            assert live.run(BILLS[:30]).state is RunState.DEGRADED

    def test_a_first_load_that_fails_does_not_go_live(self, service: Service):
        filled = dict.fromkeys(FILLED, SIZE) | {"title": 59}
        assert service.run(BILLS, filled=filled).state is RunState.DEGRADED
        assert service.session().live_since is None
        assert service.session().held_since is None, "a first load tells nothing anyway"
        assert service.verdict() is SourceVerdict.DEGRADED
        assert service.run(BILLS).state is RunState.OK
        assert service.session().live_since == service.now

    def test_a_host_that_refuses_blocks_the_run(self, live: Service):
        live.day += 1
        record = live.finish(live.start(), live.tally(BILLS), http={"200": 50, "403": 50})
        assert record.state is RunState.BLOCKED
        assert live.verdict() is SourceVerdict.BLOCKED
        live.day += 1
        record = live.finish(live.start(), http={"403": 50}, state=RunState.FAILED, message="three in a row")
        assert (record.state, record.message) == (RunState.BLOCKED, "three in a row")

    def test_a_session_that_is_not_listed_any_more(self, live: Service):
        live.add(["SB 1"], ("TX", "90"))
        live.day += 1
        both = live.tally(BILLS), live.tally(["SB 1"], ("TX", "90"))
        live.finish(live.start(), *both)
        live.day += 1
        record = live.finish(live.start(), both[0])
        assert record.message == "TX 90: nothing is listed although 1 bills are known"
        assert live.verdict("TX") is SourceVerdict.DEGRADED
        assert live.verdict("WA") is SourceVerdict.OK, "it was read well"
        live.day += 1
        assert live.finish(live.start(), both[0], scope=("WA",)).state is RunState.OK, "nobody asked for Texas"
        live.day += 1
        assert live.finish(live.start(target="washington"), both[0]).state is RunState.OK, "another place"
        with live.store.write() as session:
            session.execute(update(BillRow).where(BillRow.jurisdiction == "TX").values(last_action_on=START.date()))
        live.day += 40
        assert live.finish(live.start(), both[0]).state is RunState.OK, "closed since: its bills do not move"

    @pytest.mark.parametrize("state", [RunState.PARTIAL, RunState.FAILED, RunState.SKIPPED_QUOTA])
    def test_a_run_that_ended_early_is_held_against_nothing(self, live: Service, state: RunState):
        live.day += 1
        record = live.finish(live.start(), live.tally(BILLS[:1]), state=state, message="said")
        assert (record.state, record.message) == (state, "said")
        assert session_gates_of(live.store, run_id=2) == []
        assert live.verdict().value in (state.value, "skipped")
        assert live.missing() == {}


class TestARunThatMissedAList:
    def test_the_other_sessions_are_read_well(self, live: Service):
        live.add(["SB 1"], ("TX", "90"))
        live.day += 1
        live.finish(live.start(), live.tally(BILLS), live.tally(["SB 1"], ("TX", "90")))
        live.day += 1
        half = live.tally(["SB 1"], ("TX", "90"), whole=False)
        record = live.finish(
            live.start(), live.tally(BILLS[1:]), half, state=RunState.PARTIAL, message="said", beside_missed_lists=True
        )
        assert (record.state, record.message) == (RunState.PARTIAL, "said")
        assert (live.session().last_good_run, live.session(("TX", "90")).last_good_run) == (3, 2)
        assert (live.verdict("WA"), live.verdict("TX")) == (SourceVerdict.OK, SourceVerdict.PARTIAL)
        assert live.missing() == {"HB 1": (1, False)}

    def test_its_lists_are_held_against_earlier_ones(self, live: Service):
        live.day += 1
        tally = live.tally(BILLS[:30])
        record = live.finish(live.start(), tally, state=RunState.PARTIAL, beside_missed_lists=True)
        assert record.state is RunState.DEGRADED
        assert live.verdict() is SourceVerdict.DEGRADED


def test_ages_of_a_source_that_is_not_read_any_more(live: Service):
    assert live.verdict(later=timedelta(hours=36)) is SourceVerdict.OK
    assert live.verdict(later=timedelta(hours=37)) is SourceVerdict.LATE
    assert live.verdict(later=timedelta(hours=73)) is SourceVerdict.STALE
    with live.store.write() as session:
        session.execute(update(BillRow).values(last_action_on=date(2026, 5, 1)))
    assert live.verdict(later=timedelta(days=6)) is SourceVerdict.OK, "out of session a week is nothing"
    assert live.verdict(later=timedelta(days=22)) is SourceVerdict.STALE


def test_a_source_that_never_ended_a_run(service: Service):
    service.add(["HB 1"])
    service.start()
    assert service.verdict() is SourceVerdict.LOADING
