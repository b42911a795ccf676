"""How do two bills stand to each other? One vocabulary for the words of all sources, and what is older than what."""

from __future__ import annotations

import re
from enum import StrEnum
from types import MappingProxyType
from typing import Final

__all__ = ["COMPANIONS", "Relation", "first_year"]

_YEAR: Final = re.compile(r"(?:19|20)\d\d")


class Relation(StrEnum):
    """What the bill that bears the link is to the other one. docs/sources.md maps each source's words to these."""

    SAME_AS = "same_as"
    """The same words under another number, in the other chamber mostly."""
    SIMILAR_TO = "similar_to"
    COMPANION = "companion"
    """Introduced in both chambers; whether the words are the same is not said."""
    CROSSFILE = "crossfile"
    """Filed in both chambers as one measure, as Maryland does."""
    REPLACES = "replaces"
    """It was put in the place of the other: substituted for it, or superseding it."""
    REPLACED_BY = "replaced_by"
    AMENDS = "amends"
    """It changes the act that the other became."""
    AMENDED_BY = "amended_by"
    REPEALS_AND_REENACTS = "repeals_and_reenacts"
    """It repeals the act that the other became, and enacts it anew in other words."""
    REPEALED_AND_REENACTED_BY = "repealed_and_reenacted_by"
    CARRIED_OVER = "carried_over"
    """One is the other, carried over into another session; the source does not say which is the earlier."""
    CARRIED_OVER_FROM = "carried_over_from"
    CARRIED_OVER_TO = "carried_over_to"
    REINTRODUCED_FROM = "reintroduced_from"
    """A bill of an earlier session on the same matter: introduced anew, as far as is known."""
    REINTRODUCED_AS = "reintroduced_as"
    ENABLING_FOR = "enabling_for"
    ENABLED_BY = "enabled_by"
    RELATED = "related"
    """The source says that they have to do with each other, and no more."""

    @property
    def inverse(self) -> Relation:
        """What the other bill is to the bearer of the link."""
        return _INVERSE.get(self, self)

    @property
    def is_succession(self) -> bool:
        """Whether one bill came after the other as its heir: these links make a chain."""
        return self in _SUCCESSION

    @property
    def is_heir(self) -> bool:
        """Whether the bearer of the link is the later of the two."""
        return self in _HEIRS

    @property
    def is_carry_over(self) -> bool:
        """Whether the two are one bill in two sessions."""
        return self in _CARRIED

    def turned(self, own: int | None, other: int | None) -> Relation:
        """A carry-over of which the source does not say the direction, told by the first years of the sessions."""
        if self is not Relation.CARRIED_OVER or own is None or other is None or own == other:
            return self
        return Relation.CARRIED_OVER_FROM if own > other else Relation.CARRIED_OVER_TO


_PAIRS: Final = (
    (Relation.REPLACES, Relation.REPLACED_BY),
    (Relation.AMENDS, Relation.AMENDED_BY),
    (Relation.REPEALS_AND_REENACTS, Relation.REPEALED_AND_REENACTED_BY),
    (Relation.CARRIED_OVER_FROM, Relation.CARRIED_OVER_TO),
    (Relation.REINTRODUCED_FROM, Relation.REINTRODUCED_AS),
)
"""The later bill's word before the earlier one's."""
_INVERSE: Final = MappingProxyType(
    {
        **dict(_PAIRS),
        **{earlier: later for later, earlier in _PAIRS},
        Relation.ENABLING_FOR: Relation.ENABLED_BY,
        Relation.ENABLED_BY: Relation.ENABLING_FOR,
    }
)
_HEIRS: Final = frozenset(later for later, _ in _PAIRS)
_CARRIED: Final = frozenset({Relation.CARRIED_OVER, Relation.CARRIED_OVER_FROM, Relation.CARRIED_OVER_TO})
_SUCCESSION: Final = frozenset({Relation.CARRIED_OVER, *(word for pair in _PAIRS for word in pair)})
COMPANIONS: Final = frozenset({Relation.SAME_AS, Relation.COMPANION, Relation.CROSSFILE})
"""Links between bills of one session that run beside each other."""


def first_year(session: str) -> int | None:
    """The year in which a session begins, as far as its name tells: 2025 of ``2025S1``, none of ``104th``."""
    match = _YEAR.search(session)
    return int(match[0]) if match else None
