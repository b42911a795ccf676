"""What does a quote compare by? Letters in their plainest form, each with the way back to the text it was cut from."""

from __future__ import annotations

import unicodedata
from functools import cache

from monitor.classify.fold import fold
from monitor.model.provision import Span
from monitor.text.normal import fold_characters, normalise_for_hash

__all__ = ["Plain", "plain", "plain_words"]


class Plain:
    """A text as quotes are looked up in it; ``raw`` leads from its offsets to those of the text that was folded."""

    __slots__ = ("_at", "_folded", "text")

    def __init__(self, raw: str) -> None:
        self._folded = fold(raw)
        if self._folded.text.isascii():
            self.text = self._folded.text
            self._at: list[int] | None = None
            return
        letters: list[str] = []
        self._at = []
        for at, letter in enumerate(self._folded.text):
            for part in _parts(letter):
                letters.append(part)
                self._at.append(at)
        self.text = "".join(letters)

    def raw(self, start: int, end: int) -> Span:
        """The span of the text behind ``text[start:end]``, which must not be empty; whole characters of the text."""
        first, last = (start, end - 1) if self._at is None else (self._at[start], self._at[end - 1])
        return Span(self._folded.raw(first), self._folded.raw(last) + 1)


@cache
def _parts(letter: str) -> str:
    """Compatibility form, quotes and dashes plain, marks apart from their letters, lower case; soft hyphens vanish."""
    if letter.isascii():
        return letter
    if letter.isspace():
        return " "
    return unicodedata.normalize("NFKD", normalise_for_hash(letter)).lower()


def plain(text: str) -> Plain:
    """Fold a clean text, or a part of one."""
    return Plain(text)


def plain_words(quote: str) -> str:
    """Fold what a model claims to quote."""
    return plain(fold_characters(quote).strip()).text.strip()
