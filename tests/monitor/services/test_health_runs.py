"""What runs come to: counted, held, gone live, gone back to a first load, missing bills. On both databases; made up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from monitor.model.event import EventKind
from monitor.model.health import FILLED, Gate, GateLimits, GateVerdict, SessionTally, SourceVerdict
from monitor.model.run import RunRecord, RunState
from monitor.services.holds import NothingToAcceptError, accept_run, event_is_held
from monitor.services.runs import finish_run, last_runs, note_progress, session_gates_of, start_run
from monitor.services.source_health import source_health
from monitor.store.engine import Store
from monitor.store.tables import BillClaimRow, BillRow, EventRow, MissingBillRow, SessionRow, VersionRow

START = datetime(2026, 11, 1, 6, 0, tzinfo=UTC)
SIZE = 60
WA = ("WA", "2025-2026")
LIMITS = GateLimits()


class Service:
    """A store with sources that list sessions day by day; the bills that are listed are put into it as they come."""

    def __init__(self, store: Store) -> None:
        self.store, self.day = store, 0.0

    @property
    def now(self) -> datetime:
        return START + timedelta(days=self.day)

    def known(self, place: tuple[str, str] = WA) -> list[str]:
        with self.store.read() as session:
            rows = session.scalars(
                select(BillRow.identifier).where(BillRow.jurisdiction == place[0], BillRow.session == place[1])
            )
            return list(rows)

    def add(self, identifiers: Iterable[str], place: tuple[str, str] = WA, *, source: str = "sample") -> None:
        rows = [
            {
                "jurisdiction": place[0],
                "session": place[1],
                "identifier": identifier,
                "chamber": "lower",
                "classification": [],
                "title": f"Concerning sample {identifier}",
                "abstract": "",
                "subjects": [],
                "status": "introduced",
                "last_action_on": self.now.date(),
                "last_action": "",
                "source": source,
                "source_url": "",
                "content_hash": "",
                "first_seen_at": self.now,
                "changed_at": self.now,
            }
            for identifier in identifiers
        ]
        with self.store.write() as session:
            if rows:
                ids = session.scalars(insert(BillRow).returning(BillRow.id), rows).all()
                claim = {"source": source, "content_hash": "", "fetched_at": self.now, "place": "", "mark": ""}
                session.execute(insert(BillClaimRow), [claim | {"bill_id": id_, "missing": []} for id_ in ids])
            known = session.scalar(
                select(SessionRow.id).where(
                    SessionRow.source == source, SessionRow.jurisdiction == place[0], SessionRow.identifier == place[1]
                )
            )
            if known is None:
                session.add(
                    SessionRow(
                        source=source,
                        jurisdiction=place[0],
                        identifier=place[1],
                        first_seen_at=self.now,
                        live_since=None,
                    )
                )

    def tally(self, identifiers: Iterable[str], place: tuple[str, str] = WA, **changed: Any) -> SessionTally:
        listed = frozenset(identifiers)
        fields: dict[str, Any] = {
            "jurisdiction": place[0],
            "session": place[1],
            "identifiers": listed,
            "whole": True,
            "read": len(listed),
            "filled": dict.fromkeys(FILLED, len(listed)),
        }
        return SessionTally(**(fields | changed))

    def start(self, *, source: str = "sample", target: str = "bills", **options: Any) -> int:
        return start_run(self.store, source=source, target=target, clock=lambda: self.now, **options)

    def finish(self, run: int, *tallies: SessionTally, **record: Any) -> RunRecord:
        fields: dict[str, Any] = {
            "source": "sample",
            "state": RunState.OK,
            "started_at": self.now,
            "ended_at": None,
            "listed": sum(tally.listed for tally in tallies),
        }
        stored = [(tally.jurisdiction, tally.session) for tally in tallies if tally.read]
        done = RunRecord(**(fields | record))
        return finish_run(self.store, run, done, sessions=stored, tallies=tallies, clock=lambda: self.now)

    def run(self, identifiers: Iterable[str], *, days: float = 1, **changed: Any) -> RunRecord:
        """A complete run on another day; what is not known yet is new."""
        self.day += days
        listed = list(identifiers)
        run, new = self.start(), set(listed) - set(self.known())
        self.add(sorted(new))
        return self.finish(run, self.tally(listed, new=len(new), **changed))

    def session(self, place: tuple[str, str] = WA, source: str = "sample") -> SessionRow:
        with self.store.read() as session:
            return session.scalars(
                select(SessionRow).where(
                    SessionRow.source == source, SessionRow.jurisdiction == place[0], SessionRow.identifier == place[1]
                )
            ).one()

    def event(self, identifier: str, kind: EventKind = EventKind.STATUS_CHANGED, *, minutes: int = 1) -> str:
        """Something that is noted of a bill, a minute after the start of the run."""
        with self.store.write() as session:
            bill = session.scalars(select(BillRow.id).where(BillRow.identifier == identifier)).one()
            name = f"{identifier} {kind.value} {self.day}"
            session.add(
                EventRow(
                    event_id=name,
                    kind=kind.value,
                    bill_id=bill,
                    occurred_on=date(2026, 11, 1),
                    detected_at=self.now + timedelta(minutes=minutes),
                    baseline=False,
                    payload={},
                )
            )
            return name

    def events(self, *kinds: EventKind) -> list[EventRow]:
        with self.store.read() as session:
            rows = session.scalars(select(EventRow).order_by(EventRow.sequence))
            return [row for row in rows if not kinds or row.kind in kinds]

    def told(self) -> list[str]:
        """What a reader of the journal would be told now."""
        with self.store.read() as session:
            query = select(EventRow.event_id).where(EventRow.baseline.is_(False), ~event_is_held())
            return list(session.scalars(query.order_by(EventRow.sequence)))

    def verdict_of(self, source: str) -> SourceVerdict:
        with self.store.read() as session:
            found = source_health(session, now=self.now, limits=LIMITS)
        (one,) = [health for health in found if health.source == source]
        return one.verdict

    def verdict(self, code: str = "WA", *, later: timedelta = timedelta()) -> SourceVerdict:
        with self.store.read() as session:
            found = source_health(session, now=self.now + later, limits=LIMITS)
        (one,) = [health for health in found if health.jurisdiction == code]
        return one.verdict

    def missing(self) -> dict[str, tuple[int, bool]]:
        with self.store.read() as session:
            rows = session.execute(
                select(BillRow.identifier, MissingBillRow.runs, MissingBillRow.vanished_at).join(
                    BillRow, BillRow.id == MissingBillRow.bill_id
                )
            )
            return {identifier: (runs, vanished is not None) for identifier, runs, vanished in rows}


BILLS = [f"HB {number}" for number in range(1, SIZE + 1)]


@pytest.fixture
def service(store: Store) -> Service:
    return Service(store)


@pytest.fixture
def live(service: Service) -> Service:
    """A session of sixty bills whose first load has ended."""
    service.run(BILLS)
    assert service.session().live_since == service.now
    return service


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
