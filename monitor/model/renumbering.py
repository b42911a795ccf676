"""Is a bill known under another number: a docket, a draft, a request that became a bill? Values only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from monitor.model.bill import BillKey, BillRecord, InvalidIdentifierError, normalise_identifier

__all__ = ["WITH_DRAFTS", "Renumbering", "WhyRenumbered", "draft_numbers", "is_draft", "native_names"]

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
WITH_DRAFTS: Final = frozenset(_DRAFTS)
"""Codes of the jurisdictions where a paper has a number before it is a bill."""


class WhyRenumbered(StrEnum):
    """What makes it certain that two numbers are one bill."""

    SAME_ID = "same-id"
    """The source gave both numbers under one id of its own."""
    NAMED = "named"
    """The source names the draft's number among the other numbers of the bill."""


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
    """Drafts that the record names among the other numbers of its bill; none when it is a draft itself."""
    if is_draft(record.key):
        return ()
    found: dict[BillKey, None] = {}
    for name in record.aliases:
        try:
            identifier = normalise_identifier(name)
        except InvalidIdentifierError:
            continue
        key = BillKey(jurisdiction=record.key.jurisdiction, session=record.key.session, identifier=identifier)
        if is_draft(key):
            found[key] = None
    return tuple(found)
