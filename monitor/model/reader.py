"""Who is told: readers, what they asked for, and what was sent to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

__all__ = ["BounceKind", "Cadence", "DeliveryState", "LinkUse", "QuietPolicy", "Reader", "Subscription"]


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


class BounceKind(StrEnum):
    """What a mail system says of a message that it had taken."""

    HARD = "hard"
    """There is no such address, or it takes no mail (RFC 3463, class 5)."""
    SOFT = "soft"
    """Given up for now, or this message alone was refused: full, too large, a policy."""
    COMPLAINT = "complaint"
    """The reader called it abuse (RFC 5965)."""


class LinkUse(StrEnum):
    """What a link of a mail may do."""

    DIGEST = "digest"
    """Stop the digests of the reader, and change how they come."""
    INVITATION = "invitation"
    """Begin them."""


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
    paused_until: datetime | None = None
    """Until then nothing is due; the digest after it covers the whole gap."""
    text_only: bool = False
    """Plain text alone, without HTML."""
    suspended_at: datetime | None = None
    """Since when nothing is sent because mail came back; until an operator looks at it."""
    suspended_why: str = ""


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
