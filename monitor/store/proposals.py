"""Table of what waits for a person: proposals of the scorer, of clause families and of a language model."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from monitor.store.base import Base, BigId

__all__ = ["ProposalRow"]


class ProposalRow(Base):
    """One proposal about one text. Rows are never changed; a review answers them."""

    __tablename__ = "proposal"
    __table_args__ = (UniqueConstraint("version_id", "text_sha256", "source", "release", "position", "start", "end"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    bill_id: Mapped[int] = mapped_column(ForeignKey("bill.id", ondelete="CASCADE"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id", ondelete="CASCADE"))
    text_sha256: Mapped[str]
    source: Mapped[str]
    release: Mapped[str]
    position: Mapped[str]
    label: Mapped[str]
    provision_label: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]
    quotes: Mapped[list[Any]]
    """``[{"role": …, "start": …, "end": …, "quote": …}]``."""
    clause_hash: Mapped[str] = mapped_column(index=True)
    """Of the first quote, as for findings."""
    reason: Mapped[str]
    probability: Mapped[float | None]
    detail: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
