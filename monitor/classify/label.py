"""How is a duty labelled against a position? The position's own rules decide; carve-outs and safe harbours weaken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from monitor.classify.actors import PRIVATE, Actor
from monitor.classify.carveouts import CHILD_SAFETY, GOVERNMENT_USE
from monitor.classify.duties import DutyKind
from monitor.classify.duties_facts import Fact
from monitor.model.finding import Label
from monitor.model.position import LabelRule, Position
from monitor.model.reading import ReadDuty

__all__ = ["Verdict", "verdict_of"]

_NOBODY: Final = frozenset({Actor.SYSTEM, Actor.UNKNOWN, Actor.THING})
"""Subjects that leave open who must see to it; in a bill about public bodies it is they."""
_BEARERS: Final = PRIVATE | {Actor.GOVERNMENT, Actor.UNKNOWN, Actor.THING}
"""Whom a rule means that names nobody."""
_OF_GOVERNMENT_TOO: Final = frozenset({DutyKind.DISCRIMINATION_CARE, DutyKind.BIAS_AUDIT, DutyKind.IMPACT_ASSESSMENT})
"""Duties that say something of a position even where a public body bears them; the others are plain government use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A duty against a position."""

    position: Position
    duty: ReadDuty
    rule: LabelRule
    label: Label
    carve_out: str | None


def verdict_of(duty: ReadDuty, position: Position) -> Verdict | None:
    """Label one duty against one position; none when the position has no rule for it."""
    of_kind = [rule for rule in position.rules if rule.duty == duty.kind]
    rule = next((rule for rule in of_kind if _fits(rule, duty)), None)
    if rule is None or rule.label is Label.NONE:
        return None
    label, carve_out = rule.label, None
    unnamed = duty.actor in _NOBODY or duty.inherited
    public = duty.actor == Actor.GOVERNMENT or (unnamed and Fact.PUBLIC_BILL in duty.facts)
    if label.is_flag and public:
        if duty.kind not in _OF_GOVERNMENT_TOO or {Fact.STUDY, Fact.OUTWARD} & duty.facts:
            return None
        label, carve_out = Label.EXEMPT, GOVERNMENT_USE
    elif label.is_flag and Fact.MINORS in duty.facts:
        label, carve_out = Label.EXEMPT, CHILD_SAFETY
    elif label.is_flag and Fact.VOLUNTARY_VERIFICATION in duty.facts:
        # Conditions of a verification that nobody must seek.
        return None
    elif label.is_flag and Fact.SAFE_HARBOUR in duty.facts:
        if label is not Label.CONFLICT:
            return None
        label = Label.POTENTIAL
    return Verdict(position=position, duty=duty, rule=rule, label=label, carve_out=carve_out)


def _fits(rule: LabelRule, duty: ReadDuty) -> bool:
    if rule.actors and duty.actor not in rule.actors:
        return False
    if not rule.actors and duty.modality is not None and duty.actor not in _BEARERS:
        return False
    return set(rule.with_facts) <= duty.facts and not set(rule.without_facts) & duty.facts
