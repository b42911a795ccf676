"""How much is "five hundred million dollars ($500,000,000)" or "ninetieth"? Numbers as bills write them."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["MONEY", "NUMBER", "ORDINAL", "dollars_of", "integer_of"]

_ONES: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS: Final = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()
_SCALES: Final = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SMALL: Final = (
    {word: value for value, word in enumerate(_ONES)}
    | {word: 10 * value for value, word in enumerate(_TENS, start=2)}
    | {word: value for value, word in enumerate(_ORDINALS)}
    | {word[:-1] + "ieth": 10 * value for value, word in enumerate(_TENS, start=2)}
)
_CARDINAL: Final = "|".join(sorted([*_ONES, *_TENS, "hundred", *_SCALES], key=len, reverse=True))
_ANY: Final = "|".join(sorted([*_SMALL, "hundredth", "hundred", *_SCALES], key=len, reverse=True))
_FIGURE: Final = r"\d{1,3}(?:,\d{3}){1,5}(?!\d)(?:\.\d{1,3})?|\d{1,15}(?:\.\d{1,3})?"
_SCALED: Final = r"(?:[ -](?:thousand|million|billion|trillion)\b)?"

NUMBER: Final = (
    rf"(?<![\w.,$-])(?:(?:{_FIGURE}){_SCALED}|(?:{_CARDINAL})(?:(?: and|-)? ?\b(?:{_CARDINAL})){{0,9}})(?![\w%])"
    r"(?: ?\(\d[\d,]{0,18}\))?"
)
"""A cardinal, in figures or words, with its figure in parentheses if it has one. For folded text, as the others."""
ORDINAL: Final = (
    rf"(?<![\w.,$-])(?:\d{{1,4}}(?:st|nd|rd|th)|(?:{_ANY})(?:(?: and|-)? ?\b(?:{_ANY})){{0,6}})\b"
    r"(?: ?\(\d{1,4}(?:st|nd|rd|th)?\))?"
)
MONEY: Final = (
    rf"(?<![\w$])\$ ?(?:{_FIGURE}){_SCALED}"
    rf"|(?<![\w$-])(?:{_CARDINAL})(?:(?: and|-)? ?\b(?:{_CARDINAL})){{0,9}} dollars\b(?: ?\(\$ ?\d[\d,.]{{0,18}}\d\))?"
)
"""Dollars, in figures or words."""

_IN_PARENTHESES: Final = re.compile(r"\(\$? ?([\d,]{1,24})(?:\.\d{1,3})?(?:st|nd|rd|th)?\)")
_LEADING: Final = re.compile(rf"\$? ?({_FIGURE})(?:st|nd|rd|th)?(?:[ -](thousand|million|billion|trillion)\b)?")
_WORD: Final = re.compile(r"[a-z]+")


def integer_of(words: str) -> int | None:
    """The whole number that folded words state; none when they state none. Figures win over words."""
    if match := _LEADING.match(words):
        digits, scale = match.groups()
        return round(float(digits.replace(",", "")) * 1000) * _SCALES.get(scale or "", 1) // 1000
    if (match := _IN_PARENTHESES.search(words)) and (figure := match[1].replace(",", "")):
        return int(figure)
    total = current = 0
    seen = False
    for word in _WORD.findall(words):
        if word in _SMALL:
            current += _SMALL[word]
        elif word in ("hundred", "hundredth"):
            current = (current or 1) * 100
        elif word in _SCALES:
            total += (current or 1) * _SCALES[word]
            current = 0
        else:
            continue
        seen = True
    return total + current if seen else None


def dollars_of(words: str) -> str:
    """Whole dollars of a match of :data:`MONEY`; empty when there are none."""
    amount = integer_of(words.lstrip("$ "))
    return "" if amount is None else str(amount)
