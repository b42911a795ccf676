"""What waits for a person: unsure flags, open proposals, and reviews whose words have changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from rapidfuzz import fuzz
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from monitor.model.bill import BillKey
from monitor.model.clause import Clause
from monitor.model.finding import CARVE_OUT_POSITION, PROOF, Label
from monitor.model.proposal import ProposalSource
from monitor.model.review import Review, standing_reviews
from monitor.model.reviewed import Reviewed
from monitor.model.waiting import Waiting, WaitingKind, in_order
from monitor.services.query_findings import position_heads
from monitor.services.reviewed_bills import reviewed_bills
from monitor.services.shown_findings import finding_name
from monitor.store.engine import Store
from monitor.store.quarantine import not_in_quarantine
from monitor.store.review_repository import reviews_by_bill
from monitor.store.tables import AssessmentRow, BillRow, EvidenceRow, FindingRow, ProposalRow, ProvisionRow

__all__ = ["review_queue"]

_RESEMBLES: Final = 60.0
"""Similarity in percent from which other words of the same position are shown beside reviewed ones."""
_SOURCES: Final = {
    ProposalSource.SCORER: "the learned scorer proposes it",
    ProposalSource.CLONE: "it is a near copy of a clause in another bill",
    ProposalSource.LANGUAGE_MODEL: "a language model proposes it",
}
_Answered = Collection[tuple[int, str, str]]


def review_queue(
    store: Store,
    *,
    band: tuple[float, float],
    jurisdictions: Collection[str] = (),
    positions: Collection[str] = (),
    bill_id: int | None = None,
) -> list[Waiting]:
    """Everything that waits, first things first; an empty filter lets everything through.

    ``band``: the confidences, both ends included, from which to which a finding without a review waits.
    """
    with store.read() as session:
        chosen = _Filter(jurisdictions, positions, bill_id)
        by_bill = reviews_by_bill(session)
        answered = {(bill, *key) for bill, reviews in by_bill.items() for key in standing_reviews(reviews)}
        waiting = [
            *_findings(session, chosen, band, answered),
            *_proposals(session, chosen, answered),
            *_changed(session, chosen, reviewed_bills(session, by_bill)),
        ]
    return in_order(waiting)


class _Filter:
    def __init__(self, jurisdictions: Collection[str], positions: Collection[str], bill_id: int | None) -> None:
        self.jurisdictions, self.positions, self.bill_id = list(jurisdictions), list(positions), bill_id

    def bills(self) -> Iterator[ColumnElement[bool]]:
        yield not_in_quarantine()
        if self.jurisdictions:
            yield BillRow.jurisdiction.in_(self.jurisdictions)
        if self.bill_id is not None:
            yield BillRow.id == self.bill_id

    def lets_through(self, position: str) -> bool:
        return not self.positions or position in self.positions


def _findings(session: Session, chosen: _Filter, band: tuple[float, float], answered: _Answered) -> Iterator[Waiting]:
    low, high = band
    proof = (
        select(EvidenceRow.quote)
        .where(EvidenceRow.finding_id == FindingRow.id, EvidenceRow.role.in_([role.value for role in PROOF]))
        .order_by(EvidenceRow.ordinal)
        .limit(1)
        .scalar_subquery()
    )
    rows = session.execute(
        select(FindingRow, BillRow, ProvisionRow.label, proof)
        .join(AssessmentRow, AssessmentRow.id == FindingRow.assessment_id)
        .join(BillRow, BillRow.id == FindingRow.bill_id)
        .join(ProvisionRow, ProvisionRow.id == FindingRow.provision_id)
        .where(
            AssessmentRow.is_current,
            FindingRow.label.in_([label.value for label in Label if label.is_flag]),
            FindingRow.confidence.between(low, high),
            *chosen.bills(),
        )
        .order_by(FindingRow.id)
    )
    for finding, bill, provision, quote in rows:
        is_answered = (bill.id, finding.position, finding.clause_hash) in answered
        if quote is None or is_answered or not chosen.lets_through(finding.position):
            continue
        yield Waiting(
            id=f"f{finding.id}",
            kind=WaitingKind.FINDING,
            bill=_key(bill),
            title=bill.title,
            position=finding.position,
            label=Label(finding.label),
            certainty=finding.confidence,
            provision_label=provision,
            quote=quote,
            why=f"the rules are not sure: confidence {finding.confidence:.2f}",
        )


def _proposals(session: Session, chosen: _Filter, answered: _Answered) -> Iterator[Waiting]:
    """Those about the text that counts; about an older text nobody needs to decide any more."""
    rows = session.execute(
        select(ProposalRow, BillRow)
        .join(BillRow, BillRow.id == ProposalRow.bill_id)
        .join(
            AssessmentRow,
            (AssessmentRow.version_id == ProposalRow.version_id)
            & (AssessmentRow.text_sha256 == ProposalRow.text_sha256)
            & AssessmentRow.is_current,
        )
        .where(*chosen.bills())
        .order_by(ProposalRow.id)
    )
    for proposal, bill in rows:
        is_answered = (bill.id, proposal.position, proposal.clause_hash) in answered
        if is_answered or not chosen.lets_through(proposal.position):
            continue
        yield Waiting(
            id=f"p{proposal.id}",
            kind=WaitingKind.PROPOSAL,
            bill=_key(bill),
            title=bill.title,
            position=proposal.position,
            label=Label(proposal.label),
            certainty=proposal.probability,
            provision_label=proposal.provision_label,
            quote=proposal.quotes[0]["quote"],
            why=f"{_SOURCES[ProposalSource(proposal.source)]}: {proposal.reason}",
        )


def _changed(session: Session, chosen: _Filter, reviewed: Mapping[int, Reviewed]) -> Iterator[Waiting]:
    held = {CARVE_OUT_POSITION, *(head.id for head in position_heads(session))}
    for bill_id, found in sorted(reviewed.items()):
        wanted = [review for review in found.changed if chosen.lets_through(review.position)]
        bill = session.scalar(select(BillRow).where(BillRow.id == bill_id, *chosen.bills())) if wanted else None
        if bill is not None:
            for review in wanted:
                what = "reviewed words have changed" if review.position in held else "the position is no longer held"
                yield _look_again(review, bill, found.counted, what=what)


def _look_again(review: Review, bill: BillRow, counted: Iterable[Clause], *, what: str) -> Waiting:
    alike = max(
        (clause for clause in counted if clause.position == review.position and clause.review is None),
        key=lambda clause: fuzz.ratio(clause.quote, review.quote),
        default=None,
    )
    shown = alike if alike is not None and fuzz.ratio(alike.quote, review.quote) >= _RESEMBLES else None
    return Waiting(
        id=f"r{review.id}",
        kind=WaitingKind.CHANGED,
        bill=_key(bill),
        title=bill.title,
        position=review.position,
        label=review.label or review.clause.label,
        certainty=None,
        provision_label=review.clause.provision_label,
        quote=review.quote,
        why=f"{what}, look again ({review.decision.value} by {review.reviewer}: {review.reason})",
        now_id=finding_name(shown) if shown else "",
        now_quote=shown.quote if shown else "",
    )


def _key(bill: BillRow) -> BillKey:
    return BillKey(jurisdiction=bill.jurisdiction, session=bill.session, identifier=bill.identifier)
