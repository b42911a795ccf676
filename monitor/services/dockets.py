"""What did a court's docket say that was not known? Dockets and entries are stored with the events that they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from monitor.clock import Clock
from monitor.model.docket import DocketEntry, DocketFacts, entry_kind
from monitor.model.event import Event, EventKind, event_id
from monitor.model.litigation import CourtCase
from monitor.store.engine import Store
from monitor.store.events import PlacedEvent, append_events
from monitor.store.tables import CourtDocketRow, DocketEntryRow
from monitor.watch.cases import known_cases

__all__ = ["DocketWatch"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocketWatch:
    """The dockets of one database. The first reading of a docket is a baseline: it is stored and told to nobody.

    No entry sets a status of a law: what an order means is read by a person, who changes the reviewed file.
    """

    store: Store
    clock: Clock

    def cases(self) -> tuple[CourtCase, ...]:
        """Those whose docket number is known."""
        return tuple(case for case in known_cases() if case.docket_number)

    def opened(self, case: str, docket: DocketFacts) -> int:
        """Store the facts of a docket; one that was not known is an event, the very first of all are a baseline."""
        now = self.clock()
        values = {name: value for name, value in asdict(docket).items() if name not in ("native_id", "case_name")}
        values |= {"case_name": case, "caption": docket.case_name, "seen_at": now}
        with self.store.write() as session:
            row = _docket(session, docket.native_id)
            if row is not None:
                session.execute(update(CourtDocketRow).where(CourtDocketRow.id == row.id).values(**values))
                return 0
            others = session.scalar(select(func.count()).where(CourtDocketRow.read_at.is_not(None)))
            session.execute(insert(CourtDocketRow), [values | {"native_id": docket.native_id, "first_seen_at": now}])
            payload = {"caption": docket.case_name, "court": docket.court_id, "number": docket.docket_number}
            event = self._event(EventKind.DOCKET_OPENED, docket.native_id, "", docket.filed_on, baseline=not others)
            return _append(session, event, payload | {"case": case, "address": docket.address})

    def entries(self, docket: str, found: Sequence[DocketEntry]) -> int:
        """Store a page of entries. One whose words come later is told as what it then is."""
        now, told = self.clock(), 0
        with self.store.write() as session:
            row = _docket(session, docket)
            if row is None:
                raise ValueError(f"docket {docket} was not listed")
            known = {
                key: (number, kind)
                for key, number, kind in session.execute(
                    select(DocketEntryRow.entry_key, DocketEntryRow.id, DocketEntryRow.kind).where(
                        DocketEntryRow.docket_id == row.id
                    )
                )
            }
            for entry in {one.key: one for one in found}.values():
                kind, before = entry_kind(entry.description), known.get(entry.key)
                values: dict[str, Any] = {"number": entry.number, "filed_on": entry.filed_on, "kind": kind.value}
                values |= {"description": entry.description}
                if before is None:
                    fresh = {"docket_id": row.id, "entry_key": entry.key, "first_seen_at": now}
                    session.execute(insert(DocketEntryRow), [values | fresh])
                elif entry.description:  # words that CourtListener had are not lost when it no longer has them
                    session.execute(update(DocketEntryRow).where(DocketEntryRow.id == before[0]).values(**values))
                if before is not None and (not entry.description or before[1] == kind.value):
                    continue
                payload: dict[str, Any] = {"case": row.case_name, "caption": row.caption, "address": row.address}
                payload |= {"number": entry.number, "said": entry.description}
                event = self._event(
                    EventKind(kind.value), docket, entry.key, entry.filed_on, baseline=row.read_at is None
                )
                told += _append(session, event, payload)
        return told

    def read(self, docket: str) -> None:
        """All entries were stored: what comes from here on is news."""
        with self.store.write() as session:
            session.execute(
                update(CourtDocketRow).where(CourtDocketRow.native_id == docket).values(read_at=self.clock())
            )

    def _event(self, kind: EventKind, docket: str, detail: str, on: date | None, *, baseline: bool) -> Event:
        return Event(
            id=event_id(kind, f"courtlistener {docket}", detail),
            kind=kind,
            bill=None,
            occurred_on=on,
            detected_at=self.clock(),
            baseline=baseline,
        )


def _docket(session: Session, native_id: str) -> CourtDocketRow | None:
    return session.scalars(select(CourtDocketRow).where(CourtDocketRow.native_id == native_id)).one_or_none()


def _append(session: Session, event: Event, payload: dict[str, Any]) -> int:
    return append_events(session, [PlacedEvent(event=replace(event, payload=payload))])
