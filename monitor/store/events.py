"""How events reach the journal: appended once each, in the order in which they are given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from monitor.model.event import Event
from monitor.store.tables import EventRow

__all__ = ["PlacedEvent", "append_events", "append_groups"]

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
    return sum(append_groups(session, [list(rows)]))


def append_groups(session: Session, groups: Sequence[Sequence[PlacedEvent]]) -> list[int]:
    """Like :func:`append_events` for several lists of events at once; returns how many of each were appended."""
    wanted: dict[str, tuple[int, PlacedEvent]] = {}
    for number, rows in enumerate(groups):
        for row in rows:
            wanted.setdefault(row.event.id, (number, row))
    known: set[str] = set()
    ids = list(wanted)
    for start in range(0, len(ids), _IDS_A_QUERY):
        some = ids[start : start + _IDS_A_QUERY]
        known.update(session.scalars(select(EventRow.event_id).where(EventRow.event_id.in_(some))))
    counts = [0] * len(groups)
    fresh = []
    for key, (number, row) in wanted.items():
        if key not in known:
            counts[number] += 1
            fresh.append(_values(row))
    if fresh:
        session.flush()  # rows that the caller has added come before what is told of them
        session.connection().execute(insert(EventRow.__table__), fresh)  # type: ignore[arg-type]
    return counts


def _values(row: PlacedEvent) -> dict[str, Any]:
    event = row.event
    return {
        "event_id": event.id,
        "kind": event.kind.value,
        "bill_id": row.bill_id,
        "version_id": row.version_id,
        "occurred_on": event.occurred_on,
        "detected_at": event.detected_at,
        "baseline": event.baseline,
        "payload": dict(event.payload),
    }
