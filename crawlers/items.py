"""What spiders yield: typed, frozen, without Scrapy."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.model.bill import BillKey, BillRecord
from monitor.model.mark import SourceMark
from monitor.model.run import ItemError

__all__ = ["BadItem", "BatchItem", "BillItem", "Listed", "UnchangedItem"]


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
    mark: SourceMark | None = None
    """Of the bytes it was parsed from; none when they must be parsed in every run."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class UnchangedItem:
    """A bill whose raw bytes are those that are stored already; it was not parsed."""

    key: BillKey
    metadata_sha256: bytes
    missing: tuple[str, ...]
    """Fields that the stored record lacks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchItem:
    """Many bills of a bulk source at once: they share one way through the pipelines and one transaction."""

    items: tuple[BillItem | BadItem | UnchangedItem, ...]
