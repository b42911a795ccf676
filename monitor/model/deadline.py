"""Until when, or from when on? A day with what it is, where it is from, and what is known to have come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

__all__ = ["ClockKind", "Deadline", "in_order"]


class ClockKind(StrEnum):
    """What a day is."""

    COMMENT = "comment-deadline"
    """Last day for comments."""
    AGENCY = "agency-deadline"
    """By which an order tells an agency to act."""
    EFFECTIVE = "effective-date"
    """From when on an enacted state law is law."""
    OPERATIVE = "operative-date"
    """From when on a provision of an enacted state law binds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One line of the list. ``on`` is none where no day is stated; then ``when`` has the words for it."""

    id: str
    """The same for ever, so that a calendar knows it again."""
    kind: ClockKind
    on: date | None
    title: str
    source: str
    """The text that states the day."""
    when: str = ""
    address: str = ""
    outcome: str = ""
    """What is known to have come of it; empty: nothing was seen, which is no statement that nothing came."""
    known_until: date | None = None
    """Up to which day an outcome was looked for."""
    jurisdiction: str = "US"
    note: str = ""

    def is_shown(self, today: date) -> bool:
        """Whether it still matters: to come, without a day, or an agency's day without a known outcome."""
        return self.on is None or self.on >= today or (self.kind is ClockKind.AGENCY and not self.outcome)

    def as_json(self) -> dict[str, Any]:
        """The shape that scripts rely on."""
        return {
            "id": self.id,
            "kind": self.kind.value,
            "on": self.on.isoformat() if self.on else None,
            "when": self.when,
            "title": self.title,
            "jurisdiction": self.jurisdiction,
            "source": self.source,
            "address": self.address,
            "outcome": self.outcome or None,
            "known_until": self.known_until.isoformat() if self.known_until else None,
            "note": self.note,
        }


def in_order(deadlines: list[Deadline]) -> tuple[Deadline, ...]:
    """By day, what has none last; then by kind and id, so that the same facts are the same list."""
    return tuple(sorted(deadlines, key=lambda one: (one.on or date.max, one.kind.value, one.id)))
