"""Federal pages that are watched: each is asked for once a crawl; what changed, went or came back is an event.

Source: the addresses of ``monitor/watch/data/pages.yaml`` and those that an operator added. See ``docs/sources.md``.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Final
from urllib.parse import urlsplit

from scrapy.exceptions import CloseSpider

from crawlers.errors import AnswerError
from crawlers.items import BadItem
from crawlers.parsing.addresses import is_same_site, shown_address
from crawlers.parsing.pages import Ask
from crawlers.parsing.walls import Expected
from crawlers.platforms.answers import OnRecordError
from crawlers.platforms.page_fetch import fetch_page
from crawlers.platforms.source_spider import SourceSpider
from crawlers.ports import CrawlPorts, WatchedPages
from crawlers.signals import listing_counted
from crawlers.tally import LISTED, count_outcome
from monitor.errors import PreemptError
from monitor.model.bill import Document
from monitor.model.failure import FailureKind
from monitor.model.run import ItemError
from monitor.model.watched_page import PageFacts, PageForm, PageNews
from monitor.services.watch_pages import UnreadableCopyError

__all__ = ["PageWatchSpider"]

_EXPECTED: Final = {PageForm.HTML: Expected.HTML, PageForm.PDF: Expected.PDF}
_FEDERAL: Final = "US"
_COUNTED: Final = {PageNews.FIRST: "new", PageNews.NONE: "unchanged"}


@dataclass(frozen=True, slots=True)
class _Copies:
    """An archive that recalls: the watch itself keeps what differs."""

    pages: WatchedPages

    def keep(self, answer: Document) -> None:
        """Nothing: most answers are the copy that is kept, with another counter in it."""

    def recall(self, url: str) -> Document | None:
        """The copy that was kept last."""
        return self.pages.recall(url)


class PageWatchSpider(SourceSpider):
    """Pages one after the other. What one of them answers costs no other one its turn."""

    name = "page-watch"
    what: ClassVar[str] = "federal pages: what changes, what is taken away, what comes back; no bills, no key"
    platform: ClassVar[str] = "page-watch"
    watches: ClassVar[bool] = True
    """It reads no bills."""

    def __init__(self, *args: Any, base_url: str = "", pages: Collection[str] = (), **kwargs: Any) -> None:
        """``pages`` narrows the run to pages by name; with ``base_url`` each is asked for there, under host and path.

        All pages are of the United States: narrowed to other ``jurisdictions`` a run asks for none.
        """
        super().__init__(*args, **kwargs)
        self.base_url = base_url
        self.only = frozenset(pages)
        self._sites: set[str] = set()

    def may_reach(self, url: str) -> bool:
        """The sites of the pages that are asked for, and nothing else."""
        return any(is_same_site(url, site) for site in self._sites)

    async def start(self) -> AsyncIterator[Any]:
        """Ask for each page and say what came."""
        if self.ports is None or self.ports.pages is None:
            raise ValueError("this spider needs a list of pages")
        watch, ports = self.ports.pages, replace(self.ports, archive=_Copies(self.ports.pages))
        try:
            mine = not self.jurisdictions or _FEDERAL in self.jurisdictions
            wanted = [page for page in watch.pages() if mine and (not self.only or page.id in self.only)]
            if strange := self.only - {page.id for page in wanted}:
                raise _UnknownPagesError(sorted(strange))
            self.limited = self.limit is not None and len(wanted) > self.limit
            wanted = wanted[: self.limit]
            self._sites = {self._where(page) for page in wanted}
            self.crawler.signals.send_catch_log(listing_counted, spider=self, count=len(wanted))
            for page in wanted:
                if self.crawler.stats is not None:
                    self.crawler.stats.inc_value(LISTED)
                error = await self._look(page, watch, ports)
                if error is not None:
                    yield BadItem(error=error)
            self.complete = not self.limited
        except PreemptError as error:
            self.failure = error
            raise CloseSpider("failed") from error

    def _where(self, page: PageFacts) -> str:
        """The address that is asked for."""
        if not self.base_url:
            return page.address
        parts = urlsplit(page.address)
        query = f"?{parts.query}" if parts.query else ""
        return f"{self.base_url.rstrip('/')}/{parts.netloc}{parts.path}{query}"

    async def _look(self, page: PageFacts, watch: WatchedPages, ports: CrawlPorts) -> ItemError | None:
        """One page; what was no answer comes back to be recorded, a missing page too while it is no news yet."""
        url, expected = self._where(page), _EXPECTED[page.form]
        try:
            document = await fetch_page(Ask(url=url), expected, self.crawler, ports, site=url, stay=True)
            self._count(watch.saw(page.id, document))
            return None
        except AnswerError as error:
            kind, words, recorded = error.kind, str(error), isinstance(error, OnRecordError)
        except UnreadableCopyError as error:
            kind, words, recorded = FailureKind.UNREADABLE, str(error), False
        if kind is FailureKind.NOT_FOUND:
            self._count(watch.missing(page.id, words))
        else:
            watch.unknown(page.id, words)
        said = ItemError(kind=kind, subject=f"{page.id}: {shown_address(page.address)}", message=words)
        return None if recorded else said

    def _count(self, news: PageNews) -> None:
        """As runs of bills are counted; what is told of is changed."""
        if self.crawler.stats is not None:
            outcome = _COUNTED.get(news, "changed")
            events = int(outcome == "changed")
            count_outcome(self.crawler.stats, outcome=outcome, events=events, versions=0, baseline=False)


class _UnknownPagesError(PreemptError):
    """The run was narrowed to pages that are not on the list. Raised while it starts; ``preempt pages list``."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(f"not on the list of pages: {', '.join(names)[:300]}; see `preempt pages list`")
