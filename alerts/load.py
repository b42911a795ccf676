"""What happened since, and how do the bills stand now? One consistent reading of the store for all readers of a run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from alerts.condition import FLAGS, flags_of, is_sample, key_of, load_unjudged
from alerts.facts import BillFacts, Change, CloneRef, Coverage, Unjudged
from alerts.reach import load_coverage
from monitor.model.bill import BillStatus
from monitor.model.event import EventKind
from monitor.model.health import GateLimits
from monitor.model.reviewed import Reviewed
from monitor.services.holds import event_is_held
from monitor.services.reviewed_bills import reviewed_bills
from monitor.store.clauses import clauses_of_judgements
from monitor.store.quarantine import not_in_quarantine
from monitor.store.renumbering_repository import former_numbers
from monitor.store.tables import AssessmentRow, BillRow, EventRow, FindingRow, VersionRow

__all__ = ["World", "load_world"]

_IDS_A_QUERY: Final = 500  # SQLite binds a limited number of parameters
_DEFAULTS: Final = GateLimits()
_KINDS: Final = (
    EventKind.BILL_NEW,
    EventKind.STATUS_CHANGED,
    EventKind.FINDING_NEW,
    EventKind.FINDING_CHANGED,
    EventKind.FINDING_RESOLVED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The journal up to ``watermark`` and the bills that it speaks of, as they stood at ``at``."""

    watermark: int
    at: datetime
    changes: tuple[Change, ...]
    bills: Mapping[int, BillFacts]
    unjudged: tuple[Unjudged, ...]
    coverage: Coverage


def load_world(
    session: Session,
    *,
    after: int,
    now: datetime,
    with_baseline: bool = False,
    limits: GateLimits = _DEFAULTS,
) -> World:
    """Read everything that digests of events after ``after`` need; the watermark is taken first.

    Events that wait for an operator are left out; when they are released they stand at the end of the journal.
    """
    watermark = session.scalar(select(func.max(EventRow.sequence))) or 0
    events = select(EventRow).where(
        EventRow.sequence > after,
        EventRow.sequence <= watermark,
        EventRow.kind.in_([kind.value for kind in _KINDS]),
        EventRow.bill_id.is_not(None),
        ~event_is_held(),
    )
    if not with_baseline:
        events = events.where(EventRow.baseline.is_(False))
    changes = tuple(
        Change(
            sequence=row.sequence,
            event_id=row.event_id,
            kind=EventKind(row.kind),
            bill_id=row.bill_id or 0,
            baseline=row.baseline,
            payload=row.payload,
        )
        for row in session.scalars(events.order_by(EventRow.sequence))
    )
    return World(
        watermark=watermark,
        at=now,
        changes=changes,
        bills=_bills(session, {change.bill_id for change in changes}),
        unjudged=load_unjudged(session, with_baseline=with_baseline),
        coverage=load_coverage(session, now, limits=limits),
    )


def _chunks(ids: Collection[int]) -> Iterator[Sequence[int]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), _IDS_A_QUERY):
        yield ordered[start : start + _IDS_A_QUERY]


def _bills(session: Session, ids: Collection[int]) -> dict[int, BillFacts]:
    """The bills with the flagged clauses that count."""
    found: dict[int, BillFacts] = {}
    reviewed = reviewed_bills(session) if ids else {}
    for chunk in _chunks(ids):
        judged = {
            bill_id: (assessment_id, note, url)
            for bill_id, assessment_id, note, url in session.execute(
                select(AssessmentRow.bill_id, AssessmentRow.id, VersionRow.note, VersionRow.url)
                .join(VersionRow, VersionRow.id == AssessmentRow.version_id)
                .where(AssessmentRow.bill_id.in_(chunk), AssessmentRow.is_current.is_(True))
            )
        }
        clauses = clauses_of_judgements(
            session, [assessment_id for assessment_id, _, _ in judged.values()], labels=FLAGS
        )
        former = former_numbers(session, chunk)
        for row in session.scalars(select(BillRow).where(BillRow.id.in_(chunk))):
            assessment_id, note, url = judged.get(row.id, (0, "", ""))
            counted = flags_of(reviewed[row.id]) if row.id in reviewed else clauses.get(assessment_id, ())
            found[row.id] = BillFacts(
                id=row.id,
                key=key_of(row),
                title=row.title,
                status=BillStatus(row.status),
                status_on=row.status_on,
                status_unconfirmed=row.status_unconfirmed,
                former=former.get(row.id, ()),
                source_url=row.source_url,
                version_note=note,
                version_url=url,
                clauses=tuple(counted),
                sample=is_sample(row.source_url),
            )
    clones = _clones(session, {clause.clause_hash for bill in found.values() for clause in bill.clauses}, reviewed)
    return {bill_id: replace(bill, clones=_others(bill, clones)) for bill_id, bill in found.items()}


def _others(bill: BillFacts, clones: Mapping[str, Sequence[CloneRef]]) -> dict[str, tuple[CloneRef, ...]]:
    hashes = {clause.clause_hash for clause in bill.clauses}
    return {key: tuple(clone for clone in clones.get(key, ()) if clone.bill_id != bill.id) for key in hashes}


def _clones(session: Session, hashes: Collection[str], reviewed: Mapping[int, Reviewed]) -> dict[str, list[CloneRef]]:
    """Which bills hold which clause as a flag that counts."""
    holders: set[tuple[str, int]] = {
        (clause.clause_hash, bill_id)
        for bill_id, bill in reviewed.items()
        for clause in flags_of(bill)
        if clause.clause_hash in hashes
    }
    ordered = sorted(hashes)
    for start in range(0, len(ordered), _IDS_A_QUERY):
        rows = session.execute(
            select(FindingRow.clause_hash, FindingRow.bill_id)
            .join(AssessmentRow, AssessmentRow.id == FindingRow.assessment_id)
            .join(BillRow, BillRow.id == FindingRow.bill_id)
            .where(
                AssessmentRow.is_current.is_(True),
                not_in_quarantine(),
                FindingRow.label.in_(FLAGS),
                FindingRow.clause_hash.in_(ordered[start : start + _IDS_A_QUERY]),
            )
            .distinct()
        )
        holders.update((clause_hash, bill_id) for clause_hash, bill_id in rows if bill_id not in reviewed)
    names = _names(session, {bill_id for _, bill_id in holders})
    found: dict[str, list[CloneRef]] = defaultdict(list)
    for clause_hash, bill_id in sorted(holders, key=lambda holder: (names[holder[1]], holder)):
        jurisdiction, identifier = names[bill_id]
        found[clause_hash].append(CloneRef(bill_id=bill_id, name=f"{jurisdiction} {identifier}"))
    return found


def _names(session: Session, bill_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    names: dict[int, tuple[str, str]] = {}
    for chunk in _chunks(bill_ids):
        rows = session.execute(
            select(BillRow.id, BillRow.jurisdiction, BillRow.identifier).where(BillRow.id.in_(chunk))
        )
        names.update((bill_id, (jurisdiction, identifier)) for bill_id, jurisdiction, identifier in rows)
    return names
