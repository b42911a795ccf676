"""How stored findings become clauses."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.model.clause import Clause
from monitor.model.finding import PROOF, EvidenceRole, Label
from monitor.store.tables import EvidenceRow, FindingRow

__all__ = ["clause_of"]


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
