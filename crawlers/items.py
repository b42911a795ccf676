"""What spiders yield: typed, frozen, without Scrapy."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.model.bill import BillKey, BillRecord
from monitor.model.run import ItemError

__all__ = ["BadItem", "BillItem", "Listed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Which line of the source's list an item answers, so that the ledger can be told what came of it."""

    native_id: str
    mark: str
    """The change mark that the answer bears."""
    missing: str = ""
    """What could not be had of the bill, a text say: it is stored, and asked for again in the next run."""
    in_bulk: bool = False
    """The ledger is told at the end of the run, of all such bills at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BillItem:
    """A bill as its source states it, with what was wrong around it: files that belong to no version, say."""

    record: BillRecord
    problems: tuple[ItemError, ...] = ()
    listed: Listed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BadItem:
    """A bill that could not be understood at all."""

    error: ItemError
    key: BillKey | None = None
    """Which bill it would have been, when that is known: then no other bill of the list is taken for missing."""
    record: BillRecord | None = None
    """What was read, when it was read and cannot be stored."""
    listed: Listed | None = None
