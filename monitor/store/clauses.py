"""How stored findings become clauses."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from monitor.model.clause import Clause
from monitor.model.finding import PROOF, EvidenceRole, Label
from monitor.store.tables import AssessmentRow, EvidenceRow, FindingRow, ProvisionRow

__all__ = ["clause_of", "clauses_of_judgement", "clauses_of_judgements"]

_IDS_A_QUERY: Final = 500  # SQLite binds a limited number of parameters


def clauses_of_judgement(session: Session, assessment: AssessmentRow) -> list[Clause]:
    """The findings of a judgement, as the rules see them, in the order of their words."""
    return clauses_of_judgements(session, [assessment.id])[assessment.id]


def clauses_of_judgements(
    session: Session, assessment_ids: Collection[int], *, labels: Collection[str] = ()
) -> dict[int, list[Clause]]:
    """The same of many judgements, by the ids of these; only those with one of ``labels`` where some are given."""
    found: dict[int, list[Clause]] = {assessment_id: [] for assessment_id in assessment_ids}
    ordered = sorted(found)
    for start in range(0, len(ordered), _IDS_A_QUERY):
        of_some = FindingRow.assessment_id.in_(ordered[start : start + _IDS_A_QUERY])
        wanted = and_(of_some, FindingRow.label.in_(labels)) if labels else of_some
        evidence: dict[int, list[EvidenceRow]] = {}
        quotes = select(EvidenceRow).join(FindingRow, FindingRow.id == EvidenceRow.finding_id).where(wanted)
        for quote in session.scalars(quotes.order_by(EvidenceRow.finding_id, EvidenceRow.ordinal)):
            evidence.setdefault(quote.finding_id, []).append(quote)
        rows = session.execute(
            select(FindingRow, ProvisionRow.label, ProvisionRow.heading)
            .join(ProvisionRow, ProvisionRow.id == FindingRow.provision_id)
            .where(wanted)
            .order_by(FindingRow.id)
        )
        for finding, label, heading in rows:
            clause = clause_of(finding, label=label, heading=heading, evidence=evidence.get(finding.id, ()))
            if clause is not None:
                found[finding.assessment_id].append(clause)
    return found


def clause_of(finding: FindingRow, *, label: str, heading: str, evidence: Sequence[EvidenceRow]) -> Clause | None:
    """Put a finding together; ``label`` and ``heading`` are its provision's, ``evidence`` stands in its order.

    None when the words that prove it are gone: without them nothing is said.
    """
    proof = next((row for row in evidence if row.role in PROOF), None)
    if proof is None:
        return None
    return Clause(
        finding_id=finding.id,
        position=finding.position,
        label=Label(finding.label),
        severity=finding.severity,
        confidence=finding.confidence,
        theory=finding.theory,
        second_theory=finding.second_theory,
        authority_strength=finding.authority_strength,
        provision_label=label,
        provision_heading=heading,
        provision_type=finding.provision_type,
        quote=proof.quote,
        start=proof.start,
        end=proof.end,
        lead_in=" ".join(row.quote.strip() for row in evidence if row.role == EvidenceRole.LEAD_IN),
        clause_hash=finding.clause_hash,
        carve_out=finding.carve_out,
        rationale=finding.rationale,
        counter_argument=finding.counter_argument,
    )
