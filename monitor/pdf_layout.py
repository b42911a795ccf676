"""What stands on a page of a PDF? Its lines with their indents, and which words a ruled line strikes or underlines."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any, Final

import pypdfium2.raw as pdfium

from monitor.text.ruled import INSERTED, STRUCK

__all__ = ["page_text"]

_THIN: Final = 2.5
"""Points: a path no higher is a ruled line."""
_WIDE: Final = 1.5
"""Points: a path no wider is a dot."""
_RULES: Final = 5000
"""A page with more ruled lines is a drawing."""
_OBJECTS: Final = 200_000
_BREAKS: Final = frozenset("\r\n")
_HYPHENS: Final = frozenset("\x02\ufffe")
"""What the library makes of a hyphen that ends a line."""
_MOST_INDENT: Final = 60


@dataclass(frozen=True, slots=True)
class _Rule:
    left: float
    right: float
    height: float


@dataclass(slots=True)
class _Glyph:
    character: str
    left: float
    right: float
    baseline: float
    size: float
    mark: tuple[str, str] | None = None


def page_text(page: Any) -> str:
    """The lines of a page; struck and underlined runs stand between the marks of :mod:`monitor.text.ruled`.

    Leading blanks are the line's indent in widths of a character, so that what follows can tell paragraphs.
    """
    text_page = page.get_textpage()
    try:
        lines = _lines(text_page)
    finally:
        text_page.close()
    rules = _rules(page)
    glyphs = [glyph for line in lines for glyph in line]
    for glyph in glyphs if rules else ():
        glyph.mark = _mark(glyph, rules)
    widths = sorted(glyph.right - glyph.left for glyph in glyphs if glyph.right > glyph.left)
    width = max(widths[len(widths) // 2], 1.0) if widths else 5.0
    left = min((line[0].left for line in lines if line), default=0.0)
    return "\n".join(_line(line, left, width) for line in lines)


def _lines(text_page: Any) -> list[list[_Glyph]]:
    raw = text_page.raw
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    x, y = ctypes.c_double(), ctypes.c_double()
    loose = pdfium.FS_RECTF()
    lines: list[list[_Glyph]] = [[]]
    for index in range(pdfium.FPDFText_CountChars(raw)):
        code = pdfium.FPDFText_GetUnicode(raw, index)
        character = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
        if character in _HYPHENS:
            character = "-"
        if character in _BREAKS:
            if lines[-1]:
                lines.append([])
            continue
        if not character:
            continue
        if not pdfium.FPDFText_GetCharBox(raw, index, left, right, bottom, top):
            continue
        pdfium.FPDFText_GetCharOrigin(raw, index, x, y)
        size = top.value - bottom.value
        if pdfium.FPDFText_GetLooseCharBox(raw, index, loose):
            size = max(size, loose.top - loose.bottom)
        lines[-1].append(_Glyph(character, left.value, right.value, y.value, size))
    return [line for line in lines if line]


def _rules(page: Any) -> list[_Rule]:
    """Thin, level paths: drawn lines and the flat boxes that word processors draw for them."""
    rules: list[_Rule] = []
    for count, item in enumerate(page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_PATH,), max_depth=1)):
        if count > _OBJECTS:
            return []
        left, bottom, right, top = item.get_bounds()
        if top - bottom <= _THIN and right - left >= _WIDE:
            rules.append(_Rule(left, right, (top + bottom) / 2))
            if len(rules) > _RULES:
                return []
    return rules


def _mark(glyph: _Glyph, rules: list[_Rule]) -> tuple[str, str] | None:
    """A line through the middle of a letter strikes it; one at its foot underlines it."""
    if glyph.character.isspace() or glyph.size <= 0:
        return None
    middle = (glyph.left + glyph.right) / 2
    found = None
    for rule in rules:
        if rule.left - 0.5 <= middle <= rule.right + 0.5:
            above = (rule.height - glyph.baseline) / glyph.size
            if 0.1 <= above <= 0.55:
                return STRUCK
            if -0.3 <= above < 0.1:
                found = INSERTED
    return found


def _line(line: list[_Glyph], left: float, width: float) -> str:
    first = line[0]
    parts = [" " * min(_MOST_INDENT, max(0, round((first.left - left) / width)))]
    mark: tuple[str, str] | None = None
    blanks = ""
    edge = first.left
    for glyph in line:
        if glyph.character.isspace():
            blanks += " "
            continue
        if blanks:  # a wide gap stays wide: after a margin number it is the indent
            blanks = " " * max(1, min(_MOST_INDENT, round((glyph.left - edge) / width)))
        if glyph.mark != mark:
            if mark is not None:
                parts.append(mark[1])
            parts.append(blanks)
            if glyph.mark is not None:
                parts.append(glyph.mark[0])
            mark = glyph.mark
        else:
            parts.append(blanks)
        parts.append(glyph.character)
        blanks = ""
        edge = glyph.right
    if mark is not None:
        parts.append(mark[1])
    return "".join(parts).rstrip()
