"""Which words must every match of a regular expression hold? Read off its syntax tree, to prove hints right."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from itertools import product
from typing import Any

_MOST = 96
"""Strings that are spelt out; where there would be more, nothing is concluded."""
_tree: Any = getattr(re, "_parser")  # noqa: B009 - the parser of the standard library has no public name
_code: Any = getattr(re, "_constants")  # noqa: B009
_REPEATS = (_code.MAX_REPEAT, _code.MIN_REPEAT, _code.POSSESSIVE_REPEAT)
_NOTHING = (_code.AT, _code.ASSERT, _code.ASSERT_NOT)


def requires_one_of(pattern: re.Pattern[str], words: Collection[str]) -> bool:
    """Whether every match of the pattern holds one of the words."""
    return _sequence_holds(_tree.parse(pattern.pattern, pattern.flags & ~re.UNICODE), words)


def _said(strings: Iterable[str], words: Collection[str]) -> bool:
    return all(any(word in string for word in words) for string in strings)


def _sequence_holds(items: Any, words: Collection[str], before: frozenset[str] = frozenset({""})) -> bool:
    """``before`` are the strings that stand directly in front: alternatives may share their first letters."""
    spelt: set[str] = set(before)
    for code, argument in items:
        strings = _strings(code, argument)
        if strings is not None and len(spelt) * len(strings) <= _MOST:
            spelt = {a + b for a, b in product(spelt, strings)}
            continue
        if _said(spelt, words) or _item_holds(code, argument, words, frozenset(spelt)):
            return True
        spelt = {""}
    return _said(spelt, words)


def _item_holds(code: Any, argument: Any, words: Collection[str], before: frozenset[str]) -> bool:
    if code is _code.BRANCH:
        return all(_sequence_holds(one, words, before) for one in argument[1])
    if code is _code.SUBPATTERN:
        return _sequence_holds(argument[3], words, before)
    if code is _code.ATOMIC_GROUP:
        return _sequence_holds(argument, words, before)
    if code in _REPEATS:
        least, _, body = argument
        return bool(least >= 1) and _sequence_holds(body, words, before)
    return False


def _strings(code: Any, argument: Any) -> set[str] | None:
    """All strings that an item can match, when they are few."""
    if code is _code.LITERAL:
        return {chr(argument)}
    if code in _NOTHING:
        return {""}
    if code is _code.IN:
        return _letters(argument)
    if code is _code.SUBPATTERN:
        return _all_strings(argument[3])
    if code is _code.BRANCH:
        found: set[str] = set()
        for one in argument[1]:
            strings = _all_strings(one)
            if strings is None:
                return None
            found |= strings
        return found if len(found) <= _MOST else None
    if code in _REPEATS and argument[1] == 1:
        body = _all_strings(argument[2])
        return None if body is None else body | ({""} if argument[0] == 0 else set())
    return None


def _letters(items: Any) -> set[str] | None:
    if all(code is _code.LITERAL for code, _ in items):
        return {chr(letter) for _, letter in items}
    return None


def _all_strings(items: Any) -> set[str] | None:
    spelt: set[str] = {""}
    for code, argument in items:
        strings = _strings(code, argument)
        if strings is None or len(spelt) * len(strings) > _MOST:
            return None
        spelt = {a + b for a, b in product(spelt, strings)}
    return spelt
