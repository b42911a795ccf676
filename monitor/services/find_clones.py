"""Which clauses of the stored bills are near copies of each other, and which judgements are offered to the copies?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from monitor.clock import Clock
from monitor.clones.clauses import BillClause
from monitor.clones.families import Grouping, build_families
from monitor.clones.propose import findings_on, propose
from monitor.clones.settings import CloneSettings
from monitor.model.clause_family import ClauseFamily, FamilyMember
from monitor.model.proposal import Proposal, ProposalSource
from monitor.services.check_assessment import FEDERAL
from monitor.services.clone_texts import compared_texts, cut_texts, other_bills
from monitor.services.current_findings import current_findings
from monitor.services.family_texts import texts_of
from monitor.store.engine import Store
from monitor.store.family_repository import FamilyChanges, write_families
from monitor.store.proposal_repository import add_proposals
from monitor.store.tables import ProposalRow, VersionRow

__all__ = ["CloneSummary", "Progress", "find_clones"]

Progress = Callable[[int, int], None]
"""Called with the number of texts read and of all texts."""

_DEFAULTS: Final = CloneSettings()
_Offer = tuple[FamilyMember, Proposal]


@dataclass(frozen=True, slots=True, kw_only=True)
class CloneSummary:
    """What a run did. When it was stopped, texts that were cut are kept and nothing else is changed."""

    bills: int
    """Bills about AI with a judged text."""
    cut: int
    """Texts that were not cut into clauses before."""
    clauses: int
    candidates: int
    """Pairs of different wordings that were aligned."""
    families: int
    left: int
    """Clauses that are like another one and in no family."""
    across_states: int
    """Families in more than one state."""
    changes: FamilyChanges
    proposals: int
    """New ones; nothing is published by them."""
    seconds: float
    stopped: bool


def _never() -> bool:
    return False


def find_clones(
    store: Store,
    *,
    clock: Clock,
    settings: CloneSettings = _DEFAULTS,
    progress: Progress | None = None,
    stop: Callable[[], bool] = _never,
) -> CloneSummary:
    """Compare the clauses of all bills about AI, store their families, and offer judgements to unjudged copies.

    The same bills give the same families, in whichever order they were stored; a second run changes nothing.

    :raises StoreError: when the database cannot be used.
    """
    started = clock()
    with store.read() as session:
        texts = compared_texts(session)
    clauses: list[BillClause] = []
    cut = read = 0
    for some, done, new in cut_texts(store, texts, settings, stop=stop):
        clauses += some
        read += done
        cut += new
        if progress is not None:
            progress(read, len(texts))
    others = other_bills(store, settings, stop=stop)
    grouping = Grouping(families=(), compared=0, candidates=0, left=0)
    changes, proposals = FamilyChanges(added=0, changed=0, removed=0), 0
    stopped = stop()
    if not stopped:
        grouping = build_families(clauses, others, settings)
        offers = _offers(store, grouping.families, settings)
        with store.write() as session:
            changes = write_families(session, grouping.families, now=clock())
            proposals = _write_offers(session, offers, now=clock())
    return CloneSummary(
        bills=len(texts),
        cut=cut,
        clauses=len(clauses),
        candidates=grouping.candidates,
        families=len(grouping.families),
        left=grouping.left,
        across_states=sum(len(family.states) > 1 for family in grouping.families),
        changes=changes,
        proposals=proposals,
        seconds=(clock() - started).total_seconds(),
        stopped=stopped,
    )


def _offers(store: Store, families: Sequence[ClauseFamily], settings: CloneSettings) -> list[_Offer]:
    """Decide on what is judged now; the texts of families without a finding are not read."""
    with store.read() as session:
        findings = current_findings(session)
        offers: list[_Offer] = []
        for family in families:
            if any(findings_on(member, findings.get(member.text_key, ())) for member in family.members):
                offers += propose(family, findings, texts_of(session, family.members), settings)
    return [(member, proposal) for member, proposal in offers if member.bill.jurisdiction != FEDERAL]


def _write_offers(session: Session, offers: Sequence[_Offer], *, now: datetime) -> int:
    """Store those that are new; what other settings offered before is not offered again."""
    by_version: dict[int, list[_Offer]] = {}
    for member, proposal in offers:
        by_version.setdefault(member.version_id, []).append((member, proposal))
    added = 0
    for version_id, some in by_version.items():
        version = session.get(VersionRow, version_id)
        held = {
            tuple(row)
            for row in session.execute(
                select(ProposalRow.text_sha256, ProposalRow.position, ProposalRow.start, ProposalRow.end).where(
                    ProposalRow.version_id == version_id, ProposalRow.source == ProposalSource.CLONE.value
                )
            )
        }
        new = [
            proposal
            for member, proposal in some
            if version is not None
            and version.text_sha256 == member.text_sha256  # else it was read anew meanwhile; the next run looks at it
            and (member.text_sha256, proposal.position, proposal.span.start, proposal.span.end) not in held
        ]
        if version is not None and new:
            added += add_proposals(session, version, new, now=now)
    return added
