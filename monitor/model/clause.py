"""A finding in the form in which it travels: with the words of its provision, without rows."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from monitor.model.answer import Answer
from monitor.model.finding import Label

__all__ = ["Clause"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One provision against one position; ``[start, end)`` are characters of the clean text of its own version."""

    position: str
    label: Label
    severity: int
    confidence: float
    theory: str
    second_theory: str
    authority_strength: int
    provision_label: str
    provision_heading: str
    provision_type: str
    quote: str
    start: int
    end: int
    lead_in: str
    clause_hash: str
    carve_out: str | None
    rationale: str
    counter_argument: str
    finding_id: int = field(default=0, compare=False)
    """Where it is stored; 0 when that is not known. The same clause is the same wherever it stands."""
    review: Answer | None = field(default=None, compare=False)
    """What a person says of it; then label, severity and carve-out are the person's."""

    @property
    def weight(self) -> tuple[int, int]:
        """Label before severity: what makes a change worth telling."""
        return self.label.strength, self.severity

    @property
    def key(self) -> tuple[str, str]:
        """Position and words: under this a person's answer is found again in later texts of the bill."""
        return self.position, self.clause_hash

    def payload(self) -> dict[str, Any]:
        """JSON for an event; the position stands beside it."""
        content = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "position"}
        content["label"] = self.label.value
        content["review"] = self.review.payload() if self.review else None
        return content
