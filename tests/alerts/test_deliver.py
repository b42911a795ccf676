from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from alerts import outbox
from alerts.deliver import Delivered, deliver
from alerts.errors import PermanentSendError, RelayError, TransientSendError
from alerts.message import FrozenMessage
from alerts.outbox import Draft, enqueue
from alerts.readers import NewReader, add_reader
from monitor.store.engine import Store
from monitor.store.tables import DeliveryRow

START = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


class Relay:
    """A sender that answers as it is told, by recipient."""

    def __init__(self, **errors: Exception) -> None:
        self.errors, self.sent, self.tried, self.closed = errors, [], [], 0

    def send(self, *, recipient: str, message_id: str, message: bytes) -> None:
        self.tried.append(recipient)
        if error := self.errors.get(recipient.partition("@")[0]):
            raise error
        self.sent.append((recipient, message_id, message))

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def three(store: Store) -> Store:
    for number, name in enumerate("abc"):
        reader = add_reader(store, NewReader(address=f"{name}@example.org"), now=START)
        draft = Draft(
            reader_id=reader.reader.id,
            kind="digest",
            period="p",
            window_from=0,
            window_to=0,
            subject=name,
            message=FrozenMessage(message_id=f"<{name}@example.org>", content=name.encode()),
            items={},
            told=(),
        )
        with store.write() as session:
            assert enqueue(session, draft, now=START + timedelta(seconds=number + 1))
    return store


def states(store: Store) -> dict[str, tuple[str, int, str]]:
    with store.read() as session:
        rows = session.scalars(select(DeliveryRow))
        return {row.subject: (row.state, row.attempts, row.error) for row in rows}


def go(
    store: Store, relay: Relay, folder: Path, *, at: datetime = START + timedelta(minutes=1), **options
) -> Delivered:
    return deliver(store, relay, clock=lambda: at, folder=folder, random=Random(1), **options)


def test_everything_that_is_due_is_sent_once(three: Store, tmp_path: Path):
    relay = Relay()
    assert go(three, relay, tmp_path) == Delivered(sent=3)
    assert relay.sent == [(f"{name}@example.org", f"<{name}@example.org>", name.encode()) for name in "abc"]
    assert relay.closed == 1
    assert states(three) == dict.fromkeys("abc", ("sent", 1, ""))
    assert go(three, Relay(), tmp_path) == Delivered()
    assert list(tmp_path.iterdir()) == []


def test_one_recipients_failure_never_stops_the_next_ones_mail(three: Store, tmp_path: Path):
    relay = Relay(a=PermanentSendError("550 no such user"), b=TransientSendError("451 later"))
    assert go(three, relay, tmp_path) == Delivered(sent=1, postponed=1, failed=1)
    assert states(three) == {
        "a": ("failed", 1, "550 no such user"),
        "b": ("pending", 1, "451 later"),
        "c": ("sent", 1, ""),
    }
    assert outbox.last_errors(three) == [
        "message 2 (pending, attempt 1): 451 later",
        "message 1 (failed, attempt 1): 550 no such user",
    ]
    again = Relay()
    assert go(three, again, tmp_path, at=START + timedelta(minutes=2)) == Delivered(), "not before its time"
    assert go(three, again, tmp_path, at=START + timedelta(minutes=10)) == Delivered(sent=1)
    assert again.tried == ["b@example.org"]


def test_a_relay_that_is_down_is_asked_once(three: Store, tmp_path: Path):
    relay = Relay(a=RelayError("no connection"))
    done = go(three, relay, tmp_path)
    assert done == Delivered(postponed=1, relay_problem="no connection")
    assert relay.tried == ["a@example.org"]
    assert states(three)["b"] == ("pending", 0, "")


def test_after_five_days_a_message_is_given_up(three: Store, tmp_path: Path):
    relay = Relay(a=TransientSendError("451 later"))
    done = go(three, relay, tmp_path, at=START + timedelta(days=5, minutes=1))
    assert done == Delivered(sent=2, failed=1)
    assert states(three)["a"] == ("failed", 1, "given up after 1 attempts: 451 later")


def test_a_stop_is_between_two_messages(three: Store, tmp_path: Path):
    relay = Relay()
    assert go(three, relay, tmp_path, stop=lambda: len(relay.sent) >= 2) == Delivered(sent=2)
    assert states(three)["c"] == ("pending", 0, "")


def test_what_a_dead_process_held_is_taken_over_at_once(three: Store, tmp_path: Path):
    owner = "0" * 32
    (tmp_path / owner).touch()  # its lock ended with it
    held = outbox.claim(three, owner=owner, now=START + timedelta(seconds=30))
    assert held is not None
    assert go(three, Relay(), tmp_path) == Delivered(sent=3)
    assert states(three)["a"] == ("sent", 2, "")
    assert list(tmp_path.iterdir()) == [], "nothing is left of the dead one"


def test_what_another_machine_holds_is_left_to_its_lease(three: Store, tmp_path: Path):
    held = outbox.claim(three, owner="1" * 32, now=START + timedelta(seconds=30))
    assert held is not None
    assert go(three, Relay(), tmp_path) == Delivered(sent=2)
    assert go(three, Relay(), tmp_path, at=held.lease_until) == Delivered(sent=1)
