"""Why was it flagged, and what would the state answer? Sentences composed of what fired; no law is invented."""

from __future__ import annotations

from typing import Final

from monitor.classify.actors import Actor
from monitor.classify.duties_facts import Fact
from monitor.classify.label import Verdict
from monitor.classify.obligation import Modality
from monitor.classify.own_terms import MARK
from monitor.model.finding import Label

__all__ = ["counter_argument", "rationale"]

_OPENING: Final = {
    Label.CONFLICT: "Conflicts with a stated federal position",
    Label.POTENTIAL: "May conflict with a stated federal position",
    Label.EXEMPT: "Touches a stated federal position but falls under a carve-out",
    Label.ALIGNED: "Furthers a stated federal position",
    Label.NONE: "Touches no stated federal position",
}
_VERB: Final = {
    Modality.MUST: "must act",
    Modality.MUST_NOT: "must refrain",
    Modality.LIABLE: "is liable",
    Modality.RIGHT: "owes what a protected person may claim",
    Modality.MAY: "may act",
}
_LIMITS: Final = (
    (Fact.NEXUS, "a nexus to the state"),
    (Fact.SAVINGS, "a clause that yields to federal law"),
    (Fact.RECIPROCITY, "compliance elsewhere counts"),
    (Fact.SAFE_HARBOUR, "a safe harbour or affirmative defence"),
    (Fact.INTENT_ONLY, "intent is required"),
    (Fact.SMALL_BUSINESS, "small businesses are treated apart"),
    (Fact.CONFIDENTIAL, "filings are kept confidential"),
    (Fact.TRADE_SECRETS, "trade secrets are spared"),
    (Fact.SAVES_230, "47 U.S.C. 230 is saved"),
)


def rationale(verdict: Verdict) -> str:
    """Say actor, modality, kind of duty, lead-in, carve-out and limits, in that order."""
    duty = verdict.duty
    parts = [f"{_OPENING[verdict.label]} ({verdict.position.short_name}): {verdict.rule.note}."]
    if duty.obligation is not None:
        who = _who(duty.actor, duty.obligation.actor_words)
        parts.append(
            f"{duty.unit.provision.label}: {who} {_VERB[duty.obligation.modality]}; "
            f"kind of duty: {duty.kind.value.replace('-', ' ')}."
        )
    else:
        parts.append(f"{duty.unit.provision.label}; kind of provision: {duty.kind.value.replace('-', ' ')}.")
    if duty.unit.provision.lead_in:
        parts.append("Read with the introductory words of its list.")
    parts.append(f"Carve-out: {verdict.carve_out or 'none'}.")
    limits = [words for fact, words in _LIMITS if fact in duty.facts]
    parts.append(f"Limits seen: {', '.join(limits) if limits else 'none'}.")
    return " ".join(parts)


def _who(actor: Actor, words: str) -> str:
    """The bill's own word, and as what it was read where that is another one."""
    kind = actor.value.replace("-", " ")
    if actor is Actor.UNKNOWN:
        return f"the {words} (as whom is not said)" if words else "somebody who is not named"
    if not words or MARK in words or kind in words.lower():
        return f"the {words or kind}"
    return f"the {words} (read as {kind})"


def counter_argument(verdict: Verdict) -> str:
    """Choose the strongest answer for this provision: the first whose conditions hold, in the order of the file."""
    duty = verdict.duty
    for counter in verdict.position.counter_arguments:
        special = bool(counter.when or counter.duties)
        fits = (not counter.duties or duty.kind in counter.duties) and (
            not counter.when or not duty.facts.isdisjoint(counter.when)
        )
        if special and fits:
            return counter.text
    return next(item.text for item in verdict.position.counter_arguments if not item.when and not item.duties)
