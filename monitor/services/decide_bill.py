"""What does a source's record change about a bill? Decided from values alone; the store applies it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from monitor.model.bill import Action, ActionClass, BillRecord, BillStatus, RelatedBill, Sponsor
from monitor.model.bill_change import ActionChange, BillChange, KnownBill, PlannedEvent, VersionReading
from monitor.model.claim import MergedBill, rank_of
from monitor.model.event import Event, EventKind, event_id
from monitor.model.quarantine import why_quarantined
from monitor.model.relation import COMPANIONS, Relation
from monitor.model.status import Standing, standing_of
from monitor.services.decide_versions import NamedVersion, decide_versions
from monitor.services.merge_bill import is_unconfirmed

__all__ = ["REVISION", "action_keys", "content_hash", "decide_bill"]

REVISION: Final = 1
"""Raise it when parsing or status rules change, so that stored bills are looked at again."""


def content_hash(record: BillRecord) -> str:
    """Of everything that a source says of a bill, the bytes of its texts included; times of reading are left out."""
    said = {
        "revision": REVISION,
        "key": str(record.key),
        "title": record.title,
        "url": record.source_url,
        "chamber": record.chamber,
        "classification": record.classification,
        "abstract": record.abstract,
        "subjects": record.subjects,
        "aliases": record.aliases,
        "actions": [(_iso(a.on), a.chamber, a.text, a.classes) for a in record.actions],
        "sponsors": [(s.name, s.role, s.kind) for s in record.sponsors],
        "related": [(r.session, r.identifier, r.relation, r.native) for r in record.related],
        "versions": [
            (
                v.note,
                v.stage,
                _iso(v.published_on),
                v.url,
                v.media_type,
                v.upstream_text,
                hashlib.sha256(v.document.body).hexdigest() if v.document is not None else None,
            )
            for v in record.versions
        ],
    }
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def action_keys(actions: Sequence[Action]) -> list[str]:
    """A name for each action from its day, chamber and words; equal ones are counted."""
    seen: Counter[str] = Counter()
    keys = []
    for action in actions:
        said = json.dumps([_iso(action.on), action.chamber, action.text.casefold()], ensure_ascii=False)
        key = hashlib.sha256(said.encode()).hexdigest()[:32]
        seen[key] += 1
        keys.append(key if seen[key] == 1 else f"{key}#{seen[key]}")
    return keys


def decide_bill(
    record: BillRecord,
    known: KnownBill | None,
    readings: Sequence[VersionReading],
    *,
    live: bool,
    now: datetime,
    content: str,
    merged: MergedBill | None = None,
) -> BillChange:
    """The whole change. ``live`` is false while the bill's session is loaded for the first time: then all is baseline.

    A source that now gives no actions, no sponsors or no abstract has not taken them back: what is stored stays.
    ``merged`` when several sources speak of the bill: ``record`` is then what they come to, and so is the status.
    """
    if merged is not None:
        standing, unconfirmed = merged.standing, merged.status_unconfirmed
    else:
        standing = standing_of(
            record.actions, classification=record.classification, jurisdiction=record.key.jurisdiction
        )
        unconfirmed = is_unconfirmed(standing.status, {rank_of(record.source)})
    actions = _actions(record, known)
    versions = decide_versions(known.versions if known else (), readings, live=live, now=now)
    new_sponsors, gone_sponsors = _sponsors(record, known)
    related = tuple(
        link
        for link in dict.fromkeys(record.related)  # a source may say one thing twice
        if known is None or link not in known.related
    )
    events = _Events(record, live=live, now=now)
    if known is None:
        events.bill_new(standing, unconfirmed=unconfirmed)
        events.versions(versions.told)
        events.links([link for link in related if link.relation.is_carry_over])
    else:
        events.title(known.title)
        events.versions(versions.told)
        events.actions(actions)
        events.status(known.status, standing, unconfirmed=unconfirmed)
        events.sponsors(new_sponsors, [key for key, row in known.sponsors.items() if row in set(gone_sponsors)])
        events.links(related)
    return BillChange(
        bill=_bill_values(record, known, standing, content, now, unconfirmed=unconfirmed),
        current_key=versions.current_key,
        new_versions=tuple(versions.new),
        version_updates=tuple(versions.updates),
        actions=actions,
        new_sponsors=new_sponsors,
        gone_sponsors=gone_sponsors,
        new_related=related,
        new_aliases=tuple(name for name in dict.fromkeys(record.aliases) if known is None or name not in known.aliases),
        events=tuple(events.found),
    )


def _bill_values(
    record: BillRecord,
    known: KnownBill | None,
    standing: Standing,
    content: str,
    now: datetime,
    *,
    unconfirmed: bool,
) -> Mapping[str, Any]:
    values: dict[str, Any] = {
        "chamber": record.chamber.value,
        "classification": list(record.classification),
        "title": record.title,
        "abstract": record.abstract or (known.abstract if known else ""),
        "subjects": list(record.subjects),
        "source": record.source,
        "source_url": record.source_url,
        "content_hash": content,
        "changed_at": now,
        "quarantine": why_quarantined(record.key, record.title),
    }
    if known is None or record.actions:
        days = [action.on for action in record.actions if action.on is not None]
        last = record.actions[-1] if record.actions else None
        values |= {
            "introduced_on": None if _is_undated(record) else min(days, default=None),
            "last_action_on": last.on if last else None,
            "last_action": last.text if last else "",
        }
    if known is None or standing.status is not BillStatus.UNKNOWN:
        values |= {
            "status": standing.status.value,
            "status_on": standing.on,
            "status_unconfirmed": unconfirmed,
        }
    return values


def _actions(record: BillRecord, known: KnownBill | None) -> ActionChange:
    keys = action_keys(record.actions)
    if known is None:
        return ActionChange(new=tuple(zip(keys, record.actions, strict=True)))
    if not record.actions:
        return ActionChange()
    new, moved = [], []
    for key, action in zip(keys, record.actions, strict=True):
        stored = known.actions.get(key)
        if stored is None:
            new.append((key, action))
        elif (stored.ordinal, stored.classes) != (action.ordinal, action.classes):
            moved.append((stored.id, {"ordinal": action.ordinal, "classes": list(action.classes)}))
    gone = tuple(stored.id for key, stored in known.actions.items() if key not in set(keys))
    return ActionChange(new=tuple(new), moved=tuple(moved), gone=gone)


def _sponsors(record: BillRecord, known: KnownBill | None) -> tuple[tuple[Sponsor, ...], tuple[int, ...]]:
    now: dict[tuple[str, str], Sponsor] = {}
    for sponsor in record.sponsors:
        now.setdefault((sponsor.name, sponsor.role), sponsor)
    if known is None:
        return tuple(now.values()), ()
    new = tuple(sponsor for key, sponsor in now.items() if key not in known.sponsors)
    gone = tuple(row for key, row in known.sponsors.items() if key not in now) if now else ()
    return new, gone


class _Events:
    """Collects the events of one bill in the order in which they are told."""

    def __init__(self, record: BillRecord, *, live: bool, now: datetime) -> None:
        self.record, self.live, self.now = record, live, now
        self.found: list[PlannedEvent] = []

    def _add(
        self, kind: EventKind, detail: str, payload: Mapping[str, Any], on: date | None, version: str | None = None
    ) -> None:
        key = self.record.key
        event = Event(
            id=event_id(kind, str(key), detail),
            kind=kind,
            bill=key,
            occurred_on=on,
            detected_at=self.now,
            baseline=not self.live,
            payload=payload,
        )
        self.found.append(PlannedEvent(event=event, version_key=version))

    def bill_new(self, standing: Standing, *, unconfirmed: bool) -> None:
        record = self.record
        payload: dict[str, Any] = {
            "title": record.title,
            "identifier": record.key.identifier,
            "session": record.key.session,
            "status": standing.status.value,
        }
        if unconfirmed:
            payload["status_unconfirmed"] = True
        self._add(EventKind.BILL_NEW, "", payload, next(self._days(), None))

    def _days(self) -> Iterator[date]:
        return (action.on for action in self.record.actions if action.on is not None)

    def title(self, before: str) -> None:
        after = self.record.title
        if before != after:
            self._add(EventKind.TITLE_CHANGED, _digest(before, after), {"before": before, "after": after}, None)

    def versions(self, told: Sequence[NamedVersion]) -> None:
        for version in told:
            reading = version.reading
            payload = {
                "note": reading.record.note,
                "stage": reading.record.stage.value,
                "ordinal": version.ordinal,
                "quality": reading.quality,
                "republished": version.republished,
            }
            detail = _digest(version.key, reading.text_sha256)
            self._add(EventKind.VERSION_NEW, detail, payload, reading.record.published_on, version.key)

    def actions(self, change: ActionChange) -> None:
        for key, action in change.new:
            payload = {"text": action.text, "chamber": action.chamber.value, "classes": list(action.classes)}
            self._add(EventKind.ACTION_ADDED, key, payload | {"on": _iso(action.on)}, action.on)

    def status(self, before: str, standing: Standing, *, unconfirmed: bool) -> None:
        after = standing.status
        if after is BillStatus.UNKNOWN or after.value == before:
            return
        words = standing.action.text if standing.action else ""
        payload: dict[str, Any] = {"before": before, "after": after.value, "action": words, "on": _iso(standing.on)}
        if unconfirmed:
            payload["status_unconfirmed"] = True
        self._add(
            EventKind.STATUS_CHANGED, _digest(before, after.value, _iso(standing.on), words), payload, standing.on
        )

    def sponsors(self, new: Sequence[Sponsor], gone: Sequence[tuple[str, str]]) -> None:
        if new or gone:
            added = [{"name": sponsor.name, "role": sponsor.role} for sponsor in new]
            removed = [{"name": name, "role": role} for name, role in sorted(gone)]
            detail = _digest(json.dumps([added, removed], ensure_ascii=False))
            self._add(EventKind.SPONSOR_CHANGED, detail, {"added": added, "removed": removed}, None)

    def links(self, links: Sequence[RelatedBill]) -> None:
        """A bill that is new tells of a carry-over alone: the other links are part of what it is."""
        for link in links:
            payload = {"session": link.session, "identifier": link.identifier, "relation": link.relation.value}
            if link.native:
                payload["native"] = link.native
            detail = _digest(link.session, link.identifier, link.relation.value, link.native)
            self._add(_link_kind(link.relation), detail, payload, None)


def _link_kind(relation: Relation) -> EventKind:
    if relation.is_carry_over:
        return EventKind.BILL_CARRIED_OVER
    if relation is Relation.REPLACED_BY:
        return EventKind.BILL_SUBSTITUTED
    return EventKind.COMPANION_LINKED if relation in COMPANIONS else EventKind.RELATED_ADDED


def _digest(*parts: str | None) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def _is_undated(record: BillRecord) -> bool:
    """Whether the source names an introduction without a date that can be: a later action is not put in its place."""
    introductions = [action for action in record.actions if ActionClass.INTRODUCTION in action.classes]
    return bool(introductions) and all(action.on is None for action in introductions)
