"""Which stored provisions are in doubt and not asked about yet, and what exactly would be asked?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from monitor.model.bill import BillKey
from monitor.model.finding import PROOF, Label
from monitor.model.provision import Span
from monitor.second_opinion.accept import Source
from monitor.second_opinion.asked import asked_positions
from monitor.second_opinion.decide import Outcome
from monitor.second_opinion.passage import lead_in_of, passage_of
from monitor.second_opinion.port import AskedPosition, ModelIdentity, Question
from monitor.second_opinion.uncertain import Band, Doubt, RuleView, in_doubt
from monitor.store.engine import Store
from monitor.store.model_answer_repository import answered
from monitor.store.quarantine import not_in_quarantine
from monitor.store.tables import (
    AssessmentRow,
    BillRow,
    EvidenceRow,
    FindingRow,
    PositionReleaseRow,
    ProvisionRow,
    VersionRow,
)
from monitor.text.segment import segment

__all__ = ["Choice", "Inquiry", "find_doubts", "inquiry_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which doubts are meant. No jurisdiction means all; ``again`` takes in what was asked and refused."""

    band: Band
    jurisdictions: Collection[str] = ()
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """A doubt as a question, with what its answer is held against."""

    doubt: Doubt
    question: Question
    source: Source
    own: Span
    """The provision's own words."""


def find_doubts(store: Store, identity: ModelIdentity, choice: Choice) -> tuple[Doubt, ...]:
    """What is left to ask this model, the most doubtful first; no text is loaded for it."""
    with store.read() as session:
        doubts = in_doubt(_judged(session, choice.jurisdictions), choice.band)
        releases = {doubt.position_release for doubt in doubts}
        asked = {release: _positions(session, release) for release in releases}
        before = answered(session, without=[Outcome.REFUSED.value] if choice.again else [])
    left = []
    for doubt in doubts:
        views = tuple(
            view
            for view in doubt.views
            if (
                doubt.version_id,
                doubt.text_sha256,
                identity.release(asked[doubt.position_release][view.position]),
                view.position,
                doubt.span.start,
                doubt.span.end,
            )
            not in before
        )
        if views:
            left.append(replace(doubt, views=views))
    return tuple(left)


def inquiry_of(store: Store, doubt: Doubt) -> Inquiry | None:
    """Load the words and put the question; none when the text has been replaced."""
    with store.read() as session:
        version = session.get(VersionRow, doubt.version_id)
        if version is None or version.text_sha256 != doubt.text_sha256:
            return None
        text, title = version.text, session.get_one(BillRow, doubt.bill_id).title
        positions = _positions(session, doubt.position_release)
    own = next((one.own for one in segment(text) if (one.span, one.label) == (doubt.span, doubt.provision_label)), None)
    own = own or doubt.span
    source = Source(
        text=text,
        passage=passage_of(text, whole=doubt.span, own=own, doubt=doubt.views[0].at),
        lead_in=lead_in_of(text, doubt.lead_in),
    )
    question = Question(
        subject=doubt.subject,
        title=title,
        heading=doubt.heading,
        provision_label=doubt.provision_label,
        lead_in=tuple(span.of(text) for span in source.lead_in),
        passage=source.passage.of(text),
        positions=tuple(positions[view.position] for view in doubt.views),
    )
    return Inquiry(doubt=doubt, question=question, source=source, own=own)


def _positions(session: Session, release: str) -> dict[str, AskedPosition]:
    return asked_positions(session.get_one(PositionReleaseRow, release).content)


def _judged(session: Session, jurisdictions: Collection[str]) -> list[Doubt]:
    """Every provision with findings of the judgement that counts for its bill, if that is of the version's text."""
    found = (
        select(
            BillRow.id,
            BillRow.jurisdiction,
            BillRow.session,
            BillRow.identifier,
            AssessmentRow.version_id,
            AssessmentRow.text_sha256,
            AssessmentRow.position_release,
            ProvisionRow,
            FindingRow.id,
            FindingRow.position,
            FindingRow.label,
            FindingRow.confidence,
            EvidenceRow.start,
            EvidenceRow.end,
        )
        .join(AssessmentRow, AssessmentRow.bill_id == BillRow.id)
        .join(VersionRow, VersionRow.id == AssessmentRow.version_id)
        .join(FindingRow, FindingRow.assessment_id == AssessmentRow.id)
        .join(ProvisionRow, ProvisionRow.id == FindingRow.provision_id)
        .join(EvidenceRow, EvidenceRow.finding_id == FindingRow.id)
        .where(
            AssessmentRow.is_current,
            AssessmentRow.state == "ok",
            AssessmentRow.text_sha256 == VersionRow.text_sha256,
            VersionRow.text != "",
            not_in_quarantine(),
            EvidenceRow.role.in_([role.value for role in PROOF]),
        )
        .order_by(ProvisionRow.id, FindingRow.id, EvidenceRow.ordinal)
    )
    if jurisdictions:
        found = found.where(BillRow.jurisdiction.in_(list(jurisdictions)))
    doubts: dict[int, Doubt] = {}
    seen: set[int] = set()
    for row in session.execute(found):
        bill_id, code, term, identifier, *judged, provision, finding, position, label, confidence, start, end = row
        if finding in seen:
            continue  # the first proof says where the doubt is
        seen.add(finding)
        view = RuleView(position=position, label=Label(label), confidence=confidence, at=Span(start, end))
        if provision.id not in doubts:
            key = BillKey(jurisdiction=code, session=term, identifier=identifier)
            doubts[provision.id] = _doubt(bill_id, key, judged, provision)
        held = doubts[provision.id]
        doubts[provision.id] = replace(held, views=(*held.views, view))
    return list(doubts.values())


def _doubt(bill_id: int, key: BillKey, judged: list[Any], provision: ProvisionRow) -> Doubt:
    version_id, text_sha256, position_release = judged
    return Doubt(
        bill_id=bill_id,
        version_id=version_id,
        text_sha256=text_sha256,
        position_release=position_release,
        subject=f"{key}, {provision.label or provision.heading or 'the text'}",
        provision_label=provision.label,
        heading=provision.heading,
        span=Span(provision.start, provision.end),
        lead_in=tuple(Span(start, end) for start, end in provision.lead_in),
        views=(),
    )
