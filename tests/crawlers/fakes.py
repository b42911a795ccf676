"""A crawl without a reactor: Scrapy's own stats, signals and settings around nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from scrapy.settings import Settings
from scrapy.signalmanager import SignalManager
from scrapy.statscollectors import MemoryStatsCollector

from crawlers.ports import CrawlPorts
from crawlers.spiders.openstates_files import OpenStatesFilesSpider
from monitor.model.bill import BillRecord
from monitor.model.health import SessionTally
from monitor.model.run import ItemError, RunRecord
from monitor.services.ingest import IngestResult
from tests.crawlers.bills import FETCHED_AT


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now: datetime = FETCHED_AT

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class Journal:
    def __init__(self) -> None:
        self.written: list[RunRecord] = []
        self.noted: list[ItemError] = []
        self.finished: list[tuple[RunRecord, list[tuple[str, str]]]] = []
        self.tallies: list[SessionTally] = []

    def progress(self, record: RunRecord, tallies: Sequence[SessionTally] = ()) -> None:
        self.written.append(record)

    def errors(self, errors: Sequence[ItemError]) -> None:
        self.noted.extend(errors)

    def finish(
        self, record: RunRecord, sessions: Iterable[tuple[str, str]], tallies: Sequence[SessionTally] = ()
    ) -> RunRecord:
        self.finished.append((record, sorted(sessions)))
        self.tallies = list(tallies)
        return record


class Engine:
    def __init__(self) -> None:
        self.closed_for: list[str] = []

    async def close_spider_async(self, *, reason: str) -> None:
        self.closed_for.append(reason)


class FakeCrawler:
    spidercls = OpenStatesFilesSpider

    def __init__(self, ingest: Callable[[BillRecord], IngestResult] | None = None, *, ports: bool = True) -> None:
        self.settings = Settings({"STATS_DUMP": False})
        self.stats: Any = MemoryStatsCollector(self)  # type: ignore[arg-type]
        self.signals = SignalManager(self)
        self.engine: Engine | None = Engine()
        self.clock, self.journal = Clock(), Journal()
        found = CrawlPorts(ingest=ingest or new, journal=self.journal, clock=self.clock)
        self.spider: Any = SimpleNamespace(name="openstates-files", ports=found if ports else None)
        self.extensions: dict[type, Any] = {}

    def get_extension(self, kind: type) -> Any:
        return self.extensions.get(kind)

    @property
    def counts(self) -> dict[str, Any]:
        return dict(self.stats.get_stats())


def new(record: BillRecord) -> IngestResult:
    return IngestResult(outcome="new", events=2, versions=1, baseline=True)
