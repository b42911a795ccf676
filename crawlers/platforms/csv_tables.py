"""How are tables of a whole session crawled? Each is asked for once a run; bills are put together from their rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from crawlers.errors import AnswerError
from crawlers.parsing.csv_page import CsvPage
from crawlers.parsing.pages import Ask
from crawlers.parsing.walls import Expected
from crawlers.platforms.page_fetch import inside
from crawlers.platforms.screened import ScreenedSpider
from monitor.model.bill import BillRecord, Document
from monitor.model.failure import FailureKind
from monitor.model.listing import PendingBill

__all__ = ["CsvTablesSpider"]


class CsvTablesSpider(ScreenedSpider):
    """Hooks: ``parse_list(page: CsvPage)``, ``parse_bill(page: CsvPage, entry)``, ``further`` and ``add_further``.

    ``native_id`` of a line is the address of its table with the number behind ``#``.
    """

    platform: ClassVar[str] = "bulk-files"
    expected: ClassVar[Mapping[str, Expected]] = {"list": Expected.HTML, "bill": Expected.HTML}  # text of any kind
    number_column: ClassVar[str] = ""
    """Where the number of the bill stands in the table that lists."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """See :class:`ScreenedSpider`."""
        super().__init__(*args, **kwargs)
        self._documents: dict[str, Document] = {}
        self._tables: dict[str, CsvPage] = {}

    def read_list(self, document: Document) -> CsvPage:
        """Its rows."""
        return self.read_bill(document)

    def read_bill(self, document: Document) -> CsvPage:
        """Its rows, parsed once."""
        if document.url not in self._tables:
            self._tables[document.url] = CsvPage.read(document, source=self.name)
        return self._tables[document.url]

    async def page(self, ask: Ask, step: str, *, fresh: bool = False) -> Document:
        """A table, once a run. A list beyond the first that is not there is an empty one: its session did not begin."""
        address = ask.url.partition("#")[0]
        if address not in self._documents or fresh:
            self._tables.pop(address, None)
            try:
                self._documents[address] = await super().page(replace(ask, url=address), step, fresh=fresh)
            except AnswerError as error:
                first = {inside(self.base_url, self.base_url, one).url for one in self.lists}
                if error.kind is not FailureKind.NOT_FOUND or step != "list" or address in first:
                    raise
                assert self.ports is not None
                return Document(url=address, body=b"", media_type="text/csv", fetched_at=self.ports.clock(), status=404)
        return self._documents[address]

    async def _bill(self, entry: PendingBill) -> BillRecord:
        """The record; of its table only its own rows are kept with it."""
        record = await super()._bill(entry)
        assert record.metadata is not None
        part = self.read_bill(record.metadata).part(self.number_column, entry.identifier)
        return replace(record, metadata=part)
