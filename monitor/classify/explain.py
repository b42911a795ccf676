"""Why was it flagged, and what would the state answer? Sentences composed of what fired; no law is invented."""

from __future__ import annotations

from typing import Final

from monitor.classify.actors import Actor
from monitor.classify.duties_facts import Fact
from monitor.classify.label import Verdict
from monitor.classify.obligation import Modality
from monitor.classify.own_terms import MARK
from monitor.model.finding import Label
from monitor.model.requirement import Recipient, Requirement

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
_HOLDS: Final = {
    Modality.MUST: "must",
    Modality.MUST_NOT: "must not",
    Modality.LIABLE: "is liable:",
    Modality.RIGHT: "owes what may be claimed:",
    Modality.MAY: "may",
}
_TOWARDS: Final = {
    Recipient.STATE: "the state",
    Recipient.PUBLIC: "the public",
    Recipient.USER: "those whom the system meets",
    Recipient.BUSINESS: "another business",
}
_MOST: Final = 120
"""Characters of the bill's words in a rationale; the quotes stand beside it."""
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
    kind = duty.kind.replace("-", " ")
    if duty.modality is not None:
        who = _who(duty.actor, duty.actor_words)
        does = _does(duty.requirement, Modality(duty.modality))
        parts.append(f"{duty.provision.label}: {who} {does}; kind of duty: {kind}.")
    else:
        parts.append(f"{duty.provision.label}; kind of provision: {kind}.")
    if duty.provision.lead_in:
        parts.append("Read with the introductory words of its list.")
    parts.append(f"Carve-out: {verdict.carve_out or 'none'}.")
    limits = [words for fact, words in _LIMITS if fact in duty.facts]
    parts.append(f"Limits seen: {', '.join(limits) if limits else 'none'}.")
    return " ".join(parts)


def _does(requirement: Requirement | None, modality: Modality) -> str:
    """What is required, in the bill's own words where they are seen."""
    if requirement is None or requirement.action is None:
        return _VERB[modality]
    action, acted_on = requirement.action, requirement.object
    joined = ", " if acted_on is not None and acted_on.span.start - action.span.end == len(", ") else " "
    said = " ".join(f"{action.said}{joined}{acted_on.said if acted_on is not None else ''}".split())
    if len(said) > _MOST:
        said = f"{said[:_MOST].rsplit(' ', 1)[0]} …"
    towards = f", towards {_TOWARDS[requirement.recipient]}" if requirement.recipient else ""
    return f"{_HOLDS[modality]} “{said}”{towards}"


def _who(actor: str, words: str) -> str:
    """The bill's own word, and as what it was read where that is another one."""
    kind = actor.replace("-", " ")
    if actor == Actor.UNKNOWN:
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
