"""How long is a host left in peace between two requests? As robots.txt and Retry-After say; Scrapy heeds neither."""

from __future__ import annotations

from datetime import timedelta
from typing import Final, Self

from scrapy import Request, signals
from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached

from crawlers.parsing.retry_after import retry_after
from crawlers.signals import host_judged
from monitor.clock import Clock, system_clock
from monitor.model.failure import FailureKind

__all__ = ["PolitenessMiddleware"]

_ASKS_FOR_PEACE: Final = frozenset({429, 503})


class PolitenessMiddleware:
    """Sets the delay of Scrapy's download slot, one a host.

    A Crawl-delay is a floor without jitter; one beyond ``CRAWL_DELAY_MAX`` counts as that. After 429 and 503 the next
    request to the host waits as Retry-After says, or ``RETRY_AFTER_DEFAULT`` seconds when it says nothing. Beyond
    ``RETRY_AFTER_MAX`` a run does not wait: the circuit breaker leaves the host alone for that long.
    """

    def __init__(self, crawler: Crawler, clock: Clock) -> None:
        self.crawler, self.clock = crawler, clock
        settings = crawler.settings
        self.delay_max = settings.getfloat("CRAWL_DELAY_MAX")
        self.wait_max = settings.getfloat("RETRY_AFTER_MAX")
        self.wait_default = settings.getfloat("RETRY_AFTER_DEFAULT")
        self.crawl_delays: dict[str, float] = {}
        """By slot, in seconds."""
        self._usual: dict[str, tuple[float, float]] = {}
        """Delay and jitter of the slots that are waiting, as they were."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it for a crawl.

        :raises NotConfigured: where nothing is fetched from the web.
        """
        if not crawler.settings.getbool("WEB_MIDDLEWARES_ENABLED"):
            raise NotConfigured  # without words: nothing is fetched, nobody need be warned
        ports = getattr(crawler.spider, "ports", None)
        middleware = cls(crawler, ports.clock if ports is not None else system_clock)
        crawler.signals.connect(middleware.robots_parsed, signal=signals.robots_parsed)
        crawler.signals.connect(middleware.response_downloaded, signal=signals.response_downloaded)
        return middleware

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Remember the Crawl-delay of a host."""
        try:
            delay = robotparser.crawl_delay(self.crawler.settings["USER_AGENT"])
        except ValueError:  # the host wrote a number that is none
            delay = None
        if delay is None or not delay > 0:
            return
        host = urlparse_cached(request).hostname or ""
        self.crawl_delays[host] = max(min(delay, self.delay_max), self.crawler.settings.getfloat("DOWNLOAD_DELAY"))
        if self.crawler.stats is not None:
            self.crawler.stats.set_value(f"politeness/crawl_delay/{host}", self.crawl_delays[host])

    def process_request(self, request: Request) -> None:
        """Hold the floor: for a slot that is there, for one that is still to be made, and against AutoThrottle."""
        host = urlparse_cached(request).hostname or ""
        delay = self.crawl_delays.get(host)
        if delay is None:
            return
        request.meta["autothrottle_dont_adjust_delay"] = True
        downloader = self.crawler.engine.downloader
        downloader.per_slot_settings[host] = {"delay": delay, "jitter": 0.0}
        slot = downloader.slots.get(host)
        if slot is not None and host not in self._usual:
            slot.delay, slot.jitter = max(slot.delay, delay), 0.0

    def response_downloaded(self, response: Response, request: Request) -> None:
        """Wait when the host asks for it; the answer after the wait ends it. Called before the next request is sent."""
        key = request.meta.get("download_slot", "")
        slot = self._slot(key)
        if slot is None:
            return
        if key in self._usual:
            slot.delay, slot.jitter = self._usual.pop(key)
            slot.close()  # the next one is timed already, by the wait; right after this it is timed anew
        if response.status not in _ASKS_FOR_PEACE:
            return
        now = self.clock()
        asked = retry_after((response.headers.get("Retry-After") or b"").decode("latin-1"), now=now)
        seconds = self.wait_default if asked is None else asked
        if self.crawler.stats is not None:
            self.crawler.stats.inc_value("politeness/asked_to_wait")
        if seconds > self.wait_max:
            until = now + timedelta(seconds=min(seconds, 86_400 * 30))
            kind = FailureKind.RATE_LIMITED
            host = urlparse_cached(request).netloc
            self.crawler.signals.send_catch_log(host_judged, host=host, kind=kind, until=until)
            return
        self._usual[key] = (slot.delay, slot.jitter)
        took = request.meta.get("download_latency", 0.0)  # a slot counts from the moment of sending
        slot.delay, slot.jitter = max(slot.delay, seconds + took), 0.0

    def process_exception(self, request: Request, exception: Exception) -> None:  # noqa: ARG002 - signature
        """No answer ends a wait too."""
        key = request.meta.get("download_slot", "")
        slot = self._slot(key)
        if slot is not None and key in self._usual:
            slot.delay, slot.jitter = self._usual.pop(key)

    def _slot(self, key: str) -> Slot | None:
        return self.crawler.engine.downloader.slots.get(key)
