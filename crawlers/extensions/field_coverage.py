"""Which fields do the bills of a run have? A field that runs empty is how a broken source shows first."""

from __future__ import annotations

from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.statscollectors import StatsCollector

from crawlers.items import BillItem
from crawlers.tally import COVERAGE

__all__ = ["FieldCoverage"]

_FIELDS = ("abstract", "actions", "source_url", "sponsors", "subjects", "versions")


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
        """Count one bill."""
        if not isinstance(item, BillItem):
            return
        record = item.record
        self.stats.inc_value(f"{COVERAGE}bills")
        for name in _FIELDS:
            self.stats.inc_value(f"{COVERAGE}{name}/missing", int(not getattr(record, name)))
        has_text = any(version.document is not None for version in record.versions)
        self.stats.inc_value(f"{COVERAGE}texts/missing", int(not has_text))
