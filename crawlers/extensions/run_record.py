"""What did this run do so far, and how did it end? Written while it runs, so that a killed run left a trace."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import Final, Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from crawlers.errors import CrawlError
from crawlers.parsing.clean import one_line
from crawlers.ports import CrawlPorts
from crawlers.session_counts import SessionCounts
from crawlers.signals import session_listed
from crawlers.tally import HOSTS_LEFT_ALONE, count_error, record_from
from monitor.errors import PreemptError, StoreError
from monitor.model.bill import BillKey
from monitor.model.failure import FailureKind
from monitor.model.quota import QuotaExhaustedError
from monitor.model.run import ItemError, RunRecord, RunState
from monitor.services.ingest import IngestResult

__all__ = ["RunRecorder"]

_EVERY_SECONDS: Final = 5.0
_MAX_WORDS: Final = 500
_LEFT_ALONE: Final = "a host was left alone, since it refused too often (see `preempt crawl errors`)"
_ENDS: Final = {
    FailureKind.BLOCKED: RunState.BLOCKED,
    FailureKind.CIRCUIT_OPEN: RunState.BLOCKED,
    FailureKind.RATE_LIMITED: RunState.BLOCKED,
    FailureKind.ROBOTS: RunState.BLOCKED,
    FailureKind.QUOTA: RunState.SKIPPED_QUOTA,
}
"""How a run ends by what ended it; failed otherwise."""
_STOPPED: Final = "stopped; run again to go on"


class RunRecorder:
    """Keeps the record of a run. Stays off when the spider was given no ports."""

    def __init__(self, crawler: Crawler, ports: CrawlPorts) -> None:
        self.crawler, self.ports = crawler, ports
        self.source = getattr(crawler.spidercls, "source", "") or crawler.spidercls.name
        self.started_at = self._noted_at = ports.clock()
        self.record: RunRecord | None = None
        """The final record, once the spider has closed."""
        self.failure: PreemptError | None = None
        self._closing: asyncio.Future[None] | None = None
        self._errors: list[ItemError] = []
        self._sessions: set[tuple[str, str]] = set()
        self.sessions = SessionCounts()
        """What was seen of each session."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it for a crawl.

        :raises NotConfigured: when there is nowhere to write to.
        """
        ports = getattr(crawler.spider, "ports", None)
        if ports is None:
            raise NotConfigured("no ports: nothing is recorded")
        recorder = cls(crawler, ports)
        for signal in (signals.item_scraped, signals.item_dropped, signals.item_error):
            crawler.signals.connect(recorder.item_done, signal=signal)
        crawler.signals.connect(recorder.spider_closed, signal=signals.spider_closed)
        crawler.signals.connect(recorder.session_listed, signal=session_listed)
        return recorder

    def add_error(self, error: ItemError) -> None:
        """Count a bad item and remember it for the journal; its words may hold bytes that no database takes."""
        if self.crawler.stats is not None:
            count_error(self.crawler.stats, error)
        self._errors.append(
            ItemError(
                kind=error.kind,
                subject=one_line(error.subject)[:_MAX_WORDS],
                message=one_line(error.message)[:_MAX_WORDS],
            )
        )

    def add_session(self, jurisdiction: str, session: str) -> None:
        """Remember that something of a session is stored."""
        self._sessions.add((jurisdiction, session))

    def add_stored(self, key: BillKey, result: IngestResult) -> None:
        """Remember what storing a bill came to."""
        self.add_session(key.jurisdiction, key.session)
        self.sessions.stored(key, result)

    def session_listed(
        self,
        jurisdiction: str,
        session: str,
        identifiers: Iterable[str],
        whole: bool,  # noqa: FBT001 - a signal's arguments go by name, and to such as could go by place alone
    ) -> None:
        """Remember what a source lists of a session."""
        self.sessions.listed(jurisdiction, session, identifiers, whole=whole)

    def fail(self, error: PreemptError) -> None:
        """End the run: it cannot go on."""
        if self.failure is None:
            self.failure = error
            if self.crawler.engine is not None:
                self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="failed"))

    def item_done(self) -> None:
        """After each item: write the progress when some seconds have passed."""
        now = self.ports.clock()
        if self.failure is None and (now - self._noted_at).total_seconds() >= _EVERY_SECONDS:
            self._noted_at = now
            try:
                self.ports.journal.progress(self._record(RunState.RUNNING, ""), self.sessions.tallies(whole=False))
                self._flush()
            except StoreError as error:
                self.fail(error)

    def spider_closed(self, spider: Spider, reason: str) -> None:
        """Close the record."""
        failure = self.failure or getattr(spider, "failure", None)
        if isinstance(failure, QuotaExhaustedError):
            state, message = RunState.SKIPPED_QUOTA, str(failure)
        elif self.crawler.stats.get_value(HOSTS_LEFT_ALONE):
            state, message = RunState.BLOCKED, f"{_LEFT_ALONE}{f'; {failure}' if failure is not None else ''}"
        elif failure is not None:
            state, message = RunState.FAILED, str(failure)
        elif getattr(spider, "complete", False):
            state, message = RunState.OK, ""
        elif getattr(spider, "limited", False):
            state, message = RunState.PARTIAL, "limited; the listing goes on"
        elif incomplete := getattr(spider, "incomplete", ""):
            state, message = RunState.PARTIAL, incomplete
        elif reason == "shutdown":
            state, message = RunState.PARTIAL, _STOPPED
        else:
            state, message = RunState.FAILED, f"the spider ended early: {reason}"
        self.failure = failure or (None if state is not RunState.FAILED else CrawlError(message))
        kind = _kind_of(failure)
        if state is RunState.FAILED and kind is not None:
            state = _ENDS.get(kind, state)
        self.record = self._record(
            state,
            message,
            failure=kind or "",
            scope=sorted(getattr(spider, "jurisdictions", ())),
            beside_missed_lists=state is RunState.PARTIAL and getattr(spider, "sessions_missed_alone", False),
            reads_whole_lists=getattr(spider, "reads_whole_lists", True),
        )
        whole = state is RunState.OK and getattr(spider, "lists_whole_sessions", False)
        try:
            self._flush()
            tallies = self.sessions.tallies(whole=whole)
            self.record = self.ports.journal.finish(self.record, self._sessions, tallies)
        except StoreError as error:  # Scrapy would only log it, and the command would say that all is well
            self.failure = self.failure or error
            self.record = self._record(RunState.FAILED, str(self.failure))

    def _record(
        self,
        state: RunState,
        message: str,
        *,
        failure: str = "",
        scope: Sequence[str] = (),
        beside_missed_lists: bool = False,
        reads_whole_lists: bool = True,
    ) -> RunRecord:
        return record_from(
            self.crawler.stats.get_stats(),
            source=self.source,
            state=state,
            started_at=self.started_at,
            now=self.ports.clock(),
            message=message,
            failure=failure,
            scope=scope,
            beside_missed_lists=beside_missed_lists,
            reads_whole_lists=reads_whole_lists,
        )

    def _flush(self) -> None:
        if self._errors:
            self.ports.journal.errors(self._errors)
            self._errors = []


def _kind_of(failure: PreemptError | None) -> FailureKind | None:
    """The kind that an error carries, if it is of the taxonomy."""
    if isinstance(failure, QuotaExhaustedError):
        return FailureKind.QUOTA
    kind = getattr(failure, "kind", None)
    return kind if isinstance(kind, FailureKind) else None
