"""What waits for a person, and what comes first? Conflict before potential, the less certain before the surer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from monitor.model.bill import BillKey
from monitor.model.finding import Label

__all__ = ["Waiting", "WaitingKind", "in_order"]

_UNKNOWN: Final = -1.0
"""Before every certainty: nothing says how sure it is."""


class WaitingKind(StrEnum):
    """Why something waits."""

    FINDING = "finding"
    """The rules are not sure of it."""
    PROPOSAL = "proposal"
    """Something other than the rules proposes it."""
    CHANGED = "changed"
    """A person reviewed it, and its words are others now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One thing to look at."""

    id: str
    """``f12``, ``p7`` or ``r5``: what the commands of ``preempt review`` take."""
    kind: WaitingKind
    bill: BillKey
    title: str
    position: str
    label: Label
    certainty: float | None
    """0 to 1, of the rules or of what proposes; none where nobody says."""
    provision_label: str
    quote: str
    why: str
    """One sentence for the reviewer."""
    now_id: str = ""
    """For changed words: the finding that resembles them most."""
    now_quote: str = ""

    def as_json(self) -> dict[str, Any]:
        """The shape of ``preempt review list --json``."""
        return {
            "id": self.id,
            "kind": self.kind.value,
            "jurisdiction": self.bill.jurisdiction,
            "session": self.bill.session,
            "identifier": self.bill.identifier,
            "title": self.title,
            "position": self.position,
            "label": self.label.value,
            "certainty": self.certainty,
            "provision": self.provision_label,
            "quote": self.quote,
            "why": self.why,
            "now": {"id": self.now_id, "quote": self.now_quote} if self.now_id else None,
        }


def in_order(waiting: Iterable[Waiting]) -> list[Waiting]:
    """The strongest label first, then what is least certain; the rest of the order is that of bills and names."""
    return sorted(waiting, key=_rank)


def _rank(one: Waiting) -> tuple[int, float, BillKey, str, str, int]:
    certainty = _UNKNOWN if one.certainty is None else one.certainty
    return -one.label.strength, certainty, one.bill, one.position, one.id[:1], int(one.id[1:])
