"""What does a page say, without what moves by itself, and what is the difference between two copies, as words?"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

__all__ = ["Difference", "difference", "page_text"]

_MAX_LINE: Final = 1_000
_MAX_LINES: Final = 20_000
_MOVES: Final = re.compile(
    r"(?:(?:page |content )?last (?:updated|reviewed|modified|changed)|(?:page )?updated|as of|today is|current time|"
    r"generated(?: on| at)?|\d[\d,]* (?:views?|visitors?|shares?))\b"
    r"(?:[\s\d:,/.+-]|\b(?:on|at|of|[ap]\.?m|e[sd]?t|utc|gmt|st|nd|rd|th|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)"
    r"(?:day)?\b|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\b){0,60}",
    re.IGNORECASE,
)
"""A line that holds nothing but when the page was made or how often it was read."""
_LONGEST_MOVING: Final = 90
_SENTENCE_ENDS: Final = re.compile(r"(?<=[.;?!]) ")
_NO_WORDS: Final = re.compile(r"[^\w]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Lines of ``difflib``'s unified form, without control characters: text, never markup of the page.

    ``added`` and ``removed`` count all lines; ``lines`` may be cut, then ``left_out`` says how many more there were.
    """

    added: int
    removed: int
    lines: tuple[str, ...]
    left_out: int = 0


def page_text(text: str) -> str:
    """The extracted text as it is compared: a line a sentence, one form of each letter, no empty and no moving lines.

    So where lines break is no change, and a difference names the sentence, not the paragraph.
    """
    lines = []
    for raw in unicodedata.normalize("NFKC", text).splitlines():
        line = " ".join("".join(map(_seen, raw)).split())
        parts = _SENTENCE_ENDS.split(line) if not _moves(line) else []
        lines += [part for part in parts if not _NO_WORDS.fullmatch(part) and not _moves(part)]
    return "\n".join(lines)


def _seen(character: str) -> str:
    """Control, format and private characters show nothing and may reorder what is shown."""
    return " " if unicodedata.category(character) in {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"} else character


def _moves(line: str) -> bool:
    return len(line) <= _LONGEST_MOVING and any(map(str.isdigit, line)) and _MOVES.fullmatch(line) is not None


def difference(before: str, after: str, *, limit: int = 400) -> Difference:
    """How one normalised text becomes the other; each line is cut at 1,000 characters."""
    old, new = _lines(before), _lines(after)
    lines = [line[:_MAX_LINE] for line in islice(difflib.unified_diff(old, new, lineterm="", n=2), 2, None)]
    added = sum(line.startswith("+") for line in lines)
    removed = sum(line.startswith("-") for line in lines)
    return Difference(added=added, removed=removed, lines=tuple(lines[:limit]), left_out=max(0, len(lines) - limit))


def _lines(text: str) -> Sequence[str]:
    return text.split("\n")[:_MAX_LINES] if text else ()
