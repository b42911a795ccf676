"""What happened since, and how do the bills stand now? One consistent reading of the store for all readers of a run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from alerts.condition import FLAGS, is_sample, key_of, load_coverage, load_unjudged
from alerts.facts import BillFacts, Change, CloneRef, Coverage, Unjudged
from monitor.model.bill import BillStatus
from monitor.model.clause import Clause
from monitor.model.event import EventKind
from monitor.store.clauses import clause_of
from monitor.store.tables import (
    AssessmentRow,
    BillRow,
    EventRow,
    EvidenceRow,
    FindingRow,
    ProvisionRow,
    VersionRow,
)

__all__ = ["World", "load_world"]

_IDS_A_QUERY: Final = 500  # SQLite binds a limited number of parameters
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


def load_world(session: Session, *, after: int, now: datetime, with_baseline: bool = False) -> World:
    """Read everything that digests of events after ``after`` need; the watermark is taken first."""
    watermark = session.scalar(select(func.max(EventRow.sequence))) or 0
    events = select(EventRow).where(
        EventRow.sequence > after,
        EventRow.sequence <= watermark,
        EventRow.kind.in_([kind.value for kind in _KINDS]),
        EventRow.bill_id.is_not(None),
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
        coverage=load_coverage(session, now),
    )


def _chunks(ids: Collection[int]) -> Iterator[Sequence[int]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), _IDS_A_QUERY):
        yield ordered[start : start + _IDS_A_QUERY]


def _bills(session: Session, ids: Collection[int]) -> dict[int, BillFacts]:
    """The bills with the flagged clauses of their current judgements."""
    found: dict[int, BillFacts] = {}
    for chunk in _chunks(ids):
        clauses = _clauses(session, chunk)
        judged = {
            bill_id: (note, url)
            for bill_id, note, url in session.execute(
                select(AssessmentRow.bill_id, VersionRow.note, VersionRow.url)
                .join(VersionRow, VersionRow.id == AssessmentRow.version_id)
                .where(AssessmentRow.bill_id.in_(chunk), AssessmentRow.is_current.is_(True))
            )
        }
        for row in session.scalars(select(BillRow).where(BillRow.id.in_(chunk))):
            note, url = judged.get(row.id, ("", ""))
            found[row.id] = BillFacts(
                id=row.id,
                key=key_of(row),
                title=row.title,
                status=BillStatus(row.status),
                status_on=row.status_on,
                source_url=row.source_url,
                version_note=note,
                version_url=url,
                clauses=tuple(clauses.get(row.id, ())),
                sample=is_sample(row.source_url),
            )
    clones = _clones(session, {clause.clause_hash for bill in found.values() for clause in bill.clauses})
    return {bill_id: replace(bill, clones=_others(bill, clones)) for bill_id, bill in found.items()}


def _others(bill: BillFacts, clones: Mapping[str, Sequence[CloneRef]]) -> dict[str, tuple[CloneRef, ...]]:
    hashes = {clause.clause_hash for clause in bill.clauses}
    return {key: tuple(clone for clone in clones.get(key, ()) if clone.bill_id != bill.id) for key in hashes}


def _clauses(session: Session, bill_ids: Sequence[int]) -> dict[int, list[Clause]]:
    """Flagged clauses by bill, of current judgements that succeeded."""
    rows = session.execute(
        select(FindingRow, ProvisionRow.label, ProvisionRow.heading)
        .join(AssessmentRow, AssessmentRow.id == FindingRow.assessment_id)
        .join(ProvisionRow, ProvisionRow.id == FindingRow.provision_id)
        .where(AssessmentRow.is_current.is_(True), FindingRow.bill_id.in_(bill_ids), FindingRow.label.in_(FLAGS))
        .order_by(FindingRow.id)
    ).all()
    evidence: dict[int, list[EvidenceRow]] = defaultdict(list)
    for chunk in _chunks([finding.id for finding, _, _ in rows]):
        for row in session.scalars(
            select(EvidenceRow).where(EvidenceRow.finding_id.in_(chunk)).order_by(EvidenceRow.ordinal)
        ):
            evidence[row.finding_id].append(row)
    found: dict[int, list[Clause]] = defaultdict(list)
    for finding, label, heading in rows:
        clause = clause_of(finding, label=label, heading=heading, evidence=evidence[finding.id])
        if clause is not None:
            found[finding.bill_id].append(clause)
    return found


def _clones(session: Session, hashes: Collection[str]) -> dict[str, list[CloneRef]]:
    """Which bills hold which clause under their current judgements."""
    found: dict[str, list[CloneRef]] = defaultdict(list)
    ordered = sorted(hashes)
    for start in range(0, len(ordered), _IDS_A_QUERY):
        rows = session.execute(
            select(FindingRow.clause_hash, BillRow.id, BillRow.jurisdiction, BillRow.identifier)
            .join(AssessmentRow, AssessmentRow.id == FindingRow.assessment_id)
            .join(BillRow, BillRow.id == FindingRow.bill_id)
            .where(
                AssessmentRow.is_current.is_(True),
                FindingRow.label.in_(FLAGS),
                FindingRow.clause_hash.in_(ordered[start : start + _IDS_A_QUERY]),
            )
            .order_by(BillRow.jurisdiction, BillRow.identifier, BillRow.id)
            .distinct()
        )
        for clause_hash, bill_id, jurisdiction, identifier in rows:
            found[clause_hash].append(CloneRef(bill_id=bill_id, name=f"{jurisdiction} {identifier}"))
    return found
