"""May this host be asked at all? A circuit breaker for each host, for as long as the run lasts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.utils.httpobj import urlparse_cached

from crawlers.extensions.run_record import RunRecorder
from crawlers.middlewares.breaker import Breaker, BreakerRules, after, allows, rest_until
from crawlers.refusals import CircuitOpenError, kind_of_exception
from crawlers.signals import host_judged
from crawlers.tally import HOSTS_LEFT_ALONE, NOT_ASKED
from monitor.clock import Clock, system_clock
from monitor.model.failure import FailureKind, failure
from monitor.model.run import ItemError

__all__ = ["CircuitMiddleware"]


class CircuitMiddleware:
    """Refuses requests to a host that answered with walls, or not at all, too often in a row."""

    def __init__(self, crawler: Crawler, rules: BreakerRules, clock: Clock) -> None:
        self.crawler, self.rules, self.clock = crawler, rules, clock
        self.breakers: dict[str, Breaker] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it for a crawl.

        :raises NotConfigured: where nothing is fetched from the web.
        """
        settings = crawler.settings
        if not settings.getbool("WEB_MIDDLEWARES_ENABLED"):
            raise NotConfigured  # without words: nothing is fetched, nobody need be warned
        rules = BreakerRules(
            blocked=settings.getint("CIRCUIT_BLOCKED"),
            failed=settings.getint("CIRCUIT_FAILED"),
            rest=timedelta(seconds=settings.getfloat("CIRCUIT_REST")),
        )
        ports = getattr(crawler.spider, "ports", None)
        middleware = cls(crawler, rules, ports.clock if ports is not None else system_clock)
        crawler.signals.connect(middleware.host_judged, signal=host_judged)
        return middleware

    def process_request(self, request: Request) -> None:
        """Let it pass, or not.

        :raises CircuitOpenError: while the host is left alone.
        """
        breaker = self.breakers.get(urlparse_cached(request).netloc)
        if breaker is None or allows(breaker, self.clock()) or breaker.open_until is None:
            return
        if self.crawler.stats is not None:
            self.crawler.stats.inc_value(NOT_ASKED)
        raise CircuitOpenError(request.url, breaker.open_until)

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Count what came instead of an answer."""
        if not isinstance(exception, IgnoreRequest):
            self.host_judged(urlparse_cached(request).netloc, kind_of_exception(exception), None)

    def host_judged(self, host: str, kind: FailureKind | None, until: datetime | None) -> None:
        """Count one more answer of a host; the one that opens the circuit is put on record."""
        before, now = self.breakers.get(host, Breaker()), self.clock()
        later = after(before, kind, rules=self.rules, now=now)
        if until is not None:
            later = rest_until(later, until)
        self.breakers[host] = later
        if later.open_until is None or later.open_until == before.open_until:
            return
        if self.crawler.stats is not None:
            self.crawler.stats.inc_value(HOSTS_LEFT_ALONE)
        recorder = self.crawler.get_extension(RunRecorder)
        self._turn_back(host, later.open_until)
        if recorder is not None:
            meaning = failure(kind).meaning if kind is not None else "it asked for it"
            said = f"left alone until {later.open_until:%Y-%m-%d %H:%M} UTC; the last answer: {meaning}"
            recorder.add_error(ItemError(kind=FailureKind.CIRCUIT_OPEN.value, subject=host, message=said))

    def _turn_back(self, host: str, until: datetime) -> None:
        """Refuse what already waits for its turn in the download slot of the host."""
        for slot in self.crawler.engine.downloader.slots.values():
            waiting = list(slot.queue)
            slot.queue.clear()
            for request, answer in waiting:
                if urlparse_cached(request).netloc != host:
                    slot.queue.append((request, answer))
                    continue
                if self.crawler.stats is not None:
                    self.crawler.stats.inc_value(NOT_ASKED)
                answer.errback(CircuitOpenError(request.url, until))
