"""Which bills lie in a folder, and how is each file of one read within limits?"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Protocol

from crawlers.errors import EmptyListingError, MalformedBillError, SourceNotFoundError
from crawlers.parsing.clean import one_line
from crawlers.parsing.openstates import FileTooLargeError
from monitor.model.bill import Document

__all__ = [
    "METADATA",
    "BillFolder",
    "BillListing",
    "FetchFacts",
    "FolderListing",
    "Limits",
    "NoSuchFileError",
    "label_of",
]

METADATA: Final = "metadata.json"
_HEAD_BYTES: Final = 4096
_SKIPPED: Final = frozenset({".git", "logs"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How large a file may be, in bytes."""

    document: int
    metadata: int = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchFacts:
    """When and how the bytes came: read from a disk, or out of an archive that was fetched."""

    fetched_at: datetime
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()


class NoSuchFileError(ValueError):
    """A bill's folder lacks a file that was asked for. Raised by :class:`BillFolder`."""


class BillBytes(Protocol):
    """Where one bill's bytes come from: a folder on disk or the members of an archive."""

    def names(self) -> tuple[str, ...]:
        """The names in ``files/``."""
        ...

    def size(self, name: str) -> int:
        """Bytes of ``metadata.json`` or of a file in ``files/``.

        :raises NoSuchFileError: when it is not there.
        """
        ...

    def read(self, name: str, limit: int) -> bytes:
        """Its first ``limit`` bytes.

        :raises NoSuchFileError: when it is not there.
        """
        ...


class BillFolder:
    """One bill of a listing. ``label`` is its path from ``country:us`` down, the same wherever the folder lies."""

    def __init__(self, label: str, content: BillBytes, *, facts: FetchFacts, limits: Limits) -> None:
        self.label = label
        self._content = content
        self._facts = facts
        self._limits = limits
        self._metadata: bytes | None = None

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All names in ``files/``."""
        return self._content.names()

    @property
    def place(self) -> str:
        """The address of the metadata: the name of this folder wherever it lies."""
        return self._url(METADATA)

    def _url(self, name: str) -> str:
        return one_line(f"openstates:{self.label}/{name}")  # names may hold undecodable bytes

    def metadata(self) -> Document:
        """The ``metadata.json``.

        :raises MalformedBillError: when it is missing or beyond the limit.
        """
        try:
            return self._document(METADATA, "application/json", self._limits.metadata)
        except NoSuchFileError as error:
            raise MalformedBillError("malformed", f"no {METADATA}") from error
        except FileTooLargeError as error:
            raise MalformedBillError("too-large", str(error)) from error

    def head(self, name: str) -> bytes:
        """The first kilobytes of a file in ``files/``."""
        return self._content.read(name, _HEAD_BYTES)

    def read(self, name: str, media_type: str) -> Document:
        """A file in ``files/``.

        :raises FileTooLargeError: when it is beyond the limit.
        """
        return self._document(name, media_type, self._limits.document)

    def fingerprint(self) -> tuple[bytes, str, int]:
        """sha256 of the metadata, a hash of all bytes and names, and how many bytes those are.

        :raises NoSuchFileError: when a file is not there.
        :raises FileTooLargeError: when one is beyond its limit: it is for the parser to say so.
        """
        self._metadata = self._bytes(METADATA, self._limits.metadata)  # the parser takes the same bytes
        metadata = hashlib.sha256(self._metadata)
        said, size = metadata.copy(), len(self._metadata)
        for name in self.names:
            body = self._bytes(name, self._limits.document)
            size += len(body)
            said.update(b"\0" + os.fsencode(name) + b"\0" + hashlib.sha256(body).digest())
        return metadata.digest(), said.hexdigest(), size

    def _bytes(self, name: str, limit: int) -> bytes:
        size = self._content.size(name)
        if size > limit:
            raise FileTooLargeError(f"{name} has {size:,} bytes; the limit is {limit:,}")
        return self._content.read(name, limit)

    def _document(self, name: str, media_type: str, limit: int) -> Document:
        folder = "" if name == METADATA else "files/"
        return Document(
            url=self._url(f"{folder}{name}"),
            body=self._metadata if name == METADATA and self._metadata is not None else self._bytes(name, limit),
            media_type=media_type,
            fetched_at=self._facts.fetched_at,
            status=self._facts.status,
            headers=self._facts.headers,
        )


class BillListing(Protocol):
    """All bills of a source, counted before the first is read."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Any]:
        """What is read one by one; each has a ``label``."""
        ...

    def close(self) -> None:
        """Give back what is held open."""
        ...


def label_of(parts: tuple[str, ...]) -> str:
    """The path of a bill from ``country:us`` down when that is in it, so that moved folders keep their names."""
    for place, part in enumerate(parts):
        if part == "country:us":
            return "/".join(parts[place:])
    return "/".join(parts[-4:])


@dataclass(frozen=True, slots=True)
class _OnDisk:
    folder: Path

    def names(self) -> tuple[str, ...]:
        files = self.folder / "files"
        if files.is_symlink():
            return ()
        try:
            with os.scandir(files) as entries:
                found = (entry.name for entry in entries if entry.is_file(follow_symlinks=False))
                return tuple(sorted(name for name in found if name != METADATA))
        except (FileNotFoundError, NotADirectoryError):
            return ()

    def _path(self, name: str) -> Path:
        return self.folder / name if name == METADATA else self.folder / "files" / name

    def size(self, name: str) -> int:
        path = self._path(name)
        if path.is_symlink() or not path.is_file():
            raise NoSuchFileError(name)
        return path.stat().st_size

    def read(self, name: str, limit: int) -> bytes:
        try:
            with self._path(name).open("rb") as file:
                return file.read(limit)
        except FileNotFoundError as error:
            raise NoSuchFileError(name) from error


class FolderListing:
    """The bills under a folder of repositories, one repository, or any folder above ``bills/``."""

    def __init__(self, root: Path, *, facts: FetchFacts, limits: Limits) -> None:
        """List without reading. Links are not followed.

        :raises SourceNotFoundError: when there is no such folder.
        :raises EmptyListingError: when no bill lies under it.
        """
        if not root.is_dir():
            raise SourceNotFoundError(str(root))
        self._facts, self._limits = facts, limits
        self._folders = sorted(_bill_folders(root.absolute()))
        if not self._folders:
            raise EmptyListingError(str(root), METADATA)

    def __len__(self) -> int:
        return len(self._folders)

    def __iter__(self) -> Iterator[BillFolder]:
        for folder in self._folders:
            yield BillFolder(
                label_of(Path(folder).parts), _OnDisk(Path(folder)), facts=self._facts, limits=self._limits
            )

    def close(self) -> None:
        """Nothing is held open."""


def _bill_folders(root: Path) -> Iterator[str]:
    for folder, subfolders, _ in os.walk(root):
        if _holds_bills(Path(folder), subfolders):
            for name in subfolders:
                path = os.path.join(folder, name)  # noqa: PTH118 - 100,000 of them
                if not os.path.islink(path):  # noqa: PTH114
                    yield path
            subfolders.clear()
        else:
            subfolders[:] = [name for name in subfolders if name not in _SKIPPED]


def _holds_bills(folder: Path, subfolders: Sequence[str]) -> bool:
    """A folder ``bills`` is one of bills, unless the user called so what holds the repositories."""
    return folder.name == "bills" and not any(
        name.startswith("country:") or (folder / name / "country:us").exists() for name in subfolders
    )
