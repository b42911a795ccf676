"""Bills of Virginia, from the tables that its legislature publishes of each session.

Source: ``lis.blob.core.windows.net/lisfiles``, of the Legislative Information System; no key. One table lists all bills
with titles, others have steps, patrons and summaries. Texts are behind the API, which needs a key; links are kept.
"""

from __future__ import annotations

from typing import ClassVar

from crawlers.parsing.va_bills import add_further, further, parse_bill, parse_list
from crawlers.platforms.csv_tables import CsvTablesSpider

__all__ = ["VaSpider"]


class VaSpider(CsvTablesSpider):
    """Sessions from 2026 on, as long as there are tables of them."""

    name = "va"
    what: ClassVar[str] = "Virginia: bills on AI from the legislature's tables, links to texts; no key"
    site: ClassVar[str] = "https://lis.blob.core.windows.net/"
    jurisdiction: ClassVar[str] = "VA"
    lists: ClassVar[tuple[str, ...]] = ("lisfiles/20261/BILLS.CSV",)
    number_column: ClassVar[str] = "bill_id"
    reads_texts: ClassVar[bool] = False
    parse_list = staticmethod(parse_list)
    parse_bill = staticmethod(parse_bill)
    further = staticmethod(further)
    add_further = staticmethod(add_further)
