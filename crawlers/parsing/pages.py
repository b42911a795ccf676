"""What does a hook of a page platform see, and what does it give back? Pages that are parsed already, and lists."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from urllib.parse import urlencode, urljoin, urlsplit

from crawlers.errors import AnswerError
from crawlers.parsing.addresses import is_same_site
from monitor.model.bill import Document
from monitor.model.failure import FailureKind
from monitor.model.listing import ListedBill

__all__ = ["Ask", "ListPage", "Page", "body_of", "layout_changed", "mark_of"]

_MARK: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """An address that is asked with a form, by POST; a plain address is a string."""

    url: str
    form: tuple[tuple[str, str], ...] = ()

    @property
    def address(self) -> str:
        """Under which the answer is kept: the form is part of it."""
        return f"{self.url}#{urlencode(self.form)}" if self.form else self.url


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """What one page of a list holds."""

    entries: tuple[ListedBill, ...]
    """One a bill. ``native_id`` is what ``detail`` of the spider is filled with, else the link to the bill's page.

    ``mark`` moves when the bill does (:func:`mark_of`), or changes are never seen.
    """
    more: tuple[str | Ask, ...] = ()
    """Further pages, relative to this one: the next, or on an index of sessions the list of each."""
    total: int | None = None
    """How many bills the list says that it has, on all its pages; none when it does not say."""
    last: bool = False
    """A page without bills is the end here and no failure, so that it is not asked for once more."""
    said: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What the list says of a bill beside its line, by native id; ``title`` is what it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An answer as a hook gets it; platforms add what is in it."""

    document: Document
    """The bytes with the facts of the fetch: ``metadata`` of a bill."""
    source: str = field(default="")
    """The name of the source: ``source`` of a bill."""
    problem: str = ""
    """Why it could only be read in part; then its list is not whole."""

    @property
    def url(self) -> str:
        """Where it came from: ``source_url`` of a bill."""
        return self.document.url

    @property
    def fetched_at(self) -> datetime:
        """When: ``observed_at`` of a bill."""
        return self.document.fetched_at

    def address(self, target: str) -> str:
        """Where a link of this page leads, as a whole address; empty when it leads nowhere."""
        try:
            return urljoin(self.url, target) if target else ""
        except ValueError:
            return ""

    def path(self, target: str) -> str:
        """Where a link of this page leads, without the host when it is this one: a good ``native_id``."""
        found = self.address(target)
        if not found or not is_same_site(found, self.url):
            return found
        parts = urlsplit(found)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path


def mark_of(*parts: object) -> str:
    """The change mark of a line of a list that has none of its own: a hash of all that the line says."""
    said = "\x1f".join(str(part) for part in parts)
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:_MARK]


def body_of(document: Document, *, most: int, what: str) -> bytes:
    """The bytes of an answer that has some, and no more than ``most``; ``what`` it is stands in the error.

    :raises AnswerError: for one that is empty or too large.
    """
    if not document.body.strip():
        raise AnswerError(FailureKind.DECODE, "the body is empty")
    if len(document.body) > most:
        raise AnswerError(FailureKind.TOO_LARGE, f"{len(document.body):,} bytes of {what}")
    return document.body


def layout_changed(what: str) -> AnswerError:
    """The error of a page that has not what it is read by: raise it, so that nobody takes it for an empty page."""
    return AnswerError(FailureKind.LAYOUT_CHANGED, f"the page has no {what}")
