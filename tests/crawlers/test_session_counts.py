"""What a run saw of each session, from the spider's signal and from the items that pass; the bills are made up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crawlers.errors import CrawlError, EmptyListingError
from crawlers.extensions.run_record import RunRecorder
from crawlers.items import BadItem, BillItem
from crawlers.pipelines.sanity import SanityPipeline
from crawlers.pipelines.store import StorePipeline
from crawlers.platforms.bulk_files import key_of_folder
from crawlers.session_counts import SessionCounts
from crawlers.signals import session_listed
from monitor.model.bill import BillKey
from monitor.model.failure import FailureKind
from monitor.model.health import SessionTally
from monitor.model.run import ItemError, RunState
from monitor.services.ingest import IngestResult
from tests.crawlers.fakes import FakeCrawler
from tests.records import KEY, bill

ERROR = ItemError(kind="malformed", subject="a bill", message="not JSON")


class Crawl:
    """Items through the last pipeline, with Scrapy's own signals."""

    def __init__(self, *results: IngestResult) -> None:
        outcomes = iter(results)
        self.crawler = FakeCrawler(lambda _: next(outcomes))
        self.recorder = RunRecorder.from_crawler(self.crawler)  # type: ignore[arg-type]
        self.crawler.extensions[RunRecorder] = self.recorder
        self.pipeline = StorePipeline.from_crawler(self.crawler)  # type: ignore[arg-type]

    def end(self, **spider: object) -> list[SessionTally]:
        vars(self.crawler.spider).update(spider)
        self.recorder.spider_closed(self.crawler.spider, "finished")
        return self.crawler.journal.tallies


def test_bills_are_counted_under_their_session():
    crawl = Crawl(
        IngestResult(outcome="new", texts=3, short_texts=1),
        IngestResult(outcome="changed", texts=1),
        IngestResult(outcome="unchanged"),
    )
    bare = bill(key=replace(KEY, identifier="HB 2"), actions=(), sponsors=(), versions=())
    other = bill(key=replace(KEY, session="2027-2028"))
    for record in (bill(), bare, other):
        crawl.pipeline.process_item(BillItem(record=record))
    first, second = crawl.end(complete=True, lists_whole_sessions=True)
    assert (first.session, second.session) == ("2025-2026", "2027-2028")
    assert (first.identifiers, first.whole) == ({"HB 9901", "HB 2"}, True)
    assert (first.new, first.changed, first.unchanged, first.read) == (1, 1, 0, 2)
    assert first.filled == {"title": 2, "actions": 1, "versions": 1, "sponsors": 1}
    assert (first.texts, first.short_texts) == (4, 1)
    assert (second.unchanged, second.listed) == (1, 1)


@pytest.mark.parametrize(
    ("spider", "whole"),
    [
        ({"complete": True, "lists_whole_sessions": True}, True),
        ({"complete": True}, False),
        ({"limited": True, "lists_whole_sessions": True}, False),
    ],
)
def test_only_a_complete_run_over_whole_sessions_tells_what_is_not_there(spider: dict[str, bool], whole: bool):
    crawl = Crawl(IngestResult(outcome="new"))
    crawl.pipeline.process_item(BillItem(record=bill()))
    (tally,) = crawl.end(**spider)
    assert tally.whole is whole


def test_a_list_that_a_spider_announces():
    crawl = Crawl(IngestResult(outcome="changed"))
    listed = {"jurisdiction": "WA", "session": "2025-2026", "identifiers": ["HB 1", "HB 9901"], "whole": True}
    crawl.crawler.signals.send_catch_log(session_listed, **listed)
    crawl.crawler.signals.send_catch_log(session_listed, **(listed | {"jurisdiction": "UT", "whole": False}))
    crawl.pipeline.process_item(BillItem(record=bill()))
    utah, washington = crawl.end(complete=True)
    assert (washington.listed, washington.read, washington.whole) == (2, 1, True)
    assert (utah.listed, utah.read, utah.whole) == (2, 0, False)


def test_a_bill_that_cannot_be_stored_was_listed_all_the_same():
    crawl = Crawl()
    bad = SanityPipeline(crawl.crawler.stats).process_item(BillItem(record=bill(title="")))
    crawl.pipeline.process_item(bad)
    (tally,) = crawl.end(complete=True, lists_whole_sessions=True)
    assert (tally.identifiers, tally.whole, tally.read) == ({"HB 9901"}, True, 1)
    assert (tally.filled["title"], tally.filled["actions"]) == (0, 1)


def test_what_a_list_told_before_holds_whatever_was_lost_after():
    counts = SessionCounts()
    counts.listed("WA", "2025-2026", ["HB 1", "HB 2"], whole=True)
    counts.lost(None)
    assert [tally.whole for tally in counts.tallies(whole=False)] == [True]


def test_when_nobody_knows_which_bill_was_lost_none_is_missing():
    crawl = Crawl(IngestResult(outcome="new"))
    crawl.pipeline.process_item(BillItem(record=bill()))
    crawl.pipeline.process_item(BadItem(error=ERROR))
    (tally,) = crawl.end(complete=True, lists_whole_sessions=True)
    assert not tally.whole
    counts = SessionCounts()
    counts.lost(KEY)
    assert counts.tallies(whole=True)[0].whole


def test_a_bill_that_was_read_before_has_the_fields_it_had_then():
    counts = SessionCounts()
    counts.read_before(KEY, ("actions", "abstract"))
    counts.stored(KEY, IngestResult(outcome="unchanged"))
    (tally,) = counts.tallies(whole=True)
    assert (tally.read, tally.unchanged, tally.identifiers) == (1, 1, {"HB 9901"})
    assert tally.filled == {"title": 1, "actions": 0, "versions": 1, "sponsors": 1}


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("country:us/state:wa/sessions/2025-2026/bills/HB1622", ("WA", "2025-2026", "HB 1622")),
        ("country:us/district:dc/sessions/26/bills/B26-0001", ("DC", "26", "B 26-0001")),
        ("country:us/sessions/119/bills/HR1", ("US", "119", "HR 1")),
        ("country:us/state:zz/sessions/2025/bills/HB1", None),
        ("country:us/state:wa/sessions/2025/bills/notes", None),
        ("somewhere/else/HB1", None),
    ],
)
def test_which_bill_a_folder_is_for(label: str, key: tuple[str, str, str] | None):
    found = key_of_folder(label)
    wanted = None if key is None else BillKey(jurisdiction=key[0], session=key[1], identifier=key[2])
    assert found == wanted


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (FailureKind.BLOCKED, RunState.BLOCKED),
        (FailureKind.CIRCUIT_OPEN, RunState.BLOCKED),
        (FailureKind.RATE_LIMITED, RunState.BLOCKED),
        (FailureKind.QUOTA, RunState.SKIPPED_QUOTA),
        (FailureKind.TLS, RunState.FAILED),
        (FailureKind.SCHEMA_DRIFT, RunState.FAILED),
    ],
)
def test_the_kind_of_a_failure_is_part_of_the_record(kind: FailureKind, state: RunState):
    class KnownError(CrawlError):
        def __init__(self) -> None:
            self.kind = kind
            super().__init__("it broke")

    crawl = Crawl()
    crawl.end(failure=KnownError())
    assert crawl.recorder.record is not None
    assert (crawl.recorder.record.state, crawl.recorder.record.failure) == (state, kind.value)


def test_a_list_without_a_bill_is_a_failure_of_its_kind():
    crawl = Crawl()
    crawl.end(failure=EmptyListingError("here", "bills"), complete=True, lists_whole_sessions=True)
    assert crawl.recorder.record is not None
    assert (crawl.recorder.record.state, crawl.recorder.record.failure) == (RunState.FAILED, "empty")
    assert crawl.crawler.journal.tallies == []


def test_numbers_of_the_wire_reach_the_record():
    crawl = Crawl()
    crawl.crawler.stats.inc_value("downloader/response_status_count/200", 7)
    crawl.crawler.stats.inc_value("downloader/response_status_count/403", 2)
    crawl.crawler.stats.inc_value("downloader/response_bytes", 4711)
    crawl.crawler.stats.inc_value("bill/fetched", 3)
    crawl.end(complete=True, jurisdictions=frozenset({"WA", "CA"}))
    record = crawl.recorder.record
    assert record is not None
    assert (record.http, record.received_bytes, record.fetched) == ({"200": 7, "403": 2}, 4711, 3)
    assert record.scope == ("CA", "WA")
