from __future__ import annotations

from typing import Any

import pytest
from scrapy import signals
from scrapy.exceptions import NotConfigured

from crawlers.errors import CrawlError, EmptyListingError
from crawlers.extensions.run_record import RunRecorder
from crawlers.tally import HOSTS_LEFT_ALONE
from monitor.errors import StoreError
from monitor.model.quota import QuotaExhaustedError, WindowKind, window_of
from monitor.model.run import ItemError, RunState
from tests.crawlers.fakes import FakeCrawler


@pytest.fixture
def crawler() -> FakeCrawler:
    return FakeCrawler()


@pytest.fixture
def recorder(crawler: FakeCrawler) -> RunRecorder:
    return RunRecorder.from_crawler(crawler)  # type: ignore[arg-type]


ERROR = ItemError(kind="malformed", subject="a bill", message="not JSON")


@pytest.mark.parametrize(
    ("spider", "reason", "state", "message"),
    [
        ({"complete": True}, "finished", RunState.OK, ""),
        ({"complete": True}, "shutdown", RunState.OK, ""),
        ({"limited": True}, "finished", RunState.PARTIAL, "limited; the listing goes on"),
        ({}, "shutdown", RunState.PARTIAL, "stopped; run again to go on"),
        ({}, "finished", RunState.FAILED, "the spider ended early: finished"),
        ({"failure": EmptyListingError("here", "bills")}, "failed", RunState.FAILED, "no bills under here"),
        ({"failure": CrawlError("gone"), "complete": True}, "finished", RunState.FAILED, "gone"),
    ],
)
def test_how_a_run_ended(recorder, crawler, spider: dict[str, Any], reason: str, state: RunState, message: str):
    vars(crawler.spider).update(spider)
    crawler.clock.pass_(2.5)
    crawler.signals.send_catch_log(signals.spider_closed, spider=crawler.spider, reason=reason)
    ((written, sessions),) = crawler.journal.finished
    assert recorder.record == written
    assert (written.source, written.state, written.message) == ("openstates-files", state, message)
    assert (written.seconds, written.ended_at, sessions) == (2.5, crawler.clock.now, [])
    assert (recorder.failure is not None) == (state is RunState.FAILED)
    if recorder.failure is not None:
        assert str(recorder.failure) == message


def test_a_run_without_calls_left_is_skipped(recorder, crawler):
    crawler.spider.failure = QuotaExhaustedError("legiscan", "bill", window_of(WindowKind.MONTH, crawler.clock()))
    recorder.spider_closed(crawler.spider, "failed")
    ((written, _),) = crawler.journal.finished
    assert written.state is RunState.SKIPPED_QUOTA
    assert written.message.startswith("the quota of legiscan for bill is used up for this month; it opens again at")
    assert recorder.failure is crawler.spider.failure


@pytest.mark.parametrize("failure", [None, CrawlError("no list")])
def test_a_run_whose_host_was_left_alone_is_blocked_even_when_it_came_to_its_end(recorder, crawler, failure):
    crawler.spider.complete, crawler.spider.failure = True, failure
    crawler.stats.inc_value(HOSTS_LEFT_ALONE)
    recorder.spider_closed(crawler.spider, "finished")
    ((written, _),) = crawler.journal.finished
    assert written.state is RunState.BLOCKED
    assert written.message.startswith("a host was left alone, since it refused too often")
    assert written.message.endswith("; no list") == (failure is not None)
    assert recorder.failure is failure


def test_progress_is_written_every_five_seconds(recorder, crawler):
    recorder.add_error(ERROR)
    crawler.stats.inc_value("bill/listed", 7)
    for seconds, written in ((4.9, 0), (0.1, 1), (4.9, 1), (60, 2)):
        crawler.clock.pass_(seconds)
        crawler.signals.send_catch_log(signals.item_scraped, item=None)
        assert len(crawler.journal.written) == written
    first = crawler.journal.written[0]
    assert (first.state, first.ended_at, first.listed, first.errors) == (RunState.RUNNING, None, 7, 1)
    assert crawler.journal.noted == [ERROR], "once"
    for signal in (signals.item_dropped, signals.item_error):
        crawler.clock.pass_(5)
        crawler.signals.send_catch_log(signal, item=None)
    assert len(crawler.journal.written) == 4


def test_errors_reach_the_journal_before_the_end(recorder, crawler):
    recorder.add_error(ERROR)
    assert crawler.journal.noted == []
    recorder.spider_closed(crawler.spider, "shutdown")
    assert crawler.journal.noted == [ERROR]
    assert dict(crawler.journal.finished[0][0].error_kinds) == {"malformed": 1}


def test_the_words_of_an_error_can_be_stored(recorder, crawler):
    """Names of files are bytes of any kind; one that no database takes must not cost the record of the run."""
    recorder.add_error(
        ItemError(kind="unmatched-file", subject="a\udcff\x00\u202eb\n" + "x" * 9000, message="m" * 9000)
    )
    recorder.spider_closed(crawler.spider, "finished")
    (noted,) = crawler.journal.noted
    assert noted.subject.startswith("a?b xxx")
    assert (len(noted.subject), len(noted.message)) == (500, 500)
    noted.subject.encode("utf-8")


def test_sessions_are_told_once(recorder, crawler):
    for session in ("2025", "2026", "2025"):
        recorder.add_session("WA", session)
    recorder.spider_closed(crawler.spider, "finished")
    assert crawler.journal.finished[0][1] == [("WA", "2025"), ("WA", "2026")]


def test_the_first_failure_counts_even_without_an_engine(recorder, crawler):
    crawler.engine = None
    recorder.fail(StoreError("first"))
    recorder.fail(StoreError("second"))
    crawler.clock.pass_(60)
    recorder.item_done()
    assert crawler.journal.written == [], "the database is not asked again"
    recorder.spider_closed(crawler.spider, "failed")
    assert crawler.journal.finished[0][0].message == "first"


def test_without_ports_it_stays_off():
    with pytest.raises(NotConfigured, match="nothing is recorded"):
        RunRecorder.from_crawler(FakeCrawler(ports=False))  # type: ignore[arg-type]


def test_without_stats_errors_are_still_noted(recorder, crawler):
    crawler.stats, stats = None, crawler.stats
    recorder.add_error(ERROR)
    crawler.stats = stats
    recorder.spider_closed(crawler.spider, "finished")
    assert crawler.journal.noted == [ERROR]


def unusable(*args: object) -> None:
    raise StoreError("the disk is full")


@pytest.mark.parametrize("when", ["errors", "finish"])
def test_a_record_that_cannot_be_closed_is_a_failed_run(recorder, crawler, monkeypatch, when: str):
    """Scrapy only logs what a signal's handler raises; the command must not exit with 0."""
    crawler.spider.complete = True
    recorder.add_error(ERROR)
    monkeypatch.setattr(crawler.journal, when, unusable)
    crawler.signals.send_catch_log(signals.spider_closed, spider=crawler.spider, reason="finished")
    assert isinstance(recorder.failure, StoreError)
    assert recorder.record is not None
    assert (recorder.record.state, recorder.record.message) == (RunState.FAILED, "the disk is full")


def test_progress_that_cannot_be_written_ends_the_run(recorder, crawler, monkeypatch):
    recorder.add_error(ERROR)
    monkeypatch.setattr(crawler.journal, "errors", unusable)
    crawler.engine = None
    crawler.clock.pass_(5)
    recorder.item_done()
    assert str(recorder.failure) == "the disk is full"
    monkeypatch.undo()
    recorder.spider_closed(crawler.spider, "failed")
    assert crawler.journal.noted == [ERROR], "not lost"
    assert crawler.journal.finished[0][0].state is RunState.FAILED
