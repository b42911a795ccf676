"""What does a clean text read like to a rule? Lower case, single spaces, plain quotes; every offset leads back."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

__all__ = ["Folded", "fold"]

_ODD: Final = re.compile(
    r"(?=\s\s|[\t\n\r\f\v\-\x80-\U0010ffff])"  # passes over nearly all places at once
    r"(?:\s\s+|[\t\n\r\f\v\x85\xa0\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]|(?<=\w)-[ \t]*\n\s*(?=\w)"
    r"|[“”‘’\x91-\x94–—\x96\x97‑‐])"
)
_PLAIN: Final = {"“": '"', "”": '"', "‘": "'", "’": "'", "\x91": "'", "\x92": "'", "\x93": '"', "\x94": '"'}


class Folded:
    """A folded text and the way back. Offsets of the clean text are "raw", those of ``text`` are "folded"."""

    __slots__ = ("_folded_at", "_raw_at", "text")

    def __init__(self, text: str, folded_at: list[int], raw_at: list[int]) -> None:
        self.text = text
        self._folded_at = folded_at
        self._raw_at = raw_at

    def with_text(self, text: str) -> Folded:
        """The same offsets with other words of the same length.

        :raises ValueError: when the length differs.
        """
        if len(text) != len(self.text):
            raise ValueError("words of another length would move the offsets")
        return Folded(text, self._folded_at, self._raw_at)

    def raw(self, at: int) -> int:
        """The raw offset of a folded one."""
        index = bisect_right(self._folded_at, at) - 1
        return self._raw_at[index] + at - self._folded_at[index]

    def folded(self, at: int) -> int:
        """The folded offset of a raw one; inside a collapsed run, its end."""
        index = bisect_right(self._raw_at, at) - 1
        after = self._folded_at[index] + at - self._raw_at[index]
        if index + 1 < len(self._folded_at):
            after = min(after, self._folded_at[index + 1])
        return after


def fold(text: str) -> Folded:
    """Fold a clean text. Linear in its length; the length in lower case never changes except in runs of white space."""
    pieces: list[str] = []
    folded_at, raw_at = [0], [0]
    length = last = 0
    for match in _ODD.finditer(text):
        run = match.group()
        if run in _PLAIN:
            plain = _PLAIN[run]
        elif run.isspace():
            plain = " "
        elif run[0] == "-":
            plain = ""
        else:
            plain = "-"
        before = text[last : match.start()]
        pieces += (before, plain)
        length += len(before) + len(plain)
        last = match.end()
        if len(run) != len(plain):
            folded_at.append(length)
            raw_at.append(last)
    pieces.append(text[last:])
    joined = "".join(pieces)
    lowered = joined.lower()
    # A few letters grow in lower case (U+0130); such a text keeps its case there, so that offsets hold.
    return Folded(lowered if len(lowered) == len(joined) else _lower_ascii(joined), folded_at, raw_at)


def _lower_ascii(text: str) -> str:
    return "".join(letter.lower() if letter.isascii() else letter for letter in text)
