"""How does each source stand in each jurisdiction? From its last runs, their gates, the age of the last good one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from monitor.model.health import GateLimits, GateResult, GateVerdict, SourceHealth, SourceVerdict
from monitor.model.run import RunState
from monitor.services.health_gates import age_gate
from monitor.services.judge_run import is_open
from monitor.store.tables import BillRow, CrawlRunRow, CrawlSessionRow, SessionRow

__all__ = ["newest_actions", "source_health"]

_OF_STATE: Final = MappingProxyType(
    {
        RunState.OK: SourceVerdict.OK,
        RunState.PARTIAL: SourceVerdict.PARTIAL,
        RunState.DEGRADED: SourceVerdict.DEGRADED,
        RunState.BLOCKED: SourceVerdict.BLOCKED,
        RunState.FAILED: SourceVerdict.FAILED,
        RunState.SKIPPED_QUOTA: SourceVerdict.SKIPPED,
    }
)


@dataclass(frozen=True, slots=True)
class _Run:
    id: int
    source: str
    target: str
    scope: tuple[str, ...]
    state: RunState
    ended_at: datetime | None
    message: str


@dataclass(frozen=True, slots=True)
class _Place:
    """The sessions of one source in one jurisdiction."""

    sessions: tuple[SessionRow, ...]

    @property
    def last_good(self) -> datetime | None:
        return max((row.last_good_at for row in self.sessions if row.last_good_at is not None), default=None)

    @property
    def target_of(self) -> int | None:
        """The run that last read one of them well."""
        return max((row.last_good_run for row in self.sessions if row.last_good_run is not None), default=None)


def newest_actions(session: Session) -> dict[str, date | None]:
    """By jurisdiction the day of the newest action that any source gave."""
    rows = session.execute(
        select(BillRow.jurisdiction, func.max(BillRow.last_action_on)).group_by(BillRow.jurisdiction)
    )
    return dict(rows.all())


def source_health(
    session: Session, *, now: datetime, limits: GateLimits, newest: Mapping[str, date | None] | None = None
) -> list[SourceHealth]:
    """Each source in each jurisdiction of which it ever gave a bill, in the order of jurisdictions.

    The last run counts that read, or tried to read, the same place; the age of the last good run does in any case.
    """
    newest = newest_actions(session) if newest is None else newest
    places: dict[tuple[str, str], list[SessionRow]] = defaultdict(list)
    for row in session.scalars(select(SessionRow).order_by(SessionRow.identifier)):
        places[row.jurisdiction, row.source].append(row)
    runs = _latest_runs(session)
    gates = _failed_gates(session, [run.id for run in runs])
    targets = dict(session.execute(select(CrawlRunRow.id, CrawlRunRow.target)).all()) if places else {}
    found = []
    for (code, source), rows in sorted(places.items()):
        place = _Place(tuple(rows))
        run = _last_run(runs, source, code, targets.get(place.target_of or 0))
        open_ = is_open(newest.get(code), now.date(), limits)
        found.append(_stand(code, source, place, run, gates, open_=open_, now=now, limits=limits))
    return found


def _stand(
    code: str,
    source: str,
    place: _Place,
    run: _Run | None,
    gates: Mapping[tuple[int, str], Sequence[GateResult]],
    *,
    open_: bool,
    now: datetime,
    limits: GateLimits,
) -> SourceHealth:
    verdict, why, last_good = SourceVerdict.LOADING, "the first load goes on", place.last_good
    if run is not None:
        verdict, why = _OF_STATE[run.state], run.message
        mine = gates.get((run.id, code))
        if (run.state is RunState.DEGRADED and not mine) or (run.state is RunState.PARTIAL and mine == ()):
            verdict, why = SourceVerdict.OK, ""  # what was wrong was elsewhere; how old the last good run is counts too
        elif mine:
            why = "; ".join(gate.message for gate in mine)
        if last_good is None and verdict is SourceVerdict.OK:
            last_good = run.ended_at  # recorded before sessions had a day of their own
    age = age_gate(last_good, now, is_open=open_, limits=limits)
    if verdict is SourceVerdict.OK and any(row.held_since is not None for row in place.sessions):
        verdict, why = SourceVerdict.HELD, "events of an earlier run wait for an operator"
    if age.verdict is GateVerdict.FAIL and last_good is not None:
        verdict, why = SourceVerdict.STALE, "; ".join(filter(None, (age.message, why)))
    elif age.verdict is GateVerdict.WARN and verdict is SourceVerdict.OK:
        verdict, why = SourceVerdict.LATE, age.message
    return SourceHealth(
        source=source,
        jurisdiction=code,
        sessions=tuple(row.identifier for row in place.sessions),
        verdict=verdict,
        last_good=last_good,
        last_run=run.ended_at if run else None,
        why=why,
    )


def _latest_runs(session: Session) -> list[_Run]:
    """The last run that ended of each source, place and scope, newest first."""
    latest = (
        select(func.max(CrawlRunRow.id))
        .where(CrawlRunRow.state != RunState.RUNNING.value)
        .group_by(CrawlRunRow.source, CrawlRunRow.target, CrawlRunRow.scope)
    )
    rows = session.scalars(select(CrawlRunRow).where(CrawlRunRow.id.in_(latest)).order_by(CrawlRunRow.id.desc()))
    return [
        _Run(row.id, row.source, row.target, tuple(row.scope), RunState(row.state), row.ended_at, row.message)
        for row in rows
    ]


def _last_run(runs: Iterable[_Run], source: str, code: str, target: str | None) -> _Run | None:
    return next(
        (
            run
            for run in runs
            if run.source == source
            and (not run.scope or code in run.scope)
            and (target is None or run.target == target)
        ),
        None,
    )


def _failed_gates(session: Session, run_ids: Sequence[int]) -> dict[tuple[int, str], tuple[GateResult, ...]]:
    """By run and jurisdiction the gates that failed; empty where the run was good there."""
    found: dict[tuple[int, str], tuple[GateResult, ...]] = {}
    rows = session.execute(
        select(
            CrawlSessionRow.run_id,
            CrawlSessionRow.jurisdiction,
            CrawlSessionRow.gates,
            CrawlSessionRow.verdict,
            CrawlRunRow.gates,
        )
        .join(CrawlRunRow, CrawlRunRow.id == CrawlSessionRow.run_id)
        .where(CrawlSessionRow.run_id.in_(run_ids))
        .order_by(CrawlSessionRow.id)
    )
    for run_id, code, of_session, verdict, of_run in rows:
        before = found.setdefault((run_id, code), ())
        if verdict == GateVerdict.FAIL.value:
            failed = map(GateResult.from_json, [*of_run, *of_session])
            fresh = tuple(gate for gate in failed if gate.verdict is GateVerdict.FAIL and gate not in before)
            found[run_id, code] = before + fresh
    return found
