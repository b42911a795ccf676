"""What happened, first observed when: the one table through which the stages meet."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from monitor.model.bill import BillKey

__all__ = ["Event", "EventKind", "event_id"]


class EventKind(StrEnum):
    """The vocabulary of events."""

    BILL_NEW = "bill.new"
    TITLE_CHANGED = "title.changed"
    VERSION_NEW = "version.new"
    ACTION_ADDED = "action.added"
    STATUS_CHANGED = "status.changed"
    SPONSOR_CHANGED = "sponsor.changed"
    RELATED_ADDED = "related.added"
    FINDING_NEW = "finding.new"
    FINDING_CHANGED = "finding.changed"
    FINDING_RESOLVED = "finding.resolved"
    BILL_VANISHED = "bill.vanished"
    BILL_REAPPEARED = "bill.reappeared"
    SESSION_NEW = "session.new"
    SOURCE_STALE = "source.stale"
    POSITION_CHANGED = "position.changed"


def event_id(kind: EventKind, subject: str, detail: str) -> str:
    """Name an event by what it is, so that a second run over the same facts adds none."""
    return hashlib.sha256(json.dumps([kind.value, subject, detail]).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One fact of change, before it has a sequence number."""

    id: str
    kind: EventKind
    bill: BillKey | None
    occurred_on: date | None
    """The source's legal date; readers are told by first observation, never by this."""
    detected_at: datetime
    baseline: bool
    """From the first load of a source and session: stored, never mailed."""
    payload: Mapping[str, Any] = field(default_factory=dict)
    """JSON: what changed, with ``before`` and ``after`` where that makes sense."""
