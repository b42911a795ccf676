"""Bills of Utah, from its legislature's site: the list of a session, then the JSON and the XML of each bill on AI.

Source: ``le.utah.gov``. No key; the site asks for a User-Agent of one's own with a contact (``PREEMPT_CONTACT``) and
its robots.txt for ten seconds between requests. The list has titles and says nothing of what moved.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from crawlers.parsing.json_page import JsonPage
from crawlers.parsing.ut_bills import parse_bill, parse_list
from crawlers.parsing.walls import Expected
from crawlers.platforms.html_listing import HtmlListingSpider
from crawlers.platforms.screened import ScreenedSpider
from monitor.model.bill import Document

__all__ = ["UtSpider"]


class UtSpider(ScreenedSpider, HtmlListingSpider):
    """The sessions of the two newest years that the site names; each bill on AI once a day."""

    name = "ut"
    what: ClassVar[str] = "Utah: bills on AI from the legislature's site, with texts in XML; no key"
    site: ClassVar[str] = "https://le.utah.gov/"
    jurisdiction: ClassVar[str] = "UT"
    lists: ClassVar[tuple[str, ...]] = ("asp/billsintro/index.asp",)
    expected: ClassVar[Mapping[str, Expected]] = {"list": Expected.HTML, "bill": Expected.JSON}
    daily: ClassVar[bool] = True
    parse_list = staticmethod(parse_list)
    parse_bill = staticmethod(parse_bill)

    def read_bill(self, document: Document) -> JsonPage:  # type: ignore[override]  # lists are HTML, bills JSON
        """Its value."""
        return JsonPage.read(document, source=self.name)
