"""Connecticut's bills: the General Assembly's tables of bills and of their history, and status pages of bills on AI.

Source: ``www.cga.ct.gov``, no key; its tables are those of its FTP server. The site does not send the certificate that
leads from its own to a known root: where the system's store lacks it, a run fails as ``tls``. Checks stay on.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, ClassVar

from crawlers.errors import AnswerError
from crawlers.parsing.ct_assembly import CtBill, CtList, parse_bill, parse_list, rows_by_bill
from crawlers.parsing.html_page import HtmlPage
from crawlers.platforms.html_listing import HtmlListingSpider
from crawlers.platforms.page_fetch import inside
from crawlers.platforms.screened import ScreenedSpider
from monitor.model.bill import Document
from monitor.model.run import ItemError

__all__ = ["CtAssemblySpider"]

_TABLES = "ftp/pub/data"


class CtAssemblySpider(ScreenedSpider, HtmlListingSpider):
    """The tables whole, then the pages of bills about AI whose title or history moved."""

    name = "ct-assembly"
    what: ClassVar[str] = "Connecticut: bills on AI from the assembly's tables and status pages, with texts; no key"
    site: ClassVar[str] = "https://www.cga.ct.gov/"
    jurisdiction: ClassVar[str] = "CT"
    lists: ClassVar[tuple[str, ...]] = (f"{_TABLES}/bill_info.csv",)
    parse_list = staticmethod(parse_list)
    parse_bill = staticmethod(parse_bill)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """See :class:`~crawlers.platforms.pages.PageSpider`."""
        super().__init__(*args, **kwargs)
        self._titles: Mapping[str, str] = {}
        self._history: Mapping[str, Sequence[Mapping[str, str]]] = {}
        self._subjects: Mapping[str, Sequence[Mapping[str, str]]] = {}

    async def listing(self) -> AsyncIterator[None]:
        """The history first: what moved is known by it. Without subjects the bills are read all the same."""
        self._history = await self._table("bill_history.csv", "act_date", "act_desc", "qual1", "qual2")
        try:
            self._subjects = await self._table("subject.csv", "subj_desc")
        except AnswerError as error:
            if error.kind in self.ends:
                raise
            self.beside.append(ItemError(kind=error.kind, subject=f"{self.name}: subject.csv", message=str(error)))
        async for _ in super().listing():
            yield

    async def _table(self, name: str, *columns: str) -> Mapping[str, Sequence[Mapping[str, str]]]:
        ask = inside(self.base_url, self.base_url, f"{_TABLES}/{name}")
        return rows_by_bill(await self.page(ask, "list"), *columns)

    def read_list(self, document: Document) -> CtList:  # type: ignore[override]  # a table, no page of HTML
        """The table of bills beside their history."""
        rows = rows_by_bill(document, "sess_year", "bill_title")
        self._titles = {
            number: max(found, key=lambda row: row["sess_year"])["bill_title"] for number, found in rows.items()
        }
        return CtList(document=document, source=self.name, history=self._history)

    def read_bill(self, document: Document) -> CtBill:  # type: ignore[override]  # a page beside the tables
        """The status page beside what the tables say."""
        return CtBill(
            document=document,
            source=self.name,
            html=HtmlPage.read(document, source=self.name),
            titles=self._titles,
            history=self._history,
            subjects=self._subjects,
        )
