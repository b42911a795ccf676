"""What goes into one digest, in which order, and what is left over? Rank, merge clones, cap, count; pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from alerts.facts import CloneRef, Coverage, ItemKind, Unjudged
from alerts.select import Item
from monitor.model.bill import BillStatus
from monitor.model.finding import Label

__all__ = ["MAX_ITEMS", "Digest", "Entry", "Numbers", "Section", "Window", "compose", "rank"]

MAX_ITEMS: Final = 60
_MAX_UNJUDGED: Final = 12

_NEWNESS: Final = MappingProxyType(
    {
        ItemKind.NEW: 1.0,
        ItemKind.WORSENED: 0.9,
        ItemKind.MOVED: 0.9,
        ItemKind.RESOLVED: 0.5,
        ItemKind.EASED: 0.5,
        ItemKind.CHANGED: 0.4,
    }
)
_STAGE: Final = MappingProxyType(
    {
        BillStatus.PASSED_ONE_CHAMBER: 1.5,
        BillStatus.PASSED_LEGISLATURE: 2.0,
        BillStatus.TO_GOVERNOR: 2.5,
        BillStatus.ENACTED: 3.0,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What a digest covers: events in ``(after, until]`` by sequence, and the times at which these were taken."""

    after: int
    until: int
    since: datetime | None
    """None: from the first record on."""
    to: datetime
    zone: ZoneInfo
    missed: int = 0
    """Earlier digests that were not sent; this one covers their gap too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An item with its clones folded in; ``number`` counts through the digest from 1."""

    number: int
    item: Item
    twins: tuple[CloneRef, ...]
    """Bills of this same window with this very clause and nothing else to say."""
    elsewhere: tuple[CloneRef, ...]
    """Bills known before with the same clause."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Entries of one kind."""

    kind: ItemKind
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """Bills by what happened, for subject and headline; nothing that the cap hides is missing here."""

    new_conflicts: int
    new_potential: int
    by_kind: Mapping[ItemKind, int]
    unjudged: int
    """Pressing ones alone."""
    jurisdictions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """Everything that the templates show."""

    window: Window
    sections: tuple[Section, ...]
    more: tuple[str, ...]
    """Names of the bills that did not fit."""
    unjudged: tuple[Unjudged, ...]
    """Those that press: flagged before, or about artificial intelligence by their titles."""
    more_unjudged: int
    other_unjudged: int
    """The rest, of which nothing more is said."""
    numbers: Numbers
    coverage: Coverage
    sample: bool
    """Every bill in it is fictional."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries in the order in which they stand."""
        return tuple(entry for section in self.sections for entry in section.entries)


def rank(item: Item) -> float:
    """Severity × stage × newness."""
    return max(item.severity, 0.5) * _STAGE.get(item.bill.status, 1.0) * _NEWNESS[item.kind]


def compose(
    items: Sequence[Item],
    unjudged: Sequence[Unjudged],
    *,
    window: Window,
    coverage: Coverage,
    max_items: int = MAX_ITEMS,
) -> Digest:
    """Order the items, fold clones into one, keep the ``max_items`` weightiest and name the rest."""
    ordered = sorted(items, key=lambda item: (-rank(item), -item.sequence, item.bill.key))
    groups = _fold_clones(ordered)
    kept, left = groups[:max_items], groups[max_items:]
    sections, number = [], 1
    for kind in ItemKind:
        entries = []
        for group in kept:
            if group[0].kind is kind:
                entries.append(_entry(number, group))
                number += 1
        if entries:
            sections.append(Section(kind=kind, entries=tuple(entries)))
    pressing = sorted((entry for entry in unjudged if entry.is_pressing), key=lambda entry: not entry.flagged_before)
    shown: list[Item | Unjudged] = [*items, *unjudged]
    samples = [entry.bill.sample if isinstance(entry, Item) else entry.sample for entry in shown]
    return Digest(
        window=window,
        sections=tuple(sections),
        more=tuple(item.bill.name for group in left for item in group),
        unjudged=tuple(pressing[:_MAX_UNJUDGED]),
        more_unjudged=max(0, len(pressing) - _MAX_UNJUDGED),
        other_unjudged=len(unjudged) - len(pressing),
        numbers=_count(items, pressing),
        coverage=coverage,
        sample=bool(samples) and all(samples),
    )


def _entry(number: int, group: Sequence[Item]) -> Entry:
    item, twins = group[0], [CloneRef(bill_id=other.bill.id, name=other.bill.name) for other in group[1:]]
    known = item.bill.clones.get(item.main.clause.clause_hash, ()) if item.main.clause else ()
    here = {twin.bill_id for twin in twins}
    elsewhere = tuple(clone for clone in known if clone.bill_id not in here)
    return Entry(number=number, item=item, twins=tuple(twins), elsewhere=elsewhere)


def _fold_clones(ordered: Iterable[Item]) -> list[list[Item]]:
    """Groups of items; the first of a group is shown. An item joins a group only if it has nothing to say beyond it."""
    groups: list[list[Item]] = []
    by_clause: dict[tuple[ItemKind, str, str], list[list[Item]]] = defaultdict(list)
    for item in ordered:
        clause = item.main.clause
        alike = by_clause[item.kind, item.main.position, clause.clause_hash] if clause else []
        for group in alike:
            if _says_the_same(item, group[0]):
                group.append(item)
                break
        else:
            groups.append([item])
            alike.append(groups[-1])
    return groups


def _says_the_same(item: Item, shown: Item) -> bool:
    """Same status and move, and no clause that the shown one lacks."""

    def hashes(of: Item) -> set[str]:
        return {change.clause.clause_hash for change in (of.main, *of.others) if change.clause}

    return item.move == shown.move and item.bill.status is shown.bill.status and hashes(item) <= hashes(shown)


def _count(items: Sequence[Item], unjudged: Sequence[Unjudged]) -> Numbers:
    new = [item for item in items if item.kind is ItemKind.NEW]
    conflicts = sum(item.main.after is Label.CONFLICT for item in new)
    return Numbers(
        new_conflicts=conflicts,
        new_potential=len(new) - conflicts,
        by_kind={kind: sum(item.kind is kind for item in items) for kind in ItemKind},
        unjudged=len(unjudged),
        jurisdictions=tuple(sorted({item.bill.key.jurisdiction for item in items})),
    )
