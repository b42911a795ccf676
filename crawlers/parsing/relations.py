"""What do the words of a source for a link between two bills come to in our vocabulary?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from types import MappingProxyType
from typing import Final

from monitor.model.bill import Action, ActionClass
from monitor.model.relation import Relation

__all__ = ["LEGISCAN_RELATIONS", "openstates_relation"]

LEGISCAN_RELATIONS: Final = MappingProxyType(
    {
        1: Relation.SAME_AS,
        2: Relation.SIMILAR_TO,
        3: Relation.REPLACED_BY,
        4: Relation.REPLACES,
        5: Relation.CROSSFILE,
        6: Relation.ENABLING_FOR,
        7: Relation.ENABLED_BY,
        8: Relation.RELATED,
        9: Relation.CARRIED_OVER,  # which of the two is the earlier is not said
    }
)
"""By ``type_id`` of a same-as entry, as the manual lists them; any other number is ``related``."""

_OPENSTATES: Final = MappingProxyType(
    {
        "companion": Relation.COMPANION,
        "replaces": Relation.REPLACES,
        "replaced-by": Relation.REPLACED_BY,
        "related": Relation.RELATED,
    }
)
_CARRIED_OVER: Final = re.compile(r"\bcarr(?:ied|y|ies|ying)[- ]?over\b", re.IGNORECASE)


def openstates_relation(word: str, actions: Iterable[Action]) -> Relation:
    """By ``relation_type`` of an entry of ``related_bills`` and the history of the bill that has it.

    ``prior-session`` is said of a bill that was carried over and of one that was introduced anew (New York lists all
    earlier prints so): it is a carry-over only where the bill's own history says so.
    """
    if word == "prior-session":
        carried = any(
            ActionClass.CARRIED_OVER.value in action.classes or _CARRIED_OVER.search(action.text) for action in actions
        )
        return Relation.CARRIED_OVER_FROM if carried else Relation.REINTRODUCED_FROM
    return _OPENSTATES.get(word, Relation.RELATED)
