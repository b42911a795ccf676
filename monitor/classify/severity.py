"""How severe is a finding, and which of two is surer? The severity of the rule with the taxonomy's modifiers."""

from __future__ import annotations

from typing import Final

from monitor.classify.actors import Actor
from monitor.classify.duties_facts import Fact
from monitor.classify.label import Verdict
from monitor.classify.obligation import Modality
from monitor.model.finding import Label, Relevance

__all__ = ["order_of", "severity_of"]

_LOWERS: Final = (Fact.SAVINGS, Fact.NEXUS, Fact.RECIPROCITY)
_SURE: Final = {Label.CONFLICT: 0.8, Label.POTENTIAL: 0.72, Label.EXEMPT: 0.7, Label.ALIGNED: 0.65, Label.NONE: 0.5}
_UNSURE_POSITIONS: Final = frozenset({"interstate-commerce"})
"""Two independent readings of this label agree least (labelling guide)."""


def severity_of(verdict: Verdict) -> int:
    """0 to 5: minus one where a savings, nexus or reciprocity clause limits it, plus one for a private action."""
    if verdict.label is Label.ALIGNED:
        return 0
    if verdict.label is Label.EXEMPT:
        return min(1, verdict.rule.severity)
    severity = verdict.rule.severity
    severity -= any(fact in verdict.duty.facts for fact in _LOWERS)
    severity += Fact.PRIVATE_ACTION in verdict.duty.facts and verdict.label is Label.CONFLICT
    return max(1, min(5, severity))


def order_of(verdict: Verdict, relevance: Relevance, places: int) -> float:
    """Between 0 and 1, an ordering and no probability: :mod:`monitor.classify.calibrate` makes one of it.

    Lower where the actor is inherited or unknown, or the bill is only partly about AI.
    """
    sure = _SURE[verdict.label]
    duty = verdict.duty
    if duty.modality is None or duty.inherited or duty.actor in (Actor.UNKNOWN, Actor.ANYONE):
        sure -= 0.08
    if duty.modality == Modality.RIGHT:
        sure -= 0.07
    if relevance is Relevance.ADJACENT:
        sure -= 0.15
    if verdict.position.id in _UNSURE_POSITIONS:
        sure -= 0.2
    if duty.length > 220:
        sure -= 0.08
    return round(max(0.05, min(0.99, sure + min(0.12, 0.03 * (places - 1)))), 2)
