"""Real crawls of links that lead astray: a place that may not be reached is not asked for anything."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from scrapy.exceptions import NotConfigured

from crawlers.middlewares.reach import ReachMiddleware
from tests.crawlers.site import a_site, crawl, html
from tests.crawlers.web import status


def test_neither_a_link_nor_a_redirect_nor_robots_txt_leads_out():
    with a_site() as site, a_site() as other:
        secret = other.page("/secret")
        there = site.page("/there", status(302, Location=secret))
        refreshed = site.page("/refreshed", html(f'<meta http-equiv="refresh" content="0; url={secret}">'.encode()))
        here = site.page("/here", status(302, Location=site.page("/page")))
        site.page("/robots.txt", status(302, Location=other.url("/robots.txt")))
        found = crawl(site.page("/first"), there, refreshed, here, secret, reach=site.url("/"))
        assert other.asked == [], "not even for its robots.txt"
        assert found.pages == sorted([site.url("/first"), site.url("/page")])
        refused = [secret, "UnusablePageError", "refused", ["refused", "the link leads where none is followed"]]
        assert [one for one in found.seen if isinstance(one[1], str)] == [refused] * 3, "told with where it led"
        assert "circuit-open" not in {kind for kind, *_ in found.errors}


def test_a_spider_that_follows_no_links_of_others_has_none_of_it():
    crawler = SimpleNamespace(spider=SimpleNamespace(name="sample"))
    with pytest.raises(NotConfigured):
        ReachMiddleware.from_crawler(crawler)  # type: ignore[arg-type]
