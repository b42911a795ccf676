"""The record of one crawl: what was listed, what was new, what went wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

__all__ = ["ItemError", "RunRecord", "RunState"]


class RunState(StrEnum):
    """How a run ended."""

    RUNNING = "running"
    OK = "ok"
    PARTIAL = "partial"
    """Stopped before the end of the listing: the next run goes on."""
    FAILED = "failed"
    BLOCKED = "blocked"
    """A host was left alone, since it refused too often: nothing may be concluded from what did not come."""
    SKIPPED_QUOTA = "skipped_quota"
    """No call was left: the next run goes on when the window of the quota has ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemError:
    """One bad item, recorded; the run went on with the next."""

    kind: str
    """A :class:`~monitor.model.failure.FailureKind`: ``malformed``, ``unreadable``, ``blocked`` and so on."""
    subject: str
    """A bill or an address."""
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """Counts are of bills; ``seconds`` is wall time."""

    source: str
    state: RunState
    started_at: datetime
    ended_at: datetime | None
    listed: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    error_kinds: Mapping[str, int] = field(default_factory=dict)
    events: int = 0
    versions: int = 0
    seconds: float = 0.0
    baseline: bool = False
    """True when any session of the run was loaded for the first time."""
    message: str = ""

    @property
    def errors(self) -> int:
        """How many items went wrong."""
        return sum(self.error_kinds.values())

    @property
    def bills_per_second(self) -> float:
        """Throughput over what was processed."""
        return (self.new + self.changed + self.unchanged) / self.seconds if self.seconds else 0.0
