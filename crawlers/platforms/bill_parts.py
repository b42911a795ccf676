"""What if a bulk file holds many bills? Its parts as a listing: each is a bill with a name, a place and a mark."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from crawlers.errors import CrawlError, SourceNotFoundError
from monitor.model.bill import Document
from monitor.model.failure import FailureKind

__all__ = ["BillPart", "PartsListing", "read_file"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BillPart:
    """The bytes of one bill out of a larger file."""

    label: str
    """Its name in the file, which stays the same from one file to the next."""
    document: Document

    @property
    def place(self) -> str:
        """The address of the part."""
        return self.document.url

    def fingerprint(self) -> tuple[bytes, str, int]:
        """sha256 of the bytes, twice since there is nothing else, and how many they are."""
        digest = hashlib.sha256(self.document.body)
        return digest.digest(), digest.hexdigest(), len(self.document.body)


@dataclass(frozen=True, slots=True)
class PartsListing:
    """All parts of a file, counted."""

    parts: tuple[BillPart, ...]

    @classmethod
    def of(cls, file: Document, parts: Iterable[tuple[str, bytes]], *, source: str) -> PartsListing:
        """The parts as ``(label, bytes)``, each with the facts of the fetch of the file."""
        return cls(
            tuple(
                BillPart(
                    label=label,
                    document=Document(
                        url=f"{source}:{label}",
                        body=body,
                        media_type=file.media_type,
                        fetched_at=file.fetched_at,
                        status=file.status,
                        headers=file.headers,
                    ),
                )
                for label, body in parts
            )
        )

    def __len__(self) -> int:
        return len(self.parts)

    def __iter__(self) -> Iterator[BillPart]:
        return iter(self.parts)

    def close(self) -> None:
        """Nothing is held open."""


def read_file(path: Path, *, max_bytes: int) -> bytes:
    """A file that lies here, within a limit.

    :raises CrawlError: when there is none, or it is larger.
    """
    if not path.is_file():
        raise SourceNotFoundError(str(path))
    if path.stat().st_size > max_bytes:
        error = CrawlError(f"{path.name} has {path.stat().st_size:,} bytes; the limit is {max_bytes:,}")
        error.kind = FailureKind.TOO_LARGE
        raise error
    return path.read_bytes()
