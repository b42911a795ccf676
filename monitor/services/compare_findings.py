"""What changed between two judgements of one bill: per position, which clauses came, went or weigh differently."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from rapidfuzz import fuzz

from monitor.model.clause import Clause
from monitor.model.event import EventKind
from monitor.model.finding import Label

__all__ = ["Direction", "PositionChange", "compare", "strongest"]

_SAME_CLAUSE: Final = 80.0
"""Similarity in percent from which two quotes of one provision type are one clause, reworded."""


class Direction(StrEnum):
    """Which way a position moved, seen from the reader."""

    NEW = "new"
    WORSENED = "worsened"
    EASED = "eased"
    REWORDED = "reworded"
    """Clauses were exchanged for others of the same weight."""
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionChange:
    """How one bill moved against one position."""

    kind: EventKind
    position: str
    before: Label | None
    after: Label | None
    severity_before: int | None
    severity: int | None
    direction: Direction
    added: tuple[Clause, ...]
    removed: tuple[Clause, ...]
    moved: tuple[tuple[Clause, Clause], ...]
    """The same clause before and after, where its label or severity is another."""

    def payload(self) -> dict[str, Any]:
        """JSON for an event, without what the caller knows: reason and version."""
        return {
            "position": self.position,
            "before": self.before.value if self.before else None,
            "after": self.after.value if self.after else None,
            "severity_before": self.severity_before,
            "severity": self.severity,
            "direction": self.direction.value,
            "added": [clause.payload() for clause in self.added],
            "removed": [clause.payload() for clause in self.removed],
            "moved": [{"before": old.payload(), "after": new.payload()} for old, new in self.moved],
        }


def strongest(labels: Iterable[Label]) -> Label | None:
    """The label that counts for the whole; none of no labels."""
    return max(labels, key=lambda label: label.strength, default=None)


def compare(before: Sequence[Clause], after: Sequence[Clause]) -> tuple[PositionChange, ...]:
    """Say what changed, at most once a position, in the order of position ids.

    A flag is a label conflict or potential. Words that were merely rephrased are no change.
    """
    positions = sorted({clause.position for clause in (*before, *after)})
    changes = (
        _compare_position(
            position,
            [clause for clause in before if clause.position == position],
            [clause for clause in after if clause.position == position],
        )
        for position in positions
    )
    return tuple(change for change in changes if change is not None)


def _compare_position(position: str, before: list[Clause], after: list[Clause]) -> PositionChange | None:
    old = [clause for clause in before if clause.label.is_flag]
    new = [clause for clause in after if clause.label.is_flag]
    if not old and not new:
        return None
    pairs = _match(old, new)
    kept_old = {id(was) for was, _ in pairs}
    kept_new = {id(now) for _, now in pairs}
    added = tuple(clause for clause in new if id(clause) not in kept_new)
    removed = tuple(clause for clause in old if id(clause) not in kept_old)
    moved = tuple((was, now) for was, now in pairs if was.weight != now.weight)
    if not (added or removed or moved):
        return None
    kind, direction = _direction(old, new)
    return PositionChange(
        kind=kind,
        position=position,
        before=strongest(clause.label for clause in before),
        after=strongest(clause.label for clause in after),
        severity_before=max((clause.severity for clause in old), default=None),
        severity=max((clause.severity for clause in new), default=None),
        direction=direction,
        added=added,
        removed=removed,
        moved=moved,
    )


def _direction(old: list[Clause], new: list[Clause]) -> tuple[EventKind, Direction]:
    if not old:
        return EventKind.FINDING_NEW, Direction.NEW
    if not new:
        return EventKind.FINDING_RESOLVED, Direction.RESOLVED
    # heaviest clause first; with equal heads the longer list is the heavier one
    was = sorted((clause.weight for clause in old), reverse=True)
    now = sorted((clause.weight for clause in new), reverse=True)
    if now > was:
        return EventKind.FINDING_CHANGED, Direction.WORSENED
    return EventKind.FINDING_CHANGED, Direction.EASED if now < was else Direction.REWORDED


def _match(old: list[Clause], new: list[Clause]) -> list[tuple[Clause, Clause]]:
    """Pair clauses one to one: equal words first, then the most similar quotes of one provision type.

    Of several with equal words those of one weight and type go together first, so that nothing seems to move. Neither
    the order of the clauses nor which side is the earlier one makes a difference.
    """
    pairs: list[tuple[Clause, Clause]] = []
    left, right = sorted(old, key=_place), sorted(new, key=_place)
    alike: tuple[Callable[[Clause], object], ...] = (
        lambda clause: (clause.clause_hash, clause.weight, clause.provision_type),
        lambda clause: (clause.clause_hash, clause.weight),
        lambda clause: (clause.clause_hash, clause.provision_type),
        lambda clause: clause.clause_hash,
    )
    for key in alike:
        left, right = _pair_off(left, right, key, pairs)
    similar = [
        (-fuzz.ratio(was.quote, now.quote, score_cutoff=_SAME_CLAUSE), row + column, abs(row - column), row, column)
        for row, was in enumerate(left)
        for column, now in enumerate(right)
        if was.provision_type == now.provision_type
    ]
    rows: set[int] = set()
    columns: set[int] = set()
    for score, _, _, row, column in sorted(similar):
        if -score >= _SAME_CLAUSE and row not in rows and column not in columns:
            rows.add(row)
            columns.add(column)
            pairs.append((left[row], right[column]))
    return pairs


def _place(clause: Clause) -> tuple[str, tuple[int, int], str, str]:
    return clause.clause_hash, clause.weight, clause.provision_type, clause.quote


def _pair_off(
    left: list[Clause],
    right: list[Clause],
    key: Callable[[Clause], object],
    pairs: list[tuple[Clause, Clause]],
) -> tuple[list[Clause], list[Clause]]:
    """Pair the first of one key with the first of the same key, and so on; returns what is left of both."""
    waiting: dict[object, deque[Clause]] = defaultdict(deque)
    for clause in right:
        waiting[key(clause)].append(clause)
    alone = []
    for clause in left:
        if twins := waiting[key(clause)]:
            pairs.append((clause, twins.popleft()))
        else:
            alone.append(clause)
    unpaired = {id(clause) for twins in waiting.values() for clause in twins}
    return alone, [clause for clause in right if id(clause) in unpaired]
