"""How do bills get into the database? Together: those of a batch, and those of pages that came at the same time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Sequence
from typing import Any, Final, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from crawlers.extensions.run_record import RunRecorder
from crawlers.items import BadItem, BatchItem, BillItem, Listed, UnchangedItem
from crawlers.ports import CrawlPorts
from crawlers.tally import count_outcome
from monitor.errors import StoreError
from monitor.model.bill import BillKey
from monitor.model.listing import ListedBill
from monitor.model.mark import MarkedRecord
from monitor.model.run import ItemError
from monitor.services.ingest import IngestFailure, IngestResult

__all__ = ["StorePipeline"]

_WAIT_SECONDS: Final = 0.5
_log = logging.getLogger(__name__)


class StorePipeline:
    """Ingests bills and records what was wrong. Stays off when the spider was given no ports."""

    def __init__(self, crawler: Crawler, ports: CrawlPorts, recorder: RunRecorder) -> None:
        self.crawler, self.ports, self.recorder = crawler, ports, recorder
        self._together = crawler.settings.getint("BATCH_BILLS", 1)
        self._waiting: list[BillItem] = []
        self._timer: asyncio.TimerHandle | None = None
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
        """Store one item, or let a bill wait for the next ones, half a second at most.

        A database that cannot be used ends the run; whatever else goes wrong is recorded.
        """
        if isinstance(item, BatchItem):
            self._store(item.items)
        elif isinstance(item, BillItem) and self._may_wait(item):
            self._wait(item)
        elif isinstance(item, (BadItem, BillItem)):
            self._store((item,))
        return item

    def close_spider(self) -> None:
        """Store what waits, and tell the ledger what was loaded in bulk, before the record of the run is closed.

        A run that is killed before it tells nothing and loses nothing: the next one reads it again.
        """
        self._flush()
        if self._loaded and self.ports.listings is not None:
            try:
                self.ports.listings.loaded(list(self._loaded.values()))
            except StoreError as error:
                self.recorder.failure = self.recorder.failure or error

    def _may_wait(self, item: BillItem) -> bool:
        """Not what a ledger of lists is told of: its spider may ask the ledger at once what it still owes."""
        return self.ports.ingest_many is not None and self._together > 1 and item.listed is None

    def _wait(self, item: BillItem) -> None:
        self._waiting.append(item)
        if len(self._waiting) >= self._together:
            self._flush()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(_WAIT_SECONDS, self._flush)

    def _flush(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        waiting, self._waiting = self._waiting, []
        self._store(waiting)

    def _store(self, items: Sequence[BillItem | BadItem | UnchangedItem]) -> None:
        bills = []
        for item in items:
            if isinstance(item, BadItem):
                self.recorder.add_error(item.error)
                if item.record is not None:
                    self.recorder.sessions.read(item.record)
                self.recorder.sessions.lost(item.key)
                self._tell(item.listed, why=f"{item.error.kind}: {item.error.message}")
            elif isinstance(item, UnchangedItem):
                self.recorder.sessions.read_before(item.key, item.missing)
                self._count(item.key, IngestResult(outcome="unchanged"))
            else:
                bills.append(item)
                self.recorder.sessions.read(item.record)
                for problem in item.problems:
                    self.recorder.add_error(problem)
        try:
            for item, result in zip(bills, self._results(bills), strict=True):
                if isinstance(result, IngestFailure):
                    self._failed(item, result.error)
                    continue
                for problem in result.errors:
                    self.recorder.add_error(problem)
                self._count(item.record.key, result)
                self._tell(item.listed, key=item.record.key)
        except StoreError as error:
            self.recorder.fail(error)

    def _results(self, bills: Sequence[BillItem]) -> Iterable[IngestResult | IngestFailure]:
        """What became of each bill.

        :raises StoreError: when the database cannot be used.
        """
        together = len(bills) > 1 or any(item.mark is not None for item in bills)
        if self.ports.ingest_many is None or not together:
            return map(self._alone, bills)
        try:
            return self.ports.ingest_many([MarkedRecord(record=item.record, mark=item.mark) for item in bills])
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, it is on record for each bill that it cost
            return [IngestFailure(error=error)] * len(bills)

    def _alone(self, item: BillItem) -> IngestResult | IngestFailure:
        try:
            return self.ports.ingest(item.record)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - logged whole and recorded under its bill; the run goes on
            return IngestFailure(error=error)

    def _failed(self, item: BillItem, error: Exception) -> None:
        key = item.record.key
        _log.error("a bill could not be stored: %s", key, exc_info=error)
        message = f"{error.__class__.__name__}: {error}"[:500]
        self.recorder.add_error(ItemError(kind="store", subject=str(key), message=message))
        self._tell(item.listed, why=message)

    def _count(self, key: BillKey, result: IngestResult) -> None:
        self.recorder.add_stored(key, result)
        if self.crawler.stats is not None:
            count_outcome(
                self.crawler.stats,
                outcome=result.outcome,
                events=result.events,
                versions=result.versions,
                baseline=result.baseline,
            )

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
