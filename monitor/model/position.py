"""A federal position: who said what about state AI laws, when, and with what legal force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from monitor.model.finding import Label

__all__ = ["CarveOut", "Position", "PositionSet", "Triggers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Triggers:
    """What makes a provision touch a position."""

    provision_types: tuple[str, ...] = ()
    text_cues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CarveOut:
    """A class of state law that the legislative recommendation leaves alone (EO 14365 sec. 8(b))."""

    id: str
    name: str
    """``child-safety`` and so on; empty for those that carry no label."""
    title: str
    source: str
    provision_types: tuple[str, ...]
    caution: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """One stated federal position. Only a statute (``authority_strength`` 5) can preempt, and even then it is an argument."""

    id: str
    title: str
    short_name: str
    """What digests print: "compelled disclosure"."""
    authority: str
    citation: str
    date: date
    authority_strength: int
    """1 (recommendation) to 5 (statute in force), the strength scale of the positions file."""
    legal_force: str
    """What digests print: "executive order; binds agencies, does not preempt"."""
    evidence: str
    theory: str
    second_theory: str
    triggers: Triggers
    carve_outs: tuple[str, ...]
    counter_arguments: tuple[str, ...]
    status: str
    default_label: Label | None
    labelled: bool
    """Whether the classifier judges it; the others are context."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionSet:
    """All positions of one release; ``release`` is the sha256 of their canonical JSON."""

    as_of: date
    positions: tuple[Position, ...]
    carve_outs: tuple[CarveOut, ...]
    release: str

    def get(self, position_id: str) -> Position:
        """Find one by id.

        :raises KeyError: when there is none.
        """
        for position in self.positions:
            if position.id == position_id:
                return position
        raise KeyError(position_id)
