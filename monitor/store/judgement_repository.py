"""How judgements are written and found: one version's judgement is there whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, select
from sqlalchemy.orm import Session

from monitor.model.finding import PROOF, Assessment, Finding
from monitor.model.position import PositionSet
from monitor.positions.compare import content_of
from monitor.store.provision_repository import write_provisions
from monitor.store.quarantine import not_in_quarantine
from monitor.store.tables import (
    AssessmentRow,
    BillRow,
    ClassifierReleaseRow,
    EvidenceRow,
    FindingRow,
    PositionReleaseRow,
    VersionRow,
)
from monitor.text.normal import clean_sha256

__all__ = ["Releases", "add_releases", "pending_versions", "unsettled_bills", "write_assessment", "write_failure"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Releases:
    """Under which classifier and which set of positions a text is judged."""

    classifier: str
    positions: str


def _under(releases: Releases) -> ColumnElement[bool]:
    return (AssessmentRow.classifier_release == releases.classifier) & (
        AssessmentRow.position_release == releases.positions
    )


def pending_versions(session: Session, *, under: Releases | None) -> list[int]:
    """Ids of versions with a text that was never judged; with ``under``, not judged well under these releases.

    A bill that is put aside as a test is not judged.
    """
    judged = exists().where(
        AssessmentRow.version_id == VersionRow.id, AssessmentRow.text_sha256 == VersionRow.text_sha256
    )
    if under is not None:
        judged = judged.where(_under(under), AssessmentRow.state == "ok")
    found = select(VersionRow.id).join(BillRow, BillRow.id == VersionRow.bill_id)
    found = found.where(VersionRow.text_sha256.is_not(None), ~judged, not_in_quarantine())
    return list(session.scalars(found.order_by(VersionRow.id)))


def unsettled_bills(session: Session, *, under: Releases | None) -> list[int]:
    """Ids of bills whose current text is judged well while another judgement, or none, counts as theirs."""
    of_current_text = (
        AssessmentRow.version_id == BillRow.current_version_id,
        AssessmentRow.text_sha256 == VersionRow.text_sha256,
        AssessmentRow.state == "ok",
    )
    good = exists().where(*of_current_text)
    counted = exists().where(*of_current_text, AssessmentRow.is_current)
    if under is not None:
        good, counted = good.where(_under(under)), counted.where(_under(under))
    found = select(BillRow.id).join(VersionRow, VersionRow.id == BillRow.current_version_id).where(good, ~counted)
    return list(session.scalars(found.order_by(BillRow.id)))


def add_releases(session: Session, positions: PositionSet, classifier: str, *, program: str, now: datetime) -> None:
    """Note the releases of a run; the content of the positions is kept, so that old findings stay explained."""
    if session.get(PositionReleaseRow, positions.release) is None:
        row = PositionReleaseRow(
            release=positions.release, as_of=positions.as_of, content=content_of(positions), first_used_at=now
        )
        session.add(row)
    if session.get(ClassifierReleaseRow, classifier) is None:
        session.add(ClassifierReleaseRow(release=classifier, program_version=program, first_used_at=now))
    session.flush()


def _is_free(session: Session, version: VersionRow, releases: Releases) -> bool:
    """Whether this text still waits for a judgement under these releases; a failed one makes room for a second try."""
    key = (
        AssessmentRow.version_id == version.id,
        AssessmentRow.text_sha256 == version.text_sha256,
        _under(releases),
    )
    session.execute(delete(AssessmentRow).where(*key, AssessmentRow.state == "failed"))
    return session.scalar(select(AssessmentRow.id).where(*key)) is None


def write_failure(session: Session, version: VersionRow, releases: Releases, *, reason: str, now: datetime) -> bool:
    """Store that a text could not be judged; false when it has a judgement under these releases."""
    if not _is_free(session, version, releases):
        return False
    session.add(_assessment_row(version, releases, state="failed", error=reason, now=now))
    session.flush()
    return True


def write_assessment(
    session: Session, version: VersionRow, assessment: Assessment, *, overall: str | None, now: datetime
) -> bool:
    """Store a judgement with provisions, findings and evidence; false when the text has one under these releases."""
    releases = Releases(classifier=assessment.classifier_release, positions=assessment.position_release)
    if not _is_free(session, version, releases):
        return False
    row = _assessment_row(version, releases, state="ok", error="", now=now)
    row.relevance = assessment.relevance.value
    row.overall = overall
    row.carve_outs = list(assessment.carve_outs)
    row.provision_types = list(assessment.provision_types)
    if assessment.trigger is not None:
        row.trigger_start, row.trigger_end = assessment.trigger.span.start, assessment.trigger.span.end
    session.add(row)
    session.flush()
    provisions = write_provisions(session, version, assessment)
    findings = [
        _finding_row(finding, version, assessment_id=row.id, provision_id=provisions[finding.provision].id)
        for finding in assessment.findings
    ]
    session.add_all(findings)
    session.flush()
    session.add_all(
        EvidenceRow(
            finding_id=finding_row.id,
            ordinal=ordinal,
            role=evidence.role.value,
            start=evidence.span.start,
            end=evidence.span.end,
            quote=evidence.quote,
        )
        for finding_row, finding in zip(findings, assessment.findings, strict=True)
        for ordinal, evidence in enumerate(finding.evidence)
    )
    session.flush()
    return True


def _assessment_row(version: VersionRow, releases: Releases, *, state: str, error: str, now: datetime) -> AssessmentRow:
    return AssessmentRow(
        bill_id=version.bill_id,
        version_id=version.id,
        text_sha256=version.text_sha256,
        classifier_release=releases.classifier,
        position_release=releases.positions,
        state=state,
        error=error,
        carve_outs=[],
        provision_types=[],
        is_current=False,
        assessed_at=now,
    )


def _clause_hash(finding: Finding) -> str:
    """Of the first quote that proves the finding, without the accidents of print."""
    return clean_sha256(next(e.quote for e in finding.evidence if e.role in PROOF))


def _finding_row(finding: Finding, version: VersionRow, *, assessment_id: int, provision_id: int) -> FindingRow:
    return FindingRow(
        assessment_id=assessment_id,
        bill_id=version.bill_id,
        version_id=version.id,
        provision_id=provision_id,
        position=finding.position,
        label=finding.label.value,
        confidence=finding.confidence,
        severity=finding.severity,
        theory=finding.theory,
        second_theory=finding.second_theory,
        authority_strength=finding.authority_strength,
        provision_type=finding.provision_type,
        carve_out=finding.carve_out,
        obligation=finding.requirement.as_json() if finding.requirement else None,
        rationale=finding.rationale,
        counter_argument=finding.counter_argument,
        clause_hash=_clause_hash(finding),
    )
