"""How reviews are written and read: each is added, none is ever changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from monitor.model.answer import Decision
from monitor.model.bill import BillKey
from monitor.model.clause import Clause
from monitor.model.finding import Label
from monitor.model.review import Review, Seen
from monitor.store.tables import BillRow, ReviewRow, VersionRow

__all__ = ["add_review", "get_review", "reviews_by_bill"]

_IDS_A_QUERY: Final = 500  # SQLite binds a limited number of parameters
_COLUMNS: Final = frozenset({"position", "clause_hash", "quote", "provision_label", "review"})
"""Fields of a clause that have a column of their own, or are another review's."""


def add_review(session: Session, review: Review, *, bill_id: int) -> int:
    """Add one and return its id. Call it inside ``store.write()``: ids rise in the order of commit."""
    clause = review.clause
    row = ReviewRow(
        bill_id=bill_id,
        version_id=review.seen.version_id,
        text_sha256=review.seen.text_sha256,
        proposal_id=review.proposal_id,
        decision=review.decision.value,
        label=review.label.value if review.label else None,
        severity=review.severity,
        carve_out=review.carve_out,
        position=clause.position,
        clause_hash=clause.clause_hash,
        quote=clause.quote,
        provision_label=clause.provision_label,
        clause={name: value for name, value in clause.payload().items() if name not in _COLUMNS},
        machine_label=review.seen.machine_label.value if review.seen.machine_label else None,
        classifier_release=review.seen.classifier_release,
        position_release=review.seen.position_release,
        reviewer=review.reviewer,
        reason=review.reason,
        reviewed_at=review.reviewed_at,
    )
    session.add(row)
    session.flush()
    return row.id


def reviews_by_bill(session: Session, bill_ids: Iterable[int] | None = None) -> dict[int, list[Review]]:
    """All reviews of these bills, or of all, in the order in which they were made; bills without one are left out."""
    found: dict[int, list[Review]] = defaultdict(list)
    if bill_ids is None:
        _collect(session, _reviews(), found)
        return dict(found)
    ids = sorted(set(bill_ids))
    for start in range(0, len(ids), _IDS_A_QUERY):
        _collect(session, _reviews().where(ReviewRow.bill_id.in_(ids[start : start + _IDS_A_QUERY])), found)
    return dict(found)


def get_review(session: Session, review_id: int) -> tuple[int, Review] | None:
    """One with the id of its bill; none when there is none."""
    found: dict[int, list[Review]] = defaultdict(list)
    _collect(session, _reviews().where(ReviewRow.id == review_id), found)
    return next(((bill_id, reviews[0]) for bill_id, reviews in found.items()), None)


def _reviews() -> Select[ReviewRow, str, str, str, str]:
    return (
        select(ReviewRow, BillRow.jurisdiction, BillRow.session, BillRow.identifier, VersionRow.version_key)
        .join(BillRow, BillRow.id == ReviewRow.bill_id)
        .join(VersionRow, VersionRow.id == ReviewRow.version_id)
        .order_by(ReviewRow.id)
    )


def _collect(session: Session, rows: Select[ReviewRow, str, str, str, str], found: dict[int, list[Review]]) -> None:
    for row, jurisdiction, session_name, identifier, version_key in session.execute(rows):
        bill = BillKey(jurisdiction=jurisdiction, session=session_name, identifier=identifier)
        found[row.bill_id].append(_review_of(row, bill, version_key))


def _review_of(row: ReviewRow, bill: BillKey, version_key: str) -> Review:
    return Review(
        id=row.id,
        bill=bill,
        decision=Decision(row.decision),
        clause=_clause_of(row),
        seen=Seen(
            version_id=row.version_id,
            version_key=version_key,
            text_sha256=row.text_sha256,
            machine_label=Label(row.machine_label) if row.machine_label else None,
            classifier_release=row.classifier_release,
            position_release=row.position_release,
        ),
        reviewer=row.reviewer,
        reason=row.reason,
        reviewed_at=row.reviewed_at,
        label=Label(row.label) if row.label else None,
        severity=row.severity,
        carve_out=row.carve_out,
        proposal_id=row.proposal_id,
    )


def _clause_of(row: ReviewRow) -> Clause:
    rest: dict[str, Any] = row.clause | {"label": Label(row.clause["label"])}
    return Clause(
        position=row.position,
        clause_hash=row.clause_hash,
        quote=row.quote,
        provision_label=row.provision_label,
        **rest,
    )
