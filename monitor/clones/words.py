"""What are the words of a stretch of law when its numbers, marks and citations do not count? Each with its offsets."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from monitor.model.provision import Span

__all__ = ["NUMBER", "Word", "spans_of", "words_of"]

NUMBER: Final = "#"
"""Stands for any number or citation: states renumber and redate what they copy."""

_TOKEN: Final = re.compile(
    r"""
    (?P<mark>\((?:[ivxlIVXL]{1,6}|[a-zA-Z]{1,2}|\d{1,3}(?:\.\d)?)\))
  | (?P<pending>\(\s?pending\s+before\s+the\s+legislature\s+as\s+this\s+(?:bill|joint\s+resolution)\s?\))
  | (?P<word>[^\W_]+(?:['’][^\W_]+)*)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CITING: Final = frozenset(
    "u s c f r n j d usc cfr rcw p l pl pub stat sec secs section sections chapter chapters subchapter title titles"
    " part subsection subsections subdivision subdivisions paragraph paragraphs article et seq al".split()
)
"""Words that beside a number are part of a citation: ``42 U.S.C. Sec. 1320d et seq.`` is one number."""


class Word(NamedTuple):
    """A word as it is compared, and where it stands."""

    form: str
    start: int
    end: int


def words_of(text: str, parts: Iterable[Span]) -> list[Word]:
    """Read the words of some spans of a clean text, in their order; marks of list items are none."""
    words: list[Word] = []
    for part in parts:
        run: list[Word] = []
        for match in _TOKEN.finditer(text, part.start, part.end):
            if match["mark"]:
                continue
            word = Word(_form(match), match.start(), match.end())
            if word.form == NUMBER or word.form in _CITING:
                run.append(word)
                continue
            words += _folded(run)
            run.clear()
            words.append(word)
        words += _folded(run)
    return words


def spans_of(words: Sequence[Word], parts: Iterable[Span]) -> tuple[Span, ...]:
    """Where words that follow each other stand: one span for each of the ``parts`` that they lie in."""
    spans = []
    for part in parts:
        inside = [word for word in words if part.start <= word.start < part.end]
        if inside:
            spans.append(Span(inside[0].start, inside[-1].end))
    return tuple(spans)


def _form(match: re.Match[str]) -> str:
    raw = match.group()
    if match["pending"]:
        return NUMBER
    if not raw.isascii():
        raw = unicodedata.normalize("NFKC", raw.replace("’", "'"))
    form = raw.casefold()
    return NUMBER if any(map(str.isdigit, form)) else sys.intern(form)


def _folded(run: list[Word]) -> list[Word]:
    """A run of numbers and citing words is one number; without a number it is a run of plain words."""
    if any(word.form == NUMBER for word in run):
        return [Word(NUMBER, run[0].start, run[-1].end)]
    return list(run)
