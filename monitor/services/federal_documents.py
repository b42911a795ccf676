"""What becomes of a federal document that was seen? One row, however many places have it; the first one is news."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from monitor.classify.federal_bearing import bearings_of, document_text
from monitor.clock import Clock
from monitor.model.bearing import BearingState
from monitor.model.event import Event, EventKind, event_id
from monitor.model.federal import (
    PRESIDENTIAL,
    FederalIdentifier,
    FederalKind,
    FederalSighting,
    IdentifierKind,
    Publisher,
    are_one_act,
    fed_key,
)
from monitor.model.run import RunState
from monitor.positions import load_positions
from monitor.store.engine import Store
from monitor.store.events import PlacedEvent, append_events
from monitor.store.tables import (
    CrawlRunRow,
    FederalBearingRow,
    FederalDocumentRow,
    FederalIdentifierRow,
    FederalSightingRow,
)

__all__ = ["FederalResult", "Seen", "is_first_load", "record_sighting"]

_WINDOW = timedelta(days=7)


class Seen(StrEnum):
    """What a sighting came to."""

    NEW = "new"
    KNOWN = "known"
    """Nothing, or only what a place had already said."""
    LINKED = "linked"
    """A further place or a further name of a known document: no news."""
    AMENDED = "amended"


@dataclass(frozen=True, slots=True, kw_only=True)
class FederalResult:
    """What was stored for one sighting."""

    seen: Seen
    fed_key: str
    events: int
    proposals: int


def is_first_load(store: Store, source: str) -> bool:
    """Whether no run of the source has ended well yet: what it brings is a baseline then, and no news."""
    with store.read() as session:
        query = select(CrawlRunRow.id).where(CrawlRunRow.source == source, CrawlRunRow.state == RunState.OK.value)
        return session.scalars(query.limit(1)).first() is None


def record_sighting(store: Store, sighting: FederalSighting, *, clock: Clock, baseline: bool = False) -> FederalResult:
    """Store one copy, in one transaction; the same one again changes nothing.

    :raises ValueError: for a copy without any name or title.
    """
    if not sighting.title:
        raise ValueError("a federal document without a title")
    key, names = sighting.key, _own_names(sighting)
    with store.write() as session:
        row = _find(session, sighting, names)
        seen = Seen.KNOWN
        if row is None:
            row, seen = _new(session, sighting, names), Seen.NEW
        moved = _see(session, row, sighting)
        added = _name(session, row, names)
        if seen is Seen.KNOWN:
            seen = Seen.AMENDED if moved == "amended" else Seen.LINKED if added or moved == "new" else seen
        if seen is not Seen.NEW and (moved != "same" or added):
            _merge(row, sighting)
        session.flush()
        events = _events(session, row, sighting, seen, clock=clock, baseline=baseline)
        proposals = _propose(session, row, clock) if moved != "same" else 0
        return FederalResult(seen=seen, fed_key=row.fed_key or key, events=events, proposals=proposals)


def _own_names(sighting: FederalSighting) -> tuple[FederalIdentifier, ...]:
    """A correction repeats the number of the order that it corrects; the number is not its name."""
    if not sighting.corrects:
        return sighting.identifiers
    return tuple(one for one in sighting.identifiers if one.kind is not IdentifierKind.EXECUTIVE_ORDER)


def _find(
    session: Session, sighting: FederalSighting, names: tuple[FederalIdentifier, ...]
) -> FederalDocumentRow | None:
    """By the strongest name that is known; else the other publisher's copy of the same presidential act."""
    for name in sorted(names, key=lambda one: list(IdentifierKind).index(one.kind)):
        query = select(FederalDocumentRow).join(
            FederalIdentifierRow, FederalIdentifierRow.document_id == FederalDocumentRow.id
        )
        row = session.scalars(
            query.where(FederalIdentifierRow.kind == name.kind.value, FederalIdentifierRow.value == name.value)
        ).one_or_none()
        if row is not None:
            return row
    return _other_copy(session, sighting) if not sighting.corrects else None


def _other_copy(session: Session, sighting: FederalSighting) -> FederalDocumentRow | None:
    day = sighting.signed_on or sighting.published_on
    pair = (Publisher.FEDERAL_REGISTER, Publisher.WHITE_HOUSE)
    if sighting.kind not in PRESIDENTIAL or day is None or sighting.publisher not in pair:
        return None
    is_register = sighting.publisher is Publisher.FEDERAL_REGISTER
    other = Publisher.WHITE_HOUSE if is_register else Publisher.FEDERAL_REGISTER
    mine = select(FederalSightingRow.document_id).where(FederalSightingRow.publisher == sighting.publisher.value)
    told = FederalSightingRow.published_on if is_register else FederalSightingRow.signed_on
    query = (
        select(FederalDocumentRow, FederalSightingRow)
        .join(FederalSightingRow, FederalSightingRow.document_id == FederalDocumentRow.id)
        .where(FederalSightingRow.publisher == other.value, FederalDocumentRow.id.not_in(mine))
        .where(told.between(day - _WINDOW, day + _WINDOW), FederalDocumentRow.corrects == "")
        .order_by(FederalDocumentRow.id)
    )
    found = []
    for row, copy in session.execute(query):
        register, house = (sighting, copy) if is_register else (copy, sighting)
        kinds = (sighting.kind, FederalKind(row.kind)) if is_register else (FederalKind(row.kind), sighting.kind)
        titles = (register.title, house.title)
        if are_one_act(titles=titles, kinds=kinds, signed_on=register.signed_on, posted_on=house.published_on):
            found.append(row)
    return found[0] if len(found) == 1 else None  # two of one name on one day: nobody can say which


def _new(session: Session, sighting: FederalSighting, names: tuple[FederalIdentifier, ...]) -> FederalDocumentRow:
    key = fed_key(names)
    row = FederalDocumentRow(
        fed_key=key,
        first_key=key,
        kind=sighting.kind.value,
        publisher=sighting.publisher.value,
        agencies=list(sighting.agencies),
        docket_ids=list(sighting.docket_ids),
        verification=sighting.verification.value,
        first_source=sighting.source,
        first_seen_at=sighting.observed_at,
        **{
            name: getattr(sighting, name) for name in (*_TEXTS, *_DAYS, "published_on", "corrects", "date_is_estimated")
        },
    )
    session.add(row)
    session.flush()
    return row


_TEXTS = ("title", "url", "citation", "summary", "text")
_DAYS = ("signed_on", "effective_on", "comments_close_on")


def _see(session: Session, row: FederalDocumentRow, sighting: FederalSighting) -> str:
    """Keep the copy of this place: ``new``, ``same``, ``fuller`` (it has a text now) or ``amended``."""
    query = select(FederalSightingRow).where(
        FederalSightingRow.document_id == row.id, FederalSightingRow.source == sighting.source
    )
    copy = session.scalars(query).one_or_none()
    facts, words = sighting.facts_sha256, sighting.text_sha256
    told: dict[str, Any] = {name: getattr(sighting, name) for name in ("title", "url", "published_on", "signed_on")}
    if copy is None:
        copy = FederalSightingRow(
            document_id=row.id, source=sighting.source, publisher=sighting.publisher.value, **told
        )
        copy.facts_sha256, copy.text_sha256, copy.first_seen_at = facts, words, sighting.observed_at
        session.add(copy)
        return "new"
    amended = copy.facts_sha256 != facts or bool(copy.text_sha256 and words and copy.text_sha256 != words)
    fuller = bool(words and not copy.text_sha256)
    if not (amended or fuller):
        return "same"
    copy.facts_sha256, copy.text_sha256 = facts, words or copy.text_sha256
    for name, value in told.items():
        setattr(copy, name, value or getattr(copy, name))
    if amended:
        copy.changed_at = sighting.observed_at
    return "amended" if amended else "fuller"


def _name(session: Session, row: FederalDocumentRow, names: tuple[FederalIdentifier, ...]) -> int:
    """Add names that no document has; the key is the strongest from then on."""
    added = 0
    for name in names:
        known = select(FederalIdentifierRow.id).where(
            FederalIdentifierRow.kind == name.kind.value, FederalIdentifierRow.value == name.value
        )
        if session.scalars(known).first() is None:
            session.add(FederalIdentifierRow(document_id=row.id, kind=name.kind.value, value=name.value))
            session.flush()
            added += 1
    if added:
        held = select(FederalIdentifierRow).where(FederalIdentifierRow.document_id == row.id)
        row.fed_key = fed_key(
            tuple(FederalIdentifier(kind=IdentifierKind(one.kind), value=one.value) for one in session.scalars(held))
        )
    return added


def _merge(row: FederalDocumentRow, sighting: FederalSighting) -> None:
    """The publisher whose word counts more writes over; any other fills what is empty. Nothing becomes empty."""
    above = sighting.publisher.rank >= Publisher(row.publisher).rank
    for name in (*_TEXTS, *_DAYS):
        told, held = getattr(sighting, name), getattr(row, name)
        if told and (above or not held):
            setattr(row, name, told)
    days: list[date] = [day for day in (row.published_on, sighting.published_on) if day is not None]
    row.published_on = min(days, default=None)
    row.date_is_estimated = row.date_is_estimated and sighting.date_is_estimated
    row.agencies = sorted({*row.agencies, *sighting.agencies})
    row.docket_ids = sorted({*row.docket_ids, *sighting.docket_ids})
    if above:
        row.publisher = sighting.publisher.value
        if sighting.kind is not FederalKind.PRESIDENTIAL:
            row.kind = sighting.kind.value


def _events(
    session: Session, row: FederalDocumentRow, sighting: FederalSighting, seen: Seen, *, clock: Clock, baseline: bool
) -> int:
    if seen not in (Seen.NEW, Seen.AMENDED):
        return 0
    kind = EventKind.FEDERAL_PUBLISHED if seen is Seen.NEW and not sighting.corrects else EventKind.FEDERAL_AMENDED
    detail = "" if seen is Seen.NEW else f"{sighting.source} {sighting.facts_sha256} {sighting.text_sha256}"
    told = {"fed_key": row.fed_key, "title": row.title, "url": row.url, "source": sighting.source, "kind": row.kind}
    if sighting.corrects:
        told["corrects"] = sighting.corrects
    event = Event(
        id=event_id(kind, f"federal {row.first_key}", detail),
        kind=kind,
        bill=None,
        occurred_on=sighting.signed_on or sighting.published_on,
        detected_at=clock(),
        baseline=baseline,
        payload=told,
    )
    return append_events(session, [PlacedEvent(event=event)])


def _propose(session: Session, row: FederalDocumentRow, clock: Clock) -> int:
    """Put what the classifier says into the queue. What waits about an older text no longer does."""
    words = document_text(row.title, row.text)
    found = {one.position: one for one in bearings_of(row.title, row.text, kind=FederalKind(row.kind))}
    digest, release = hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest(), load_positions().release
    held = session.scalars(select(FederalBearingRow).where(FederalBearingRow.document_id == row.id)).all()
    answered: set[str] = set()
    for old in held:
        if old.text_sha256 == digest:
            answered.add(old.position)
            if old.state == BearingState.OUTDATED and old.position in found:
                old.state = BearingState.WAITING.value
        elif old.state == BearingState.WAITING:
            old.state = BearingState.OUTDATED.value
        elif old.state != BearingState.OUTDATED and old.position in found and old.how == found[old.position].how:
            answered.add(old.position)  # the same was decided about an older text: nobody is asked twice
    fresh: Iterable[str] = sorted(set(found) - answered)
    for position in fresh:
        one = found[position]
        session.add(
            FederalBearingRow(
                document_id=row.id,
                position=position,
                how=one.how.value,
                quotes=[{**asdict(quote.span), "quote": quote.quote} for quote in one.quotes],
                text_sha256=digest,
                reason=one.reason,
                release=release,
                state=BearingState.WAITING.value,
                decided_by="",
                decided_at=None,
                note="",
                created_at=clock(),
            )
        )
    session.flush()
    return len(set(found) - answered)
