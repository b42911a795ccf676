"""What does a spider's run need from outside? The ports that the composition root fills."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from monitor.clock import Clock
from monitor.model.bill import BillKey, BillRecord, Document
from monitor.model.docket import DocketEntry, DocketFacts
from monitor.model.federal import FederalSighting
from monitor.model.health import SessionTally
from monitor.model.listing import ListedBill, NotedListing, PendingBill
from monitor.model.litigation import CourtCase
from monitor.model.mark import KnownMark, MarkedRecord
from monitor.model.quota import CallOutcome, Grant, WindowKind
from monitor.model.quota_decide import PlannedCalls
from monitor.model.run import ItemError, RunRecord
from monitor.model.watched_page import PageFacts, PageNews
from monitor.services.federal_documents import FederalResult
from monitor.services.ingest import IngestFailure, IngestResult

__all__ = [
    "Archive",
    "CrawlPorts",
    "Dockets",
    "FederalDesk",
    "Listings",
    "Quota",
    "RunJournal",
    "Validators",
    "WatchedPages",
]

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


class Listings(Protocol):
    """What the source lists, and what of it is still to be fetched (:mod:`monitor.services.listings`)."""

    def note(self, entries: Collection[ListedBill], *, known_only: bool = False) -> NotedListing:
        """Keep one list, whole or not at all."""
        ...

    def pending(self, limit: int | None = None, *, jurisdictions: Collection[str] = ()) -> list[PendingBill]:
        """What is owed, in the order in which it is to be fetched."""
        ...

    def known(self) -> frozenset[str]:
        """The jurisdictions that have a bill in the ledger."""
        ...

    def marks(self, native_ids: Collection[str]) -> Mapping[str, tuple[str, str | None]]:
        """The announced and the fetched mark of those that are known."""
        ...

    def fetched(self, native_id: str, mark: str, key: BillKey | None = None) -> None:
        """The bill was stored as ``mark`` has it."""
        ...

    def loaded(self, bills: Collection[tuple[ListedBill, BillKey]]) -> None:
        """Bills were stored that no list had named; they are listed and fetched at once."""
        ...

    def failed(self, native_id: str, error: str) -> None:
        """The bill could not be had or not be stored."""
        ...


class Archive(Protocol):
    """Raw answers, kept before they are parsed. Their addresses hold no key."""

    def keep(self, answer: Document) -> None:
        """Store an answer."""
        ...

    def recall(self, url: str) -> Document | None:
        """The newest answer that was kept under this address."""
        ...


class FederalDesk(Protocol):
    """Where copies of federal documents go (:mod:`monitor.services.federal_desk`)."""

    def record(self, sighting: FederalSighting) -> FederalResult:
        """Store one copy.

        :raises ValueError: for one without a name or a title.
        """
        ...

    def has_text(self, sighting: FederalSighting) -> bool:
        """Whether the source's copy is stored with its words."""
        ...


class Dockets(Protocol):
    """Cases whose dockets are followed, and what was read of them (:mod:`monitor.services.dockets`)."""

    def cases(self) -> Sequence[CourtCase]:
        """Those with a docket number."""
        ...

    def opened(self, case: str, docket: DocketFacts) -> int:
        """A docket was listed; how many events that was."""
        ...

    def entries(self, docket: str, found: Sequence[DocketEntry]) -> int:
        """A page of entries; how many events that was."""
        ...

    def read(self, docket: str) -> None:
        """All pages of a docket were stored."""
        ...


class WatchedPages(Protocol):
    """Pages that are watched, and where it is said what was seen of them (:mod:`monitor.services.watch_pages`)."""

    def pages(self) -> Sequence[PageFacts]:
        """What is to be asked for."""
        ...

    def recall(self, url: str) -> Document | None:
        """The copy that was kept last under an address."""
        ...

    def saw(self, name: str, document: Document) -> PageNews:
        """The page answered.

        :raises UnreadableCopyError: when its bytes have no words.
        """
        ...

    def missing(self, name: str, words: str) -> PageNews:
        """There is nothing at the address: 404 or 410, and nothing else."""
        ...

    def unknown(self, name: str, words: str) -> None:
        """No answer that says anything of the page."""
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
    quota: Quota | None = None
    """For a source whose calls are counted."""
    listings: Listings | None = None
    """For a source that lists before it fetches."""
    federal: FederalDesk | None = None
    """For the federal watch."""
    archive: Archive | None = None
    """For a source whose answers are kept as they came."""
    dockets: Dockets | None = None
    """For the watch over courts."""
    pages: WatchedPages | None = None
    """For the watch over pages."""
    is_tracked: Callable[[BillKey], bool] = lambda _key: False
    """Whether a text of the bill is stored."""
    last_action_on: Callable[[BillKey], date | None] = lambda _key: None
    """The day of the last stored action of the bill."""
    validators: Validators | None = None
    """For conditional requests."""
