"""The platform of APIs without a reactor: an engine that answers as a test says, and a ledger of calls in memory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import CloseSpider, DownloadTimeoutError, IgnoreRequest
from scrapy.http import TextResponse

from crawlers.errors import AnswerError, CrawlError
from crawlers.items import BadItem, BillItem, Listed
from crawlers.platforms.json_api import ApiCall, JsonApiSpider
from crawlers.ports import CrawlPorts
from monitor.model.bill import BillKey, Document
from monitor.model.failure import FailureKind
from monitor.model.listing import ListedBill, NotedListing, PendingBill
from monitor.model.quota import CallOutcome, Grant, QuotaExhaustedError, WindowKind, window_of
from monitor.model.run import ItemError
from tests.crawlers.fakes import FakeCrawler, new
from tests.records import bill

KEY = "sample-key"
Answer = TextResponse | Exception


class Quota:
    """Grants as many calls as it was given; a refusal closes the window that was named, else the month."""

    def __init__(self, clock: Callable[[], Any], left: int = 1_000) -> None:
        self.clock, self.left = clock, left
        self.closed: WindowKind | None = None
        self.settled: list[CallOutcome] = []

    def reserve(self, bucket: str, calls: int = 1) -> Grant:
        if self.left < calls or self.closed is not None:
            kind = self.closed or WindowKind.MONTH
            if kind is WindowKind.MINUTE:
                self.closed = None  # by the next time it is asked, the minute is over
            raise QuotaExhaustedError("sample", bucket, window_of(kind, self.clock()))
        self.left -= calls
        return Grant(id=self.left, provider="sample", bucket=bucket, calls=calls)

    def settle(self, grant: Grant, *, outcome: CallOutcome, window: WindowKind | None = None) -> None:
        self.settled.append(outcome)
        if outcome is CallOutcome.REFUSED:
            self.closed = window or WindowKind.MONTH

    def plan(self, wanted: Mapping[str, int]) -> Any:
        raise NotImplementedError


class Archive:
    def __init__(self) -> None:
        self.kept: list[Document] = []

    def keep(self, answer: Document) -> None:
        self.kept.append(answer)

    def recall(self, url: str) -> Document | None:
        return next((one for one in reversed(self.kept) if one.url == url), None)


class Listings:
    def __init__(self, owed: int) -> None:
        self.owed = [
            PendingBill(
                native_id=str(number),
                announced="a",
                fetched=None,
                jurisdiction="WA",
                session="",
                identifier=f"HB {number}",
                attempts=0,
            )
            for number in range(1, owed + 1)
        ]

    def note(self, entries: Collection[ListedBill], *, known_only: bool = False) -> NotedListing:
        return NotedListing(new=len(entries))

    def pending(self, limit: int | None = None, *, jurisdictions: Collection[str] = ()) -> list[PendingBill]:
        return self.owed[:limit]

    def known(self) -> frozenset[str]:
        return frozenset()

    def marks(self, native_ids: Collection[str]) -> Mapping[str, tuple[str, str | None]]:
        return {}

    def fetched(self, native_id: str, mark: str, key: BillKey) -> None:
        raise AssertionError("the pipeline does that")

    def loaded(self, bills: Collection[tuple[ListedBill, BillKey]]) -> None:
        raise AssertionError("the pipeline does that")

    def failed(self, native_id: str, error: str) -> None:
        raise AssertionError("the pipeline does that")


class Sample(JsonApiSpider):
    name = "sample"

    def call(self, about: str = "1") -> ApiCall:
        return ApiCall(
            bucket="bill",
            address=f"sample:{about}",
            url=f"https://api.example/?key={KEY}&id={about}",
            headers={"X-API-KEY": KEY},
        )

    async def listing(self) -> AsyncIterator[None]:
        yield

    async def fetch(self, owed: Sequence[PendingBill]) -> AsyncIterator[BillItem | BadItem]:
        for entry in owed:
            await self.ask(self.call(entry.native_id), read)
            yield BillItem(record=bill(), listed=Listed(native_id=entry.native_id, mark="a"))


def read(answer: Document) -> bytes:
    if answer.body.startswith(b"refused"):
        raise AnswerError(FailureKind.QUOTA, answer.body.decode())
    if answer.body == b"bad":
        raise AnswerError(FailureKind.NOT_FOUND, "nothing there")
    if answer.body == b"ours":
        raise ZeroDivisionError("a mistake of the parser")
    return answer.body


def answer(body: bytes = b"fine", status: int = 200, **headers: str) -> TextResponse:
    kinds = {"Content-Type": "application/json; charset=utf-8", "Set-Cookie": "a=b", **headers}
    return TextResponse("https://api.example/", status=status, body=body, headers=kinds)


class World:
    """A spider with everything around it."""

    def __init__(self, *answers: Answer, owed: int = 0, left: int = 1_000, **options: Any) -> None:
        self.crawler = FakeCrawler()
        self.answers, self.requests = list(answers), []
        self.crawler.engine = SimpleNamespace(download_async=self.download)  # type: ignore[assignment]
        self.clock = self.crawler.clock
        self.quota, self.archive = Quota(self.clock, left), Archive()
        ports = CrawlPorts(
            ingest=new,
            journal=self.crawler.journal,
            clock=self.clock,
            quota=self.quota,
            listings=Listings(owed),
            archive=self.archive,
        )
        self.spider = Sample(ports=ports, key=KEY, **options)
        self.spider.crawler = self.crawler  # type: ignore[assignment]

    async def download(self, request: Request) -> TextResponse:
        self.requests.append(request)
        found = self.answers.pop(0) if self.answers else answer()
        if isinstance(found, Exception):
            raise found
        return found

    def ask(self) -> bytes:
        return asyncio.run(self.spider.ask(self.spider.call(), read))

    def crawl(self) -> list[Any]:
        async def items() -> list[Any]:
            return [item async for item in self.spider.start()]

        return asyncio.run(items())


def test_an_answer_is_kept_before_it_is_read_and_settled():
    world = World(answer(b"bad", Etag='"1"'))
    with pytest.raises(AnswerError, match="nothing there"):
        world.ask()
    (kept,) = world.archive.kept
    assert (kept.url, kept.body, kept.media_type, kept.status) == ("sample:1", b"bad", "application/json", 200)
    assert kept.headers == (("content-type", "application/json; charset=utf-8"), ("etag", '"1"'))
    assert kept.fetched_at == world.clock.now
    assert KEY not in repr(kept) + repr(world.spider.call())
    assert world.quota.settled == [CallOutcome.FAILED]
    assert world.ask() == b"fine"
    assert world.quota.settled[1:] == [CallOutcome.ANSWERED]
    assert world.quota.left == 998


def test_a_call_is_made_once_and_follows_no_other_address():
    world = World()
    world.ask()
    (request,) = world.requests
    assert request.url == f"https://api.example/?key={KEY}&id=1"
    assert request.headers[b"X-Api-Key"] == KEY.encode()
    assert request.meta["dont_retry"]
    assert request.meta["dont_redirect"]
    assert request.dont_filter


@pytest.mark.parametrize(
    ("status", "kind", "of_all"),
    [
        (301, FailureKind.REFUSED, True),
        (401, FailureKind.REFUSED, True),
        (403, FailureKind.REFUSED, True),
        (404, FailureKind.NOT_FOUND, False),
        (400, FailureKind.REFUSED, True),
        (500, FailureKind.SERVER_ERROR, False),
    ],
)
def test_other_statuses(status: int, kind: FailureKind, of_all: bool):
    world = World(answer(b"it says\nwhy", status=status))
    with pytest.raises(AnswerError, match=f"HTTP {status} it says why") as caught:
        world.ask()
    assert (caught.value.kind, caught.value.is_of_all) == (kind, of_all)
    assert world.archive.kept == [], "what is kept can be read again"
    assert world.quota.settled == [CallOutcome.FAILED]


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (DownloadTimeoutError(f"Getting https://api.example/?key={KEY} took longer"), FailureKind.TIMEOUT),
        (IgnoreRequest("Forbidden by robots.txt"), FailureKind.ROBOTS),
        (OSError(f"https://api.example/?key={KEY}"), FailureKind.CONNECTION),
    ],
)
def test_no_answer_and_no_word_that_may_hold_the_key(error: Exception, kind: FailureKind):
    world = World(error)
    with pytest.raises(AnswerError) as caught:
        world.ask()
    assert caught.value.kind is kind
    assert KEY not in str(caught.value)
    assert caught.value.__cause__ is None
    assert world.quota.settled == [CallOutcome.FAILED]


def test_a_quota_that_is_used_up_before_the_call():
    world = World(left=0)
    with pytest.raises(QuotaExhaustedError):
        world.ask()
    assert world.requests == []


def test_a_refusal_closes_the_window_and_is_not_tried_again():
    world = World(answer(b"refused: 30,000 a month are used up"))
    with pytest.raises(QuotaExhaustedError, match="used up for this month"):
        world.ask()
    assert len(world.requests) == 1
    assert world.quota.settled == [CallOutcome.REFUSED]


@pytest.mark.parametrize("refusal", [answer(b"refused: exceeded limit of 10/min: 11"), answer(b"10/min", status=429)])
def test_a_minute_is_waited_for_once(monkeypatch, refusal: TextResponse):
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr("crawlers.platforms.json_api.asyncio.sleep", sleep)
    world = World(refusal, answer(b"fine"))
    world.clock.now += timedelta(seconds=20)
    assert world.ask() == b"fine"
    assert slept == [pytest.approx(40.1)]
    assert world.quota.settled == [CallOutcome.REFUSED, CallOutcome.ANSWERED]

    world = World(*[refusal] * 3)
    with pytest.raises(AnswerError) as caught:
        world.ask()
    assert caught.value.is_of_all
    assert len(world.requests) == 2


def test_a_host_that_is_not_there_ends_the_run():
    world = World(*[answer(status=502)] * 5, owed=5)
    with pytest.raises(CloseSpider):
        world.crawl()
    assert isinstance(world.spider.failure, CrawlError)
    assert "3 times in a row" in str(world.spider.failure)
    assert len(world.requests) == 3


def test_one_answer_between_failures_and_it_goes_on():
    down, bad = answer(status=502), answer(b"bad")
    world = World(down, down, answer(), down, down, bad, down, owed=8)
    items = world.crawl()
    assert [item.error.kind if isinstance(item, BadItem) else "bill" for item in items] == [
        *("server-error", "server-error", "bill", "server-error", "server-error", "not-found", "server-error", "bill")
    ]
    assert world.spider.complete
    assert [item.listed.native_id for item in items] == [str(number) for number in range(1, 9)]
    assert items[5].error == ItemError(kind="not-found", subject="sample: WA HB 6 (6)", message="nothing there")
    assert items[5].listed.missing == "nothing there"
    assert world.crawler.counts["bill/listed"] == 8


def test_a_mistake_of_ours_is_one_bad_bill(caplog):
    items = World(answer(b"ours"), owed=2).crawl()
    assert [getattr(item, "error", None) and item.error.kind for item in items] == ["malformed", None]
    assert "could not be read: 1" in caplog.text
    assert KEY not in caplog.text


@pytest.mark.parametrize("last", [answer(status=401), answer(b"refused: 1/month")])
def test_what_is_of_all_ends_the_run(last: TextResponse):
    world = World(answer(), last, owed=5)
    with pytest.raises(CloseSpider):
        world.crawl()
    assert world.spider.failure is not None
    assert not world.spider.complete
    assert len(world.requests) == 2


def test_a_limit():
    world = World(owed=3, limit="2")
    assert len(world.crawl()) == 2
    assert (world.spider.limited, world.spider.complete) == (True, False)
    world = World(owed=2, limit=2)
    assert len(world.crawl()) == 2
    assert (world.spider.limited, world.spider.complete) == (False, True)


class InBatches(Sample):
    batch = 2

    async def fetch(self, owed: Sequence[PendingBill]) -> AsyncIterator[BillItem | BadItem]:
        await self.ask(self.call("+".join(entry.native_id for entry in owed)), read)
        yield BillItem(record=bill(), listed=Listed(native_id=owed[0].native_id, mark="a"))
        await self.ask(self.call("more"), read)
        yield BillItem(record=bill(), listed=Listed(native_id=owed[-1].native_id, mark="a"))


def test_batches_and_what_is_left_of_one_that_fails():
    world = World(answer(), answer(b"bad"), answer(), answer(), answer(b"bad"), owed=5)
    world.spider.__class__ = InBatches
    items = world.crawl()
    assert [(item.listed.native_id, isinstance(item, BadItem)) for item in items] == [
        *(("1", False), ("2", True)),
        *(("3", False), ("4", False)),
        ("5", True),
    ]


def test_lists_that_could_not_be_had_make_a_run_partial():
    world = World(owed=1)
    world.spider.lists_had = 1
    world.spider.missed.append(ItemError(kind="server-error", subject="a list", message="503"))
    bad, one = world.crawl()
    assert (bad.error.subject, bad.listed) == ("a list", None)
    assert isinstance(one, BillItem)
    assert not world.spider.complete
    assert world.spider.incomplete.startswith("1 lists could not be had")
