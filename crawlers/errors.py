"""What can go wrong while crawling: who raises it, what happens then."""

from __future__ import annotations

from monitor.errors import PreemptError
from monitor.model.failure import FailureKind

__all__ = [
    "ArchiveError",
    "CrawlError",
    "DownloadError",
    "EmptyListingError",
    "MalformedBillError",
    "SourceNotFoundError",
]


class CrawlError(PreemptError):
    """A crawl cannot go on. The run ends as failed; what was stored stays."""


class SourceNotFoundError(CrawlError):
    """There is nothing at ``place``. Raised by the platforms before anything is listed; correct the path."""

    def __init__(self, place: str) -> None:
        self.place = place
        super().__init__(f"there is no such folder: {place}")


class EmptyListingError(CrawlError):
    """A source listed nothing. Raised by the platforms: silence would look like success."""

    kind = FailureKind.EMPTY

    def __init__(self, place: str, expected: str) -> None:
        self.place = place
        super().__init__(f"no {expected} under {place}")


class DownloadError(CrawlError):
    """``url`` could not be fetched. Raised by :mod:`crawlers.platforms.download`; what came is kept and resumed."""

    def __init__(self, url: str, problem: str) -> None:
        self.url = url
        super().__init__(f"cannot fetch {url}: {problem}")


class ArchiveError(CrawlError):
    """An archive is damaged, hostile or beyond the limits. Raised by :mod:`crawlers.platforms.archive`."""

    def __init__(self, name: str, problem: str) -> None:
        self.name = name
        super().__init__(f"cannot read the archive {name}: {problem}")


class MalformedBillError(ValueError):
    """One bill cannot be understood. Raised by the parsers; the item is recorded under ``kind`` and the run goes on."""

    def __init__(self, kind: str, message: str) -> None:
        self.kind = kind
        super().__init__(message)
