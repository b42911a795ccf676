"""How is a listing of bill folders crawled? Counted first, read in batches; what is stored already is passed over."""

from __future__ import annotations

import asyncio
import itertools
import logging
import re
import threading
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from scrapy.exceptions import CloseSpider

from crawlers.errors import CrawlError, EmptyListingError, MalformedBillError
from crawlers.items import BadItem, BatchItem, BillItem, Listed, UnchangedItem
from crawlers.parsing.revision import parser_revision
from crawlers.platforms.bill_folders import METADATA, BillListing
from crawlers.platforms.source_spider import SourceSpider
from crawlers.signals import listing_counted, session_listed
from crawlers.tally import LISTED, missing_fields
from monitor.errors import PreemptError, StoreError
from monitor.model.bill import BillKey, BillRecord, normalise_identifier
from monitor.model.failure import FailureKind
from monitor.model.jurisdiction import jurisdiction
from monitor.model.mark import KnownMark, SourceMark
from monitor.model.quota import QuotaExhaustedError
from monitor.model.run import ItemError

__all__ = ["BulkFilesSpider", "key_of_folder"]

_PLACE: Final = re.compile(
    r"country:us(?:/(?:state|district):([a-z]{2}))?/sessions/([^/]+)/bills/([^/]+)", re.IGNORECASE
)
_DIVISION: Final = re.compile(r"country:us(?:/(?:state|district|territory):([a-z]{2}))?/")
_BATCH_BILLS: Final = 100
_BATCH_BYTES: Final = 4 * 1024 * 1024
"""After so many bytes a batch is full: texts take their time, and a crawl that is stopped ends after its batch."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Marked:
    folder: Any
    place: str = ""
    metadata_sha256: bytes = b""
    mark: str = ""
    size: int = 0


class BulkFilesSpider(SourceSpider):
    """A spider over files. A subclass says where they are (``open_listing``) and how one is read (``parse_bill``)."""

    custom_settings = {"WEB_MIDDLEWARES_ENABLED": False}  # noqa: RUF012 - Scrapy declares it so
    platform: ClassVar[str] = "bulk-files"
    lists_whole_sessions: ClassVar[bool] = True
    """Files hold all bills of a session: after a complete run, a bill that is not among them is not there."""
    unit: ClassVar[str] = METADATA
    """What a bill is called where none is found."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """See :class:`~crawlers.platforms.source_spider.SourceSpider`."""
        super().__init__(*args, **kwargs)
        self.sessions_missed_alone = False
        """True when listings could not be had, each of which costs its own sessions and no other."""
        self._counted = 0
        self.stop = threading.Event()
        """Set when the spider closes: what runs in a thread looks at it."""

    def open_listing(self) -> BillListing:
        """Find what there is to read; called in a thread, may take long.

        :raises CrawlError: when there is nothing.
        """
        raise NotImplementedError

    def openings(self) -> Iterator[tuple[str, Callable[[], BillListing]]]:
        """The listings to read one after another, by name; of several, one that is missing costs no other."""
        yield "the listing", self.open_listing

    def parse_bill(self, folder: Any) -> tuple[BillRecord, tuple[ItemError, ...]]:
        """Read one bill.

        :raises MalformedBillError: when it cannot be understood.
        """
        raise NotImplementedError

    def is_wanted(self, folder: Any) -> bool:
        """Whether a bill is of the jurisdictions that were asked for, by its place alone."""
        if not self.jurisdictions:
            return True
        match = _DIVISION.search(folder.label)
        return match is not None and (match[1] or "us").upper() in self.jurisdictions

    def listed(self, folder: Any, record: BillRecord) -> Listed | None:  # noqa: ARG002 - for subclasses
        """Which line of the source's list the bill answers, for sources that list before they fetch."""
        return None

    def passes_over(self, record: BillRecord) -> bool:  # noqa: ARG002 - for subclasses
        """Whether a bill that was read is not to be stored: more is known of it than these files know, say."""
        return False

    async def start(self) -> AsyncIterator[Any]:
        """List, count, read."""
        try:
            openings = await asyncio.to_thread(lambda: list(self.openings()))
        except PreemptError as problem:
            self.failure = problem
            raise CloseSpider("failed") from problem
        missed = blocked = 0
        for name, open_listing in openings:
            if self.limited or self.stop.is_set():
                break
            try:
                listing = await asyncio.to_thread(open_listing)
                try:
                    for batch in self._read(listing):
                        yield batch
                finally:
                    listing.close()
                blocked = 0
            except (StoreError, QuotaExhaustedError) as problem:  # marks are looked up while the listing is read
                self.failure = problem
                raise CloseSpider("failed") from problem
            except (CrawlError, OSError) as problem:
                error = problem if isinstance(problem, CrawlError) else CrawlError(f"{name} cannot be read: {problem}")
                missed += 1
                blocked = blocked + 1 if error.kind is FailureKind.BLOCKED else 0
                if missed == len(openings) or blocked >= self.settings.getint("CIRCUIT_BLOCKED"):
                    self.failure = error  # a host that blocks is left alone, whatever else it has
                    raise CloseSpider("failed") from error
                yield BadItem(error=ItemError(kind=error.kind or FailureKind.OTHER, subject=name, message=str(error)))
        self.complete = not self.limited and not missed
        self.sessions_missed_alone = missed > 0 and not self.limited
        if missed:
            self.incomplete = f"{missed} of {len(openings)} archives could not be had; what the others hold is stored"

    def _read(self, listing: BillListing) -> Iterator[BatchItem]:
        """The wanted bills of one listing, as many as the limit leaves.

        :raises EmptyListingError: when there is none.
        """
        count = sum(1 for folder in listing if self.is_wanted(folder))
        if not count:
            raise EmptyListingError("the listing", f"{self.unit} of {', '.join(sorted(self.jurisdictions))}")
        left = self.limit - self._counted if self.limit is not None else count
        self.limited = count > left
        count = min(count, left)
        self._counted += count
        self.crawler.signals.send_catch_log(listing_counted, spider=self, count=self._counted)
        for some in self._portions(itertools.islice(filter(self.is_wanted, listing), count)):
            if self.crawler.stats is not None:
                self.crawler.stats.inc_value(LISTED, len(some))
            yield self._batch(some)

    def _say_listed(self, key: BillKey) -> None:
        """A bill that is passed over was listed all the same."""
        if not self.jurisdictions or key.jurisdiction in self.jurisdictions:
            place = {"jurisdiction": key.jurisdiction, "session": key.session}
            self.crawler.signals.send_catch_log(session_listed, **place, identifiers=(key.identifier,), whole=False)

    def _portions(self, folders: Iterable[Any]) -> Iterator[list[_Marked]]:
        """Cut into batches: so many bills, or fewer when they come with much to read."""
        bills = self.settings.getint("BATCH_BILLS", _BATCH_BILLS)
        some: list[_Marked] = []
        size = 0
        for folder in folders:
            marked = _marked(folder)
            some.append(marked)
            size += marked.size
            if len(some) >= bills or size >= _BATCH_BYTES:
                yield some
                some, size = [], 0
        if some:
            yield some

    def _batch(self, some: Sequence[_Marked]) -> BatchItem:
        """Look up which bills are stored as they are here, parse the others."""
        known: Mapping[str, KnownMark] = {}
        marks = {marked.place: marked.mark for marked in some if marked.mark}
        if marks and self.ports is not None and self.ports.known_marks is not None:
            known = self.ports.known_marks(marks)
        items: list[BillItem | BadItem | UnchangedItem] = []
        for marked in some:
            found = known.get(marked.place) if marked.mark else None
            if found is not None and self.jurisdictions and found.key.jurisdiction not in self.jurisdictions:
                continue
            if found is not None:
                items.append(
                    UnchangedItem(key=found.key, metadata_sha256=marked.metadata_sha256, missing=found.missing)
                )
                continue
            item = self._item(marked)
            if isinstance(item, BadItem) or not self.passes_over(item.record):
                items.append(item)
                continue
            self._say_listed(item.record.key)
            if self.crawler.stats is not None:
                self.crawler.stats.inc_value("bill/passed-over")
        return BatchItem(items=tuple(items))

    def _item(self, marked: _Marked) -> BillItem | BadItem:
        """One bill; whatever is wrong with it stays with it."""
        folder = marked.folder
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
        mark = None
        if marked.mark and not problems:  # what is wrong around a bill is told in every run
            mark = SourceMark(place=marked.place, value=marked.mark, missing=missing_fields(record))
        return BillItem(record=record, problems=problems, listed=self.listed(folder, record), mark=mark)

    def closed(self, reason: str) -> None:  # noqa: ARG002 - signature
        """Tell what runs in a thread to end."""
        self.stop.set()


def _marked(folder: Any) -> _Marked:
    """The folder with the mark of its bytes; without one when they cannot be read: the parser says why."""
    try:
        metadata, everything, size = folder.fingerprint()
    except (OSError, ValueError):
        return _Marked(folder=folder)
    mark = f"{parser_revision()}:{everything}"
    return _Marked(folder=folder, place=folder.place, metadata_sha256=metadata, mark=mark, size=size)
