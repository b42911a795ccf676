"""Clauses, reviews and people for the tests of reviews: every word is made up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from monitor.model.answer import Decision
from monitor.model.bill import BillKey
from monitor.model.clause import Clause
from monitor.model.finding import Label
from monitor.model.review import Review, Seen
from monitor.services.record_review import Speaker
from monitor.services.review_target import Reference, ReferenceKind
from monitor.store.engine import Store
from monitor.store.tables import AssessmentRow, EventRow, FindingRow, ReviewRow
from monitor.text.normal import clean_sha256

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
KEY = BillKey(jurisdiction="WA", session="2026", identifier="HB 1")
ANA = Speaker(reviewer="Ana", reason="The duty binds agencies alone.", now=NOW)
BEN = Speaker(reviewer="Ben", reason="It binds developers.", now=NOW + timedelta(hours=1))


def clause(
    quote: str = "A developer shall file a report.",
    label: str = "conflict",
    severity: int = 4,
    *,
    position: str = "compelled-disclosure",
    start: int = 0,
    number: int = 1,
    carve_out: str | None = None,
) -> Clause:
    return Clause(
        finding_id=number,
        position=position,
        label=Label(label),
        severity=severity,
        confidence=0.8,
        theory="compelled speech",
        second_theory="",
        authority_strength=3,
        provision_label="Sec. 2",
        provision_heading="Duties",
        provision_type="ag_disclosure",
        quote=quote,
        start=start,
        end=start + len(quote),
        lead_in="",
        clause_hash=clean_sha256(quote),
        carve_out=carve_out or ("child-safety" if label == "exempt" else None),
        rationale="A sample rationale.",
        counter_argument="The duty concerns facts.",
    )


def review(of: Clause, decision: str = "reject", *, number: int = 1, **fields: Any) -> Review:
    """Ana's word about a clause; ``relabel`` and ``add`` give the label potential unless told otherwise."""
    chosen = Decision(decision)
    label: dict[str, Any] = {}
    if chosen in (Decision.RELABEL, Decision.ADD):
        label = {"label": Label.POTENTIAL, "severity": 2}
    return Review(
        **{
            "id": number,
            "bill": KEY,
            "decision": chosen,
            "clause": of,
            "seen": Seen(
                version_id=1,
                version_key="text 0",
                text_sha256="0" * 64,
                machine_label=of.label,
                classifier_release="c1",
                position_release="p1",
            ),
            "reviewer": "Ana",
            "reason": "A sample reason.",
            "reviewed_at": NOW,
        }
        | label
        | fields
    )


def finding(store: Store, position: str = "compelled-disclosure", *, bill: int | None = None) -> Reference:
    """The first finding against a position in the judgement that counts."""
    query = (
        select(FindingRow.id)
        .join(AssessmentRow, AssessmentRow.id == FindingRow.assessment_id)
        .where(AssessmentRow.is_current, FindingRow.position == position)
        .order_by(FindingRow.id)
    )
    if bill is not None:
        query = query.where(FindingRow.bill_id == bill)
    with store.read() as session:
        return Reference(kind=ReferenceKind.FINDING, id=session.scalars(query).first() or 0)


def events(store: Store, *, after: int = 0) -> list[EventRow]:
    """The journal behind a number, in its order."""
    with store.read() as session:
        return list(session.scalars(select(EventRow).where(EventRow.sequence > after).order_by(EventRow.sequence)))


def rows(store: Store) -> list[ReviewRow]:
    """All reviews as they are stored."""
    with store.read() as session:
        return list(session.scalars(select(ReviewRow).order_by(ReviewRow.id)))
