from __future__ import annotations

import io
from typing import Any

import pytest
from rich.console import Console
from scrapy import signals
from scrapy.exceptions import NotConfigured

from crawlers.extensions.field_coverage import FieldCoverage
from crawlers.extensions.progress import ProgressBar
from crawlers.items import BadItem, BatchItem, BillItem, UnchangedItem
from crawlers.signals import listing_counted
from crawlers.tally import coverage, missing_fields
from monitor.model.run import ItemError
from tests.crawlers.bills import HTML, metadata, parsed, record
from tests.crawlers.fakes import FakeCrawler


def test_which_fields_the_bills_of_a_run_have():
    crawler = FakeCrawler()
    extension = FieldCoverage.from_crawler(crawler)  # type: ignore[arg-type]
    full = parsed(metadata(), {"9901_Original_Bill.htm": HTML})[0]
    empty = record(abstracts=[], actions=[], sources=[], sponsorships=[], subject=[], versions=[])
    bad = BadItem(error=ItemError(kind="malformed", subject="s", message="m"))
    passed = UnchangedItem(key=full.key, metadata_sha256=b"", missing=missing_fields(record()))
    for item in (BatchItem(items=(BillItem(record=full), BillItem(record=empty), bad)), passed, bad):
        crawler.signals.send_catch_log(signals.item_scraped, item=item)
    assert extension.stats.get_value("field/bills") == 3
    shares = coverage(crawler.counts)
    assert shares.pop("texts") == pytest.approx(1 / 3, abs=1e-4)
    assert set(shares) == {"abstract", "actions", "source_url", "sponsors", "subjects", "versions"}
    assert set(shares.values()) == {0.6667}


def test_coverage_needs_stats():
    crawler = FakeCrawler()
    crawler.stats = None
    with pytest.raises(NotConfigured):
        FieldCoverage.from_crawler(crawler)  # type: ignore[arg-type]


def test_no_bar_where_there_is_no_terminal():
    with pytest.raises(NotConfigured):
        ProgressBar.from_crawler(FakeCrawler())  # type: ignore[arg-type]


def test_the_bar_counts_what_is_done():
    crawler = FakeCrawler()
    crawler.settings.set("PROGRESS_BAR", True)
    bar = ProgressBar.from_crawler(crawler)  # type: ignore[arg-type]
    bad = BadItem(error=ItemError(kind="malformed", subject="s", message="m"))
    bar.progress = type(bar)(Console(file=io.StringIO(), force_terminal=True)).progress
    for signal in (
        signals.item_scraped,
        listing_counted,
        signals.item_scraped,
        signals.item_dropped,
        signals.item_error,
    ):
        extra: dict[str, Any] = {"count": 9} if signal is listing_counted else {"item": bad}
        crawler.signals.send_catch_log(signal, spider=crawler.spider, **extra)
    crawler.signals.send_catch_log(signals.item_scraped, item=BatchItem(items=(bad,) * 5))
    (task,) = bar.progress.tasks
    assert (task.description, task.completed, task.total) == ("openstates-files", 8, 9)
    assert bar.progress.live.is_started
    crawler.signals.send_catch_log(signals.spider_closed, spider=crawler.spider)
    assert not bar.progress.live.is_started
