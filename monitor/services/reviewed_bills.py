"""What counts of a stored judgement once people have spoken? Whoever reads findings with reviews reads them here."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from monitor.model.clause import Clause
from monitor.model.finding import CARVE_OUT_POSITION
from monitor.model.review import Review
from monitor.model.reviewed import Reviewed, apply_reviews
from monitor.services.person_clause import clause_in_text
from monitor.store.clauses import clauses_of_judgement, clauses_of_judgements
from monitor.store.review_repository import reviews_by_bill
from monitor.store.tables import AssessmentRow, PositionReleaseRow, VersionRow

__all__ = [
    "carve_out_names",
    "held_positions",
    "place_in_judged_text",
    "review_clauses",
    "reviewed_bills",
    "reviewed_judgement",
]

_IDS_A_QUERY: Final = 500  # SQLite binds a limited number of parameters


def reviewed_judgement(session: Session, assessment: AssessmentRow) -> Reviewed:
    """The clauses of a judgement as they count."""
    return review_clauses(session, assessment, clauses_of_judgement(session, assessment))


def review_clauses(
    session: Session,
    assessment: AssessmentRow,
    clauses: Iterable[Clause],
    *,
    positions: Collection[str] | None = None,
) -> Reviewed:
    """Apply what people said of the bill to clauses of the text that ``assessment`` judged.

    ``positions`` are those that the clauses were held against; by default those of the assessment.
    """
    reviews = reviews_by_bill(session, [assessment.bill_id]).get(assessment.bill_id, [])
    return _apply(session, assessment, clauses, reviews, positions=positions)


def reviewed_bills(session: Session, bill_ids: Collection[int] | None = None) -> dict[int, Reviewed]:
    """By bill what counts of its present judgement, for those of which somebody spoke; the others count as judged."""
    reviews = reviews_by_bill(session, bill_ids)
    ordered = sorted(reviews)
    held: list[AssessmentRow] = []
    for start in range(0, len(ordered), _IDS_A_QUERY):
        of_some = AssessmentRow.bill_id.in_(ordered[start : start + _IDS_A_QUERY])
        held += session.scalars(select(AssessmentRow).where(AssessmentRow.is_current, of_some))
    clauses = clauses_of_judgements(session, [row.id for row in held])
    return {row.bill_id: _apply(session, row, clauses[row.id], reviews[row.bill_id]) for row in held}


def place_in_judged_text(
    session: Session, assessment: AssessmentRow, review: Review, *, positions: Collection[str] | None = None
) -> Clause | None:
    """The reviewed words in the text that was judged; none when they, or the position, do not stand any more."""
    if positions is None:
        positions = held_positions(session, assessment.position_release)
    if review.position != CARVE_OUT_POSITION and review.position not in positions:
        return None
    if (review.seen.version_id, review.seen.text_sha256) == (assessment.version_id, assessment.text_sha256):
        return review.clause
    return clause_in_text(review.clause, session.get_one(VersionRow, assessment.version_id).text)


def held_positions(session: Session, release: str) -> dict[str, dict[str, Any]]:
    """The entries of the positions that findings of a release are held against, by their ids."""
    content = session.get_one(PositionReleaseRow, release).content
    return {entry["id"]: entry for entry in content["positions"] if entry["labelled"]}


def carve_out_names(session: Session, release: str) -> list[str]:
    """The carve-outs of a release that a finding can show."""
    content = session.get_one(PositionReleaseRow, release).content
    return [entry["name"] for entry in content["carve_outs"] if entry["name"]]


def _apply(
    session: Session,
    assessment: AssessmentRow,
    clauses: Iterable[Clause],
    reviews: Iterable[Review],
    *,
    positions: Collection[str] | None = None,
) -> Reviewed:
    return apply_reviews(
        clauses,
        reviews,
        place=lambda review: place_in_judged_text(session, assessment, review, positions=positions),
    )
