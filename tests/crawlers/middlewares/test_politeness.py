"""Real crawls of a site on loopback, by the clock of the site."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from scrapy import Request
from scrapy.robotstxt import ProtegoRobotParser

from crawlers.middlewares.politeness import PolitenessMiddleware
from tests.crawlers.fakes import FakeCrawler
from tests.crawlers.site import Site, a_site, crawl, html
from tests.crawlers.web import status


@pytest.fixture
def site():
    with a_site() as found:
        for name in "abc":
            found.page(f"/{name}")
        yield found


def robots(site: Site, words: str) -> None:
    site.page("/robots.txt", status(200, words.encode(), Content_Type="text/plain"))


def test_the_crawl_delay_of_robots_is_kept(site: Site):
    robots(site, "User-agent: *\nCrawl-delay: 0.7\n")
    found = crawl(*(site.url(f"/{name}") for name in "abc"))
    assert site.paths() == ["/a", "/b", "/c"]
    assert all(gap >= 0.69 for gap in site.gaps()), site.gaps()
    assert found.stats["politeness/crawl_delay/127.0.0.1"] == 0.7
    assert found.state == "ok"


def test_that_of_our_own_name_wins_and_no_throttle_undercuts_it(site: Site):
    robots(site, "User-agent: *\nCrawl-delay: 0.01\n\nUser-agent: preempt\nCrawl-delay: 0.8\n")
    crawl(
        *(site.url(f"/{name}") for name in "abc"),
        AUTOTHROTTLE_ENABLED=True,
        AUTOTHROTTLE_START_DELAY=0.05,
        AUTOTHROTTLE_TARGET_CONCURRENCY=100.0,
    )
    assert all(gap >= 0.79 for gap in site.gaps()), site.gaps()


def test_a_crawl_delay_is_capped(site: Site):
    robots(site, "User-agent: *\nCrawl-delay: 9999\n")
    found = crawl(site.url("/a"), site.url("/b"), CRAWL_DELAY_MAX=0.4)
    assert found.stats["politeness/crawl_delay/127.0.0.1"] == 0.4
    assert 0.39 <= site.gaps()[0] < 5


@pytest.mark.parametrize("nonsense", ["-3", "soon", "nan", "0", "", "1e999", "1_0"])
def test_a_crawl_delay_that_is_nonsense_is_none_or_the_longest(nonsense: str):
    crawler = FakeCrawler()
    crawler.settings.setdict({"WEB_MIDDLEWARES_ENABLED": True, "CRAWL_DELAY_MAX": 120.0, "USER_AGENT": "Preempt/1"})
    found = PolitenessMiddleware.from_crawler(crawler)  # type: ignore[arg-type]
    body = f"User-agent: *\nCrawl-delay: {nonsense}\n".encode()
    found.robots_parsed(ProtegoRobotParser(body, None), Request("http://site.example/a"))
    assert set(found.crawl_delays.values()) <= {10.0, 120.0}


def test_what_robots_forbids_is_not_asked(site: Site):
    robots(site, "User-agent: *\nDisallow: /b\n")
    found = crawl(site.url("/a"), site.url("/b"))
    assert site.paths() == ["/a"]
    assert found.seen[-1][2:] == ["robots", ["robots", "Forbidden by robots.txt"]]


def test_who_asks_says_so(site: Site):
    crawl(site.url("/a"))
    assert site.asked[-1].headers["User-Agent"].endswith("(monitoring of state legislation; ops@example.org)")


@pytest.mark.parametrize("code", [429, 503])
def test_retry_after_in_seconds_holds_every_request_to_the_host(site: Site, code: int):
    busy = site.page("/busy", status(code, Retry_After="1"), html(b"<p>at last</p>"))
    found = crawl(site.url("/a"), busy, site.url("/b"), site.url("/c"), DOWNLOAD_DELAY=0.05)
    assert sorted(site.paths()) == ["/a", "/b", "/busy", "/busy", "/c"]
    refused = site.paths().index("/busy")
    gaps = site.gaps()
    assert gaps.pop(refused) >= 1.0
    assert all(gap < 0.9 for gap in gaps), "the wait ends with the first answer"
    assert found.stats["politeness/asked_to_wait"] == 1
    assert (found.state, len(found.seen)) == ("ok", 4)


def test_retry_after_as_a_date(site: Site):
    until = datetime.now(UTC) + timedelta(seconds=6)  # a process has to start first
    busy = site.page("/busy", status(429, Retry_After=format_datetime(until, usegmt=True)), html(b"<p>at last</p>"))
    crawl(busy)
    assert site.paths() == ["/busy", "/busy"]
    assert site.gaps()[0] >= 0.5
    assert datetime.now(UTC) >= until.replace(microsecond=0)


def test_without_the_header_there_is_a_wait_too(site: Site):
    busy = site.page("/busy", status(429), html(b"<p>at last</p>"))
    crawl(busy, RETRY_AFTER_DEFAULT=0.6)
    assert site.gaps()[0] >= 0.6


def test_a_long_wait_leaves_the_host_alone(site: Site):
    busy = site.page("/busy", status(429, Retry_After="3600"))
    found = crawl(busy, site.url("/a"), site.url("/b"), RETRY_AFTER_MAX=60)
    assert site.paths() == ["/busy"], "neither asked again, nor for anything else"
    assert {kind for _, kind, _ in found.failed.values()} == {"circuit-open"}
    assert found.state == "blocked"
    assert found.stats["host/left_alone"] == 1
    (error,) = found.errors
    assert error[0] == "circuit-open"
    assert "the host says that it was asked too often" in error[2]


def test_where_nothing_is_fetched_it_is_off(site: Site):
    robots(site, "User-agent: *\nCrawl-delay: 30\n")
    found = crawl(site.url("/a"), site.url("/b"), WEB_MIDDLEWARES_ENABLED=False)
    assert site.gaps()[0] < 5
    assert len(found.seen) == 2
