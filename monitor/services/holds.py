"""Which events wait for an operator, and what happens when one says that a run counts all the same?"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, delete, exists, insert, or_, select, update
from sqlalchemy.orm import Session

from monitor.clock import Clock
from monitor.errors import PreemptError
from monitor.model.health import GateVerdict
from monitor.model.run import RunState
from monitor.services.judge_run import RunPlace
from monitor.services.missing_bills import confirm_missing
from monitor.services.settle_sessions import go_live
from monitor.store.engine import Store
from monitor.store.quarantine import is_of_quarantined
from monitor.store.tables import BillRow, CrawlRunRow, CrawlSessionRow, EventRow, SessionRow, VersionRow

__all__ = ["Accepted", "NothingToAcceptError", "accept_run", "event_is_held", "move_to_end", "version_is_held"]

_IDS_A_QUERY: Final = 500  # SQLite binds a limited number of parameters
_ACCEPTED: Final = "accepted by the operator"


class NothingToAcceptError(PreemptError):
    """The run failed no gate and holds nothing. Raised by :func:`accept_run`; `preempt crawl runs` lists the runs."""

    def __init__(self, run_id: int) -> None:
        self.run_id = run_id
        super().__init__(f"run {run_id} failed no gate and holds no events: there is nothing to accept")


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """What accepting a run did."""

    run_id: int
    sessions: tuple[tuple[str, str], ...]
    """(jurisdiction, session) for which the run counts now."""
    released: tuple[tuple[str, str], ...]
    """Those whose events waited."""
    events: int
    """How many these were."""


def _of_held_session(moment: Any) -> ColumnElement[bool]:
    return and_(
        SessionRow.jurisdiction == BillRow.jurisdiction,
        SessionRow.identifier == BillRow.session,
        SessionRow.held_since.is_not(None),
        moment >= SessionRow.held_since,
    )


def event_is_held() -> ColumnElement[bool]:
    """Whether an event waits: it was noted after its bill's session was held, whatever stage noted it.

    So does every event of a bill that is put aside as a test.
    """
    held = exists().where(BillRow.id == EventRow.bill_id, _of_held_session(EventRow.detected_at))
    return or_(held, is_of_quarantined(EventRow.bill_id))


def version_is_held() -> ColumnElement[bool]:
    """Whether the text of a version was read by a run that is not believed, or is of a bill that is put aside."""
    held = exists().where(BillRow.id == VersionRow.bill_id, _of_held_session(VersionRow.text_changed_at))
    return or_(held, is_of_quarantined(VersionRow.bill_id))


def accept_run(store: Store, run_id: int, *, tell: bool, clock: Clock) -> Accepted:
    """A person looked: the run counts as a good one, and the events that it held are told, or never told.

    Its sessions go live if this was their first load, the bills that it lacked count as missing, and later runs are
    measured by it. Without ``tell`` the events stay in the journal as part of a baseline.

    :raises NothingToAcceptError: when the run failed no gate and holds nothing.
    """
    now = clock()
    with store.write() as session:
        row = session.get(CrawlRunRow, run_id)
        failed = session.execute(
            select(CrawlSessionRow.jurisdiction, CrawlSessionRow.session, CrawlSessionRow.listed).where(
                CrawlSessionRow.run_id == run_id, CrawlSessionRow.verdict == GateVerdict.FAIL.value
            )
        ).all()
        held = session.scalars(
            select(SessionRow)
            .where(SessionRow.held_run == run_id)
            .order_by(SessionRow.jurisdiction, SessionRow.identifier)
        ).all()
        if row is None or row.state == RunState.RUNNING.value or not (failed or held):
            raise NothingToAcceptError(run_id)
        run = RunPlace(id=run_id, source=row.source, target=row.target, started_at=row.started_at)
        row.accepted_at = now
        row.message = "; ".join(filter(None, (row.message, _ACCEPTED)))
        if failed:
            row.state = RunState.OK.value
            session.execute(
                update(CrawlSessionRow)
                .where(CrawlSessionRow.run_id == run_id)
                .values(verdict=GateVerdict.OK.value)
                .execution_options(synchronize_session=False)
            )
        for jurisdiction, name, listed in failed:
            if listed:
                confirm_missing(session, source=row.source, jurisdiction=jurisdiction, name=name)
                go_live(session, run, jurisdiction, name, now=row.ended_at or now)
        events = 0
        for one in held:
            if one.held_since is not None:
                events += _release(session, one, one.held_since, tell=tell)
            one.held_since = one.held_run = None
        return Accepted(
            run_id=run_id,
            sessions=tuple((jurisdiction, name) for jurisdiction, name, _ in failed),
            released=tuple((one.jurisdiction, one.identifier) for one in held),
            events=events,
        )


def _release(session: Session, held: SessionRow, since: datetime, *, tell: bool) -> int:
    """Move the events to the end of the journal, where every reader finds them; or make them baseline."""
    bills = select(BillRow.id).where(BillRow.jurisdiction == held.jurisdiction, BillRow.session == held.identifier)
    waiting = (EventRow.bill_id.in_(bills), EventRow.detected_at >= since, EventRow.baseline.is_(False))
    if not tell:
        session.execute(
            update(VersionRow)
            .where(VersionRow.bill_id.in_(bills), VersionRow.first_seen_at >= since)
            .values(baseline=True)
            .execution_options(synchronize_session=False)
        )
        ids = session.scalars(
            update(EventRow)
            .where(*waiting)
            .values(baseline=True)
            .returning(EventRow.sequence)
            .execution_options(synchronize_session=False)
        ).all()
        return len(ids)
    return move_to_end(session, *waiting)


def move_to_end(session: Session, *waiting: ColumnElement[bool]) -> int:
    """Put events at the end of the journal, where every reader finds them; returns how many it were."""
    columns = [column for column in EventRow.__table__.columns if column.name != "sequence"]
    rows = session.execute(select(*columns, EventRow.sequence).where(*waiting).order_by(EventRow.sequence)).mappings()
    moved = [dict(row) for row in rows]
    for sequences in _chunks([row.pop("sequence") for row in moved]):
        session.execute(delete(EventRow).where(EventRow.sequence.in_(sequences)))
    if moved:
        session.execute(insert(EventRow), moved)
    return len(moved)


def _chunks(values: Collection[int]) -> Iterator[Sequence[int]]:
    ordered = sorted(values)
    for start in range(0, len(ordered), _IDS_A_QUERY):
        yield ordered[start : start + _IDS_A_QUERY]
