"""How is a tree of files on an FTP server crawled? Directories are lists, files are bills; one connection, paced."""

from __future__ import annotations

import asyncio
import ftplib
import mimetypes
import time
from typing import Any, ClassVar, Final
from urllib.parse import unquote, urlsplit

from crawlers.errors import AnswerError
from crawlers.parsing.clean import one_line
from crawlers.parsing.pages import Ask
from crawlers.platforms.pages import PageSpider
from crawlers.refusals import kind_of_exception
from monitor.model.bill import Document
from monitor.model.failure import FailureKind

__all__ = ["FtpPages"]

_TIMEOUT: Final = 60.0
"""Seconds that the server may be silent."""
_WHOLE: Final = 300.0
"""Seconds that one file may take."""


class FtpPages(PageSpider):
    """Mixed in before a platform of pages. An address that ends in ``/`` is a directory, its page what LIST says."""

    index_pages: ClassVar[int] = 30
    """So many directories without a bill ``preempt crawl check`` looks at."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """See :class:`PageSpider`."""
        super().__init__(*args, **kwargs)
        self._connection: ftplib.FTP | None = None
        self._asked_at = float("-inf")

    async def page(self, ask: Ask, step: str, *, fresh: bool = False) -> Document:  # noqa: ARG002 - never conditional
        """A directory or a file, kept before anyone reads it; a directory that is not there is an empty one.

        :raises AnswerError: when it cannot be had.
        """
        assert self.ports is not None
        pause = self._asked_at + self.settings.getfloat("DOWNLOAD_DELAY") - time.monotonic()
        if pause > 0:
            await asyncio.sleep(pause)
        limit, missing = self.settings.getint("DOWNLOAD_MAXSIZE"), False
        try:
            body = await asyncio.to_thread(self._fetched_bytes, ask.url, limit)
            self._down = 0
        except AnswerError as error:
            first = ask.url.removeprefix(self.base_url) in self.lists
            missing = error.kind is FailureKind.NOT_FOUND and step == "list" and not first
            if not missing:
                self._count_down(error)
                raise
            body = b""
        finally:
            self._asked_at = time.monotonic()
        kind = "text/plain" if ask.url.endswith("/") else mimetypes.guess_type(urlsplit(ask.url).path)[0]
        document = Document(
            url=ask.url,
            body=body,
            media_type=kind or "application/octet-stream",
            fetched_at=self.ports.clock(),
        )
        if self.ports.archive is not None and not missing:
            self.ports.archive.keep(document)
        return document

    def closed(self, reason: str) -> None:  # noqa: ARG002 - signature
        """Hang up."""
        self._hang_up()

    def _fetched_bytes(self, url: str, limit: int) -> bytes:
        """In a thread. A connection that was lost while nothing was asked is made once more."""
        try:
            try:
                return self._transferred(url, limit)
            except (EOFError, OSError, ftplib.error_temp):
                self._hang_up()
                return self._transferred(url, limit)
        except AnswerError:
            self._hang_up()  # it may still be sending
            raise
        except (ftplib.Error, EOFError, OSError, ValueError) as error:
            if not isinstance(error, ftplib.error_perm):  # which is a whole reply: the connection can be used
                self._hang_up()
            raise AnswerError(_kind(error), f"FTP: {one_line(str(error))[:200] or error.__class__.__name__}") from error

    def _transferred(self, url: str, limit: int) -> bytes:
        parts = urlsplit(url)
        if self._connection is None:
            found = ftplib.FTP(timeout=_TIMEOUT)  # noqa: S321 - the source has public files and nothing else
            self._connection = found
            found.connect(parts.hostname or "", parts.port or ftplib.FTP_PORT)
            found.login()
        path, until = unquote(parts.path), time.monotonic() + _WHOLE
        chunks: list[bytes] = []
        size = 0

        def take(chunk: bytes) -> None:
            nonlocal size
            size += len(chunk)
            if size > limit:
                raise AnswerError(FailureKind.TOO_LARGE, f"more than the limit of {limit:,} bytes")
            if time.monotonic() > until:
                raise AnswerError(FailureKind.TIMEOUT, f"not whole after {_WHOLE:.0f} s")
            chunks.append(chunk)

        command = "LIST" if path.endswith("/") else "RETR"
        self._connection.retrbinary(f"{command} {path}", take)
        return b"".join(chunks)

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _kind(error: Exception) -> FailureKind:
    """By the code of the reply (RFC 959), else by the exception."""
    if isinstance(error, ftplib.error_perm):
        code = str(error)[:3]
        return {"550": FailureKind.NOT_FOUND, "530": FailureKind.BLOCKED}.get(code, FailureKind.REFUSED)
    if isinstance(error, ftplib.error_temp):
        return FailureKind.SERVER_ERROR
    if isinstance(error, ftplib.Error | ValueError):
        return FailureKind.DECODE
    return kind_of_exception(error) or FailureKind.CONNECTION
