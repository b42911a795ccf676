"""Did the page change since it was stored? The server is asked, and an unchanged page is no empty one."""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response

from crawlers.ports import Validators
from crawlers.refusals import UnchangedError

__all__ = ["ConditionalMiddleware"]


class ConditionalMiddleware:
    """For requests with ``meta["conditional"]``: sends what the store remembers of the address (RFC 9110, 13).

    Such a request has an errback: :class:`~crawlers.refusals.UnchangedError` says that there is nothing new.
    """

    def __init__(self, crawler: Crawler, validators: Validators) -> None:
        self.crawler, self.validators = crawler, validators

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it for a crawl.

        :raises NotConfigured: where nothing is fetched from the web, or nothing is remembered.
        """
        ports = getattr(crawler.spider, "ports", None)
        if not crawler.settings.getbool("WEB_MIDDLEWARES_ENABLED") or ports is None or ports.validators is None:
            raise NotConfigured  # without words: nothing is remembered
        return cls(crawler, ports.validators)

    def process_request(self, request: Request) -> None:
        """Add If-None-Match and If-Modified-Since."""
        if not request.meta.get("conditional"):
            return
        etag, modified = self.validators(request.url)
        if etag:
            request.headers.setdefault("If-None-Match", etag)
        if modified:
            request.headers.setdefault("If-Modified-Since", modified)

    def process_response(self, request: Request, response: Response) -> Response:
        """Pass a page on.

        :raises UnchangedError: for one that is still the stored one.
        """
        if response.status != 304 or not request.meta.get("conditional"):
            return response
        if self.crawler.stats is not None:
            self.crawler.stats.inc_value("page/unchanged")
        raise UnchangedError(request.url)
