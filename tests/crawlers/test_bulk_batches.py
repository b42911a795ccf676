from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from scrapy.exceptions import DropItem

from crawlers.extensions.run_record import RunRecorder
from crawlers.items import BadItem, BatchItem, BillItem, UnchangedItem
from crawlers.parsing.revision import parser_revision
from crawlers.pipelines.deduplicate import DeduplicatePipeline
from crawlers.pipelines.sanity import SanityPipeline
from crawlers.pipelines.store import StorePipeline
from crawlers.platforms import bulk_files
from crawlers.spiders.openstates_files import OpenStatesFilesSpider
from monitor.errors import StoreError
from monitor.model.mark import KnownMark, MarkedRecord
from monitor.model.run import ItemError
from monitor.services.ingest import IngestFailure, IngestResult
from tests.crawlers.bills import PLACE, numbered, record, write_bill, write_numbered
from tests.crawlers.fakes import FakeCrawler
from tests.crawlers.test_bulk_files import Crawl

BAD = BadItem(error=ItemError(kind="malformed", subject="s", message="m"))


class Book:
    """A store of marks in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[str, KnownMark]] = {}
        self.asked: list[dict[str, str]] = []

    def known(self, marks: Mapping[str, str]) -> dict[str, KnownMark]:
        self.asked.append(dict(marks))
        return {place: self.kept[place][1] for place, mark in marks.items() if self.kept.get(place, ("",))[0] == mark}

    def keep(self, items: Sequence[Any]) -> None:
        for item in items:
            if isinstance(item, BillItem) and item.mark is not None:
                mark = KnownMark(key=item.record.key, missing=item.mark.missing)
                self.kept[item.mark.place] = (item.mark.value, mark)


@pytest.fixture
def book() -> Book:
    return Book()


@pytest.fixture
def root(tmp_path) -> Path:
    for number in (9901, 9902, 9903, 9904, 9905):
        write_numbered(tmp_path, number)
    return tmp_path


def crawl(root: Path, book: Book, *, batch: int = 100) -> Crawl:
    found = Crawl(path=str(root))
    found.crawler.settings.set("BATCH_BILLS", batch)
    found.spider.ports = replace(found.crawler.spider.ports, known_marks=book.known)
    found.run()
    book.keep(found.items)
    return found


def kinds(found: Crawl) -> list[str]:
    return [type(item).__name__ for item in found.items]


def test_batches_are_as_large_as_is_set(root, book):
    assert crawl(root, book, batch=2).batches == [2, 2, 1]
    assert [len(asked) for asked in book.asked] == [2, 2, 1]
    assert crawl(root, Book()).batches == [5]


def test_much_to_read_makes_a_batch_small(root, book, monkeypatch):
    monkeypatch.setattr(bulk_files, "_BATCH_BYTES", 1)
    assert crawl(root, book).batches == [1] * 5


def test_what_is_stored_is_not_parsed_again(root, book, monkeypatch):
    assert kinds(crawl(root, book)) == ["BillItem"] * 5

    def parsed(*_: object) -> None:
        raise AssertionError

    with monkeypatch.context() as patch:
        patch.setattr(OpenStatesFilesSpider, "parse_bill", parsed)
        again = crawl(root, book)
    assert kinds(again) == ["UnchangedItem"] * 5
    assert again.crawler.counts["bill/listed"] == 5
    first = again.items[0]
    assert (str(first.key), first.missing) == ("WA HB 9901 (2025-2026)", ())


def test_any_other_byte_is_parsed(root, book):
    crawl(root, book)
    write_numbered(root, 9901, b"<p>Another text, the same metadata.</p>")
    write_numbered(root, 9902, title="Another title.")
    (root / "wa-legislation" / PLACE.replace("9901", "9903") / "files" / "more.htm").write_bytes(b"one file more")
    (root / "wa-legislation" / PLACE.replace("9901", "9904") / "files" / "9904_Original_Bill.htm").unlink()
    assert kinds(crawl(root, book)) == ["BillItem"] * 4 + ["UnchangedItem"]


def test_another_parser_reads_everything_again(root, book, monkeypatch):
    crawl(root, book)
    monkeypatch.setattr(bulk_files, "parser_revision", lambda: "another")
    assert kinds(crawl(root, book)) == ["BillItem"] * 5


def test_the_revision_is_of_the_code():
    assert parser_revision() == parser_revision()
    assert len(parser_revision()) == 16


def test_what_is_wrong_is_told_in_every_run(root, book):
    write_numbered(root, 9906)
    (root / "wa-legislation" / PLACE.replace("9901", "9906") / "files" / "stray.htm").write_bytes(b"no version")
    (write_bill(root, numbered(9907)) / "metadata.json").write_bytes(b"{")
    for _ in range(2):
        last = crawl(root, book).items[-2:]
        assert isinstance(last[0], BillItem)
        assert [problem.kind for problem in last[0].problems] == ["unmatched-file"]
        assert last[0].mark is None
        assert isinstance(last[1], BadItem)


def test_a_file_beyond_the_limit_is_for_the_parser_to_tell(root, book):
    write_numbered(root, 9901, b"x" * 1_000_001)
    found = crawl(root, book).items[0]
    assert isinstance(found, BillItem)
    assert (found.problems[0].kind, found.mark) == ("too-large", None)


def test_a_database_that_fails_while_marks_are_looked_up(root):
    def gone(_: Mapping[str, str]) -> dict[str, KnownMark]:
        raise StoreError("the disk is full")

    found = Crawl(path=str(root))
    found.spider.ports = replace(found.crawler.spider.ports, known_marks=gone)
    found.run()
    assert (found.closed_for, str(found.spider.failure), found.spider.complete) == ("failed", "the disk is full", False)


class TestPipelines:
    def test_sanity_looks_at_each(self):
        pipeline = SanityPipeline.from_crawler(FakeCrawler())  # type: ignore[arg-type]
        good, nameless = BillItem(record=record()), BillItem(record=record(title=" "))
        passed = UnchangedItem(key=record().key, metadata_sha256=b"", missing=())
        batch = pipeline.process_item(BatchItem(items=(good, nameless, BAD, passed)))
        assert batch.items[0] is good
        assert batch.items[1].error.kind == "sanity"
        assert batch.items[2:] == (BAD, passed)

    def test_an_impossible_day_is_counted_in_every_run(self, root, book):
        pipeline = SanityPipeline.from_crawler(FakeCrawler())  # type: ignore[arg-type]
        item = crawl(root, book).items[0]
        assert item.mark is not None
        early = tuple(replace(action, on=action.on.replace(year=1066)) for action in item.record.actions)
        (found,) = pipeline.process_item(
            BatchItem(items=(replace(item, record=replace(item.record, actions=early)),))
        ).items
        assert (found.mark, pipeline.stats.get_value("sanity/implausible_date")) == (None, len(early))

    def test_copies_are_found_whether_or_not_the_first_was_parsed(self, root, book):
        items = crawl(root, book).items
        for first in (items[0], crawl(root, book).items[0]):
            crawler = FakeCrawler()
            pipeline = DeduplicatePipeline.from_crawler(crawler)  # type: ignore[arg-type]
            other = BillItem(record=replace(record(), key=items[0].record.key))
            batch = pipeline.process_item(BatchItem(items=(first, items[0], other, items[1], BAD)))
            assert batch.items[0] is first
            assert [type(item).__name__ for item in batch.items[1:]] == ["BadItem", "BillItem", "BadItem"]
            assert crawler.counts["bill/duplicate"] == 2
            with pytest.raises(DropItem):
                pipeline.process_item(items[0])

    def test_a_batch_is_stored_at_once_and_counted_one_by_one(self, root, book):
        items = crawl(root, book).items
        seen: list[list[MarkedRecord]] = []
        unread = ItemError(kind="unreadable", subject="a text", message="a scan")

        def many(records: Sequence[MarkedRecord]) -> list[IngestResult | IngestFailure]:
            seen.append(list(records))
            return [
                IngestResult(outcome="new", events=2, versions=1, errors=(unread,), baseline=True),
                IngestFailure(error=ValueError("too odd")),
                IngestResult(outcome="changed", events=3),
            ]

        crawler = FakeCrawler(lambda _: pytest.fail("alone"))
        crawler.spider.ports = replace(crawler.spider.ports, ingest_many=many)
        recorder = RunRecorder.from_crawler(crawler)  # type: ignore[arg-type]
        crawler.extensions[RunRecorder] = recorder
        passed = UnchangedItem(key=items[3].record.key, metadata_sha256=b"", missing=())
        batch = BatchItem(items=(*items[:3], passed, BAD))
        pipeline = StorePipeline.from_crawler(crawler)  # type: ignore[arg-type]
        assert pipeline.process_item(batch) is batch
        crawler.spider.complete = True
        recorder.spider_closed(crawler.spider, "finished")
        assert seen == [[MarkedRecord(record=item.record, mark=item.mark) for item in items[:3]]]
        ((written, sessions),) = crawler.journal.finished
        assert (written.new, written.changed, written.unchanged) == (1, 1, 1)
        assert (written.events, written.versions, written.baseline) == (5, 1, True)
        assert dict(written.error_kinds) == {"malformed": 1, "store": 1, "unreadable": 1}
        assert sessions == [("WA", "2025-2026")]

    def test_without_a_way_for_many_each_is_stored_alone(self, root, book):
        seen = []

        def one(found: Any) -> IngestResult:
            seen.append(found)
            return IngestResult(outcome="new")

        crawler = FakeCrawler(one)
        crawler.extensions[RunRecorder] = RunRecorder.from_crawler(crawler)  # type: ignore[arg-type]
        items = crawl(root, book).items
        StorePipeline.from_crawler(crawler).process_item(BatchItem(items=tuple(items)))  # type: ignore[arg-type]
        assert seen == [item.record for item in items]
