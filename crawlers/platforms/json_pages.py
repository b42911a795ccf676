"""How is an API of lists and details in JSON crawled? As pages are, but a call is counted and never made twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from crawlers.parsing.json_page import JsonPage
from crawlers.parsing.pages import Ask
from crawlers.parsing.walls import Expected
from crawlers.platforms.json_api import ApiCall, JsonApiSpider
from crawlers.platforms.pages import PageSpider
from monitor.model.bill import Document
from monitor.model.failure import FailureKind

__all__ = ["JsonPagesSpider"]


class JsonPagesSpider(PageSpider, JsonApiSpider):
    """Hooks: ``parse_list(page: JsonPage)`` and ``parse_bill(page: JsonPage, entry)``.

    An API that is not asked so (with searches, bills in batches) is a :class:`JsonApiSpider` with its own two hooks.
    """

    expected: ClassVar[Mapping[str, Expected]] = {"list": Expected.JSON, "bill": Expected.JSON}
    ends: ClassVar[frozenset[FailureKind]] = PageSpider.ends | {FailureKind.REFUSED}
    key_header: ClassVar[str] = ""
    """The header that carries the key: an address would be written down."""

    def read_list(self, document: Document) -> JsonPage:
        """Its value."""
        return JsonPage.read(document, source=self.name)

    def read_bill(self, document: Document) -> JsonPage:
        """Its value."""
        return JsonPage.read(document, source=self.name)

    async def page(self, ask: Ask, step: str, *, fresh: bool = False) -> Document:  # noqa: ARG002 - never conditional
        """One call, out of the quota's bucket of the step."""
        headers = {self.key_header: self._key} if self.key_header and self._key else {}
        return await self.ask(ApiCall(bucket=step, address=ask.address, url=ask.url, headers=headers), _itself)


def _itself(answer: Document) -> Document:
    return answer
