"""What did a person say of a clause? The answer travels with the clause, beside what the rules say of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from monitor.model.finding import Label

__all__ = ["Answer", "Decision"]


class Decision(StrEnum):
    """What a person decides about one clause against one position."""

    CONFIRM = "confirm"
    """The label stands as it was seen."""
    REJECT = "reject"
    """It is no finding."""
    RELABEL = "relabel"
    ADD = "add"
    """A finding that the rules did not make."""
    WITHDRAW = "withdraw"
    """What was said of the clause is taken back; the rules alone count again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Who decided what, when and why, and what the rules say of the same clause now."""

    decision: Decision
    reviewer: str
    reason: str
    reviewed_at: datetime
    machine_label: Label | None
    """None when the rules do not find the clause."""
    machine_severity: int | None = None
    machine_carve_out: str | None = None
    review_id: int = field(default=0, compare=False)
    """Where it is stored; 0 when that is not known."""

    def payload(self) -> dict[str, Any]:
        """JSON for events and exports."""
        return {
            "id": f"r{self.review_id}" if self.review_id else None,
            "decision": self.decision.value,
            "reviewer": self.reviewer,
            "reason": self.reason,
            "reviewed_at": self.reviewed_at.isoformat(),
            "machine_label": self.machine_label.value if self.machine_label else None,
            "machine_severity": self.machine_severity,
            "machine_carve_out": self.machine_carve_out,
        }
