"""How does a crawl get everything it needs? The composition root: settings, database, spider, record."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from importlib.metadata import version
from pkgutil import iter_modules
from typing import Any, Final

from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings as ScrapySettings

import crawlers.spiders
from crawlers.errors import CrawlError
from crawlers.extensions.run_record import RunRecorder
from crawlers.log_lines import quiet_scrapy
from crawlers.parsing.addresses import is_loopback
from crawlers.ports import CrawlPorts, Quota
from crawlers.stored_ports import StoredArchive, StoredListings
from crawlers.tally import coverage
from monitor.clock import Clock, system_clock
from monitor.config import Settings
from monitor.errors import PreemptError
from monitor.model.bill import Extraction
from monitor.model.health import GateLimits, SessionTally
from monitor.model.run import ItemError, RunRecord, RunState
from monitor.pdf import ChildPdfReader
from monitor.services.dockets import DocketWatch
from monitor.services.federal_desk import StoredFederalDesk
from monitor.services.ingest import ingest_bill, ingest_bills
from monitor.services.marks import known_marks
from monitor.services.quota import QuotaLedger, providers
from monitor.services.remembered import validators_of
from monitor.services.runs import finish_run, note_errors, note_progress, start_run
from monitor.services.tracked_bills import is_tracked, last_action_on
from monitor.services.watch_pages import PageWatch
from monitor.store.engine import Store
from monitor.store.lock import exclusive
from monitor.store.migrate import check_current
from monitor.store.raw import RawStore
from monitor.text.extract import PdfReader, extract

__all__ = ["CrawlOutcome", "known_spiders", "open_quota", "run_crawl", "scrapy_settings"]

_SETTINGS: Final = "crawlers.settings"


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlOutcome:
    """A crawl that has ended; ``failure`` says why it could not go on."""

    run_id: int
    target: str
    record: RunRecord
    coverage: Mapping[str, float]
    """Share of the bills that have each field, 0 to 1."""
    failure: PreemptError | None


@dataclass(frozen=True, slots=True)
class _Journal:
    """The run's record in the database."""

    store: Store
    run_id: int
    clock: Clock
    limits: GateLimits

    def progress(self, record: RunRecord, tallies: Sequence[SessionTally] = ()) -> None:
        note_progress(self.store, self.run_id, record, tallies=tallies, limits=self.limits)

    def errors(self, errors: Sequence[ItemError]) -> None:
        note_errors(self.store, self.run_id, errors, clock=self.clock)

    def finish(
        self, record: RunRecord, sessions: Iterable[tuple[str, str]], tallies: Sequence[SessionTally] = ()
    ) -> RunRecord:
        return finish_run(
            self.store,
            self.run_id,
            record,
            sessions=sessions,
            tallies=tallies,
            limits=self.limits,
            clock=self.clock,
        )


def known_spiders() -> dict[str, type[Spider]]:
    """All spiders by name, found in :mod:`crawlers.spiders`."""
    found: dict[str, type[Spider]] = {}
    for module in iter_modules(crawlers.spiders.__path__, "crawlers.spiders."):
        for value in vars(import_module(module.name)).values():
            if isinstance(value, type) and issubclass(value, Spider) and value.__module__ == module.name:
                found[value.name] = value
    return found


def open_quota(store: Store, settings: Settings, *, provider: str, key: str, clock: Clock = system_clock) -> Quota:
    """The ledger of a key at a provider (``legiscan``, ``openstates``); of the key only a hash is kept."""
    return QuotaLedger.of_key(store, providers(settings)[provider], key, clock=clock)


def run_crawl(
    source: str,
    arguments: Mapping[str, Any],
    settings: Settings,
    *,
    target: str,
    progress_bar: bool = False,
    clock: Clock = system_clock,
) -> CrawlOutcome:
    """Crawl one source and return when it has ended. Once a process: Scrapy's reactor cannot be started again.

    SIGINT and SIGTERM end the crawl after the batch in work; what was stored stays, and the next run goes on.

    :raises StoreError: when the database cannot be used.
    :raises BusyError: when another process crawls this source.
    """
    spider = known_spiders()[source]
    kept_as = getattr(spider, "source", "") or source
    with Store(settings.database) as store:
        check_current(store)
        with (
            exclusive(store, f"crawl-{kept_as}", folder=settings.data_dir),
            ChildPdfReader(seconds=settings.pdf_seconds, memory_mb=settings.pdf_memory_mb) as pdf,
        ):
            limits = settings.gate_limits
            run_id = start_run(store, source=kept_as, target=target, limits=limits, clock=clock)
            journal = _Journal(store, run_id, clock, limits)
            raw = RawStore(settings.raw_dir)
            read = partial(_read, pdf)
            provider = getattr(spider, "provider", "")
            key = str(arguments.get("key", ""))
            ports = CrawlPorts(
                ingest=lambda record: ingest_bill(store, raw, record, extract=read, clock=clock),
                ingest_many=lambda records: ingest_bills(store, raw, records, extract=read, clock=clock),
                known_marks=partial(known_marks, store, kept_as),
                journal=journal,
                clock=clock,
                quota=open_quota(store, settings, provider=provider, key=key, clock=clock) if provider else None,
                listings=StoredListings(store, kept_as, clock),
                archive=StoredArchive(store, raw, kept_as),
                federal=StoredFederalDesk(store, kept_as, clock),
                dockets=DocketWatch(store=store, clock=clock),
                pages=PageWatch(store=store, raw=raw, read=read, rules=settings.miss_rules, clock=clock),
                is_tracked=partial(is_tracked, store),
                last_action_on=partial(last_action_on, store),
                validators=partial(validators_of, store, kept_as),
            )
            return _crawl(spider, ports, dict(arguments), settings, journal, target=target, progress_bar=progress_bar)


def _read(pdf: PdfReader, body: bytes, *, media_type: str, upstream: bool) -> Extraction:
    return extract(body, media_type=media_type, pdf=pdf, upstream=upstream)


def _crawl(
    spider: type[Spider],
    ports: CrawlPorts,
    arguments: dict[str, Any],
    settings: Settings,
    journal: _Journal,
    *,
    target: str,
    progress_bar: bool,
) -> CrawlOutcome:
    started_at = ports.clock()
    quiet_scrapy()
    process = AsyncCrawlerProcess(scrapy_settings(settings, target=target, progress_bar=progress_bar))
    crawler = process.create_crawler(spider)
    process.crawl(crawler, ports=ports, **arguments)
    gc.freeze()  # the program itself stays: it need not be searched for garbage again and again
    process.start()
    recorder = crawler.get_extension(RunRecorder)
    if recorder is None or recorder.record is None:
        # the spider never opened; Scrapy has logged why
        failure = CrawlError(f"{spider.name} could not be started")
        record = RunRecord(
            source=spider.name,
            state=RunState.FAILED,
            started_at=started_at,
            ended_at=ports.clock(),
            message=str(failure),
        )
        journal.finish(record, ())
        return CrawlOutcome(run_id=journal.run_id, target=target, record=record, coverage={}, failure=failure)
    return CrawlOutcome(
        run_id=journal.run_id,
        target=target,
        record=recorder.record,
        coverage=coverage(crawler.stats.get_stats()),
        failure=recorder.failure,
    )


def scrapy_settings(settings: Settings, *, target: str, progress_bar: bool) -> ScrapySettings:
    """The hardened defaults with what the user's settings add; a server on this machine needs no pauses."""
    found = ScrapySettings()
    found.setmodule(_SETTINGS, priority="project")
    said = f"Preempt/{version('preemption-monitor')} (monitoring of state legislation"
    found.set("USER_AGENT", f"{said}; {settings.contact})" if settings.contact else f"{said})", priority="cmdline")
    found.set("DOWNLOAD_MAXSIZE", settings.max_document_mb * 1024 * 1024, priority="cmdline")
    found.set("BATCH_BILLS", settings.crawl_batch, priority="cmdline")
    found.set("PROGRESS_BAR", progress_bar, priority="cmdline")
    if is_loopback(target):
        quick = {"DOWNLOAD_DELAY": 0.0, "AUTOTHROTTLE_ENABLED": False, "LIST_REASK_SECONDS": 0.0}
        found.setdict(quick, priority="cmdline")
    return found
