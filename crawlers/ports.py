"""What does a spider's run need from outside? The ports that the composition root fills."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from monitor.clock import Clock
from monitor.model.bill import BillRecord
from monitor.model.run import ItemError, RunRecord
from monitor.services.ingest import IngestResult

__all__ = ["CrawlPorts", "RunJournal"]


class RunJournal(Protocol):
    """Where a run is recorded."""

    def progress(self, record: RunRecord) -> None:
        """The counts so far."""
        ...

    def errors(self, errors: Sequence[ItemError]) -> None:
        """Bad items."""
        ...

    def finish(self, record: RunRecord, sessions: Iterable[tuple[str, str]]) -> None:
        """The end, with the (jurisdiction, session) pairs that were listed."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlPorts:
    """Given to a spider as ``ports``; without it nothing is stored and nothing recorded."""

    ingest: Callable[[BillRecord], IngestResult]
    journal: RunJournal
    clock: Clock
