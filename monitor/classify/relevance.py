"""How much is a bill about artificial intelligence, and which words say so?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from monitor.classify.fold import Folded
from monitor.classify.hints import opening
from monitor.model.finding import Evidence, Relevance
from monitor.model.provision import Provision, ProvisionKind, Span

__all__ = ["AI_TERM", "OTHER_AI", "RelevanceVerdict", "ai_matches", "judge_relevance"]

# What names the technology by itself. Data centres are added for the infrastructure carve-out.
_STRONG: Final = (
    r"artificial(?:ly)? intelligen(?:ce|t)|artificial super ?intelligence|super ?intelligence"
    r"|machine[- ]learning|generative a\.?i\.?|\bgen ?ai\b"
    r"|automated (?:employment )?decision(?:s)?(?:[- ](?:making|support))?"
    r"|automated[- ](?:final )?decision|automatic decision|algorithmic|algorithms?\b|chat ?bots?"
    r"|companion (?:chat)?bots?"
    r"|deep ?fakes?|synthetic(?:ally)?[- ](?:media|content|performer|image|created)|digital (?:replica"
    r"|forger(?:y|ies))|large language models?|neural networks?|(?:frontier|foundation(?:al)?) models?"
    r"|computer[- ]generated|digitally (?:altered|generated|manipulated|created)|personalized pricing|automated pricing"
    r"|dynamic pricing|surveillance[- ](?:based )?(?:pric\w+|wage\w*)|electronic shelf label\w*"
    r"|(?:materially |intentionally )?deceptive (?:audio|visual|media|synthetic|image|video)\w*"
    r"|manipulated (?:media|content)|counterfeit (?:intimate )?images?|provenance data"
    r"|digital content provenance"
    r"|\bai[- ](?:companions?|chat\w*|systems?|models?|tools?|technolog\w+|products?|developers?|generated"
    r"|assistants?|agents?|applications?)\b"
    r"|fabricated (?:[a-z]+ ){0,4}(?:images?|depictions?)|machine[- ]generated"
    r"|artificial(?:ly generated)? voices?|predictive underwriting"
    r"|facial recognition|predictive (?:model|policing|analytic)s?|autonomous (?:weapon|agent)s?|profiling"
    r"|intelligent agents?"
)
_CENTRES: Final = r"data[- ]cent(?:er|re)s?|high[- ]performance computing|\bright to comput\w+|computational resources?"
_SHORT_FORM: Final = r"\b(?:a\.i\.|ai)\b(?!\.?\w)"
AI_TERM: Final = opening("acdefgilmnps", ".aehilnoruy", f"{_STRONG}|{_SHORT_FORM}")
"""Of folded text; whether the short form means artificial intelligence is for :func:`ai_matches` to say."""
_CENTRE_TERM: Final = opening("cdhr", "aio", _CENTRES)

# Acronym traps: AI also stands for avian influenza, artificial insemination, American Indian; SI for units of measure.
OTHER_AI: Final = re.compile(
    r"avian influenza|artificial(?:ly)? inseminat|american indian|appreciative inquiry"
    r"|amnesty international|aromatase inhibitor|active ingredient|adverse impact \(ai\)|ai/an\b"
    r"|all[- ]inclusive"
)
_SHORT: Final = re.compile(r"a\.?i\b")
_SPELT_OUT: Final = re.compile(r"artificial intelligence[\"' ,]{0,4}(?:or )?[(\"' ]{0,3}a\.?i\b")
_WEAK: Final = re.compile(
    r"^(?:algorithms?|algorithmic|profiling|computer[- ]generated|digitally|facial recognition|predictive"
    r"|dynamic pricing|electronic shelf|automatic decision)"
)
_SELF: Final = re.compile(
    r"artificial(?:ly)? intelligen|machine[- ]learning|generative|automated|deep ?fake|chat ?bot|synthetic"
    r"|large language|frontier model|digital replica|fabricated|machine[- ]generated|surveillance[- ]"
    r"|(?:materially |intentionally )?deceptive|ai[- ](?:companion|chat)|counterfeit|digital content prov"
)


@dataclass(frozen=True, slots=True)
class RelevanceVerdict:
    """How relevant, and the words that decided."""

    relevance: Relevance
    trigger: Evidence | None


def ai_matches(folded: Folded) -> list[re.Match[str]]:
    """Find the terms for artificial intelligence, without the look-alikes of its acronym."""
    matches = list(AI_TERM.finditer(folded.text))
    short = [match for match in matches if _SHORT.match(match.group())]
    if short and not any(_SELF.match(match.group()) for match in matches):
        if all(match.group() in ("ai", "a.i.") for match in short) or OTHER_AI.search(folded.text):
            return [match for match in matches if match not in short]
    elif short and OTHER_AI.search(folded.text) and not _SPELT_OUT.search(folded.text):
        return [match for match in matches if match not in short]
    return matches


def judge_relevance(
    text: str, folded: Folded, purpose: str, provisions: tuple[Provision, ...], matches: list[re.Match[str]]
) -> RelevanceVerdict:
    """Judge from the purpose (title, synopsis, abstract; folded), where the terms stand and how dense they are.

    ``core`` when the purpose names the technology or most sections turn on it, ``adjacent`` when it is one part,
    ``mention`` when a word or two, or definitions alone, speak of it.
    """
    centres = list(_CENTRE_TERM.finditer(folded.text))
    if not matches and not centres:
        # An amendment may leave the word to the title of the bill it amends.
        return RelevanceVerdict(Relevance.CORE if _SELF.search(purpose) else Relevance.NONE, None)
    named = _SELF.search(purpose) or _named_short(purpose, matches)
    weak_named = AI_TERM.search(purpose) if matches else None
    operative = _operative_hits(folded, provisions, matches)
    words = max(1, len(folded.text) // 6)
    density = 1000 * len(matches) / words
    strong = sum(1 for match in matches if not _WEAK.match(match.group()))
    trigger = _trigger(text, folded, matches or centres)
    dense = (strong >= 3 and density >= 8 and operative >= 2) or (strong >= 5 and density >= 12)
    if named or (weak_named and density >= 2) or dense:
        relevance = Relevance.CORE
    elif (
        _CENTRE_TERM.search(purpose)
        or (operative >= 4 and strong >= 3 and density >= 1)
        or (operative >= 3 and density >= 4)
        or (strong >= 2 and density >= 3.5)
        or len(centres) >= 5
    ) or weak_named:
        relevance = Relevance.ADJACENT
    elif matches:
        relevance = Relevance.MENTION
    else:
        relevance = Relevance.NONE
    return RelevanceVerdict(relevance, trigger if relevance is not Relevance.NONE else None)


def _named_short(purpose: str, matches: list[re.Match[str]]) -> bool:
    return bool(re.search(_SHORT_FORM, purpose)) and any(match.group() in ("ai", "a.i.") for match in matches)


def _operative_hits(folded: Folded, provisions: tuple[Provision, ...], matches: list[re.Match[str]]) -> int:
    spans = [
        (folded.folded(item.own.start), folded.folded(item.own.end))
        for item in provisions
        if item.kind is ProvisionKind.OPERATIVE
    ]
    hits = index = 0
    for match in matches:
        while index < len(spans) and spans[index][1] <= match.start():
            index += 1
        hits += index < len(spans) and spans[index][0] <= match.start()
    return hits


def _trigger(text: str, folded: Folded, matches: list[re.Match[str]]) -> Evidence:
    best = next((match for match in matches if _SELF.match(match.group())), matches[0])
    span = Span(folded.raw(best.start()), folded.raw(best.end() - 1) + 1)
    return Evidence(span=span, quote=span.of(text))
