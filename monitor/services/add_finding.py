"""How does a person add a finding that the rules did not make: from words of the text, or by answering a proposal?"""

from __future__ import annotations

from sqlalchemy.orm import Session

from monitor.model.answer import Decision
from monitor.model.clause import Clause
from monitor.model.finding import Label
from monitor.model.proposal import Proposal
from monitor.model.provision import Span
from monitor.model.review import standing_reviews, usual_severity
from monitor.services.check_assessment import FEDERAL
from monitor.services.find_bill import find_bill
from monitor.services.person_clause import make_clause
from monitor.services.record_review import Recorded, ReviewRefusedError, Speaker, carve_out_for, record_review
from monitor.services.review_target import JudgedBill, NoSuchSubjectError, Reference, ReferenceKind, judged_bill
from monitor.services.reviewed_bills import carve_out_names, held_positions
from monitor.services.shown_findings import finding_name
from monitor.store.engine import Store
from monitor.store.proposal_repository import proposal_of
from monitor.store.tables import BillRow, ProposalRow
from monitor.text.quotes import find_exactly, find_words

__all__ = ["accept_proposal", "add_finding", "decline_proposal"]


def add_finding(
    store: Store,
    name: str,
    speaker: Speaker,
    *,
    position: str,
    label: Label,
    quote: str,
    severity: int | None = None,
    carve_out: str | None = None,
) -> Recorded:
    """Add a finding of exactly these words of the judged text of the bill that ``name`` means.

    It counts as long as the words stand in the text that counts.

    :raises NoSuchBillError: when there is no such bill; AmbiguousBillError when there are several.
    :raises NoSuchSubjectError: when no text of it is judged.
    :raises ReviewRefusedError: when the quote does not stand there, or position, label and carve-out do not fit.
    """
    with store.write() as session:
        bill = judged_bill(session, find_bill(session, name))
        carve_out = _carve_out(session, bill, label, carve_out)
        clause = _clause(session, bill, _exactly(bill, quote), position, label, carve_out, severity, speaker.reason)
        return _add(session, bill, clause, speaker)


def accept_proposal(
    store: Store,
    reference: Reference,
    speaker: Speaker,
    *,
    label: Label | None = None,
    severity: int | None = None,
    carve_out: str | None = None,
) -> Recorded:
    """Make a finding of a proposal, under its own label or another.

    :raises NoSuchSubjectError: when there is no such proposal, or it is answered, or its bill is not judged.
    :raises ReviewRefusedError: when its words do not stand in the judged text, or label and carve-out do not fit.
    """
    with store.write() as session:
        bill, proposal = _open_proposal(session, reference)
        chosen = label or proposal.label
        if chosen is Label.NONE:
            raise ReviewRefusedError(f"{reference} proposes no finding: decline it, or accept it under another label")
        span = _proposed(bill, proposal)
        carve_out = _carve_out(session, bill, chosen, carve_out)
        clause = _clause(session, bill, span, proposal.position, chosen, carve_out, severity, proposal.reason)
        return _add(session, bill, clause, speaker, proposal_id=reference.id)


def decline_proposal(store: Store, reference: Reference, speaker: Speaker) -> Recorded:
    """These words are no finding against this position, whoever proposes it again, and whatever rules come.

    :raises NoSuchSubjectError: when there is no such proposal, or it is answered, or its bill is not judged.
    :raises ReviewRefusedError: when its words do not stand in the judged text.
    """
    with store.write() as session:
        bill, proposal = _open_proposal(session, reference)
        span = _proposed(bill, proposal)
        clause = _clause(session, bill, span, proposal.position, proposal.label, None, 0, proposal.reason)
        return record_review(
            session, bill, clause, Decision.REJECT, machine=None, speaker=speaker, proposal_id=reference.id
        )


def _add(
    session: Session, bill: JudgedBill, clause: Clause, speaker: Speaker, *, proposal_id: int | None = None
) -> Recorded:
    return record_review(
        session,
        bill,
        clause,
        Decision.ADD,
        machine=None,
        speaker=speaker,
        label=clause.label,
        severity=clause.severity,
        carve_out=clause.carve_out,
        proposal_id=proposal_id,
    )


def _clause(
    session: Session,
    bill: JudgedBill,
    span: Span,
    position: str,
    label: Label,
    carve_out: str | None,
    severity: int | None,
    why: str,
) -> Clause:
    """The clause that a person means; words that are a finding already are refused."""
    if bill.row.jurisdiction == FEDERAL:
        raise ReviewRefusedError("a bill of the Congress is not held against federal positions")
    held = held_positions(session, bill.held.position_release)
    if position not in held:
        raise ReviewRefusedError(f"no finding is held against {position!r}; there are: {', '.join(sorted(held))}")
    clause = make_clause(
        bill.version.text,
        span,
        position=held[position],
        label=label,
        severity=usual_severity(label) if severity is None else severity,
        carve_out=carve_out,
        rationale=why.strip(),
    )
    for known in (*bill.reviewed.counted, *bill.reviewed.rejected):
        if known.key == clause.key:
            name = finding_name(known)
            raise ReviewRefusedError(f"{name} is about these words and this position: confirm, reject or relabel it")
    return clause


def _carve_out(session: Session, bill: JudgedBill, label: Label, given: str | None) -> str | None:
    known = carve_out_names(session, bill.held.position_release)
    return carve_out_for(label, given=given, clause=None, known=known)


def _judged_text(bill: JudgedBill) -> str:
    if bill.version.text_sha256 != bill.held.text_sha256:
        raise ReviewRefusedError(f"the text of {bill.key} was read anew and is not judged yet: run `preempt assess`")
    return bill.version.text


def _exactly(bill: JudgedBill, quote: str) -> Span:
    text = _judged_text(bill)
    span = find_exactly(text, quote)
    if span is not None:
        return span
    alike = find_words(text, quote)
    hint = f"; the words stand there as {alike.of(text)!r}" if alike else ""
    raise ReviewRefusedError(f"the quote does not stand exactly in the judged text ({bill.version.note}){hint}")


def _proposed(bill: JudgedBill, proposal: Proposal) -> Span:
    span = find_words(_judged_text(bill), proposal.quotes[0].quote)
    if span is None:
        raise ReviewRefusedError(f"the proposed words do not stand in the judged text ({bill.version.note}) any more")
    return span


def _open_proposal(session: Session, reference: Reference) -> tuple[JudgedBill, Proposal]:
    row = session.get(ProposalRow, reference.id) if reference.kind is ReferenceKind.PROPOSAL else None
    if row is None:
        raise NoSuchSubjectError(f"there is no proposal {reference}")
    bill = judged_bill(session, session.get_one(BillRow, row.bill_id))
    answer = standing_reviews(bill.reviews).get((row.position, row.clause_hash))
    if answer is not None:
        raise NoSuchSubjectError(
            f"{reference} is answered by r{answer.id} ({answer.decision.value}, {answer.reviewer}): withdraw that first"
        )
    return bill, proposal_of(row)
