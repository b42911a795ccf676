"""Is a bill known under another number: a docket, a draft, a request that became a bill? Values only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from rapidfuzz import fuzz

from monitor.model.bill import BillKey, BillRecord, Chamber, InvalidIdentifierError, normalise_identifier
from monitor.model.relation import Relation

__all__ = [
    "WITH_DRAFTS",
    "Carried",
    "Renumbering",
    "WhyRenumbered",
    "draft_numbers",
    "is_draft",
    "is_same_paper",
    "linked_natives",
    "native_names",
    "titles_alike",
]

# Letters of numbers that a paper bears before it is a bill, by jurisdiction: sources.md, A and rule 18 of C. A number
# is a draft's only where the legislature is known to give such numbers: elsewhere the same letters may be a bill's.
_DRAFTS: Final = MappingProxyType(
    {
        "GA": frozenset({"LC"}),
        "KY": frozenset({"BR"}),
        "MA": frozenset({"HD", "SD"}),
        "ME": frozenset({"LR"}),
        "MT": frozenset({"LC"}),
        "NH": frozenset({"LSR"}),
        "NV": frozenset({"BDR"}),
        "OR": frozenset({"LC"}),
    }
)
_ALIKE: Final = 95.0
"""Of 100, above which titles are alike: rule 18 of the ways in which scrapers fail."""
_SAME_PAPER: Final = frozenset({Relation.SAME_AS, Relation.REPLACES})
"""What a bill is to the draft that it was."""
WITH_DRAFTS: Final = frozenset(_DRAFTS)
"""Codes of the jurisdictions where a paper has a number before it is a bill."""


class WhyRenumbered(StrEnum):
    """What makes it certain that two numbers are one bill."""

    SAME_ID = "same-id"
    """The source gave both numbers under one id of its own."""
    NAMED = "named"
    """The source names the draft's number among the other numbers of the bill, or as what the bill is or replaces."""
    ALIKE = "alike"
    """Of a source that tells neither: the one draft with the same sponsors, in the same chamber, under the same title
    is on its list no more, in a legislature where every bill was a draft first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Renumbering:
    """A stored bill that a source now gives under another number of the same session."""

    bill_id: int
    before: BillKey
    after: BillKey
    why: WhyRenumbered

    def payload(self) -> Mapping[str, str]:
        """What the event says."""
        return {"before": self.before.identifier, "after": self.after.identifier, "why": self.why.value}


def is_draft(key: BillKey) -> bool:
    """Whether the number is one that a paper bears before it is a bill."""
    return key.identifier.split(" ", 1)[0] in _DRAFTS.get(key.jurisdiction, frozenset())


def native_names(aliases: Sequence[str]) -> tuple[str, ...]:
    """Those aliases that are a source's own ids (``legiscan:9901``) and no numbers of a legislature."""
    return tuple(name for name in dict.fromkeys(aliases) if name.startswith("legiscan:"))


def draft_numbers(record: BillRecord) -> tuple[BillKey, ...]:
    """Drafts that the record names among the other numbers of its bill, or says that the bill is or replaces.

    None when it is a draft itself.
    """
    if is_draft(record.key):
        return ()
    found: dict[BillKey, None] = {}
    linked = (
        link.identifier
        for link in record.related
        if link.relation in _SAME_PAPER and link.session == record.key.session
    )
    for name in (*record.aliases, *linked):
        try:
            identifier = normalise_identifier(name)
        except InvalidIdentifierError:
            continue
        key = BillKey(jurisdiction=record.key.jurisdiction, session=record.key.session, identifier=identifier)
        if is_draft(key):
            found[key] = None
    return tuple(found)


def linked_natives(record: BillRecord) -> tuple[str, ...]:
    """Ids of the source of what it says that the bill is or replaces."""
    found = (link.native for link in record.related if link.relation in _SAME_PAPER and link.native)
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """Who carries a paper, where, under which title."""

    title: str
    chamber: Chamber
    sponsors: frozenset[str]
    """The primary ones, in small letters."""


def titles_alike(one: str, other: str) -> float:
    """How like two titles are, 0 to 1; 0 for what is not nearly the same."""
    likeness = fuzz.ratio(one.casefold(), other.casefold(), score_cutoff=_ALIKE)
    return likeness / 100 if likeness > _ALIKE else 0.0


def is_same_paper(draft: Carried, bill: Carried) -> bool:
    """Whether a draft is the bill as far as can be seen: known chamber, all sponsors and the title."""
    return (
        draft.chamber is bill.chamber
        and bill.chamber is not Chamber.UNKNOWN
        and bool(bill.sponsors)
        and draft.sponsors == bill.sponsors
        and titles_alike(draft.title, bill.title) > 0
    )
