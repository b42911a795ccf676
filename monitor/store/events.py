"""How events reach the journal: appended once each, in the order in which they are given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from monitor.model.event import Event
from monitor.store.tables import EventRow

__all__ = ["PlacedEvent", "append_events"]

_IDS_A_QUERY: Final = 500  # SQLite binds a limited number of parameters


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedEvent:
    """An event with the rows that it is about."""

    event: Event
    bill_id: int | None = None
    version_id: int | None = None


def append_events(session: Session, rows: Iterable[PlacedEvent]) -> int:
    """Append what the journal does not know yet and return how many that was; a known id is no event.

    Call it inside ``store.write()``: there only one writer looks and appends at a time. Sequence numbers rise in the
    order of ``rows``; of two with one id the first counts.
    """
    wanted: dict[str, PlacedEvent] = {}
    for row in rows:
        wanted.setdefault(row.event.id, row)
    known: set[str] = set()
    for start in range(0, len(wanted), _IDS_A_QUERY):
        ids = list(wanted)[start : start + _IDS_A_QUERY]
        known.update(session.scalars(select(EventRow.event_id).where(EventRow.event_id.in_(ids))))
    fresh = [row for key, row in wanted.items() if key not in known]
    session.add_all(
        EventRow(
            event_id=row.event.id,
            kind=row.event.kind.value,
            bill_id=row.bill_id,
            version_id=row.version_id,
            occurred_on=row.event.occurred_on,
            detected_at=row.event.detected_at,
            baseline=row.event.baseline,
            payload=dict(row.event.payload),
        )
        for row in fresh
    )
    session.flush()
    return len(fresh)
