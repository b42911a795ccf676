"""Is this clause no rule of conduct, although its section reads like one? What long or unmarked sections hide."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

__all__ = ["is_boilerplate"]

_OPENING: Final = 30
"""Words within which such a clause says what it is; further on the same words are a part of some other clause."""
_BOILERPLATE: Final = re.compile(
    r"""
    \b(?:has|have)\ the\ (?:same\ )?meanings?\b | \bmeans\ the\ same\ as\b | \bis\ defined\b
  | \b(?:the|following)\ terms?\ .{0,80}\b(?:means?|includes?)\b
  | \b(?:as\ used\ in|for\ (?:the\ )?purposes?\ of)\ this\ \w+\ .{0,120}\b(?:means?|includes?)\b
  | ^.{0,40}\b(?:act|section|chapter|article|part|title|subdivision|subsection|paragraph)\ (?:\#\ )?
        (?:(?:shall|must|will)\ )?(?:takes?\ effect|becomes?\ (?:effective|operative)|(?:is|are|be)\ effective)\b
  | \b(?:held|found|declared|adjudged)\ (?:\w+\ ){0,3}(?:invalid|unconstitutional|unenforceable)\b
  | \b(?:is|are)\ (?:declared\ to\ be\ )?severable\b
  | \b(?:may|shall|must)\ be\ (?:known\ (?:and\ )?)?(?:may\ be\ )?(?:cited|referred\ to|known)\ as\b
  | \bis\ (?:hereby\ )?(?:further\ )?amended\ (?:[\w#]+\ ){0,8}?(?:by|to\ read)\b
    """,
    re.VERBOSE,
)
"""In this order: definitions, dates, severability, short titles, amending instructions."""


def is_boilerplate(words: Sequence[str]) -> bool:
    """Whether the opening words say that the clause defines, dates, names, severs or amends."""
    return _BOILERPLATE.search(" ".join(words[:_OPENING])) is not None
