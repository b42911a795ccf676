"""How does a federal document bear on a position? A proposal with the words it rests on; it changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from monitor.model.finding import Evidence

__all__ = ["Bearing", "BearingState", "How"]


class How(StrEnum):
    """What the document does with the position."""

    NEW = "new"
    """It states it: an order, a rule, a proposal of its own."""
    CHANGES = "changes"
    WITHDRAWS = "withdraws"
    IMPLEMENTS = "implements"
    """It acts under an order that states it."""
    CHALLENGES = "challenges"
    """The United States goes to court on it."""
    RESTATES = "restates"
    """A fact sheet, remarks, a press release: words about it, without force of their own."""


class BearingState(StrEnum):
    """Where it stands in the queue."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"
    OUTDATED = "outdated"
    """The document's text moved before anybody decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearing:
    """One document and one position."""

    position: str
    how: How
    quotes: tuple[Evidence, ...]
    """At least one; each an exact substring of the document's text at its offsets."""
    reason: str
    """One sentence for the analyst."""
