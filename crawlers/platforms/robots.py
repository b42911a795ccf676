"""May this address be fetched? robots.txt of its host is asked once, and obeyed (RFC 9309)."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from scrapy.robotstxt import ProtegoRobotParser

from crawlers.errors import DownloadError
from crawlers.refusals import kind_of_exception
from monitor.model.failure import FailureKind, kind_of_status

__all__ = ["RobotsGate"]

_MAX_BYTES: Final = 512 * 1024  # RFC 9309, 2.5: at least 500 kibibytes
_ATTEMPTS: Final = 3
_WAIT_SECONDS: Final = 5.0


class RobotsGate:
    """Answers for one run. Where robots.txt is missing everything is allowed; where it cannot be read, nothing is."""

    def __init__(self, *, user_agent: str, timeout: float, wait: Callable[[float], object]) -> None:
        self.user_agent, self.timeout, self.wait = user_agent, timeout, wait
        self._parsers: dict[str, ProtegoRobotParser] = {}

    def check(self, url: str) -> None:
        """Return if ``url`` may be fetched.

        :raises DownloadError: when robots.txt forbids it or cannot be read.
        """
        try:
            parts = urlsplit(url)
        except ValueError as error:
            raise DownloadError(url, str(error)) from error
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._parsers:
            self._parsers[site] = ProtegoRobotParser(self._read(site, url), None)
        if not self._parsers[site].allowed(url, self.user_agent):
            raise DownloadError(
                url,
                "robots.txt of the host forbids it; if you may have the file, fetch it yourself and give --path",
                FailureKind.ROBOTS,
            )

    def _read(self, site: str, url: str) -> bytes:
        problem = ""
        kind: FailureKind | None = None
        for attempt in range(1, _ATTEMPTS + 1):
            request = urllib.request.Request(  # noqa: S310 - the caller has checked the scheme
                f"{site}/robots.txt", headers={"User-Agent": self.user_agent}
            )
            try:
                with urllib.request.urlopen(request, timeout=self.timeout) as response:  # noqa: S310 - the same
                    body: bytes = response.read(_MAX_BYTES)
                    if len(body) == _MAX_BYTES or not response.length:
                        return body
                    problem, kind = "it broke off", FailureKind.CONNECTION
            except urllib.error.HTTPError as error:
                error.close()
                if 400 <= error.code < 500 and error.code != 429:
                    return b""  # RFC 9309, 2.3.1.3: there is none
                problem, kind = f"HTTP {error.code}", kind_of_status(error.code)
            except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
                reason = getattr(error, "reason", None) or error
                problem = str(reason) or error.__class__.__name__
                kind = kind_of_exception(reason if isinstance(reason, BaseException) else error)
            except ValueError as error:  # urllib on an address that is none
                raise DownloadError(url, str(error)) from error
            if attempt < _ATTEMPTS:
                self.wait(_WAIT_SECONDS)
        said = f"robots.txt of the host cannot be read ({problem}), so nothing is fetched; try later"
        raise DownloadError(url, said, kind)
