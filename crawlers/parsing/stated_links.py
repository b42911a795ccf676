"""Which earlier acts does a legislature's own summary say that a bill amends, or repeals and reenacts?

Read of Colorado alone: its numbers name their session (``Senate Bill 24-205``, ``25B-004``), so that the words leave no
doubt which act is meant. Elsewhere a number in a summary may be of any session, and nothing is read from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from monitor.model.bill import BillKey, RelatedBill
from monitor.model.relation import Relation

__all__ = ["stated_links"]

_MOST: Final = 100_000
"""Characters that are looked at."""
_NUMBER: Final = r"(Senate Bill|House Bill|S\.?B\.?|H\.?B\.?)\s?(\d\d)([A-Z]?)-(\d{2,4})\b"
_ANY_NUMBER: Final = re.compile(_NUMBER)
_REENACTS: Final = re.compile(r"\brepeal(?:s|ed|ing)?(?:,)? and re-?enact(?:s|ed|ing)?\b", re.IGNORECASE)
_THOSE: Final = re.compile(r"\b(?:those|these|such) (?:provisions|sections|parts)\b|\bthat act\b", re.IGNORECASE)
_AMENDS: Final = re.compile(
    rf"\b(?:[Aa]mends|(?:extends|delays|postpones) the (?:effective|implementation) dates? of)\s+{_NUMBER}"
)
_SENTENCE: Final = re.compile(r"(?<=[.;:])\s+|\s{3,}|\n+")


def stated_links(key: BillKey, summary: str) -> tuple[RelatedBill, ...]:
    """The links of a bill that its summary states; each once, in the order of the words."""
    if key.jurisdiction != "CO":
        return ()
    found = dict.fromkeys(_links(_SENTENCE.split(summary[:_MOST])))
    return tuple(link for link in found if (link.session, link.identifier) != (key.session, key.identifier))


def _links(sentences: list[str]) -> Iterator[RelatedBill]:
    """An act that is repealed and reenacted is named in that sentence, or alone in the one before it."""
    before: list[re.Match[str]] = []
    for sentence in sentences:
        named = list(_ANY_NUMBER.finditer(sentence))
        for match in _AMENDS.finditer(sentence):
            yield _link(Relation.AMENDS, match)
        if _REENACTS.search(sentence):
            meant = named or (before if _THOSE.search(sentence) else [])
            if len(meant) == 1:
                yield _link(Relation.REPEALS_AND_REENACTS, meant[0])
        before = named


def _link(relation: Relation, match: re.Match[str]) -> RelatedBill:
    kind, year, letter, number = match.groups()
    return RelatedBill(session=f"20{year}{letter or 'A'}", identifier=f"{kind[0]}B {int(number)}", relation=relation)
