"""Does a claimed quote stand in the text? Near words give way to the source's own, invented ones are dropped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rapidfuzz import fuzz

from monitor.model.finding import Evidence, EvidenceRole
from monitor.model.provision import Span
from monitor.second_opinion.plain import Plain, plain, plain_words

__all__ = ["ALIGNED_AT", "Found", "How", "Source", "accept", "accept_all"]

ALIGNED_AT: Final = 95.0
"""Of 100: what two wordings must have in common before the source's stands for the claim."""
_LEAST: Final = 10
"""Characters: shorter words stand everywhere and prove nothing."""
_LEAST_ALIGNED: Final = 20
_TURNS: Final = re.compile(r"\b(?:not|no|nor|never|none|unless|except|without|only|shall|must|may|should|will|\d+)\b")
"""Words that turn a duty: near quotes must agree in all of them."""


class How(StrEnum):
    """How a quote was found."""

    EXACT = "exact"
    ALIGNED = "aligned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Words that may be quoted: the clean text, the passage that was sent, and the lead-ins sent with it."""

    text: str
    passage: Span
    lead_in: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A quote with the source's own words at their offsets, and the claim that led there."""

    evidence: Evidence
    how: How
    said: str


def accept_all(
    quotes: Iterable[str], source: Source, role: EvidenceRole = EvidenceRole.OPERATIVE
) -> tuple[tuple[Found, ...], tuple[str, ...]]:
    """Look up each quote; returns what was found, each place once, and what was dropped."""
    found: dict[Span, Found] = {}
    dropped: list[str] = []
    for quote in quotes:
        hit = accept(quote, source, role)
        if hit is None:
            dropped.append(quote)
        else:
            found.setdefault(hit.evidence.span, hit)
    return tuple(found.values()), tuple(dropped)


def accept(quote: str, source: Source, role: EvidenceRole = EvidenceRole.OPERATIVE) -> Found | None:
    """Find one quote, in the passage before the lead-ins, exact before near.

    The evidence is cut from the text, so it is exact whatever was claimed, and lies inside the passage or a lead-in.
    Words of a lead-in have that role unless they show a carve-out. None when the quote stands nowhere.
    """
    said = plain_words(quote)
    if len(said) < _LEAST or " " not in said:
        return None
    lead_role = EvidenceRole.LEAD_IN if role is EvidenceRole.OPERATIVE else role
    places = [(source.passage, role), *((span, lead_role) for span in source.lead_in)]
    folded = [(span.start, plain(span.of(source.text)), held) for span, held in places]
    for how in How:
        find = _exact if how is How.EXACT else _aligned
        for start, where, held in folded:
            at = find(said, where)
            if at is not None:
                inner = where.raw(at.start, at.end)
                span = Span(start + inner.start, start + inner.end)
                evidence = Evidence(span=span, quote=span.of(source.text), role=held)
                return Found(evidence=evidence, how=how, said=quote)
    return None


def _exact(said: str, where: Plain) -> Span | None:
    """The first place where the very words stand as whole words."""
    at = where.text.find(said)
    while at >= 0:
        span = Span(at, at + len(said))
        if _whole_words(where.text, span) == span:
            return span
        at = where.text.find(said, at + 1)
    return None


def _aligned(said: str, where: Plain) -> Span | None:
    """The place that is nearly the same, as whole words, if nothing that turns a duty differs."""
    if not _LEAST_ALIGNED <= len(said) <= len(where.text):
        return None
    near = fuzz.partial_ratio_alignment(said, where.text, score_cutoff=ALIGNED_AT)
    if near is None or near.dest_start >= near.dest_end:
        return None
    span = _whole_words(where.text, Span(near.dest_start, near.dest_end))
    same = _TURNS.findall(said) == _TURNS.findall(where.text[span.start : span.end])
    return span if same else None


def _whole_words(text: str, span: Span) -> Span:
    """Widen to whole words and take blanks off the ends."""
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while 0 < start < end and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while start < end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return Span(start, end)
