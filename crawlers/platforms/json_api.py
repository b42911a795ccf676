"""How is an API with a key crawled? Lists first, then what moved; a call is reserved, its answer kept, then read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final, TypeVar

from scrapy import Request

from crawlers.errors import AnswerError
from crawlers.parsing.clean import one_line
from crawlers.platforms.answers import answer_to, document_of
from crawlers.platforms.ledger import LedgerSpider
from monitor.model.bill import Document
from monitor.model.failure import FailureKind, kind_of_status
from monitor.model.quota import CallOutcome, Grant, QuotaExhaustedError, refused_window

__all__ = ["ApiCall", "JsonApiSpider"]

_USED_UP: Final = frozenset({FailureKind.QUOTA, FailureKind.RATE_LIMITED})
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


class JsonApiSpider(LedgerSpider):
    """A spider over an API. A subclass has two hooks: ``listing`` keeps the lists, ``fetch`` reads what is owed."""

    platform: ClassVar[str] = "json-api"
    provider: ClassVar[str] = ""
    """Whose quota the calls are counted against (:func:`monitor.services.quota.providers`); none when empty."""
    key_setting: ClassVar[str] = ""
    """The setting that holds the key, ``legiscan_key`` say; none when no key is needed."""
    url_setting: ClassVar[str] = ""
    """The setting that holds the base address, where there is one."""

    def __init__(self, *args: Any, key: str = "", **kwargs: Any) -> None:
        """``key`` is written down nowhere."""
        super().__init__(*args, **kwargs)
        self._key = key

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
        assert self.ports is not None
        response = await answer_to(self.crawler, request, secret=True)
        answer = document_of(response, address=call.address, fetched_at=self.ports.clock())
        if response.status != 200:
            kind = kind_of_status(response.status)
            if kind in (None, FailureKind.BLOCKED):  # a redirect, or a key that is not known: the next call ends alike
                kind = FailureKind.REFUSED
            words = one_line(response.body[:200].decode("utf-8", "replace"))
            raise AnswerError(kind, f"HTTP {response.status} {words}".strip())
        if self.ports.archive is not None:
            self.ports.archive.keep(answer)
        return answer
