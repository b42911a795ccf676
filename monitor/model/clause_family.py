"""A clause family: the clauses of several bills that are near copies of the one that came first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from monitor.model.bill import BillKey
from monitor.model.provision import Span

__all__ = ["ClauseFamily", "FamilyMember", "Kinship", "StateArrival", "TextKey"]

TextKey: TypeAlias = tuple[int, str]
"""A version and the hash of its clean text."""


class Kinship(StrEnum):
    """What a member is to those before it. Only ``SPREAD`` says that a clause went from one state to another."""

    ORIGIN = "origin"
    COMPANION = "companion"
    """The same bill in the other chamber: same state and session, linked by the source or alike as a whole."""
    SAME_SESSION = "same session"
    """Another bill of a state that had the clause in the same session."""
    SAME_STATE = "same state"
    """A later session of a state that had the clause."""
    SPREAD = "spread"
    """The first bill of another state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyMember:
    """One clause of one bill; offsets are into the clean text ``text_sha256`` of its version."""

    bill: BillKey
    bill_id: int
    version_id: int
    text_sha256: str
    dated_on: date | None
    """When the bill was introduced, else when the version was published; none when neither is known."""
    provision_label: str
    span: Span
    """From the first of the clause's words to the last."""
    parts: tuple[Span, ...]
    """Where its words stand: a provision's own words, and those of its items that are too short for a clause."""
    lead_in: tuple[Span, ...]
    kinship: Kinship
    jaccard: float
    """Of the shingles, with the origin; 1 for the origin itself."""
    score: float
    """0 to 1: how much of the best aligned stretch is common with the origin."""

    @property
    def text_key(self) -> TextKey:
        """Which text the offsets are of."""
        return self.version_id, self.text_sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class StateArrival:
    """When a state first had the clause, by the dates of its bills; none when they are not known."""

    jurisdiction: str
    first_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseFamily:
    """Members by date, the origin first, undated ones last. Every member is a near copy of the origin."""

    id: str
    """Hash of the origin's bill and words."""
    release: str
    """Hash of the settings that it was built with."""
    members: tuple[FamilyMember, ...]

    @property
    def origin(self) -> FamilyMember:
        """The earliest member; when no date is known, the first by name, and nobody knows which was first."""
        return self.members[0]

    @property
    def is_origin_tied(self) -> bool:
        """Another member has the same date, so that the name decided."""
        return any(member.dated_on == self.origin.dated_on for member in self.members[1:])

    @property
    def states(self) -> tuple[StateArrival, ...]:
        """States (and the Congress) in the order in which they first had the clause."""
        first: dict[str, date | None] = {}
        for member in self.members:
            first.setdefault(member.bill.jurisdiction, member.dated_on)
        return tuple(StateArrival(jurisdiction=code, first_on=day) for code, day in first.items())
