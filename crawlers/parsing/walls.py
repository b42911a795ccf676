"""Is this the page that was asked for? Walls, logins and soft 404s that come with a good status, and wrong types.

Rules 3 and 4 of how scrapers fail: firewalls answer "Request Rejected" with HTTP 200 (FL), a missing PDF comes as HTML
(IN), a missing bill as a page that says so (TX, FL).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from monitor.model.failure import FailureKind

__all__ = ["LOOKED_AT", "Expected", "Verdict", "judge_page"]


class Expected(StrEnum):
    """What an address is to bring; a request says so in ``meta["expected"]``."""

    ARCHIVE = "archive"
    """A gzip, a tar or a ZIP."""
    HTML = "html"
    JSON = "json"
    PDF = "pdf"
    XML = "xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Why a page is of no use."""

    kind: FailureKind
    words: str


LOOKED_AT: Final = 64 * 1024
"""Bytes that are looked at: with so many of a file one need not read it whole."""
_SMALL: Final = 5 * 1024
"""A wall has little to say; a bill that speaks of captchas has more, and its title begins with something else."""
_TITLE: Final = re.compile(rb"<title[^>]{0,200}>(.{0,300}?)</title", re.IGNORECASE | re.DOTALL)
_WALL_TITLE: Final = re.compile(
    rb"(?:error:? |403:? )?(?:request rejected|access (?:to this page has been )?denied|just a moment|"
    rb"attention required|incapsula|are you (?:a )?(?:human|robot)|human verification|security check$|captcha|"
    rb"(?:sorry, )?you have been blocked|unusual traffic)",
    re.IGNORECASE,
)
_WALL_BODY: Final = re.compile(
    rb"the requested url was rejected|support id is|_incapsula_resource|incapsula incident|bm-verify|"
    rb"unusual traffic from|<[^>]{0,300}captcha|cf-browser-verification|you don't have permission to access",
    re.IGNORECASE,
)
_LOGIN_TITLE: Final = re.compile(rb"^\s*(?:please )?(?:sign|log)[ -]?(?:in|on)\b", re.IGNORECASE)
_PASSWORD: Final = re.compile(rb"<input[^>]{0,300}type\s{0,3}=\s{0,3}[\"']?password", re.IGNORECASE)
_MISSING_TITLE: Final = re.compile(
    rb"^404\b|\b(?:error|http) 404\b|(?:page|file|document|bill|record|resource) (?:was |is |could )?not (?:be )?found|"
    rb"(?:page|file|document|bill) does not exist",
    re.IGNORECASE,
)
_MISSING_BODY: Final = re.compile(rb"class\s{0,3}=\s{0,3}[\"']?page-404|\bbill does not exist\b", re.IGNORECASE)
_HTML: Final = re.compile(
    rb"(?:<\?xml.{0,200}?>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype )?html[\s>]", re.IGNORECASE | re.DOTALL
)
_BOM: Final = b"\xef\xbb\xbf"
_PDF_WITHIN: Final = 1024
_ARCHIVES: Final = (b"\x1f\x8b", b"PK\x03\x04", b"PK\x05\x06")
_TAR: Final = b"ustar"
_TAR_AT: Final = 257


def judge_page(body: bytes, *, content_type: str = "", expected: Expected | None = None) -> Verdict | None:
    """What is wrong with the body of an answer with a good status; none when nothing is.

    ``expected`` is what the address is to bring; without it only walls, logins and missing pages are looked for. The
    declared ``content_type`` decides nothing by itself: servers lie about it, bytes do not.
    """
    head = body[:LOOKED_AT].removeprefix(_BOM).lstrip()
    if not head:
        if expected is None:
            return None
        return Verdict(kind=FailureKind.DECODE, words="the body is empty")
    if not _is_data(head):
        found = _wall(head, small=len(body) < _SMALL)
        if found is not None:
            return found
    if expected is None or _is(expected, head, body):
        return None
    declared = f" ({content_type.strip()[:100]})" if content_type.strip() else ""
    return Verdict(kind=FailureKind.WRONG_TYPE, words=f"{expected.value} was asked for, {_looks(head)} came{declared}")


def _is_data(head: bytes) -> bool:
    """Whether it is a document in which the words of a wall are only words."""
    return head.startswith((b"%PDF", b"{", b"[")) or _is_archive(head)


def _is_archive(head: bytes) -> bool:
    return head.startswith(_ARCHIVES) or head[_TAR_AT : _TAR_AT + len(_TAR)] == _TAR


def _wall(head: bytes, *, small: bool) -> Verdict | None:
    found = _TITLE.search(head)
    title = b" ".join(found[1].split()) if found else b""
    said = (title or b" ".join(head[:200].split())).decode("utf-8", "replace")[:120]
    if _WALL_TITLE.match(title) or (small and _WALL_BODY.search(head)):
        return Verdict(kind=FailureKind.BLOCKED, words=f"a wall answered: {said}")
    if _LOGIN_TITLE.search(title) or (small and _PASSWORD.search(head)):
        return Verdict(kind=FailureKind.BLOCKED, words=f"a login page answered: {said}")
    if _MISSING_TITLE.search(title) or (small and _MISSING_BODY.search(head)):
        return Verdict(kind=FailureKind.SOFT_404, words=f"a page that says that there is nothing: {said}")
    return None


def _is(expected: Expected, head: bytes, body: bytes) -> bool:
    if expected is Expected.PDF:
        return b"%PDF" in body[:_PDF_WITHIN]  # readers accept it anywhere in the first kilobyte
    if expected is Expected.ARCHIVE:
        return _is_archive(body)
    if expected is Expected.JSON:
        return head.startswith((b"{", b"["))
    if expected is Expected.XML:
        return head.startswith(b"<") and not _is_html(head)
    return not head.startswith((b"%PDF", *_ARCHIVES))


def _is_html(head: bytes) -> bool:
    return _HTML.match(head) is not None


def _looks(head: bytes) -> str:
    if head.startswith(b"%PDF"):
        return "a PDF"
    if head.startswith((b"{", b"[")):
        return "JSON"
    if _is_html(head):
        return "HTML"
    if head.startswith(b"<?xml"):
        return "XML"
    return "markup" if head.startswith(b"<") else "something else"
