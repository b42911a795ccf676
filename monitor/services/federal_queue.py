"""Which federal documents are known, which wait for an analyst, and what was decided? No position changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from monitor.clock import Clock
from monitor.errors import ExitCode, PreemptError
from monitor.model.bearing import BearingState
from monitor.store.engine import Store
from monitor.store.tables import FederalBearingRow, FederalDocumentRow, FederalIdentifierRow, FederalSightingRow

__all__ = [
    "BearingDecidedError",
    "FederalCopy",
    "KnownDocument",
    "NoSuchFederalDocumentError",
    "QueuedBearing",
    "decide_bearing",
    "known_documents",
    "queued_bearings",
    "show_document",
]


class NoSuchFederalDocumentError(PreemptError):
    """No document or proposal has this name. Raised by :func:`show_document`; ``preempt federal list`` names them."""

    exit_code = ExitCode.WRONG_USE


class BearingDecidedError(PreemptError):
    """It does not wait any more. Raised by :func:`decide_bearing`; ``preempt federal queue --state`` shows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FederalCopy:
    """Where a document was seen, and when first."""

    source: str
    url: str
    published_on: date | None
    first_seen_at: datetime
    changed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedBearing:
    """What the classifier says of one document and one position, and what a person said of that."""

    id: int
    fed_key: str
    title: str
    position: str
    how: str
    reason: str
    quotes: tuple[dict[str, Any], ...]
    """``start``, ``end`` and ``quote``, in the document's title, an empty line and its text."""
    release: str
    """Of the positions that it was held against."""
    state: str
    decided_by: str
    decided_at: datetime | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownDocument:
    """One document; ``copies``, ``names`` and ``bearings`` are told of a single one."""

    fed_key: str
    kind: str
    publisher: str
    title: str
    url: str
    agencies: tuple[str, ...]
    signed_on: date | None
    published_on: date | None
    date_is_estimated: bool
    effective_on: date | None
    comments_close_on: date | None
    citation: str
    verification: str
    first_source: str
    first_seen_at: datetime
    characters: int
    """Of its text; 0 when none is stored."""
    names: tuple[str, ...] = ()
    copies: tuple[FederalCopy, ...] = ()
    bearings: tuple[QueuedBearing, ...] = ()


def known_documents(store: Store, *, limit: int = 50, kinds: tuple[str, ...] = ()) -> list[KnownDocument]:
    """Those seen last, first."""
    query = select(FederalDocumentRow).order_by(FederalDocumentRow.first_seen_at.desc(), FederalDocumentRow.id.desc())
    if kinds:
        query = query.where(FederalDocumentRow.kind.in_(kinds))
    with store.read() as session:
        return [_document(row) for row in session.scalars(query.limit(limit))]


def show_document(store: Store, name: str) -> KnownDocument:
    """One, by any of its names (``eo:14409``, ``14409``, ``2026-11415``, a link).

    :raises NoSuchFederalDocumentError: when none has it.
    """
    with store.read() as session:
        kind, _, value = name.partition(":")
        named = or_(
            FederalIdentifierRow.value == name,
            (FederalIdentifierRow.kind == kind) & (FederalIdentifierRow.value == value),
        )
        query = select(FederalDocumentRow).join(
            FederalIdentifierRow, FederalIdentifierRow.document_id == FederalDocumentRow.id
        )
        row = session.scalars(query.where(named).order_by(FederalDocumentRow.id)).first()
        if row is None:
            words = f"no federal document is called {name[:100]!r}; see `preempt federal list`"
            raise NoSuchFederalDocumentError(words)
        return _whole(session, row)


def queued_bearings(store: Store, *, state: BearingState | None = BearingState.WAITING) -> list[QueuedBearing]:
    """Those in one state, or all; the oldest first."""
    query = select(FederalBearingRow, FederalDocumentRow).join(
        FederalDocumentRow, FederalDocumentRow.id == FederalBearingRow.document_id
    )
    if state is not None:
        query = query.where(FederalBearingRow.state == state.value)
    with store.read() as session:
        return [_bearing(one, row) for one, row in session.execute(query.order_by(FederalBearingRow.id))]


def decide_bearing(
    store: Store, number: int, state: BearingState, *, by: str, note: str, clock: Clock
) -> QueuedBearing:
    """Write down that a person accepted or dismissed a proposal. Positions are files: a person changes them.

    :raises NoSuchFederalDocumentError: when there is no such proposal.
    :raises BearingDecidedError: when it does not wait.
    """
    with store.write() as session:
        one = session.get(FederalBearingRow, number)
        if one is None:
            raise NoSuchFederalDocumentError(f"no proposal has the number {number}; see `preempt federal queue`")
        if one.state != BearingState.WAITING:
            who = f" by {one.decided_by}" if one.decided_by else ""
            raise BearingDecidedError(f"proposal {number} does not wait: it is {one.state}{who}")
        one.state, one.decided_by, one.decided_at, one.note = state.value, by, clock(), note
        session.flush()
        row = session.get(FederalDocumentRow, one.document_id)
        assert row is not None
        return _bearing(one, row)


def _bearing(one: FederalBearingRow, row: FederalDocumentRow) -> QueuedBearing:
    names = ("id", "position", "how", "reason", "release", "state", "decided_by", "decided_at", "note")
    facts: dict[str, Any] = {name: getattr(one, name) for name in names}
    return QueuedBearing(fed_key=row.fed_key, title=row.title, quotes=tuple(one.quotes), **facts)


def _document(row: FederalDocumentRow, **more: Any) -> KnownDocument:
    names = (
        *("fed_key", "kind", "publisher", "title", "url", "signed_on", "published_on", "date_is_estimated"),
        *("effective_on", "comments_close_on", "citation", "verification", "first_source", "first_seen_at"),
    )
    facts: dict[str, Any] = {name: getattr(row, name) for name in names}
    return KnownDocument(agencies=tuple(row.agencies), characters=len(row.text), **facts, **more)


def _whole(session: Session, row: FederalDocumentRow) -> KnownDocument:
    named = select(FederalIdentifierRow).where(FederalIdentifierRow.document_id == row.id)
    seen = select(FederalSightingRow).where(FederalSightingRow.document_id == row.id)
    said = select(FederalBearingRow).where(FederalBearingRow.document_id == row.id)
    return _document(
        row,
        names=tuple(f"{one.kind}:{one.value}" for one in session.scalars(named.order_by(FederalIdentifierRow.id))),
        copies=tuple(
            FederalCopy(
                source=one.source,
                url=one.url,
                published_on=one.published_on,
                first_seen_at=one.first_seen_at,
                changed_at=one.changed_at,
            )
            for one in session.scalars(seen.order_by(FederalSightingRow.id))
        ),
        bearings=tuple(_bearing(one, row) for one in session.scalars(said.order_by(FederalBearingRow.id))),
    )
