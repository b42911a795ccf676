"""Tables of litigation: links that people made between cases and bills, dockets that are followed, their entries."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from monitor.store.base import Base, BigId

__all__ = ["CaseLinkRow", "CourtDocketRow", "DocketEntryRow"]


class CaseLinkRow(Base):
    """A case of the reviewed file is also about this bill. ``case_name`` is the case's id in the file."""

    __tablename__ = "case_link"
    __table_args__ = (UniqueConstraint("case_name", "bill_id"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_name: Mapped[str]
    bill_id: Mapped[int] = mapped_column(ForeignKey("bill.id", ondelete="CASCADE"), index=True)
    provision: Mapped[str]
    law: Mapped[str]
    """The name of the law of the case whose status marks the bill."""
    linked_at: Mapped[datetime]


class CourtDocketRow(Base):
    """A docket as CourtListener has it. ``read_at`` is empty until all its entries were read once."""

    __tablename__ = "court_docket"
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    native_id: Mapped[str] = mapped_column(unique=True)
    case_name: Mapped[str]
    court_id: Mapped[str]
    docket_number: Mapped[str]
    caption: Mapped[str]
    address: Mapped[str]
    modified: Mapped[str]
    filed_on: Mapped[date | None]
    terminated_on: Mapped[date | None]
    last_filing_on: Mapped[date | None]
    first_seen_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class DocketEntryRow(Base):
    """One entry; its words may come later than its number."""

    __tablename__ = "docket_entry"
    __table_args__ = (UniqueConstraint("docket_id", "entry_key"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    docket_id: Mapped[int] = mapped_column(ForeignKey("court_docket.id"))
    entry_key: Mapped[str]
    number: Mapped[int | None]
    filed_on: Mapped[date | None]
    description: Mapped[str]
    kind: Mapped[str]
    first_seen_at: Mapped[datetime]
