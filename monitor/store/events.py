"""How events reach the journal: appended once each, in the order in which they are given.

Most events have one name for ever: a known one is no event. A change that may happen again after it was undone is
stored under the next free number of its name; that it did happen was decided from what is stored, in this transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from monitor.model.event import Event, repeated_id
from monitor.store.tables import EventRow

__all__ = ["PlacedEvent", "append_events", "append_groups"]

_IDS_A_QUERY: Final = 500  # SQLite binds a limited number of parameters
_FIRST_GUESS: Final = 8  # names of repetitions to ask for at once; doubled while all are taken


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedEvent:
    """An event with the rows that it is about."""

    event: Event
    bill_id: int | None = None
    version_id: int | None = None


def append_events(session: Session, rows: Iterable[PlacedEvent]) -> int:
    """Append what the journal does not know yet and return how many that was.

    A known id is no event, but for a kind that recurs: there it is the same change once more, under its next name.
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
    known = _known(session, list(wanted))
    names = {id_: _next_name(session, id_) for id_ in known if wanted[id_][1].event.kind.recurs}
    counts = [0] * len(groups)
    fresh = []
    for key, (number, row) in wanted.items():
        if key not in known or key in names:
            counts[number] += 1
            fresh.append(_values(row, names.get(key, key)))
    if fresh:
        session.flush()  # rows that the caller has added come before what is told of them
        session.connection().execute(insert(EventRow.__table__), fresh)  # type: ignore[arg-type]
    return counts


def _known(session: Session, ids: Sequence[str]) -> set[str]:
    """Those that the journal has."""
    known: set[str] = set()
    for start in range(0, len(ids), _IDS_A_QUERY):
        some = ids[start : start + _IDS_A_QUERY]
        known.update(session.scalars(select(EventRow.event_id).where(EventRow.event_id.in_(some))))
    return known


def _next_name(session: Session, first: str) -> str:
    """The name of a change that happened before, for the time that comes next; its names are taken without a gap."""
    nth, many = 2, _FIRST_GUESS
    while True:
        names = [repeated_id(first, number) for number in range(nth, nth + many)]
        taken = _known(session, names)
        if len(taken) < many:
            return next(name for name in names if name not in taken)
        nth, many = nth + many, 2 * many


def _values(row: PlacedEvent, name: str) -> dict[str, Any]:
    event = row.event
    return {
        "event_id": name,
        "kind": event.kind.value,
        "bill_id": row.bill_id,
        "version_id": row.version_id,
        "occurred_on": event.occurred_on,
        "detected_at": event.detected_at,
        "baseline": event.baseline,
        "payload": dict(event.payload),
    }
