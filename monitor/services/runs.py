"""What did a crawl do? Its record from the first moment to the last, readable while it runs and after it was killed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from monitor.clock import Clock
from monitor.model.run import ItemError, RunRecord, RunState
from monitor.store.engine import Store
from monitor.store.tables import CrawlErrorRow, CrawlRunRow, SessionRow

__all__ = ["StoredRun", "finish_run", "last_runs", "note_errors", "note_progress", "run_errors", "start_run"]

_KILLED = "it ended without a word: the process was killed; the next run went on"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRun:
    """A run as it is stored."""

    id: int
    target: str
    record: RunRecord


def start_run(store: Store, *, source: str, target: str, clock: Clock) -> int:
    """Open the record of a run and return its number.

    The caller holds the lock of the source, so a record that is still open belongs to a process that was killed: it is
    closed as partial.
    """
    now = clock()
    with store.write() as session:
        session.execute(
            update(CrawlRunRow)
            .where(CrawlRunRow.source == source, CrawlRunRow.state == RunState.RUNNING.value)
            .values(state=RunState.PARTIAL.value, message=_KILLED, ended_at=now)
        )
        values = {"source": source, "target": target, "state": RunState.RUNNING.value, "started_at": now}
        return session.execute(insert(CrawlRunRow).returning(CrawlRunRow.id), [values]).scalar_one()


def _counts(record: RunRecord) -> dict[str, Any]:
    return {
        "listed": record.listed,
        "new": record.new,
        "changed": record.changed,
        "unchanged": record.unchanged,
        "error_kinds": dict(record.error_kinds),
        "events": record.events,
        "versions": record.versions,
        "seconds": record.seconds,
        "baseline": record.baseline,
    }


def note_progress(store: Store, run_id: int, record: RunRecord) -> None:
    """Write the counts so far."""
    with store.write() as session:
        session.execute(update(CrawlRunRow).where(CrawlRunRow.id == run_id).values(**_counts(record)))


def note_errors(store: Store, run_id: int, errors: Iterable[ItemError], *, clock: Clock) -> None:
    """Add bad items; the same kind and subject twice in a run is one."""
    wanted = {(error.subject, error.kind): error for error in errors}
    if not wanted:
        return
    now = clock()
    with store.write() as session:
        known = session.execute(select(CrawlErrorRow.subject, CrawlErrorRow.kind).where(CrawlErrorRow.run_id == run_id))
        for subject, kind in known:
            wanted.pop((subject, kind), None)
        rows = [
            {"run_id": run_id, "kind": e.kind, "subject": e.subject, "message": e.message, "noted_at": now}
            for e in wanted.values()
        ]
        if rows:
            session.execute(insert(CrawlErrorRow), rows)


def finish_run(
    store: Store, run_id: int, record: RunRecord, *, sessions: Iterable[tuple[str, str]], clock: Clock
) -> None:
    """Close the record. When the whole listing was read, the first load of its sessions has ended: they are live.

    ``sessions`` are (jurisdiction, session) as listed.
    """
    now = clock()
    with store.write() as session:
        session.execute(
            update(CrawlRunRow)
            .where(CrawlRunRow.id == run_id)
            .values(
                **_counts(record), state=record.state.value, message=record.message, ended_at=record.ended_at or now
            )
        )
        if record.state is not RunState.OK:
            return
        for jurisdiction, identifier in sorted(set(sessions)):
            session.execute(
                update(SessionRow)
                .where(
                    SessionRow.source == record.source,
                    SessionRow.jurisdiction == jurisdiction,
                    SessionRow.identifier == identifier,
                    SessionRow.live_since.is_(None),
                )
                .values(live_since=now)
            )


def last_runs(store: Store, *, source: str | None = None, limit: int = 10) -> list[StoredRun]:
    """The latest runs, newest first."""
    query = select(CrawlRunRow).order_by(CrawlRunRow.id.desc()).limit(limit)
    if source is not None:
        query = query.where(CrawlRunRow.source == source)
    with store.read() as session:
        return [_stored(row) for row in session.scalars(query)]


def run_errors(store: Store, run_id: int) -> list[tuple[ItemError, datetime]]:
    """The bad items of a run, in the order in which they were noted, with the time."""
    with store.read() as session:
        rows = session.scalars(select(CrawlErrorRow).where(CrawlErrorRow.run_id == run_id).order_by(CrawlErrorRow.id))
        return [(ItemError(kind=r.kind, subject=r.subject, message=r.message), r.noted_at) for r in rows]


def _stored(row: CrawlRunRow) -> StoredRun:
    record = RunRecord(
        source=row.source,
        state=RunState(row.state),
        started_at=row.started_at,
        ended_at=row.ended_at,
        listed=row.listed,
        new=row.new,
        changed=row.changed,
        unchanged=row.unchanged,
        error_kinds=row.error_kinds,
        events=row.events,
        versions=row.versions,
        seconds=row.seconds,
        baseline=row.baseline,
        message=row.message,
    )
    return StoredRun(id=row.id, target=row.target, record=record)
