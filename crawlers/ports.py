"""What does a spider's run need from outside? The ports that the composition root fills."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from monitor.clock import Clock
from monitor.model.bill import BillRecord
from monitor.model.health import SessionTally
from monitor.model.quota import CallOutcome, Grant, WindowKind
from monitor.model.quota_decide import PlannedCalls
from monitor.model.run import ItemError, RunRecord
from monitor.services.ingest import IngestResult

__all__ = ["CrawlPorts", "Quota", "RunJournal", "Validators"]

Validators = Callable[[str], tuple[str, str]]
"""What the store remembers of an address: its entity tag and its date of change, empty where there is none."""


class RunJournal(Protocol):
    """Where a run is recorded."""

    def progress(self, record: RunRecord, tallies: Sequence[SessionTally] = ()) -> None:
        """The counts so far, and what was seen of each session so far."""
        ...

    def errors(self, errors: Sequence[ItemError]) -> None:
        """Bad items."""
        ...

    def finish(
        self, record: RunRecord, sessions: Iterable[tuple[str, str]], tallies: Sequence[SessionTally] = ()
    ) -> RunRecord:
        """The end, with the (jurisdiction, session) pairs of which something was stored, and what was seen of each.

        Returns the record as it was judged: a run that fails a gate is not ok.
        """
        ...


class Quota(Protocol):
    """The calls that a key has left. Every call to a provider is reserved before it is made and settled after."""

    def reserve(self, bucket: str, calls: int = 1) -> Grant:
        """Take leave, committed before the call.

        :raises QuotaExhaustedError: when none is left. When it is ``waitable``, wait ``seconds_from(now)`` and reserve
            again; else end the run with it as the spider's ``failure``.
        """
        ...

    def settle(self, grant: Grant, *, outcome: CallOutcome, window: WindowKind | None = None) -> None:
        """Say what came of it; ``window`` is the one that a refusal named (:func:`refused_window`)."""
        ...

    def plan(self, wanted: Mapping[str, int]) -> tuple[PlannedCalls, ...]:
        """What would be granted today, by bucket; for a dry run."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlPorts:
    """Given to a spider as ``ports``; without it nothing is stored and nothing recorded."""

    ingest: Callable[[BillRecord], IngestResult]
    journal: RunJournal
    clock: Clock
    quota: Quota | None = None
    """For a source whose calls are counted."""
    validators: Validators | None = None
    """For conditional requests."""
