"""How does a scraped or written text reach a terminal without harm?"""

from __future__ import annotations

__all__ = ["printable"]


def printable(text: str) -> str:
    """Control and bidirectional characters of a scraped text must not reach a terminal."""
    return "".join(
        c if c.isprintable() or c == "\n" else " " if c in "\t\r\f\v" else "\N{REPLACEMENT CHARACTER}" for c in text
    )
