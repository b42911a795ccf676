"""Which duties do the sentences of a bill hold?"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from monitor.classify.actors import PRIVATE, Actor, Subjects
from monitor.classify.context import AiTerms, Context
from monitor.classify.duties import Duty, DutyKind, DutyRule
from monitor.classify.hint_index import ALONE, HintIndex, is_exact
from monitor.classify.hints import holds_one
from monitor.classify.limits import unit_facts
from monitor.classify.noticed import NOTICED
from monitor.classify.obligation import Modality, Obligation, obligations_of
from monitor.classify.relevance import AI_TERM
from monitor.classify.rules_conduct import CONDUCT_RULES
from monitor.classify.rules_development import DEVELOPMENT_RULES
from monitor.classify.rules_disclosure import DISCLOSURE_RULES
from monitor.classify.rules_filing import FILING_RULES
from monitor.classify.rules_frontier import FRONTIER_RULES
from monitor.classify.rules_hosts import HOST_RULES
from monitor.classify.rules_liability import LIABILITY_RULES
from monitor.classify.rules_notice import NOTICE_RULES
from monitor.classify.rules_outcomes import OUTCOME_RULES
from monitor.classify.units import Unit
from monitor.classify.words import ABOUT_AI

__all__ = ["RULES", "Read", "detect", "read_units"]

RULES: Final = (
    *DISCLOSURE_RULES,
    *FILING_RULES,
    *NOTICE_RULES,
    *OUTCOME_RULES,
    *CONDUCT_RULES,
    *HOST_RULES,
    *FRONTIER_RULES,
    *LIABILITY_RULES,
    *DEVELOPMENT_RULES,
)
_SETS: Final = {
    hints: number
    for number, hints in enumerate(dict.fromkeys(hints for rule in RULES for hints in (rule.hints, rule.too)))
}
_INDEX: Final = HintIndex(tuple(_SETS))
_LEAST: Final = 6
"""Characters of the sentence itself that must be among the words that fire."""
_NOTICES: Final = frozenset(
    {
        DutyKind.NOTICE_CHATBOT,
        DutyKind.NOTICE_LABEL,
        DutyKind.NOTICE_POLITICAL,
        DutyKind.NOTICE_PRICING,
        DutyKind.WATERMARK,
    }
)
"""``The announcement shall state``: a notice binds whoever makes it, named or not."""
_UNNAMED: Final = frozenset({Actor.UNKNOWN, Actor.THING})
_OPENING: Final = 60
"""Characters from the start of a sentence in which its own modal verb overrides that of the lead-in."""
_ANYBODY: Final = _NOTICES | {
    DutyKind.FILING_CONTENT,
    DutyKind.LICENCE_PRECONDITION,
    DutyKind.DEVELOPMENT_LIMIT,
    DutyKind.BIAS_AUDIT,
}
"""``A license is required to``: these bind whoever acts, named or not."""
Read = tuple[Unit, list[Obligation]]
"""A unit with its obligations."""


def read_units(units: list[Unit], context: Context) -> list[Read]:
    """Read the obligations of every unit; the last actor of a section is heir to duties whose subject is a thing."""
    read: list[Read] = []
    subjects = Subjects(context.defined)
    heir: tuple[Actor, str] = (Actor.UNKNOWN, "")
    section = None
    for unit in units:
        if unit.section is not section:
            heir, section = (Actor.UNKNOWN, ""), unit.section
        obligations = obligations_of(unit, subjects, heir)
        for obligation in obligations:
            if obligation.actor in PRIVATE or obligation.actor is Actor.GOVERNMENT:
                heir = (obligation.actor, obligation.actor_words)
        read.append((unit, obligations))
    return read


def detect(read: list[Read], context: Context) -> list[Duty]:
    """Find the duties of all units: first those whose own sentence says who must act, each kind in document order.

    Government duties come with their actor, for the carve-out.
    """
    found: list[Duty] = []
    met = _INDEX.each(unit for unit, _ in read)
    for (unit, obligations), may_meet in zip(read, met, strict=True):
        noticed: bool | None = None
        facts: frozenset[str] | None = None
        borne = frozenset((item.modality, item.actor) for item in obligations)
        for needs, looks, rule in _rules_for(borne, context.facts):
            if may_meet & needs != needs:
                continue
            if rule.hints is NOTICED.hints:
                if noticed is None:
                    noticed = NOTICED.pattern.search(unit.full) is not None  # so many hints would take longer
                if not noticed:
                    continue
            if all(holds_one(unit.full, hints) for hints in looks):
                fired = _fire(rule, unit, obligations, context)
                if fired is not None:
                    facts = facts if facts is not None else frozenset(unit_facts(unit, context))
                    found.append(_duty(rule, unit, *fired, facts))
    return sorted(found, key=_leans_on_lead_in)


@lru_cache(maxsize=4096)
def _rules_for(
    borne: frozenset[tuple[Modality, Actor]], facts: frozenset[str]
) -> tuple[tuple[int, tuple[tuple[str, ...], ...], DutyRule], ...]:
    """The rules that duties so borne can meet, in a bill with these facts.

    Beside each the bits of the sets of hints that it needs, and those sets that must be looked at in the text itself.
    """
    return tuple(
        (1 << _SETS[rule.hints] | 1 << _SETS[rule.too], tuple(filter(_to_look_at, (rule.hints, rule.too))), rule)
        for rule in RULES
        if (rule.of_bill is None or rule.of_bill in facts)
        and (not rule.needs_obligation or any(_may_bear(rule, modality, actor) for modality, actor in borne))
    )


def _to_look_at(hints: tuple[str, ...]) -> bool:
    return not (hints is NOTICED.hints or is_exact(hints) or any(hint.startswith(ALONE) for hint in hints))


def _may_bear(rule: DutyRule, modality: Modality, actor: Actor) -> bool:
    return modality in rule.modalities and (
        actor in rule.actors or actor is Actor.GOVERNMENT or (actor in _UNNAMED and rule.kind in _ANYBODY)
    )


def _leans_on_lead_in(duty: Duty) -> tuple[bool, bool]:
    leans = duty.obligation is not None and duty.obligation.at < duty.unit.cut
    return leans, leans and AI_TERM.search(duty.unit.words) is None


def _duty(
    rule: DutyRule, unit: Unit, match: re.Match[str], obligation: Obligation | None, facts: frozenset[str]
) -> Duty:
    return Duty(
        kind=rule.kind,
        provision_type=rule.provision_type,
        unit=unit,
        obligation=obligation,
        start=match.start(),
        end=match.end(),
        facts=facts.union(rule.facts),
    )


def _fire(
    rule: DutyRule, unit: Unit, obligations: list[Obligation], context: Context
) -> tuple[re.Match[str], Obligation | None] | None:
    """The words that fire a rule and the obligation that governs them."""
    match = next(
        (match for match in rule.pattern.finditer(unit.full) if match.end() >= unit.cut + min(_LEAST, len(unit.words))),
        None,
    )
    if match is None:
        return None
    if rule.unless is not None and rule.unless.search(unit.full):
        return None
    fitting = [item for item in obligations if _may_bear(rule, item.modality, item.actor)]
    if rule.near is not None and not any(_is_near(near, unit, context) for near in _nearby(rule, context)):
        return None
    obligation = _bearer(fitting, obligations, match.start(), match.end(), unit.cut)
    if rule.needs_obligation and obligation is None:
        return None
    if rule.when is not None and not rule.when(unit, context):
        return None
    return match, obligation


def _is_near(near: re.Pattern[str] | AiTerms, unit: Unit, context: Context) -> bool:
    """Whether it stands in the sentence, else in its section or the subject, where one look is enough for all."""
    if near.search(unit.full):
        return True
    key = (near, unit.section.span.start)
    known = context.nearby.get(key)
    if known is None:
        words = (context.words_of(unit.section), context.subject)
        known = context.nearby[key] = any(near.search(part) for part in words)
    return known


def _nearby(rule: DutyRule, context: Context) -> tuple[re.Pattern[str] | AiTerms, ...]:
    """What must be near; what the bill itself defines by artificial intelligence is artificial intelligence."""
    if rule.near is None:
        return ()
    return (rule.near, context.ai_terms) if rule.near is ABOUT_AI else (rule.near,)


def _bearer(
    fitting: list[Obligation], obligations: list[Obligation], start: int, end: int, cut: int
) -> Obligation | None:
    """The obligation that governs the words found: the last fitting one before their end."""
    governing = next((item for item in reversed(fitting) if item.at <= max(start, end - 1)), None)
    if governing is None:
        # "who trains a model on it is liable": the act stands before the verb that holds the actor to it
        governing = next((item for item in fitting if item.modality is Modality.LIABLE), None)
    if governing is None:
        return None
    # A permission or a protected person's claim between the two breaks the tie.
    between = [item for item in obligations if governing.at < item.at < max(start, cut)]
    own = [item for item in obligations if cut <= item.at < end and item.at < max(start, cut) + _OPENING]
    broken = any(not item.modality.binds for item in (*between, *(item for item in own if governing.at < cut)))
    return None if broken else governing
