from __future__ import annotations

from dataclasses import replace

import pytest
from scrapy.exceptions import DropItem

from crawlers.items import BadItem, BillItem
from crawlers.pipelines.deduplicate import DeduplicatePipeline
from monitor.model.run import ItemError
from tests.crawlers.bills import record
from tests.crawlers.fakes import FakeCrawler


@pytest.fixture
def crawler() -> FakeCrawler:
    return FakeCrawler()


@pytest.fixture
def pipeline(crawler: FakeCrawler) -> DeduplicatePipeline:
    return DeduplicatePipeline.from_crawler(crawler)  # type: ignore[arg-type]


def test_the_first_one_counts(pipeline, crawler):
    first = BillItem(record=record())
    assert pipeline.process_item(first) is first
    with pytest.raises(DropItem, match=r"WA HB 9901 \(2025-2026\) was read already"):
        pipeline.process_item(BillItem(record=record()))
    other = pipeline.process_item(BillItem(record=record(title="Another sample.")))
    assert isinstance(other, BadItem)
    assert (other.error.kind, other.error.subject) == ("duplicate", "WA HB 9901 (2025-2026)")
    assert crawler.counts == {"bill/duplicate": 2}
    with pytest.raises(DropItem):
        pipeline.process_item(BillItem(record=record()))  # the second one did not take its place


def test_other_sessions_and_numbers_are_other_bills(pipeline, crawler):
    for found in (record(), record(legislative_session="2023-2024"), record(identifier="HB 9902")):
        item = BillItem(record=found)
        assert pipeline.process_item(item) is item
    assert crawler.counts == {}


def test_one_number_written_twice_is_one_bill(pipeline):
    pipeline.process_item(BillItem(record=record()))
    assert isinstance(pipeline.process_item(BillItem(record=record(identifier="hb09901"))), BadItem)


def test_without_metadata_there_is_nothing_to_compare(pipeline):
    bare = BillItem(record=replace(record(), metadata=None))
    assert pipeline.process_item(bare) is bare
    with pytest.raises(DropItem):
        pipeline.process_item(bare)


def test_other_items_pass(pipeline):
    bad = BadItem(error=ItemError(kind="malformed", subject="s", message="m"))
    assert pipeline.process_item(bad) is bad
    assert pipeline.process_item(bad) is bad


def test_it_needs_stats(crawler):
    crawler.stats = None
    with pytest.raises(ValueError, match="stats"):
        DeduplicatePipeline.from_crawler(crawler)
