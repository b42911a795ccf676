"""What did a crawl do? Its record from the first moment to the last, readable while it runs and after it was killed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from monitor.clock import Clock
from monitor.model.health import GateLimits, GateResult, GateVerdict, SessionTally
from monitor.model.run import ItemError, RunRecord, RunState
from monitor.services.decide_bill import REVISION
from monitor.services.health_gates import early_hold
from monitor.services.judge_run import RunPlace, judge_run, known_bills, write_sessions
from monitor.services.settle_sessions import hold, restart_first_loads, settle_sessions
from monitor.store.engine import Store
from monitor.store.tables import CrawlErrorRow, CrawlRunRow, CrawlSessionRow

__all__ = [
    "PARSER",
    "SessionGates",
    "StoredRun",
    "finish_run",
    "last_runs",
    "note_errors",
    "note_progress",
    "run_errors",
    "session_gates_of",
    "start_run",
]

PARSER: Final = f"bill/{REVISION}"
"""The release of parsers and status rules that runs are made with."""
_DEFAULTS: Final = GateLimits()

_KILLED = "it ended without a word: the process was killed; the next run went on"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRun:
    """A run as it is stored."""

    id: int
    target: str
    record: RunRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionGates:
    """One session in one stored run."""

    run_id: int
    source: str
    ended_at: datetime | None
    jurisdiction: str
    session: str
    listed: int
    verdict: GateVerdict
    gates: tuple[GateResult, ...]


def start_run(
    store: Store,
    *,
    source: str,
    target: str,
    clock: Clock,
    parser: str = PARSER,
    limits: GateLimits = _DEFAULTS,
) -> int:
    """Open the record of a run and return its number.

    The caller holds the lock of the source, so a record that is still open belongs to a process that was killed: it is
    closed as partial. Sessions that were not read well for ``limits.down_days``, and all after a change of ``parser``,
    are loaded as if for the first time.
    """
    now = clock()
    with store.write() as session:
        session.execute(
            update(CrawlRunRow)
            .where(CrawlRunRow.source == source, CrawlRunRow.state == RunState.RUNNING.value)
            .values(state=RunState.PARTIAL.value, message=_KILLED, ended_at=now)
        )
        restart_first_loads(session, source=source, parser=parser, limits=limits, now=now)
        values = {"source": source, "target": target, "state": RunState.RUNNING.value, "started_at": now}
        values["parser"] = parser
        return session.execute(insert(CrawlRunRow).returning(CrawlRunRow.id), [values]).scalar_one()


def _counts(record: RunRecord) -> dict[str, Any]:
    return {
        "listed": record.listed,
        "fetched": record.fetched,
        "new": record.new,
        "changed": record.changed,
        "unchanged": record.unchanged,
        "error_kinds": dict(record.error_kinds),
        "events": record.events,
        "versions": record.versions,
        "seconds": record.seconds,
        "baseline": record.baseline,
        "http": dict(record.http),
        "received_bytes": record.received_bytes,
    }


def note_progress(
    store: Store,
    run_id: int,
    record: RunRecord,
    *,
    tallies: Iterable[SessionTally] = (),
    limits: GateLimits = _DEFAULTS,
) -> None:
    """Write the counts so far. A session that already changed more than can be believed is held from here on."""
    with store.write() as session:
        session.execute(update(CrawlRunRow).where(CrawlRunRow.id == run_id).values(**_counts(record)))
        telling = [tally for tally in tallies if tally.new + tally.changed > limits.small * limits.new_fail]
        run = _place(session, run_id) if telling else None
        for tally in telling:
            stored, _ = known_bills(session, tally.jurisdiction, tally.session)
            if run is not None and early_hold(tally, known=stored - tally.new, limits=limits):
                hold(session, run, tally.jurisdiction, tally.session)


def _place(session: Session, run_id: int) -> RunPlace | None:
    row = session.execute(
        select(CrawlRunRow.id, CrawlRunRow.source, CrawlRunRow.target, CrawlRunRow.started_at).where(
            CrawlRunRow.id == run_id
        )
    ).one_or_none()
    return None if row is None else RunPlace(**row._mapping)  # noqa: SLF001 - the documented name


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
    store: Store,
    run_id: int,
    record: RunRecord,
    *,
    sessions: Iterable[tuple[str, str]],
    tallies: Sequence[SessionTally] = (),
    limits: GateLimits = _DEFAULTS,
    clock: Clock,
) -> RunRecord:
    """Close the record and return it as it was judged; a run that read its whole listing has to pass the gates.

    Where it did, the first load of its sessions has ended: they are live. Where it did not, the last good data stay
    what later runs are measured by, and events that cannot be believed wait for an operator. ``sessions`` are
    (jurisdiction, session) of which something was stored, ``tallies`` what was seen of each.
    """
    now = clock()
    with store.write() as session:
        run = _place(session, run_id)
        if run is None:
            raise ValueError(f"there is no run {run_id}")
        judgement = judge_run(session, run, record, tallies, limits=limits, now=now)
        stored = sessions if record.state is RunState.OK else ()
        write_sessions(session, run_id, judgement.sessions)
        events = settle_sessions(session, run, judgement, stored=stored, limits=limits, now=now)
        judged = replace(
            record,
            state=judgement.state,
            message=judgement.message,
            gates=judgement.gates,
            missing=judgement.missing,
            events=record.events + events,
        )
        session.execute(
            update(CrawlRunRow)
            .where(CrawlRunRow.id == run_id)
            .values(
                **_counts(judged),
                state=judged.state.value,
                message=judged.message,
                failure=judged.failure,
                scope=list(judged.scope),
                missing=judged.missing,
                gates=[gate.as_json() for gate in judged.gates],
                ended_at=record.ended_at or now,
            )
        )
    return judged


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


def session_gates_of(
    store: Store, *, jurisdiction: str | None = None, run_id: int | None = None, limit: int = 10
) -> list[SessionGates]:
    """What the gates said of sessions, newest run first."""
    query = (
        select(CrawlSessionRow, CrawlRunRow.source, CrawlRunRow.ended_at)
        .join(CrawlRunRow, CrawlRunRow.id == CrawlSessionRow.run_id)
        .order_by(CrawlSessionRow.run_id.desc(), CrawlSessionRow.jurisdiction, CrawlSessionRow.session)
        .limit(limit)
    )
    if jurisdiction is not None:
        query = query.where(CrawlSessionRow.jurisdiction == jurisdiction)
    if run_id is not None:
        query = query.where(CrawlSessionRow.run_id == run_id)
    with store.read() as session:
        return [
            SessionGates(
                run_id=row.run_id,
                source=source,
                ended_at=ended_at,
                jurisdiction=row.jurisdiction,
                session=row.session,
                listed=row.listed,
                verdict=GateVerdict(row.verdict),
                gates=tuple(map(GateResult.from_json, row.gates)),
            )
            for row, source, ended_at in session.execute(query)
        ]


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
        failure=row.failure,
        scope=tuple(row.scope),
        http=row.http,
        received_bytes=row.received_bytes,
        missing=row.missing,
        fetched=row.fetched,
        gates=tuple(map(GateResult.from_json, row.gates)),
    )
    return StoredRun(id=row.id, target=row.target, record=record)
