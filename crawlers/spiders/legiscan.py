"""LegiScan: bills of all states and the Congress through one API, with a free key.

Source: ``api.legiscan.com``. Data under CC BY 4.0: credit and link. 30,000 calls a month; see ``docs/sources.md``.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, Final

from crawlers.errors import AnswerError
from crawlers.items import BadItem, BillItem, Listed
from crawlers.parsing.legiscan_bill import ParsedBill, parse_bill
from crawlers.parsing.legiscan_documents import ListedText, parse_document, replaces_everything
from crawlers.parsing.legiscan_lists import (
    ListedSession,
    parse_master_list,
    parse_search,
    parse_session_list,
)
from crawlers.parsing.session_names import session_name
from crawlers.platforms.json_api import JsonApiSpider
from crawlers.platforms.legiscan_calls import DEFAULT_QUERIES, LegiScanCalls
from crawlers.signals import session_listed
from monitor.classify.screen import screen
from monitor.model.bill import Document, VersionStage
from monitor.model.failure import FailureKind
from monitor.model.listing import PendingBill
from monitor.model.quota import QuotaExhaustedError
from monitor.model.run import ItemError

__all__ = ["LegiScanSpider"]

_ALL_YEARS: Final = 1
_CURRENT: Final = 2
_TEXT_BY_AMENDMENT: Final = frozenset({"IL"})
"""Where a bill is at times a shell, and its text comes as an amendment that replaces all of it."""
_TRIES: Final = 5
"""After so many runs a text that cannot be had no longer keeps its bill in the ledger."""


class LegiScanSpider(JsonApiSpider):
    """Searches find the bills, lists of whole sessions tell which known ones moved; those are read, with new texts."""

    name = "legiscan"
    what: ClassVar[str] = "LegiScan's API: all states and the Congress, with a free key"
    provider: ClassVar[str] = "legiscan"
    key_setting: ClassVar[str] = "legiscan_key"
    url_setting: ClassVar[str] = "legiscan_url"

    def __init__(
        self,
        *args: Any,
        queries: Iterable[str] = (),
        sessions: str = "current",
        every_bill: bool = False,
        texts: str = "found",
        **kwargs: Any,
    ) -> None:
        """``sessions`` is ``current`` or ``all``. ``every_bill`` reads whole sessions, not only what searches find.

        ``texts`` is ``named`` for those of bills whose title or abstract speaks of artificial intelligence, ``found``
        for the newest one of other bills that a search found too: LegiScan has looked into it.
        """
        super().__init__(*args, **kwargs)
        self.queries = tuple(queries) or DEFAULT_QUERIES
        self.sessions = sessions
        self.every_bill = every_bill
        self.texts = texts
        self._found: set[str] = set()
        """What the searches of this run found."""
        self.calls = LegiScanCalls(base_url=self.base_url, key=self._key)

    async def listing(self) -> AsyncIterator[None]:
        """Sessions, searches, and the lists of the sessions in which bills are known."""
        assert self.ports is not None
        assert self.ports.listings is not None
        known = self.ports.listings.known()
        used_up: QuotaExhaustedError | None = None
        sessions: list[ListedSession] = []
        try:
            sessions = await self._sessions()
        except QuotaExhaustedError as error:  # searches may go on after the soft stop
            if self.every_bill:
                raise
            used_up = error
        yield
        if not self.every_bill:
            async for _ in self._searches(sessions):
                yield
        if used_up is not None:
            return
        for session in sessions:
            if self.every_bill or session.jurisdiction in known:
                await self._master_list(session)
                yield

    async def _sessions(self) -> list[ListedSession]:
        """The sessions to look at, as LegiScan lists them now: never by the clock."""
        before = self._listed_before()
        listed = await self.ask(self.calls.sessions(), _body(parse_session_list))
        wanted = [
            session
            for session in listed
            if (not self.jurisdictions or session.jurisdiction in self.jurisdictions)
            and (self.sessions == "all" or not session.prior)
        ]
        if not wanted:
            raise self.nothing_listed(f"session of {', '.join(sorted(self.jurisdictions)) or 'any state'}")
        for session in wanted if before else ():
            if session.special and session.id not in before:  # a regular one has a name, and is an event by it
                subject = f"{self.name}: {session.jurisdiction} {session.title}"
                words = "a special session that was not listed before; its bills are read as they come"
                self.beside.append(ItemError(kind=FailureKind.UNKNOWN_SESSION, subject=subject, message=words))
        return wanted

    def _listed_before(self) -> frozenset[str]:
        """Ids of the sessions in the list that was kept last; empty when there is none."""
        assert self.ports is not None
        kept = self.ports.archive.recall(self.calls.sessions().address) if self.ports.archive is not None else None
        try:
            return (
                frozenset(session.id for session in parse_session_list(kept.body)) if kept is not None else frozenset()
            )
        except AnswerError:
            return frozenset()

    async def _searches(self, sessions: Sequence[ListedSession]) -> AsyncIterator[None]:
        """Every query, in all states at once or in the sessions of those that were asked for."""
        found = 0
        places = [("", "")]
        if self.jurisdictions:  # by session: by state alone only the current one is searched
            by_session = [(session.jurisdiction, session.id) for session in sessions]
            places = by_session or [(code, "") for code in sorted(self.jurisdictions)]
        for code, session_id in places:
            for query in self.queries:
                try:
                    found += await self._search(query, code, session_id)
                except AnswerError as error:
                    self._missed(error, f"search for {query}")
                    self.searches_missed = True
                yield
        if not found and not self.missed and not self.jurisdictions:
            raise self.nothing_listed(f"bill for {', '.join(self.queries)}")

    async def _search(self, query: str, code: str, session_id: str) -> int:
        """All pages of a search, noted page by page."""
        assert self.ports is not None
        assert self.ports.listings is not None
        year = _ALL_YEARS if self.sessions == "all" else _CURRENT
        page, pages, found = 1, 1, 0
        while page <= pages:
            call = self.calls.search(query, page=page, year=year, state=code or "ALL", session_id=session_id)
            answer = await self.ask(call, _body(partial(parse_search, jurisdiction=code)))
            if not answer.entries and answer.count:
                raise AnswerError(FailureKind.TRUNCATED, f"page {page} of {pages} is empty")
            self.ports.listings.note(answer.entries)
            self._found.update(entry.native_id for entry in answer.entries)
            found += len(answer.entries)
            page, pages = page + 1, answer.pages
        self.lists_had += 1
        return found

    async def _master_list(self, session: ListedSession) -> None:
        """One whole session; only what is known already, unless every bill is wanted: the list has no titles."""
        assert self.ports is not None
        assert self.ports.listings is not None
        try:
            call = self.calls.master_list(session.id)
            entries = await self.ask(call, _body(partial(parse_master_list, jurisdiction=session.jurisdiction)))
        except AnswerError as error:
            if error.kind is FailureKind.EMPTY and session.start:  # a session that is open and has no bill yet
                self.lists_had += 1
                self._say_listed(session, ())
                return
            self._missed(error, f"list of {session.jurisdiction} {session.title}")
            return
        self.ports.listings.note(entries, known_only=not self.every_bill)
        self.lists_had += 1
        self._say_listed(session, [entry.identifier for entry in entries if entry.identifier])

    def _say_listed(self, session: ListedSession, identifiers: Sequence[str]) -> None:
        """Tell what the whole list of a session holds. A special one has no name until a bill of it was read."""
        if session.special or not session.start:
            return
        name = session_name(session.jurisdiction, session.start, session.end or session.start)
        place = {"jurisdiction": session.jurisdiction, "session": name}
        self.crawler.signals.send_catch_log(session_listed, **place, identifiers=identifiers, whole=True)

    def _missed(self, error: AnswerError, what: str) -> None:
        """Record a list that could not be had; one that no list can be had after ends the run."""
        if error.is_of_all:
            raise error
        self.missed.append(ItemError(kind=error.kind, subject=f"{self.name}: {what}", message=str(error)))

    async def fetch(self, owed: Sequence[PendingBill]) -> AsyncIterator[BillItem | BadItem]:
        """One bill with the texts that are not at hand yet."""
        for entry in owed:
            yield await self._bill(entry)

    async def _bill(self, entry: PendingBill) -> BillItem:
        parsed = await self.ask(self.calls.bill(entry.native_id), partial(parse_bill, source=self.name))
        if parsed.native_id != entry.native_id:
            message = f"bill {entry.native_id} was asked for, {parsed.native_id} came"
            raise AnswerError(FailureKind.SCHEMA_DRIFT, message)
        taken = _Documents({}, [])
        for listed in self._wanted_texts(parsed):
            await self._document(listed, parsed, taken)
        missing = "; ".join(problem.message for problem in taken.problems) if entry.attempts < _TRIES else ""
        return BillItem(
            record=parsed.with_documents(taken.found),
            problems=tuple(taken.problems),
            listed=Listed(native_id=entry.native_id, mark=parsed.mark or entry.announced, missing=missing),
        )

    def _wanted_texts(self, parsed: ParsedBill) -> list[ListedText]:
        """All of a bill that speaks of artificial intelligence or is followed; the newest of one that was found."""
        record = parsed.record
        assert self.ports is not None
        if screen(record.title, record.abstract) or self.ports.is_tracked(record.key):
            return [*parsed.texts, *_whole_texts(parsed)]
        if self.texts == "found" and parsed.native_id in self._found:
            return list(parsed.texts[-1:])
        return []

    async def _document(self, listed: ListedText, parsed: ParsedBill, taken: _Documents) -> None:
        """The bytes of one text: out of the archive when they were ever fetched, else asked for."""
        call = self.calls.document(listed.kind, listed.id)
        document = self._recalled(call.address, listed)
        try:
            if document is None:
                document = await self.ask(call, partial(parse_document, listed=listed))
        except AnswerError as error:
            if error.is_of_all:
                raise
            subject = f"{parsed.record.key}: {listed.note} {listed.address}"
            taken.problems.append(ItemError(kind=error.kind, subject=subject, message=str(error)))
            return
        if listed.kind == "text" or replaces_everything(listed, document):
            taken.found[listed.address] = document

    def _recalled(self, address: str, listed: ListedText) -> Document | None:
        """A text that an earlier run brought; one that was bad is asked for again."""
        assert self.ports is not None
        answer = self.ports.archive.recall(address) if self.ports.archive is not None else None
        if answer is None:
            return None
        try:
            return parse_document(answer, listed)
        except AnswerError:
            return None


@dataclass(frozen=True, slots=True)
class _Documents:
    """What came of the texts of one bill."""

    found: dict[str, Document]
    problems: list[ItemError]


def _body(read: Any) -> Any:
    """A parser of bytes as one of answers."""
    return lambda answer: read(answer.body)


def _whole_texts(parsed: ParsedBill) -> list[ListedText]:
    """Amendments that may be the bill's text: adopted ones, where bills are filled by amendment."""
    if parsed.record.key.jurisdiction not in _TEXT_BY_AMENDMENT:
        return []
    return [listed for listed in parsed.amendments if listed.stage is not VersionStage.COMPARISON]
