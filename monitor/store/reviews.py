"""Table of what people said of clauses. Rows are only added: a later one wins, and ``withdraw`` takes back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from monitor.store.base import Base, BigId

__all__ = ["ReviewRow"]


class ReviewRow(Base):
    """One person's word about one clause of one bill; (bill, position, clause_hash) is what it is about."""

    __tablename__ = "review"
    __table_args__ = (Index("ix_review_clause", "bill_id", "position", "clause_hash"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    bill_id: Mapped[int] = mapped_column(ForeignKey("bill.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    """Of the text on which it was said; the bill and the text stay as long as somebody spoke of them."""
    text_sha256: Mapped[str]
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"))
    decision: Mapped[str]
    label: Mapped[str | None]
    severity: Mapped[int | None]
    carve_out: Mapped[str | None]
    position: Mapped[str]
    clause_hash: Mapped[str]
    quote: Mapped[str]
    provision_label: Mapped[str]
    clause: Mapped[dict[str, Any]]
    """The rest of the clause as the person saw or made it, so that it can count where the rules no longer find it."""
    machine_label: Mapped[str | None]
    """What the rules said at that time; none when they did not find the clause."""
    classifier_release: Mapped[str] = mapped_column(ForeignKey("classifier_release.release"))
    position_release: Mapped[str] = mapped_column(ForeignKey("position_release.release"))
    reviewer: Mapped[str]
    reason: Mapped[str]
    reviewed_at: Mapped[datetime]
