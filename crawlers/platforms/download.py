"""How does a large file get to disk? Streamed, capped, resumed after a break, asked for again only when it changed."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import re
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final
from urllib.parse import urlsplit

from crawlers.errors import DownloadError
from crawlers.parsing.retry_after import retry_after
from crawlers.parsing.walls import LOOKED_AT, Expected, judge_page
from crawlers.refusals import kind_of_exception
from monitor.clock import Clock
from monitor.model.failure import FailureKind, kind_of_status

__all__ = ["Fetched", "fetch", "stored"]

_CHUNK: Final = 256 * 1024
_KEPT_HEADERS: Final = ("content-type", "content-length", "etag", "last-modified", "date")
_RETRIED: Final = frozenset({408, 429, 500, 502, 503, 504})
_MAX_WAIT_SECONDS: Final = 300.0
_NUMBER: Final = re.compile(r"[0-9]{1,18}")  # what isdigit() takes, int() does not: a superscript two, say
_CONTENT_RANGE: Final = re.compile(r"bytes ([0-9]{1,18})-[0-9]{1,18}/([0-9]{1,18}|\*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A file on disk and the facts of the fetch that brought it."""

    path: Path
    url: str
    fetched_at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    reused: bool
    """True when the server said that the stored one is still the present one."""

    def forget(self) -> None:
        """It is of no use: the next time it is asked for as if it had never come."""
        for path in (self.path, _facts_path(self.path)):
            path.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    """What lies beside a stored file."""

    url: str
    fetched_at: str
    status: int
    headers: list[list[str]]

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key == name), "")

    @property
    def validator(self) -> str:
        """For If-Range: a strong entity tag, else the date; empty when the server gave neither."""
        etag = self.header("etag")
        return etag if etag and not etag.startswith("W/") else self.header("last-modified")


def _anywhere(_url: str) -> None:
    """Nothing is forbidden."""


class _OnlyWeb(urllib.request.HTTPRedirectHandler):
    """Redirects stay on the web, never go from https to http, and only where it is allowed."""

    def __init__(self, allowed: Callable[[str], None] = _anywhere) -> None:
        self.allowed = allowed

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        before, after = _scheme(req.full_url), _scheme(newurl)
        if after != "https" and (after != "http" or before == "https"):
            raise urllib.error.URLError(f"redirected to {after or 'nowhere'}")
        fp.close()  # or urllib reads all of the answer's body, however long
        self.allowed(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)

    def http_error_302(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: http.client.HTTPMessage
    ) -> Any:
        try:
            return super().http_error_302(req, fp, code, msg, headers)
        except (OSError, ValueError):
            fp.close()  # a redirect that is refused or nonsense
            raise

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


def fetch(
    url: str,
    folder: Path,
    *,
    user_agent: str,
    max_bytes: int,
    clock: Clock,
    stop: threading.Event,
    timeout: float = 60.0,
    attempts: int = 3,
    wait: Callable[[float], object] | None = None,
    allowed: Callable[[str], None] = _anywhere,
    expected: Expected | None = None,
    shown: str = "",
) -> Fetched:
    """Bring ``url`` into ``folder`` and return where it lies. TLS certificates are checked; ``timeout`` is per read.

    ``allowed`` is asked before the address and each that it leads to is fetched, and raises where it is not allowed.
    ``shown`` stands in the place of an address that holds a secret, in errors and beside the file; it names the file.
    A page that is not what is ``expected`` (a wall, with a good status) never takes the place of the stored file.

    :raises DownloadError: when it is no web address, is refused, too large, or broke off on every attempt; what came
        so far is kept and continued next time.
    """
    if _scheme(url) not in ("http", "https"):
        raise DownloadError(shown or url, "not an http or https address")
    allowed(url)
    folder.mkdir(parents=True, exist_ok=True)
    transfer = _Transfer(
        url,
        folder,
        user_agent=user_agent,
        max_bytes=max_bytes,
        clock=clock,
        stop=stop,
        timeout=timeout,
        allowed=allowed,
        expected=expected,
        shown=shown or url,
    )
    pause = wait or stop.wait
    for attempt in range(1, attempts + 1):
        try:
            return transfer.run()
        except _TryAgainError as error:
            if attempt == attempts or stop.is_set():
                raise DownloadError(shown or url, str(error), error.kind) from error
            if error.after is not None and error.after > _MAX_WAIT_SECONDS:
                raise DownloadError(
                    shown or url, f"{error}; the server asks to be left alone for {error.after:.0f} s", error.kind
                ) from error
            pause(error.after or 2.0 ** (attempt - 1))
    raise DownloadError(shown or url, "no attempt was allowed")


class _TryAgainError(Exception):
    """A transfer broke off in a way that another attempt may mend, after ``after`` seconds if the server says so."""

    def __init__(self, problem: str, kind: FailureKind | None = None, *, after: float | None = None) -> None:
        self.kind, self.after = kind, after
        super().__init__(problem)


class _Transfer:
    def __init__(
        self,
        url: str,
        folder: Path,
        *,
        user_agent: str,
        max_bytes: int,
        clock: Clock,
        stop: threading.Event,
        timeout: float,
        allowed: Callable[[str], None],
        expected: Expected | None,
        shown: str,
    ) -> None:
        self.url, self.shown, self.user_agent, self.max_bytes = url, shown, user_agent, max_bytes
        self.clock, self.stop, self.timeout, self.expected = clock, stop, timeout, expected
        self.path = _path(shown, folder)
        self.part = self.path.with_suffix(".part")
        self.opener = urllib.request.build_opener(_OnlyWeb(allowed))

    def run(self) -> Fetched:
        """One attempt."""
        stored = _read_facts(self.path)
        begun = _read_facts(self.part)
        request = urllib.request.Request(self.url, headers={"User-Agent": self.user_agent})  # noqa: S310 - checked above
        if stored is not None:
            for name, sent_as in (("etag", "If-None-Match"), ("last-modified", "If-Modified-Since")):
                if value := stored.header(name):
                    request.add_header(sent_as, value)
        have = self.part.stat().st_size if begun is not None and begun.validator else 0
        if have and begun is not None:
            request.add_header("Range", f"bytes={have}-")
            request.add_header("If-Range", begun.validator)
        try:
            with self.opener.open(request, timeout=self.timeout) as response:
                return self._receive(response, have)
        except urllib.error.HTTPError as error:
            try:
                return self._refused(error, stored)
            finally:
                error.close()
        except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
            reason = getattr(error, "reason", None) or error
            kind = kind_of_exception(reason) if isinstance(reason, BaseException) else FailureKind.CONNECTION
            raise _TryAgainError(str(reason) or error.__class__.__name__, kind) from error
        except ValueError as error:  # urllib on an address that is none: of a host, a port, of a redirect
            raise DownloadError(self.shown, str(error)) from error

    def _refused(self, error: urllib.error.HTTPError, stored: _Facts | None) -> Fetched:
        if error.code == 304 and stored is not None:
            self._forget_part()
            return _fetched(self.path, stored, reused=True)
        if error.code == 416:  # the part is as long as the whole, or of another one
            self._forget_part()
            raise _TryAgainError("the stored part did not fit", FailureKind.CONNECTION)
        if error.code in _RETRIED:
            after = retry_after(error.headers.get("Retry-After", ""), now=self.clock())
            raise _TryAgainError(f"HTTP {error.code}", kind_of_status(error.code), after=after)
        raise DownloadError(self.shown, f"HTTP {error.code} {error.reason}", kind_of_status(error.code)) from error

    def _receive(self, response: Any, have: int) -> Fetched:
        resumed, total = response.status == 206, None
        if resumed:
            sent = _CONTENT_RANGE.fullmatch(response.headers.get("Content-Range", ""))
            if sent is None or int(sent[1]) != have or self._is_of_another(response):
                self._forget_part()
                raise _TryAgainError("the server sent another part than asked for", FailureKind.CONNECTION)
            total = int(sent[2]) if sent[2] != "*" else None  # it may send less than all that was asked for
        if total is None and (length := _NUMBER.fullmatch(response.headers.get("Content-Length", ""))):
            total = (have if resumed else 0) + int(length[0])
        if total is not None and total > self.max_bytes:
            raise DownloadError(self.shown, f"{total:,} bytes; the limit is {self.max_bytes:,}", FailureKind.TOO_LARGE)
        facts = _Facts(
            url=self.shown,
            fetched_at=self.clock().isoformat(),
            status=200,
            headers=[[name, value] for name in _KEPT_HEADERS if (value := response.headers.get(name)) is not None],
        )
        _write_facts(self.part, facts)
        size = have if resumed else 0
        with self.part.open("ab" if resumed else "wb") as file:
            while chunk := response.read(_CHUNK):
                size += len(chunk)
                if size > self.max_bytes:
                    raise DownloadError(
                        self.shown, f"more than the limit of {self.max_bytes:,} bytes", FailureKind.TOO_LARGE
                    )
                file.write(chunk)
                if self.stop.is_set():
                    raise _TryAgainError("stopped; what came is kept")
            file.flush()
            os.fsync(file.fileno())
        if total is not None and size != total:
            raise _TryAgainError(f"the connection ended at {size:,} of {total:,} bytes", FailureKind.CONNECTION)
        self._check(facts.header("content-type"))
        self.part.replace(self.path)
        _facts_path(self.part).replace(_facts_path(self.path))
        return _fetched(self.path, facts, reused=False)

    def _check(self, content_type: str) -> None:
        """Whether what came is what was asked for; what is not is not kept."""
        if self.expected is None:
            return
        with self.part.open("rb") as file:
            verdict = judge_page(file.read(LOOKED_AT), content_type=content_type, expected=self.expected)
        if verdict is not None:
            self._forget_part()
            raise DownloadError(self.shown, verdict.words, verdict.kind)

    def _is_of_another(self, response: Any) -> bool:
        """Whether a part has another entity tag than what it is to continue: the server passed over If-Range."""
        begun = _read_facts(self.part)
        before, now = begun.header("etag") if begun is not None else "", response.headers.get("ETag", "")
        return bool(before and now and before != now)

    def _forget_part(self) -> None:
        for path in (self.part, _facts_path(self.part)):
            path.unlink(missing_ok=True)


def stored(shown: str, folder: Path) -> Fetched | None:
    """The file that was fetched under this address before; none when there is none."""
    path = _path(shown, folder)
    facts = _read_facts(path)
    return _fetched(path, facts, reused=True) if facts is not None else None


def _path(shown: str, folder: Path) -> Path:
    return folder / f"{hashlib.sha256(shown.encode()).hexdigest()[:32]}.archive"


def _scheme(url: str) -> str:
    try:
        return urlsplit(url).scheme
    except ValueError:
        return ""


def _facts_path(path: Path) -> Path:
    return path.with_name(path.name + ".json")


def _write_facts(path: Path, facts: _Facts) -> None:
    temporary = path.with_name(path.name + ".json.new")
    temporary.write_text(json.dumps(asdict(facts)), encoding="utf-8")
    temporary.replace(_facts_path(path))


def _read_facts(path: Path) -> _Facts | None:
    """The facts beside a file, when both are there and whole; else the file counts for nothing."""
    with suppress(OSError, ValueError, TypeError):
        facts = _Facts(**json.loads(_facts_path(path).read_text(encoding="utf-8")))
        datetime.fromisoformat(facts.fetched_at)
        if path.is_file():
            return facts
    return None


def _fetched(path: Path, facts: _Facts, *, reused: bool) -> Fetched:
    return Fetched(
        path=path,
        url=facts.url,
        fetched_at=datetime.fromisoformat(facts.fetched_at),
        status=facts.status,
        headers=tuple((name, value) for name, value in facts.headers),
        reused=reused,
    )
