"""How scraped words become safe to show: one line, no control or bidirectional characters, links only https; pure."""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from urllib.parse import quote, urlsplit

__all__ = ["clip", "https_link", "one_line"]

_MAX_LINK: Final = 2000
_HIDDEN: Final = frozenset(
    {"Cc", "Cf", "Cs", "Co", "Cn"}
)  # controls, bidi and zero-width marks, surrogates, no characters
_BREAKS: Final = re.compile(r"[\s\x1c-\x1f\x85\u2028\u2029]+")
_HOST: Final = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?")


def one_line(text: str) -> str:
    """The words with single blanks between them, without anything that hides, reorders or breaks lines."""
    shown = "".join(c for c in _BREAKS.sub(" ", text) if unicodedata.category(c) not in _HIDDEN)
    return _BREAKS.sub(" ", shown).strip()  # again: what was hidden may have stood between two blanks


def clip(text: str, limit: int) -> str:
    """At most ``limit`` characters, cut between words where possible, the cut marked with an ellipsis in brackets."""
    text = one_line(text)
    if len(text) <= limit:
        return text
    cut = text[: limit - 4]
    head, blank, _ = cut.rpartition(" ")
    return f"{head if blank and len(head) > limit // 2 else cut} [\u2026]"


def https_link(*candidates: str) -> str:
    """The first candidate that is a plain https address, percent-encoded; empty when none is."""
    for candidate in candidates:
        url = candidate.strip()
        if not url.lower().startswith("https://") or len(url) > _MAX_LINK:
            continue
        try:
            parts = urlsplit(url)
            host, user = parts.hostname, parts.username
            port = parts.port
            encoded = quote(url, safe="%/:=&?~#+!$,;@*[]-._")
        except ValueError:  # UnicodeEncodeError included
            continue
        if host is None or user is not None or port not in (None, 443) or not _HOST.fullmatch(host):
            continue
        if len(encoded) <= _MAX_LINK:
            return encoded
    return ""
