"""How many bills of each jurisdiction meet each federal position, and of how many can nothing be said?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from monitor.model.finding import Label
from monitor.services.bill_standing import BillStanding, load_standings
from monitor.store.engine import Store
from monitor.store.tables import AssessmentRow, PositionReleaseRow

__all__ = ["FindingsTable", "JurisdictionLine", "PositionHead", "query_findings", "tabulate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionHead:
    """A position as tables name it, with its legal force."""

    id: str
    short_name: str
    title: str
    citation: str
    authority_strength: int
    legal_force: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JurisdictionLine:
    """Counts of bills. ``sum(labels) + unknown + not_measured == bills``."""

    jurisdiction: str
    bills: int
    judged: int
    """Some text of the bill has a judgement that counts."""
    ai_bills: int
    """Relevance core or adjacent."""
    labels: dict[Label, int]
    """By the bill's strongest label. A bill counts as ``none`` only if its newest text was read."""
    unknown: int
    """No judgement counts, or none was found in an older text and the newest was not read."""
    unknown_reasons: dict[str, int]
    not_measured: int
    """Bills of the Congress: judged for relevance, not held against federal positions."""
    newest_unread: int
    """Bills with a judged text whose newest text is not read; those without a finding are also ``unknown``."""
    positions: dict[str, dict[Label, int]]
    """Bills by position and by their strongest label against it."""

    def as_json(self) -> dict[str, Any]:
        """The shape of ``preempt findings --json``."""
        return {
            "jurisdiction": self.jurisdiction,
            "bills": self.bills,
            "judged": self.judged,
            "ai_bills": self.ai_bills,
            **{label.value: self.labels[label] for label in Label},
            "unknown": self.unknown,
            "unknown_reasons": self.unknown_reasons,
            "not_measured": self.not_measured,
            "newest_unread": self.newest_unread,
            "positions": {
                position: {label.value: count for label, count in counts.items()}
                for position, counts in self.positions.items()
            },
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsTable:
    """The whole answer; ``bills`` are those behind the counts that the filters let through."""

    positions: tuple[PositionHead, ...]
    lines: tuple[JurisdictionLine, ...]
    total: JurisdictionLine
    bills: tuple[BillStanding, ...]


def query_findings(
    store: Store,
    *,
    jurisdictions: Collection[str] = (),
    positions: Collection[str] = (),
    labels: Collection[Label] = (),
) -> FindingsTable:
    """Count bills by jurisdiction, position and label. An empty filter lets everything through."""
    with store.read() as session:
        heads = position_heads(session)
        standings = load_standings(session)
    standings = [s for s in standings if not jurisdictions or s.key.jurisdiction in jurisdictions]
    shown = tuple(head for head in heads if not positions or head.id in positions)
    return tabulate(standings, shown, labels=labels, filtered=bool(positions or labels))


def tabulate(
    standings: Sequence[BillStanding],
    positions: tuple[PositionHead, ...],
    *,
    labels: Collection[Label] = (),
    filtered: bool = False,
) -> FindingsTable:
    """Count without a database. ``filtered`` lists only bills that have a finding in the shown columns."""
    wanted = set(labels) or set(Label)
    shown = [head.id for head in positions]
    codes = sorted({standing.key.jurisdiction for standing in standings})
    listed = standings
    if filtered:
        listed = [s for s in standings if any(s.positions.get(position) in wanted for position in shown)]
    return FindingsTable(
        positions=positions,
        lines=tuple(_line(code, [s for s in standings if s.key.jurisdiction == code], shown, wanted) for code in codes),
        total=_line("all", standings, shown, wanted),
        bills=tuple(listed),
    )


def _line(name: str, bills: Sequence[BillStanding], positions: Sequence[str], wanted: set[Label]) -> JurisdictionLine:
    labels = Counter(bill.label for bill in bills if bill.label is not None)
    measured = [bill for bill in bills if not (bill.is_federal and bill.is_judged)]
    unknown = [bill for bill in measured if bill.label is None]
    reasons = Counter(bill.newest.value for bill in unknown if bill.newest is not None)
    cells = Counter(
        (position, bill.positions[position])
        for bill in bills
        for position in positions
        if bill.positions.get(position) in wanted
    )
    return JurisdictionLine(
        jurisdiction=name,
        bills=len(bills),
        judged=sum(bill.is_judged for bill in bills),
        ai_bills=sum(bill.is_about_ai for bill in bills),
        labels={label: labels[label] for label in Label},
        unknown=len(unknown),
        unknown_reasons=dict(sorted(reasons.items())),
        not_measured=len(bills) - len(measured),
        newest_unread=sum(bill.is_judged and bill.newest is not None for bill in bills),
        positions={
            position: {label: cells[position, label] for label in Label if label in wanted and label != Label.NONE}
            for position in positions
        },
    )


def position_heads(session: Session) -> tuple[PositionHead, ...]:
    """The positions that findings are held against, of the release that was used last."""
    row = session.scalar(
        select(PositionReleaseRow)
        .join(AssessmentRow, AssessmentRow.position_release == PositionReleaseRow.release)
        .order_by(AssessmentRow.id.desc())
        .limit(1)
    )
    if row is None:
        return ()
    return tuple(
        PositionHead(**{name: entry[name] for name in PositionHead.__dataclass_fields__})
        for entry in row.content["positions"]
        if entry["labelled"]
    )
