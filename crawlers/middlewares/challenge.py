"""Is an answer the page that was asked for? If not, it is put on record and never handed to a spider."""

from __future__ import annotations

from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from crawlers.extensions.run_record import RunRecorder
from crawlers.parsing.addresses import shown_address
from crawlers.parsing.walls import Expected, Verdict, judge_page
from crawlers.refusals import UnusablePageError
from crawlers.signals import host_judged
from monitor.model.failure import FailureKind, kind_of_status
from monitor.model.run import ItemError

__all__ = ["ChallengeMiddleware"]


class ChallengeMiddleware:
    """Judges every answer by its status and its bytes, tells the circuit breaker, and never works around a block.

    It sits inside Scrapy's retries: a wall is not asked for again, a server's error still is.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it for a crawl.

        :raises NotConfigured: where nothing is fetched from the web.
        """
        if not crawler.settings.getbool("WEB_MIDDLEWARES_ENABLED"):
            raise NotConfigured  # without words: nothing is fetched, nobody need be warned
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Pass a good answer on.

        :raises UnusablePageError: for a page that is not the one that was asked for.
        """
        if request.meta.get("dont_obey_robotstxt") and urlparse_cached(request).path == "/robots.txt":
            return response  # a host without one answers as it likes
        verdict = _verdict(request, response)
        recorded = verdict is not None and not request.meta.get("handle_httpstatus_all")
        if verdict is not None:
            self._note(request, verdict, recorded=recorded)
        if response.status < 300 or response.status >= 400 or response.status == 304:  # a redirect says nothing yet
            kind = verdict.kind if verdict is not None else kind_of_status(response.status)
            host = urlparse_cached(request).netloc
            self.crawler.signals.send_catch_log(host_judged, host=host, kind=kind, until=None)
        if verdict is None:
            return response
        raise UnusablePageError(request.url, verdict.kind, verdict.words, recorded=recorded)

    def _note(self, request: Request, verdict: Verdict, *, recorded: bool) -> None:
        if self.crawler.stats is not None:
            self.crawler.stats.inc_value(f"page/{verdict.kind.value}")
        recorder = self.crawler.get_extension(RunRecorder)
        if recorder is not None and recorded:
            subject = shown_address(request.url)
            recorder.add_error(ItemError(kind=verdict.kind.value, subject=subject, message=verdict.words))


def _verdict(request: Request, response: Response) -> Verdict | None:
    content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
    if response.status < 300:
        return judge_page(response.body, content_type=content_type, expected=_expected(request))
    if response.status < 400:
        return None
    wall = judge_page(response.body, content_type=content_type)
    if wall is not None and wall.kind is FailureKind.BLOCKED:
        return wall
    if kind_of_status(response.status) is FailureKind.BLOCKED and not request.meta.get("handle_httpstatus_all"):
        return Verdict(kind=FailureKind.BLOCKED, words=f"HTTP {response.status}")
    return None  # an API says itself why it refuses


def _expected(request: Request) -> Expected | None:
    wanted: Any = request.meta.get("expected")
    return Expected(wanted) if wanted is not None else None
