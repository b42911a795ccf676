"""What does a rule for effects hand back? A kind, a value and where in the sentence it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from monitor.model.effect import EffectKind

__all__ = ["LAW", "Hit", "after", "before"]

LAW: Final = (
    r"(?:acts?|sections?|subsections?|chapters?|subchapters?|articles?|parts?|subparts?|titles?|subtitles?|bill"
    r"|resolution|paragraphs?|subparagraphs?|subdivisions?|divisions?|provisions?|amendments?|law|statute|ordinance"
    r"|requirements?|measure|rule|p\.l\.)"
)
"""What can take effect or be broken, in folded text."""

_CLAUSE_END: Final = re.compile(r";|(?<=[a-z)0-9])\. ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An effect in a folded sentence, before it has its evidence."""

    kind: EffectKind
    value: str
    unit: str = ""
    start: int
    end: int


def before(sentence: str, at: int, most: int) -> str:
    """The words of the clause before an offset, at most so many characters."""
    window = sentence[max(0, at - most) : at]
    last = 0
    for match in _CLAUSE_END.finditer(window):
        last = match.end()
    return window[last:]


def after(sentence: str, at: int, most: int) -> str:
    """The words of the clause from an offset on, at most so many characters."""
    window = sentence[at : at + most]
    match = _CLAUSE_END.search(window)
    return window[: match.start()] if match else window
