"""Bills that a source no longer lists."""

from __future__ import annotations

from datetime import timedelta

from monitor.model.event import EventKind
from monitor.model.health import FILLED
from monitor.model.run import RunState
from monitor.services.holds import accept_run
from tests.health_service import BILLS, Service


class TestMissingBills:
    def test_three_good_lists_and_a_week(self, live: Service):
        fewer = BILLS[1:]
        for day in range(1, 8):
            live.run(fewer)
            assert live.missing() == {"HB 1": (day, False)}
            assert live.events(EventKind.BILL_VANISHED) == []
        record = live.run(fewer)
        (event,) = live.events(EventKind.BILL_VANISHED)
        assert (record.events, record.missing, live.missing()) == (1, 1, {"HB 1": (8, True)})
        assert event.payload["missing_since"] == (live.now - timedelta(days=7)).isoformat()
        assert (event.baseline, event.occurred_on) == (False, None)
        live.run(fewer)
        assert len(live.events(EventKind.BILL_VANISHED)) == 1, "told once"

    def test_a_week_alone_is_not_enough(self, live: Service):
        for days, vanished in ((1, 0), (8, 0), (1, 1)):
            live.run(BILLS[1:], days=days)
            assert len(live.events(EventKind.BILL_VANISHED)) == vanished

    def test_one_that_comes_back(self, live: Service):
        live.run(BILLS[1:])
        live.run(BILLS)
        assert live.missing() == {}
        for _ in range(9):
            live.run(BILLS[1:])
        live.run(BILLS)
        (event,) = live.events(EventKind.BILL_REAPPEARED)
        assert live.missing() == {}
        assert event.payload["source"] == "sample"
        for _ in range(9):
            live.run(BILLS[1:])
        assert len(live.events(EventKind.BILL_VANISHED)) == 2, "another time is another event"

    def test_runs_that_do_not_count_do_not_count(self, live: Service):
        for _ in range(3):
            live.run(BILLS[1:])
        for _ in range(12):
            live.day += 1
            live.finish(live.start(), live.tally(BILLS[1:]), state=RunState.PARTIAL)
            live.run(BILLS[1:], filled=dict.fromkeys(FILLED, 0))
        assert live.missing() == {"HB 1": (3, False)}
        assert live.events(EventKind.BILL_VANISHED) == []

    def test_a_list_that_is_not_whole_misses_nothing(self, live: Service):
        live.run(BILLS[:5], whole=False)
        assert live.missing() == {}

    def test_bills_of_another_source_are_not_missed(self, live: Service):
        live.add(["SB 1", "SB 2"], source="another")
        live.run(BILLS)
        assert live.missing() == {}

    def test_many_at_once_need_an_operator(self, live: Service):
        assert live.run(BILLS[2:]).state is RunState.DEGRADED
        assert live.run(BILLS[2:]).state is RunState.DEGRADED, "the second time too"
        assert set(live.missing().values()) == {(0, False)}
        accept_run(live.store, 3, tell=True, clock=lambda: live.now)
        assert set(live.missing().values()) == {(1, False)}
        assert live.run(BILLS[2:]).state is RunState.OK, "known by now"
