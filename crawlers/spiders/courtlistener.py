"""Dockets of the cases that are followed, from CourtListener; nothing is ever bought from PACER.

Source: ``www.courtlistener.com/api/rest/v4``, with a free token: 5 calls a minute, 50 an hour, 125 a day. What it has
depends on who uploaded it. See ``docs/sources.md``.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any, ClassVar, Final
from urllib.parse import urlencode

from crawlers.errors import AnswerError
from crawlers.items import BadItem, BillItem
from crawlers.parsing.courtlistener import parse_dockets, parse_entries
from crawlers.platforms.json_api import ApiCall, JsonApiSpider
from crawlers.tally import count_outcome
from monitor.model.docket import DocketFacts
from monitor.model.failure import FailureKind
from monitor.model.listing import ListedBill, PendingBill
from monitor.model.litigation import CourtCase
from monitor.model.run import ItemError

__all__ = ["CourtListenerSpider"]

_MAX_PAGES: Final = 40
"""Eight hundred entries; a docket with more is on record as cut."""


class CourtListenerSpider(JsonApiSpider):
    """A call a docket says whether it moved; then its entries, twenty a call."""

    name = "courtlistener"
    what: ClassVar[str] = "CourtListener: dockets of followed cases about state AI laws, with a free token"
    why_no_robots: ClassVar[str] = "the API is for programs, each under a token of its own; robots.txt is about pages"
    custom_settings: dict[str, Any] | None = {"ROBOTSTXT_OBEY": False}  # noqa: RUF012 - as Scrapy declares it
    watches: ClassVar[bool] = True
    """It reads no bills."""
    provider: ClassVar[str] = "courtlistener"
    key_setting: ClassVar[str] = "courtlistener_token"
    url_setting: ClassVar[str] = "courtlistener_api_url"

    async def listing(self) -> AsyncIterator[None]:
        """The docket of each case, by court and number."""
        assert self.ports is not None
        assert self.ports.listings is not None
        assert self.ports.dockets is not None
        for case in self.ports.dockets.cases():
            if self.jurisdictions and not self.jurisdictions & {law.jurisdiction for law in case.laws}:
                continue
            try:
                dockets = await self.ask(
                    self._call("docket", "dockets", court=case.court_id, docket_number=case.docket_number),
                    lambda answer: parse_dockets(answer.body),
                )
            except AnswerError as error:
                if error.is_of_all:
                    raise
                self.missed.append(ItemError(kind=error.kind, subject=f"{self.name}: {case.id}", message=str(error)))
                continue
            for docket in [one for one in dockets if _is_of(case, one)]:
                self._count("new" if self.ports.dockets.opened(case.id, docket) else "unchanged", 0)
                self.ports.listings.note([ListedBill(native_id=docket.native_id, mark=docket.modified)])
            if not any(_is_of(case, one) for one in dockets):
                words = "CourtListener has no docket under this number"
                self.beside.append(
                    ItemError(kind=FailureKind.NOT_FOUND, subject=f"{self.name}: {case.id}", message=words)
                )
            yield

    async def fetch(self, owed: Sequence[PendingBill]) -> AsyncIterator[BillItem | BadItem]:
        """All entries of each docket; only then the ledger is told, so that a killed run reads it again."""
        assert self.ports is not None
        assert self.ports.listings is not None
        assert self.ports.dockets is not None
        for entry in owed:
            cursor, events, seen = "", 0, set[str]()
            for _ in range(_MAX_PAGES):
                more = {"cursor": cursor} if cursor else {}
                page = await self.ask(
                    self._call("entries", "docket-entries", docket=entry.native_id, **more),
                    lambda answer: parse_entries(answer.body),
                )
                for problem in page.problems:
                    yield self.bad(entry, FailureKind.MALFORMED, problem)
                events += self.ports.dockets.entries(entry.native_id, page.entries)
                seen.add(cursor)
                cursor = page.cursor
                if not cursor:
                    break
                if cursor in seen:
                    raise AnswerError(FailureKind.TRUNCATED, "the pages of entries go round in a circle")
            else:
                yield self.bad(entry, FailureKind.CAPPED, f"more than {_MAX_PAGES} pages of entries")
                continue
            self.ports.dockets.read(entry.native_id)
            self.ports.listings.fetched(entry.native_id, entry.announced)
            self._count("changed", events)

    def _call(self, bucket: str, path: str, **said: str) -> ApiCall:
        query = urlencode(said)
        return ApiCall(
            bucket=bucket,
            address=f"courtlistener:{path}?{query}",
            url=f"{self.base_url.rstrip('/')}/{path}/?{query}",
            headers={"Authorization": f"Token {self._key}", "Accept": "application/json"},
        )

    def _count(self, outcome: str, events: int) -> None:
        if self.crawler.stats is not None:
            count_outcome(self.crawler.stats, outcome=outcome, events=events, versions=0, baseline=False)


def _is_of(case: CourtCase, docket: DocketFacts) -> bool:
    """Whether it is the docket that was asked for; numbers may carry the judges' initials after them."""
    rest = docket.docket_number.removeprefix(case.docket_number)
    return docket.court_id == case.court_id and docket.docket_number != rest and not rest[:1].isdigit()
