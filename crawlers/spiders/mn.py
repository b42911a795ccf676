"""Bills of Minnesota, from the search and the pages of the Office of the Revisor of Statutes.

Source: ``www.revisor.mn.gov``; no key. The search gives XML, five hundred bills a call, with what they are about and
not what moved; bills and their texts are pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from crawlers.parsing.html_page import HtmlPage
from crawlers.parsing.mn_bills import parse_bill, parse_list
from crawlers.parsing.pages import Ask
from crawlers.parsing.walls import Expected
from crawlers.parsing.xml_page import XmlPage
from crawlers.platforms.html_listing import HtmlListingSpider
from crawlers.platforms.screened import ScreenedSpider
from monitor.model.bill import Document

__all__ = ["MnSpider"]

_FORM = "bills/status_search.php?body=House"


class MnSpider(ScreenedSpider, HtmlListingSpider):
    """The sessions of the newest legislature that the search offers; each bill on AI once a day."""

    name = "mn"
    what: ClassVar[str] = "Minnesota: bills on AI from the Revisor of Statutes, with texts; no key"
    site: ClassVar[str] = "https://www.revisor.mn.gov/"
    jurisdiction: ClassVar[str] = "MN"
    lists: ClassVar[tuple[str, ...]] = (_FORM,)
    expected: ClassVar[Mapping[str, Expected]] = {**HtmlListingSpider.expected, "found": Expected.XML}
    daily: ClassVar[bool] = True
    parse_list = staticmethod(parse_list)
    parse_bill = staticmethod(parse_bill)

    def read_list(self, document: Document) -> HtmlPage | XmlPage:  # type: ignore[override]  # form and answers differ
        """The form is a page, what the search found is XML."""
        page = HtmlPage if document.url.endswith(_FORM) else XmlPage
        return page.read(document, source=self.name)

    async def page(self, ask: Ask, step: str, *, fresh: bool = False) -> Document:
        """As of any site; the search answers in XML."""
        of_search = step == "list" and not ask.url.endswith(_FORM)
        return await super().page(ask, "found" if of_search else step, fresh=fresh)
