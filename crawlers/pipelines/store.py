"""How does a bill get into the database? One call, committed before the next bill is read."""

from __future__ import annotations

import logging
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from crawlers.extensions.run_record import RunRecorder
from crawlers.items import BadItem, BillItem
from crawlers.ports import CrawlPorts
from crawlers.tally import count_outcome
from monitor.errors import StoreError
from monitor.model.run import ItemError

__all__ = ["StorePipeline"]

_log = logging.getLogger(__name__)


class StorePipeline:
    """Ingests bills and records what was wrong. Stays off when the spider was given no ports."""

    def __init__(self, crawler: Crawler, ports: CrawlPorts, recorder: RunRecorder) -> None:
        self.crawler, self.ports, self.recorder = crawler, ports, recorder

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it for a crawl.

        :raises NotConfigured: when there is nowhere to store to.
        """
        ports = getattr(crawler.spider, "ports", None)
        recorder = crawler.get_extension(RunRecorder)
        if ports is None or recorder is None:
            raise NotConfigured("no ports: nothing is stored")
        return cls(crawler, ports, recorder)

    def process_item(self, item: Any) -> Any:
        """Store one item. A database that cannot be used ends the run; whatever else goes wrong is recorded."""
        if isinstance(item, BadItem):
            self.recorder.add_error(item.error)
            if item.record is not None:
                self.recorder.sessions.read(item.record)
            self.recorder.sessions.lost(item.key)
            return item
        if not isinstance(item, BillItem):
            return item
        record = item.record
        for problem in item.problems:
            self.recorder.add_error(problem)
        self.recorder.sessions.read(record)
        try:
            result = self.ports.ingest(record)
        except StoreError as error:
            self.recorder.fail(error)
            return item
        except Exception as error:  # noqa: BLE001 - logged whole and recorded under its bill; the run goes on
            _log.exception("a bill could not be stored: %s", record.key)
            message = f"{error.__class__.__name__}: {error}"[:500]
            self.recorder.add_error(ItemError(kind="store", subject=str(record.key), message=message))
            return item
        for problem in result.errors:
            self.recorder.add_error(problem)
        self.recorder.add_stored(record.key, result)
        if self.crawler.stats is not None:
            count_outcome(
                self.crawler.stats,
                outcome=result.outcome,
                events=result.events,
                versions=result.versions,
                baseline=result.baseline,
            )
        return item
