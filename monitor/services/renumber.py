"""Which bills of a batch are stored under another number, and which are drafts that have become bills already?

Two numbers are one bill when the source says so: one id of its own, or the draft named with the bill. LegiScan names no
drafts and gives a bill another id at times: there the draft must have left its lists and be the one that fits in every
respect. Everything else that looks alike stays two bills.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from monitor.model.bill import BillKey, BillRecord
from monitor.model.claim import SourceRank, rank_of
from monitor.model.event import Event, EventKind, event_id
from monitor.model.renumbering import (
    WITH_DRAFTS,
    Carried,
    Renumbering,
    WhyRenumbered,
    draft_numbers,
    is_draft,
    is_same_paper,
    linked_natives,
    native_names,
)
from monitor.store.bill_repository import known_claims
from monitor.store.events import PlacedEvent
from monitor.store.renumbering_repository import (
    bills_by_alias,
    bills_that_bore,
    carried_by,
    give_number,
    last_listed,
    listed_at,
)

__all__ = ["Followed", "follow_numbers", "renumbered_event"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """What became of the numbers of a batch."""

    changes: dict[BillKey, Renumbering] = field(default_factory=dict)
    """By the new key; the stored rows bear it now."""
    outdated: frozenset[BillKey] = frozenset()
    """Drafts that are bills under another number by now: what a source still says of them is old."""


def follow_numbers(
    session: Session, source: str, records: Sequence[BillRecord], *, stored: Collection[BillKey], now: datetime
) -> Followed:
    """Give stored bills the numbers under which the source gives them now. Call it inside ``store.write()``.

    ``stored`` are the keys of the batch that are stored as they are: such a bill is never made into one with another,
    so when both numbers are stored already both stay.
    """
    unknown = [record for record in records if record.key not in stored]
    if not unknown:
        return Followed()
    names = [name for record in unknown for name in (*native_names(record.aliases), *linked_natives(record))]
    owners = bills_by_alias(session, names)
    drafts = known_claims(session, source, [key for record in unknown for key in draft_numbers(record)])
    listed = {record.key for record in records}
    changes: dict[BillKey, Renumbering] = {}
    taken: set[int] = set()
    for record in unknown:
        change = (
            _by_id(record, owners, listed)
            or _by_name(record, {key: c.bill_id for key, c in drafts.items()}, owners)
            or _by_likeness(session, source, record, listed)
        )
        if change is not None and change.bill_id not in taken and record.key not in changes:
            taken.add(change.bill_id)
            changes[record.key] = change
            give_number(session, change, source=source, now=now)
    former = bills_that_bore(session, [record.key for record in records if is_draft(record.key)])
    return Followed(changes=changes, outdated=frozenset(key for key in former if key not in changes))


def _by_id(
    record: BillRecord, owners: dict[str, list[tuple[int, BillKey]]], listed: Collection[BillKey]
) -> Renumbering | None:
    found = {
        bill_id: key
        for name in native_names(record.aliases)
        for bill_id, key in owners.get(name, ())
        if (key.jurisdiction, key.session) == (record.key.jurisdiction, record.key.session)
    }
    if len(found) != 1:
        return None  # nobody, or more than one: not certain
    ((bill_id, before),) = found.items()
    backwards = is_draft(record.key) and not is_draft(before)
    if backwards or before in listed:
        return None
    return Renumbering(bill_id=bill_id, before=before, after=record.key, why=WhyRenumbered.SAME_ID)


def _by_name(
    record: BillRecord, drafts: dict[BillKey, int], owners: dict[str, list[tuple[int, BillKey]]]
) -> Renumbering | None:
    if is_draft(record.key):
        return None
    here = (record.key.jurisdiction, record.key.session)
    named = {key: drafts[key] for key in draft_numbers(record) if key in drafts} | {
        key: bill_id
        for name in linked_natives(record)
        for bill_id, key in owners.get(name, ())
        if is_draft(key) and (key.jurisdiction, key.session) == here
    }
    if len(named) != 1:
        return None  # several drafts that became one bill are no renumbering
    ((before, bill_id),) = named.items()
    return Renumbering(bill_id=bill_id, before=before, after=record.key, why=WhyRenumbered.NAMED)


def _by_likeness(session: Session, source: str, record: BillRecord, listed: Collection[BillKey]) -> Renumbering | None:
    if rank_of(source) is not SourceRank.LEGISCAN or record.key.jurisdiction not in WITH_DRAFTS or is_draft(record.key):
        return None
    primary = [sponsor.name for sponsor in record.sponsors if sponsor.role == "primary"]
    seen = listed_at(session, source, [name.partition(":")[2] for name in native_names(record.aliases)])
    if not primary or seen is None:
        return None
    own = Carried(title=record.title, chamber=record.chamber, sponsors=frozenset(name.casefold() for name in primary))
    fitting = {
        bill_id: key
        for bill_id, (key, other) in carried_by(session, record.key, primary[0]).items()
        if is_same_paper(other, own)
    }
    if len(fitting) != 1:
        return None  # nobody, or more than one, a bill among them perhaps: not certain
    ((bill_id, before),) = fitting.items()
    left = last_listed(session, source, bill_id)
    if not is_draft(before) or before in listed or left is None or left >= seen:
        return None  # a draft that is still listed is another paper
    return Renumbering(bill_id=bill_id, before=before, after=record.key, why=WhyRenumbered.ALIKE)


def renumbered_event(change: Renumbering, *, live: bool, now: datetime) -> PlacedEvent:
    """The same change of numbers has the same name, each time that it happens a number more."""
    detail = hashlib.sha256(json.dumps([change.before.identifier, change.after.identifier]).encode()).hexdigest()
    event = Event(
        id=event_id(EventKind.BILL_RENUMBERED, str(change.after), detail),
        kind=EventKind.BILL_RENUMBERED,
        bill=change.after,
        occurred_on=None,
        detected_at=now,
        baseline=not live,
        payload=dict(change.payload()),
    )
    return PlacedEvent(event=event, bill_id=change.bill_id)
