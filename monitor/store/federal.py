"""Tables of federal documents: one row a document, its names, where it was seen, and what waits for an analyst."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from monitor.store.base import Base, BigId

__all__ = ["FederalBearingRow", "FederalDocumentRow", "FederalIdentifierRow", "FederalSightingRow"]


class FederalDocumentRow(Base):
    """One document, however many places publish it. Its text is that of the publisher whose word counts most."""

    __tablename__ = "federal_document"
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    fed_key: Mapped[str] = mapped_column(unique=True)
    first_key: Mapped[str]
    """The name under which it was seen first: its events bear it for ever."""
    kind: Mapped[str]
    publisher: Mapped[str]
    title: Mapped[str]
    url: Mapped[str]
    agencies: Mapped[list[str]]
    signed_on: Mapped[date | None]
    published_on: Mapped[date | None] = mapped_column(index=True)
    """The first day on which any place published it."""
    effective_on: Mapped[date | None]
    comments_close_on: Mapped[date | None]
    citation: Mapped[str]
    docket_ids: Mapped[list[str]]
    corrects: Mapped[str]
    summary: Mapped[str]
    text: Mapped[str]
    verification: Mapped[str]
    date_is_estimated: Mapped[bool]
    first_source: Mapped[str]
    first_seen_at: Mapped[datetime]


class FederalIdentifierRow(Base):
    """One name of one document."""

    __tablename__ = "federal_identifier"
    __table_args__ = (UniqueConstraint("kind", "value"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("federal_document.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    value: Mapped[str]


class FederalSightingRow(Base):
    """One copy at one source, as it was seen last."""

    __tablename__ = "federal_sighting"
    __table_args__ = (UniqueConstraint("document_id", "source"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("federal_document.id", ondelete="CASCADE"))
    source: Mapped[str]
    publisher: Mapped[str]
    title: Mapped[str]
    url: Mapped[str]
    published_on: Mapped[date | None]
    signed_on: Mapped[date | None]
    facts_sha256: Mapped[str]
    text_sha256: Mapped[str]
    first_seen_at: Mapped[datetime]
    changed_at: Mapped[datetime | None]


class FederalBearingRow(Base):
    """What the classifier says of one document and one position; an analyst answers it, and nothing else does."""

    __tablename__ = "federal_bearing"
    __table_args__ = (UniqueConstraint("document_id", "position", "text_sha256"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("federal_document.id", ondelete="CASCADE"))
    position: Mapped[str]
    how: Mapped[str]
    quotes: Mapped[list[Any]]
    """``[{"start": …, "end": …, "quote": …}]`` into the text with this hash."""
    text_sha256: Mapped[str]
    reason: Mapped[str]
    release: Mapped[str]
    """Of the positions that it was held against."""
    state: Mapped[str] = mapped_column(index=True)
    """``waiting``, ``accepted``, ``dismissed``, or ``outdated`` once the text moved."""
    decided_by: Mapped[str]
    decided_at: Mapped[datetime | None]
    note: Mapped[str]
    created_at: Mapped[datetime]
