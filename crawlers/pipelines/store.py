"""How do bills get into the database? One call, committed before the next one is read."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from crawlers.extensions.run_record import RunRecorder
from crawlers.items import BadItem, BatchItem, BillItem, UnchangedItem
from crawlers.ports import CrawlPorts
from crawlers.tally import count_outcome
from monitor.errors import StoreError
from monitor.model.bill import BillKey
from monitor.model.mark import MarkedRecord
from monitor.model.run import ItemError
from monitor.services.ingest import IngestFailure, IngestResult

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
        if isinstance(item, BatchItem):
            self._store(item.items)
        elif isinstance(item, (BadItem, BillItem)):
            self._store((item,))
        return item

    def _store(self, items: Sequence[BillItem | BadItem | UnchangedItem]) -> None:
        bills = []
        for item in items:
            if isinstance(item, BadItem):
                self.recorder.add_error(item.error)
            elif isinstance(item, UnchangedItem):
                self._count(item.key, IngestResult(outcome="unchanged"))
            else:
                bills.append(item)
                for problem in item.problems:
                    self.recorder.add_error(problem)
        try:
            for item, result in zip(bills, self._results(bills), strict=True):
                if isinstance(result, IngestFailure):
                    self._failed(item.record.key, result.error)
                    continue
                for problem in result.errors:
                    self.recorder.add_error(problem)
                self._count(item.record.key, result)
        except StoreError as error:
            self.recorder.fail(error)

    def _results(self, bills: Sequence[BillItem]) -> Iterable[IngestResult | IngestFailure]:
        """What became of each bill.

        :raises StoreError: when the database cannot be used.
        """
        together = len(bills) > 1 or any(item.mark is not None for item in bills)
        if self.ports.ingest_many is not None and together:
            return self.ports.ingest_many([MarkedRecord(record=item.record, mark=item.mark) for item in bills])
        return map(self._alone, bills)

    def _alone(self, item: BillItem) -> IngestResult | IngestFailure:
        try:
            return self.ports.ingest(item.record)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - logged whole and recorded under its bill; the run goes on
            return IngestFailure(error=error)

    def _failed(self, key: BillKey, error: Exception) -> None:
        _log.error("a bill could not be stored: %s", key, exc_info=error)
        message = f"{error.__class__.__name__}: {error}"[:500]
        self.recorder.add_error(ItemError(kind="store", subject=str(key), message=message))

    def _count(self, key: BillKey, result: IngestResult) -> None:
        self.recorder.add_session(key.jurisdiction, key.session)
        if self.crawler.stats is not None:
            count_outcome(
                self.crawler.stats,
                outcome=result.outcome,
                events=result.events,
                versions=result.versions,
                baseline=result.baseline,
            )
