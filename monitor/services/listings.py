"""What does a source list, what of it is still owed, and what was stored? The ledger that lets a killed run go on.

A spider lists first and then fetches what is pending. Only a bill that was stored is marked as fetched, with the mark
of what was stored: so a run that ends anywhere loses nothing, and a run over lists that did not move fetches nothing.
"""

from __future__ import annotations

from collections.abc import Collection

from monitor.clock import Clock
from monitor.model.bill import BillKey
from monitor.model.listing import ListedBill, NotedListing, PendingBill
from monitor.store.engine import Store
from monitor.store.listing_repository import (
    count_pending,
    failed_bill,
    fetched_bill,
    pending_bills,
    write_listing,
)

__all__ = ["how_many_pending", "mark_failed", "mark_fetched", "note_listing", "pending"]


def note_listing(
    store: Store, source: str, entries: Collection[ListedBill], clock: Clock, *, known_only: bool = False
) -> NotedListing:
    """Keep one list, whole or not at all. A bill that the list leaves out stays as it was.

    ``known_only`` passes over bills that no list has named before: a list of a whole session may only tell what moved.
    """
    if not entries:
        return NotedListing()
    with store.write() as session:
        return write_listing(session, source, entries, known_only=known_only, now=clock())


def pending(
    store: Store, source: str, limit: int | None = None, *, jurisdictions: Collection[str] = ()
) -> list[PendingBill]:
    """What is owed: never fetched, then changed, then the oldest; what failed comes behind what was not tried yet.

    ``jurisdictions`` are codes; empty means all, those included whose jurisdiction no list has told.
    """
    with store.read() as session:
        return pending_bills(session, source, limit=limit, jurisdictions=jurisdictions)


def how_many_pending(store: Store, source: str, *, jurisdictions: Collection[str] = ()) -> int:
    """How many bills :func:`pending` would name without a limit."""
    with store.read() as session:
        return count_pending(session, source, jurisdictions=jurisdictions)


def mark_fetched(
    store: Store, source: str, native_id: str, mark: str, clock: Clock, *, key: BillKey | None = None
) -> None:
    """A bill was stored. ``mark`` is the one that the stored answer bears, which may be older than the announced one.

    Then it stays pending: a cached answer takes nothing off the ledger. ``key`` tells what a bare list could not.
    """
    names = (
        {"jurisdiction": key.jurisdiction, "session": key.session, "identifier": key.identifier}
        if key is not None
        else {}
    )
    with store.write() as session:
        fetched_bill(session, source, native_id, mark, names=names, now=clock())


def mark_failed(store: Store, source: str, native_id: str, error: str) -> None:
    """A bill could not be had or not be stored; it stays pending, behind those that were not tried."""
    with store.write() as session:
        failed_bill(session, source, native_id, error)
