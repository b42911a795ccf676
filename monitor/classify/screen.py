"""Does a bill's title or abstract speak of artificial intelligence? The cheap first pass over whole sessions."""

from __future__ import annotations

import re
from typing import Final

from monitor.classify.fold import fold
from monitor.classify.relevance import OTHER_AI, ai_matches

__all__ = ["screen"]

_ACRONYM: Final = re.compile(r"\b(?:AI|A\.I\.)(?!\w)")


def screen(title: str, abstract: str = "") -> str:
    """The first words that say so, as they stand there; empty when none do.

    Look-alikes of the acronym (avian influenza, artificial insemination) are no such words. A bill that says nothing of
    it in title and abstract may still hold a duty about it: only its text can tell.
    """
    words = f"{title}\n{abstract}" if abstract else title
    folded = fold(words)
    matches = ai_matches(folded)
    if matches:
        first = matches[0]
        return words[folded.raw(first.start()) : folded.raw(first.end() - 1) + 1]
    # a title is too short to spell the acronym out: capitals count unless something else is named that it stands for
    acronym = None if OTHER_AI.search(folded.text) else _ACRONYM.search(words)
    return acronym.group() if acronym else ""
