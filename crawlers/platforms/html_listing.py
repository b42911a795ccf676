"""How is a site of HTML crawled? List pages, then the page of each bill that moved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from crawlers.parsing.html_page import HtmlPage
from crawlers.parsing.walls import Expected
from crawlers.platforms.pages import PageSpider
from monitor.model.bill import Document

__all__ = ["HtmlListingSpider"]


class HtmlListingSpider(PageSpider):
    """Hooks: ``parse_list(page: HtmlPage)`` and ``parse_bill(page: HtmlPage, entry)``."""

    platform: ClassVar[str] = "html-listing"
    expected: ClassVar[Mapping[str, Expected]] = {"list": Expected.HTML, "bill": Expected.HTML}

    def read_list(self, document: Document) -> HtmlPage:
        """Its tree."""
        return HtmlPage.read(document, source=self.name)

    def read_bill(self, document: Document) -> HtmlPage:
        """Its tree."""
        return HtmlPage.read(document, source=self.name)
