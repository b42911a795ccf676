"""Bills of New York, from Open Legislation, the API of its Senate for both houses.

Source: ``legislation.nysenate.gov``, with a free key. What was updated since the last run is one list, with titles.
"""

from __future__ import annotations

from typing import ClassVar
from urllib.parse import urlencode, urljoin, urlsplit

from crawlers.parsing.ny_bills import parse_bill
from crawlers.parsing.ny_updates import parse_list, since, updates
from crawlers.parsing.pages import Ask
from crawlers.platforms.json_api import ApiCall
from crawlers.platforms.json_pages import JsonPagesSpider
from crawlers.platforms.screened import ScreenedSpider
from monitor.model.bill import Document

__all__ = ["NySpider"]


class NySpider(ScreenedSpider, JsonPagesSpider):
    """All that was updated since 2025 at first, then since the last page that was read."""

    name = "ny"
    what: ClassVar[str] = "New York: bills on AI from Open Legislation, with texts; a free key"
    site: ClassVar[str] = "https://legislation.nysenate.gov/"
    jurisdiction: ClassVar[str] = "NY"
    key_setting: ClassVar[str] = "nysenate_key"
    lists: ClassVar[tuple[str, ...]] = ("api/3/bills/updates",)
    whole_lists: ClassVar[bool] = False
    reads_texts: ClassVar[bool] = False
    parse_list = staticmethod(parse_list)
    parse_bill = staticmethod(parse_bill)

    async def page(self, ask: Ask, step: str, *, fresh: bool = False) -> Document:  # noqa: ARG002 - never conditional
        """One call. The key goes in the address, which is the only way that the API has; it is written nowhere.

        Pages of the list are kept under one address: the newest says from where the next run asks.
        """
        address = urljoin(self.base_url, self.lists[0]) if step == "list" else ask.url
        url = ask.url
        if url == address and step == "list":
            assert self.ports is not None
            last = self.ports.archive.recall(address) if self.ports.archive is not None else None
            url = urljoin(self.base_url, updates(since(last)))
        joint = "&" if urlsplit(url).query else "?"
        call = ApiCall(bucket=step, address=address, url=f"{url}{joint}{urlencode({'key': self._key})}")
        return await self.ask(call, _itself)


def _itself(answer: Document) -> Document:
    return answer
