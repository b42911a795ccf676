"""What follows from a judged run for its sessions? They go live, are held, fall back to a first load, miss bills."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from monitor.model.event import Event, EventKind, event_id
from monitor.model.health import GateLimits
from monitor.model.run import RunState
from monitor.services.judge_run import Judgement, RunPlace
from monitor.services.missing_bills import note_good, note_unsure
from monitor.store.bill_repository import find_session
from monitor.store.events import PlacedEvent, append_events
from monitor.store.tables import CrawlRunRow, SessionRow

__all__ = ["go_live", "hold", "is_session", "restart_first_loads", "settle_sessions"]


def is_session(source: str, jurisdiction: str, name: str) -> Any:
    """The condition that picks the row of a session."""
    return (SessionRow.source == source) & (SessionRow.jurisdiction == jurisdiction) & (SessionRow.identifier == name)


def restart_first_loads(session: Session, *, source: str, parser: str, limits: GateLimits, now: datetime) -> None:
    """Load again as if for the first time what was not read well for long, and everything after a change of parsers.

    What such a run finds is not news of a legislature.
    """
    last_parser = session.scalar(
        select(CrawlRunRow.parser)
        .where(CrawlRunRow.source == source, CrawlRunRow.state == RunState.OK.value, CrawlRunRow.parser != "")
        .order_by(CrawlRunRow.id.desc())
        .limit(1)
    )
    change = update(SessionRow).where(SessionRow.source == source, SessionRow.live_since.is_not(None))
    if last_parser is None or last_parser == parser:
        down_since = now - timedelta(days=limits.down_days)
        change = change.where(func.coalesce(SessionRow.last_good_at, SessionRow.live_since) < down_since)
    session.execute(change.values(live_since=None).execution_options(synchronize_session=False))


def settle_sessions(
    session: Session,
    run: RunPlace,
    judgement: Judgement,
    *,
    stored: Iterable[tuple[str, str]],
    limits: GateLimits,
    now: datetime,
) -> int:
    """Apply a judgement of a run that read its whole listing; returns how many events of bills that made.

    ``stored`` are (jurisdiction, session) of which the run stored or found something.
    """
    events = 0
    judged = {(one.tally.jurisdiction, one.tally.session): one for one in judgement.sessions}
    good = {place for place in stored if place not in judged or judged[place].counts}
    for place, one in judged.items():
        if one.tally.whole and one.tally.listed:
            found = find_session(session, source=run.source, jurisdiction=place[0], identifier=place[1], now=now)
            if found.created:
                append_events(session, [_session_new(run.source, *place, now)])
            if one.counts:
                good.add(place)
        if one.counts:
            events += note_good(session, one.absentees, source=run.source, live=one.live, now=now, limits=limits)
        else:
            note_unsure(session, one.absentees, source=run.source, now=now)
        if one.holds_events:
            hold(session, run, *place)
    for jurisdiction, name in sorted(good):
        go_live(session, run, jurisdiction, name, now=now)
    return events


def go_live(session: Session, run: RunPlace, jurisdiction: str, name: str, *, now: datetime) -> None:
    """A good run listed the session: if this was its first load, changes are told from now on."""
    place = is_session(run.source, jurisdiction, name)
    session.execute(update(SessionRow).where(place).values(last_good_at=now, last_good_run=run.id))
    session.execute(update(SessionRow).where(place, SessionRow.live_since.is_(None)).values(live_since=now))


def hold(session: Session, run: RunPlace, jurisdiction: str, name: str) -> None:
    """From the start of the run on, the events of the session's bills wait for an operator."""
    session.execute(
        update(SessionRow)
        .where(
            is_session(run.source, jurisdiction, name),
            SessionRow.live_since.is_not(None),
            or_(SessionRow.held_run.is_(None), SessionRow.held_run != run.id),
        )
        .values(held_since=func.coalesce(SessionRow.held_since, run.started_at), held_run=run.id)
        .execution_options(synchronize_session=False)
    )


def _session_new(source: str, jurisdiction: str, name: str, now: datetime) -> PlacedEvent:
    """The same event as when its first bill is stored."""
    event = Event(
        id=event_id(EventKind.SESSION_NEW, f"{source} {jurisdiction} {name}", ""),
        kind=EventKind.SESSION_NEW,
        bill=None,
        occurred_on=None,
        detected_at=now,
        baseline=True,
        payload={"source": source, "jurisdiction": jurisdiction, "session": name},
    )
    return PlacedEvent(event=event)
