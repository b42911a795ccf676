"""How much is a bill about artificial intelligence, and which words say so?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from monitor.classify.fold import Folded
from monitor.classify.hints import holds_one, opening
from monitor.model.finding import Evidence, Relevance
from monitor.model.provision import Provision, ProvisionKind, Span

__all__ = ["AI_TERM", "OTHER_AI", "RelevanceVerdict", "ai_matches", "is_weak", "judge_relevance"]

# What names the technology by itself. Data centres are added for the infrastructure carve-out.
_STRONG: Final = (
    r"artificial(?:ly)? intelligen(?:ce|t)|artificial super ?intelligence|super ?intelligence"
    r"|machine[- ]learning|generative a\.?i\.?|\bgen ?ai\b"
    r"|automated (?:employment )?decision(?:s)?(?:[- ](?:making|support))?"
    r"|automated[- ](?:final )?decision|automatic decision|algorithmic|algorithms?\b|chat ?bots?"
    r"|companion (?:chat)?bots?"
    r"|deep ?fakes?|synthetic(?:ally)?[- ](?:media|content|performer|image|created|generated|voice|audio|video"
    r"|recording|likeness|depiction|visual)|generative (?:model|system|tool|technolog|product)|digital (?:replica"
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
    r"|intelligent agents?|pricing (?:software|algorithm|tool)s?|(?:rent|price)[- ]setting (?:software|algorithm|tool"
    r"|program)s?"
)
_CENTRES: Final = (
    r"data[- ]cent(?:er|re)s?|hyperscale\w* (?:facilit|campus|computing)\w*"
    r"|high[- ]performance computing|\bright to comput\w+|computational resources?"
)
_SHORT_FORM: Final = r"\b(?:a\.i\.|ai)\b(?!\.?\w)"
AI_TERM: Final = opening("a.ilru cho deiy el faor ge in la ma ne per re suy", f"{_STRONG}|{_SHORT_FORM}")
"""Of folded text; whether the short form means artificial intelligence is for :func:`ai_matches` to say."""
_CENTRE_TERM: Final = opening("co da hiy ri", _CENTRES)
_CENTRE_HINTS: Final = (
    *("data cent", "data-cent", "hyperscale", "performance computing", "right to comput", "computational resource"),
)
"""One of them stands in whatever ``_CENTRE_TERM`` matches."""

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
    r"|pricing|(?:rent|price)[- ]setting|dynamic pricing|electronic shelf|automatic decision)"
)
_SELF: Final = re.compile(
    r"artificial(?:ly)? intelligen|machine[- ]learning|generative|automated|deep ?fake|chat ?bot|synthetic"
    r"|large language|frontier model|digital replica|fabricated|machine[- ]generated|surveillance[- ]"
    r"|(?:materially |intentionally )?deceptive|ai[- ](?:companion|chat)|counterfeit|digital content prov"
)


_FOR_CENTRES: Final = re.compile(r"\b(?:artificial intelligence|ai) (?=(?:and \w+ )?data[- ]cent(?:er|re))")
"""What is built for it is infrastructure, not the technology."""


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


def is_weak(words: str) -> bool:
    """Whether a term names a technique that is not always artificial intelligence, such as an algorithm."""
    return _WEAK.match(words) is not None


def judge_relevance(
    text: str,
    folded: Folded,
    purpose: str,
    provisions: tuple[Provision, ...],
    matches: list[re.Match[str]],
    own: tuple[list[re.Match[str]], list[re.Match[str]]],
) -> RelevanceVerdict:
    """Judge from the purpose (title, synopsis, abstract; folded), where the terms stand and how dense they are.

    ``core`` when the purpose names the technology or most sections turn on it, ``adjacent`` when it is one part,
    ``mention`` when a word or two, or definitions alone, speak of it. ``own`` are the places of further terms that the
    bill itself defines by the technology, and by an algorithm; they count where something else speaks of it.
    """
    centres = list(_CENTRE_TERM.finditer(folded.text)) if holds_one(folded.text, _CENTRE_HINTS) else []
    if not matches and not centres:
        # An amendment may leave the word to the title of the bill it amends.
        return RelevanceVerdict(Relevance.CORE if _SELF.search(purpose) else Relevance.NONE, None)
    purpose = _FOR_CENTRES.sub("", purpose)
    named = _SELF.search(purpose) or _named_short(purpose, matches)
    weak_named = AI_TERM.search(purpose) if matches else None
    places = _places(matches, *own) if matches else []
    operative = _operative_hits(folded, provisions, places)
    words = max(1, len(folded.text) // 6)
    density = 1000 * len(places) / words
    strong = len(_places([match for match in matches if not is_weak(match.group())], own[0]))
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


def _places(*found: list[re.Match[str]]) -> list[re.Match[str]]:
    """All of them in order, those that stand in one place once."""
    by_start = {match.start(): match for matches in found for match in matches}
    return [by_start[start] for start in sorted(by_start)]


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
