"""Who reads, and by which rule? Readers and their subscriptions in the store; one transaction each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Final

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from alerts.addresses import valid_address, valid_name
from alerts.errors import ReaderExistsError, UnknownReaderError, WrongReaderError
from alerts.links import keep_link, revoke_links
from alerts.outbox import cursor_name
from alerts.rule_values import checked_codes, checked_positions, checked_severity, checked_zone, rule_name
from monitor.model.reader import Cadence, DeliveryState, LinkUse, QuietPolicy, Reader, Subscription
from monitor.store.engine import Store
from monitor.store.tables import CursorRow, DeliveryRow, EventRow, ReaderRow, SubscriptionRow

__all__ = [
    "EVERYTHING",
    "KnownReader",
    "NewReader",
    "active_reader",
    "add_reader",
    "begin_digests",
    "end_digests",
    "list_readers",
    "load_reader",
    "load_readers",
    "remove_reader",
]

EVERYTHING: Final = Subscription(
    id=0, reader_id=0, name="everything", jurisdictions=(), positions=(), min_severity=0, active=True
)
"""A rule that lets all through."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReader:
    """What an operator says of a reader; empty collections mean any."""

    address: str
    name: str = ""
    zone: str = "America/New_York"
    send_at: time = time(7)
    cadence: Cadence = Cadence.DAILY
    quiet: QuietPolicy = QuietPolicy.SKIP
    rule: str = ""
    """Name of the rule; made from its content when empty."""
    jurisdictions: Sequence[str] = ()
    positions: Sequence[str] = ()
    min_severity: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownReader:
    """A reader with rules and window."""

    reader: Reader
    rules: tuple[Subscription, ...]
    told_to: int
    """The sequence of the last event that was considered."""
    told_at: datetime
    """When that was."""


def add_reader(store: Store, wanted: NewReader, *, now: datetime, token: str = "") -> KnownReader:
    """Add a reader with one rule. What happened before is not told; a reader who comes back is told nothing twice.

    With a ``token`` the reader is only invited: digests begin when whoever has it says so.

    :raises WrongReaderError: when a value cannot be used; it is named.
    :raises ReaderExistsError: when the address is an active reader.
    """
    address, name = valid_address(wanted.address), valid_name(wanted.name)
    codes, positions = checked_codes(wanted.jurisdictions), checked_positions(wanted.positions)
    checked_severity(wanted.min_severity)
    checked_zone(wanted.zone)
    if wanted.send_at.tzinfo is not None:
        raise WrongReaderError("the time of the digest is a local time of the reader's zone")
    rule = valid_name(wanted.rule) or rule_name(codes, positions, wanted.min_severity)
    values = {
        "name": name,
        "zone": wanted.zone,
        "send_at": wanted.send_at,
        "cadence": wanted.cadence.value,
        "quiet": wanted.quiet.value,
        "active": not token,
        "paused_until": None,
        "suspended_at": None,
        "suspended_why": "",
    }
    with store.write() as session:
        row = session.scalar(select(ReaderRow).where(func.lower(ReaderRow.address) == address.lower()))
        if row is not None and row.active:
            raise ReaderExistsError(row.address)
        if row is None:
            row = ReaderRow(address=address, created_at=now, **values)
            session.add(row)
            session.flush()
        else:
            session.execute(update(ReaderRow).where(ReaderRow.id == row.id).values(address=address, **values))
            session.execute(delete(SubscriptionRow).where(SubscriptionRow.reader_id == row.id))
            revoke_links(session, row.id, now=now)
        if token:
            keep_link(session, token, reader_id=row.id, use=LinkUse.INVITATION, now=now)
        session.add(
            SubscriptionRow(
                reader_id=row.id,
                name=rule,
                jurisdictions=list(codes),
                positions=list(positions),
                min_severity=wanted.min_severity,
                active=True,
                created_at=now,
            )
        )
        _start_window(session, row.id, now)
        session.flush()
        (found,) = _load(session, [row.id])
    return found


def _start_window(session: Session, reader_id: int, now: datetime) -> None:
    """From the present on."""
    last = session.scalar(select(func.max(EventRow.sequence))) or 0
    name = cursor_name(reader_id)
    if session.get(CursorRow, name) is None:
        session.add(CursorRow(consumer=name, position=str(last), updated_at=now))
        return
    session.execute(update(CursorRow).where(CursorRow.consumer == name).values(position=str(last), updated_at=now))


def active_reader(session: Session, address: str) -> ReaderRow:
    """The reader who is told at this address, in letters of any case.

    :raises UnknownReaderError: when there is none.
    """
    row = session.scalar(
        select(ReaderRow).where(func.lower(ReaderRow.address) == address.strip().lower(), ReaderRow.active.is_(True))
    )
    if row is None:
        raise UnknownReaderError(address)
    return row


def remove_reader(store: Store, address: str, *, now: datetime) -> int:
    """Stop telling a reader. The history of what was sent stays; what was not sent yet never is; returns how many.

    :raises UnknownReaderError: when no active reader has the address.
    """
    with store.write() as session:
        row = active_reader(session, address)
        session.execute(delete(SubscriptionRow).where(SubscriptionRow.reader_id == row.id))
        revoke_links(session, row.id, now=now)
        return end_digests(session, row.id, why="the reader was removed")


def end_digests(session: Session, reader_id: int, *, why: str) -> int:
    """Tell a reader nothing more; what was not sent yet never is; returns how many. Call it in ``store.write()``."""
    session.execute(update(ReaderRow).where(ReaderRow.id == reader_id).values(active=False, paused_until=None))
    dropped = session.scalars(
        update(DeliveryRow)
        .where(
            DeliveryRow.reader_id == reader_id,
            DeliveryRow.state.in_([DeliveryState.PENDING.value, DeliveryState.CLAIMED.value]),
        )
        .values(state=DeliveryState.FAILED.value, lease_owner="", lease_until=None, error=why)
        .returning(DeliveryRow.id)
    ).all()
    return len(dropped)


def begin_digests(session: Session, reader_id: int, *, now: datetime) -> bool:
    """Tell a reader what happens from now on; false for one who is told already. Call it in ``store.write()``."""
    begun = session.scalar(
        update(ReaderRow)
        .where(ReaderRow.id == reader_id, ReaderRow.active.is_(False))
        .values(active=True)
        .returning(ReaderRow.id)
    )
    if begun is not None:
        _start_window(session, reader_id, now)
    return begun is not None


def list_readers(store: Store) -> list[KnownReader]:
    """Active readers by address."""
    with store.read() as session:
        return load_readers(session)


def load_readers(session: Session) -> list[KnownReader]:
    """The same within a session."""
    ids = session.scalars(select(ReaderRow.id).where(ReaderRow.active.is_(True)).order_by(ReaderRow.address)).all()
    return _load(session, ids)


def load_reader(session: Session, reader_id: int) -> KnownReader:
    """One reader, whether told or not."""
    (found,) = _load(session, [reader_id])
    return found


def _load(session: Session, ids: Sequence[int]) -> list[KnownReader]:
    rules: dict[int, list[Subscription]] = {}
    for rule in session.scalars(select(SubscriptionRow).order_by(SubscriptionRow.id)):
        rules.setdefault(rule.reader_id, []).append(
            Subscription(
                id=rule.id,
                reader_id=rule.reader_id,
                name=rule.name,
                jurisdictions=tuple(rule.jurisdictions),
                positions=tuple(rule.positions),
                min_severity=rule.min_severity,
                active=rule.active,
            )
        )
    found = []
    for reader_id in ids:
        row = session.get_one(ReaderRow, reader_id)
        cursor = session.get_one(CursorRow, cursor_name(reader_id))
        reader = Reader(
            id=row.id,
            address=row.address,
            name=row.name,
            zone=row.zone,
            send_at=row.send_at,
            cadence=Cadence(row.cadence),
            quiet=QuietPolicy(row.quiet),
            active=row.active,
            created_at=row.created_at,
            paused_until=row.paused_until,
            text_only=row.text_only,
            suspended_at=row.suspended_at,
            suspended_why=row.suspended_why,
        )
        found.append(
            KnownReader(
                reader=reader,
                rules=tuple(rules.get(reader_id, ())),
                told_to=int(cursor.position),
                told_at=cursor.updated_at,
            )
        )
    return found
