"""Which sentences cannot match a pattern? Plain words tell it far sooner than the pattern itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

__all__ = ["Hinted", "InClause", "begins", "hinted", "holds_one", "letters_of", "opening", "words_beginning"]

_LETTERS: Final = re.compile(r"[a-z]{2,}")
_CLAUSES: Final = 40
"""Of one hint; where it stands everywhere, the whole text is looked at in one go."""
_LONG: Final = 4_000
"""Characters of a clause on either side of a hint."""


def letters_of(text: str) -> list[str]:
    """The runs of two small letters or more, in order."""
    return _LETTERS.findall(text)


def holds_one(text: str, words: tuple[str, ...]) -> bool:
    """Whether one of the words stands in the text, as a part of another word too."""
    for word in words:  # noqa: SIM110 - a generator costs more than the search
        if word in text:
            return True
    return False


@dataclass(frozen=True, slots=True)
class Hinted:
    """A pattern that is tried only where one of its hints stands; each of its matches holds one (a test proves it)."""

    pattern: re.Pattern[str]
    hints: tuple[str, ...]

    def search(self, text: str) -> re.Match[str] | None:
        """As ``re.Pattern.search``."""
        return self.pattern.search(text) if holds_one(text, self.hints) else None


@dataclass(frozen=True, slots=True)
class InClause:
    """A pattern that matches none of the marks (a test proves it), tried only between them where a hint stands."""

    pattern: re.Pattern[str]
    hints: tuple[str, ...]
    marks: str = ".;"

    def search(self, text: str) -> re.Match[str] | None:
        """Find one of its matches, not always the first."""
        for hint in self.hints:
            at = text.find(hint)
            for _ in range(_CLAUSES):
                if at < 0:
                    break
                start, end = _clause(text, at, self.marks)
                if found := self.pattern.search(text, start, end):
                    return found
                at = text.find(hint, end)
            if at >= 0:
                return self.pattern.search(text)
        return None


def _clause(text: str, at: int, marks: str) -> tuple[int, int]:
    """From mark to mark around a place; in a text without marks a clause begins or ends anywhere far from it."""
    low, high = max(0, at - _LONG), min(len(text), at + _LONG)
    start = max(text.rfind(mark, low, at) for mark in marks) + 1
    ends = [end for end in (text.find(mark, at, high) for mark in marks) if end >= 0]
    return start or low, min(ends, default=high)


def begins(groups: str) -> str:
    """A look ahead at two letters: ``"cho la"`` is ``ch``, ``co`` or ``la``, the letters that a pattern begins with.

    It passes over most places at a third of the cost of trying the pattern there; a test proves that it so begins.
    """
    pairs = [(re.escape(group[0]), re.escape("".join(sorted(set(group[1:]))))) for group in groups.split()]
    first, second = "".join(one for one, _ in pairs), "".join(others for _, others in pairs)
    return rf"(?=[{first}][{second}])(?={'|'.join(f'{one}[{others}]' for one, others in pairs)})"


def opening(groups: str, pattern: str) -> re.Pattern[str]:
    """Compile a pattern all of whose matches begin with one of these pairs of letters, and say so to the matcher."""
    return re.compile(rf"{begins(groups)}(?:{pattern})")


def words_beginning(starts: str, pattern: str) -> re.Pattern[str]:
    """Compile a pattern all of whose matches begin a word with one of these pairs of letters (blanks between them)."""
    return re.compile(rf"\b(?={'|'.join(starts.split())})(?:{pattern})")


def hinted(pattern: str, *hints: str) -> Hinted:
    """Compile a pattern with its hints."""
    return Hinted(re.compile(pattern), hints)
