"""What do the judgements that count say of many bills at once, with the words that prove it?"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from monitor.model.clause import Clause
from monitor.model.clause_family import TextKey
from monitor.store.clauses import clause_of
from monitor.store.tables import AssessmentRow, EvidenceRow, FindingRow, ProvisionRow

__all__ = ["current_findings"]


def current_findings(session: Session, *, bill_ids: Collection[int] | None = None) -> dict[TextKey, list[Clause]]:
    """Findings by the text that they were found in, of all bills or of some, in the order in which they were stored."""
    findings = (
        select(FindingRow, ProvisionRow.label, ProvisionRow.heading, AssessmentRow.text_sha256)
        .join(AssessmentRow, AssessmentRow.id == FindingRow.assessment_id)
        .join(ProvisionRow, ProvisionRow.id == FindingRow.provision_id)
        .where(AssessmentRow.is_current)
        .order_by(FindingRow.id)
    )
    quotes = (
        select(EvidenceRow)
        .join(FindingRow, FindingRow.id == EvidenceRow.finding_id)
        .join(AssessmentRow, AssessmentRow.id == FindingRow.assessment_id)
        .where(AssessmentRow.is_current)
        .order_by(EvidenceRow.finding_id, EvidenceRow.ordinal)
    )
    if bill_ids is not None:
        findings = findings.where(FindingRow.bill_id.in_(bill_ids))
        quotes = quotes.where(FindingRow.bill_id.in_(bill_ids))
    evidence: dict[int, list[EvidenceRow]] = {}
    for quote in session.scalars(quotes):
        evidence.setdefault(quote.finding_id, []).append(quote)
    found: dict[TextKey, list[Clause]] = {}
    for finding, label, heading, sha256 in session.execute(findings):
        clause = clause_of(finding, label=label, heading=heading, evidence=evidence.get(finding.id, ()))
        if clause is not None:
            found.setdefault((finding.version_id, sha256), []).append(clause)
    return found
