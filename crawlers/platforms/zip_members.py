"""What lies in a ZIP, and what are the bytes of a member? Read in place by name, within limits; never unpacked."""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from pathlib import Path
from typing import IO, Final

from crawlers.errors import ArchiveError, MalformedBillError

__all__ = ["ZipMembers"]

_END: Final = b"PK\x05\x06"
_END_64: Final = b"PK\x06\x06"
_END_BYTES: Final = 22
_MAX_COMMENT: Final = 65_535
_MAX_MEMBERS: Final = 1_000_000
_MAX_DIRECTORY: Final = 128 * 1024**2


class ZipMembers:
    """Members of a ZIP: nothing is written, whatever a member calls itself."""

    def __init__(self, path: Path, *, members: int = _MAX_MEMBERS, directory: int = _MAX_DIRECTORY) -> None:
        """``members`` is how many it may have, ``directory`` the bytes of its own list of them, read into memory.

        :raises ArchiveError: when it is damaged or beyond the limits.
        """
        self._path = path
        with path.open("rb") as file:
            if _directory_bytes(file, path.name) > directory:
                raise ArchiveError(path.name, "its list of files is too long")
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, struct.error, ValueError, OSError, NotImplementedError) as error:
            raise ArchiveError(path.name, f"it is no ZIP, or damaged ({error})") from error
        infos = self._zip.infolist()
        if len(infos) > members:
            self.close()
            raise ArchiveError(path.name, f"it has more than {members:,} members")
        self._infos = {info.filename: info for info in infos if not info.is_dir()}

    def names(self) -> list[str]:
        """All of them, without those that would climb out of a folder."""
        return [name for name in self._infos if ".." not in name.split("/")]

    def checksum(self, name: str) -> str:
        """What the list of files says of the bytes of a member: its CRC-32 and its size; empty when there is none."""
        info = self._infos.get(name)
        return f"{info.CRC:08x}-{info.file_size}" if info is not None else ""

    def read(self, name: str, limit: int) -> bytes:
        """The member, or one byte more than the limit: no more is unpacked, whatever size the list of files states.

        :raises MalformedBillError: (unreadable) when there is none or it cannot be unpacked.
        """
        info = self._infos.get(name)
        if info is None:
            raise MalformedBillError("unreadable", "the ZIP has no such member")
        try:
            with self._zip.open(info) as member:
                return member.read(limit + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError) as error:
            raise MalformedBillError("unreadable", f"cannot be unpacked ({error})") from error

    def close(self) -> None:
        """Give back the file."""
        self._zip.close()


def _directory_bytes(file: IO[bytes], name: str) -> int:
    """How long the list of files of a ZIP says to be: zipfile would read it whole into memory.

    Source: PKWARE's APPNOTE, 4.3.14 to 4.3.16.
    """
    size = file.seek(0, os.SEEK_END)
    tail_at = max(0, size - _END_BYTES - _MAX_COMMENT - 76)
    file.seek(tail_at)
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + _END_BYTES:
        raise ArchiveError(name, "it is no ZIP, or it is cut off")
    found: int = struct.unpack_from("<L", tail, at + 12)[0]
    if (at_64 := tail.rfind(_END_64, 0, at)) >= 0 and len(tail) >= at_64 + 56:
        found = max(found if found != 0xFFFFFFFF else 0, struct.unpack_from("<Q", tail, at_64 + 40)[0])
    return min(found, size)
