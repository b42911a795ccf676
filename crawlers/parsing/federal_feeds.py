"""What do the feeds of federal sites hold? Copies of documents, with what each feed leaves out or writes oddly.

A feed that is no feed (an empty body, a block page with HTTP 200) is an error and never "no news"; one that broke off
keeps what came before, without its last entry; an entry without a date bears the day on which it was seen first.
"""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from selectolax.lexbor import LexborHTMLParser

from crawlers.parsing.clean import one_line
from crawlers.parsing.federal_days import day_of_moment
from crawlers.parsing.federal_lists import FederalList
from crawlers.parsing.feed_page import FeedEntry, FeedPage
from monitor.model.failure import FailureKind
from monitor.model.federal import FederalIdentifier, FederalKind, FederalSighting, IdentifierKind, Publisher
from monitor.model.run import ItemError

__all__ = ["link_names", "read_agency_feed", "read_white_house_feed", "words_of"]

_BLOCK: Final = "p, div, li, h1, h2, h3, h4, h5, h6, br, tr, blockquote"
_ACTION: Final = re.compile(r"^/presidential-actions/\d{4}/\d{2}/")
_FORMS: Final = {
    "executive orders": FederalKind.EXECUTIVE_ORDER,
    "proclamations": FederalKind.PROCLAMATION,
    "presidential memoranda": FederalKind.MEMORANDUM,
}


def read_white_house_feed(page: FeedPage) -> FederalList:
    """The feed of presidential actions, and the others of the White House; a category says which form an act has."""
    return _read(page, Publisher.WHITE_HOUSE)


def read_agency_feed(page: FeedPage) -> FederalList:
    """The feed of an agency's news: press releases, until the Federal Register says that one is more."""
    return _read(page, Publisher.AGENCY)


def link_names(link: str, guid: str = "") -> tuple[FederalIdentifier, ...]:
    """A guid, and the link without query and fragment: two feeds of a site give one item with other queries."""
    names = []
    if guid and guid != link and len(guid) <= 1_000:
        names.append(FederalIdentifier(kind=IdentifierKind.GUID, value=guid))
    parts = urlsplit(link)
    if parts.scheme in {"http", "https"} and parts.netloc:
        bare = urlunsplit(("https", parts.netloc.lower(), parts.path.rstrip("/") or "/", "", ""))
        names.append(FederalIdentifier(kind=IdentifierKind.LINK, value=bare[:1_000]))
    return tuple(names)


def words_of(markup: str) -> str:
    """The words of a piece of HTML, a line a block."""
    tree = LexborHTMLParser(markup)
    for node in tree.css("script, style"):
        node.decompose()
    for node in tree.css(_BLOCK):
        node.insert_after("\n")
    text = tree.root.text() if tree.root is not None else ""
    lines = (one_line(line) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def _read(page: FeedPage, publisher: Publisher) -> FederalList:
    entries = page.entries[:-1] if page.problem else page.entries  # the last one may be cut off in the middle
    good: list[FederalSighting] = []
    bad: list[ItemError] = []
    for number, entry in enumerate(entries, 1):
        try:
            good.append(_sighting(entry, page, publisher))
        except ValueError as error:
            subject = f"{page.source}: entry {number} of {page.url}"[:500]
            bad.append(ItemError(kind=FailureKind.MALFORMED, subject=subject, message=str(error)[:300]))
    return FederalList(sightings=tuple(good), bad=tuple(bad), problem=page.problem)


def _sighting(entry: FeedEntry, page: FeedPage, publisher: Publisher) -> FederalSighting:
    """One entry.

    :raises ValueError: when it has no title, or nothing to name it by.
    """
    title = one_line(html.unescape(entry.title))[:1_000]  # "A &amp;amp; B" comes out as "A &amp; B"
    link = page.address(entry.link)
    guid = entry.id if urlsplit(entry.id).scheme not in {"http", "https"} else ""
    names = link_names(link or entry.id, guid)
    if not title or not names:
        raise ValueError("no title" if not title else "neither guid nor link")
    found = FederalSighting(
        source=page.source,
        publisher=publisher,
        kind=_kind(entry, link, publisher),
        title=title,
        url=link[:2_000],
        identifiers=names,
        observed_at=page.fetched_at,
        published_on=day_of_moment(entry.published_at),
        summary=words_of(entry.summary)[:20_000],
        text=words_of(entry.content) if entry.content else "",
    )
    return found if found.published_on is not None else _estimated(found, page.fetched_at)


def _estimated(found: FederalSighting, seen_at: datetime) -> FederalSighting:
    return replace(found, published_on=day_of_moment(seen_at), date_is_estimated=True)


def _kind(entry: FeedEntry, link: str, publisher: Publisher) -> FederalKind:
    if publisher is not Publisher.WHITE_HOUSE:
        return FederalKind.PRESS_RELEASE
    for category in entry.categories:
        if (form := _FORMS.get(category.strip().lower())) is not None:
            return form
    return FederalKind.PRESIDENTIAL if _ACTION.match(urlsplit(link).path) else FederalKind.STATEMENT
