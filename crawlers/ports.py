"""What does a spider's run need from outside? The ports that the composition root fills."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from monitor.clock import Clock
from monitor.model.bill import BillRecord
from monitor.model.mark import KnownMark, MarkedRecord
from monitor.model.run import ItemError, RunRecord
from monitor.services.ingest import IngestFailure, IngestResult

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
    ingest_many: Callable[[Sequence[MarkedRecord]], Sequence[IngestResult | IngestFailure]] | None = None
    """Stores the bills of a batch in one transaction; without it each is stored by ``ingest``."""
    known_marks: Callable[[Mapping[str, str]], Mapping[str, KnownMark]] | None = None
    """Of these marks by place those that are stored; without it everything is parsed."""
