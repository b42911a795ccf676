from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import update

from alerts.outbox import (
    LEASE,
    Claim,
    advance,
    claim,
    counts,
    enqueue,
    last_errors,
    mark_failed,
    mark_sent,
    owners,
    release,
    release_owners,
    retry_delay,
)
from monitor.store.engine import Store
from monitor.store.tables import ReaderRow
from tests.alerts.post import add_reader, cursor, deliveries, draft, put, told
from tests.alerts.samples import NOW

MINUTE = timedelta(minutes=1)
WORKER = """
import sys
from datetime import UTC, datetime
from alerts.outbox import claim, mark_sent
from monitor.store.engine import Store
now = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
with Store(sys.argv[1]) as store:
    while held := claim(store, owner=sys.argv[2], now=now):
        print(held.id, flush=True)
        mark_sent(store, held.id, now=now)
"""


def taken(store: Store, owner: str = "a", *, now=NOW) -> Claim:
    held = claim(store, owner=owner, now=now)
    assert held is not None
    return held


@pytest.fixture
def waiting(store: Store) -> int:
    """One delivery in the outbox; the value is its reader."""
    reader = add_reader(store)
    assert put(store, draft(reader))
    return reader


class TestEnqueue:
    def test_a_digest_enters_whole(self, store: Store):
        reader = add_reader(store)
        wanted = draft(reader)
        assert put(store, wanted)
        (row,) = deliveries(store)
        assert (row.state, row.attempts, row.message_id) == ("pending", 0, wanted.message.message_id)
        assert (row.message, row.subject, row.items) == (
            wanted.message.content,
            "1 new conflict",
            {"bills": ["WA HB 1"]},
        )
        assert (row.window_from, row.window_to, row.created_at, row.next_attempt_at) == (0, 5, NOW, NOW)
        assert (row.lease_owner, row.lease_until, row.sent_at, row.error) == ("", None, None, "")
        assert told(store, reader) == {f"event-{n}": row.id for n in range(1, 6)}
        assert cursor(store, reader) == (5, NOW)

    def test_a_period_enters_once(self, store: Store):
        reader, other = add_reader(store), add_reader(store, "eve@example.gov")
        assert put(store, draft(reader))
        assert not put(store, draft(reader, window=(5, 9)), now=NOW + MINUTE)
        assert cursor(store, reader) == (5, NOW), "what was refused leaves no trace"
        assert put(store, draft(reader, kind="weekly", window=(5, 9)), now=NOW + MINUTE)
        assert put(store, draft(other)), "another reader has the same period"
        assert put(store, draft(reader, "2026-11-24", window=(9, 9)), now=NOW + 2 * MINUTE)
        assert len(deliveries(store)) == 4

    def test_a_window_that_somebody_else_moved_is_refused(self, store: Store):
        reader = add_reader(store)
        assert put(store, draft(reader, "one"))
        assert not put(store, draft(reader, "two"), now=NOW + MINUTE)
        assert not put(store, draft(reader, "three", window=(3, 9)), now=NOW + MINUTE)
        assert [row.period for row in deliveries(store)] == ["one"]
        assert set(told(store, reader)) == {f"event-{n}" for n in range(1, 6)}
        assert cursor(store, reader) == (5, NOW)

    def test_of_two_at_the_same_moment_one_enters(self, store: Store):
        """Without new events the position stays; the moment tells that somebody was here."""
        reader = add_reader(store, position=5)
        assert put(store, draft(reader, "one", window=(5, 5)))
        assert not put(store, draft(reader, "two", window=(5, 5)))

    def test_an_error_undoes_all_of_it(self, store: Store):
        reader = add_reader(store)

        def enter_and_fail() -> None:
            with store.write() as session:
                assert enqueue(session, draft(reader), now=NOW)
                raise RuntimeError("after the digest")

        with pytest.raises(RuntimeError, match="after the digest"):
            enter_and_fail()
        assert deliveries(store) == []
        assert told(store, reader) == {}
        assert cursor(store, reader)[0] == 0

    def test_an_event_is_noted_once(self, store: Store):
        reader = add_reader(store)
        assert put(store, draft(reader, "one", told=("event-1", "event-1", "unjudged:7:missing")))
        again = draft(reader, "two", window=(5, 6), told=("unjudged:7:missing", "event-6"))
        assert put(store, again, now=NOW + MINUTE)
        first, second = deliveries(store)
        assert told(store, reader) == {"event-1": first.id, "unjudged:7:missing": first.id, "event-6": second.id}

    def test_many_at_once_enter_once(self, store: Store):
        reader = add_reader(store)
        with ThreadPoolExecutor(4) as pool:
            entered = list(pool.map(lambda n: put(store, draft(reader, f"period {n % 2}")), range(8)))
        assert entered.count(True) == 1
        assert len(deliveries(store)) == 1

    def test_a_quiet_window_moves_on(self, store: Store):
        reader = add_reader(store)

        def move(since: int, to: int, now=NOW) -> bool:
            with store.write() as session:
                return advance(session, reader, since=since, to=to, now=now)

        assert move(0, 7)
        assert not move(0, 8, NOW + MINUTE)
        assert not move(7, 8), "not twice at one moment"
        assert move(7, 7, NOW + MINUTE)
        assert cursor(store, reader) == (7, NOW + MINUTE)


class TestClaim:
    def test_a_claim_carries_all_that_sending_needs(self, store: Store, waiting: int):
        held = taken(store)
        (row,) = deliveries(store)
        assert held == Claim(
            id=row.id,
            recipient="you@example.gov",
            message_id=row.message_id,
            message=row.message,
            attempts=1,
            created_at=NOW,
            lease_until=NOW + LEASE,
        )
        assert (row.state, row.lease_owner, row.lease_until) == ("claimed", "a", NOW + LEASE)
        assert claim(store, owner="b", now=NOW) is None

    def test_nothing_is_due(self, store: Store):
        assert claim(store, owner="a", now=NOW) is None
        put(store, draft(add_reader(store)))
        assert claim(store, owner="a", now=NOW - timedelta(seconds=1)) is None
        assert claim(store, owner="a", now=NOW) is not None

    def test_the_longest_waiting_goes_first(self, store: Store):
        for n in (1, 2, 3):
            put(store, draft(add_reader(store, f"r{n}@example.gov")), now=NOW - n * MINUTE)
        assert [taken(store).recipient for _ in range(3)] == ["r3@example.gov", "r2@example.gov", "r1@example.gov"]

    def test_a_reader_who_left_is_not_written_to(self, store: Store, waiting: int):
        with store.write() as session:
            session.execute(update(ReaderRow).values(active=False))
        assert claim(store, owner="a", now=NOW) is None

    def test_the_present_address_counts(self, store: Store, waiting: int):
        with store.write() as session:
            session.execute(update(ReaderRow).values(address="new@example.gov"))
        assert taken(store).recipient == "new@example.gov"

    def test_a_lease_ends(self, store: Store, waiting: int):
        first = taken(store, "a")
        assert claim(store, owner="b", now=first.lease_until - timedelta(microseconds=1)) is None
        second = taken(store, "b", now=first.lease_until)
        assert (second.id, second.attempts, second.message) == (first.id, 2, first.message)
        assert owners(store) == {"b"}

    def test_each_delivery_goes_to_one_thread(self, store: Store):
        for n in range(24):
            put(store, draft(add_reader(store, f"r{n}@example.gov")))

        def work(owner: str) -> list[int]:
            found = []
            while held := claim(store, owner=owner, now=NOW):
                found.append(held.id)
            return found

        with ThreadPoolExecutor(6) as pool:
            ids = [id_ for found in pool.map(work, "abcdef") for id_ in found]
        assert sorted(ids) == sorted({row.id for row in deliveries(store)})
        assert len(ids) == 24

    def test_each_delivery_goes_to_one_process(self, store: Store, project_root: Path):
        for n in range(20):
            put(store, draft(add_reader(store, f"r{n}@example.gov")))
        processes = [
            subprocess.Popen(
                [sys.executable, "-c", WORKER, store.address, owner],
                stdout=subprocess.PIPE,
                text=True,
                cwd=project_root,
            )
            for owner in "abc"
        ]
        ids = [int(line) for process in processes for line in process.communicate(timeout=60)[0].split()]
        assert [process.returncode for process in processes] == [0, 0, 0]
        assert sorted(ids) == [row.id for row in deliveries(store)]
        assert counts(store) == {"pending": 0, "claimed": 0, "sent": 20, "failed": 0}


class TestOutcome:
    def test_sent(self, store: Store, waiting: int):
        held = taken(store)
        mark_sent(store, held.id, now=NOW + MINUTE)
        (row,) = deliveries(store)
        assert (row.state, row.sent_at, row.lease_owner, row.lease_until) == ("sent", NOW + MINUTE, "", None)
        mark_sent(store, held.id, now=NOW + 9 * MINUTE)
        assert deliveries(store)[0].sent_at == NOW + MINUTE, "the first 250 counts"
        assert claim(store, owner="b", now=NOW + timedelta(days=9)) is None

    def test_sent_by_one_whose_lease_ended(self, store: Store, waiting: int):
        """The relay's 250 is a fact, whoever holds the lease by now."""
        slow = taken(store, "slow")
        taken(store, "b", now=NOW + LEASE)
        mark_sent(store, slow.id, now=NOW + LEASE)
        assert (deliveries(store)[0].state, owners(store)) == ("sent", set())

    @pytest.mark.parametrize("given_up", [False, True])
    def test_sent_by_one_whose_successor_let_go(self, store: Store, waiting: int, given_up: bool):
        slow, other = taken(store, "slow"), taken(store, "b", now=NOW + LEASE)
        if given_up:
            mark_failed(store, other, owner="b", error="550")
        else:
            release(store, other, owner="b", error="450", retry_at=NOW + 2 * LEASE)
        mark_sent(store, slow.id, now=NOW + LEASE)
        (row,) = deliveries(store)
        assert (row.state, row.sent_at, row.error) == ("sent", NOW + LEASE, "")

    def test_a_stale_worker_does_not_disturb_the_new_owner(self, store: Store, waiting: int):
        stale = taken(store, "a")
        fresh = taken(store, "b", now=NOW + LEASE)
        release(store, stale, owner="a", error="late", retry_at=NOW)
        mark_failed(store, stale, owner="a", error="late")
        (row,) = deliveries(store)
        assert (row.state, row.lease_owner, row.lease_until, row.error) == ("claimed", "b", fresh.lease_until, "")

    def test_a_stale_worker_does_not_undo_what_was_sent(self, store: Store, waiting: int):
        stale = taken(store, "a")
        mark_sent(store, taken(store, "b", now=NOW + LEASE).id, now=NOW + LEASE)
        release(store, stale, owner="a", error="late", retry_at=NOW)
        mark_failed(store, stale, owner="a", error="late")
        assert (deliveries(store)[0].state, deliveries(store)[0].error) == ("sent", "")

    def test_given_back(self, store: Store, waiting: int):
        held = taken(store)
        release(store, held, owner="a", error="450 greylisted" + "x" * 999, retry_at=NOW + 5 * MINUTE)
        (row,) = deliveries(store)
        assert (row.state, row.next_attempt_at, row.lease_owner, row.lease_until) == (
            "pending",
            NOW + 5 * MINUTE,
            "",
            None,
        )
        assert row.error.startswith("450 greylisted")
        assert len(row.error) == 500
        assert claim(store, owner="a", now=NOW + 4 * MINUTE) is None
        assert taken(store, now=NOW + 5 * MINUTE).attempts == 2
        mark_sent(store, held.id, now=NOW + 5 * MINUTE)
        assert deliveries(store)[0].error == "", "what is over is no error"

    def test_given_up(self, store: Store, waiting: int):
        mark_failed(store, taken(store), owner="a", error="550 no such user")
        (row,) = deliveries(store)
        assert (row.state, row.error, row.lease_owner, row.lease_until) == ("failed", "550 no such user", "", None)
        assert claim(store, owner="a", now=NOW + timedelta(days=9)) is None
        assert last_errors(store) == [f"message {row.id} (failed, attempt 1): 550 no such user"]

    def test_the_last_errors_come_newest_first(self, store: Store):
        for n in range(3):
            put(store, draft(add_reader(store, f"r{n}@example.gov")))
            mark_failed(store, taken(store), owner="a", error=f"55{n}")
        put(store, draft(add_reader(store, "well@example.gov")))
        assert [line[-3:] for line in last_errors(store, limit=2)] == ["552", "551"]


class TestOwners:
    def test_what_the_dead_held_is_free_at_once(self, store: Store):
        for n in range(4):
            put(store, draft(add_reader(store, f"r{n}@example.gov")))
        for owner in "aab":
            taken(store, owner)
        assert owners(store) == {"a", "b"}
        assert release_owners(store, set(), now=NOW) == 0
        assert release_owners(store, {"a", "nobody"}, now=NOW + MINUTE) == 2
        assert counts(store) == {"pending": 3, "claimed": 1, "sent": 0, "failed": 0}
        assert owners(store) == {"b"}
        again = [row for row in deliveries(store) if row.attempts and row.state == "pending"]
        assert [(row.lease_owner, row.lease_until, row.next_attempt_at) for row in again] == [
            ("", None, NOW + MINUTE)
        ] * 2

    def test_what_the_dead_sent_stays_sent(self, store: Store, waiting: int):
        held = taken(store)
        mark_sent(store, held.id, now=NOW)
        assert release_owners(store, {"a"}, now=NOW) == 0
        assert counts(store)["sent"] == 1


@pytest.mark.parametrize(
    ("attempts", "minutes"), [(0, 5), (1, 5), (2, 10), (3, 20), (6, 160), (7, 240), (8, 240), (10_000, 240)]
)
def test_the_wait_doubles_up_to_four_hours(attempts: int, minutes: int):
    waits = [retry_delay(attempts, Random(seed)) / MINUTE for seed in range(50)]
    assert minutes * 0.8 <= min(waits) < minutes < max(waits) <= minutes * 1.2
    assert len(set(waits)) > 40, "not all at once"
