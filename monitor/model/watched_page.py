"""Did a page change, go, or come back? A state machine over what crawls saw of it, without network and clock."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

__all__ = [
    "BadAddressError",
    "MissRules",
    "PageFacts",
    "PageForm",
    "PageNews",
    "PageStanding",
    "checked_address",
    "missed",
    "name_of",
    "seen",
]

_MAX_ADDRESS: Final = 500
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_NAME_LENGTH: Final = 48


class BadAddressError(ValueError):
    """No address of a page that can be watched. Raised by :func:`checked_address`; the words say what is wrong."""


class PageForm(StrEnum):
    """What an address is to bring; anything else is neither a change nor a miss."""

    HTML = "html"
    PDF = "pdf"


class PageNews(StrEnum):
    """What follows from one more look at a page."""

    NONE = "none"
    FIRST = "first"
    """The first copy: there was nothing to compare with, so it is no event."""
    CHANGED = "changed"
    REMOVED = "removed"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """A page that is watched, and what it is to the reader."""

    id: str
    address: str
    title: str
    form: PageForm = PageForm.HTML
    by_hand: bool = False
    """An operator added it; else it stands in the list that ships with the program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MissRules:
    """How often a page must be missing before it is gone: by default three crawls, six hours apart."""

    needed: int = 3
    apart: timedelta = timedelta(hours=6)
    """A miss sooner after the last one that counted does not count: it may be the same short outage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageStanding:
    """What is known of a page. ``text_sha256`` is of the normalised text of the last copy; none before the first."""

    text_sha256: str | None = None
    misses: int = 0
    missed_at: datetime | None = None
    """When a miss counted last."""
    gone_since: datetime | None = None
    """When the miss was seen that made it gone."""


def seen(standing: PageStanding, text_sha256: str) -> tuple[PageStanding, PageNews]:
    """The page answered, with a text of this hash. One that was gone returns once, whatever it says now."""
    later = PageStanding(text_sha256=text_sha256)
    if standing.gone_since is not None:
        return later, PageNews.RETURNED
    if standing.text_sha256 is None:
        return later, PageNews.FIRST
    return later, PageNews.NONE if standing.text_sha256 == text_sha256 else PageNews.CHANGED


def missed(standing: PageStanding, at: datetime, rules: MissRules) -> tuple[PageStanding, PageNews]:
    """There is nothing at the address (404, 410). Only a page of which there is a copy can go.

    What is neither an answer nor a miss (a wall, a redirect, an empty body, an error of the server, no answer in time)
    is never handed in here: it changes nothing, the count of misses included.
    """
    if standing.text_sha256 is None or standing.gone_since is not None:
        return standing, PageNews.NONE
    if standing.missed_at is not None and at - standing.missed_at < rules.apart:
        return standing, PageNews.NONE
    later = replace(standing, misses=standing.misses + 1, missed_at=at)
    if later.misses < rules.needed:
        return later, PageNews.NONE
    return replace(later, gone_since=at), PageNews.REMOVED


def checked_address(address: str) -> str:
    """An address that may be asked for: https, or http on this machine; no user, no fragment, plain characters.

    :raises BadAddressError: for any other.
    """
    said = address.strip()
    if len(said) > _MAX_ADDRESS or not re.fullmatch(r"[!-~]+", said):
        raise BadAddressError("an address of at most 500 plain characters is needed")
    try:
        parts = urlsplit(said)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        raise BadAddressError("it is no address") from error
    if not host or not (parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK)):
        raise BadAddressError("an address on https is needed")
    if parts.username or parts.password or parts.fragment:
        raise BadAddressError("an address without user and fragment is needed")
    return said if parts.path else f"{said}/"


def name_of(address: str) -> str:
    """A short name of a page that nobody named, the same for ever: its words, and six digits of a hash."""
    parts = urlsplit(address)
    words = re.sub(r"[^a-z0-9]+", "-", f"{parts.hostname}{parts.path}".lower()).strip("-")[:_NAME_LENGTH].strip("-")
    return f"{words}-{hashlib.sha256(address.encode()).hexdigest()[:6]}"
