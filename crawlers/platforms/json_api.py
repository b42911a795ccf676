"""How is an API with a key crawled? Lists first, then what moved; a call is reserved, its answer kept, then read."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final, TypeVar

from scrapy import Request, Spider
from scrapy.exceptions import CloseSpider
from scrapy.http import Response

from crawlers.errors import AnswerError, CrawlError, EmptyListingError
from crawlers.items import BadItem, BillItem, Listed
from crawlers.parsing.clean import one_line
from crawlers.ports import CrawlPorts
from crawlers.refusals import kind_of_exception
from crawlers.signals import listing_counted
from crawlers.tally import LISTED
from monitor.errors import PreemptError
from monitor.model.bill import BillKey, Document
from monitor.model.failure import FailureKind, failure, kind_of_status
from monitor.model.listing import PendingBill
from monitor.model.quota import CallOutcome, Grant, QuotaExhaustedError, refused_window
from monitor.model.run import ItemError

__all__ = ["ApiCall", "JsonApiSpider"]

_KEPT_HEADERS: Final = ("content-type", "date", "etag", "last-modified")
_DOWN: Final = frozenset(
    {FailureKind.TIMEOUT, FailureKind.DNS, FailureKind.CONNECTION, FailureKind.TLS, FailureKind.SERVER_ERROR}
)
_DOWN_IN_A_ROW: Final = 3
"""So many calls without an answer, and the run ends: the ledger has what is left."""
_USED_UP: Final = frozenset({FailureKind.QUOTA, FailureKind.RATE_LIMITED})
_log = logging.getLogger(__name__)
_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiCall:
    """One call. ``url`` and ``headers`` may hold the key and are written down nowhere; ``address`` never does."""

    bucket: str
    """Under which the quota counts it."""
    address: str
    """Under which the answer is kept."""
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


class JsonApiSpider(Spider):
    """A spider over an API. A subclass has two hooks: ``listing`` keeps the lists, ``fetch`` reads what is owed."""

    what: ClassVar[str] = ""
    """One line for ``preempt crawl sources``."""
    source: ClassVar[str] = ""
    """Under which name the bills and the ledger are kept; the spider's own when empty."""
    batch: ClassVar[int] = 1
    """How many bills one call of ``fetch`` is given."""

    def __init__(
        self,
        name: str | None = None,
        *,
        ports: CrawlPorts | None = None,
        limit: int | str | None = None,
        jurisdictions: Collection[str] = (),
        base_url: str = "",
        key: str = "",
        **kwargs: Any,
    ) -> None:
        """``jurisdictions`` are codes such as ``WA``; empty means all. ``limit`` stops after so many bills."""
        super().__init__(name, **kwargs)
        self.ports = ports
        self.limit = int(limit) if limit is not None else None
        self.jurisdictions = frozenset(jurisdictions)
        self.base_url, self._key = base_url, key
        self.complete = False
        """True once everything that is owed was asked for."""
        self.limited = False
        self.failure: PreemptError | None = None
        self.sessions_missed_alone = False
        """True once all that is owed was asked for, and only lists of sessions were missed."""
        self.searches_missed = False
        self.incomplete = ""
        """Why the run is only partial."""
        self.missed: list[ItemError] = []
        """Lists that could not be had: the run is not complete then."""
        self._down = 0

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

    async def start(self) -> AsyncIterator[Any]:
        """List, count, fetch."""
        if self.ports is None or self.ports.listings is None:
            raise ValueError("a spider over an API needs a ledger of what was listed")
        try:
            async for _ in self.listing():
                pass
            for error in self.missed:
                yield BadItem(error=error)
            owed = self._owed()
            self.crawler.signals.send_catch_log(listing_counted, spider=self, count=len(owed))
            for start in range(0, len(owed), self.batch):
                some = owed[start : start + self.batch]
                if self.crawler.stats is not None:
                    self.crawler.stats.inc_value(LISTED, len(some))
                async for item in self._fetched(some):
                    yield item
            self.complete = not self.limited and not self.missed
            if self.missed:
                self.sessions_missed_alone = not self.limited and not self.searches_missed
                self.incomplete = f"{len(self.missed)} lists could not be had; what the others named is stored"
        except PreemptError as error:
            self.failure = error
            raise CloseSpider("failed") from error
        except AnswerError as error:
            self.failure = CrawlError(f"{self.name}: {error}")
            self.failure.kind = error.kind
            raise CloseSpider("failed") from error

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

    async def ask(self, call: ApiCall, read: Callable[[Document], _Read]) -> _Read:
        """Reserve, ask, keep, read, settle. What ``read`` raises says what the answer was worth.

        A refusal for want of quota is settled as such: then only a window of a minute is waited for, and once.

        :raises QuotaExhaustedError: when no call is left.
        :raises AnswerError: when there is no answer, or ``read`` finds none in it.
        :raises CrawlError: when the host did not answer several times in a row.
        """
        try:
            return await self._ask_once(call, read)
        except AnswerError as error:
            if error.kind not in _USED_UP or self.ports is None or self.ports.quota is None:
                raise
        return await self._ask_once(call, read)

    async def _ask_once(self, call: ApiCall, read: Callable[[Document], _Read]) -> _Read:
        grant = await self._reserve(call.bucket)
        outcome, words = CallOutcome.FAILED, ""
        try:
            found = read(await self._download(call))
            outcome = CallOutcome.ANSWERED
        except AnswerError as error:
            if error.kind in _USED_UP:
                outcome, words = CallOutcome.REFUSED, str(error)
            self._count_down(error)
            raise
        finally:
            if grant is not None and self.ports is not None and self.ports.quota is not None:
                self.ports.quota.settle(grant, outcome=outcome, window=refused_window(words))
        self._down = 0
        return found

    async def _reserve(self, bucket: str) -> Grant | None:
        """Leave for one call; waits when the window that is used up is a minute."""
        if self.ports is None or self.ports.quota is None:
            return None
        while True:
            try:
                return self.ports.quota.reserve(bucket)
            except QuotaExhaustedError as error:
                if not error.waitable:
                    raise
                await asyncio.sleep(error.seconds_from(self.ports.clock()) + 0.1)

    async def _download(self, call: ApiCall) -> Document:
        """The answer, kept before anyone reads it. A failed call is not made again here: each one counts."""
        request = Request(
            call.url,
            headers=dict(call.headers),
            dont_filter=True,
            meta={"dont_retry": True, "dont_redirect": True, "handle_httpstatus_all": True},
        )
        assert self.crawler.engine is not None
        assert self.ports is not None
        try:
            response = await self.crawler.engine.download_async(request)
        except Exception as error:  # noqa: BLE001 - whatever it is, its words may hold the address and so the key
            raise AnswerError(kind_of_exception(error) or FailureKind.OTHER, _words_of(error)) from None
        answer = Document(
            url=call.address,
            body=response.body,
            media_type=_header(response, "content-type").partition(";")[0].strip(),
            fetched_at=self.ports.clock(),
            status=response.status,
            headers=tuple((name, value) for name in _KEPT_HEADERS if (value := _header(response, name))),
        )
        if response.status != 200:
            kind = kind_of_status(response.status)
            if kind in (None, FailureKind.BLOCKED):  # a redirect, or a key that is not known: the next call ends alike
                kind = FailureKind.REFUSED
            words = one_line(response.body[:200].decode("utf-8", "replace"))
            raise AnswerError(kind, f"HTTP {response.status} {words}".strip())
        if self.ports.archive is not None:
            self.ports.archive.keep(answer)
        return answer

    def _count_down(self, error: AnswerError) -> None:
        """End the run when nobody is there."""
        self._down = self._down + 1 if error.kind in _DOWN else 0
        if self._down >= _DOWN_IN_A_ROW:
            raise CrawlError(f"{self.name}: no answer {self._down} times in a row: {error}") from error

    def nothing_listed(self, expected: str) -> EmptyListingError:
        """The error of a list without a line: silence would look like success."""
        return EmptyListingError(self.name, expected)


def _key_of(entry: PendingBill) -> BillKey | None:
    """Which bill it is, as far as the ledger knows."""
    if not (entry.jurisdiction and entry.session and entry.identifier):
        return None
    return BillKey(jurisdiction=entry.jurisdiction, session=entry.session, identifier=entry.identifier)


def _header(response: Response, name: str) -> str:
    value = response.headers.get(name)
    return one_line(value.decode("latin-1")) if isinstance(value, bytes) else ""


def _words_of(error: Exception) -> str:
    kind = kind_of_exception(error)
    return f"{failure(kind).meaning} ({error.__class__.__name__})" if kind is not None else error.__class__.__name__
