"""Does a run count, and which of its sessions? What it saw is held against the store and against earlier good runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from monitor.model.health import Gate, GateLimits, GateResult, GateVerdict, SessionMeasure, SessionTally, verdict_of
from monitor.model.run import RunRecord, RunState
from monitor.services.health_gates import run_gates, session_gates
from monitor.services.missing_bills import Absentees, find_absent
from monitor.store.tables import BillRow, CrawlRunRow, CrawlSessionRow, SessionRow

__all__ = ["JudgedSession", "Judgement", "RunPlace", "is_open", "judge_run", "known_bills", "write_sessions"]

_HISTORY_ROWS: Final = 60
_SAID: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPlace:
    """Which run of what."""

    id: int
    source: str
    target: str
    started_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedSession:
    """One session of a complete run."""

    tally: SessionTally
    known: int
    live: bool
    absentees: Absentees
    gates: tuple[GateResult, ...]
    verdict: GateVerdict
    """Those of the whole run included."""

    @property
    def counts(self) -> bool:
        """The run is a good one for this session."""
        return self.verdict is not GateVerdict.FAIL

    @property
    def holds_events(self) -> bool:
        """What was read cannot be believed. A first load tells nothing anyway."""
        return self.live and any(gate.holds_events for gate in self.gates)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a run comes to; ``sessions`` is empty unless it read its whole listing, or whole lists of some sessions."""

    state: RunState
    message: str
    gates: tuple[GateResult, ...]
    sessions: tuple[JudgedSession, ...] = ()

    @property
    def missing(self) -> int:
        """Known bills that the listing lacks."""
        return sum(len(one.absentees.gone) for one in self.sessions)


def judge_run(
    session: Session,
    run: RunPlace,
    record: RunRecord,
    tallies: Sequence[SessionTally],
    *,
    limits: GateLimits,
    now: datetime,
) -> Judgement:
    """Decide what the run is worth. Only one that read its whole listing is held against earlier ones."""
    gates = run_gates(listed=record.listed, error_kinds=record.error_kinds, http=record.http, limits=limits)
    refused = any(gate.gate is Gate.REFUSED and gate.verdict is GateVerdict.FAIL for gate in gates)
    if record.state is RunState.PARTIAL and record.beside_missed_lists:
        tallies = [tally for tally in tallies if tally.whole]
    elif record.state is not RunState.OK:
        ended_badly = record.state in (RunState.FAILED, RunState.PARTIAL)
        state = RunState.BLOCKED if refused and ended_badly else record.state
        return Judgement(state=state, message=record.message, gates=gates)
    expected = []
    if record.state is RunState.OK and record.reads_whole_lists:
        expected = _absent_sessions(session, run, record, tallies, limits=limits, today=now.date())
    judged = tuple(_judge_session(session, run, tally, gates, limits, now) for tally in (*tallies, *expected))
    failed = [gate.message for gate in gates if gate.verdict is GateVerdict.FAIL]
    failed += [
        f"{one.tally.jurisdiction} {one.tally.session}: {gate.message}"
        for one in judged
        for gate in one.gates
        if gate.verdict is GateVerdict.FAIL
    ]
    if not failed:
        return Judgement(state=record.state, message=record.message, gates=gates, sessions=judged)
    more = f"; and {len(failed) - _SAID} more" if len(failed) > _SAID else ""
    return Judgement(
        state=RunState.BLOCKED if refused else RunState.DEGRADED,
        message="; ".join(failed[:_SAID]) + more,
        gates=gates,
        sessions=judged,
    )


def known_bills(session: Session, jurisdiction: str, name: str) -> tuple[int, date | None]:
    """How many bills of a session are stored, and the day of the newest action among them."""
    count, newest = session.execute(
        select(func.count(), func.max(BillRow.last_action_on)).where(
            BillRow.jurisdiction == jurisdiction, BillRow.session == name
        )
    ).one()
    return count, newest


def is_open(newest: date | None, today: date, limits: GateLimits) -> bool:
    """By the newest action that the source gave; a session without any may have just begun."""
    return newest is None or newest >= today - timedelta(days=limits.open_days)


def write_sessions(session: Session, run_id: int, judged: Iterable[JudgedSession]) -> None:
    """Keep what was measured."""
    rows: list[dict[str, Any]] = [
        {
            "run_id": run_id,
            "jurisdiction": one.tally.jurisdiction,
            "session": one.tally.session,
            "whole": one.tally.whole,
            "listed": one.tally.listed,
            "known": one.known,
            "new": one.tally.new,
            "changed": one.tally.changed,
            "missing": len(one.absentees.gone),
            "read": one.tally.read,
            "filled": dict(one.tally.filled),
            "texts": one.tally.texts,
            "short_texts": one.tally.short_texts,
            "first_load": not one.live,
            "gates": [gate.as_json() for gate in one.gates],
            "verdict": one.verdict.value,
        }
        for one in judged
    ]
    if rows:
        session.execute(insert(CrawlSessionRow), rows)


def _judge_session(
    session: Session,
    run: RunPlace,
    tally: SessionTally,
    of_run: Sequence[GateResult],
    limits: GateLimits,
    now: datetime,
) -> JudgedSession:
    stored, newest = known_bills(session, tally.jurisdiction, tally.session)
    known = max(0, stored - tally.new)
    live_since = session.scalar(
        select(SessionRow.live_since).where(
            SessionRow.source == run.source,
            SessionRow.jurisdiction == tally.jurisdiction,
            SessionRow.identifier == tally.session,
        )
    )
    absentees = find_absent(session, source=run.source, tally=tally)
    gates = session_gates(
        tally,
        known=known,
        missing=absentees.news,
        history=list(_history(session, run.source, tally)),
        first_load=live_since is None,
        is_open=is_open(newest, now.date(), limits),
        now=now,
        limits=limits,
    )
    return JudgedSession(
        tally=tally,
        known=known,
        live=live_since is not None,
        absentees=absentees,
        gates=gates,
        verdict=verdict_of((*gates, *of_run)),
    )


def _history(session: Session, source: str, tally: SessionTally) -> Iterator[SessionMeasure]:
    """What good runs measured of a session, newest first."""
    rows = session.execute(
        select(CrawlSessionRow, CrawlRunRow.ended_at, CrawlRunRow.started_at)
        .join(CrawlRunRow, CrawlRunRow.id == CrawlSessionRow.run_id)
        .where(
            CrawlRunRow.source == source,
            CrawlSessionRow.jurisdiction == tally.jurisdiction,
            CrawlSessionRow.session == tally.session,
            CrawlSessionRow.whole.is_(tally.whole),
            CrawlSessionRow.verdict != GateVerdict.FAIL.value,
        )
        .order_by(CrawlSessionRow.run_id.desc())
        .limit(_HISTORY_ROWS)
    )
    for row, ended_at, started_at in rows:
        yield SessionMeasure(
            ended_at=ended_at or started_at,
            listed=row.listed,
            new=row.new,
            read=row.read,
            filled=row.filled,
            texts=row.texts,
            short_texts=row.short_texts,
            first_load=row.first_load,
        )


def _absent_sessions(
    session: Session,
    run: RunPlace,
    record: RunRecord,
    tallies: Sequence[SessionTally],
    *,
    limits: GateLimits,
    today: date,
) -> list[SessionTally]:
    """Sessions that the same place listed in its last good run, that are open, and of which this run saw nothing."""
    seen = {(tally.jurisdiction, tally.session) for tally in tallies}
    latest = session.execute(
        select(CrawlSessionRow.jurisdiction, CrawlSessionRow.session, func.max(CrawlSessionRow.run_id))
        .join(CrawlRunRow, CrawlRunRow.id == CrawlSessionRow.run_id)
        .where(
            CrawlRunRow.source == run.source,
            CrawlRunRow.target == run.target,
            CrawlSessionRow.whole.is_(True),
            CrawlSessionRow.verdict != GateVerdict.FAIL.value,
        )
        .group_by(CrawlSessionRow.jurisdiction, CrawlSessionRow.session)
    ).all()
    found = []
    for jurisdiction, name, run_id in latest:
        if (jurisdiction, name) in seen or (record.scope and jurisdiction not in record.scope):
            continue
        listed = session.scalar(
            select(CrawlSessionRow.listed).where(
                CrawlSessionRow.run_id == run_id,
                CrawlSessionRow.jurisdiction == jurisdiction,
                CrawlSessionRow.session == name,
            )
        )
        if listed and is_open(known_bills(session, jurisdiction, name)[1], today, limits):
            found.append(SessionTally(jurisdiction=jurisdiction, session=name, whole=True))
    return found
