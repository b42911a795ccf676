"""Who is told: readers, what they asked for, and what was sent to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

__all__ = ["Cadence", "DeliveryState", "QuietPolicy", "Reader", "Subscription"]


class Cadence(StrEnum):
    """How often a subscription is told."""

    DAILY = "daily"
    WEEKLY = "weekly"


class QuietPolicy(StrEnum):
    """What to do when there is nothing to tell."""

    SKIP = "skip"
    HEARTBEAT = "heartbeat"
    """Once a week: nothing new, and which sources were read."""
    ALWAYS = "always"


class DeliveryState(StrEnum):
    """The outbox: pending -> claimed -> sent, or back to pending, or failed for good."""

    PENDING = "pending"
    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A person who receives digests. ``zone`` is an IANA zone."""

    id: int
    address: str
    name: str
    zone: str
    send_at: time
    cadence: Cadence
    quiet: QuietPolicy
    active: bool
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A rule of a reader; an empty tuple means any."""

    id: int
    reader_id: int
    name: str
    jurisdictions: tuple[str, ...]
    positions: tuple[str, ...]
    min_severity: int
    active: bool
