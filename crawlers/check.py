"""Can a source be read now? Its robots.txt, one page of its list and one bill are looked at; nothing is stored."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import ExitStack
from typing import Any, ClassVar, Final

from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess

from crawlers.check_ports import CheckArchive, CheckJournal, CheckLedger, EnoughError, Finding
from crawlers.errors import AnswerError, MalformedBillError
from crawlers.items import BadItem, BillItem
from crawlers.log_lines import quiet_scrapy
from crawlers.parsing.clean import one_line
from crawlers.pipelines.sanity import implausible
from crawlers.platforms.bulk_files import BulkFilesSpider
from crawlers.platforms.federal import FederalSpider
from crawlers.platforms.ledger import LedgerSpider
from crawlers.ports import CrawlPorts
from crawlers.run import open_quota, scrapy_settings
from crawlers.tally import missing_fields
from monitor.clock import Clock, system_clock
from monitor.config import Settings
from monitor.errors import PreemptError
from monitor.model.bill import BillRecord
from monitor.model.failure import FailureKind
from monitor.model.run import ItemError
from monitor.services.ingest import IngestResult
from monitor.store.engine import Store
from monitor.store.migrate import check_current

__all__ = ["check_source"]

_EMPTY_PAGES: Final = 5
"""So many pages of lists without a bill are looked at: an index of sessions, the first of them."""


class _Probe:
    """Mixed in before a spider: its own ``start`` is not run."""

    findings: list[Finding]

    async def start(self) -> AsyncIterator[Any]:
        try:
            await self.look()
        except AnswerError as error:
            self.findings.append(Finding(step="list", kind=error.kind, words=str(error)))
        except PreemptError as error:
            kind = getattr(error, "kind", None) or FailureKind.OTHER
            self.findings.append(Finding(step="list", kind=kind, words=str(error)))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what is wrong with the source
            words = f"{error.__class__.__name__}: {one_line(str(error))[:300]}"
            self.findings.append(Finding(step="list", kind=FailureKind.OTHER, words=words))
        items: tuple[Any, ...] = ()
        for item in items:  # a spider's start is a generator
            yield item

    async def look(self) -> None:
        raise NotImplementedError

    def tell_bill(self, record: BillRecord, problems: Iterable[ItemError]) -> None:
        """What was read of a bill."""
        counts = f"actions {len(record.actions)}, sponsors {len(record.sponsors)}, versions {len(record.versions)}"
        texts = sum(version.document is not None for version in record.versions)
        self.findings.append(Finding(step="bill", words=f"{record.key}: {record.title[:80]}; {counts}, texts {texts}"))
        if why := implausible(record):
            self.findings.append(Finding(step="bill", kind=FailureKind.SANITY, words=why))
        if lacking := missing_fields(record):
            self.findings.append(Finding(step="bill", words=f"the bill says nothing of: {', '.join(lacking)}"))
        self.findings.extend(
            Finding(step="bill", kind=one.kind, words=f"{one.subject}: {one.message}") for one in problems
        )


class _ListProbe(_Probe, LedgerSpider):
    """One page of a list, one bill."""

    screens: ClassVar[bool] = False

    async def look(self) -> None:
        assert self.ports is not None
        assert self.ports.listings is not None
        pages = 0
        try:
            async for _ in self.listing():
                pages += 1
                if pages == getattr(self, "index_pages", _EMPTY_PAGES):
                    break
        except EnoughError:
            pass
        ledger = self.ports.listings
        assert isinstance(ledger, CheckLedger)
        for error in (*self.beside, *self.missed):
            self.findings.append(Finding(step="list", kind=error.kind, words=f"{error.subject}: {error.message}"))
        owed = ledger.pending(1, jurisdictions=self.jurisdictions)
        if not owed:
            self.findings.append(
                Finding(step="list", kind=FailureKind.EMPTY, words=f"no bill in the first {pages or 1} pages of lists")
            )
            return
        first = next(iter(ledger.noted.values()))
        name = f"{first.jurisdiction} {first.identifier} ({first.session})"
        self.findings.append(Finding(step="list", words=f"bills on a page: {len(ledger.noted)}; the first is {name}"))
        async for item in self.fetch(owed):
            if isinstance(item, BillItem):
                self.tell_bill(item.record, item.problems)
            elif isinstance(item, BadItem):
                words = f"{item.error.subject}: {item.error.message}"
                self.findings.append(Finding(step="bill", kind=item.error.kind, words=words))


class _FederalProbe(_Probe, FederalSpider):
    """One page of the first list of federal documents that answers."""

    async def look(self) -> None:
        async for found, _texts in self.lists():
            first = f"; the first is {found.sightings[0].title[:80]}" if found.sightings else ""
            words = f"documents on a page: {len(found.sightings)}{first}"
            self.findings.append(Finding(step="list", words=words))
            self.findings.extend(Finding(step="list", kind=one.kind, words=one.message) for one in found.bad)
            if found.problem:
                self.findings.append(Finding(step="list", kind=FailureKind.TRUNCATED, words=found.problem))
            break
        for error in self.missed:
            self.findings.append(Finding(step="list", kind=error.kind, words=f"{error.subject}: {error.message}"))


class _FilesProbe(_Probe, BulkFilesSpider):
    """The first listing, its first bill."""

    async def look(self) -> None:
        name, open_listing = next(iter(self.openings()))
        listing = await asyncio.to_thread(open_listing)
        try:
            self.findings.append(Finding(step="list", words=f"bills in {name}: {len(listing)}"))
            folder = next(filter(self.is_wanted, listing), None)
            if folder is None:
                self.findings.append(Finding(step="list", kind=FailureKind.EMPTY, words="none that was asked for"))
                return
            try:
                self.tell_bill(*self.parse_bill(folder))
            except MalformedBillError as error:
                self.findings.append(Finding(step="bill", kind=error.kind, words=f"{folder.label}: {error}"))
        finally:
            listing.close()


def check_source(
    spider: type[Spider], arguments: Mapping[str, Any], settings: Settings, *, target: str, clock: Clock = system_clock
) -> list[Finding]:
    """Look at a source as a run would, once a process. Calls of a key are counted; nothing else is stored.

    :raises StoreError: when the calls cannot be counted.
    """
    findings: list[Finding] = []
    provider = getattr(spider, "provider", "")
    mixin: type[_Probe] = _ListProbe if issubclass(spider, LedgerSpider) else _FilesProbe
    if issubclass(spider, FederalSpider):
        mixin = _FederalProbe
    probing = type(f"Probing{spider.__name__}", (mixin, spider), {"findings": findings})
    with ExitStack() as stack:
        quota = None
        if provider:
            store = stack.enter_context(Store(settings.database))
            check_current(store)
            key = str(arguments.get("key", ""))
            quota = open_quota(store, settings, provider=provider, key=key, clock=clock)
        ports = CrawlPorts(
            ingest=lambda _record: IngestResult(outcome="unchanged"),
            journal=CheckJournal(findings),
            clock=clock,
            quota=quota,
            listings=CheckLedger(),
            archive=CheckArchive(),
        )
        quiet_scrapy()
        process = AsyncCrawlerProcess(scrapy_settings(settings, target=target, progress_bar=False))
        crawler = process.create_crawler(probing)
        process.crawl(crawler, ports=ports, **arguments)
        process.start()
    return [*_robots(crawler.stats.get_stats()), *findings]


def _robots(stats: Mapping[str, Any]) -> list[Finding]:
    """What robots.txt came to, by what Scrapy counted; none where no host was asked."""
    if not stats.get("robotstxt/request_count"):
        return []
    prefix = "robotstxt/response_status_count/"
    said = [f"HTTP {name.removeprefix(prefix)}" for name in stats if name.startswith(prefix)]
    prefix = "politeness/crawl_delay/"
    said += [f"Crawl-delay {value:g} s" for name, value in stats.items() if name.startswith(prefix)]
    if forbidden := stats.get("robotstxt/forbidden"):
        return [
            Finding(step="robots", kind=FailureKind.ROBOTS, words=f"{', '.join(said)}; it forbids {forbidden} pages")
        ]
    return [Finding(step="robots", words=f"{', '.join(said) or 'no answer'}; nothing that was asked for is forbidden")]
