from __future__ import annotations

import asyncio
import logging

import pytest
from scrapy.exceptions import NotConfigured

from crawlers.extensions.run_record import RunRecorder
from crawlers.items import BadItem, BillItem
from crawlers.pipelines.store import StorePipeline
from monitor.errors import StoreError
from monitor.model.bill import BillRecord
from monitor.model.run import ItemError
from monitor.services.ingest import IngestResult
from tests.crawlers.bills import record
from tests.crawlers.fakes import FakeCrawler

ITEM = BillItem(record=record())


def built(crawler: FakeCrawler) -> tuple[StorePipeline, RunRecorder]:
    recorder = RunRecorder.from_crawler(crawler)  # type: ignore[arg-type]
    crawler.extensions[RunRecorder] = recorder
    return StorePipeline.from_crawler(crawler), recorder  # type: ignore[arg-type]


def closed(recorder: RunRecorder, crawler: FakeCrawler) -> None:
    crawler.spider.complete = True
    recorder.spider_closed(crawler.spider, "finished")


def test_a_bill_is_stored_and_counted():
    seen: list[BillRecord] = []
    problem = ItemError(kind="unreadable", subject="a text", message="a scan")

    def ingest(found: BillRecord) -> IngestResult:
        seen.append(found)
        return IngestResult(outcome="new", events=3, versions=2, errors=(problem,), baseline=True)

    crawler = FakeCrawler(ingest)
    pipeline, recorder = built(crawler)
    around = ItemError(kind="unmatched-file", subject="a file", message="no version names it")
    item = BillItem(record=ITEM.record, problems=(around,))
    assert pipeline.process_item(item) is item
    closed(recorder, crawler)
    assert seen == [item.record]
    assert crawler.journal.noted == [around, problem]
    ((written, sessions),) = crawler.journal.finished
    assert (written.new, written.changed, written.unchanged) == (1, 0, 0)
    assert (written.events, written.versions, written.baseline, written.errors) == (3, 2, True, 2)
    assert dict(written.error_kinds) == {"unmatched-file": 1, "unreadable": 1}
    assert sessions == [("WA", "2025-2026")]


def test_outcomes_are_counted_apart():
    outcomes = iter(["new", "changed", "unchanged", "unchanged"])
    crawler = FakeCrawler(lambda _: IngestResult(outcome=next(outcomes)))  # type: ignore[arg-type]
    pipeline, recorder = built(crawler)
    for _ in range(4):
        pipeline.process_item(ITEM)
    closed(recorder, crawler)
    written = crawler.journal.finished[0][0]
    assert (written.new, written.changed, written.unchanged, written.baseline) == (1, 1, 2, False)


def test_a_bad_item_is_recorded_and_not_stored():
    crawler = FakeCrawler(lambda _: pytest.fail("stored"))
    pipeline, recorder = built(crawler)
    bad = BadItem(error=ItemError(kind="malformed", subject="s", message="m"))
    assert pipeline.process_item(bad) is bad
    assert pipeline.process_item("something") == "something"
    closed(recorder, crawler)
    assert crawler.journal.noted == [bad.error]
    assert crawler.journal.finished[0][1] == [], "a session of which nothing was stored does not go live"


def test_what_goes_wrong_with_one_bill_is_recorded_and_the_run_goes_on(caplog):
    def ingest(found: BillRecord) -> IngestResult:
        raise RuntimeError("x" * 1000)

    crawler = FakeCrawler(ingest)
    pipeline, recorder = built(crawler)
    with caplog.at_level(logging.ERROR):
        assert pipeline.process_item(ITEM) is ITEM
    assert "WA HB 9901" in caplog.text
    closed(recorder, crawler)
    (noted,) = crawler.journal.noted
    assert (noted.kind, noted.subject) == ("store", "WA HB 9901 (2025-2026)")
    assert noted.message.startswith("RuntimeError: xxx")
    assert len(noted.message) == 500
    assert recorder.failure is None
    assert crawler.journal.finished[0][1] == []


def test_a_database_that_cannot_be_used_ends_the_run():
    def ingest(found: BillRecord) -> IngestResult:
        raise StoreError("the disk is full")

    crawler = FakeCrawler(ingest)

    async def crawl() -> RunRecorder:
        pipeline, recorder = built(crawler)
        pipeline.process_item(ITEM)
        pipeline.process_item(ITEM)  # what was on its way
        await asyncio.sleep(0)
        return recorder

    recorder = asyncio.run(crawl())
    assert crawler.engine is not None
    assert crawler.engine.closed_for == ["failed"]
    crawler.spider.complete = True
    recorder.spider_closed(crawler.spider, "failed")
    written = crawler.journal.finished[0][0]
    assert (written.state.value, written.message) == ("failed", "the disk is full")


def test_without_ports_it_stays_off():
    for crawler in (FakeCrawler(ports=False), FakeCrawler()):
        with pytest.raises(NotConfigured):
            StorePipeline.from_crawler(crawler)  # type: ignore[arg-type]


def test_without_stats_nothing_is_counted():
    crawler = FakeCrawler()
    pipeline, _ = built(crawler)
    crawler.stats = None
    assert pipeline.process_item(ITEM) is ITEM
