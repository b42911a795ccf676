"""Federal sources with an API in JSON and no key: the Federal Register, and the Department of Justice's releases.

Source: ``https://www.federalregister.gov/api/v1`` and ``https://www.justice.gov/api/v1``. See ``docs/federal.md``.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import ClassVar

from crawlers.errors import AnswerError
from crawlers.parsing.federal_days import day_of_moment
from crawlers.parsing.federal_interest import names_the_technology
from crawlers.parsing.federal_lists import FederalList
from crawlers.parsing.federal_register import read_documents
from crawlers.parsing.federal_watch import register_queries
from crawlers.parsing.json_page import JsonPage
from crawlers.parsing.justice import PAGE_SIZE, read_press_releases
from crawlers.parsing.walls import Expected
from crawlers.platforms.federal import FederalSpider

__all__ = ["FederalRegisterSpider", "JusticeSpider"]


class FederalRegisterSpider(FederalSpider):
    """The text of record of orders, rules and notices: FCC and Commerce are watched here too, by agency."""

    name = "federal-register"
    what: ClassVar[str] = "presidential documents, rules and notices in the Federal Register; no key, no bills"
    site: ClassVar[str] = "https://www.federalregister.gov/"

    async def lists(self) -> AsyncIterator[tuple[FederalList, bool]]:
        """The watch queries, page by page."""
        assert self.ports is not None
        today = day_of_moment(self.ports.clock())
        assert today is not None
        for query in register_queries():
            address, base = query.address(today), ""
            for _ in range(self.max_pages):
                try:
                    document = await self.page(address, Expected.JSON, base=base)
                    found = read_documents(JsonPage.read(document, source=self.name))
                except AnswerError as error:
                    self.lost(f"{query.name}: {address}", error)
                    break
                yield found if query.all_texts else _named(found), query.all_texts
                address, base = found.more, document.url
                if not address:
                    break


def _named(found: FederalList) -> FederalList:
    """The same with the texts of those alone that name the technology."""
    pairs = zip(found.sightings, found.texts, strict=True)
    texts = tuple(address if names_the_technology(one) else "" for one, address in pairs)
    return FederalList(sightings=found.sightings, bad=found.bad, more=found.more, problem=found.problem, texts=texts)


class JusticeSpider(FederalSpider):
    """Press releases with their whole text; the pages themselves stand behind a wall."""

    name = "doj"
    what: ClassVar[str] = "press releases of the Department of Justice on AI or preemption; no key, no bills"
    site: ClassVar[str] = "https://www.justice.gov/"
    max_pages: ClassVar[int] = 4
    """About two weeks."""

    async def lists(self) -> AsyncIterator[tuple[FederalList, bool]]:
        """The newest, until a page is not full."""
        for number in range(self.max_pages):
            address = f"api/v1/press_releases.json?sort=date&direction=DESC&pagesize={PAGE_SIZE}&page={number}"
            fields = "title,url,uuid,date,body,teaser,component,number"
            try:
                document = await self.page(f"{address}&fields={fields}", Expected.JSON)
                found = read_press_releases(JsonPage.read(document, source=self.name))
            except AnswerError as error:
                self.lost(address, error)
                break
            yield found, False
            if len(found.sightings) + len(found.bad) < PAGE_SIZE:
                break
