"""What can go wrong while crawling: who raises it, what happens then."""

from __future__ import annotations

from typing import Final

from monitor.errors import PreemptError
from monitor.model.failure import FailureKind

__all__ = [
    "AnswerError",
    "ArchiveError",
    "CrawlError",
    "DownloadError",
    "EmptyListingError",
    "MalformedBillError",
    "SourceNotFoundError",
]

_OF_ALL: Final = frozenset(
    {
        FailureKind.CIRCUIT_OPEN,
        FailureKind.QUOTA,
        FailureKind.RATE_LIMITED,
        FailureKind.REFUSED,
        FailureKind.ROBOTS,
    }
)


class CrawlError(PreemptError):
    """A crawl cannot go on. The run ends as failed; what was stored stays."""

    kind: FailureKind | None = None
    """Of the failure taxonomy, where it is known."""


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

    def __init__(self, url: str, problem: str, kind: FailureKind | None = None) -> None:
        self.url, self.problem, self.kind = url, problem, kind
        super().__init__(f"cannot fetch {url}: {problem}")


class ArchiveError(CrawlError):
    """An archive is damaged, hostile or beyond the limits. Raised by :mod:`crawlers.platforms.archive`."""

    kind = FailureKind.DECODE

    def __init__(self, name: str, problem: str) -> None:
        self.name, self.problem = name, problem
        super().__init__(f"cannot read the archive {name}: {problem}")


class MalformedBillError(ValueError):
    """One bill cannot be understood. Raised by the parsers; the item is recorded under ``kind`` and the run goes on."""

    def __init__(self, kind: str, message: str) -> None:
        self.kind = kind
        super().__init__(message)


class AnswerError(ValueError):
    """An API's answer is no answer. Raised by parsers and platforms under a ``kind`` of the failure taxonomy.

    ``refused`` (a key that is not known, say), ``robots``, ``circuit-open`` and ``quota`` end the run; every other one
    is of the bill or the list that was asked for, a wall too: when there are several, the circuit opens.
    """

    def __init__(self, kind: FailureKind, message: str) -> None:
        self.kind = kind
        super().__init__(message)

    @property
    def is_of_all(self) -> bool:
        """Whether the next call would end alike."""
        return self.kind in _OF_ALL
