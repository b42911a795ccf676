"""What would be sent now? Digests that enter no outbox."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select

from alerts.errors import UnknownReaderError
from alerts.load import load_world
from alerts.period import Due, Slot
from alerts.post import Post
from alerts.prepare import Made, make_digest
from alerts.readers import EVERYTHING, KnownReader, load_readers
from monitor.model.health import GateLimits
from monitor.model.position import PositionSet
from monitor.model.reader import Cadence, QuietPolicy, Reader
from monitor.store.engine import Store
from monitor.store.tables import ToldRow

__all__ = ["preview_digests"]

_DEFAULTS: Final = GateLimits()
_NOBODY: Final = "everything"
_LAST: Final = timedelta(days=1)


def preview_digests(
    store: Store,
    *,
    positions: PositionSet,
    post: Post,
    now: datetime,
    zone: str,
    address: str | None = None,
    all_events: bool = False,
    limits: GateLimits = _DEFAULTS,
) -> dict[str, Made]:
    """By reader's address the digest that would be made now; without readers, one with a rule that lets all through.

    ``all_events`` tells everything ever recorded as if it were new, baselines included. Changes nothing.

    :raises UnknownReaderError: when no active reader has ``address``.
    """
    with store.read() as session:
        readers = load_readers(session)
        if address is not None:
            readers = [known for known in readers if known.reader.address.lower() == address.strip().lower()]
            if not readers:
                raise UnknownReaderError(address)
        readers = readers or [_anyone(post, zone, now)]
        after = 0 if all_events else min(known.told_to for known in readers)
        world = load_world(session, after=after, now=now, with_baseline=all_events, limits=limits)
        told = {
            known.reader.id: set(session.scalars(select(ToldRow.event_id).where(ToldRow.reader_id == known.reader.id)))
            for known in readers
        }
    made = {}
    for known in readers:
        local = now.astimezone(ZoneInfo(known.reader.zone))
        made[known.reader.address if known.reader.id else _NOBODY] = make_digest(
            world,
            _from_the_start(known) if all_events else known,
            told=() if all_events else told[known.reader.id],
            slot=Due(slot=Slot(key=f"preview-{now:%Y-%m-%dT%H:%M:%SZ}", day=local.date(), at=now), missed=0),
            positions=positions,
            post=post,
            with_baseline=all_events,
        )
    return made


def _from_the_start(known: KnownReader) -> KnownReader:
    return KnownReader(reader=known.reader, rules=known.rules, told_to=0, told_at=known.told_at)


def _anyone(post: Post, zone: str, now: datetime) -> KnownReader:
    """A reader for the time before there is one: all that is not baseline, from the first record on."""
    reader = Reader(
        id=0,
        address=post.reply_to,
        name="",
        zone=zone,
        send_at=time(7),
        cadence=Cadence.DAILY,
        quiet=QuietPolicy.ALWAYS,
        active=True,
        created_at=now,
    )
    return KnownReader(reader=reader, rules=(EVERYTHING,), told_to=0, told_at=now - _LAST)
