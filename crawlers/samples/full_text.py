"""Which sample bills does a full-text query find? Quoted phrases and words, all of which must stand in the bill."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from crawlers.samples.facts import SampleBill

__all__ = ["found_bills"]

_TERM: Final = re.compile(r'"([^"]+)"|([^\s"()]+)')
_OPERATORS: Final = frozenset({"and", "&", "adj"})


def found_bills(bills: Iterable[SampleBill], query: str) -> list[tuple[SampleBill, int]]:
    """Each bill that a query finds, with a relevance of 50 to 100, best first.

    Words are found in title, abstract and texts, in any case; ``OR`` (or ``|``) stands between alternatives, ``-`` or
    ``NOT`` before what must not stand there.
    """
    alternatives = [_terms(part) for part in re.split(r"\s+(?:OR|or|\|)\s+", query)]
    found = []
    for bill in bills:
        content = f" {bill.title} {bill.abstract} {bill.words} ".casefold()
        best = max((_score(terms, content, bill.title.casefold()) for terms in alternatives), default=0)
        if best:
            found.append((bill, best))
    found.sort(key=lambda pair: (-pair[1], pair[0].id))
    return found


def _terms(part: str) -> list[tuple[bool, str]]:
    """(wanted, words) of one alternative."""
    terms: list[tuple[bool, str]] = []
    wanted = True
    for match in _TERM.finditer(part):
        word = " ".join((match[1] or match[2]).casefold().split())
        if match[2] and word == "not":
            wanted = False
        elif not match[2] or word not in _OPERATORS:
            if match[2] and word.startswith("-"):
                wanted, word = False, word[1:]
            if word:
                terms.append((wanted, word))
            wanted = True
    return terms


def _score(terms: list[tuple[bool, str]], content: str, title: str) -> int:
    """0 when the bill is not found; more when the words stand in the title."""
    if not any(wanted for wanted, _ in terms):
        return 0
    if any(_stands(word, content) != wanted for wanted, word in terms):
        return 0
    named = sum(wanted and _stands(word, title) for wanted, word in terms)
    return 50 + 50 * named // len(terms)


def _stands(word: str, content: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", content) is not None
