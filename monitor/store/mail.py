"""Tables of who is told: readers, rules, links, deliveries, bounces, and what each reader was told."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, Time, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from monitor.store.base import Base, BigId

__all__ = ["BounceRow", "DeliveryRow", "LinkRow", "ReaderRow", "SubscriptionRow", "ToldRow"]


class ReaderRow(Base):
    """A person who receives digests."""

    __tablename__ = "reader"
    __table_args__ = (UniqueConstraint("address"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    address: Mapped[str]
    """Lower-case domain; unique."""
    name: Mapped[str]
    zone: Mapped[str]
    send_at: Mapped[time] = mapped_column(Time())
    """Local time of the digest."""
    cadence: Mapped[str]
    quiet: Mapped[str]
    active: Mapped[bool]
    created_at: Mapped[datetime]
    paused_until: Mapped[datetime | None]
    text_only: Mapped[bool] = mapped_column(server_default=false())
    suspended_at: Mapped[datetime | None]
    suspended_why: Mapped[str] = mapped_column(server_default="")


class LinkRow(Base):
    """A link that was mailed: whoever has it acts for the reader. The token itself is nowhere but in the mail."""

    __tablename__ = "reader_link"
    __table_args__ = (UniqueConstraint("token_hash"), Index("ix_reader_link_reader_id", "reader_id"))
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    token_hash: Mapped[str]
    """SHA-256 in hex."""
    reader_id: Mapped[int] = mapped_column(ForeignKey("reader.id", ondelete="CASCADE"))
    use: Mapped[str]
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class SubscriptionRow(Base):
    """A rule of a reader; an empty list means any."""

    __tablename__ = "subscription"
    __table_args__ = (UniqueConstraint("reader_id", "name"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    reader_id: Mapped[int] = mapped_column(ForeignKey("reader.id", ondelete="CASCADE"))
    name: Mapped[str]
    jurisdictions: Mapped[list[str]]
    positions: Mapped[list[str]]
    min_severity: Mapped[int]
    active: Mapped[bool]
    created_at: Mapped[datetime]


class DeliveryRow(Base):
    """The outbox: one message a reader, kind and period; the message is frozen before the first attempt."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("reader_id", "kind", "period"),
        Index("ix_delivery_state_next_attempt_at", "state", "next_attempt_at"),
    )
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    reader_id: Mapped[int] = mapped_column(ForeignKey("reader.id"))
    kind: Mapped[str]
    period: Mapped[str]
    window_from: Mapped[int] = mapped_column(BigId)
    """Events with a sequence above this …"""
    window_to: Mapped[int] = mapped_column(BigId)
    """… up to and with this one."""
    state: Mapped[str]
    message_id: Mapped[str]
    subject: Mapped[str]
    message: Mapped[bytes] = mapped_column(LargeBinary())
    """The whole message as it is sent."""
    items: Mapped[dict[str, Any]]
    attempts: Mapped[int]
    lease_until: Mapped[datetime | None]
    lease_owner: Mapped[str]
    next_attempt_at: Mapped[datetime]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    error: Mapped[str]


class ToldRow(Base):
    """A reader is told of an event once, ever."""

    __tablename__ = "told"
    __table_args__ = (UniqueConstraint("reader_id", "event_id"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    reader_id: Mapped[int] = mapped_column(ForeignKey("reader.id", ondelete="CASCADE"))
    event_id: Mapped[str]
    delivery_id: Mapped[int] = mapped_column(ForeignKey("delivery.id"))


class BounceRow(Base):
    """A report that came back by mail, once; of which delivery, when it can be said."""

    __tablename__ = "bounce"
    __table_args__ = (UniqueConstraint("report_hash"), Index("ix_bounce_reader_id", "reader_id"))
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    report_hash: Mapped[str]
    """Of all its bytes: the same report is read once."""
    received_at: Mapped[datetime]
    kind: Mapped[str]
    status: Mapped[str]
    """The enhanced status code, such as 5.1.1."""
    words: Mapped[str]
    reader_id: Mapped[int | None] = mapped_column(ForeignKey("reader.id", ondelete="CASCADE"))
    delivery_id: Mapped[int | None] = mapped_column(ForeignKey("delivery.id"))
    settled: Mapped[bool] = mapped_column(server_default=false())
    """An operator let mail go again; it counts no more."""
