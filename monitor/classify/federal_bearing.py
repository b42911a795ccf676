"""Does a federal document bear on the stated positions: on which, how, and by which words? It only proposes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from monitor.classify.federal_cues import ACTS, CUES, act_of
from monitor.classify.federal_words import ai_words
from monitor.model.bearing import Bearing, How
from monitor.model.federal import PRESIDENTIAL, FederalKind
from monitor.model.finding import Evidence
from monitor.model.provision import Span

__all__ = ["bearings_of", "document_text"]

_QUOTES: Final = 3
_MAX_CHARS: Final = 500_000
_WITHDRAWN: Final = re.compile(
    r"\b(?:is|are)\s+(?:hereby\s+)?(?:revoked|rescinded|withdrawn)\b|\b(?:revok|rescind|withdraw)(?:ing|s)\b"
    r"|\bhereby\s+(?:revoke|rescind|withdraw)s?\b",
    re.IGNORECASE,
)
_CHANGED: Final = re.compile(r"\b(?:is|are)\s+(?:hereby\s+)?amended\b|\bamend(?:ing|ment\s+to|s)\b", re.IGNORECASE)
_NEAR: Final = 200
_SENTENCE: Final = re.compile(r"[.;]\s")
_COURT: Final = re.compile(
    r"\bcomplaint(?:\s+in\s+intervention)?\b|\b(?:sues|lawsuit|intervenes?|intervened|statement\s+of\s+interest)\b",
    re.IGNORECASE,
)
_WORDS_ABOUT: Final = frozenset({FederalKind.STATEMENT, FederalKind.PRESS_RELEASE})


def bearings_of(title: str, text: str, *, kind: FederalKind) -> tuple[Bearing, ...]:
    """Propose, in the order of position ids. The offsets of quotes are those of :func:`document_text`.

    A document that names the technology nowhere bears on nothing. One that only cites an order on which a position
    stands bears on it when it amends or withdraws it; acting under it needs words of the position's substance.
    """
    whole = document_text(title, text)
    if not ai_words(whole).is_named:
        return ()
    return tuple(_bearings(whole, title, kind))


def document_text(title: str, text: str) -> str:
    """What is read of a document and quoted from: its title, an empty line, its text, 500,000 characters at most."""
    return f"{title}\n\n{text}"[:_MAX_CHARS]


def _bearings(whole: str, title: str, kind: FederalKind) -> Iterator[Bearing]:
    moved = dict(_moved(whole))
    for position, patterns in sorted(CUES.items()):
        spans = sorted({Span(*found.span()) for pattern in patterns for found in pattern.finditer(whole)})
        quotes = [Evidence(span=span, quote=span.of(whole)) for span in _apart(spans)]
        if position in moved:
            how, evidence = moved[position]
            quotes = [evidence, *quotes]
        elif quotes:
            how = _how(whole, title, kind, position)
        else:
            continue
        yield Bearing(position=position, how=how, quotes=tuple(quotes[:_QUOTES]), reason=_reason(how, kind))


def _apart(spans: list[Span]) -> Iterator[Span]:
    """Those that do not overlap the one before."""
    end = 0
    for span in spans:
        if span.start >= end:
            yield span
            end = span.end


def _moved(whole: str) -> Iterator[tuple[str, tuple[How, Evidence]]]:
    """Positions whose order is amended or withdrawn in so many words."""
    for number, positions in ACTS.items():
        for cited in act_of(number).finditer(whole):
            opening = _SENTENCE.split(whole[max(0, cited.start() - _NEAR) : cited.start()])[-1]
            rest = _SENTENCE.split(whole[cited.end() : cited.end() + _NEAR])[0]
            span = Span(cited.start() - len(opening), cited.end() + len(rest))
            words = span.of(whole)
            how = How.WITHDRAWS if _WITHDRAWN.search(words) else How.CHANGES if _CHANGED.search(words) else None
            if how is not None:
                for position in positions:
                    yield position, (how, Evidence(span=span, quote=words))


def _how(whole: str, title: str, kind: FederalKind, position: str) -> How:
    if kind in _WORDS_ABOUT:
        return How.CHALLENGES if _COURT.search(title) else How.RESTATES
    if kind in PRESIDENTIAL:
        return How.NEW
    if re.match(r"\s*(?:withdrawal|rescission)\b", title, re.IGNORECASE):
        return How.WITHDRAWS
    orders = (number for number, positions in ACTS.items() if position in positions)
    return How.IMPLEMENTS if any(act_of(number).search(whole) for number in orders) else How.NEW


_REASONS: Final = {
    How.NEW: "speaks of what the position is about in its own right",
    How.CHANGES: "amends an order on which the position stands",
    How.WITHDRAWS: "withdraws an order on which the position stands, or a proposal about it",
    How.IMPLEMENTS: "acts under an order on which the position stands",
    How.CHALLENGES: "tells of a case in court about what the position says",
    How.RESTATES: "repeats the position, without force of its own",
}


def _reason(how: How, kind: FederalKind) -> str:
    return f"This document ({kind.value}) {_REASONS[how]}."
