"""Which characters of a scraped value may be kept? One line of printable text, whatever the source sent."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["one_line", "paragraphs"]

# C0 and C1 controls, bidirectional marks, zero-width marks, byte order mark, tags: nothing a value of a bill needs. The
# controls that are blanks (form feed, next line) are not here: they separate words and go when blanks are collapsed.
_UNWANTED: Final = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)


def _decent(value: object) -> str:
    if not isinstance(value, str):
        return ""
    return _UNWANTED.sub("", value.encode("utf-8", "replace").decode("utf-8"))  # JSON may carry lone surrogates


def one_line(value: object) -> str:
    """A string without controls, blanks collapsed; empty for anything that is no string."""
    if isinstance(value, str) and value.isascii() and value.isprintable():  # most are, and need no more
        return " ".join(value.split()) if "  " in value or value[:1] == " " or value[-1:] == " " else value
    return " ".join(_decent(value).split())


def paragraphs(value: object) -> str:
    """Like :func:`one_line`, and line breaks stay."""
    lines = (" ".join(line.split()) for line in _decent(value).splitlines())
    return "\n".join(line for line in lines if line)
