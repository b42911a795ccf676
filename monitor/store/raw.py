"""Raw bytes by their sha256: written once, atomically, never changed."""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

from monitor.errors import StoreError

__all__ = ["RawStore"]

_PACKED: Final = 64 * 1024
"""Up to so many bytes a body goes into a pack with its batch; above, a file of its own costs little beside it."""
_LEVEL: Final = 1


class RawStore:
    """A folder of files named by the sha256 of their content, two levels deep; small bodies of a batch share a pack.

    A pack is a ZIP file in ``packs`` whose members are named by their sha256 as well, so that any tool reads it.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._packs: set[str] = set()
        """The packs whose members are known."""
        self._members: dict[str, str] = {}
        """sha256 -> pack."""

    def path(self, sha256: str) -> Path:
        """Where a file of this hash lies, whether or not it is there."""
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise ValueError(f"not a sha256: {sha256[:80]!r}")
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def put(self, body: bytes) -> str:
        """Store bytes and return their sha256; a second time costs only the hash."""
        sha256 = hashlib.sha256(body).hexdigest()
        path = self.path(sha256)
        if not path.exists():
            _write(path, lambda file: file.write(body))
        return sha256

    def put_many(self, bodies: Iterable[bytes]) -> None:
        """Store the bytes of a batch: with one write to the disk for all small ones.

        The same batch a second time costs only the hashes; a body that another batch brought may be kept twice.
        """
        small: dict[str, bytes] = {}
        for body in bodies:
            if len(body) > _PACKED:
                self.put(body)
            else:
                small[hashlib.sha256(body).hexdigest()] = body
        if len(small) == 1:
            self.put(*small.values())
        elif small:
            name = hashlib.sha256("".join(sorted(small)).encode()).hexdigest()
            path = self.root / "packs" / f"{name}.zip"
            if not path.exists():
                _write(path, lambda file: _pack(file, small))

    def get(self, sha256: str) -> bytes:
        """Read bytes back and check them.

        :raises StoreError: when they are missing or damaged.
        """
        path = self.path(sha256)
        try:
            body = path.read_bytes() if path.exists() else self._unpacked(sha256)
        except (OSError, KeyError) as error:
            raise StoreError(f"raw bytes {sha256} are missing from {self.root}") from error
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise StoreError(f"raw bytes {sha256} are damaged in {self.root}") from error
        if hashlib.sha256(body).hexdigest() != sha256:
            raise StoreError(f"raw bytes {sha256} are damaged in {self.root}")
        return body

    def _unpacked(self, sha256: str) -> bytes:
        """The member of a pack; a pack that came since the last look is looked into.

        :raises KeyError: when no pack has it.
        """
        folder = self.root / "packs"
        if sha256 not in self._members and folder.is_dir():
            for path in sorted(folder.glob("*.zip")):
                if path.name not in self._packs:
                    # a damaged pack loses its own bodies, not those of others
                    with suppress(zipfile.BadZipFile), zipfile.ZipFile(path) as pack:
                        self._members.update(dict.fromkeys(pack.namelist(), path.name))
                    self._packs.add(path.name)
        with zipfile.ZipFile(folder / self._members[sha256]) as pack:
            return pack.read(sha256)


def _pack(file: IO[bytes], bodies: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as pack:
        for sha256, body in bodies.items():
            pack.writestr(zipfile.ZipInfo(sha256), body, zipfile.ZIP_DEFLATED, _LEVEL)


def _write(path: Path, fill: Callable[[IO[bytes]], object]) -> None:
    """Make a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as file:
            fill(file)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
