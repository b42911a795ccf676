"""How PDFs are read safely: in a child process with limits on time and memory, restarted when it fails."""

from __future__ import annotations

import os
import selectors
import struct
import subprocess
import sys
import time
from typing import Final, Self

from monitor.text.extract import PdfError

__all__ = ["ChildPdfReader"]

_HEADER: Final = struct.Struct(">BI")
"""Status (0 text, 1 reason) and length of the answer; the question is a length alone."""
_LENGTH: Final = struct.Struct(">I")
_MOST: Final = 64 * 1024 * 1024


class ChildPdfReader:
    """Reads PDFs in one child that is started when first needed. Not for several threads at once.

    The child ends when its standard input closes, so it never outlives its parent, however that dies.
    """

    def __init__(self, *, seconds: float = 60.0, memory_mb: int = 2048) -> None:
        self.seconds = seconds
        self.memory_mb = memory_mb
        self._child: subprocess.Popen[bytes] | None = None

    def text_of(self, body: bytes) -> str:
        """The text layer, pages separated by form feeds.

        :raises PdfError: when it cannot be read within the limits.
        """
        if len(body) > _MOST:
            raise PdfError(f"the PDF is too large ({len(body):,} bytes)")
        child = self._running()
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            child.stdin.write(_LENGTH.pack(len(body)) + body)
            child.stdin.flush()
            deadline = time.monotonic() + self.seconds
            status, length = _HEADER.unpack(self._read(child, _HEADER.size, deadline))
            if length > _MOST:
                self.close()  # what it would still say must not be taken for the next answer
                raise PdfError("the reader gave an answer that is too long")
            answer = self._read(child, length, deadline).decode("utf-8", "replace")
        except (BrokenPipeError, EOFError) as error:
            self.close()
            raise PdfError("the PDF made the reader fail, probably for lack of memory") from error
        except TimeoutError as error:
            self.close()
            raise PdfError(f"the PDF could not be read within {self.seconds:g} s") from error
        if status != 0:
            raise PdfError(answer)
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is not None:
            self.close()  # it died between two documents
        if self._child is None:
            self._child = subprocess.Popen(  # noqa: S603 - our own module
                [sys.executable, "-m", "monitor.pdf_child", str(self.memory_mb), str(int(self.seconds) + 5)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._child

    @staticmethod
    def _read(child: subprocess.Popen[bytes], size: int, deadline: float) -> bytes:
        assert child.stdout is not None
        parts, left = [], size
        with selectors.DefaultSelector() as selector:
            selector.register(child.stdout, selectors.EVENT_READ)
            while left:
                if not selector.select(max(0.0, deadline - time.monotonic())):
                    raise TimeoutError
                part = os.read(child.stdout.fileno(), min(left, 1 << 20))
                if not part:
                    raise EOFError
                parts.append(part)
                left -= len(part)
        return b"".join(parts)

    def close(self) -> None:
        """End the child; the next PDF starts another."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue  # bytes that the dead child never took

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
