"""How much of the sources was read, and where may one say that nothing changed? The honest lines of a digest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from alerts.condition import flagged_bills
from alerts.facts import Coverage, Loaded, SourceState, Unwell
from monitor.model.health import GateLimits, GateVerdict, SourceHealth, SourceVerdict
from monitor.model.run import RunState
from monitor.services.source_health import source_health
from monitor.store.quarantine import not_in_quarantine
from monitor.store.tables import AssessmentRow, BillRow, CrawlRunRow, CrawlSessionRow, SessionRow, VersionRow

__all__ = ["load_coverage"]

STALE_AFTER: Final = timedelta(hours=36)  # crawls run daily; one that is half a day late is told
_BEST_FIRST: Final = list(SourceVerdict)


def load_coverage(session: Session, now: datetime, *, limits: GateLimits) -> Coverage:
    """Which sources were read when, where that went wrong, and how many current texts wait to be judged."""
    covered: dict[str, set[str]] = defaultdict(set)
    for source, code in session.execute(select(SessionRow.source, SessionRow.jurisdiction).distinct()):
        covered[source].add(code)
    complete: dict[str, datetime | None] = {}
    latest: dict[str, str] = {}
    # a run that failed a gate for one session has read the others well
    good_for_some = exists().where(
        CrawlSessionRow.run_id == CrawlRunRow.id, CrawlSessionRow.verdict != GateVerdict.FAIL.value
    )
    for source, state, ended_at, some in session.execute(
        select(CrawlRunRow.source, CrawlRunRow.state, CrawlRunRow.ended_at, good_for_some).order_by(CrawlRunRow.id)
    ):
        covered.setdefault(source, set())
        if state == RunState.OK or (state == RunState.DEGRADED and some):
            complete[source] = ended_at
        if state != RunState.RUNNING:
            latest[source] = state
    sources = tuple(
        SourceState(
            source=source,
            jurisdictions=tuple(sorted(codes)),
            last_complete=complete.get(source),
            last_failed=latest.get(source, RunState.OK) != RunState.OK,
            stale=_is_stale(complete.get(source), now),
        )
        for source, codes in sorted(covered.items())
    )
    abandoned = {source.source for source in sources if source.stale}
    healths = [one for one in source_health(session, now=now, limits=limits) if one.source not in abandoned]
    return Coverage(sources=sources, waiting=_waiting(session), unwell=_unwell(healths), loaded=_loaded(session))


def _is_stale(last_complete: datetime | None, now: datetime) -> bool:
    return last_complete is None or now - last_complete > STALE_AFTER


def _waiting(session: Session) -> int:
    judged = exists().where(
        AssessmentRow.version_id == VersionRow.id, AssessmentRow.text_sha256 == VersionRow.text_sha256
    )
    waiting = session.scalar(
        select(func.count())
        .select_from(BillRow)
        .join(VersionRow, VersionRow.id == BillRow.current_version_id)
        .where(VersionRow.text_sha256.is_not(None), ~judged, not_in_quarantine())
    )
    return waiting or 0


def _unwell(healths: Collection[SourceHealth]) -> tuple[Unwell, ...]:
    """Jurisdictions of which no source says that all is well; a source that is abandoned is told as a whole."""
    by_code: dict[str, list[SourceHealth]] = defaultdict(list)
    for one in healths:
        by_code[one.jurisdiction].append(one)
    found = []
    for code, ones in sorted(by_code.items()):
        if not any(one.verdict.is_good for one in ones):
            best = min(ones, key=lambda one: _BEST_FIRST.index(one.verdict))
            last_good = max((one.last_good for one in ones if one.last_good is not None), default=None)
            found.append(Unwell(jurisdiction=code, verdict=best.verdict, last_good=last_good))
    return tuple(found)


def _loaded(session: Session) -> tuple[Loaded, ...]:
    live = session.scalars(
        select(SessionRow)
        .where(SessionRow.live_since.is_not(None))
        .order_by(SessionRow.source, SessionRow.jurisdiction, SessionRow.identifier)
    ).all()
    if not live:
        return ()
    place = (BillRow.jurisdiction, BillRow.session)
    bills = {
        (code, name): count
        for code, name, count in session.execute(
            select(*place, func.count()).where(not_in_quarantine()).group_by(*place)
        )
    }
    flagged = _flagged_by_session(session)
    return tuple(
        Loaded(
            source=row.source,
            jurisdiction=row.jurisdiction,
            session=row.identifier,
            live_since=row.live_since,
            bills=bills.get((row.jurisdiction, row.identifier), 0),
            flagged=flagged.get((row.jurisdiction, row.identifier), 0),
        )
        for row in live
        if row.live_since is not None
    )


def _flagged_by_session(session: Session) -> Mapping[tuple[str, str], int]:
    flagged, found = flagged_bills(session), defaultdict[tuple[str, str], int](int)
    for bill_id, code, name in session.execute(select(BillRow.id, BillRow.jurisdiction, BillRow.session)):
        found[code, name] += bill_id in flagged
    return found
