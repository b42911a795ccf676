"""Open States v3: bills of all states through one API, with a free key; a second opinion beside LegiScan.

Source: ``v3.openstates.org``. 10 calls a minute and 250 a day; links to texts, no texts. See ``docs/sources.md``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Sequence
from functools import partial
from typing import Any, ClassVar, Final

from scrapy.exceptions import CloseSpider

from crawlers.errors import AnswerError, MalformedBillError
from crawlers.items import BadItem, BillItem, Listed
from crawlers.parsing.openstates_api import (
    BillPage,
    bill_in_page,
    parse_bill,
    parse_bill_page,
    parse_scraper_runs,
)
from crawlers.platforms.json_api import ApiCall, JsonApiSpider
from crawlers.platforms.legiscan_calls import DEFAULT_QUERIES
from crawlers.platforms.openstates_calls import MAX_PER_PAGE, OpenStatesCalls
from crawlers.platforms.texts import with_texts
from crawlers.signals import session_listed
from monitor.model.bill import Document
from monitor.model.failure import FailureKind
from monitor.model.listing import ListedBill, PendingBill
from monitor.model.quota import QuotaExhaustedError
from monitor.model.run import ItemError

__all__ = ["OpenStatesApiSpider"]

_TRIES: Final = 5
"""After so many runs a text that cannot be had no longer keeps its bill in the ledger."""


class OpenStatesApiSpider(JsonApiSpider):
    """Pages of bills tell what moved and hold it; texts come from the legislatures, as their robots.txt allows."""

    name = "openstates"
    what: ClassVar[str] = "Open States v3: all states and the Congress, with a free key"
    provider: ClassVar[str] = "openstates"
    key_setting: ClassVar[str] = "openstates_key"
    url_setting: ClassVar[str] = "openstates_api_url"
    batch: ClassVar[int] = MAX_PER_PAGE

    def __init__(self, *args: Any, queries: Iterable[str] = (), updated_since: str = "", **kwargs: Any) -> None:
        """With jurisdictions and no query all their bills are read; with neither, what the built-in queries find."""
        super().__init__(*args, **kwargs)
        self.queries = tuple(queries) or (() if self.jurisdictions else DEFAULT_QUERIES)
        self.updated_since = updated_since
        self.reads_whole_lists = not (self.queries or updated_since)
        self.calls = OpenStatesCalls(base_url=self.base_url, key=self._key)
        self._page_of: dict[str, str] = {}
        """On which page of this run a bill lies, by the address under which the page was kept."""
        self._read_last: tuple[str, Document | None] = ("", None)
        self._used_up: QuotaExhaustedError | None = None

    async def start(self) -> AsyncIterator[Any]:
        """As every API; what is on pages at hand is stored before a run ends for want of calls."""
        async for item in super().start():
            yield item
        if self._used_up is not None:
            self.complete, self.failure = False, self._used_up
            raise CloseSpider("failed") from self._used_up

    async def listing(self) -> AsyncIterator[None]:
        """How their scrapers are, then every query in every jurisdiction that was asked for."""
        places = sorted(self.jurisdictions) or [""]
        found = 0
        try:
            await self._scraper_runs()
            for code in places:
                for query in self.queries or ("",):
                    try:
                        found += await self._pages(query, code)
                    except AnswerError as error:
                        if error.is_of_all:
                            raise
                        what = " in ".join(part for part in (query or "all bills", code) if part)
                        self.missed.append(
                            ItemError(kind=error.kind, subject=f"{self.name}: {what}", message=str(error))
                        )
                        self.searches_missed = True
                    yield
        except QuotaExhaustedError as error:
            self._used_up = error
            return
        if not found and not self.missed and not self.updated_since:  # nothing since a day is no wonder
            raise self.nothing_listed(f"bill for {', '.join(self.queries) or ', '.join(places)}")

    async def _scraper_runs(self) -> None:
        """A signal of health, kept for ``preempt crawl scraper-runs``; without it bills are read all the same."""
        try:
            await self.ask(self.calls.jurisdictions(), lambda answer: parse_scraper_runs(answer.body))
        except QuotaExhaustedError as error:  # after the soft stop only searches and bills are asked for
            if error.waitable or not self.queries:
                raise
        except AnswerError as error:
            if error.is_of_all:
                raise
            subject = f"{self.name}: latest runs of scrapers"
            self.beside.append(ItemError(kind=error.kind, subject=subject, message=str(error)))

    async def _pages(self, query: str, code: str) -> int:
        """All pages of a list, noted one by one; how many bills it counts."""
        assert self.ports is not None
        assert self.ports.listings is not None
        page, pages, total = 1, 1, 0
        seen: dict[str, ListedBill] = {}
        sound = not (query or self.updated_since)
        while page <= pages:
            call = self.calls.bills(page=page, query=query, code=code, updated_since=self.updated_since)
            before = self._counted_before(call) if page == 1 else 0
            try:
                answer = await self.ask(call, partial(_read_page, page=page))
            except AnswerError as error:
                if error.kind is FailureKind.NOT_FOUND and page > 1:  # the list became shorter while it was read
                    sound = False
                    break
                raise
            if before and not answer.total:
                raise AnswerError(FailureKind.EMPTY, f"nothing is found, and {before:,} bills were before")
            self.ports.listings.note(answer.entries)
            self._page_of.update({entry.native_id: call.address for entry in answer.entries})
            seen.update({entry.native_id: entry for entry in answer.entries})
            sound = sound and not answer.problems
            for problem in answer.problems:
                subject = f"{self.name}: {query or code}, page {page}"
                self.beside.append(ItemError(kind=FailureKind.MALFORMED, subject=subject, message=problem))
            page, pages, total = page + 1, answer.pages, answer.total
        self.lists_had += 1
        if sound and code and len(seen) == total:  # else pages shifted while they were read
            self._say_listed(seen.values())
        return total

    def _say_listed(self, entries: Iterable[ListedBill]) -> None:
        """Tell what a jurisdiction's whole list holds, session by session: what is not in it is not there."""
        sessions: dict[tuple[str, str], list[str]] = defaultdict(list)
        for entry in entries:
            sessions[entry.jurisdiction, entry.session].append(entry.identifier)
        for (code, session), identifiers in sessions.items():
            place = {"jurisdiction": code, "session": session}
            self.crawler.signals.send_catch_log(session_listed, **place, identifiers=identifiers, whole=True)

    def _counted_before(self, call: ApiCall) -> int:
        """How many bills the list had when it was asked for last: none now would be another meaning of the query."""
        assert self.ports is not None
        kept = self.ports.archive.recall(call.address) if self.ports.archive is not None else None
        try:
            return parse_bill_page(kept.body, page=1).total if kept is not None else 0
        except AnswerError:
            return 0

    async def fetch(self, owed: Sequence[PendingBill]) -> AsyncIterator[BillItem | BadItem]:
        """Out of the pages of this run; those that a killed run left are asked for by number, a session at a time."""
        left: dict[tuple[str, str], list[PendingBill]] = defaultdict(list)
        for entry in owed:
            answer = self._at_hand(entry)
            if answer is None:
                left[entry.jurisdiction, entry.session].append(entry)
            else:
                yield await self._bill(entry, answer)
        for (code, session), entries in left.items():
            if self._used_up is not None:
                return
            call = self.calls.details(code, session, [entry.identifier for entry in entries])
            try:
                kept = await self.ask(call, _page_itself)
            except QuotaExhaustedError as error:
                self._used_up = error
                return
            for entry in entries:
                answer = bill_in_page(kept, entry.native_id)
                if answer is None:
                    yield self.bad(entry, FailureKind.NOT_FOUND, "it was asked for by number and did not come")
                else:
                    yield await self._bill(entry, answer)

    def _at_hand(self, entry: PendingBill) -> Document | None:
        """The bill out of the page that listed it in this run."""
        address = self._page_of.get(entry.native_id, "")
        assert self.ports is not None
        if not address or self.ports.archive is None:
            return None
        if self._read_last[0] != address:
            self._read_last = address, self.ports.archive.recall(address)
        page = self._read_last[1]
        answer = bill_in_page(page, entry.native_id) if page is not None else None
        # the same bytes are kept once: a list that went back to an older state is not the newest under its address
        return answer if answer is not None and entry.announced.encode() in answer.body else None

    async def _bill(self, entry: PendingBill, answer: Document) -> BillItem | BadItem:
        try:
            record, mark = parse_bill(answer, source=self.name)
        except MalformedBillError as error:
            return self.bad(entry, error.kind, str(error))
        assert self.ports is not None
        record, problems, lacking = await with_texts(record, self.crawler, self.ports, base_url=self.base_url)
        missing = "; ".join(lacking) if entry.attempts < _TRIES else ""
        listed = Listed(native_id=entry.native_id, mark=mark or entry.announced, missing=missing[:500])
        return BillItem(record=record, problems=tuple(problems), listed=listed)


def _read_page(answer: Document, *, page: int) -> BillPage:
    return parse_bill_page(answer.body, page=page)


def _page_itself(answer: Document) -> Document:
    """The answer, once it is known to be a page."""
    parse_bill_page(answer.body, page=1)
    return answer
