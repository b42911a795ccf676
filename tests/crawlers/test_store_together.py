from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from crawlers.extensions.run_record import RunRecorder
from crawlers.items import BillItem, Listed
from crawlers.pipelines import store as module
from crawlers.pipelines.store import StorePipeline
from monitor.errors import StoreError
from monitor.model.mark import MarkedRecord
from monitor.services.ingest import IngestResult
from tests.crawlers.bills import numbered, parsed
from tests.crawlers.fakes import FakeCrawler

BILLS = [BillItem(record=parsed(numbered(number))[0]) for number in range(9901, 9908)]


class Crawl:
    """A pipeline that lets three bills come together, and what it stored at once."""

    def __init__(self, many: Callable[[Sequence[MarkedRecord]], Any] | None = None) -> None:
        self.together: list[int] = []
        self.alone = 0
        self.crawler = FakeCrawler(self.one)
        self.crawler.settings.set("BATCH_BILLS", 3)
        self.crawler.spider.ports = replace(self.crawler.spider.ports, ingest_many=many or self.many)
        self.recorder = RunRecorder.from_crawler(self.crawler)  # type: ignore[arg-type]
        self.crawler.extensions[RunRecorder] = self.recorder
        self.pipeline = StorePipeline.from_crawler(self.crawler)  # type: ignore[arg-type]

    def one(self, _: Any) -> IngestResult:
        self.alone += 1
        return IngestResult(outcome="new")

    def many(self, records: Sequence[MarkedRecord]) -> list[IngestResult]:
        self.together.append(len(records))
        return [IngestResult(outcome="new") for _ in records]

    @property
    def errors(self) -> list[tuple[str, str]]:
        self.recorder._flush()
        return [(error.kind, error.message) for error in self.crawler.journal.noted]


def test_bills_of_pages_wait_for_each_other():
    crawl = Crawl()

    async def run() -> None:
        for item in BILLS:
            assert crawl.pipeline.process_item(item) is item
        assert crawl.together == [3, 3]
        crawl.pipeline.close_spider()

    asyncio.run(run())
    assert (crawl.together, crawl.alone) == ([3, 3], 1)
    assert crawl.crawler.counts["bill/new"] == 7


def test_they_wait_a_moment_only(monkeypatch):
    monkeypatch.setattr(module, "_WAIT_SECONDS", 0.01)
    crawl = Crawl()

    async def run() -> None:
        for item in BILLS[:2]:
            crawl.pipeline.process_item(item)
        assert crawl.together == []
        await asyncio.sleep(0.2)

    asyncio.run(run())
    assert crawl.together == [2]
    crawl.pipeline.close_spider()
    assert crawl.together == [2]


def test_what_a_ledger_is_told_of_does_not_wait():
    crawl = Crawl()
    crawl.pipeline.process_item(replace(BILLS[0], listed=Listed(native_id="1", mark="m")))
    assert (crawl.alone, crawl.together) == (1, [])


def test_one_a_transaction_is_one_at_once():
    crawl = Crawl()
    crawl.pipeline._together = 1
    crawl.pipeline.process_item(BILLS[0])
    assert (crawl.alone, crawl.together) == (1, [])


@pytest.mark.parametrize("error", [ZeroDivisionError("odd"), StoreError("the disk is full")], ids=str)
def test_what_goes_wrong_while_they_are_stored_is_never_lost(error: Exception):
    def many(_: Sequence[MarkedRecord]) -> Any:
        raise error

    crawl = Crawl(many)

    async def run() -> None:
        for item in BILLS[:3]:
            crawl.pipeline.process_item(item)
        await asyncio.sleep(0)

    asyncio.run(run())
    if isinstance(error, StoreError):
        assert crawl.recorder.failure is error
        assert crawl.errors == []
    else:
        assert crawl.errors == [("store", "ZeroDivisionError: odd")] * 3
        assert crawl.recorder.failure is None
