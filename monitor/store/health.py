"""Tables of how well sources are read: what each run measured of each session, and bills that lists lack."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from monitor.store.base import Base, BigId

__all__ = ["CrawlSessionRow", "MissingBillRow"]


class CrawlSessionRow(Base):
    """One session in one complete run: what was measured and what the gates say. Rows that passed are the measure."""

    __tablename__ = "crawl_session"
    __table_args__ = (
        UniqueConstraint("run_id", "jurisdiction", "session"),
        Index("ix_crawl_session_place", "jurisdiction", "session", "run_id"),
    )
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("crawl_run.id", ondelete="CASCADE"))
    jurisdiction: Mapped[str]
    session: Mapped[str]
    whole: Mapped[bool]
    """The listing was of the whole session."""
    listed: Mapped[int]
    known: Mapped[int]
    """Bills of the session from before the run."""
    new: Mapped[int]
    changed: Mapped[int]
    missing: Mapped[int]
    read: Mapped[int]
    filled: Mapped[dict[str, Any]]
    texts: Mapped[int]
    short_texts: Mapped[int]
    first_load: Mapped[bool]
    gates: Mapped[list[Any]]
    verdict: Mapped[str]
    """The worst gate, those of the whole run included; ``ok`` when an operator accepted the run."""


class MissingBillRow(Base):
    """A known bill that the last good lists of its source lack. Gone again when a list has it."""

    __tablename__ = "missing_bill"
    __table_args__ = (UniqueConstraint("bill_id", "source"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    bill_id: Mapped[int] = mapped_column(ForeignKey("bill.id", ondelete="CASCADE"))
    source: Mapped[str]
    missing_since: Mapped[datetime]
    runs: Mapped[int]
    """Good lists in a row without it; 0 while only a run that failed its gates lacked it."""
    vanished_at: Mapped[datetime | None]
    """When that was told."""
