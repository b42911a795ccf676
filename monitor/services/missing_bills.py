"""Which known bills does a source no longer list, since when, and is that told? Three good lists and a week decide."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import and_, delete, insert, select, update
from sqlalchemy.orm import Session

from monitor.model.bill import BillKey
from monitor.model.event import Event, EventKind, event_id
from monitor.model.health import GateLimits, SessionTally
from monitor.store.events import PlacedEvent, append_events
from monitor.store.renumbering_repository import bills_still_called
from monitor.store.tables import BillClaimRow, BillRow, MissingBillRow

__all__ = [
    "Absent",
    "Absentees",
    "Outcome",
    "confirm_missing",
    "decide_absent",
    "find_absent",
    "note_good",
    "note_unsure",
]

_IDS_A_QUERY: Final = 500  # SQLite binds a limited number of parameters


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """A bill with what is known of its absence; ``row`` is none when it was listed until now."""

    bill_id: int
    key: BillKey
    row: int | None = None
    missing_since: datetime | None = None
    runs: int = 0
    vanished_at: datetime | None = None

    @property
    def is_news(self) -> bool:
        """No good run lacked it before."""
        return self.runs == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Absentees:
    """A session's bills against one list of its source."""

    gone: tuple[Absent, ...] = ()
    """Not listed."""
    back: tuple[Absent, ...] = ()
    """Listed, and missing before."""

    @property
    def news(self) -> int:
        """How many of the gone no good run lacked before."""
        return sum(absent.is_news for absent in self.gone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one more good list without a bill comes to."""

    runs: int
    missing_since: datetime
    vanishes: bool


def decide_absent(absent: Absent, *, now: datetime, limits: GateLimits) -> Outcome:
    """A bill vanishes when so many good lists in a row lacked it, for so many days; it is told once."""
    since = absent.missing_since or now
    runs = absent.runs + 1
    long_enough = now - since >= timedelta(days=limits.vanish_days)
    return Outcome(
        runs=runs,
        missing_since=since,
        vanishes=absent.vanished_at is None and runs >= limits.vanish_runs and long_enough,
    )


def find_absent(session: Session, *, source: str, tally: SessionTally) -> Absentees:
    """Hold a list against the bills that the source gave before; two queries, whatever the number of bills.

    A bill that the list has under a number that it bore before is there: the source is late, nothing is gone. A list
    that is not of the whole session tells of no bill that it is gone.
    """
    rows: Any = session.execute(
        select(
            BillRow.id,
            BillRow.identifier,
            MissingBillRow.id,
            MissingBillRow.missing_since,
            MissingBillRow.runs,
            MissingBillRow.vanished_at,
        )
        .join(BillClaimRow, and_(BillClaimRow.bill_id == BillRow.id, BillClaimRow.source == source))
        .outerjoin(MissingBillRow, and_(MissingBillRow.bill_id == BillRow.id, MissingBillRow.source == source))
        .where(BillRow.jurisdiction == tally.jurisdiction, BillRow.session == tally.session)
    )
    still = bills_still_called(session, tally.jurisdiction, tally.session, tally.identifiers)
    gone, back = [], []
    for bill_id, identifier, row, since, runs, vanished_at in rows:  # the last four are none when it was not missing
        listed = identifier in tally.identifiers or bill_id in still
        if listed and row is None:
            continue
        absent = Absent(
            bill_id=bill_id,
            key=BillKey(jurisdiction=tally.jurisdiction, session=tally.session, identifier=identifier),
            row=row,
            missing_since=since,
            runs=runs or 0,
            vanished_at=vanished_at,
        )
        if listed:
            back.append(absent)
        elif tally.whole:
            gone.append(absent)
    return Absentees(gone=tuple(gone), back=tuple(back))


def note_good(session: Session, found: Absentees, *, source: str, live: bool, now: datetime, limits: GateLimits) -> int:
    """Count a good list: more absence for what it lacks, none for what it has; returns how many events that made."""
    events: list[PlacedEvent] = []
    new, known = [], []
    for absent in found.gone:
        outcome = decide_absent(absent, now=now, limits=limits)
        vanished_at = now if outcome.vanishes else absent.vanished_at
        values = {"runs": outcome.runs, "missing_since": outcome.missing_since, "vanished_at": vanished_at}
        if absent.row is None:
            new.append({"bill_id": absent.bill_id, "source": source, **values})
        else:
            known.append({"id": absent.row, **values})
        if outcome.vanishes:
            payload = {"source": source, "missing_since": outcome.missing_since.isoformat(), "runs": outcome.runs}
            events.append(_event(EventKind.BILL_VANISHED, absent, source, outcome.missing_since, payload, live, now))
    for absent in found.back:
        if absent.vanished_at is not None:
            payload = {"source": source, "vanished_at": absent.vanished_at.isoformat()}
            events.append(_event(EventKind.BILL_REAPPEARED, absent, source, absent.vanished_at, payload, live, now))
    _insert(session, new)
    if known:
        session.execute(update(MissingBillRow), known)
    for ids in _chunks([absent.row for absent in found.back if absent.row is not None]):
        session.execute(delete(MissingBillRow).where(MissingBillRow.id.in_(ids)))
    return append_events(session, events)


def note_unsure(session: Session, found: Absentees, *, source: str, now: datetime) -> None:
    """Remember what a run that failed its gates lacked, without counting it: an operator may accept the run."""
    fresh = [absent for absent in found.gone if absent.row is None]
    _insert(
        session,
        [
            {"bill_id": absent.bill_id, "source": source, "runs": 0, "missing_since": now, "vanished_at": None}
            for absent in fresh
        ],
    )


def confirm_missing(session: Session, *, source: str, jurisdiction: str, name: str) -> None:
    """Count the absence that an accepted run saw."""
    of_session = select(BillRow.id).where(BillRow.jurisdiction == jurisdiction, BillRow.session == name)
    session.execute(
        update(MissingBillRow)
        .where(MissingBillRow.source == source, MissingBillRow.runs == 0, MissingBillRow.bill_id.in_(of_session))
        .values(runs=1)
        .execution_options(synchronize_session=False)
    )


def _event(
    kind: EventKind,
    absent: Absent,
    source: str,
    moment: datetime,
    payload: dict[str, Any],
    live: bool,  # noqa: FBT001 - private, by position from two places above
    now: datetime,
) -> PlacedEvent:
    event = Event(
        id=event_id(kind, str(absent.key), f"{source} {moment.isoformat()}"),
        kind=kind,
        bill=absent.key,
        occurred_on=None,
        detected_at=now,
        baseline=not live,
        payload=payload,
    )
    return PlacedEvent(event=event, bill_id=absent.bill_id)


def _insert(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(MissingBillRow), rows)


def _chunks(ids: Collection[int]) -> Iterator[Iterable[int]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), _IDS_A_QUERY):
        yield ordered[start : start + _IDS_A_QUERY]
