"""What does a source list, what of it is still owed, and what was stored? The ledger that lets a killed run go on.

A spider lists first and then fetches what is pending. Only a bill that was stored is marked as fetched, with the mark
of what was stored: so a run that ends anywhere loses nothing, and a run over lists that did not move fetches nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from monitor.clock import Clock
from monitor.model.bill import BillKey
from monitor.model.listing import ListedBill, NotedListing, PendingBill
from monitor.store.engine import Store
from monitor.store.listing_repository import (
    count_pending,
    failed_bill,
    fetched_bill,
    listed_jurisdictions,
    listed_marks,
    pending_bills,
    write_listing,
)

__all__ = [
    "how_many_pending",
    "known_jurisdictions",
    "mark_failed",
    "mark_fetched",
    "mark_loaded",
    "marks_of",
    "note_listing",
    "pending",
]


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


def mark_loaded(store: Store, source: str, bills: Collection[tuple[ListedBill, BillKey]], clock: Clock) -> None:
    """Bills were stored out of a bulk file, in one transaction: what no list has named is listed as fetched.

    What was announced before stays announced: if the file was older, the bill stays pending.
    """
    if not bills:
        return
    with store.write() as session:
        now = clock()
        known = listed_marks(session, source, [listed.native_id for listed, _ in bills])
        fresh = [listed for listed, _ in bills if listed.native_id not in known]
        write_listing(session, source, fresh, known_only=False, now=now)
        for listed, key in bills:
            if known.get(listed.native_id, ("", None))[1] != listed.mark:
                names = {"jurisdiction": key.jurisdiction, "session": key.session, "identifier": key.identifier}
                fetched_bill(session, source, listed.native_id, listed.mark, names=names, now=now)


def mark_failed(store: Store, source: str, native_id: str, error: str) -> None:
    """A bill could not be had or not be stored; it stays pending, behind those that were not tried."""
    with store.write() as session:
        failed_bill(session, source, native_id, error)


def marks_of(store: Store, source: str, native_ids: Collection[str]) -> Mapping[str, tuple[str, str | None]]:
    """The announced and the fetched mark of the bills that a list has named before."""
    with store.read() as session:
        return listed_marks(session, source, native_ids)


def known_jurisdictions(store: Store, source: str) -> frozenset[str]:
    """The jurisdictions that have a bill in the ledger, as far as a list or a bill has told."""
    with store.read() as session:
        return listed_jurisdictions(session, source)
