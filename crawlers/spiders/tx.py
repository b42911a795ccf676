"""Bills of Texas, from the files of its legislature: a history in XML for each bill, and the texts beside them.

Source: ``ftp.legis.state.tx.us``, of the Texas Legislative Council; no key. Directories tell the times of files; none
names a title, so that a bill whose file moved is asked for, and what is not about AI is not kept.
"""

from __future__ import annotations

from typing import ClassVar

from crawlers.parsing.pages import Page
from crawlers.parsing.tx_bills import add_further, further, parse_bill, parse_list
from crawlers.parsing.xml_page import XmlPage
from crawlers.platforms.ftp_pages import FtpPages
from crawlers.platforms.screened import ScreenedSpider
from crawlers.platforms.xml_service import XmlServiceSpider
from monitor.model.bill import Document

__all__ = ["TxSpider"]


class TxSpider(FtpPages, ScreenedSpider, XmlServiceSpider):
    """Bills and joint resolutions in the sessions of the two newest legislatures that the server has."""

    name = "tx"
    what: ClassVar[str] = "Texas: bills on AI from the legislature's FTP server, with texts; no key"
    site: ClassVar[str] = "ftp://ftp.legis.state.tx.us/"
    jurisdiction: ClassVar[str] = "TX"
    lists: ClassVar[tuple[str, ...]] = ("bills/",)
    reads_texts: ClassVar[bool] = False
    parse_list = staticmethod(parse_list)
    parse_bill = staticmethod(parse_bill)
    further = staticmethod(further)
    add_further = staticmethod(add_further)

    def read_list(self, document: Document) -> Page:  # type: ignore[override]  # lines of a directory
        """As it came."""
        return Page(document=document, source=self.name)

    def read_bill(self, document: Document) -> XmlPage:
        """The elements of a history; a text is taken as it came."""
        if document.media_type == "text/html":
            return Page(document=document, source=self.name)  # type: ignore[return-value]  # add_further reads no XML
        return super().read_bill(document)
