"""How is a source with a ledger crawled? Lists first, then what is owed: so a killed run goes on, and rest is free."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Sequence
from typing import Any, ClassVar, Final
from urllib.parse import urlsplit

from scrapy.exceptions import CloseSpider

from crawlers.errors import AnswerError, CrawlError, EmptyListingError
from crawlers.items import BadItem, BillItem, Listed
from crawlers.parsing.addresses import may_follow
from crawlers.platforms.source_spider import SourceSpider
from crawlers.signals import listing_counted
from crawlers.tally import LISTED
from monitor.errors import PreemptError
from monitor.model.bill import BillKey
from monitor.model.failure import FailureKind, known_kind
from monitor.model.listing import PendingBill
from monitor.model.run import ItemError

__all__ = ["LedgerSpider"]

_DOWN: Final = frozenset(
    {FailureKind.TIMEOUT, FailureKind.DNS, FailureKind.CONNECTION, FailureKind.TLS, FailureKind.SERVER_ERROR}
)
_DOWN_IN_A_ROW: Final = 3
"""So many requests without an answer, and the run ends: the ledger has what is left."""
_DRIFT: Final = frozenset({FailureKind.SCHEMA_DRIFT, FailureKind.LAYOUT_CHANGED, FailureKind.DECODE, FailureKind.OTHER})
_DRIFT_IN_A_ROW: Final = 5
"""So many bills one after the other that cannot be understood, and the run ends: the source speaks otherwise now."""
_log = logging.getLogger(__name__)


class LedgerSpider(SourceSpider):
    """A spider with a ledger. ``listing`` keeps the lists, ``fetch`` reads what is owed."""

    site: ClassVar[str] = ""
    """Where the source is, unless a crawl is given another base address; its addresses are relative to it."""
    source: ClassVar[str] = ""
    """Under which name the bills and the ledger are kept; the spider's own when empty."""
    batch: ClassVar[int] = 1
    """How many bills one call of ``fetch`` is given."""

    def __init__(self, *args: Any, base_url: str = "", **kwargs: Any) -> None:
        """``base_url`` stands in the place of ``site``: that of a sample server, say."""
        super().__init__(*args, **kwargs)
        self.base_url = base_url or self.site
        self.reads_whole_lists = True
        """False for a run of searches alone: a session that it does not name is not missing."""
        self.sessions_missed_alone = False
        """True once all that is owed was asked for, and only lists of sessions were missed."""
        self.searches_missed = False
        self.missed: list[ItemError] = []
        """Lists that could not be had: the run is not complete then, and without ``lists_had`` it has failed."""
        self.lists_had = 0
        self.beside: list[ItemError] = []
        """Lines of lists that cannot be understood: each costs its bill alone."""
        self._down = self._drifted = 0

    def listing(self) -> AsyncIterator[None]:
        """Ask for the lists and note each in ``ports.listings`` as it comes; yield after each.

        :raises AnswerError: when nothing can be listed.
        """
        raise NotImplementedError

    def fetch(self, owed: Sequence[PendingBill]) -> AsyncIterator[BillItem | BadItem]:
        """Ask for the bills and yield an item for each, with ``listed`` set so that the ledger is told.

        :raises AnswerError: what is of one bill is recorded under it by :meth:`bad`.
        """
        raise NotImplementedError

    def may_reach(self, url: str) -> bool:
        """The source itself, and links that may be followed: asked before each request, redirects included."""
        mine, asked = urlsplit(self.base_url), urlsplit(url)
        return (mine.scheme, mine.netloc) == (asked.scheme, asked.netloc) or may_follow(url, self.base_url)

    async def start(self) -> AsyncIterator[Any]:
        """List, count, fetch."""
        if self.ports is None or self.ports.listings is None:
            raise ValueError("this spider needs a ledger of what was listed")
        try:
            unlisted = await self._unlisted()
            for bad in (*self.beside, *self.missed):
                yield BadItem(error=bad)
            if unlisted is not None:
                raise unlisted
            owed = self._owed()
            self.crawler.signals.send_catch_log(listing_counted, spider=self, count=len(owed))
            for start in range(0, len(owed), self.batch):
                some = owed[start : start + self.batch]
                if self.crawler.stats is not None:
                    self.crawler.stats.inc_value(LISTED, len(some))
                async for item in self._fetched(some):
                    yield item
                    self._count_drift(item)
            self.complete = not self.limited and not self.missed
            if self.missed:
                self.sessions_missed_alone = not self.limited and not self.searches_missed
                self.incomplete = f"{len(self.missed)} lists could not be had whole; what they named is stored"
        except PreemptError as error:
            self.failure = error
            raise CloseSpider("failed") from error
        except AnswerError as error:
            self.failure = CrawlError(f"{self.name}: {error}")
            self.failure.kind = error.kind
            raise CloseSpider("failed") from error

    async def _unlisted(self) -> AnswerError | None:
        """Read the lists; why there is nothing to go on with, if so. The caller tells what went wrong on the way."""
        try:
            async for _ in self.listing():
                pass
        except AnswerError as error:
            return error
        if self.missed and not self.lists_had:
            return AnswerError(known_kind(self.missed[0].kind), f"no list could be had: {self.missed[0].message}")
        return None

    def _owed(self) -> list[PendingBill]:
        """What the ledger owes, as many as the limit allows."""
        assert self.ports is not None
        assert self.ports.listings is not None
        limit = self.limit + 1 if self.limit is not None else None
        owed = self.ports.listings.pending(limit, jurisdictions=self.jurisdictions)
        self.limited = self.limit is not None and len(owed) > self.limit
        return owed[: self.limit]

    async def _fetched(self, some: Sequence[PendingBill]) -> AsyncIterator[BillItem | BadItem]:
        """The items of a batch; an error of its own makes each bill of it a bad item, one of all ends the run."""
        left = {entry.native_id: entry for entry in some}
        try:
            async for item in self.fetch(some):
                if item.listed is not None:
                    left.pop(item.listed.native_id, None)
                yield item
        except AnswerError as error:
            if error.is_of_all:
                raise
            for entry in left.values():
                yield self.bad(entry, error.kind, str(error))
        except PreemptError:
            raise
        except Exception as error:  # noqa: BLE001 - logged whole and recorded under its bill; the run goes on
            _log.exception("a bill could not be read: %s", ", ".join(left))
            for entry in left.values():
                yield self.bad(entry, FailureKind.MALFORMED, f"{error.__class__.__name__}: {error}"[:500])

    def bad(self, entry: PendingBill, kind: str, message: str) -> BadItem:
        """A bill that could not be had; it stays in the ledger."""
        name = f"{entry.jurisdiction} {entry.identifier} ({entry.native_id})".strip()
        return BadItem(
            error=ItemError(kind=kind, subject=f"{self.name}: {name}", message=message),
            listed=Listed(native_id=entry.native_id, mark=entry.announced, missing=message),
            key=_key_of(entry),
        )

    def _count_down(self, error: AnswerError) -> None:
        """End the run when nobody is there."""
        self._down = self._down + 1 if error.kind in _DOWN else 0
        if self._down >= _DOWN_IN_A_ROW:
            raise CrawlError(f"{self.name}: no answer {self._down} times in a row: {error}") from error

    def _count_drift(self, item: BillItem | BadItem) -> None:
        """End the run when nothing can be understood any more (rule 6: ``schema_drift``; stop)."""
        if not isinstance(item, BadItem) or item.error.kind not in _DRIFT:
            self._drifted = 0
            return
        self._drifted += 1
        if self._drifted >= _DRIFT_IN_A_ROW:
            kind = known_kind(item.error.kind)
            raise AnswerError(kind, f"{self._drifted} bills in a row cannot be understood: {item.error.message}")

    def nothing_listed(self, expected: str) -> EmptyListingError:
        """The error of a list without a line: silence would look like success."""
        return EmptyListingError(self.name, expected)


def _key_of(entry: PendingBill) -> BillKey | None:
    """Which bill it is, as far as the ledger knows."""
    if not (entry.jurisdiction and entry.session and entry.identifier):
        return None
    return BillKey(jurisdiction=entry.jurisdiction, session=entry.session, identifier=entry.identifier)
