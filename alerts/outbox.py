"""What is still to be sent, who is sending it, and what became of it? Enqueue, claim, mark; one transaction each.

pending -> claimed (a lease with an owner) -> sent, or back to pending after a transient error, or failed for good.
At-least-once: a worker that dies between the relay's 250 and the mark sends the same bytes, Message-ID included, again.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.orm import Session

from alerts.links import keep_link
from alerts.message import FrozenMessage
from monitor.model.reader import DeliveryState, LinkUse
from monitor.store.engine import Store
from monitor.store.tables import CursorRow, DeliveryRow, ReaderRow, ToldRow

__all__ = [
    "GIVE_UP_AFTER",
    "INVITATION",
    "Claim",
    "Draft",
    "advance",
    "claim",
    "cursor_name",
    "enqueue",
    "mark_failed",
    "mark_sent",
    "put",
    "release",
    "release_owners",
    "retry_delay",
]

INVITATION: Final = "invitation"
"""The kind of a message to a reader who is told nothing yet."""
LEASE: Final = timedelta(minutes=10)
GIVE_UP_AFTER: Final = timedelta(days=5)  # RFC 5321, 4.5.4.1: the give-up time is at least 4 to 5 days
_FIRST_DELAY: Final = timedelta(minutes=5)
_LONGEST_DELAY: Final = timedelta(hours=4)
_ERROR_LENGTH: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A finished digest of one reader that is to enter the outbox."""

    reader_id: int
    kind: str
    period: str
    window_from: int
    window_to: int
    subject: str
    message: FrozenMessage
    items: dict[str, Any]
    told: tuple[str, ...]
    """Ids of events and markers that the reader is told of hereby."""
    token: str = ""
    """Of the links in the message; empty where it has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A delivery that one worker may send until ``lease_until``."""

    id: int
    recipient: str
    message_id: str
    message: bytes
    attempts: int
    created_at: datetime
    lease_until: datetime


def cursor_name(reader_id: int) -> str:
    """Under which name the cursor of a reader stands; its position is the sequence of the last event covered."""
    return f"digest:{reader_id}"


def advance(session: Session, reader_id: int, *, since: int, to: int, now: datetime) -> bool:
    """Move a reader's window on, unless somebody else has moved it since it was read."""
    moved = session.scalar(
        update(CursorRow)
        .where(
            CursorRow.consumer == cursor_name(reader_id), CursorRow.position == str(since), CursorRow.updated_at < now
        )
        .values(position=str(to), updated_at=now)
        .returning(CursorRow.consumer)
    )
    return moved is not None


def enqueue(session: Session, draft: Draft, *, now: datetime) -> bool:
    """Put a digest into the outbox, note what it tells and move the reader's window, all or nothing.

    Call it inside ``store.write()``. False when the period is there already or the window was moved by another worker.
    """
    there = session.scalar(
        select(DeliveryRow.id).where(
            DeliveryRow.reader_id == draft.reader_id, DeliveryRow.kind == draft.kind, DeliveryRow.period == draft.period
        )
    )
    if there is not None or not advance(session, draft.reader_id, since=draft.window_from, to=draft.window_to, now=now):
        return False
    row_id = put(session, draft, now=now)
    known = set(session.scalars(select(ToldRow.event_id).where(ToldRow.reader_id == draft.reader_id)))
    session.add_all(
        ToldRow(reader_id=draft.reader_id, event_id=event_id, delivery_id=row_id)
        for event_id in dict.fromkeys(draft.told)
        if event_id not in known
    )
    return True


def put(session: Session, draft: Draft, *, now: datetime) -> int:
    """Put a message into the outbox that moves no window and tells no event; returns its id."""
    row = DeliveryRow(
        reader_id=draft.reader_id,
        kind=draft.kind,
        period=draft.period,
        window_from=draft.window_from,
        window_to=draft.window_to,
        state=DeliveryState.PENDING.value,
        message_id=draft.message.message_id,
        subject=draft.subject,
        message=draft.message.content,
        items=draft.items,
        attempts=0,
        lease_until=None,
        lease_owner="",
        next_attempt_at=now,
        created_at=now,
        sent_at=None,
        error="",
    )
    session.add(row)
    session.flush()
    if draft.token:
        keep_link(session, draft.token, reader_id=draft.reader_id, use=LinkUse.DIGEST, now=now)
    return row.id


def claim(store: Store, *, owner: str, now: datetime) -> Claim | None:
    """Take the delivery that has waited longest: due, held by nobody or after its lease.

    Of a reader who is told; an invitation goes to one who is not.
    """
    free = and_(DeliveryRow.state == DeliveryState.PENDING.value, DeliveryRow.next_attempt_at <= now)
    abandoned = and_(DeliveryRow.state == DeliveryState.CLAIMED.value, DeliveryRow.lease_until <= now)
    oldest = (
        select(DeliveryRow.id)
        .join(ReaderRow, ReaderRow.id == DeliveryRow.reader_id)
        .where(
            or_(free, abandoned),
            or_(ReaderRow.active.is_(True), DeliveryRow.kind == INVITATION),
            ReaderRow.suspended_at.is_(None),
        )
        .order_by(DeliveryRow.next_attempt_at, DeliveryRow.id)
        .limit(1)
        .scalar_subquery()
    )
    with store.write() as session:
        row = session.execute(
            update(DeliveryRow)
            .where(DeliveryRow.id == oldest)
            .values(
                state=DeliveryState.CLAIMED.value,
                lease_owner=owner,
                lease_until=now + LEASE,
                attempts=DeliveryRow.attempts + 1,
            )
            .returning(
                DeliveryRow.id,
                DeliveryRow.reader_id,
                DeliveryRow.message_id,
                DeliveryRow.message,
                DeliveryRow.attempts,
                DeliveryRow.created_at,
            )
        ).one_or_none()
        if row is None:
            return None
        recipient = session.scalars(select(ReaderRow.address).where(ReaderRow.id == row.reader_id)).one()
    return Claim(
        id=row.id,
        recipient=recipient,
        message_id=row.message_id,
        message=row.message,
        attempts=row.attempts,
        created_at=row.created_at,
        lease_until=now + LEASE,
    )


def mark_sent(store: Store, delivery_id: int, *, now: datetime) -> None:
    """The relay has taken it: a fact, whoever holds the lease by now."""
    with store.write() as session:
        session.execute(
            update(DeliveryRow)
            .where(DeliveryRow.id == delivery_id, DeliveryRow.state != DeliveryState.SENT.value)
            .values(state=DeliveryState.SENT.value, sent_at=now, lease_owner="", lease_until=None, error="")
        )


def release(store: Store, held: Claim, *, owner: str, error: str, retry_at: datetime) -> None:
    """Give a delivery back after a transient error; nothing happens when another worker has it by now."""
    _unclaim(store, held.id, owner, {"state": DeliveryState.PENDING.value, "next_attempt_at": retry_at, "error": error})


def mark_failed(store: Store, held: Claim, *, owner: str, error: str) -> None:
    """Give a delivery up for good; nothing happens when another worker has it by now."""
    _unclaim(store, held.id, owner, {"state": DeliveryState.FAILED.value, "error": error})


def _unclaim(store: Store, delivery_id: int, owner: str, values: dict[str, Any]) -> None:
    values["error"] = values["error"][:_ERROR_LENGTH]
    with store.write() as session:
        session.execute(
            update(DeliveryRow)
            .where(
                DeliveryRow.id == delivery_id,
                DeliveryRow.state == DeliveryState.CLAIMED.value,
                DeliveryRow.lease_owner == owner,
            )
            .values(lease_owner="", lease_until=None, **values)
        )


def owners(store: Store) -> set[str]:
    """Who holds deliveries at present."""
    with store.read() as session:
        return set(
            session.scalars(
                select(DeliveryRow.lease_owner).where(DeliveryRow.state == DeliveryState.CLAIMED.value).distinct()
            )
        )


def release_owners(store: Store, gone: Collection[str], *, now: datetime) -> int:
    """Free what workers hold that are known to have ended; returns how many."""
    if not gone:
        return 0
    with store.write() as session:
        freed = session.scalars(
            update(DeliveryRow)
            .where(DeliveryRow.state == DeliveryState.CLAIMED.value, DeliveryRow.lease_owner.in_(sorted(gone)))
            .values(state=DeliveryState.PENDING.value, lease_owner="", lease_until=None, next_attempt_at=now)
            .returning(DeliveryRow.id)
        ).all()
    return len(freed)


def retry_delay(attempts: int, random: Random) -> timedelta:
    """5, 10, 20 … minutes up to 4 hours, 20 % more or less, so that many messages do not come back at once."""
    doublings: int = min(max(attempts - 1, 0), 10)
    doubled: timedelta = min(_FIRST_DELAY * (1 << doublings), _LONGEST_DELAY)
    return doubled * random.uniform(0.8, 1.2)


def counts(store: Store) -> dict[str, int]:
    """Deliveries by state."""
    with store.read() as session:
        found = dict(session.execute(select(DeliveryRow.state, func.count()).group_by(DeliveryRow.state)).all())
    return {state.value: found.get(state.value, 0) for state in DeliveryState}


def last_errors(store: Store, *, limit: int = 5) -> list[str]:
    """Why messages were refused or postponed lately, newest first, with the number of the delivery."""
    with store.read() as session:
        rows = session.execute(
            select(DeliveryRow.id, DeliveryRow.state, DeliveryRow.attempts, DeliveryRow.error)
            .where(DeliveryRow.error != "")
            .order_by(DeliveryRow.id.desc())
            .limit(limit)
        )
        return [f"message {id_} ({state}, attempt {attempts}): {error}" for id_, state, attempts, error in rows]
