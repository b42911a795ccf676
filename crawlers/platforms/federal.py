"""How is a federal source watched? List by list, each copy of a document handed in; what is no list is an error."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any, ClassVar, Final

from scrapy.exceptions import CloseSpider

from crawlers.errors import AnswerError, CrawlError
from crawlers.items import BadItem
from crawlers.parsing.addresses import is_same_site
from crawlers.parsing.federal_feeds import read_agency_feed, words_of
from crawlers.parsing.federal_interest import is_of_interest
from crawlers.parsing.federal_lists import FederalList
from crawlers.parsing.federal_watch import feeds_of
from crawlers.parsing.feed_page import FeedPage
from crawlers.parsing.walls import Expected
from crawlers.platforms.answers import OnRecordError
from crawlers.platforms.page_fetch import fetch_page, inside
from crawlers.platforms.source_spider import SourceSpider
from crawlers.tally import LISTED, count_outcome
from monitor.errors import PreemptError
from monitor.model.failure import FailureKind
from monitor.model.run import ItemError
from monitor.services.federal_documents import Seen

__all__ = ["FederalFeedSpider", "FederalSpider"]

_FEDERAL: Final = "US"
_MAX_TEXT: Final = 8 * 1024 * 1024
_COUNTED: Final = {Seen.NEW: "new", Seen.KNOWN: "unchanged", Seen.LINKED: "changed", Seen.AMENDED: "changed"}
_log = logging.getLogger(__name__)


class FederalSpider(SourceSpider):
    """A hook: ``lists`` gives the pages of all lists. A list that cannot be had costs itself alone."""

    site: ClassVar[str] = ""
    platform: ClassVar[str] = "federal"
    max_pages: ClassVar[int] = 50

    def __init__(self, *args: Any, base_url: str = "", **kwargs: Any) -> None:
        """All documents are of the United States: narrowed to other ``jurisdictions`` a run asks for none."""
        super().__init__(*args, **kwargs)
        self.base_url = f"{(base_url or self.site).rstrip('/')}/"
        self.missed: list[ItemError] = []
        self._had = self._taken = 0
        self._last: AnswerError | None = None

    def lists(self) -> AsyncIterator[tuple[FederalList, bool]]:
        """Hook: each page of each list, and whether the texts behind it are asked for where none came along.

        Pages are had by :meth:`had`, so that one that fails costs its own list alone.
        """
        raise NotImplementedError

    def may_reach(self, url: str) -> bool:
        """The source itself."""
        return is_same_site(url, self.base_url)

    async def start(self) -> AsyncIterator[Any]:
        """Read the lists, hand in what they hold."""
        if self.ports is None or self.ports.federal is None:
            raise ValueError("this spider needs a desk for federal documents")
        try:
            if not self.jurisdictions or _FEDERAL in self.jurisdictions:
                async for found, texts in self.lists():
                    async for bad in self._take(found, texts=texts):
                        yield bad
                    if self.limited:
                        break
                for error in self.missed:
                    yield BadItem(error=error)
                if self._last is not None and not self._had:
                    raise self._last
            self.complete = not self.limited and not self.incomplete
        except PreemptError as error:
            self.failure = error
            raise CloseSpider("failed") from error
        except AnswerError as error:
            self.failure = CrawlError(f"{self.name}: {error}")
            self.failure.kind = error.kind
            raise CloseSpider("failed") from error

    async def page(self, address: str, expected: Expected | None, *, base: str = "") -> Any:
        """The answer of an address of the site.

        :raises AnswerError: when there is none.
        """
        assert self.ports is not None
        ask = inside(self.base_url, base or self.base_url, address)
        return await fetch_page(ask, expected, self.crawler, self.ports, site=self.base_url)

    def lost(self, address: str, error: AnswerError) -> None:
        """A list that could not be had, or not be read: its silence says nothing."""
        self._last = error
        self.incomplete = "a list could not be had whole; what the others named is stored"
        if not isinstance(error, OnRecordError):
            subject = f"{self.name}: {address}"[:500]
            self.missed.append(ItemError(kind=error.kind, subject=subject, message=str(error)))

    async def _take(self, found: FederalList, *, texts: bool) -> AsyncIterator[BadItem]:
        assert self.ports is not None
        assert self.ports.federal is not None
        assert self.crawler.stats is not None
        self._had += 1
        for bad in found.bad:
            yield BadItem(error=bad)
        if found.problem:
            self.incomplete = f"a list is not whole: {found.problem}"[:300]
            yield BadItem(error=ItemError(kind=FailureKind.TRUNCATED, subject=self.name, message=found.problem[:300]))
        addresses = found.texts or ("",) * len(found.sightings)
        for sighting, address in zip(found.sightings, addresses, strict=True):
            if not is_of_interest(sighting) and not (texts and address):
                continue
            if self.limit is not None and self._taken >= self.limit:
                self.limited = True
                return
            self._taken += 1
            self.crawler.stats.inc_value(LISTED)
            whole = sighting
            if address and not sighting.text and not self.ports.federal.has_text(sighting):
                try:
                    whole = replace(sighting, text=await self._text(address))
                except AnswerError as error:
                    if not isinstance(error, OnRecordError):
                        yield BadItem(error=ItemError(kind=error.kind, subject=sighting.key, message=str(error)))
            try:
                result = self.ports.federal.record(whole)
            except PreemptError:
                raise
            except Exception as error:  # noqa: BLE001 - logged whole and recorded under its document; the run goes on
                _log.exception("a federal document could not be stored: %s", sighting.url)
                message = f"{error.__class__.__name__}: {error}"[:300]
                yield BadItem(error=ItemError(kind=FailureKind.STORE, subject=sighting.url[:300], message=message))
                continue
            outcome = _COUNTED[result.seen]
            count_outcome(self.crawler.stats, outcome=outcome, events=result.events, versions=0, baseline=False)

    async def _text(self, address: str) -> str:
        """The words behind an address.

        :raises AnswerError: when there are none.
        """
        body: bytes = (await self.page(address, None)).body
        if len(body) > _MAX_TEXT:
            raise AnswerError(FailureKind.TOO_LARGE, f"{len(body):,} bytes of text")
        if not (words := words_of(body.decode("utf-8", "replace"))):
            raise AnswerError(FailureKind.EMPTY, "the text is empty")
        return words


class FederalFeedSpider(FederalSpider):
    """A site with feeds: those of ``crawlers/data/federal_watch.yaml`` under its name; ``read`` reads them."""

    read: ClassVar[Any] = staticmethod(read_agency_feed)

    async def lists(self) -> AsyncIterator[tuple[FederalList, bool]]:
        """Each feed."""
        for address in feeds_of(self.name):
            try:
                document = await self.page(address, Expected.XML)
                found = self.read(FeedPage.read(document, source=self.name))
            except AnswerError as error:
                self.lost(address, error)
                continue
            yield found, False
