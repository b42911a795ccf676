"""The child that reads PDFs: ``python -m monitor.pdf_child MEMORY_MB SECONDS``; documents in, texts out."""

from __future__ import annotations

import os
import resource
import signal
import struct
import sys
import threading
import time
from typing import BinaryIO, Final

import pypdfium2

from monitor.pdf_layout import page_text

__all__ = ["main", "read_pdf"]

_HEADER: Final = struct.Struct(">BI")
_LENGTH: Final = struct.Struct(">I")
_PAGES: Final = 3000
_CHARACTERS: Final = 8_000_000


def read_pdf(body: bytes) -> str:
    """Text of all pages as :func:`monitor.pdf_layout.page_text` gives them, separated by form feeds.

    :raises ValueError: with the reason, when there are too many pages or characters.
    """
    document = pypdfium2.PdfDocument(body)
    try:
        if len(document) > _PAGES:
            raise ValueError(f"the PDF has {len(document):,} pages; the limit is {_PAGES:,}")
        pages, total = [], 0
        for page in document:
            words = page_text(page)
            page.close()
            total += len(words)
            if total > _CHARACTERS:
                raise ValueError(f"the PDF has more than {_CHARACTERS:,} characters")
            pages.append(words)
        return "\f".join(pages)
    finally:
        document.close()


def _answer(body: bytes) -> tuple[int, bytes]:
    try:
        return 0, read_pdf(body).encode("utf-8", "replace")
    except MemoryError:
        return 1, b"the PDF needs more memory than it may have"
    except (ValueError, pypdfium2.PdfiumError) as error:
        return 1, f"not readable as PDF: {str(error)[:160]}".encode("utf-8", "replace")


def _exactly(source: BinaryIO, size: int) -> bytes:
    body = source.read(size)
    if len(body) < size:
        sys.exit(0)  # the parent is gone
    return body


def _follow(parent: int) -> None:
    """End with the parent, even in the middle of a document."""
    while os.getppid() == parent:
        time.sleep(1.0)
    os._exit(0)


def main() -> None:
    """Serve until standard input closes."""
    megabytes, seconds = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    threading.Thread(target=_follow, args=(os.getppid(),), daemon=True).start()
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while True:
        (length,) = _LENGTH.unpack(_exactly(source, _LENGTH.size))
        body = _exactly(source, length)
        signal.alarm(seconds)
        status, answer = _answer(body)
        signal.alarm(0)
        sink.write(_HEADER.pack(status, len(answer)) + answer)
        sink.flush()


if __name__ == "__main__":
    main()
