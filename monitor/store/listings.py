"""Table of what the sources list, with the change mark that each announces and the one that was fetched."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from monitor.store.base import Base, BigId

__all__ = ["ListedBillRow"]


class ListedBillRow(Base):
    """A bill as a list of a source names it. It is owed while ``fetched`` is not ``announced``."""

    __tablename__ = "listed_bill"
    __table_args__ = (
        UniqueConstraint("source", "native_id"),
        Index("ix_listed_bill_source_jurisdiction", "source", "jurisdiction"),
    )
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    source: Mapped[str]
    native_id: Mapped[str]
    jurisdiction: Mapped[str]
    """A code, or empty as long as no list and no bill has said it; so are ``session`` and ``identifier``."""
    session: Mapped[str]
    identifier: Mapped[str]
    announced: Mapped[str]
    fetched: Mapped[str | None]
    listed_at: Mapped[datetime]
    fetched_at: Mapped[datetime | None]
    attempts: Mapped[int]
    """Failures since ``announced`` last moved or was fetched."""
    last_error: Mapped[str]
