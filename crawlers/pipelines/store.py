"""How does a bill get into the database? One call, committed before the next bill is read."""

from __future__ import annotations

import logging
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from crawlers.extensions.run_record import RunRecorder
from crawlers.items import BadItem, BillItem, Listed
from crawlers.ports import CrawlPorts
from crawlers.tally import count_outcome
from monitor.errors import StoreError
from monitor.model.bill import BillKey
from monitor.model.listing import ListedBill
from monitor.model.run import ItemError

__all__ = ["StorePipeline"]

_log = logging.getLogger(__name__)


class StorePipeline:
    """Ingests bills and records what was wrong. Stays off when the spider was given no ports."""

    def __init__(self, crawler: Crawler, ports: CrawlPorts, recorder: RunRecorder) -> None:
        self.crawler, self.ports, self.recorder = crawler, ports, recorder
        self._loaded: dict[str, tuple[ListedBill, BillKey]] = {}

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
            self._tell(item.listed, why=f"{item.error.kind}: {item.error.message}")
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
            self._tell(item.listed, why=message)
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
        self._tell(item.listed, key=record.key)
        return item

    def _tell(self, listed: Listed | None, *, key: BillKey | None = None, why: str = "") -> None:
        """What came of a listed bill; after it was stored, so that a kill between the two asks again, no more."""
        listings = self.ports.listings
        if listed is None or listings is None:
            return
        if listed.in_bulk:
            if key is not None:
                self._loaded[listed.native_id] = (ListedBill(native_id=listed.native_id, mark=listed.mark), key)
            return
        try:
            if key is not None and not listed.missing:
                listings.fetched(listed.native_id, listed.mark, key)
            else:
                listings.failed(listed.native_id, why or listed.missing)
        except StoreError as error:
            self.recorder.fail(error)

    def close_spider(self) -> None:
        """Tell the ledger what was loaded in bulk; a run that is killed before it tells nothing and loses nothing."""
        if self._loaded and self.ports.listings is not None:
            try:
                self.ports.listings.loaded(list(self._loaded.values()))
            except StoreError as error:
                self.recorder.failure = self.recorder.failure or error
