"""Tables of what was judged: releases, assessments, findings and their evidence. Rows are never overwritten."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from monitor.store.base import Base, BigId

__all__ = ["AssessmentRow", "ClassifierReleaseRow", "EvidenceRow", "FindingRow", "PositionReleaseRow"]


class PositionReleaseRow(Base):
    """One set of federal positions, by the hash of its canonical JSON."""

    __tablename__ = "position_release"
    release: Mapped[str] = mapped_column(primary_key=True)
    as_of: Mapped[date]
    content: Mapped[dict[str, Any]]
    first_used_at: Mapped[datetime]


class ClassifierReleaseRow(Base):
    """One state of the classifier, by the hash of its rules."""

    __tablename__ = "classifier_release"
    release: Mapped[str] = mapped_column(primary_key=True)
    program_version: Mapped[str]
    first_used_at: Mapped[datetime]


class AssessmentRow(Base):
    """One judgement of one text by one classifier and one set of positions; a failed one says so and has no label."""

    __tablename__ = "assessment"
    __table_args__ = (
        UniqueConstraint("version_id", "text_sha256", "classifier_release", "position_release"),
        Index("ix_assessment_current", "bill_id", "is_current"),
    )
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    bill_id: Mapped[int] = mapped_column(ForeignKey("bill.id", ondelete="CASCADE"))
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id", ondelete="CASCADE"))
    text_sha256: Mapped[str]
    classifier_release: Mapped[str] = mapped_column(ForeignKey("classifier_release.release"))
    position_release: Mapped[str] = mapped_column(ForeignKey("position_release.release"))
    state: Mapped[str]
    """``ok`` or ``failed``; a failed judgement is unknown, never "no conflict"."""
    error: Mapped[str]
    relevance: Mapped[str | None]
    trigger_start: Mapped[int | None]
    trigger_end: Mapped[int | None]
    overall: Mapped[str | None]
    carve_outs: Mapped[list[str]]
    provision_types: Mapped[list[str]]
    is_current: Mapped[bool]
    """The judgement of the bill's current version that pages and digests show; one a bill."""
    assessed_at: Mapped[datetime]


class FindingRow(Base):
    """One provision against one position, with everything needed to defend it."""

    __tablename__ = "finding"
    __table_args__ = (Index("ix_finding_position_label", "position", "label"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), index=True)
    bill_id: Mapped[int] = mapped_column(ForeignKey("bill.id", ondelete="CASCADE"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id", ondelete="CASCADE"))
    provision_id: Mapped[int] = mapped_column(ForeignKey("provision.id"))
    position: Mapped[str]
    label: Mapped[str]
    confidence: Mapped[float]
    severity: Mapped[int]
    theory: Mapped[str]
    second_theory: Mapped[str] = mapped_column(default="")
    authority_strength: Mapped[int]
    provision_type: Mapped[str]
    carve_out: Mapped[str | None]
    obligation: Mapped[dict[str, Any] | None]
    """Its parts with their places in the text; none where the words fire without one."""
    rationale: Mapped[str]
    counter_argument: Mapped[str]
    clause_hash: Mapped[str] = mapped_column(index=True)
    """Of the normalised operative quote: the same clause in another bill has the same hash."""


class EvidenceRow(Base):
    """An exact quote at its offsets in the clean text of the version."""

    __tablename__ = "evidence"
    __table_args__ = (UniqueConstraint("finding_id", "ordinal"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id", ondelete="CASCADE"))
    ordinal: Mapped[int]
    role: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]
    quote: Mapped[str]
