"""How is a listing of bill folders crawled? Counted first, then read one by one."""

from __future__ import annotations

import asyncio
import logging
import re
import threading
from collections.abc import AsyncIterator, Collection
from typing import Any, ClassVar, Final

from scrapy import Spider
from scrapy.exceptions import CloseSpider

from crawlers.errors import CrawlError, EmptyListingError, MalformedBillError
from crawlers.items import BadItem, BillItem
from crawlers.platforms.bill_folders import METADATA, BillFolder, BillListing
from crawlers.ports import CrawlPorts
from crawlers.signals import listing_counted
from crawlers.tally import LISTED
from monitor.model.bill import BillKey, BillRecord, normalise_identifier
from monitor.model.jurisdiction import jurisdiction
from monitor.model.run import ItemError

__all__ = ["BulkFilesSpider", "key_of_folder"]

_PLACE: Final = re.compile(
    r"country:us(?:/(?:state|district):([a-z]{2}))?/sessions/([^/]+)/bills/([^/]+)", re.IGNORECASE
)
_DIVISION: Final = re.compile(r"country:us(?:/(?:state|district|territory):([a-z]{2}))?/")
_log = logging.getLogger(__name__)


def key_of_folder(label: str) -> BillKey | None:
    """Which bill a folder is for, by its place alone; none when the place does not say so."""
    match = _PLACE.fullmatch(label)
    if match is None:
        return None
    try:
        return BillKey(
            jurisdiction=jurisdiction(match[1] or "US").code,
            session=match[2],
            identifier=normalise_identifier(match[3]),
        )
    except ValueError:
        return None


class BulkFilesSpider(Spider):
    """A spider over files. A subclass says where they are (``open_listing``) and how one is read (``parse_bill``)."""

    custom_settings = {"WEB_MIDDLEWARES_ENABLED": False}  # noqa: RUF012 - Scrapy declares it so
    what: ClassVar[str] = ""
    """One line for ``preempt crawl list``."""
    lists_whole_sessions: ClassVar[bool] = True
    """Files hold all bills of a session: after a complete run, a bill that is not among them is not there."""

    def __init__(
        self,
        name: str | None = None,
        *,
        ports: CrawlPorts | None = None,
        limit: int | str | None = None,
        jurisdictions: Collection[str] = (),
        **kwargs: Any,
    ) -> None:
        """``jurisdictions`` are codes such as ``WA``; empty means all. ``limit`` stops after so many bills."""
        super().__init__(name, **kwargs)
        self.ports = ports
        self.limit = int(limit) if limit is not None else None
        self.jurisdictions = frozenset(jurisdictions)
        self.complete = False
        """True once the whole listing was read."""
        self.limited = False
        self.failure: CrawlError | None = None
        self.stop = threading.Event()
        """Set when the spider closes: what runs in a thread looks at it."""

    def open_listing(self) -> BillListing:
        """Find what there is to read; called in a thread, may take long.

        :raises CrawlError: when there is nothing.
        """
        raise NotImplementedError

    def parse_bill(self, folder: BillFolder) -> tuple[BillRecord, tuple[ItemError, ...]]:
        """Read one bill.

        :raises MalformedBillError: when it cannot be understood.
        """
        raise NotImplementedError

    async def start(self) -> AsyncIterator[Any]:
        """List, count, read."""
        try:
            listing = await asyncio.to_thread(self.open_listing)
        except CrawlError as error:
            self.failure = error
            raise CloseSpider("failed") from error
        except OSError as error:
            self.failure = CrawlError(f"the listing cannot be read: {error}")
            raise CloseSpider("failed") from error
        try:
            count = sum(1 for folder in listing if self._wanted(folder))
            if not count:
                self.failure = EmptyListingError(
                    "the listing", f"{METADATA} of {', '.join(sorted(self.jurisdictions))}"
                )
                raise CloseSpider("failed")
            self.limited = self.limit is not None and count > self.limit
            count = min(count, self.limit) if self.limit is not None else count
            self.crawler.signals.send_catch_log(listing_counted, spider=self, count=count)
            for folder in listing:
                if not self._wanted(folder):
                    continue
                if not count:
                    break
                count -= 1
                if self.crawler.stats is not None:
                    self.crawler.stats.inc_value(LISTED)
                yield self._item(folder)
            self.complete = not self.limited
        finally:
            listing.close()

    def _wanted(self, folder: BillFolder) -> bool:
        if not self.jurisdictions:
            return True
        match = _DIVISION.search(folder.label)
        return match is not None and (match[1] or "us").upper() in self.jurisdictions

    def _item(self, folder: BillFolder) -> BillItem | BadItem:
        """One bill; whatever is wrong with it stays with it."""
        try:
            record, problems = self.parse_bill(folder)
        except MalformedBillError as error:
            bad = ItemError(kind=error.kind, subject=folder.label, message=str(error))
            return BadItem(error=bad, key=key_of_folder(folder.label))
        except OSError as error:
            bad = ItemError(kind="unreadable", subject=folder.label, message=str(error))
            return BadItem(error=bad, key=key_of_folder(folder.label))
        except Exception as error:  # noqa: BLE001 - logged whole and recorded under its bill; the run goes on
            _log.exception("a bill could not be parsed: %s", folder.label)
            message = f"{error.__class__.__name__}: {error}"[:500]
            bad = ItemError(kind="malformed", subject=folder.label, message=message)
            return BadItem(error=bad, key=key_of_folder(folder.label))
        return BillItem(record=record, problems=problems)

    def closed(self, reason: str) -> None:  # noqa: ARG002 - signature
        """Tell what runs in a thread to end."""
        self.stop.set()
