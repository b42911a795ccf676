"""Tables of clauses that travel: each text cut into clauses once, and the families of near copies among them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from monitor.store.base import Base, BigId

__all__ = ["ClauseCutRow", "ClauseFamilyRow", "ClauseMemberRow"]


class ClauseCutRow(Base):
    """The clauses of one text, so that it is cut once; made again when the text or what cuts it is another one."""

    __tablename__ = "clause_cut"
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id", ondelete="CASCADE"), unique=True)
    text_sha256: Mapped[str]
    release: Mapped[str]
    clauses: Mapped[list[Any]]


class ClauseFamilyRow(Base):
    """One family. It is what the last run found; a run that finds the same changes nothing."""

    __tablename__ = "clause_family"
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    family: Mapped[str] = mapped_column(unique=True)
    """Hash of the origin's bill and words: the name under which it is shown."""
    release: Mapped[str]
    """Hash of the settings that it was found with."""
    first_seen_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class ClauseMemberRow(Base):
    """A clause of a family; ordinal 0 is the origin, the others follow by date."""

    __tablename__ = "clause_member"
    __table_args__ = (UniqueConstraint("family_id", "ordinal"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    family_id: Mapped[int] = mapped_column(ForeignKey("clause_family.id", ondelete="CASCADE"))
    ordinal: Mapped[int]
    bill_id: Mapped[int] = mapped_column(ForeignKey("bill.id", ondelete="CASCADE"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id", ondelete="CASCADE"))
    text_sha256: Mapped[str]
    dated_on: Mapped[date | None]
    provision_label: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]
    parts: Mapped[list[Any]]
    """``[[start, end], …]``: where its words stand."""
    lead_in: Mapped[list[Any]]
    kinship: Mapped[str]
    jaccard: Mapped[float]
    score: Mapped[float]
