"""A federal position: who said what about state AI laws, when, and with what legal force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from monitor.model.finding import Label

__all__ = ["CarveOut", "CounterArgument", "LabelRule", "Position", "PositionSet", "Triggers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Triggers:
    """What makes a provision touch a position."""

    provision_types: tuple[str, ...] = ()
    text_cues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelRule:
    """How one kind of duty is labelled against a position: a decision of scope as data. The first that fits counts."""

    duty: str
    """A duty of :mod:`monitor.classify.duties`."""
    label: Label
    severity: int
    """0 to 5 before modifiers (the provision taxonomy)."""
    actors: tuple[str, ...] = ()
    """Who must bear the duty; empty for any private actor."""
    with_facts: tuple[str, ...] = ()
    """Facts that the duty or its text must have."""
    without_facts: tuple[str, ...] = ()
    """Facts that it must not have."""
    note: str = ""
    """Why, in words that a rationale can print."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterArgument:
    """What a state would answer. It is the strongest for one of ``duties`` and under one of the facts in ``when``."""

    text: str
    duties: tuple[str, ...] = ()
    """Empty for any kind of duty."""
    when: tuple[str, ...] = ()
    """Empty for any facts; empty with ``duties`` too is the general answer."""


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
    """One stated federal position. Only a statute (strength 5) can preempt, and even then that is an argument."""

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
    rules: tuple[LabelRule, ...]
    """Empty for positions that are context only."""
    carve_outs: tuple[str, ...]
    counter_arguments: tuple[CounterArgument, ...]
    status: str
    default_label: Label | None
    labelled: bool
    """Whether the classifier judges it; the others are context."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionSet:
    """All positions of one release; ``release`` is the sha256 of their canonical JSON."""

    as_of: date
    reviewed_on: date
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

    def carve_out(self, name: str) -> CarveOut:
        """Find a carve-out by its label name.

        :raises KeyError: when there is none.
        """
        for carve_out in self.carve_outs:
            if carve_out.name == name:
                return carve_out
        raise KeyError(name)
