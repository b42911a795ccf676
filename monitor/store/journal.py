"""Tables of what happened: events in order, cursors of those who read them, crawl runs and their bad items."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from monitor.store.base import Base, BigId

__all__ = ["CrawlErrorRow", "CrawlRunRow", "CursorRow", "EventRow"]


class EventRow(Base):
    """Append-only. ``sequence`` rises in the order of commit: writers take turns."""

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("event_id"),
        Index("ix_event_detected_at", "detected_at"),
        {"sqlite_autoincrement": True},
    )
    sequence: Mapped[int] = mapped_column(BigId, primary_key=True)
    event_id: Mapped[str]
    kind: Mapped[str]
    bill_id: Mapped[int | None] = mapped_column(ForeignKey("bill.id"), index=True)
    version_id: Mapped[int | None] = mapped_column(ForeignKey("version.id"))
    occurred_on: Mapped[date | None]
    detected_at: Mapped[datetime]
    baseline: Mapped[bool]
    payload: Mapped[dict[str, Any]]


class CursorRow(Base):
    """How far a reader of events or a crawl has come."""

    __tablename__ = "cursor"
    consumer: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[str]
    updated_at: Mapped[datetime]


class CrawlRunRow(Base):
    """The record of one crawl."""

    __tablename__ = "crawl_run"
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    source: Mapped[str] = mapped_column(index=True)
    target: Mapped[str]
    """What was read: a folder or an address."""
    state: Mapped[str]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    listed: Mapped[int] = mapped_column(default=0)
    new: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    error_kinds: Mapped[dict[str, Any]] = mapped_column(default=dict)
    events: Mapped[int] = mapped_column(default=0)
    versions: Mapped[int] = mapped_column(default=0)
    seconds: Mapped[float] = mapped_column(default=0.0)
    baseline: Mapped[bool] = mapped_column(default=False)
    message: Mapped[str] = mapped_column(default="")
    fetched: Mapped[int] = mapped_column(default=0)
    missing: Mapped[int] = mapped_column(default=0)
    http: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Answers by status."""
    received_bytes: Mapped[int] = mapped_column(BigId, default=0)
    failure: Mapped[str] = mapped_column(default="")
    scope: Mapped[list[str]] = mapped_column(default=list)
    """Codes of jurisdictions to which it was narrowed; empty: all."""
    gates: Mapped[list[Any]] = mapped_column(default=list)
    parser: Mapped[str] = mapped_column(default="")
    """Release of parsers and status rules; another one is a reason to load everything as if for the first time."""
    accepted_at: Mapped[datetime | None]
    """When an operator said that it counts all the same."""


class CrawlErrorRow(Base):
    """One bad item of a run."""

    __tablename__ = "crawl_error"
    __table_args__ = (UniqueConstraint("run_id", "subject", "kind"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("crawl_run.id", ondelete="CASCADE"))
    kind: Mapped[str]
    subject: Mapped[str]
    message: Mapped[str]
    noted_at: Mapped[datetime]
