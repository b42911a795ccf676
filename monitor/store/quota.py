"""Tables of calls to providers: how many each window has seen, and every leave that was given. No key is kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from monitor.store.base import Base, BigId

__all__ = ["QuotaGrantRow", "QuotaUseRow"]


class QuotaUseRow(Base):
    """Calls of one bucket in one window; they are counted before they are made."""

    __tablename__ = "quota_use"
    __table_args__ = (UniqueConstraint("provider", "key_hash", "window_kind", "window_start", "bucket"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    provider: Mapped[str]
    key_hash: Mapped[str]
    window_kind: Mapped[str]
    window_start: Mapped[datetime]
    bucket: Mapped[str]
    calls: Mapped[int]
    exhausted_at: Mapped[datetime | None]
    """When the provider itself said that the window is used up."""


class QuotaGrantRow(Base):
    """One leave to make calls. Without an outcome its process was killed, or is still waiting for the answer."""

    __tablename__ = "quota_grant"
    __table_args__ = (Index("ix_quota_grant_provider_key_hash_reserved_at", "provider", "key_hash", "reserved_at"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    provider: Mapped[str]
    key_hash: Mapped[str]
    bucket: Mapped[str]
    calls: Mapped[int]
    reserved_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
