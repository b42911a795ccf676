"""A web site on loopback with pages by path, and a real crawl of it in a process of its own."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.crawlers.web import Answer, Handler, Server, serving, status

PAGE = (
    b"<html><head><title>HB 9901</title></head><body>" + b"<p>A sample page about a sample bill.</p>" * 300 + b"</body>"
)


@dataclass
class Asked:
    """One request, as the site saw it."""

    at: float
    path: str
    headers: dict[str, str]


@dataclass
class Site:
    """Pages by path, with its query or without; of several answers of one, one after the other, the last for ever."""

    server: Server
    pages: dict[str, list[Answer]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def page(self, path: str, *answers: Answer) -> str:
        self.pages[path] = list(answers) or [html(PAGE)]
        return self.url(path)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}{path}"

    def answer(self, handler: Handler) -> None:
        self.asked.append(Asked(time.monotonic(), handler.path, dict(handler.headers)))
        plain = handler.path.partition("?")[0]
        answers = self.pages.get(handler.path) or self.pages.get(plain, [status(404)])
        (answers.pop(0) if len(answers) > 1 else answers[0])(handler)

    def paths(self) -> list[str]:
        return [one.path for one in self.asked if one.path != "/robots.txt"]

    def gaps(self) -> list[float]:
        """Seconds between requests, without that for robots.txt."""
        times = [one.at for one in self.asked if one.path != "/robots.txt"]
        return [later - earlier for earlier, later in itertools.pairwise(times)]


@contextmanager
def a_site() -> Iterator[Site]:
    with serving() as server:
        site = Site(server)
        server.answers = [site.answer]
        yield site


def html(body: bytes, code: int = 200, **headers: str | int) -> Answer:
    return status(code, body, Content_Type="text/html; charset=utf-8", **headers)


_CRAWL = """
import json, sys
from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings
from crawlers.extensions.run_record import RunRecorder
from crawlers.ports import CrawlPorts
from crawlers.refusals import error_of, kind_of_exception
from crawlers.run import scrapy_settings
from monitor.clock import system_clock
from monitor.config import Settings as OurSettings
from tests.crawlers.fakes import Journal

asked = json.loads(sys.argv[1])
journal, seen = Journal(), []

class Sample(Spider):
    name = "sample"
    complete = False

    def __init__(self, **options):
        super().__init__()
        self.ports = CrawlPorts(
            ingest=None, journal=journal, clock=system_clock, validators=lambda url: tuple(asked["validators"])
        )

        if asked["reach"]:
            self.may_reach = lambda url: url.startswith(asked["reach"])

    async def start(self):
        yield self.request(0)
        self.complete = True

    def request(self, number):
        url, meta = asked["requests"][number]
        meta = {**meta, "number": number}
        return Request(url, self.parse, errback=self.failed, meta=meta, dont_filter=True, priority=-number)

    def others(self, number):  # the first alone, so that robots.txt is read; then all at once
        return [self.request(other) for other in range(1, len(asked["requests"]))] if number == 0 else []

    def parse(self, response):
        seen.append([response.url, response.status, len(response.body)])
        return self.others(response.meta["number"])

    def failed(self, failure):
        error = error_of(failure.value, "the subject")
        kind = kind_of_exception(failure.value)
        seen.append([failure.request.url, failure.type.__name__, kind, [error.kind, error.message] if error else None])
        return self.others(failure.request.meta["number"])

ours = OurSettings(data_dir="/nonexistent", contact="ops@example.org")
settings = scrapy_settings(ours, target="https://legislature.example/", progress_bar=False)
for name, value in asked["settings"].items():
    settings.set(name, value, priority="cmdline")
process = AsyncCrawlerProcess(settings)
crawler = process.create_crawler(Sample)
process.crawl(crawler)
process.start()
record = crawler.get_extension(RunRecorder).record
print(json.dumps({
    "seen": seen,
    "state": record.state,
    "message": record.message,
    "errors": [[error.kind, error.subject, error.message] for error in journal.noted],
    "stats": {key: value for key, value in crawler.stats.get_stats().items() if isinstance(value, (int, float, str))},
}))
"""

_QUICK = {"DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False, "RETRY_AFTER_DEFAULT": 0, "LOG_ENABLED": False}


@dataclass(frozen=True)
class Crawled:
    """What a spider saw, and the record of its run."""

    seen: list[list[Any]]
    state: str
    message: str
    errors: list[list[str]]
    stats: dict[str, Any]

    @property
    def pages(self) -> list[str]:
        """Addresses that a callback got."""
        return sorted(one[0] for one in self.seen if isinstance(one[1], int))

    @property
    def failed(self) -> dict[str, tuple[str, str | None, list[str] | None]]:
        """What an errback got, by address: the exception, its kind, the bad item to record."""
        return {one[0]: (one[1], one[2], one[3]) for one in self.seen if isinstance(one[1], str)}


def crawl(
    *requests: str | tuple[str, dict[str, Any]],
    validators: tuple[str, str] = ("", ""),
    reach: str = "",
    **settings: Any,
) -> Crawled:
    """Ask for the first address and then for all others, with the project's settings but without its delays.

    With ``reach`` the spider may reach what begins so, and nothing else.
    """
    asked = {
        "requests": [(one, {}) if isinstance(one, str) else one for one in requests],
        "settings": _QUICK | settings,
        "validators": validators,
        "reach": reach,
    }
    done = subprocess.run(
        [sys.executable, "-c", _CRAWL, json.dumps(asked)], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return Crawled(**json.loads(done.stdout.splitlines()[-1]))
