"""Small PDFs for tests, written with the standard library alone: every text here is made up."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

SIZE = 12
WIDTH = 7.2
"""Of every character of Courier at that size."""


@dataclass
class Page:
    """Text at positions and level lines; the origin is the lower left corner of 612 by 792 points."""

    texts: list[tuple[float, float, str]] = field(default_factory=list)
    lines: list[tuple[float, float, float]] = field(default_factory=list)
    """From, to, height."""
    more: str = ""
    """Operators as they stand."""

    def content(self) -> bytes:
        parts = []
        for x, y, text in self.texts:
            escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
            parts.append(f"BT /F1 {SIZE} Tf {x} {y} Td ({escaped}) Tj ET")
        parts += [f"{left} {height} m {right} {height} l S" for left, right, height in self.lines]
        return "\n".join([*parts, self.more]).encode("cp1252")


def pdf(pages: Sequence[Page], *, count: int | None = None, trailer: str = "", objects: Sequence[str] = ()) -> bytes:
    """A whole file. ``count`` is the number of pages that it claims; ``objects`` follow the others."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages) if count is None else count} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(pages):
        content = page.content()
        bodies += [
            (
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> "
                f"/Contents {5 + 2 * number} 0 R >>"
            ).encode(),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        ]
    bodies += [entry.encode() for entry in objects]
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(bodies) + 1, trailer.encode())
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def bill_page(lines: Sequence[str], *, number: int, of: int, first: int = 1) -> Page:
    """A printed page: margin numbers, a header and a footer around the lines; two blanks before a line indent it."""
    page = Page(texts=[(250, 760, "HB 9901  2026"), (250, 40, f"Page {number} of {of}")])
    for place, line in enumerate(lines):
        page.texts.append((60, 720 - 24 * place, str(first + place)))
        indent = len(line) - len(line.lstrip())
        page.texts.append((100 + indent * WIDTH, 720 - 24 * place, line.strip()))
    return page


def encrypted() -> bytes:
    """A file that asks for a password that nobody has."""
    blank = "00" * 32
    entry = f"<< /Filter /Standard /V 1 /R 2 /O <{blank}> /U <{blank}> /P -4 >>"
    pages = [Page(texts=[(72, 700, "An operator shall report each risk.")])]
    return pdf(pages, objects=[entry], trailer="/Encrypt 6 0 R /ID [<00> <00>]")


def bomb(megabytes: int) -> bytes:
    """A file of some hundred kilobytes whose page unpacks to that many megabytes of blanks."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(megabytes)) + packer.flush()
    plain = Page().content()
    return pdf([Page()]).replace(
        b"<< /Length %d >>\nstream\n%s" % (len(plain), plain),
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s" % (len(packed), packed),
    )
