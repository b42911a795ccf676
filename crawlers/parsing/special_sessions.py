"""Which special session is it, in the name that Open States gives it? Only where the source's words leave no doubt.

Read from the session lists of the Open States scrapers, August 2026 and before. What tells one special session from
another is the legislature's own ordinal, and it counts in one of five ways. LegiScan also counts itself, within a year,
at the end of its addresses (``X2``): where the two could be mistaken for each other, the session stays apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from types import MappingProxyType
from typing import Final

from crawlers.parsing.session_names import legislature_number

__all__ = ["special_session"]


class _Counted(Enum):
    BY_YEAR = "anew in each year, or in each biennium that the name has"
    BY_TERM = "over two years from an odd one"
    BY_LEGISLATURE = "within a numbered legislature, whose number must stand in the name"
    FOR_EVER = "since there are special sessions"
    NOT = "not: there is one a year, and it has no ordinal"


# The form of the name, how special sessions are counted, and the first year from which it is written so.
_FORMS: Final = MappingProxyType(
    {
        "AL": ("{start}{first_or_second}", _Counted.BY_YEAR, 2012),
        "AR": ("{start}S{n}", _Counted.BY_TERM, 2013),
        "CA": ("{start}{end} Special Session {n}", _Counted.BY_YEAR, 1989),
        "CO": ("{start}{after_a}", _Counted.BY_YEAR, 2012),
        "GA": ("{start}_ss", _Counted.NOT, 2011),
        "LA": ("{start}s{n}", _Counted.BY_YEAR, 2020),
        "MS": ("{start}{n}E", _Counted.BY_YEAR, 2009),
        "NE": ("{number}S{n}", _Counted.BY_LEGISLATURE, 2011),
        "NV": ("{start}Special{n}", _Counted.FOR_EVER, 2010),
        "OR": ("{start}S{n}", _Counted.BY_YEAR, 2020),
        "TN": ("{number}S{n}", _Counted.BY_LEGISLATURE, 2023),
        "TX": ("{number}{n}", _Counted.BY_LEGISLATURE, 2009),
        "UT": ("{start}S{n}", _Counted.BY_TERM, 2016),
        "VA": ("{start}S{n}", _Counted.BY_YEAR, 2021),
    }
)
_LETTERED: Final = MappingProxyType({"FL": 2012})
"""Where special sessions have letters of their own: ``2023 Special Session B`` is ``2023B``; by the first year."""
_EARLIEST_FOR_EVER: Final = 20
"""No legislature that counts for ever is below; a lower ordinal is somebody else's count."""

_KIND: Final = r"(?:special|extraordinary|called|extra)"
_WORDS: Final = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_ROMAN: Final = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii")
_BEFORE: Final = re.compile(
    rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th)|({'|'.join(_WORDS)}))\s+(?:\(\d{{4}}\)\s+)?{_KIND}\s+session\b"
)
_BEHIND: Final = re.compile(rf"\b{_KIND}\s+session\s+(?:(\d{{1,2}})|({'|'.join(_ROMAN)}))\b")
_LETTER: Final = re.compile(r"\bspecial\s+session\s+([a-h])\b")
_SPECIAL: Final = re.compile(rf"\b{_KIND}\s+session\b")
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_OWN_COUNT: Final = re.compile(r"X(\d{1,2})")


def special_session(code: str, start: int, end: int, *, names: Iterable[str], counted: str) -> str:
    """``892`` for ``89th Legislature 2nd Called Session``; empty when it cannot be known which session it is.

    ``names`` are all that the source calls it; ``counted`` is LegiScan's own count, ``X2``, or empty.
    """
    said = [" ".join(name.casefold().split()) for name in names if name]
    year = _year(start, end, said)
    if code in _LETTERED:
        letters = {match[1] for name in said if (match := _LETTER.search(name))}
        certain = year is not None and year >= _LETTERED[code] and len(letters) == 1
        return f"{year}{letters.pop().upper()}" if certain else ""
    form, how, since = _FORMS.get(code, ("", _Counted.NOT, 0))
    if year is None and "{end}" not in form and how is not _Counted.BY_LEGISLATURE:
        return ""
    if not form or start < since or not any(map(_SPECIAL.search, said)):
        return ""
    year = year or start
    ordinals = {n for name in said if (n := _ordinal(name))}
    own = int(match[1]) if (match := _OWN_COUNT.fullmatch(counted)) else None
    number = legislature_number(code, start)
    if how is _Counted.NOT:
        return form.format(start=year) if not ordinals and own in (None, 1) else ""
    if len(ordinals) != 1:
        return ""
    (n,) = ordinals
    if not _is_the_legislatures(n, own, how, year=year, number=number, said=said):
        return ""
    endings = {1: "fs", 2: "ss"}
    if ("{first_or_second}" in form and n not in endings) or ("{after_a}" in form and n > 25):
        return ""
    return form.format(
        start=start if "{end}" in form else year,
        end=end,
        n=n,
        number=number,
        first_or_second=endings.get(n, ""),
        after_a=chr(ord("A") + n) if n <= 25 else "",
    )


def _year(start: int, end: int, said: Iterable[str]) -> int | None:
    """The year in which it sat: the source may give a special session the years of the whole term."""
    if start == end:
        return start
    years = {int(year) for name in said for year in _YEAR.findall(name)}
    return years.pop() if len(years) == 1 and min(years) in range(start, end + 1) else None


def _ordinal(name: str) -> int:
    """The ordinal beside the words for a special session; 0 when there is none, or another kind of session."""
    if match := _BEFORE.search(name):
        return int(match[1]) if match[1] else _WORDS.index(match[2]) + 1
    if match := _BEHIND.search(name):
        return int(match[1]) if match[1] else _ROMAN.index(match[2]) + 1
    return 0


def _is_the_legislatures(
    n: int, own: int | None, how: _Counted, *, year: int, number: int | None, said: Iterable[str]
) -> bool:
    """Whether the ordinal is for certain the legislature's and not LegiScan's."""
    if how is _Counted.FOR_EVER:
        return n >= _EARLIEST_FOR_EVER
    if how is _Counted.BY_LEGISLATURE:
        told = re.compile(rf"\b{number}(?:st|nd|rd|th)\s+(?:\S+\s+)?(?:legislature|general assembly)\b")
        return number is not None and any(map(told.search, said))
    if how is _Counted.BY_TERM and year % 2 == 0:
        return own is not None and own != n  # in the second year the two counts differ, or cannot be told apart
    return own in (None, n)
