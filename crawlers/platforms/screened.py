"""How is a legislature read in depth, but not all of it? Only bills on AI and followed ones are asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from crawlers.errors import AnswerError
from crawlers.items import BadItem, BillItem
from crawlers.parsing.pages import ListPage, mark_of
from crawlers.platforms.page_fetch import inside
from crawlers.platforms.pages import PageSpider
from monitor.classify.screen import screen
from monitor.model.bill import BillKey, BillRecord
from monitor.model.listing import ListedBill, PendingBill
from monitor.model.run import ItemError

__all__ = ["ScreenedSpider"]


class ScreenedSpider(PageSpider):
    """Mixed in before a platform of pages. Hooks more: ``further(record)`` and ``add_further(record, name, page)``."""

    joined: ClassVar[bool] = False
    """Several lists name each bill, and it moved when one of them says so."""
    daily: ClassVar[bool] = False
    """The list does not tell what moved: what is about AI or followed is asked for once a day."""

    screens: ClassVar[bool] = True
    """False for a check, which looks at any bill."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """See :class:`PageSpider`."""
        super().__init__(*args, **kwargs)
        self._joined: dict[str, list[ListedBill]] = defaultdict(list)
        self._said: dict[str, Mapping[str, str]] = {}
        self._lacking: dict[str, ItemError] = {}

    @staticmethod
    def add_listed(record: BillRecord, said: Mapping[str, str]) -> BillRecord:  # noqa: ARG004 - most pages say it all
        """Hook: the record with what its list says of it. Pure."""
        return record

    @staticmethod
    def further(record: BillRecord) -> Mapping[str, str]:  # noqa: ARG004 - a source with one page a bill has none
        """Hook: further pages of a bill, address by name, relative to ``site``. Pure."""
        return {}

    @staticmethod
    def add_further(record: BillRecord, name: str, page: Any) -> BillRecord:
        """Hook: the record with what a further page says. Pure."""
        raise NotImplementedError

    async def listing(self) -> AsyncIterator[None]:
        """All pages of all lists; joined ones are noted together, and only when all came."""
        async for _ in super().listing():
            yield
        if not self.joined:
            return
        assert self.ports is not None
        assert self.ports.listings is not None
        known = self.ports.listings.marks(list(self._joined)) if self.walk.problems else {}
        lines = [self._line_of(lines) for native_id, lines in self._joined.items() if native_id not in known]
        if lines:
            self.ports.listings.note(lines)

    @staticmethod
    def _line_of(lines: Sequence[ListedBill]) -> ListedBill:
        return replace(lines[0], mark=mark_of(*(line.mark for line in lines)))

    def keep_listed(self, new: Sequence[ListedBill], page: ListPage) -> None:
        """Those that are to be asked for; what the list says nothing of is."""
        wanted = [line for line in new if self._is_about(line, page.said.get(line.native_id, {}))]
        self._said.update((line.native_id, page.said[line.native_id]) for line in wanted if line.native_id in page.said)
        if self.joined:
            return
        if self.daily:
            assert self.ports is not None
            day = self.ports.clock().date().isoformat()
            wanted = [replace(line, mark=mark_of(line.mark, day)) for line in wanted]
        if wanted:
            super().keep_listed(wanted, page)

    def read_entries(self, entries: Sequence[ListedBill]) -> None:
        """Every line of every page, those that another list named included."""
        for line in entries if self.joined else ():
            self._joined[line.native_id].append(line)

    def _is_about(self, line: ListedBill, said: Mapping[str, str]) -> bool:
        """By the list's own words, or because a text of it is stored; without words only its page can tell."""
        if not self.screens or "title" not in said or screen(said["title"]):
            return True
        assert self.ports is not None
        key = {"jurisdiction": line.jurisdiction, "session": line.session}
        return self.ports.is_tracked(BillKey(**key, identifier=line.identifier))

    async def fetch(self, owed: Sequence[PendingBill]) -> AsyncIterator[BillItem | BadItem]:
        """The bills; what turns out to be about something else is off the ledger until it moves, and not stored."""
        async for item in super().fetch(owed):
            if isinstance(item, BillItem) and item.listed is not None:
                native_id = item.listed.native_id
                if self.screens and not self._is_deep(item.record):
                    assert self.ports is not None
                    assert self.ports.listings is not None
                    self.ports.listings.fetched(native_id, item.listed.mark, item.record.key)
                    continue
                if (error := self._lacking.pop(native_id, None)) is not None:
                    listed = replace(item.listed, missing=error.message)
                    item = replace(item, problems=(*item.problems, error), listed=listed)  # noqa: PLW2901 - the same one
            yield item

    def _is_deep(self, record: BillRecord) -> bool:
        assert self.ports is not None
        return bool(screen(record.title, record.abstract)) or self.ports.is_tracked(record.key)

    async def _bill(self, entry: PendingBill) -> BillRecord:
        """The record with its further pages. Of a bill that is stored all must come: nothing known is lost."""
        record = self.add_listed(await super()._bill(entry), self._said.get(entry.native_id, {}))
        if not self._is_deep(record):
            return record
        for name, address in self.further(record).items():
            try:
                page = self.read_bill(await self.page(inside(self.base_url, self.base_url, address), "bill"))
                record = self.add_further(record, name, page)
            except AnswerError as error:
                if error.kind in self.ends or entry.fetched is not None:
                    raise
                subject = f"{record.key}: {name}"
                self._lacking[entry.native_id] = ItemError(kind=error.kind, subject=subject, message=str(error))
        return record
