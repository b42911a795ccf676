"""Tables of federal pages that are watched: how each stands, and every copy whose text differs from the one before."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from monitor.store.base import Base, BigId

__all__ = ["PageCopyRow", "WatchedPageRow"]


class WatchedPageRow(Base):
    """A page that was watched once. The counts of misses are of :mod:`monitor.model.watched_page`."""

    __tablename__ = "watched_page"
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    address: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    form: Mapped[str]
    by_hand: Mapped[bool]
    added_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    """When an operator took it off the list; its copies stay."""
    text_sha256: Mapped[str | None]
    misses: Mapped[int]
    missed_at: Mapped[datetime | None]
    gone_since: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    """When it answered last."""
    asked_at: Mapped[datetime | None]
    problem: Mapped[str]
    """Why the last look was no answer; empty when it was one."""


class PageCopyRow(Base):
    """What a page said from ``seen_at`` on. Never overwritten; the bytes lie in the raw folder under ``raw_sha256``."""

    __tablename__ = "page_copy"
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("watched_page.id"), index=True)
    seen_at: Mapped[datetime]
    raw_sha256: Mapped[str]
    text_sha256: Mapped[str]
    media_type: Mapped[str]
    text: Mapped[str]
    """Normalised, as it is compared."""
