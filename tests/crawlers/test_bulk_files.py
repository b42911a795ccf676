from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any

import pytest
from scrapy.exceptions import CloseSpider

from crawlers.errors import ArchiveError, CrawlError, DownloadError, EmptyListingError, SourceNotFoundError
from crawlers.items import BadItem, BillItem
from crawlers.platforms.bill_folders import BillFolder, FolderListing
from crawlers.platforms.bulk_files import BulkFilesSpider
from crawlers.signals import listing_counted
from crawlers.spiders.openstates_files import OpenStatesFilesSpider
from tests.crawlers.bills import numbered, write_bill, write_numbered
from tests.crawlers.fakes import FakeCrawler
from tests.crawlers.test_archive import BODY, GOOD, tar_of
from tests.crawlers.web import serving, status, whole


class Crawl:
    """A spider and what came out of it."""

    def __init__(self, *, ports: bool = True, **arguments: Any) -> None:
        self.crawler = FakeCrawler(ports=ports)
        self.crawler.settings.set("DOWNLOAD_MAXSIZE", 1_000_000)
        self.spider = OpenStatesFilesSpider(ports=self.crawler.spider.ports, **arguments)
        self.spider._set_crawler(self.crawler)  # type: ignore[arg-type]
        self.counts: list[int] = []
        self.crawler.signals.connect(self._counted, signal=listing_counted)
        self.closed_for = ""
        self.items: list[Any] = []
        self.batches: list[int] = []

    def _counted(self, count: int) -> None:
        self.counts.append(count)

    def run(self) -> Crawl:
        async def collect() -> None:
            async for batch in self.spider.start():
                self.batches.append(len(batch.items))
                self.items += batch.items

        try:
            asyncio.run(collect())
        except CloseSpider as error:
            self.closed_for = error.reason
        return self

    @property
    def names(self) -> list[str]:
        return [
            str(i.record.key) if isinstance(i, BillItem) else f"{i.error.kind}: {i.error.subject}" for i in self.items
        ]


@pytest.fixture
def root(tmp_path) -> Path:
    for number in (9903, 9901, 9902):
        write_numbered(tmp_path, number)
    colorado = {"id": "ocd-jurisdiction/country:us/state:co/government"}
    write_bill(tmp_path, numbered(9901, legislative_session="2026A", jurisdiction=colorado))
    folder = tmp_path / "usa" / "country:us" / "sessions" / "119" / "bills" / "HR1"
    folder.mkdir(parents=True)
    (folder / "metadata.json").write_bytes(BODY.replace(b"state:wa/", b"").replace(b"2025-2026", b"119"))
    return tmp_path


def test_everything_is_listed_counted_and_read(root):
    crawl = Crawl(path=str(root)).run()
    assert crawl.names == [
        "CO HB 9901 (2026A)",
        "US HB 9901 (119)",
        "WA HB 9901 (2025-2026)",
        "WA HB 9902 (2025-2026)",
        "WA HB 9903 (2025-2026)",
    ]
    assert crawl.counts == [5]
    assert crawl.crawler.counts == {"bill/listed": 5}
    assert (crawl.spider.complete, crawl.spider.limited, crawl.spider.failure) == (True, False, None)


@pytest.mark.parametrize(
    ("codes", "count"), [((), 5), (("WA",), 3), (("US",), 1), (("CO", "US"), 2), (("CA",), 0)], ids=str
)
def test_jurisdictions(root, codes: tuple[str, ...], count: int):
    crawl = Crawl(path=str(root), jurisdictions=codes).run()
    assert len(crawl.items) == count
    assert crawl.spider.complete == (count > 0)
    if not count:
        assert crawl.closed_for == "failed"
        assert isinstance(crawl.spider.failure, EmptyListingError)
        assert str(crawl.spider.failure) == "no metadata.json of CA under the listing"


@pytest.mark.parametrize(("limit", "count", "limited"), [("2", 2, True), (4, 4, True), (5, 5, False), (99, 5, False)])
def test_a_limit_is_no_complete_run(root, limit: object, count: int, limited: bool):
    crawl = Crawl(path=str(root), limit=limit).run()
    assert (len(crawl.items), crawl.counts) == (count, [count])
    assert (crawl.spider.limited, crawl.spider.complete) == (limited, not limited)


def test_nothing_to_read(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "damaged.tar").write_bytes(b"x" * 1000)
    for arguments, kind in (
        ({}, SourceNotFoundError),
        ({"path": str(tmp_path / "nowhere")}, SourceNotFoundError),
        ({"path": str(tmp_path / "empty")}, EmptyListingError),
        ({"path": str(tmp_path / "damaged.tar")}, ArchiveError),
        ({"url": "file:///etc/passwd", "cache": str(tmp_path)}, DownloadError),
    ):
        crawl = Crawl(**arguments).run()
        assert isinstance(crawl.spider.failure, kind)
        assert (crawl.closed_for, crawl.items, crawl.spider.complete) == ("failed", [], False)


def test_a_listing_that_may_not_be_read(root, monkeypatch):
    def forbidden(spider: OpenStatesFilesSpider) -> object:
        raise PermissionError(13, "Permission denied", "/sample")

    monkeypatch.setattr(OpenStatesFilesSpider, "open_listing", forbidden)
    crawl = Crawl(path=str(root)).run()
    assert crawl.closed_for == "failed"
    assert isinstance(crawl.spider.failure, CrawlError)
    assert str(crawl.spider.failure) == "the listing cannot be read: [Errno 13] Permission denied: '/sample'"


def test_what_is_wrong_with_a_bill_stays_with_it(root, monkeypatch, caplog):
    parse = OpenStatesFilesSpider.parse_bill

    def odd(spider: OpenStatesFilesSpider, folder: BillFolder) -> Any:
        if folder.label.endswith("HB9902"):
            raise PermissionError(13, "Permission denied")
        if folder.label.endswith("HR1"):
            raise ZeroDivisionError("x" * 1000)
        return parse(spider, folder)

    monkeypatch.setattr(OpenStatesFilesSpider, "parse_bill", odd)
    (root / "wa-legislation/country:us/state:wa/sessions/2025-2026/bills/HB9903/metadata.json").write_bytes(b"{")
    with caplog.at_level(logging.ERROR):
        crawl = Crawl(path=str(root)).run()
    place = "country:us/state:wa/sessions/2025-2026/bills"
    assert crawl.names == [
        "CO HB 9901 (2026A)",
        "malformed: country:us/sessions/119/bills/HR1",
        "WA HB 9901 (2025-2026)",
        f"unreadable: {place}/HB9902",
        f"malformed: {place}/HB9903",
    ]
    unexpected = crawl.items[1]
    assert isinstance(unexpected, BadItem)
    assert unexpected.error.message.startswith("ZeroDivisionError: xxx")
    assert len(unexpected.error.message) == 500
    assert "HR1" in caplog.text
    assert crawl.spider.complete


@pytest.mark.parametrize("ports", [True, False])
def test_an_archive_on_disk(tmp_path, ports: bool):
    (tmp_path / "sample.tar").write_bytes(tar_of(GOOD))
    assert Crawl(path=str(tmp_path / "sample.tar"), ports=ports).run().names == ["WA HB 9901 (2025-2026)"]


def test_an_archive_on_the_web(tmp_path):
    with serving() as server:
        for _ in range(2):
            server.answers = [status(404), whole(tar_of(GOOD), ETag='"one"')]  # no robots.txt
            crawl = Crawl(url=server.url, cache=str(tmp_path / "cache"))
            crawl.crawler.settings.set("USER_AGENT", "Sample/1.0")
            crawl.crawler.settings.set("DOWNLOAD_TIMEOUT", 10)
            (item,) = crawl.run().items
        metadata = item.record.metadata
        assert metadata.body == BODY
        assert dict(metadata.headers)["archive"] == server.url
        assert (metadata.status, dict(metadata.headers)["etag"]) == (200, '"one"')
        assert [headers["If-None-Match"] for headers in server.seen[1::2]] == [None, '"one"']
        assert server.seen[0]["User-Agent"] == "Sample/1.0"
        server.answers = [status(404)]
        failed = Crawl(url=server.url + "?x", cache=str(tmp_path / "cache"))
        failed.crawler.settings.set("USER_AGENT", "Sample/1.0")
        failed.crawler.settings.set("DOWNLOAD_TIMEOUT", 10)
        assert failed.run().closed_for == "failed"
        assert "HTTP 404" in str(failed.spider.failure)


def test_an_archive_that_robots_forbids_is_not_fetched(tmp_path):
    with serving() as server:
        server.answers = [status(200, b"User-agent: *\nDisallow: /sample"), whole(tar_of(GOOD))]
        crawl = Crawl(url=server.url, cache=str(tmp_path / "cache"))
        crawl.crawler.settings.set("USER_AGENT", "Sample/1.0")
        crawl.crawler.settings.set("DOWNLOAD_TIMEOUT", 10)
        assert crawl.run().closed_for == "failed"
        assert "robots.txt of the host forbids it" in str(crawl.spider.failure)
        assert len(server.seen) == 1


def test_closing_tells_the_thread_to_end(root):
    spider = Crawl(path=str(root)).spider
    assert not spider.stop.is_set()
    spider.closed("shutdown")
    assert spider.stop.is_set()


def test_a_stopped_listing_is_closed(root, monkeypatch):
    closed = []

    def close(listing: FolderListing) -> None:
        closed.append(listing)

    monkeypatch.setattr(FolderListing, "close", close)
    crawl = Crawl(path=str(root))

    async def first() -> None:
        items = crawl.spider.start()
        await anext(items)
        await items.aclose()  # type: ignore[attr-defined]

    asyncio.run(first())
    assert len(closed) == 1
    assert not crawl.spider.complete


def test_a_spider_over_files_says_where_and_how():
    spider = BulkFilesSpider("sample")
    with pytest.raises(NotImplementedError):
        spider.open_listing()
    with pytest.raises(NotImplementedError):
        spider.parse_bill(None)  # type: ignore[arg-type]
