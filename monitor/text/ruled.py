"""How does the text layer of a PDF say what ruled lines strike out? Marks between reader and extractor."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["INSERTED", "STRUCK", "drop_ruled", "is_ruled"]

# Control characters that no text layer holds: a reader that knows of no lines simply uses none.
STRUCK: Final = ("\x0e", "\x0f")
"""Stand before and after words that a line strikes out."""
INSERTED: Final = ("\x11", "\x12")
"""Stand before and after words that a line underlines."""

_STRUCK_RUN: Final = re.compile(f"{STRUCK[0]}[^{STRUCK[1]}]*{STRUCK[1]}")
_MARK: Final = re.compile("[\x0e\x0f\x11\x12]")


def is_ruled(text: str) -> bool:
    """Whether the reader saw any line that strikes or underlines words."""
    return _MARK.search(text) is not None


def drop_ruled(text: str) -> str:
    """Take out struck words and all marks."""
    return _MARK.sub("", _STRUCK_RUN.sub("", text))
