"""Why did a request bring no page? The exceptions that a spider's errback may meet, and what each is counted as."""

from __future__ import annotations

import json
import socket
import ssl
from datetime import datetime
from typing import Final

from OpenSSL import SSL
from scrapy import exceptions as scrapy_errors
from scrapy.exceptions import IgnoreRequest
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.internet import error as network
from twisted.web.client import ResponseFailed

from crawlers.parsing.addresses import shown_address
from monitor.model.failure import FailureKind, kind_of_status
from monitor.model.run import ItemError

__all__ = ["CircuitOpenError", "UnchangedError", "UnusablePageError", "error_of", "kind_of_exception"]


class UnusablePageError(IgnoreRequest):
    """A wall, a login, a missing page or another type came, with any status. Raised by the challenge middleware.

    ``kind`` says which; a blocked page is never asked for in another way. It is on record already, unless the request
    had ``meta["handle_httpstatus_all"]``: such a spider looks at all that goes wrong itself.
    """

    def __init__(self, url: str, kind: FailureKind, words: str, *, recorded: bool = True) -> None:
        self.url, self.kind, self.words, self.recorded = url, kind, words, recorded
        super().__init__(f"{shown_address(url)}: {words}")


class CircuitOpenError(IgnoreRequest):
    """The host is left alone until ``until``. Raised by the circuit middleware before a request; it is on record."""

    def __init__(self, url: str, until: datetime) -> None:
        self.url, self.until, self.kind = url, until, FailureKind.CIRCUIT_OPEN
        super().__init__(f"{shown_address(url)}: its host is left alone until {until:%Y-%m-%d %H:%M} UTC")


class UnchangedError(IgnoreRequest):
    """The page is still the one that was stored (304). Raised by the conditional middleware; no failure at all."""

    def __init__(self, url: str) -> None:
        self.url = url
        super().__init__(f"{shown_address(url)}: unchanged")


_KINDS: Final[tuple[tuple[tuple[type[BaseException], ...], FailureKind], ...]] = (
    ((SSL.Error, network.VerifyError, ssl.SSLError), FailureKind.TLS),
    ((scrapy_errors.DownloadTimeoutError, network.TimeoutError, TimeoutError), FailureKind.TIMEOUT),
    ((scrapy_errors.CannotResolveHostError, network.DNSLookupError, socket.gaierror), FailureKind.DNS),
    ((scrapy_errors.DownloadCancelledError,), FailureKind.TOO_LARGE),
    (
        (
            scrapy_errors.DownloadConnectionRefusedError,
            scrapy_errors.DownloadFailedError,
            scrapy_errors.ResponseDataLossError,
            network.ConnectError,
            network.ConnectionClosed,
            ResponseFailed,
            OSError,
        ),
        FailureKind.CONNECTION,
    ),
    ((json.JSONDecodeError, UnicodeDecodeError), FailureKind.DECODE),
)
_DEPTH: Final = 8


def kind_of_exception(error: BaseException) -> FailureKind | None:
    """What an exception of a request counts as; none when it is no failure (a page that did not change)."""
    if isinstance(error, UnchangedError):
        return None
    if isinstance(error, (UnusablePageError, CircuitOpenError)):
        return error.kind
    if isinstance(error, HttpError):
        return kind_of_status(error.response.status) or FailureKind.REFUSED
    if isinstance(error, IgnoreRequest):
        return FailureKind.ROBOTS if "robots.txt" in str(error) else FailureKind.OTHER
    inside = _inside(error)
    for classes, kind in _KINDS:
        if any(isinstance(one, classes) for one in inside):
            return kind
    return FailureKind.OTHER


def error_of(error: BaseException, subject: str) -> ItemError | None:
    """The bad item to record in an errback; none for a page that did not change and for what is on record already."""
    kind = kind_of_exception(error)
    if kind is None or isinstance(error, CircuitOpenError):
        return None
    if isinstance(error, UnusablePageError):
        return None if error.recorded else ItemError(kind=kind.value, subject=subject, message=error.words)
    if isinstance(error, HttpError):
        return ItemError(kind=kind.value, subject=subject, message=f"HTTP {error.response.status}")
    return ItemError(kind=kind.value, subject=subject, message=shown_address(str(error)) or error.__class__.__name__)


def _inside(error: BaseException) -> list[BaseException]:
    """The exception with its causes and with the reasons that Twisted wraps."""
    found: list[BaseException] = []
    waiting: list[BaseException | None] = [error]
    while waiting and len(found) < _DEPTH:
        one = waiting.pop(0)
        if one is None or one in found:
            continue
        found.append(one)
        waiting.append(one.__cause__)
        waiting.extend(getattr(reason, "value", None) for reason in getattr(one, "reasons", None) or ())
    return found
