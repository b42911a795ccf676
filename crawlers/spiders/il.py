"""Bills of Illinois, from its General Assembly's site: lists with short descriptions, then the XML of each bill on AI.

Source: ``www.ilga.gov``; no key. robots.txt asks for ten seconds between requests, so that lists decide what is asked
for; they do not say what moved.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from crawlers.parsing.html_page import HtmlPage
from crawlers.parsing.il_bills import add_further, add_listed, further, parse_bill, parse_list
from crawlers.parsing.walls import Expected
from crawlers.parsing.xml_page import XmlPage
from crawlers.platforms.html_listing import HtmlListingSpider
from crawlers.platforms.screened import ScreenedSpider
from monitor.model.bill import Document

__all__ = ["IlSpider"]


class IlSpider(ScreenedSpider, HtmlListingSpider):
    """House and Senate bills of the newest General Assembly that the site names; each bill on AI once a day."""

    name = "il"
    what: ClassVar[str] = "Illinois: bills on AI from the General Assembly's site, with texts; no key"
    site: ClassVar[str] = "https://www.ilga.gov/"
    custom_settings = {"DOWNLOAD_DELAY": 10.0}  # noqa: RUF012 - Scrapy declares it so
    jurisdiction: ClassVar[str] = "IL"
    lists: ClassVar[tuple[str, ...]] = ("Legislation",)
    expected: ClassVar[Mapping[str, Expected]] = {"list": Expected.HTML, "bill": Expected.HTML}  # XML and HTML
    daily: ClassVar[bool] = True
    parse_list = staticmethod(parse_list)
    parse_bill = staticmethod(parse_bill)
    add_listed = staticmethod(add_listed)
    further = staticmethod(further)
    add_further = staticmethod(add_further)

    def read_bill(self, document: Document) -> XmlPage | HtmlPage:  # type: ignore[override]  # files are XML
        """The elements of a bill's file; the page of its texts is HTML."""
        if document.url.partition("?")[0].endswith(".xml"):
            return XmlPage.read(document, source=self.name)
        return super().read_bill(document)
