"""Tables of what each source last said of a bill, and of where sources disagree."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from monitor.store.base import Base, BigId

__all__ = ["BillClaimRow", "SourceConflictRow"]


class BillClaimRow(Base):
    """The latest record of one source of one bill."""

    __tablename__ = "bill_claim"
    __table_args__ = (UniqueConstraint("bill_id", "source"), Index("ix_bill_claim_source_place", "source", "place"))
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    bill_id: Mapped[int] = mapped_column(ForeignKey("bill.id", ondelete="CASCADE"))
    source: Mapped[str]
    content_hash: Mapped[str]
    """Of everything that the source said; the same hash means nothing to do."""
    fetched_at: Mapped[datetime]
    """When the source was read that said this first."""
    place: Mapped[str]
    mark: Mapped[str]
    """Of the raw bytes at that place and of the parser's revision; empty when they must be parsed each time."""
    missing: Mapped[list[str]]
    """Fields that the record lacks, for the coverage of runs that pass it over."""
    said: Mapped[dict[str, Any] | None]
    """The claim itself, once a second source speaks of the bill; till then the bill's own rows say it."""


class SourceConflictRow(Base):
    """A field of a bill of which its sources say different things. It goes when they agree."""

    __tablename__ = "source_conflict"
    __table_args__ = (UniqueConstraint("bill_id", "field"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    bill_id: Mapped[int] = mapped_column(ForeignKey("bill.id", ondelete="CASCADE"))
    field: Mapped[str]
    said: Mapped[list[Any]]
    """(source, value) of each."""
    first_seen_at: Mapped[datetime]
