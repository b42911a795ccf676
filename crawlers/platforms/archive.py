"""Which bills lie in a ``tar`` archive? Read in place, never unpacked to paths that the archive chose."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

from crawlers.errors import ArchiveError, EmptyListingError
from crawlers.platforms.bill_folders import METADATA, BillFolder, FetchFacts, Limits, NoSuchFileError, label_of

__all__ = ["ArchiveListing"]

_MEMBER: Final = re.compile(r"(?:(.*)/)?bills/([^/]+)/(?:(metadata\.json)|files/([^/]+))")
_GZIP_MAGIC: Final = b"\x1f\x8b"
_CHUNK: Final = 1024 * 1024
_MAX_UNPACKED: Final = 16 * 1024**3
_MAX_MEMBERS: Final = 2_000_000
_MAX_HEADER: Final = 1024 * 1024
_BLOCK: Final = 512


@dataclass(slots=True)
class _Members:
    """Where one bill's files lie in the unpacked archive: name -> (offset, size)."""

    source: IO[bytes]
    at: dict[str, tuple[int, int]] = field(default_factory=dict)

    def names(self) -> tuple[str, ...]:
        return tuple(sorted(name for name in self.at if name != METADATA))

    def size(self, name: str) -> int:
        if name not in self.at:
            raise NoSuchFileError(name)
        return self.at[name][1]

    def read(self, name: str, limit: int) -> bytes:
        size = self.size(name)
        return os.pread(self.source.fileno(), min(size, limit), self.at[name][0])


class _HeadersOnly:
    """What tarfile reads headers from: an extended header may claim any size, and would be read into memory."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.seek, self.tell = file.seek, file.tell
        self.left = _MAX_HEADER
        """Bytes that the headers of the present member may still have, the map of a sparse file included."""

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= self.left:
            raise tarfile.HeaderError("a header is too large")
        self.left -= size
        return self._file.read(size)


class ArchiveListing:
    """The bills of a ``tar`` or ``tar.gz`` on disk."""

    def __init__(
        self,
        path: Path,
        *,
        facts: FetchFacts,
        limits: Limits,
        max_unpacked: int = _MAX_UNPACKED,
        max_members: int = _MAX_MEMBERS,
    ) -> None:
        """Decompress beside the archive if needed and index it. Links, devices and odd paths are passed over.

        :raises ArchiveError: when it is damaged or beyond the limits.
        :raises EmptyListingError: when no bill lies in it.
        """
        self._facts, self._limits = facts, limits
        self._file = _plain_tar(path, max_unpacked)
        try:
            self._bills = _index(self._file, path.name, max_members)
        except BaseException:
            self._file.close()
            raise
        if not self._bills:
            self._file.close()
            raise EmptyListingError(path.name, METADATA)

    def __len__(self) -> int:
        return len(self._bills)

    def __iter__(self) -> Iterator[BillFolder]:
        for path in sorted(self._bills):
            yield BillFolder(label_of(path), self._bills[path], facts=self._facts, limits=self._limits)

    def close(self) -> None:
        """Give back the file, and its disk space when it was decompressed."""
        self._file.close()


def _plain_tar(path: Path, max_unpacked: int) -> IO[bytes]:
    """The archive itself, or an unnamed file beside it with its decompressed bytes."""
    with path.open("rb") as file:
        compressed = file.read(2) == _GZIP_MAGIC
    if not compressed:
        return path.open("rb")
    room = min(max_unpacked, max(0, shutil.disk_usage(path.parent).free - 256 * 1024**2))
    target = tempfile.TemporaryFile(dir=path.parent, prefix=".unpacked-")  # noqa: SIM115 - the caller closes it
    try:
        with gzip.open(path) as source:
            while (chunk := source.read(_CHUNK)) and room >= 0:
                room -= len(chunk)
                target.write(chunk)
        target.flush()
    except BaseException as error:
        target.close()
        if isinstance(error, (OSError, EOFError, zlib.error)):
            raise ArchiveError(path.name, f"damaged ({error})") from error
        raise
    if room < 0:
        target.close()
        raise ArchiveError(path.name, "it unpacks to more than the limit or the disk allows")
    target.seek(0)
    return target


def _index(file: IO[bytes], name: str, max_members: int) -> dict[tuple[str, ...], _Members]:
    """The members of each bill by the path of its folder."""
    bills: dict[tuple[str, ...], _Members] = {}
    count, end = 0, os.fstat(file.fileno()).st_size
    try:
        headers = _HeadersOnly(file)
        with tarfile.open(fileobj=headers, mode="r:") as tar:  # type: ignore[call-overload]
            while (member := tar.next()) is not None:
                headers.left = _MAX_HEADER
                tar.members = []  # or it keeps every one
                count += 1
                if count > max_members:
                    raise ArchiveError(name, f"it has more than {max_members:,} members")
                if member.size < 0:
                    raise ArchiveError(name, "damaged (a member of negative size)")
                if member.type not in (tarfile.REGTYPE, tarfile.AREGTYPE) or member.sparse is not None:
                    continue
                if member.offset_data + member.size > end:
                    raise ArchiveError(name, "it is cut off")
                if match := _MEMBER.fullmatch(member.name):
                    _add(bills, file, match, member)
            file.seek(tar.offset)
    except (tarfile.TarError, ValueError, OverflowError, OSError, RecursionError) as error:
        raise ArchiveError(name, f"damaged ({error})") from error
    # tarfile ends without a word where the archive was cut between two members or where a header is garbage.
    block = file.read(_BLOCK)
    if any(block):
        raise ArchiveError(name, "damaged (a header is garbage)")
    if len(block) < _BLOCK:
        raise ArchiveError(name, "it is cut off")
    return bills


def _add(
    bills: dict[tuple[str, ...], _Members], file: IO[bytes], match: re.Match[str], member: tarfile.TarInfo
) -> None:
    parts = (*((match[1] or "").split("/")), "bills", match[2])
    if ".." in parts or match[4] in ("..", METADATA):
        return
    path = tuple(part for part in parts if part not in ("", "."))
    bills.setdefault(path, _Members(file)).at[match[3] or match[4]] = (member.offset_data, member.size)
