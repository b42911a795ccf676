"""What does a reader need to judge a finding? Its words, its position's legal force, and who reviewed it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from monitor.model.answer import Answer
from monitor.model.clause import Clause
from monitor.model.finding import EvidenceRole, Label
from monitor.store.tables import AssessmentRow, EvidenceRow, FindingRow, PositionReleaseRow

__all__ = ["Quote", "ShownFinding", "finding_name", "shown_findings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Exact words with their role and their offsets into the clean text of the version."""

    role: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFinding:
    """One finding with what a reader needs to judge it."""

    id: str
    """What ``preempt review`` calls it: ``f12``, or ``r5`` where it stands on a person's word alone."""
    position: str
    position_title: str
    citation: str
    legal_force: str
    authority_strength: int
    label: Label
    """What counts: a person's label where there is one."""
    severity: int
    machine_label: Label | None
    """What the rules say; none when they do not find it."""
    machine_severity: int | None
    confidence: float
    """Of the rules; 1 where a person added the finding."""
    provision_type: str
    provision_label: str
    provision_heading: str
    theory: str
    second_theory: str
    carve_out: str | None
    quotes: tuple[Quote, ...]
    rationale: str
    counter_argument: str
    review: Answer | None
    """Who decided what, when and why."""

    def as_json(self) -> dict[str, Any]:
        """The shape of ``preempt findings --bill … --json``."""
        return {**asdict(self), "review": self.review.payload() if self.review else None}


def finding_name(clause: Clause) -> str:
    """``f12`` for a finding of the rules, ``r5`` for one that stands on a review alone."""
    if clause.finding_id or clause.review is None:
        return f"f{clause.finding_id}"
    return f"r{clause.review.review_id}"


def shown_findings(session: Session, held: AssessmentRow, clauses: Iterable[Clause]) -> tuple[ShownFinding, ...]:
    """The clauses of the judgement ``held`` in full, strongest first."""
    content = session.get_one(PositionReleaseRow, held.position_release).content
    heads: dict[str, dict[str, Any]] = {entry["id"]: entry for entry in content["positions"]}
    carve_outs: dict[str, dict[str, Any]] = {entry["name"]: entry for entry in content["carve_outs"]}
    quotes: dict[int, list[Quote]] = {}
    for row in session.scalars(
        select(EvidenceRow)
        .join(FindingRow, FindingRow.id == EvidenceRow.finding_id)
        .where(FindingRow.assessment_id == held.id)
        .order_by(EvidenceRow.finding_id, EvidenceRow.ordinal)
    ):
        quotes.setdefault(row.finding_id, []).append(
            Quote(role=row.role, start=row.start, end=row.end, quote=row.quote)
        )
    shown = [
        _shown(
            clause,
            head=heads.get(clause.position) or _carve_out_head(carve_outs.get(clause.carve_out or "")),
            quotes=quotes.get(clause.finding_id) or [_own_quote(clause)],
        )
        for clause in clauses
    ]
    return tuple(
        sorted(shown, key=lambda f: (-f.label.strength, -f.severity, -f.confidence, f.position, f.quotes[0].start))
    )


def _shown(clause: Clause, *, head: dict[str, str], quotes: list[Quote]) -> ShownFinding:
    answer = clause.review
    return ShownFinding(
        id=finding_name(clause),
        position=clause.position,
        position_title=head["title"],
        citation=head["citation"],
        legal_force=head["legal_force"],
        authority_strength=clause.authority_strength,
        label=clause.label,
        severity=clause.severity,
        machine_label=answer.machine_label if answer else clause.label,
        machine_severity=answer.machine_severity if answer else clause.severity,
        confidence=clause.confidence,
        provision_type=clause.provision_type,
        provision_label=clause.provision_label,
        provision_heading=clause.provision_heading,
        theory=clause.theory,
        second_theory=clause.second_theory,
        carve_out=clause.carve_out,
        quotes=tuple(quotes),
        rationale=clause.rationale,
        counter_argument=clause.counter_argument,
        review=answer,
    )


def _own_quote(clause: Clause) -> Quote:
    """Of a clause that no stored finding proves: the words that a person pointed at."""
    return Quote(role=EvidenceRole.OPERATIVE.value, start=clause.start, end=clause.end, quote=clause.quote)


def _carve_out_head(carve_out: dict[str, Any] | None) -> dict[str, str]:
    """What stands where a position would, for a finding that shows a carve-out alone."""
    return {
        "title": f"carve-out: {carve_out['title']}" if carve_out else "carve-out",
        "citation": carve_out["source"] if carve_out else "not in the present set of positions",
        "legal_force": "limits the legislative recommendation only",
    }
