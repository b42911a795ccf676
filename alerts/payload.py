"""What do the payloads of events say? JSON of the journal to values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from monitor.model.answer import Answer, Decision
from monitor.model.clause import Clause
from monitor.model.finding import Label

__all__ = ["clause_from_payload", "clauses_of", "label_of"]


def label_of(value: Any) -> Label | None:
    """A label, or none where the payload has null.

    :raises ValueError: when it is no label.
    """
    return None if value is None else Label(value)


def _words(value: Any) -> str:
    """A lead-in is one text or the texts of the enclosing nodes, outermost first."""
    if isinstance(value, list):
        return " ".join(str(part).strip() for part in value)
    return str(value or "")


def clause_from_payload(position: str, data: Mapping[str, Any]) -> Clause:
    """Read one clause of a ``finding.*`` event.

    :raises KeyError: when a field is missing.
    """
    return Clause(
        position=position,
        label=Label(data["label"]),
        severity=int(data["severity"]),
        confidence=float(data["confidence"]),
        theory=str(data["theory"]),
        second_theory=str(data.get("second_theory") or ""),
        authority_strength=int(data["authority_strength"]),
        provision_label=str(data["provision_label"]),
        provision_heading=str(data["provision_heading"]),
        provision_type=str(data["provision_type"]),
        quote=str(data["quote"]),
        start=int(data["start"]),
        end=int(data["end"]),
        lead_in=_words(data.get("lead_in")),
        clause_hash=str(data["clause_hash"]),
        carve_out=data.get("carve_out") or None,
        rationale=str(data["rationale"]),
        counter_argument=str(data["counter_argument"]),
        review=_answer(data.get("review")),
    )


def _answer(data: Mapping[str, Any] | None) -> Answer | None:
    """What a person had said of the clause; events before there were reviews say nothing of it."""
    if data is None:
        return None
    return Answer(
        decision=Decision(data["decision"]),
        reviewer=str(data["reviewer"]),
        reason=str(data["reason"]),
        reviewed_at=datetime.fromisoformat(data["reviewed_at"]),
        machine_label=label_of(data["machine_label"]),
        machine_severity=data["machine_severity"],
        machine_carve_out=data["machine_carve_out"],
    )


def clauses_of(payload: Mapping[str, Any], side: str) -> tuple[Clause, ...]:
    """The ``added`` or ``removed`` clauses of a ``finding.*`` event."""
    return tuple(clause_from_payload(str(payload["position"]), clause) for clause in payload.get(side) or ())
