"""May a request go where it leads? Asked of the spider for each address: links, redirects and robots.txt alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from crawlers.refusals import UnusablePageError
from monitor.model.failure import FailureKind

__all__ = ["ReachMiddleware"]


class ReachMiddleware:
    """Stops a request before anything is sent, robots.txt of its host included.

    It is the outermost one: what Scrapy's redirects make of a request passes here again. A spider that follows other
    people's links has ``may_reach(url)``; where one has not, nothing is asked.
    """

    def __init__(self, may_reach: Callable[[str], bool]) -> None:
        self.may_reach = may_reach

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it for a crawl.

        :raises NotConfigured: where the spider follows no links of others.
        """
        may_reach = getattr(crawler.spider, "may_reach", None)
        if may_reach is None:
            raise NotConfigured  # without words: nothing is fetched that the spider did not choose
        return cls(may_reach)

    def process_request(self, request: Request) -> None:
        """Let it pass, or not.

        :raises UnusablePageError: for an address that the spider may not reach.
        """
        if not self.may_reach(request.url):
            words = "the link leads where none is followed"
            raise UnusablePageError(request.url, FailureKind.REFUSED, words, recorded=False)
