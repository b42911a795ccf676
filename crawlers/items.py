"""What spiders yield: typed, frozen, without Scrapy."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.model.bill import BillKey, BillRecord
from monitor.model.mark import SourceMark
from monitor.model.run import ItemError

__all__ = ["BadItem", "BatchItem", "BillItem", "UnchangedItem"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BillItem:
    """A bill as its source states it, with what was wrong around it: files that belong to no version, say."""

    record: BillRecord
    problems: tuple[ItemError, ...] = ()
    mark: SourceMark | None = None
    """Of the bytes it was parsed from; none when they must be parsed in every run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BadItem:
    """A bill that could not be understood at all."""

    error: ItemError


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
