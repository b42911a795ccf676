"""What does a feed hold? Its entries as they can be read, and what is wrong with it; RSS and Atom of any version."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from time import struct_time
from typing import Any, Final, Self

import feedparser

from crawlers.errors import AnswerError
from crawlers.parsing.clean import one_line, paragraphs
from crawlers.parsing.pages import Page, body_of
from monitor.model.bill import Document
from monitor.model.failure import FailureKind

__all__ = ["FeedEntry", "FeedPage"]

_MAX_BYTES: Final = 8 * 1024 * 1024
_MAX_ENTRIES: Final = 10_000
_ENTITY: Final = re.compile(rb"<!\s*ENTITY", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One entry; what it does not say is empty."""

    id: str
    """Its guid or id, else its link."""
    link: str
    """As it stands; ``page.address`` and ``page.path`` make it whole."""
    title: str
    summary: str
    content: str
    """The whole text in HTML, where the feed carries it beside the summary."""
    categories: tuple[str, ...]
    published_at: datetime | None
    updated_at: datetime | None
    """When it says that it changed; when it was published, if it says no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedPage(Page):
    """A feed and its entries."""

    title: str
    entries: tuple[FeedEntry, ...]

    @classmethod
    def read(cls, document: Document, *, source: str) -> Self:
        """Read the bytes that were fetched; nothing else is ever opened.

        A wrong declared encoding or type is no matter. One that is not well-formed keeps the entries before the fault,
        with a ``problem``.

        :raises AnswerError: for one that is empty, too large, hostile or no feed.
        """
        body = body_of(document, most=_MAX_BYTES, what="a feed")
        if _ENTITY.search(body.replace(b"\x00", b"")):
            raise AnswerError(FailureKind.DECODE, "the feed defines entities of its own; it is not read")
        kind = next((value for name, value in document.headers if name == "content-type"), "")
        # a stream: bytes and strings might be taken for the name of a file or an address
        found = feedparser.parse(io.BytesIO(body), response_headers={"content-type": kind} if kind else {})
        entries = tuple(_entry(raw) for raw in found.get("entries", [])[:_MAX_ENTRIES])
        if not found.get("version") and not entries:
            raise AnswerError(FailureKind.WRONG_TYPE, f"no feed: {_fault(found) or 'neither RSS nor Atom'}")
        problem = _fault(found)
        if problem and not entries:
            raise AnswerError(FailureKind.DECODE, f"the feed cannot be read: {problem}")
        title = one_line(found.get("feed", {}).get("title", ""))
        return cls(document=document, source=source, title=title, entries=entries, problem=problem)


def _fault(found: Any) -> str:
    """What feedparser found wrong, where it costs entries."""
    error = found.get("bozo_exception") if found.get("bozo") else None
    if error is None or isinstance(error, (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType)):
        return ""
    return f"{error.__class__.__name__}: {one_line(str(error))[:120]}"


def _entry(raw: Any) -> FeedEntry:
    link = one_line(raw.get("link", ""))
    published = _moment(raw.get("published_parsed"))
    changed = raw.get("updated_parsed") if "updated_parsed" in raw.keys() else None  # noqa: SIM118 - get() guesses
    return FeedEntry(
        id=one_line(raw.get("id", "")) or link,
        link=link,
        title=one_line(raw.get("title", "")),
        summary=paragraphs(raw.get("summary", "")),
        content=_content(raw.get("content")),
        categories=tuple(one_line(tag.get("term")) for tag in raw.get("tags", [])[:20]),
        published_at=published,
        updated_at=_moment(changed) or published,
    )


def _content(said: Any) -> str:
    """The first of its texts; its blanks count no more than in any HTML."""
    first = said[0] if isinstance(said, list) and said else {}
    return paragraphs(first.get("value", ""))


def _moment(value: struct_time | None) -> datetime | None:
    """In UTC, as feedparser gives it; none for a date that cannot be."""
    try:
        return datetime(*value[:6], tzinfo=UTC) if value is not None else None
    except (TypeError, ValueError):
        return None
