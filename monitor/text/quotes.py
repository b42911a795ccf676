"""Where do the words of a quote stand in a text, whatever its blanks, quotation marks and dashes look like there?"""

from __future__ import annotations

import re
from typing import Final

from monitor.model.provision import Span

__all__ = ["find_exactly", "find_words"]

_MARKS: Final = str.maketrans(dict.fromkeys("‘’‚‛", "'") | dict.fromkeys("“”„", '"') | dict.fromkeys("‐‑‒–—−", "-"))
"""One character for one, so that offsets stay."""


def find_exactly(text: str, quote: str) -> Span | None:
    """The first place where ``quote`` stands character for character, as whole words."""
    start = text.find(quote) if quote.strip() else -1
    while start >= 0:
        end = start + len(quote)
        if _whole(text, start, end):
            return Span(start, end)
        start = text.find(quote, start + 1)
    return None


def find_words(text: str, quote: str) -> Span | None:
    """The first place where the words of ``quote`` stand in their order; exactly, if they do anywhere."""
    exact = find_exactly(text, quote)
    words = quote.translate(_MARKS).split()
    if exact is not None or not words:
        return exact
    pattern = re.compile(r"\s+".join(map(re.escape, words)))
    for match in pattern.finditer(text.translate(_MARKS)):
        if _whole(text, *match.span()):
            return Span(*match.span())
    return None


def _whole(text: str, start: int, end: int) -> bool:
    """Neither end cuts a word: ``risk`` is not found in ``risks``."""
    cuts_first = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    cuts_last = end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
    return not (cuts_first or cuts_last)
