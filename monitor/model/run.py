"""The record of one crawl: what was listed, what was new, what went wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from monitor.model.health import GateResult

__all__ = ["ItemError", "RunRecord", "RunState"]


class RunState(StrEnum):
    """How a run ended."""

    RUNNING = "running"
    OK = "ok"
    PARTIAL = "partial"
    """Stopped before the end of the listing: the next run goes on."""
    DEGRADED = "degraded"
    """The whole listing was read, and a gate says that it cannot be right: the run does not count."""
    FAILED = "failed"
    BLOCKED = "blocked"
    """A host refused too often and is left alone: nothing may be concluded from what did not come."""
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
    fetched: int = 0
    """Bills whose details were asked for."""
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
    failure: str = ""
    """The :class:`~monitor.model.failure.FailureKind` that ended it; empty when none did."""
    scope: tuple[str, ...] = ()
    """Codes of jurisdictions to which it was narrowed; empty means all of the source."""
    beside_missed_lists: bool = False
    """Everything that is owed was asked for; only lists of some sessions could not be had. What others list counts."""
    reads_whole_lists: bool = True
    """False for a run of searches alone: of what it does not name, nothing is known."""
    http: Mapping[str, int] = field(default_factory=dict)
    """Answers by HTTP status."""
    received_bytes: int = 0
    missing: int = 0
    """Known bills that the listing lacks, in all its sessions."""
    gates: tuple[GateResult, ...] = ()
    """Of the run as a whole; those of its sessions lie beside it."""

    @property
    def errors(self) -> int:
        """How many items went wrong."""
        return sum(self.error_kinds.values())

    @property
    def bills_per_second(self) -> float:
        """Throughput over what was processed."""
        return (self.new + self.changed + self.unchanged) / self.seconds if self.seconds else 0.0
