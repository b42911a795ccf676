"""Whose digest is due, and what does it say? From the journal to frozen messages in the outbox."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from alerts.addresses import Mailbox
from alerts.digest import Window
from alerts.errors import UnknownReaderError
from alerts.facts import Coverage
from alerts.links import Links
from alerts.load import World, load_world
from alerts.message import FrozenMessage
from alerts.outbox import Draft, advance, enqueue
from alerts.period import Due, Schedule, Slot, due
from alerts.post import Post
from alerts.readers import KnownReader, load_readers
from alerts.render import Rendered, render
from alerts.select import Item, select_unjudged
from alerts.select import select as select_items
from monitor.clock import Clock
from monitor.model.health import GateLimits
from monitor.model.position import PositionSet
from monitor.model.reader import QuietPolicy
from monitor.store.engine import Store
from monitor.store.tables import DeliveryRow, ToldRow

__all__ = ["DIGEST", "Made", "Outcome", "make_digest", "prepare_digests"]

DIGEST: Final = "digest"
_DEFAULTS: Final = GateLimits()
_HEARTBEAT: Final = timedelta(days=6, hours=12)
"""Half a day less than a week, so that a heartbeat keeps its weekday."""
_OVERLAP: Final = timedelta(hours=1)
"""What was noted just before the last digest may have been committed after it; markers stop a second telling."""


class Outcome(StrEnum):
    """What became of one reader's digest."""

    ENQUEUED = "enqueued"
    QUIET = "quiet"
    """Nothing to tell; the reader's window moved on."""
    NOT_DUE = "not due"
    OVERTAKEN = "overtaken"
    """Another process did it in the meantime."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A finished digest of one reader that is in no outbox yet."""

    rendered: Rendered
    message: FrozenMessage
    links: Links | None
    told: tuple[str, ...]
    quiet: bool
    """There is nothing to tell; whether it goes all the same is the reader's policy."""
    window: Window


def prepare_digests(
    store: Store,
    *,
    positions: PositionSet,
    post: Post,
    clock: Clock,
    at_once: bool = False,
    address: str | None = None,
    limits: GateLimits = _DEFAULTS,
) -> dict[int, Outcome]:
    """Put the digest of each reader for whom one is due into the outbox; by reader id what became of it.

    ``at_once`` makes one for everybody now, whatever the hour. ``address`` narrows it to one reader. Each reader is a
    transaction of its own; a process that dies in the middle leaves the others for the next run.

    :raises UnknownReaderError: when no active reader has ``address``.
    """
    now = clock()
    with store.read() as session:
        readers = _chosen(load_readers(session), address)
        waiting = [
            (reader, slot)
            for reader in readers
            if _may_be_told(reader, now) and (slot := _slot(reader, now, at_once=at_once))
        ]
        done = {reader.reader.id: Outcome.NOT_DUE for reader in readers}
        if not waiting:
            return done
        world = load_world(session, after=min(reader.told_to for reader, _ in waiting), now=now, limits=limits)
        memory = {reader.reader.id: _Memory.load(session, reader) for reader, _ in waiting}
    for reader, slot in waiting:
        made = make_digest(
            world,
            reader,
            told=memory[reader.reader.id].told,
            slot=slot,
            positions=positions,
            post=post,
            links=post.new_links(),
        )
        done[reader.reader.id] = _settle(store, reader, made, slot, memory[reader.reader.id])
    return done


def _chosen(readers: Sequence[KnownReader], address: str | None) -> list[KnownReader]:
    if address is None:
        return list(readers)
    found = [known for known in readers if known.reader.address.lower() == address.strip().lower()]
    if not found:
        raise UnknownReaderError(address)
    return found


def _may_be_told(reader: KnownReader, now: datetime) -> bool:
    """A pause and mail that came back hold digests; the first one after covers the whole gap."""
    paused = reader.reader.paused_until
    return reader.reader.suspended_at is None and (paused is None or paused <= now)


def _slot(reader: KnownReader, now: datetime, *, at_once: bool) -> Due | None:
    if at_once:
        local = now.astimezone(ZoneInfo(reader.reader.zone))
        return Due(slot=Slot(key=f"{now:%Y-%m-%dT%H:%M:%S.%fZ}", day=local.date(), at=now), missed=0)
    schedule = Schedule(cadence=reader.reader.cadence, zone=ZoneInfo(reader.reader.zone), send_at=reader.reader.send_at)
    return due(schedule, reader.told_at, now)


@dataclass(frozen=True, slots=True)
class _Memory:
    """What a reader was told of before, and when the last digest was made."""

    told: frozenset[str]
    last: datetime | None

    @classmethod
    def load(cls, session: Session, reader: KnownReader) -> _Memory:
        told = session.scalars(select(ToldRow.event_id).where(ToldRow.reader_id == reader.reader.id))
        last = session.scalar(
            select(func.max(DeliveryRow.created_at)).where(
                DeliveryRow.reader_id == reader.reader.id, DeliveryRow.kind == DIGEST
            )
        )
        return cls(frozenset(told), last)


def make_digest(
    world: World,
    reader: KnownReader,
    *,
    told: Collection[str],
    slot: Due,
    positions: PositionSet,
    post: Post,
    links: Links | None = None,
    with_baseline: bool = False,
) -> Made:
    """One reader's digest of the window that ``world`` was read at; pure.

    With ``with_baseline`` everything in the journal is told as if it were new: for previews.
    """
    since = None if with_baseline else reader.told_at
    noted_since = since - _OVERLAP if since else None
    window = Window(
        after=reader.told_to,
        until=world.watermark,
        since=since,
        to=world.at,
        zone=ZoneInfo(reader.reader.zone),
        missed=slot.missed,
    )
    changes = [change for change in world.changes if change.sequence > reader.told_to]
    items = select_items(changes, world.bills, reader.rules, told=told, with_baseline=with_baseline)
    unjudged = select_unjudged(world.unjudged, reader.rules, told=told, since=noted_since)
    coverage = _for_reader(world.coverage, reader, told)
    rendered = render(
        items,
        unjudged,
        window=window,
        coverage=coverage,
        positions=positions,
        contact=post.reply_to,
        links=links,
    )
    stale = [source.marker for source in coverage.stale]
    stale += [one.marker for one in coverage.unwell if one.is_told]
    message = post.write(
        recipient=Mailbox(name=reader.reader.name, address=reader.reader.address),
        subject=rendered.subject,
        text=rendered.text,
        html="" if reader.reader.text_only else rendered.html,
        kind=DIGEST,
        period=slot.slot.key,
        date=world.at,
        links=links,
    )
    return Made(
        rendered=rendered,
        message=message,
        links=links,
        told=(
            *_events(items),
            *(entry.marker for entry in unjudged),
            *stale,
            *(one.marker for one in coverage.loaded),
        ),
        quiet=not items and not any(entry.is_pressing for entry in unjudged) and set(stale) <= set(told),
        window=window,
    )


def _for_reader(coverage: Coverage, reader: KnownReader, told: Collection[str]) -> Coverage:
    """First loads that ended after the reader came, that a rule covers, and that no digest has told of."""
    return replace(
        coverage,
        loaded=tuple(
            one
            for one in coverage.loaded
            if one.live_since >= reader.reader.created_at
            and one.marker not in told
            and any(not rule.jurisdictions or one.jurisdiction in rule.jurisdictions for rule in reader.rules)
        ),
    )


def _events(items: Sequence[Item]) -> list[str]:
    return [event for item in items for event in item.events]


def _settle(store: Store, reader: KnownReader, made: Made, slot: Due, memory: _Memory) -> Outcome:
    """Put it into the outbox, or move the window on when there is nothing to tell and silence was asked for."""
    window = made.window
    if made.quiet and not _speaks_anyway(reader, memory, window.to):
        with store.write() as session:
            moved = advance(session, reader.reader.id, since=window.after, to=window.until, now=window.to)
        return Outcome.QUIET if moved else Outcome.OVERTAKEN
    draft = Draft(
        reader_id=reader.reader.id,
        kind=DIGEST,
        period=slot.slot.key,
        window_from=window.after,
        window_to=window.until,
        subject=made.rendered.subject,
        message=made.message,
        items={
            "shown": [entry.item.bill.name for entry in made.rendered.digest.entries],
            "named": list(made.rendered.digest.more),
        },
        told=made.told,
        token=made.links.token if made.links is not None else "",
    )
    with store.write() as session:
        entered = enqueue(session, draft, now=window.to)
    return Outcome.ENQUEUED if entered else Outcome.OVERTAKEN


def _speaks_anyway(reader: KnownReader, memory: _Memory, now: datetime) -> bool:
    """The quiet policy: never, once a week, always."""
    match reader.reader.quiet:
        case QuietPolicy.ALWAYS:
            return True
        case QuietPolicy.HEARTBEAT:
            return now - (memory.last or reader.reader.created_at) >= _HEARTBEAT
        case QuietPolicy.SKIP:
            return False
