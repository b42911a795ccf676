"""How is a feed crawled? Its entries lead to the pages of bills; a feed tells what is new, never what is gone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from crawlers.parsing.feed_page import FeedPage
from crawlers.parsing.html_page import HtmlPage
from crawlers.parsing.walls import Expected
from crawlers.platforms.pages import PageSpider
from monitor.model.bill import Document

__all__ = ["FeedSpider"]


class FeedSpider(PageSpider):
    """Hooks: ``parse_list(page: FeedPage)`` and ``parse_bill(page: HtmlPage, entry)``."""

    platform: ClassVar[str] = "feed"
    expected: ClassVar[Mapping[str, Expected]] = {"list": Expected.XML, "bill": Expected.HTML}
    whole_lists: ClassVar[bool] = False

    def read_list(self, document: Document) -> FeedPage:
        """Its entries; a feed that broke off is a list that is not whole."""
        return FeedPage.read(document, source=self.name)

    def read_bill(self, document: Document) -> HtmlPage:
        """Its tree."""
        return HtmlPage.read(document, source=self.name)
