"""How is a site of pages crawled? Its lists page by page, then the bills that moved; two hooks say what a page says."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar, Final, TypeVar
from urllib.parse import quote

from crawlers.errors import AnswerError, MalformedBillError
from crawlers.items import BadItem, BillItem, Listed
from crawlers.parsing.clean import one_line
from crawlers.parsing.list_lines import checked_line
from crawlers.parsing.pages import Ask, ListPage
from crawlers.parsing.walls import Expected
from crawlers.platforms.ledger import LedgerSpider
from crawlers.platforms.page_fetch import fetch_page, inside
from crawlers.platforms.paging import ListWalk, Place
from crawlers.platforms.texts import with_texts
from crawlers.signals import session_listed
from monitor.model.bill import BillRecord, Document
from monitor.model.failure import FailureKind
from monitor.model.listing import ListedBill, PendingBill
from monitor.model.run import ItemError

__all__ = ["PageSpider"]

_TRIES: Final = 5
"""After so many runs a text that cannot be had no longer keeps its bill in the ledger."""
_log = logging.getLogger(__name__)
_Read = TypeVar("_Read")


class PageSpider(LedgerSpider):
    """What sites of pages have in common; a platform says how a page is parsed, a source gives the two hooks."""

    lists: ClassVar[Sequence[str | Ask]] = ()
    """The first page of every list, relative to ``site``; an index whose links the hook gives as ``more`` is one."""
    detail: ClassVar[str] = ""
    """The page of a bill, relative to ``site``, with {native_id}, {session}, {identifier}; else native_id is it."""
    jurisdiction: ClassVar[str] = ""
    """Of every bill, where the list does not say so."""
    whole_lists: ClassVar[bool] = True
    """Whether a bill that is not in the lists is not there."""
    may_be_empty: ClassVar[bool] = False
    """Whether lists without any bill are no failure."""
    reads_texts: ClassVar[bool] = True
    """Whether the addresses of versions bring texts; false where they lead to pages that a browser fills in."""
    max_pages: ClassVar[int] = 2_000
    cap: ClassVar[int | None] = None
    """How many bills the source lists at most, where it cuts lists off without a word."""
    expected: ClassVar[Mapping[str, Expected]]
    """What a ``list`` and the page of a ``bill`` have to be."""
    ends: ClassVar[frozenset[FailureKind]] = frozenset(
        {FailureKind.CIRCUIT_OPEN, FailureKind.RATE_LIMITED, FailureKind.QUOTA}
    )
    """Where one page failed so, every other one would."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """See :class:`LedgerSpider`."""
        super().__init__(*args, **kwargs)
        self.base_url = f"{self.base_url.rstrip('/')}/"
        self.walk = ListWalk(max_pages=self.max_pages, cap=self.cap)

    @staticmethod
    def parse_list(page: Any) -> ListPage:
        """Hook: the bills of one page of a list, and where it goes on. Pure."""
        raise NotImplementedError

    @staticmethod
    def parse_bill(page: Any, entry: PendingBill) -> BillRecord:
        """Hook: the page of a bill as a record. Pure.

        :raises MalformedBillError: when it cannot be understood.
        """
        raise NotImplementedError

    def read_list(self, document: Document) -> Any:
        """The page of a list for the hook; a :class:`~crawlers.parsing.pages.Page`. Of the platform."""
        raise NotImplementedError

    def read_bill(self, document: Document) -> Any:
        """The page of a bill for the hook. Of the platform."""
        raise NotImplementedError

    async def listing(self) -> AsyncIterator[None]:
        """All pages of all lists, each noted before the next; a list that cannot be had costs itself alone."""
        for first in self.lists:
            self.walk.begin(inside(self.base_url, self.base_url, first))
        while (place := self.walk.next()) is not None:
            try:
                await self._list_page(place)
            except AnswerError as error:
                if error.kind in self.ends:
                    raise
                self.walk.missed(place, error.kind, str(error))
            yield
        self.walk.end()
        for kind, address, words in self.walk.problems:
            self.missed.append(ItemError(kind=kind, subject=f"{self.name}: {address}", message=words))
        if not any(map(self._is_wanted, self.walk.entries.values())):
            if self.walk.problems:
                raise AnswerError(self.walk.problems[0][0], self.walk.problems[0][2])
            if not self.may_be_empty:
                whose = f"bill of {', '.join(sorted(self.jurisdictions))}" if self.jurisdictions else "bill"
                raise self.nothing_listed(f"{whose} in {', '.join(str(first) for first in self.lists)}")
        self._say_listed()

    async def _list_page(self, place: Place) -> None:
        if place.again:
            await asyncio.sleep(self.settings.getfloat("LIST_REASK_SECONDS"))
        page = self.read_list(await self.page(place.ask, "list", fresh=place.again))
        found: ListPage = _hooked(lambda: self.parse_list(page), "list")
        entries = [entry for line in found.entries if (entry := self._line(line)) is not None]
        more = [inside(self.base_url, page.url, further) for further in found.more]
        place = replace(place, again=True, after_bills=False) if found.last else place
        new = self.walk.took(place, entries, more, total=found.total)
        self.lists_had += 1
        if page.problem:
            self.walk.missed(place, FailureKind.DECODE, page.problem)
        self.read_entries(entries)
        if new:
            self.keep_listed(list(filter(self._is_wanted, new)), found)

    def read_entries(self, entries: Sequence[ListedBill]) -> None:
        """See every line of a page, those that a page before named included; for platforms that join lists."""

    def keep_listed(self, new: Sequence[ListedBill], page: ListPage) -> None:  # noqa: ARG002 - for platforms that look
        """Put bills that no page before named into the ledger."""
        assert self.ports is not None
        assert self.ports.listings is not None
        self.ports.listings.note(new)

    def _is_wanted(self, entry: ListedBill) -> bool:
        return not self.jurisdictions or entry.jurisdiction in self.jurisdictions

    def _line(self, line: ListedBill) -> ListedBill | None:
        """A line as it may be kept; what is wrong with another is on record."""
        try:
            return checked_line(line, jurisdiction=self.jurisdiction)
        except MalformedBillError as error:
            subject = f"{self.name}: {one_line(line.native_id)[:200] or 'a line of the list'}"
            self.beside.append(ItemError(kind=error.kind, subject=subject, message=str(error)))
            return None

    def _say_listed(self) -> None:
        """Tell what the lists hold, session by session: what is not in whole ones is not there."""
        whole = self.whole_lists and self.walk.sound and not self.beside
        sessions: dict[tuple[str, str], list[str]] = defaultdict(list)
        for entry in filter(self._is_wanted, self.walk.entries.values()):
            if entry.jurisdiction and entry.session and entry.identifier:
                sessions[entry.jurisdiction, entry.session].append(entry.identifier)
        for (code, session), identifiers in sessions.items():
            place = {"jurisdiction": code, "session": session}
            self.crawler.signals.send_catch_log(session_listed, **place, identifiers=identifiers, whole=whole)

    async def fetch(self, owed: Sequence[PendingBill]) -> AsyncIterator[BillItem | BadItem]:
        """The page of each bill, and the texts of those that speak of AI or are followed."""
        assert self.ports is not None
        for entry in owed:
            try:
                record = await self._bill(entry)
            except (AnswerError, MalformedBillError) as error:
                if error.kind in self.ends:
                    raise
                yield self.bad(entry, error.kind, str(error))
                continue
            problems: list[ItemError] = []
            lacking: list[str] = []
            if self.reads_texts:
                record, problems, lacking = await with_texts(record, self.crawler, self.ports, base_url=self.base_url)
            missing = "; ".join(lacking)[:500] if entry.attempts < _TRIES else ""
            listed = Listed(native_id=entry.native_id, mark=entry.announced, missing=missing)
            yield BillItem(record=record, problems=tuple(problems), listed=listed)

    async def _bill(self, entry: PendingBill) -> BillRecord:
        names = {name: getattr(entry, name) for name in ("native_id", "session", "identifier", "jurisdiction")}
        target = entry.native_id
        if self.detail:
            target = self.detail.format_map({name: quote(value, safe="") for name, value in names.items()})
        ask = inside(self.base_url, self.base_url, target)
        page = self.read_bill(await self.page(ask, "bill"))
        record: BillRecord = _hooked(lambda: self.parse_bill(page, entry), "bill")
        for name in ("jurisdiction", "session", "identifier"):
            listed, told = names[name], getattr(record.key, name)
            if listed and listed != told:
                raise MalformedBillError("identifier", f"the list says {listed}, the page {one_line(told)[:80]}")
        return replace(record, source=self.source or self.name, metadata=page.document)

    async def page(self, ask: Ask, step: str, *, fresh: bool = False) -> Document:
        """A page of the site, for the ``step`` (list or bill); too many in a row that do not come end the run."""
        assert self.ports is not None
        expected = self.expected[step]
        try:
            found = await fetch_page(ask, expected, self.crawler, self.ports, site=self.base_url, fresh=fresh)
        except AnswerError as error:
            self._count_down(error)
            raise
        self._down = 0
        return found


def _hooked(hook: Callable[[], _Read], what: str) -> _Read:
    """What a hook reads; a mistake in it is a layout that it does not know.

    :raises AnswerError: for one.
    """
    try:
        return hook()
    except (AnswerError, MalformedBillError):
        raise
    except Exception as error:
        _log.exception("the hook of the %s failed", what)
        message = f"{error.__class__.__name__}: {one_line(str(error))[:200]}"
        raise AnswerError(FailureKind.LAYOUT_CHANGED, f"the hook cannot read the {what}: {message}") from error
