"""How is an XML service crawled? A list call, then a detail call for each bill that moved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from crawlers.parsing.walls import Expected
from crawlers.parsing.xml_page import XmlPage
from crawlers.platforms.pages import PageSpider
from monitor.model.bill import Document

__all__ = ["XmlServiceSpider"]


class XmlServiceSpider(PageSpider):
    """Hooks: ``parse_list(page: XmlPage)`` and ``parse_bill(page: XmlPage, entry)``."""

    platform: ClassVar[str] = "xml-service"
    expected: ClassVar[Mapping[str, Expected]] = {"list": Expected.XML, "bill": Expected.XML}

    def read_list(self, document: Document) -> XmlPage:
        """Its elements."""
        return XmlPage.read(document, source=self.name)

    def read_bill(self, document: Document) -> XmlPage:
        """Its elements."""
        return XmlPage.read(document, source=self.name)
