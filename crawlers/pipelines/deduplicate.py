"""Was this bill seen in this run already? The first one counts."""

from __future__ import annotations

import hashlib
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.statscollectors import StatsCollector

from crawlers.items import BadItem, BillItem
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
        if not isinstance(item, BillItem):
            return item
        record = item.record
        said = hashlib.sha256(record.metadata.body if record.metadata is not None else b"").digest()
        first = self._seen.setdefault(record.key, said)
        if first is said:
            return item
        self.stats.inc_value("bill/duplicate")
        if first == said:
            raise DropItem(f"{record.key} was read already")
        message = "listed twice in one run with different metadata; the first one counts"
        return BadItem(error=ItemError(kind="duplicate", subject=str(record.key), message=message), key=record.key)
