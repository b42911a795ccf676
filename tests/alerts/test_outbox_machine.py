"""Two workers, a relay and a clock in any order, with crashes between any two steps: what must hold all the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import delete

from alerts.message import FrozenMessage, message_id
from alerts.outbox import Claim, Draft, claim, counts, mark_failed, mark_sent, release, release_owners
from monitor.store.engine import Store
from monitor.store.tables import CursorRow, DeliveryRow, ReaderRow, ToldRow
from tests.alerts.post import add_reader, cursor, deliveries, put, told
from tests.alerts.samples import NOW

ADDRESSES = ("ann@example.gov", "bob@example.gov")
pairs = st.sampled_from([0, 1])


@dataclass
class Worker:
    """A sending process. ``plan`` is a digest made and not yet in the outbox, ``held`` a delivery it may send."""

    name: str
    plan: tuple[Draft, datetime] | None = None
    held: Claim | None = None
    accepted: bool = False
    """The relay said 250 to what is held."""


class Outbox(RuleBasedStateMachine):
    """The journal is a number of events; every reader wants all of them."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store
        with store.write() as session:
            for table in (ToldRow, DeliveryRow, CursorRow, ReaderRow):
                session.execute(delete(table))
        self.readers = [add_reader(store, address) for address in ADDRESSES]
        self.now = NOW
        self.events = 0
        self.births = 2
        self.workers = [Worker("worker 0"), Worker("worker 1")]
        self.dead: set[str] = set()
        self.relay: list[tuple[str, bytes]] = []
        self.refused: set[str] = set()

    @rule(minutes=st.sampled_from([1, 6, 11, 600]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(who=pairs, whose=pairs, minutes=st.integers(0, 1), bills=st.integers(0, 2))
    def make_a_digest(self, who: int, whose: int, minutes: int, bills: int) -> None:
        """From what the store says now; it may be stale when it enters the outbox."""
        self.now += timedelta(minutes=minutes)
        self.events += bills
        reader = self.readers[whose]
        after, _ = cursor(self.store, reader)
        known = told(self.store, reader)
        events = tuple(f"event-{n}" for n in range(after + 1, self.events + 1) if f"event-{n}" not in known)
        period = f"{self.now:%Y-%m-%dT%H:%M}"
        identity = message_id(recipient=ADDRESSES[whose], kind="daily", period=period, domain="example.org")
        plan = Draft(
            reader_id=reader,
            kind="daily",
            period=period,
            window_from=after,
            window_to=self.events,
            subject="",
            message=FrozenMessage(message_id=identity, content=f"{identity} {' '.join(events)}".encode()),
            items={"events": list(events)},
            told=events,
        )
        self.workers[who].plan = (plan, self.now)

    @precondition(lambda self: any(worker.plan for worker in self.workers))
    @rule(who=pairs)
    def enter(self, who: int) -> None:
        worker = self.workers[who]
        if worker.plan is not None:
            plan, made_at = worker.plan
            before, _ = cursor(self.store, plan.reader_id)
            if put(self.store, plan, now=made_at):
                assert before == plan.window_from
            worker.plan = None

    @rule(who=pairs)
    def take(self, who: int) -> None:
        worker = self.workers[who]
        if worker.held is not None:
            return
        worker.held, worker.accepted = claim(self.store, owner=worker.name, now=self.now), False
        other = self.workers[1 - who].held
        if worker.held is not None and other is not None and other.id == worker.held.id:
            assert self.now >= other.lease_until, "taken while another worker's lease ran"

    @precondition(lambda self: any(worker.held for worker in self.workers))
    @rule(who=pairs, reply=st.sampled_from(["250", "250", "250", "451", "550"]))
    def send(self, who: int, reply: str) -> None:
        """The relay answers; a 250 is marked by another step, so that a crash may come between."""
        worker = self.workers[who]
        if worker.held is None or worker.accepted:
            return
        if reply == "250":
            self.relay.append((worker.held.recipient, worker.held.message))
            worker.accepted = True
            return
        if reply == "451":
            release(self.store, worker.held, owner=worker.name, error=reply, retry_at=self.now + timedelta(minutes=5))
        else:
            mark_failed(self.store, worker.held, owner=worker.name, error=reply)
            self.refused.add(worker.held.message_id)
        worker.held = None

    @precondition(lambda self: any(worker.accepted for worker in self.workers))
    @rule(who=pairs)
    def mark(self, who: int) -> None:
        worker = self.workers[who]
        if worker.held is not None and worker.accepted:
            mark_sent(self.store, worker.held.id, now=self.now)
            worker.held, worker.accepted = None, False

    @rule(who=pairs)
    def crash(self, who: int) -> None:
        self.dead.add(self.workers[who].name)
        self.workers[who] = Worker(f"worker {self.births}")
        self.births += 1

    @rule()
    def recover(self) -> None:
        release_owners(self.store, self.dead, now=self.now)

    @invariant()
    def an_event_is_told_once(self) -> None:
        for reader in self.readers:
            mine = [row for row in deliveries(self.store) if row.reader_id == reader]
            events = [event for row in mine for event in row.items["events"]]
            assert len(events) == len(set(events))
            assert told(self.store, reader) == {event: row.id for row in mine for event in row.items["events"]}
            position, _ = cursor(self.store, reader)
            assert set(events) == {f"event-{n}" for n in range(1, position + 1)}, "nothing is skipped"

    @invariant()
    def a_delivery_has_one_message(self) -> None:
        rows = deliveries(self.store)
        known = {row.message: row.message_id for row in rows}
        assert len({row.message_id for row in rows}) == len(rows)
        assert {message for _, message in self.relay} <= set(known)
        for row in rows:
            assert row.message.decode().split()[0] == row.message_id

    @invariant()
    def nothing_is_marked_as_sent_that_was_not(self) -> None:
        arrived = {message for _, message in self.relay}
        for row in deliveries(self.store):
            if row.state == "sent":
                assert row.message in arrived
            if row.state == "failed":
                assert row.message_id in self.refused

    def teardown(self) -> None:
        """Everything that entered leaves in the end, to the right reader."""
        self.now += timedelta(days=1)
        release_owners(self.store, {worker.name for worker in self.workers} | self.dead, now=self.now)
        while (held := claim(self.store, owner="last", now=self.now)) is not None:
            self.relay.append((held.recipient, held.message))
            mark_sent(self.store, held.id, now=self.now)
        assert counts(self.store)["pending"] == counts(self.store)["claimed"] == 0
        address = dict(zip(self.readers, ADDRESSES, strict=True))
        for row in deliveries(self.store):
            assert (address[row.reader_id], row.message) in self.relay or row.state == "failed"
        self.an_event_is_told_once()
        self.nothing_is_marked_as_sent_that_was_not()


def test_no_digest_is_lost_and_no_event_is_told_twice(store: Store):
    """Shorter on PostgreSQL, where a failing example is shown as it was found."""
    examples, steps = (100, 40) if store.is_sqlite else (30, 30)
    run_state_machine_as_test(
        lambda: Outbox(store),
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            phases=[phase for phase in Phase if store.is_sqlite or phase is not Phase.shrink],
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
