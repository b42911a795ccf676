"""Which fields do the bills of a run have? A field that runs empty is how a broken source shows first."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.statscollectors import StatsCollector

from crawlers.items import BatchItem, BillItem, UnchangedItem
from crawlers.tally import COVERAGE, FIELDS, missing_fields

__all__ = ["FieldCoverage"]


class FieldCoverage:
    """Counts ``field/bills`` and ``field/<name>/missing``; ``texts`` is missing when no version came with bytes."""

    def __init__(self, stats: StatsCollector) -> None:
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it for a crawl."""
        if crawler.stats is None:
            raise NotConfigured("no stats")
        extension = cls(crawler.stats)
        crawler.signals.connect(extension.item_scraped, signal=signals.item_scraped)
        return extension

    def item_scraped(self, item: Any) -> None:
        """Count one bill, or those of a batch."""
        if isinstance(item, BatchItem):
            for one in item.items:
                self.item_scraped(one)
        elif isinstance(item, UnchangedItem):
            self._count(item.missing)
        elif isinstance(item, BillItem):
            self._count(missing_fields(item.record))

    def _count(self, missing: Collection[str]) -> None:
        self.stats.inc_value(f"{COVERAGE}bills")
        for name in FIELDS:
            self.stats.inc_value(f"{COVERAGE}{name}/missing", int(name in missing))
