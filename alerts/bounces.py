"""What follows when mail comes back? Another try after 2, 4, 8 … 64 hours, then none until somebody looks."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from alerts.readers import active_reader
from alerts.reports import Report, read_reports
from monitor.log import get_logger
from monitor.model.reader import BounceKind, DeliveryState
from monitor.store.engine import Store
from monitor.store.tables import BounceRow, DeliveryRow, ReaderRow

__all__ = ["Outcome", "Step", "last_bounces", "next_step", "resume_reader", "take_mail"]

_FIRST: Final = timedelta(hours=2)
_TRIES: Final = 6
"""2, 4, 8, 16, 32, 64 hours: five days and six hours in all."""
_MEMORY: Final = timedelta(days=14)
"""Soft bounces that are longer ago count no more."""
_log = get_logger("preempt.bounces")


class Outcome(StrEnum):
    """What became of one mail that came in."""

    NO_REPORT = "no report"
    """A person wrote, or a program that reports no failure: somebody should read it."""
    KNOWN = "known"
    """The same report was read before."""
    NOT_OURS = "not ours"
    """It names no message that was sent to that recipient."""
    AGAIN = "sent again later"
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What follows: nothing more, or the message once more at a time."""

    suspend: bool
    again_at: datetime | None


def next_step(kind: BounceKind, *, soft_before: int, now: datetime) -> Step:
    """The ladder; ``soft_before`` counts earlier soft bounces of the reader that still count. Pure."""
    if kind is not BounceKind.SOFT or soft_before >= _TRIES:
        return Step(suspend=True, again_at=None)
    return Step(suspend=False, again_at=now + _FIRST * (1 << soft_before))


def take_mail(store: Store, content: bytes, *, now: datetime) -> Outcome:
    """Read one mail that came in, and do what follows; one transaction. The same mail twice is the same as once."""
    reports = read_reports(content)
    if not reports:
        return Outcome.NO_REPORT
    digest = hashlib.sha256(content).hexdigest()
    with store.write() as session:
        outcomes = [
            _take(session, report, f"{digest}:{number}" if number else digest, now)
            for number, report in enumerate(reports)
        ]
    return max(outcomes, key=list(Outcome).index)


def _take(session: Session, report: Report, report_hash: str, now: datetime) -> Outcome:
    if session.scalar(select(BounceRow.id).where(BounceRow.report_hash == report_hash)) is not None:
        return Outcome.KNOWN
    delivery = _delivery(session, report)
    reader_id = delivery.reader_id if delivery is not None else None
    soft_before = _soft_before(session, reader_id, now) if reader_id is not None else 0
    session.add(
        BounceRow(
            report_hash=report_hash,
            received_at=now,
            kind=report.kind.value,
            status=report.status,
            words=report.words,
            reader_id=reader_id,
            delivery_id=delivery.id if delivery is not None else None,
            settled=False,
        )
    )
    if delivery is None:
        _log.warning("a report of a message that was not sent", kind=report.kind.value, status=report.status)
        return Outcome.NOT_OURS
    step = next_step(report.kind, soft_before=soft_before, now=now)
    why = f"{report.kind.value} bounce {report.status}".strip()
    if report.kind is BounceKind.COMPLAINT:
        why = "the reader complained"
    session.execute(
        update(DeliveryRow)
        .where(DeliveryRow.id == delivery.id)
        .values(
            state=(DeliveryState.FAILED if step.suspend else DeliveryState.PENDING).value,
            next_attempt_at=step.again_at or delivery.next_attempt_at,
            lease_owner="",
            lease_until=None,
            error=f"came back: {why}: {report.words}"[:500],
        )
    )
    if not step.suspend:
        _log.info("mail came back", delivery=delivery.id, status=report.status)
        return Outcome.AGAIN
    session.execute(
        update(ReaderRow)
        .where(ReaderRow.id == delivery.reader_id, ReaderRow.suspended_at.is_(None))
        .values(suspended_at=now, suspended_why=why)
    )
    _log.warning("a reader is suspended", reader=delivery.reader_id, why=why)
    return Outcome.SUSPENDED


def _delivery(session: Session, report: Report) -> DeliveryRow | None:
    """The message that came back, if it went to that recipient: a report alone can be forged."""
    row = session.scalar(
        select(DeliveryRow).where(
            DeliveryRow.message_id == report.message_id, DeliveryRow.state == DeliveryState.SENT.value
        )
    )
    if row is None:
        return None
    address = session.scalars(select(ReaderRow.address).where(ReaderRow.id == row.reader_id)).one()
    return row if not report.recipient or report.recipient.lower() == address.lower() else None


def _soft_before(session: Session, reader_id: int, now: datetime) -> int:
    return (
        session.scalar(
            select(func.count())
            .select_from(BounceRow)
            .where(
                BounceRow.reader_id == reader_id,
                BounceRow.kind == BounceKind.SOFT.value,
                BounceRow.settled.is_(False),
                BounceRow.received_at > now - _MEMORY,
            )
        )
        or 0
    )


def last_bounces(store: Store, *, limit: int) -> list[dict[str, str]]:
    """What came back, newest first: received_at, kind, status, address (empty when not ours), words."""
    with store.read() as session:
        rows = session.execute(
            select(BounceRow, ReaderRow.address)
            .join(ReaderRow, ReaderRow.id == BounceRow.reader_id, isouter=True)
            .order_by(BounceRow.id.desc())
            .limit(limit)
        )
        return [
            {
                "received_at": row.received_at.isoformat(),
                "kind": row.kind,
                "status": row.status,
                "address": address or "",
                "words": row.words,
            }
            for row, address in rows
        ]


def resume_reader(store: Store, address: str) -> bool:
    """Send to a suspended reader again, and forget the bounces; false for one who is not suspended.

    :raises UnknownReaderError: when no active reader has the address.
    """
    with store.write() as session:
        row = active_reader(session, address)
        was = row.suspended_at is not None
        row.suspended_at, row.suspended_why = None, ""
        session.execute(update(BounceRow).where(BounceRow.reader_id == row.id).values(settled=True))
    return was
