"""How is a sample bill printed? PDFs by hand: numbered lines with a text layer, and a scan without one."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Final

__all__ = ["pdf_pages", "scanned_page"]

_LINES: Final = 27
_WIDTH: Final = 64
_SCAN: Final = ("SAMPLE SCAN", "FICTIONAL")
# a letter in five columns of seven dots; the lowest bit is the top
_DOTS: Final = {
    "A": (126, 9, 9, 9, 126), "C": (62, 65, 65, 65, 34), "E": (127, 73, 73, 73, 65), "F": (127, 9, 9, 9, 1),
    "I": (0, 65, 127, 65, 0), "L": (127, 64, 64, 64, 64), "M": (127, 2, 12, 2, 127), "N": (127, 4, 8, 16, 127),
    "O": (62, 65, 65, 65, 62), "P": (127, 9, 9, 9, 6), "S": (38, 73, 73, 73, 50), "T": (1, 1, 127, 1, 1),
    " ": (0, 0, 0, 0, 0),
}  # fmt: skip


def pdf_pages(running: str, paragraphs: list[str]) -> bytes:
    """Paragraphs as numbered lines, with a running head and a page number on each page."""
    lines = [
        line
        for words in paragraphs
        for line in textwrap.wrap(words, _WIDTH, initial_indent=" " * 6, break_on_hyphens=False)
    ]
    pages = [lines[at : at + _LINES] for at in range(0, len(lines), _LINES)]
    return _file([_page(running, number, page) for number, page in enumerate(pages, start=1)], font=True)


def _page(running: str, number: int, lines: list[str]) -> bytes:
    parts = [b"BT /F1 11 Tf 1 0 0 1 470 760 Tm " + _string(running) + b" Tj"]
    for place, line in enumerate(lines, start=1):
        height = 735 - place * 24
        parts.append(b"1 0 0 1 72 %d Tm %s Tj" % (height, _string(f"{place:2}")))
        left = 100 + 6 * (len(line) - len(line.lstrip()))
        parts.append(b"1 0 0 1 %d %d Tm %s Tj" % (left, height, _string(line.strip())))
    parts.append(b"1 0 0 1 290 40 Tm " + _string(f"-{number}-") + b" Tj ET")
    return b"\n".join(parts)


def _string(words: str) -> bytes:
    raw = words.encode("cp1252")
    return b"(" + raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") + b")"


def scanned_page() -> bytes:
    """A page that holds a picture of writing and no letters, as a scanner makes it."""
    parts = [b"0.98 g 0 0 612 792 re f 0.15 g"]
    for row, words in enumerate(_SCAN):
        for place, letter in enumerate(words):
            parts += _letter(letter, 90 + place * 36, 690 - row * 70)
    parts.append(b"0.55 g")
    for line in range(22):
        parts.append(b"90 %d %d 6 re f" % (560 - line * 23, 430 - (line * 37) % 110))
    return _file([b"\n".join(parts)], font=False)


def _letter(letter: str, left: int, top: int) -> Iterator[bytes]:
    for column, dots in enumerate(_DOTS[letter]):
        for row in range(7):
            if dots >> row & 1:
                yield b"%d %d 6 6 re f" % (left + column * 6, top - row * 6)


def _file(streams: list[bytes], *, font: bool) -> bytes:
    """The objects of a PDF with their table of offsets; streams stay uncompressed, so that the bytes never vary."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * place) for place in range(len(streams)))
    resources = b"<< /Font << /F1 3 0 R >> >>" if font else b"<< >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(streams)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>",
    ]
    for place, stream in enumerate(streams):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources %s /Contents %d 0 R >>"
            % (resources, 5 + 2 * place)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
