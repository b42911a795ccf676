"""What must the person who runs the service look at? One plain mail a spell of trouble, to the operator alone.

It enters no outbox, for an operator is no reader: it is sent from what the store says now. A process that dies between
the relay's answer and the note sends it again, with the same Message-ID.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from alerts.addresses import Mailbox, valid_address
from alerts.clean import clip, one_line
from alerts.errors import PermanentSendError, TransientSendError
from alerts.post import Post
from alerts.senders import Sender
from monitor.clock import Clock
from monitor.log import get_logger
from monitor.model.failure import FailureKind
from monitor.model.health import GateLimits, SourceVerdict
from monitor.model.reader import DeliveryState
from monitor.model.run import RunState
from monitor.services.source_health import source_health
from monitor.store.engine import Store
from monitor.store.tables import CrawlErrorRow, CrawlRunRow, CursorRow, DeliveryRow, ReaderRow, SessionRow

__all__ = ["Trouble", "tell_operator", "troubles"]

_KIND: Final = "operator"
_BAD_ENDS: Final = (RunState.DEGRADED, RunState.BLOCKED, RunState.FAILED)
_BAD_STANDING: Final = (SourceVerdict.STALE, SourceVerdict.HELD)
_NEW: Final = timedelta(days=7)
_WAITS_TOO_LONG: Final = timedelta(hours=2)
_LINE: Final = 400
_SHOWN: Final = 60
_log = get_logger("preempt.operator")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """One thing to look at; ``marker`` names its spell."""

    marker: str
    line: str


def tell_operator(store: Store, sender: Sender, *, address: str, post: Post, clock: Clock, limits: GateLimits) -> bool:
    """Send one mail when something is wrong that was not told yet; it lists all that is wrong now.

    A mail that cannot be handed over now is tried again the next time.

    :raises WrongReaderError: when ``address`` is no mail address.
    """
    now, recipient = clock(), Mailbox(name="", address=valid_address(address))
    with store.read() as session:
        found = troubles(session, now=now, limits=limits)
        told = _told(session)
    markers = sorted(trouble.marker for trouble in found)
    if set(markers) <= told:
        if set(markers) != told:
            _note(store, markers, now)  # what has passed is told anew when it comes back
        return False
    text = _text(found, told)
    message = post.write(
        recipient=recipient,
        subject=f"[AI preemption, operator] {len(found)} to look at",
        text=text,
        html=f'<!DOCTYPE html><html lang="en"><body><pre>{escape(text)}</pre></body></html>',
        kind=_KIND,
        period=hashlib.sha256(json.dumps(markers).encode()).hexdigest(),
        date=now,
    )
    try:
        sender.send(recipient=recipient.address, message_id=message.message_id, message=message.content)
    except (PermanentSendError, TransientSendError) as error:
        _log.warning("the operator could not be told", reply=error.reply)
        return False
    _note(store, markers, now)
    return True


def troubles(session: Session, *, now: datetime, limits: GateLimits) -> list[Trouble]:
    """Runs that ended badly, sources that are stale or held, sessions that nobody knew, mail that does not arrive."""
    return [*_runs(session), *_standings(session, now, limits), *_sessions(session, now), *_mail(session, now)]


def _runs(session: Session) -> list[Trouble]:
    latest = (
        select(func.max(CrawlRunRow.id))
        .where(CrawlRunRow.state != RunState.RUNNING.value)
        .group_by(CrawlRunRow.source, CrawlRunRow.target)
    )
    rows = session.scalars(select(CrawlRunRow).where(CrawlRunRow.id.in_(latest)).order_by(CrawlRunRow.source))
    found = []
    for row in rows:
        if row.state not in _BAD_ENDS:
            continue
        good = session.scalar(
            select(func.max(CrawlRunRow.id)).where(
                CrawlRunRow.source == row.source,
                CrawlRunRow.target == row.target,
                CrawlRunRow.state == RunState.OK.value,
            )
        )
        what = f"run {row.id} of {row.source} is {row.state}: {row.message}"
        if row.state == RunState.DEGRADED:
            what += f" (if it is right all the same: preempt crawl accept {row.id})"
        found.append(Trouble(marker=f"run:{row.source}:{row.target}:{row.state}:{good}", line=what))
    return found


def _standings(session: Session, now: datetime, limits: GateLimits) -> list[Trouble]:
    return [
        Trouble(
            marker=f"{one.source}:{one.jurisdiction}:{one.verdict.value}:{one.last_good}",
            line=f"{one.jurisdiction} from {one.source} is {one.verdict.value}: {one.why}",
        )
        for one in source_health(session, now=now, limits=limits)
        if one.verdict in _BAD_STANDING
    ]


def _sessions(session: Session, now: datetime) -> list[Trouble]:
    """New ones of sources that had been read well before."""
    known = {
        (source, jurisdiction): first
        for source, jurisdiction, first in session.execute(
            select(SessionRow.source, SessionRow.jurisdiction, func.min(SessionRow.first_seen_at)).group_by(
                SessionRow.source, SessionRow.jurisdiction
            )
        )
    }
    rows = session.scalars(
        select(SessionRow)
        .where(SessionRow.first_seen_at > now - _NEW)
        .order_by(SessionRow.source, SessionRow.jurisdiction, SessionRow.identifier)
    )
    told = session.execute(
        select(CrawlErrorRow.subject, func.min(CrawlErrorRow.noted_at))
        .where(CrawlErrorRow.kind == FailureKind.UNKNOWN_SESSION.value, CrawlErrorRow.noted_at > now - _NEW)
        .group_by(CrawlErrorRow.subject)
        .order_by(CrawlErrorRow.subject)
    )
    special = [
        Trouble(
            marker=f"special session:{subject}:{noted}",
            line=f"a special session is listed for the first time: {subject}",
        )
        for subject, noted in told
    ]
    return special + [
        Trouble(
            marker=f"session:{row.source}:{row.jurisdiction}:{row.identifier}",
            line=f"{row.source} lists a session that was not known: {row.jurisdiction} {row.identifier}",
        )
        for row in rows
        if row.first_seen_at > known[row.source, row.jurisdiction]
    ]


def _mail(session: Session, now: datetime) -> list[Trouble]:
    """Readers to whom nothing is sent, messages that were given up, and a queue that does not empty."""
    found = [
        Trouble(
            marker=f"suspended:{row.id}:{row.suspended_at}",
            line=f"nothing is sent to {row.address}: {row.suspended_why}; `preempt readers resume` when it is settled",
        )
        for row in session.scalars(
            select(ReaderRow)
            .where(ReaderRow.suspended_at.is_not(None), ReaderRow.active.is_(True))
            .order_by(ReaderRow.id)
        )
    ]
    failed = session.scalars(
        select(DeliveryRow.id).where(
            DeliveryRow.state == DeliveryState.FAILED.value,
            DeliveryRow.attempts > 0,
            DeliveryRow.created_at > now - _NEW,
        )
    ).all()
    if failed:
        line = f"{len(failed)} messages of the last week were given up; `preempt digest status` says why"
        found.append(Trouble(marker=f"mail failed:{max(failed)}", line=line))
    oldest = session.scalar(
        select(func.min(DeliveryRow.created_at))
        .join(ReaderRow, ReaderRow.id == DeliveryRow.reader_id)
        .where(
            DeliveryRow.state.in_([DeliveryState.PENDING.value, DeliveryState.CLAIMED.value]),
            DeliveryRow.attempts > 0,
            ReaderRow.suspended_at.is_(None),
        )
    )
    if oldest is not None and now - oldest > _WAITS_TOO_LONG:
        line = f"messages have waited since {oldest:%Y-%m-%d %H:%M}Z; `preempt digest status` says why"
        found.append(Trouble(marker=f"mail waits:{oldest.isoformat()}", line=line))
    return found


def _text(found: Collection[Trouble], told: Collection[str]) -> str:
    """New ones first; sources' words on one line each, whatever they hold."""
    ordered = sorted(found, key=lambda trouble: trouble.marker in told)
    lines = ["What the service cannot settle alone. `preempt coverage` shows all of it.", ""]
    lines += [
        f"- {'' if trouble.marker in told else 'NEW: '}{clip(one_line(trouble.line), _LINE)}"
        for trouble in ordered[:_SHOWN]
    ]
    if len(ordered) > _SHOWN:
        lines.append(f"- and {len(ordered) - _SHOWN} more")
    return "\n".join(lines) + "\n"


def _told(session: Session) -> set[str]:
    position = session.scalar(select(CursorRow.position).where(CursorRow.consumer == _KIND))
    return set(json.loads(position)) if position else set()


def _note(store: Store, markers: list[str], now: datetime) -> None:
    with store.write() as session:
        session.merge(CursorRow(consumer=_KIND, position=json.dumps(markers), updated_at=now))
