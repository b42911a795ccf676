"""What happened, first observed when: the one table through which the stages meet."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from monitor.model.bill import BillKey

__all__ = ["Event", "EventKind", "event_id", "repeated_id"]


class EventKind(StrEnum):
    """The vocabulary of events."""

    BILL_NEW = "bill.new"
    BILL_RENUMBERED = "bill.renumbered"
    TITLE_CHANGED = "title.changed"
    VERSION_NEW = "version.new"
    ACTION_ADDED = "action.added"
    STATUS_CHANGED = "status.changed"
    SPONSOR_CHANGED = "sponsor.changed"
    RELATED_ADDED = "related.added"
    COMPANION_LINKED = "companion.linked"
    BILL_SUBSTITUTED = "bill.substituted_by"
    """A source says that another bill stands in its place."""
    BILL_CARRIED_OVER = "bill.carried_over"
    """A source says that it is one bill with another of an earlier or later session."""
    FINDING_NEW = "finding.new"
    FINDING_CHANGED = "finding.changed"
    FINDING_RESOLVED = "finding.resolved"
    BILL_VANISHED = "bill.vanished"
    BILL_REAPPEARED = "bill.reappeared"
    SESSION_NEW = "session.new"
    SESSION_NAMED = "session.named"
    """What a source gave under a code of its own turned out to be a session that has a name."""
    SOURCE_STALE = "source.stale"
    POSITION_CHANGED = "position.changed"
    FEDERAL_PUBLISHED = "federal.published"
    """A federal document was seen for the first time, at whichever place; later places are no event."""
    FEDERAL_AMENDED = "federal.amended"
    """A place changed its copy, or a correction was published."""
    DOCKET_OPENED = "docket.opened"
    DOCKET_ENTRY = "docket.entry"
    DOCKET_RULING = "docket.ruling"
    DOCKET_INJUNCTION = "docket.injunction"
    PAGE_CHANGED = "page.changed"
    PAGE_REMOVED = "page.removed"
    PAGE_RETURNED = "page.returned"

    @property
    def recurs(self) -> bool:
        """Whether the very same change may happen again after it was undone: A to B, back to A, and to B once more.

        Such an event is only ever decided by comparing with what is stored, and is stored with what it changes. An
        action is no such thing: it has happened, and one that a source takes back and gives again is told once.
        """
        return self in _RECURRING


_RECURRING: Final = frozenset(
    {
        EventKind.BILL_RENUMBERED,
        EventKind.TITLE_CHANGED,
        EventKind.STATUS_CHANGED,
        EventKind.SPONSOR_CHANGED,
        EventKind.FINDING_NEW,
        EventKind.FINDING_CHANGED,
        EventKind.FINDING_RESOLVED,
        EventKind.FEDERAL_AMENDED,
        EventKind.PAGE_CHANGED,
        EventKind.PAGE_REMOVED,
        EventKind.PAGE_RETURNED,
    }
)


def event_id(kind: EventKind, subject: str, detail: str) -> str:
    """Name an event by what it is, so that a second run over the same facts adds none."""
    return hashlib.sha256(json.dumps([kind.value, subject, detail]).encode()).hexdigest()


def repeated_id(first: str, nth: int) -> str:
    """Name the ``nth`` time that a change happens, from 1; the first bears its :func:`event_id`.

    The number is counted from the journal in the transaction that stores the change, so that it is the same whatever
    was run again or killed in between.
    """
    return first if nth == 1 else hashlib.sha256(json.dumps([first, nth]).encode()).hexdigest()


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
