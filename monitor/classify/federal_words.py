"""Does a federal text speak of artificial intelligence, under its old names and its new ones?

Since EO 14434 (29 September 2026) the executive branch writes "Super Intelligence" and "SI", and CAISI is CAISSI. "SI"
is also the system of units, so it counts only where the text spells it out or beside words of the technology.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from monitor.model.finding import Evidence
from monitor.model.provision import Span

__all__ = ["AiWords", "ai_words"]

_NAMES: Final = re.compile(
    r"\b(?:artificial|super)[\s-]*intelligence\b|\bsuperintelligen(?:ce|t)\b|\bCAISS?I\b"
    r"|\bCenter\s+for\s+(?:AI|Artificial\s+Intelligence|Super\s+Intelligence|SI)\s+Standards\b"
    r"|\b(?:frontier|foundation|large\s+language)\s+models?\b|\bgenerative\s+AI\b",
    re.IGNORECASE,
)
_AI: Final = re.compile(r"\bAI\b|\bA\.I\.(?!\w)")
_SI: Final = re.compile(r"\bSI\b|\bS\.I\.(?!\w)")
_SI_SPELT: Final = re.compile(
    r"\bSuper\s*-?\s*Intelligence\s*[\"'“”‘’(,\s]{1,6}(?:or\s+)?[\"'“”‘’(]{0,3}SI\b", re.IGNORECASE
)
_SI_BESIDE: Final = re.compile(
    r"\bSI\s+(?:systems?|models?|developers?|laws?|technolog\w+|policy|framework|agents?|safety|standards)\b"
    r"|\b(?:State|frontier|advanced|American|Federal)\s+SI\b"
)
_UNITS: Final = re.compile(
    r"\bSI\s+(?:base\s+)?units?\b|syst[eè]me\s+international|international\s+system\s+of\s+units|\bSI\s+prefix",
    re.IGNORECASE,
)
_OTHER_AI: Final = re.compile(
    r"avian\s+influenza|artificial\s+inseminat|american\s+indian|active\s+ingredient", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AiWords:
    """The places that speak of it, in order."""

    places: tuple[Evidence, ...]

    @property
    def is_named(self) -> bool:
        """Whether any does."""
        return bool(self.places)


def ai_words(text: str) -> AiWords:
    """Every word for the technology; a short form counts where it can mean nothing else.

    ``AI`` counts unless the text says only what else it stands for; ``SI`` when it is spelt out, or stands beside words
    of the technology in a text that does not speak of units.
    """
    found = list(_NAMES.finditer(text))
    if found or not _OTHER_AI.search(text):
        found += _AI.finditer(text)
    if _SI_SPELT.search(text):
        found += (one for one in _SI.finditer(text) if not _UNITS.match(text, one.start()))
    elif not _UNITS.search(text):
        found += _SI_BESIDE.finditer(text)
    spans = sorted({Span(one.start(), one.end()) for one in found})
    return AiWords(places=tuple(Evidence(span=span, quote=span.of(text)) for span in spans))
