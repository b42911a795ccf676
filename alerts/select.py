"""Which changes concern a reader, and why? Events, bills and rules in, items out; pure.

An item is a bill: its weightiest change decides the kind, one position is told in full, the others in short lines.
Baseline events and re-judgements (reason ``release``) are no news; what a person says in a review is, unless it takes
back what the reader never heard of. A referral is no news either: a flagged bill moves towards law from the first
passage of a chamber on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from alerts.facts import BillFacts, Change, ItemKind, Unjudged
from alerts.payload import clauses_of, label_of
from monitor.model.bill import BillStatus
from monitor.model.clause import Clause
from monitor.model.event import EventKind
from monitor.model.finding import Label
from monitor.model.reader import Subscription

__all__ = ["Item", "PositionChange", "StatusMove", "select", "select_unjudged"]

_FINDING_KINDS: Final = frozenset({EventKind.FINDING_NEW, EventKind.FINDING_CHANGED, EventKind.FINDING_RESOLVED})
_DIRECTIONS: Final = {"worsened": ItemKind.WORSENED, "eased": ItemKind.EASED}


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionChange:
    """What happened to a bill under one position; ``kind`` is none for a flag that only stands there."""

    position: str
    kind: ItemKind | None
    before: Label | None
    after: Label | None
    severity_before: int
    severity: int
    clause: Clause | None
    """The words to show: the new or present ones, or those that are gone."""
    version_note: str = ""
    """The text that changed it."""
    came_and_went: bool = False
    """Appeared and was removed within the window."""
    by_review: bool = False
    """A person's word about the clause did it, not the text; of a resolved one, the last word."""

    @property
    def weight(self) -> tuple[int, int, int]:
        """Severity (before or after, whichever is more), strength of label and of authority."""
        strength = max(self.before.strength if self.before else 0, self.after.strength if self.after else 0)
        authority = self.clause.authority_strength if self.clause else 0
        return max(self.severity_before, self.severity), strength, authority


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusMove:
    """How a bill's status moved over the window."""

    before: BillStatus
    after: BillStatus

    @property
    def died(self) -> bool:
        """Out of the active conflicts."""
        return self.after.is_dead and not self.before.is_dead

    @property
    def towards_law(self) -> bool:
        """Nearer to law by at least the passage of a chamber, or back from the dead."""
        if self.after.is_dead or self.after.rank <= self.before.rank:
            return False
        return self.before.is_dead or self.after.rank >= BillStatus.PASSED_ONE_CHAMBER.rank


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One bill in one digest."""

    bill: BillFacts
    kind: ItemKind
    main: PositionChange
    others: tuple[PositionChange, ...]
    move: StatusMove | None
    first_seen: bool
    """The bill itself is new in this window."""
    reasons: tuple[str, ...]
    """Names of the rules that matched."""
    events: tuple[str, ...]
    """Ids of the events that this item tells."""
    sequence: int
    """Of the latest of them."""

    @property
    def severity(self) -> int:
        """0 to 5 of the position that is told in full."""
        return max(self.main.severity, self.main.severity_before)


def select(
    changes: Iterable[Change],
    bills: Mapping[int, BillFacts],
    rules: Sequence[Subscription],
    *,
    told: Collection[str] = frozenset(),
    with_baseline: bool = False,
) -> tuple[Item, ...]:
    """Items of one reader in the order of the bills' ids; ``changes`` is the reader's window of the journal."""
    by_bill: dict[int, list[Change]] = defaultdict(list)
    for change in sorted(changes, key=lambda change: change.sequence):
        if change.event_id not in told and (with_baseline or not change.baseline):
            by_bill[change.bill_id].append(change)
    items = []
    for bill_id in sorted(by_bill):
        if (bill := bills.get(bill_id)) is not None:
            item = _item(bill, by_bill[bill_id], rules)
            if item is not None:
                items.append(item)
    return tuple(items)


def select_unjudged(
    unjudged: Iterable[Unjudged], rules: Sequence[Subscription], *, told: Collection[str], since: datetime | None
) -> tuple[Unjudged, ...]:
    """Bills whose newest text says nothing, of the reader's jurisdictions, noted after ``since``, each told once."""
    return tuple(
        entry
        for entry in sorted(unjudged, key=lambda entry: (entry.key, entry.marker))
        if entry.marker not in told
        and (since is None or entry.noted_at > since)
        and any(_covers(rule, entry.key.jurisdiction) for rule in rules)
    )


def _covers(rule: Subscription, jurisdiction: str) -> bool:
    return rule.active and (not rule.jurisdictions or jurisdiction in rule.jurisdictions)


def _wants(rule: Subscription, change: PositionChange) -> bool:
    if rule.positions and change.position not in rule.positions:
        return False
    return max(change.severity, change.severity_before) >= rule.min_severity


def _item(bill: BillFacts, changes: Sequence[Change], rules: Sequence[Subscription]) -> Item | None:
    """Decide what one bill is to one reader; none when no rule wants it."""
    rules = [rule for rule in rules if _covers(rule, bill.key.jurisdiction)]
    moved = _fold_status(changes)
    move = moved if moved is not None and (moved.died or moved.towards_law) else None
    folded = _fold_positions(bill, changes)
    standing = _standing(bill, {change.position for change in folded})
    drivers = [*folded, *standing] if move else folded
    reasons = tuple(rule.name for rule in rules if any(_wants(rule, change) for change in drivers))
    if not reasons:
        return None
    shown = [change for change in (*folded, *standing) if any(_wants(rule, change) for rule in rules)]
    kind, main = _lead(bill, shown, move)
    others = sorted((change for change in shown if change is not main), key=lambda change: change.weight, reverse=True)
    events = _told_by(changes, {change.position for change in shown}, with_status=move is not None)
    return Item(
        bill=bill,
        kind=kind,
        main=main,
        others=tuple(others),
        move=move,
        first_seen=any(change.kind is EventKind.BILL_NEW for change in changes),
        reasons=reasons,
        events=tuple(change.event_id for change in events),
        sequence=max(change.sequence for change in events),
    )


def _lead(bill: BillFacts, shown: Sequence[PositionChange], move: StatusMove | None) -> tuple[ItemKind, PositionChange]:
    """The kind of the item and the position told in full."""
    kinds = {change.kind for change in shown}
    by_weight = sorted(shown, key=lambda change: change.weight, reverse=True)
    if (move and move.died) or (bill.status.is_dead and kinds & {ItemKind.NEW, ItemKind.WORSENED}):
        return ItemKind.RESOLVED, by_weight[0]  # a dead bill holds no active conflict, whatever its text says
    standing = [change for change in by_weight if _is_flag(change.after)]
    for kind in ItemKind:
        if kind is ItemKind.MOVED and move and standing:  # without its flags a bill moves as it likes
            return kind, standing[0]
        if kind in kinds:
            return kind, next(change for change in by_weight if change.kind is kind)
    raise AssertionError("an item without a change")  # select() made sure that there is one


def _told_by(changes: Iterable[Change], positions: Collection[str], *, with_status: bool) -> list[Change]:
    return [
        change
        for change in changes
        if (change.kind is EventKind.STATUS_CHANGED and with_status)
        or (change.kind in _FINDING_KINDS and _is_news(change) and change.payload["position"] in positions)
    ]


def _is_news(change: Change) -> bool:
    return bool(change.payload.get("reason") != "release")


def _fold_status(changes: Iterable[Change]) -> StatusMove | None:
    moves = [change.payload for change in changes if change.kind is EventKind.STATUS_CHANGED]
    if not moves:
        return None
    return StatusMove(before=BillStatus(moves[0]["before"]), after=BillStatus(moves[-1]["after"]))


def _fold_positions(bill: BillFacts, changes: Iterable[Change]) -> list[PositionChange]:
    """One net change a position. A re-judgement after the first news corrects where it ended; alone it is no news."""
    by_position: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        if change.kind in _FINDING_KINDS:
            position = str(change.payload["position"])
            if by_position[position] or _is_news(change):
                by_position[position].append(change)
    return [
        _fold(bill, position, found)
        for position, found in sorted(by_position.items())
        if found and not _was_taken_back(found)
    ]


def _is_review(change: Change) -> bool:
    return change.payload.get("reason") == "review"


def _was_taken_back(changes: Sequence[Change]) -> bool:
    """Whether a person ended it before the reader heard of it, or said a thing and withdrew it."""
    first, last = changes[0].payload, changes[-1].payload
    if not _is_review(changes[-1]):
        return False
    before, after = label_of(first["before"]), label_of(last["after"])
    if not _is_flag(before) and not _is_flag(after):
        return True
    same_weight = (before, first.get("severity_before")) == (after, last.get("severity"))
    return same_weight and all(_is_review(change) for change in changes) and len(changes) > 1


def _fold(bill: BillFacts, position: str, changes: Sequence[Change]) -> PositionChange:
    first, last = changes[0].payload, changes[-1].payload
    before, after = label_of(first["before"]), label_of(last["after"])
    was, remains = _is_flag(before), _is_flag(after)
    added = [clause for change in changes for clause in clauses_of(change.payload, "added")]
    removed = [clause for change in changes for clause in clauses_of(change.payload, "removed")]
    severity_before, severity = int(first.get("severity_before") or 0), int(last.get("severity") or 0)
    if not remains:
        set_aside = clauses_of(last, "removed") if _is_review(changes[-1]) else ()
        kind, clause = ItemKind.RESOLVED, _strongest(set_aside or removed or added)
        severity_before = severity_before or (clause.severity if clause else 0)
    else:
        kind = ItemKind.NEW if not was else _direction(changes, len(added), len(removed))
        clause = _present_clause(bill, position, added)
    return PositionChange(
        position=position,
        kind=kind,
        before=before,
        after=after,
        severity_before=severity_before,
        severity=severity,
        clause=clause,
        version_note=str(last.get("version_note") or ""),
        came_and_went=not was and not remains,
        by_review=_is_review(changes[-1]) and (not remains or all(map(_is_review, changes))),
    )


def _direction(changes: Sequence[Change], added: int, removed: int) -> ItemKind:
    """Worse or better, for a flag that stayed a flag."""
    first, last = changes[0].payload, changes[-1].payload
    if len(changes) == 1 and (said := _DIRECTIONS.get(str(first.get("direction")))):
        return said
    before, after = label_of(first["before"]), label_of(last["after"])
    was = (before.strength if before else 0, int(first.get("severity_before") or 0))
    remains = (after.strength if after else 0, int(last.get("severity") or 0))
    if was != remains:
        return ItemKind.WORSENED if remains > was else ItemKind.EASED
    if bool(added) == bool(removed):
        return ItemKind.CHANGED
    return ItemKind.WORSENED if added else ItemKind.EASED


def _is_flag(label: Label | None) -> bool:
    return label is not None and label.is_flag


def _strongest(clauses: Iterable[Clause]) -> Clause | None:
    ranked = sorted(clauses, key=lambda c: (-c.label.strength, -c.severity, -c.confidence, c.start))
    return ranked[0] if ranked else None


def _present_clause(bill: BillFacts, position: str, added: Sequence[Clause]) -> Clause | None:
    """What stands in the current text, preferably what is new in it; else the words of the event."""
    present = [clause for clause in bill.clauses if clause.position == position]
    fresh = {clause.clause_hash for clause in added}
    return _strongest(c for c in present if c.clause_hash in fresh) or _strongest(present) or _strongest(added)


def _standing(bill: BillFacts, changed: Collection[str]) -> list[PositionChange]:
    """Flags that the bill carries and that did not change."""
    positions = sorted({clause.position for clause in bill.clauses} - set(changed))
    found = []
    for position in positions:
        clause = _strongest(clause for clause in bill.clauses if clause.position == position)
        if clause is not None:
            found.append(
                PositionChange(
                    position=position,
                    kind=None,
                    before=clause.label,
                    after=clause.label,
                    severity_before=clause.severity,
                    severity=clause.severity,
                    clause=clause,
                    version_note=bill.version_note,
                )
            )
    return found
