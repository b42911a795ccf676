"""Is a document kept at all? An agency publishes much: what names the technology, or a quarrel with a state's law."""

from __future__ import annotations

import re
from typing import Final

from monitor.classify.federal_words import ai_words
from monitor.model.federal import PRESIDENTIAL, FederalSighting
from monitor.model.jurisdiction import STATES

__all__ = ["is_of_interest", "names_the_technology"]

_QUARREL: Final = re.compile(r"\bpreempt\w*|\bpre-empt\w*|\bintervene[sd]?\b|\bintervention\b", re.IGNORECASE)
_STATES: Final = re.compile(rf"\b(?:{'|'.join(re.escape(one.name) for one in STATES)})\b(?!,?\s+D\.?C)")


def names_the_technology(sighting: FederalSighting) -> bool:
    """Whether its title, summary or text does, under the old names or the new ones."""
    return ai_words(_words(sighting)).is_named


def is_of_interest(sighting: FederalSighting) -> bool:
    """Every presidential document; of others those that name the technology, or preemption beside a state."""
    if sighting.kind in PRESIDENTIAL or names_the_technology(sighting):
        return True
    words = _words(sighting)
    return _QUARREL.search(words) is not None and _STATES.search(words) is not None


def _words(sighting: FederalSighting) -> str:
    return f"{sighting.title}\n{sighting.summary}\n{sighting.text}"
