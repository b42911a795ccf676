"""A service whose crawls come to what a test says, and what it then knows of its sources."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from monitor.model.event import EventKind
from monitor.model.health import FILLED, GateLimits, SessionTally, SourceVerdict
from monitor.model.run import RunRecord, RunState
from monitor.services.holds import event_is_held
from monitor.services.runs import finish_run, start_run
from monitor.services.source_health import source_health
from monitor.store.engine import Store
from monitor.store.tables import BillClaimRow, BillRow, EventRow, MissingBillRow, SessionRow

START = datetime(2026, 11, 1, 6, 0, tzinfo=UTC)
SIZE = 60
WA = ("WA", "2025-2026")
LIMITS = GateLimits()


class Service:
    """A store with sources that list sessions day by day; the bills that are listed are put into it as they come."""

    def __init__(self, store: Store) -> None:
        self.store, self.day = store, 0.0

    @property
    def now(self) -> datetime:
        return START + timedelta(days=self.day)

    def known(self, place: tuple[str, str] = WA) -> list[str]:
        with self.store.read() as session:
            rows = session.scalars(
                select(BillRow.identifier).where(BillRow.jurisdiction == place[0], BillRow.session == place[1])
            )
            return list(rows)

    def add(self, identifiers: Iterable[str], place: tuple[str, str] = WA, *, source: str = "sample") -> None:
        rows = [
            {
                "jurisdiction": place[0],
                "session": place[1],
                "identifier": identifier,
                "chamber": "lower",
                "classification": [],
                "title": f"Concerning sample {identifier}",
                "abstract": "",
                "subjects": [],
                "status": "introduced",
                "last_action_on": self.now.date(),
                "last_action": "",
                "source": source,
                "source_url": "",
                "content_hash": "",
                "first_seen_at": self.now,
                "changed_at": self.now,
            }
            for identifier in identifiers
        ]
        with self.store.write() as session:
            if rows:
                ids = session.scalars(insert(BillRow).returning(BillRow.id), rows).all()
                claim = {"source": source, "content_hash": "", "fetched_at": self.now, "place": "", "mark": ""}
                session.execute(insert(BillClaimRow), [claim | {"bill_id": id_, "missing": []} for id_ in ids])
            known = session.scalar(
                select(SessionRow.id).where(
                    SessionRow.source == source, SessionRow.jurisdiction == place[0], SessionRow.identifier == place[1]
                )
            )
            if known is None:
                session.add(
                    SessionRow(
                        source=source,
                        jurisdiction=place[0],
                        identifier=place[1],
                        first_seen_at=self.now,
                        live_since=None,
                    )
                )

    def tally(self, identifiers: Iterable[str], place: tuple[str, str] = WA, **changed: Any) -> SessionTally:
        listed = frozenset(identifiers)
        fields: dict[str, Any] = {
            "jurisdiction": place[0],
            "session": place[1],
            "identifiers": listed,
            "whole": True,
            "read": len(listed),
            "filled": dict.fromkeys(FILLED, len(listed)),
        }
        return SessionTally(**(fields | changed))

    def start(self, *, source: str = "sample", target: str = "bills", **options: Any) -> int:
        return start_run(self.store, source=source, target=target, clock=lambda: self.now, **options)

    def finish(self, run: int, *tallies: SessionTally, **record: Any) -> RunRecord:
        fields: dict[str, Any] = {
            "source": "sample",
            "state": RunState.OK,
            "started_at": self.now,
            "ended_at": None,
            "listed": sum(tally.listed for tally in tallies),
        }
        stored = [(tally.jurisdiction, tally.session) for tally in tallies if tally.read]
        done = RunRecord(**(fields | record))
        return finish_run(self.store, run, done, sessions=stored, tallies=tallies, clock=lambda: self.now)

    def run(self, identifiers: Iterable[str], *, days: float = 1, **changed: Any) -> RunRecord:
        """A complete run on another day; what is not known yet is new."""
        self.day += days
        listed = list(identifiers)
        run, new = self.start(), set(listed) - set(self.known())
        self.add(sorted(new))
        return self.finish(run, self.tally(listed, new=len(new), **changed))

    def session(self, place: tuple[str, str] = WA, source: str = "sample") -> SessionRow:
        with self.store.read() as session:
            return session.scalars(
                select(SessionRow).where(
                    SessionRow.source == source, SessionRow.jurisdiction == place[0], SessionRow.identifier == place[1]
                )
            ).one()

    def event(self, identifier: str, kind: EventKind = EventKind.STATUS_CHANGED, *, minutes: int = 1) -> str:
        """Something that is noted of a bill, a minute after the start of the run."""
        with self.store.write() as session:
            bill = session.scalars(select(BillRow.id).where(BillRow.identifier == identifier)).one()
            name = f"{identifier} {kind.value} {self.day}"
            session.add(
                EventRow(
                    event_id=name,
                    kind=kind.value,
                    bill_id=bill,
                    occurred_on=date(2026, 11, 1),
                    detected_at=self.now + timedelta(minutes=minutes),
                    baseline=False,
                    payload={},
                )
            )
            return name

    def events(self, *kinds: EventKind) -> list[EventRow]:
        with self.store.read() as session:
            rows = session.scalars(select(EventRow).order_by(EventRow.sequence))
            return [row for row in rows if not kinds or row.kind in kinds]

    def told(self) -> list[str]:
        """What a reader of the journal would be told now."""
        with self.store.read() as session:
            query = select(EventRow.event_id).where(EventRow.baseline.is_(False), ~event_is_held())
            return list(session.scalars(query.order_by(EventRow.sequence)))

    def verdict_of(self, source: str) -> SourceVerdict:
        with self.store.read() as session:
            found = source_health(session, now=self.now, limits=LIMITS)
        (one,) = [health for health in found if health.source == source]
        return one.verdict

    def verdict(self, code: str = "WA", *, later: timedelta = timedelta()) -> SourceVerdict:
        with self.store.read() as session:
            found = source_health(session, now=self.now + later, limits=LIMITS)
        (one,) = [health for health in found if health.jurisdiction == code]
        return one.verdict

    def missing(self) -> dict[str, tuple[int, bool]]:
        with self.store.read() as session:
            rows = session.execute(
                select(BillRow.identifier, MissingBillRow.runs, MissingBillRow.vanished_at).join(
                    BillRow, BillRow.id == MissingBillRow.bill_id
                )
            )
            return {identifier: (runs, vanished is not None) for identifier, runs, vanished in rows}


BILLS = [f"HB {number}" for number in range(1, SIZE + 1)]
