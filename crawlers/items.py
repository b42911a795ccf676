"""What spiders yield: typed, frozen, without Scrapy."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.model.bill import BillKey, BillRecord
from monitor.model.run import ItemError

__all__ = ["BadItem", "BillItem"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BillItem:
    """A bill as its source states it, with what was wrong around it: files that belong to no version, say."""

    record: BillRecord
    problems: tuple[ItemError, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BadItem:
    """A bill that could not be understood at all."""

    error: ItemError
    key: BillKey | None = None
    """Which bill it would have been, when that is known: then no other bill of the list is taken for missing."""
    record: BillRecord | None = None
    """What was read, when it was read and cannot be stored."""
