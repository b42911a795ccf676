"""Which bills of a source speak of artificial intelligence in title or abstract? Read, not stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from crawlers.errors import MalformedBillError
from crawlers.parsing.openstates import Heading, parse_heading
from crawlers.platforms.archive import ArchiveListing
from crawlers.platforms.bill_folders import BillListing, FetchFacts, FolderListing, Limits
from monitor.classify.screen import screen
from monitor.clock import Clock
from monitor.model.run import ItemError

__all__ = ["Screened", "screen_bills"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """A bill and the words that named it; empty when none did."""

    heading: Heading
    words: str


def screen_bills(path: Path, *, clock: Clock, max_document: int) -> Iterator[Screened | ItemError]:
    """Every bill of a folder or archive, in the order of the listing; one that cannot be read is an error of its own.

    :raises CrawlError: when there is nothing at ``path``.
    """
    facts, limits = FetchFacts(fetched_at=clock()), Limits(document=max_document)
    listing: BillListing
    if path.is_file():
        listing = ArchiveListing(path, facts=facts, limits=limits)
    else:
        listing = FolderListing(path, facts=facts, limits=limits)
    try:
        for folder in listing:
            try:
                heading = parse_heading(folder.metadata())
            except MalformedBillError as error:
                yield ItemError(kind=error.kind, subject=folder.label, message=str(error))
            except OSError as error:
                yield ItemError(kind="unreadable", subject=folder.label, message=str(error))
            else:
                yield Screened(heading=heading, words=screen(heading.title, heading.abstract))
    finally:
        listing.close()
