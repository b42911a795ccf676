"""What do the short names of a review's subject mean: finding ``f12``, proposal ``p7``, review ``r5``?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from monitor.errors import ExitCode, PreemptError
from monitor.model.bill import BillKey
from monitor.model.clause import Clause
from monitor.model.review import Review, standing_reviews
from monitor.model.reviewed import Reviewed, as_judged
from monitor.services.reviewed_bills import place_in_judged_text, reviewed_judgement
from monitor.store.review_repository import get_review, reviews_by_bill
from monitor.store.tables import AssessmentRow, BillRow, FindingRow, ProposalRow, VersionRow

__all__ = [
    "JudgedBill",
    "NoSuchSubjectError",
    "Reference",
    "ReferenceKind",
    "Subject",
    "judged_bill",
    "parse_reference",
    "standing_review_of",
    "subject_of",
]

_REFERENCE: Final = re.compile(r"([fpr])([0-9]{1,18})", re.IGNORECASE)


class NoSuchSubjectError(PreemptError):
    """There is nothing of this name that could be reviewed. Look at ``preempt review show BILL`` for what there is."""


class ReferenceKind(StrEnum):
    """What a short name names."""

    FINDING = "f"
    PROPOSAL = "p"
    REVIEW = "r"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """``f12``: its kind and the id of its row."""

    kind: ReferenceKind
    id: int

    def __str__(self) -> str:
        return f"{self.kind.value}{self.id}"


class InvalidReferenceError(PreemptError):
    """No short name is written like it. Raised by :func:`parse_reference`; names look like f12, p7 or r5."""

    exit_code = ExitCode.WRONG_USE


def parse_reference(name: str) -> Reference:
    """Read ``f12``, ``p7`` or ``r5``.

    :raises InvalidReferenceError: when it is none.
    """
    match = _REFERENCE.fullmatch(name.strip())
    if match is None:
        raise InvalidReferenceError(f"{name!r} names nothing: write f12 (finding), p7 (proposal) or r5 (review)")
    return Reference(kind=ReferenceKind(match[1].lower()), id=int(match[2]))


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedBill:
    """A bill with the judgement that counts for it and what people said of that."""

    row: BillRow
    held: AssessmentRow
    version: VersionRow
    reviewed: Reviewed
    reviews: tuple[Review, ...]
    """All of the bill, in the order in which they were made."""

    @property
    def key(self) -> BillKey:
        """Its identity."""
        return BillKey(jurisdiction=self.row.jurisdiction, session=self.row.session, identifier=self.row.identifier)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One clause of a judged bill that a person speaks of."""

    bill: JudgedBill
    clause: Clause
    """As it is shown now: with a person's label where there is one."""
    machine: Clause | None
    """As the rules see it; none when they do not find it."""


def judged_bill(session: Session, bill: BillRow) -> JudgedBill:
    """Read a bill with what counts of it.

    :raises NoSuchSubjectError: when no text of it is judged.
    """
    held = session.scalar(select(AssessmentRow).where(AssessmentRow.bill_id == bill.id, AssessmentRow.is_current))
    if held is None:
        name = f"{bill.jurisdiction} {bill.identifier} ({bill.session})"
        raise NoSuchSubjectError(f"no text of {name} is judged yet: run `preempt assess` first")
    return JudgedBill(
        row=bill,
        held=held,
        version=session.get_one(VersionRow, held.version_id),
        reviewed=reviewed_judgement(session, held),
        reviews=tuple(reviews_by_bill(session, [bill.id]).get(bill.id, ())),
    )


def subject_of(session: Session, reference: Reference) -> Subject:
    """The clause that a finding or a review is about, in the text that counts now.

    :raises NoSuchSubjectError: when there is none, or its words do not stand in that text any more.
    """
    match reference.kind:
        case ReferenceKind.FINDING:
            return _of_finding(session, reference)
        case ReferenceKind.REVIEW:
            return _of_review(session, reference)
        case ReferenceKind.PROPOSAL:
            raise NoSuchSubjectError(f"{reference} is a proposal: accept or decline it")


def standing_review_of(session: Session, reference: Reference) -> tuple[JudgedBill, Review]:
    """The review that stands over what ``reference`` names, whether its words still stand in the text or not.

    :raises NoSuchSubjectError: when nothing of this name exists, or no review stands over it.
    """
    bill_id, key = _key_of(session, reference)
    bill = judged_bill(session, session.get_one(BillRow, bill_id))
    review = standing_reviews(bill.reviews).get(key)
    if review is None:
        raise NoSuchSubjectError(f"no review of {reference} stands: there is nothing to withdraw")
    return bill, review


def _key_of(session: Session, reference: Reference) -> tuple[int, tuple[str, str]]:
    row: FindingRow | ProposalRow | None
    match reference.kind:
        case ReferenceKind.REVIEW:
            found = get_review(session, reference.id)
            if found is not None:
                return found[0], found[1].key
            row = None
        case ReferenceKind.FINDING:
            row = session.get(FindingRow, reference.id)
        case ReferenceKind.PROPOSAL:
            row = session.get(ProposalRow, reference.id)
    if row is None:
        raise NoSuchSubjectError(f"there is no {reference}")
    return row.bill_id, (row.position, row.clause_hash)


def _of_finding(session: Session, reference: Reference) -> Subject:
    row = session.get(FindingRow, reference.id)
    if row is None:
        raise NoSuchSubjectError(f"there is no finding {reference}")
    bill = judged_bill(session, session.get_one(BillRow, row.bill_id))
    if row.assessment_id != bill.held.id:
        raise NoSuchSubjectError(
            f"{reference} belongs to an earlier judgement of {bill.key}: see `preempt review show` for the present ones"
        )
    shown = (*bill.reviewed.counted, *bill.reviewed.rejected)
    clause = next((clause for clause in shown if clause.finding_id == row.id), None)
    if clause is None:
        raise NoSuchSubjectError(f"the words that prove {reference} are gone: nothing can be said of it")
    return Subject(bill=bill, clause=clause, machine=as_judged(clause))


def _of_review(session: Session, reference: Reference) -> Subject:
    found = get_review(session, reference.id)
    if found is None:
        raise NoSuchSubjectError(f"there is no review {reference}")
    bill_id, review = found
    bill = judged_bill(session, session.get_one(BillRow, bill_id))
    shown = (*bill.reviewed.counted, *bill.reviewed.rejected)
    clause = next((clause for clause in shown if clause.key == review.key), None)
    if clause is not None:
        return Subject(bill=bill, clause=clause, machine=as_judged(clause))
    stands = place_in_judged_text(session, bill.held, review)
    if stands is None:
        raise NoSuchSubjectError(
            f"the words of {reference} do not stand in the judged text of {bill.key} any more:"
            " review what stands there now, or withdraw it"
        )
    return Subject(bill=bill, clause=stands, machine=None)
