"""How do the ledger and the archive of a spider reach the database? The ports of lists and of answers, by services."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from monitor.clock import Clock
from monitor.model.bill import BillKey, Document
from monitor.model.listing import ListedBill, NotedListing, PendingBill
from monitor.services.listings import (
    known_jurisdictions,
    mark_failed,
    mark_fetched,
    mark_loaded,
    marks_of,
    note_listing,
    pending,
)
from monitor.services.raw_answers import keep_answer, recall_answer
from monitor.store.engine import Store
from monitor.store.raw import RawStore

__all__ = ["StoredArchive", "StoredListings"]


@dataclass(frozen=True, slots=True)
class StoredListings:
    """The ledger of one source in the database."""

    store: Store
    source: str
    clock: Clock

    def note(self, entries: Collection[ListedBill], *, known_only: bool = False) -> NotedListing:
        """Keep one list."""
        return note_listing(self.store, self.source, entries, self.clock, known_only=known_only)

    def pending(self, limit: int | None = None, *, jurisdictions: Collection[str] = ()) -> list[PendingBill]:
        """What is owed, in the order in which it is to be fetched."""
        return pending(self.store, self.source, limit, jurisdictions=jurisdictions)

    def known(self) -> frozenset[str]:
        """The jurisdictions that have a bill in the ledger."""
        return known_jurisdictions(self.store, self.source)

    def marks(self, native_ids: Collection[str]) -> Mapping[str, tuple[str, str | None]]:
        """The announced and the fetched mark of those that are known."""
        return marks_of(self.store, self.source, native_ids)

    def fetched(self, native_id: str, mark: str, key: BillKey | None = None) -> None:
        """The bill was stored."""
        mark_fetched(self.store, self.source, native_id, mark, self.clock, key=key)

    def loaded(self, bills: Collection[tuple[ListedBill, BillKey]]) -> None:
        """Bills were stored out of a bulk file."""
        mark_loaded(self.store, self.source, bills, self.clock)

    def failed(self, native_id: str, error: str) -> None:
        """The bill could not be had or not be stored."""
        mark_failed(self.store, self.source, native_id, error)


@dataclass(frozen=True, slots=True)
class StoredArchive:
    """The raw answers of one source."""

    store: Store
    raw: RawStore
    source: str

    def keep(self, answer: Document) -> None:
        """Store an answer."""
        keep_answer(self.store, self.raw, self.source, answer)

    def recall(self, url: str) -> Document | None:
        """The newest answer of this address."""
        return recall_answer(self.store, self.raw, self.source, url)
