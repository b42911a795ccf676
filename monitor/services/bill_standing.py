"""Where does each bill stand: what its judgement says, or why nothing can be said of it? Unknown is never "none"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from monitor.model.bill import BillKey, TextQuality, VersionStage
from monitor.model.finding import Label, Relevance
from monitor.model.litigation import LawMark
from monitor.services.check_assessment import FEDERAL
from monitor.services.litigation import law_marks
from monitor.services.reviewed_bills import reviewed_bills
from monitor.store.quarantine import not_in_quarantine
from monitor.store.tables import AssessmentRow, BillRow, FindingRow, VersionRow

__all__ = ["BillStanding", "Unread", "load_standings"]


class Unread(StrEnum):
    """Why a bill's newest text has no judgement."""

    NO_VERSION = "no published text"
    NO_TEXT = "no text"
    """The source names the version and offers nothing that could be read."""
    UNREADABLE = "unreadable"
    FAILED = "judgement failed"
    PENDING = "not judged yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class BillStanding:
    """One bill with the judgement that counts for it, if there is one."""

    bill_id: int
    key: BillKey
    title: str
    status: str
    relevance: Relevance | None
    """None when no text of the bill is judged."""
    overall: Label | None
    """Of the judgement that counts, with reviews; none for unjudged bills and for those of the Congress."""
    positions: Mapping[str, Label]
    """The strongest label against each position that a finding touches, with reviews."""
    newest: Unread | None
    """Why the newest text is not the one that was judged; none when it is."""
    machine_overall: Label | None = None
    """What the rules alone say, beside ``overall``."""
    machine_positions: Mapping[str, Label] = field(default_factory=dict)
    """The same, beside ``positions``."""
    reviewed: int = 0
    """Clauses of which a person has spoken."""
    litigation: tuple[LawMark, ...] = ()
    """Marks of cases that are known; none is no statement that there is no case."""

    @property
    def is_judged(self) -> bool:
        """Some text of it has a judgement that counts."""
        return self.relevance is not None

    @property
    def is_federal(self) -> bool:
        """A bill of the Congress: its relevance is judged, federal positions are not held against it."""
        return self.key.jurisdiction == FEDERAL

    @property
    def is_about_ai(self) -> bool:
        """Core or adjacent."""
        return self.relevance in (Relevance.CORE, Relevance.ADJACENT)

    @property
    def label(self) -> Label | None:
        """What may be said of the bill; None is unknown (or federal). ``none`` needs that the newest text was read."""
        if self.overall is Label.NONE and self.newest is not None:
            return None
        return self.overall


def load_standings(session: Session, *, bill_ids: Iterable[int] | None = None) -> list[BillStanding]:
    """Read all bills but those that are put aside as tests, or exactly some, in the order of their keys."""
    bill_ids = None if bill_ids is None else list(bill_ids)
    bills = select(BillRow.id, BillRow.jurisdiction, BillRow.session, BillRow.identifier, BillRow.title, BillRow.status)
    versions = select(
        VersionRow.bill_id,
        VersionRow.id,
        VersionRow.ordinal,
        VersionRow.stage,
        VersionRow.quality,
        VersionRow.text_sha256,
    )
    judgements = select(
        AssessmentRow.bill_id,
        AssessmentRow.version_id,
        AssessmentRow.text_sha256,
        AssessmentRow.state,
        AssessmentRow.is_current,
        AssessmentRow.relevance,
        AssessmentRow.overall,
    )
    labels = (
        select(FindingRow.bill_id, FindingRow.position, FindingRow.label)
        .join(AssessmentRow, AssessmentRow.id == FindingRow.assessment_id)
        .where(AssessmentRow.is_current)
        .distinct()
    )
    if bill_ids is None:
        bills = bills.where(not_in_quarantine())
    else:
        bills = bills.where(BillRow.id.in_(bill_ids))
        versions = versions.where(VersionRow.bill_id.in_(bill_ids))
        judgements = judgements.where(AssessmentRow.bill_id.in_(bill_ids))
        labels = labels.where(FindingRow.bill_id.in_(bill_ids))

    newest: dict[int, _Version] = {}
    for bill_id, version_id, ordinal, stage, quality, sha256 in session.execute(versions):
        version = _Version(version_id, ordinal, stage, quality, sha256)
        if bill_id not in newest or version.rank > newest[bill_id].rank:
            newest[bill_id] = version
    held: dict[int, _Judgement] = {}
    of_text: dict[tuple[int, str], set[str]] = {}
    for bill_id, version_id, text_sha256, state, is_current, relevance, overall in session.execute(judgements):
        of_text.setdefault((version_id, text_sha256), set()).add(state)
        if is_current:
            held[bill_id] = _Judgement(version_id, text_sha256, relevance, overall)
    positions: dict[int, dict[str, Label]] = {}
    for bill_id, position, name in session.execute(labels):
        known, label = positions.setdefault(bill_id, {}), Label(name)
        if position not in known or label.strength > known[position].strength:
            known[position] = label

    reviewed = reviewed_bills(session, bill_ids)
    standings = []
    rows = session.execute(bills).all()
    keys = {row[0]: BillKey(jurisdiction=row[1], session=row[2], identifier=row[3]) for row in rows}
    marks = law_marks(session, keys)
    for bill_id, _, _, _, title, status in rows:
        judgement = held.get(bill_id)
        machine = Label(judgement.overall) if judgement and judgement.overall else None
        counted = reviewed.get(bill_id)
        standings.append(
            BillStanding(
                bill_id=bill_id,
                key=keys[bill_id],
                title=title,
                status=status,
                relevance=Relevance(judgement.relevance) if judgement and judgement.relevance else None,
                overall=counted.overall(machine) if counted and machine else machine,
                positions=counted.positions if counted else positions.get(bill_id, {}),
                newest=_unread(newest.get(bill_id), judgement, of_text),
                machine_overall=machine,
                machine_positions=positions.get(bill_id, {}),
                reviewed=len(counted.answered) if counted else 0,
                litigation=marks.get(bill_id, ()),
            )
        )
    return sorted(standings, key=lambda standing: standing.key)


@dataclass(frozen=True, slots=True)
class _Version:
    id: int
    ordinal: int
    stage: str
    quality: str
    text_sha256: str | None

    @property
    def rank(self) -> tuple[bool, int, int]:
        """The newest ranks highest; a comparison document is the newest only when there is nothing else."""
        return self.stage != VersionStage.COMPARISON, self.ordinal, self.id


@dataclass(frozen=True, slots=True)
class _Judgement:
    version_id: int
    text_sha256: str
    relevance: str | None
    overall: str | None


def _unread(
    newest: _Version | None, held: _Judgement | None, of_text: Mapping[tuple[int, str], set[str]]
) -> Unread | None:
    if newest is None:
        return Unread.NO_VERSION
    if newest.text_sha256 is None:
        return Unread.UNREADABLE if newest.quality == TextQuality.UNREADABLE else Unread.NO_TEXT
    if held is not None and (held.version_id, held.text_sha256) == (newest.id, newest.text_sha256):
        return None
    return Unread.FAILED if of_text.get((newest.id, newest.text_sha256)) == {"failed"} else Unread.PENDING
