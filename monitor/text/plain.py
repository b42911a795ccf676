"""Lines of any origin as clean text: one paragraph a line, no page furniture, nothing invisible."""

from __future__ import annotations

import re
from typing import Final

from monitor.text.furniture import drop_furniture, drop_inline_numbers, drop_line_numbers, drop_site
from monitor.text.normal import fold_characters

__all__ = ["clean_lines", "reflow"]

_EMPTY_BRACKETS: Final = re.compile(r"\[\s*\]|\(\(\s*\)\)")
_SPACE_BEFORE: Final = re.compile(r" +(?=[,.;:)\]])")
_SPACES: Final = re.compile(r" {2,}")
_STARTS: Final = re.compile(
    r"(?:SECTION|Section|SEC\.|Sec\.|NEW\s+SECTION|ARTICLE|Article|CHAPTER|Chapter|TITLE|PART|Subd\.|§|WHEREAS|BE\s+IT|Be\s+[Ii]t"
    r"|[(\[][A-Za-z0-9]{1,5}[)\]]|\d{1,3}\.\s|[a-z]\.\s|[A-Z][A-Z \-]{6,}$)"
)
_BARE_NUMBER: Final = re.compile(r"(?:Section|Sec\.|SEC\.|Subd\.|Subdivision) \d{1,4}[a-z]?\.")
_END_MARK: Final = re.compile(r"\s*--- END ---\s*$")
_HYPHEN: Final = re.compile(r"[A-Za-z]{2}-$")
_ENDS: Final = '.;:\u2014\u201d"!?'
_FLAT: Final = 600
"""Characters a line from which on a text counts as flat: its paragraphs were joined by whoever extracted it."""


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t\u00a0"))


def reflow(lines: list[str]) -> list[str]:
    """Join printed lines into paragraphs: one begins after an empty line, at an indent, or at a mark like ``(a)``."""
    indents = sorted(_indent(line) for line in lines if line.strip())
    usual = indents[len(indents) // 4] if indents else 0
    paragraphs: list[list[str]] = []
    last = ""
    fresh = True
    for line in lines:
        words = line.strip(" \t\u00a0")
        if not words:
            fresh = True
            continue
        if fresh and last and words[0].islower() and last[-1] not in _ENDS:
            fresh = False  # a page turned in the middle of a sentence
        if fresh or _indent(line) >= usual + 3 or _STARTS.match(words) or not last:
            paragraphs.append([words])
        elif _HYPHEN.search(last) and words[0].islower():
            paragraphs[-1].append(words)  # a compound or a broken word: the hyphen stays, no letter is lost
        else:
            paragraphs[-1].append(f" {words}")
        last = words
        fresh = False
    return ["".join(parts) for parts in paragraphs]


def clean_lines(text: str, *, printed: bool) -> str:
    """Clean a text; ``printed`` says that its lines are lines of a page (PDF, plain text, ``pre``), not paragraphs."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    if printed:
        lines = reflow(drop_furniture(drop_line_numbers(lines), printed=True))
    else:
        lines = drop_furniture(lines, printed=False)
    cleaned: list[str] = []
    for raw in lines:
        line = fold_characters(raw).replace("\n", " ")
        line = _EMPTY_BRACKETS.sub("", line)
        line = _SPACE_BEFORE.sub("", _SPACES.sub(" ", line)).strip()
        if len(line) > _FLAT:
            line = _SPACES.sub(" ", drop_inline_numbers(drop_site(line))).strip()
            line = _END_MARK.sub("", line)
        if line and cleaned and _BARE_NUMBER.fullmatch(cleaned[-1]):
            cleaned[-1] = f"{cleaned[-1]} {line}"  # MN sets the number of a section on a line of its own
        elif line:
            cleaned.append(line)
    return "\n".join(cleaned)
