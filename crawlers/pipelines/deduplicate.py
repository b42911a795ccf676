"""Was this bill seen in this run already? The first one counts."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.statscollectors import StatsCollector

from crawlers.items import BadItem, BatchItem, BillItem, UnchangedItem
from monitor.model.bill import BillKey
from monitor.model.run import ItemError

__all__ = ["DeduplicatePipeline"]


class DeduplicatePipeline:
    """A copy with the same metadata is passed over; one that says something else is put on record."""

    def __init__(self, stats: StatsCollector) -> None:
        self.stats = stats
        self._seen: dict[BillKey, bytes] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it for a crawl."""
        if crawler.stats is None:
            raise ValueError("a crawl has stats")
        return cls(crawler.stats)

    def process_item(self, item: Any) -> Any:
        """Pass a bill on the first time."""
        if isinstance(item, BatchItem):
            return replace(item, items=tuple(one for one in map(self._one, item.items) if one is not None))
        if not isinstance(item, BillItem):
            return item
        passed = self._one(item)
        if passed is None:
            raise DropItem(f"{item.record.key} was read already")
        return passed

    def _one(self, item: BillItem | BadItem | UnchangedItem) -> BillItem | BadItem | UnchangedItem | None:
        """The item, a bad one in its place, or none for a mere copy."""
        if isinstance(item, BadItem):
            return item
        if isinstance(item, UnchangedItem):
            key, said = item.key, item.metadata_sha256
        else:
            key, metadata = item.record.key, item.record.metadata
            said = hashlib.sha256(metadata.body if metadata is not None else b"").digest()
        first = self._seen.setdefault(key, said)
        if first is said:
            return item
        self.stats.inc_value("bill/duplicate")
        if first == said:
            return None
        message = "listed twice in one run with different metadata; the first one counts"
        listed = item.listed if isinstance(item, BillItem) else None
        error = ItemError(kind="duplicate", subject=str(key), message=message)
        return BadItem(error=error, listed=listed, key=key)
