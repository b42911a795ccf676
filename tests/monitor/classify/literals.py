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


def requires_one_of(pattern: re.Pattern[str], words: Collection[str], part: str | None = None) -> bool:
    """Whether every match of the pattern holds one of the words, or a match of ``part``, which it is made of.

    A word after ``=`` must stand between boundaries.
    """
    wanted = frozenset({repr(item) for item in _tree.parse(part) if item[0] is _code.BRANCH}) if part else frozenset()
    alone = any(word.startswith("=") for word in words)
    spelt = [f"{_EDGE}{word[1:]}{_EDGE}" if word.startswith("=") else word for word in words]
    return _Proof(spelt, wanted).sequence(_edged(_parsed(pattern)) if alone else _parsed(pattern))


_EDGE = "\0"


def _edged(items: Any) -> list[Any]:
    """The tree with a letter of its own for each word boundary."""
    found: list[Any] = []
    for code, argument in items:
        if code is _code.AT and argument is _code.AT_BOUNDARY:
            found.append((_code.LITERAL, ord(_EDGE)))
        elif code is _code.BRANCH:
            found.append((code, (argument[0], [_edged(one) for one in argument[1]])))
        elif code is _code.SUBPATTERN:
            found.append((code, (*argument[:3], _edged(argument[3]))))
        elif code in _REPEATS:
            found.append((code, (*argument[:2], _edged(argument[2]))))
        else:
            found.append((code, argument))
    return found


def beginnings(pattern: re.Pattern[str]) -> set[str]:
    """The first two letters with which a match can begin; one where it can be so short."""
    found: set[str] = set()
    _walk(list(_parsed(pattern)), "", found)
    return found


def can_match(pattern: re.Pattern[str], letter: str) -> bool:
    """Whether a match of the pattern can hold a letter; what it only looks at is no part of it."""
    return _can(_parsed(pattern), letter)


def _can(items: Any, letter: str) -> bool:
    for code, argument in items:
        if code is _code.LITERAL and chr(argument) == letter:
            return True
        if code is _code.ANY or (code is _code.NOT_LITERAL and chr(argument) != letter):
            return True
        if code is _code.IN and re.fullmatch(_class(argument), letter):
            return True
        if code is _code.BRANCH and any(_can(one, letter) for one in argument[1]):
            return True
        if code is _code.SUBPATTERN and _can(argument[3], letter):
            return True
        if code is _code.ATOMIC_GROUP and _can(argument, letter):
            return True
        if code in _REPEATS and _can(argument[2], letter):
            return True
    return False


_CATEGORIES = {
    _code.CATEGORY_WORD: r"\w",
    _code.CATEGORY_NOT_WORD: r"\W",
    _code.CATEGORY_SPACE: r"\s",
    _code.CATEGORY_NOT_SPACE: r"\S",
    _code.CATEGORY_DIGIT: r"\d",
    _code.CATEGORY_NOT_DIGIT: r"\D",
}


def _class(items: Any) -> str:
    """A class of letters, written out again."""
    spelt = ""
    for code, argument in items:
        if code is _code.NEGATE:
            spelt = f"^{spelt}"
        elif code is _code.RANGE:
            spelt += f"{re.escape(chr(argument[0]))}-{re.escape(chr(argument[1]))}"
        elif code is _code.CATEGORY:
            spelt += _CATEGORIES[argument]
        else:
            spelt += re.escape(chr(argument))
    return f"[{spelt}]"


def looks_ahead(pattern: re.Pattern[str]) -> list[tuple[set[str], set[str]]]:
    """For each look at the next two letters: the pairs that it lets pass, and those with which the rest can begin."""
    found: list[tuple[set[str], set[str]]] = []
    _look(list(_parsed(pattern)), found)
    return found


def _look(items: list[Any], found: list[tuple[set[str], set[str]]]) -> None:
    for at, (code, argument) in enumerate(items):
        if code is _code.ASSERT and argument[0] == 1:
            passing = _all_strings(argument[1])
            if passing and all(len(one) == 2 for one in passing):
                rest: set[str] = set()
                _walk(items[at + 1 :], "", rest)
                if rest != {""}:  # else it asks for what follows the match
                    found.append((passing, rest))
        elif code is _code.BRANCH:
            for one in argument[1]:
                _look(list(one), found)
        elif code is _code.SUBPATTERN:
            _look(list(argument[3]), found)
        elif code in _REPEATS:
            _look(list(argument[2]), found)


def begins_a_word(pattern: str) -> bool:
    """Whether every match begins at a word boundary."""
    return _at_boundary(list(_parsed(re.compile(pattern))))


def _at_boundary(items: list[Any]) -> bool:
    for code, argument in items:
        if code is _code.AT and argument is _code.AT_BOUNDARY:
            return True
        if code in _NOTHING:
            continue
        if code is _code.BRANCH:
            return all(_at_boundary(list(one)) for one in argument[1])
        return code is _code.SUBPATTERN and _at_boundary(list(argument[3]))
    return False


def _parsed(pattern: re.Pattern[str]) -> Any:
    return _tree.parse(pattern.pattern, pattern.flags & ~re.UNICODE)


def _walk(items: list[Any], so_far: str, found: set[str]) -> None:
    if len(so_far) == 2 or not items:
        found.add(so_far)
        return
    (code, argument), rest = items[0], items[1:]
    if code in _NOTHING:
        _walk(rest, so_far, found)
    elif code is _code.BRANCH:
        for one in argument[1]:
            _walk([*one, *rest], so_far, found)
    elif code is _code.SUBPATTERN:
        _walk([*argument[3], *rest], so_far, found)
    elif code in _REPEATS:
        least, _, body = argument
        _walk([*body, *rest], so_far, found)
        if least == 0:
            _walk(rest, so_far, found)
    else:
        for letter in _strings(code, argument) or {"\0"}:  # any letter at all: no set of letters holds this one
            _walk(rest, so_far + letter, found)


class _Proof:
    def __init__(self, words: Collection[str], parts: Collection[str]) -> None:
        self.words, self.parts = words, parts

    def _said(self, strings: Iterable[str]) -> bool:
        return all(any(word in string for word in self.words) for string in strings)

    def sequence(self, items: Any, before: frozenset[str] = frozenset({""})) -> bool:
        """``before`` are the strings that stand directly in front: alternatives may share their first letters."""
        spelt: set[str] = set(before)
        for code, argument in items:
            if repr((code, argument)) in self.parts:
                return True
            strings = _strings(code, argument)
            if strings is not None and len(spelt) * len(strings) <= _MOST:
                spelt = {a + b for a, b in product(spelt, strings)}
                continue
            if self._said(spelt) or self._item(code, argument, frozenset(spelt)):
                return True
            spelt = {""}
        return self._said(spelt)

    def _item(self, code: Any, argument: Any, before: frozenset[str]) -> bool:
        if code is _code.BRANCH:
            return all(self.sequence(one, before) for one in argument[1])
        if code is _code.SUBPATTERN:
            return self.sequence(argument[3], before)
        if code is _code.ATOMIC_GROUP:
            return self.sequence(argument, before)
        if code in _REPEATS:
            least, _, body = argument
            return bool(least >= 1) and self.sequence(body, before)
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


def words_of(pattern: re.Pattern[str]) -> list[str]:
    """The words that an expression spells out, in order, each once."""
    found: dict[str, None] = {}
    _spell(_parsed(pattern), "", found)
    return list(found)


def _spell(items: Any, so_far: str, found: dict[str, None]) -> None:
    for code, argument in items:
        strings = _strings(code, argument) if code in (_code.LITERAL, _code.IN) else None
        if strings:
            so_far += min(strings)
            continue
        if code is _code.BRANCH:
            for one in argument[1]:
                _spell(one, so_far, found)
        elif code is _code.SUBPATTERN:
            _spell(argument[3], so_far, found)
        elif code in _REPEATS:
            _spell(argument[2], so_far, found)
        elif so_far.strip():
            found[so_far.strip()] = None
        so_far = ""
    if so_far.strip():
        found[so_far.strip()] = None
