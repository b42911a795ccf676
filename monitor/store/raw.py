"""Raw bytes by their sha256: written once, atomically, never changed."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from monitor.errors import StoreError

__all__ = ["RawStore"]


class RawStore:
    """A folder of files named by the sha256 of their content, two levels deep."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, sha256: str) -> Path:
        """Where the bytes of this hash lie, whether or not they are there."""
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise ValueError(f"not a sha256: {sha256[:80]!r}")
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def put(self, body: bytes) -> str:
        """Store bytes and return their sha256; a second time costs only the hash."""
        sha256 = hashlib.sha256(body).hexdigest()
        path = self.path(sha256)
        if path.exists():
            return sha256
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".part-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        return sha256

    def get(self, sha256: str) -> bytes:
        """Read bytes back and check them.

        :raises StoreError: when they are missing or damaged.
        """
        try:
            body = self.path(sha256).read_bytes()
        except OSError as error:
            raise StoreError(f"raw bytes {sha256} are missing from {self.root}") from error
        if hashlib.sha256(body).hexdigest() != sha256:
            raise StoreError(f"raw bytes {sha256} are damaged in {self.root}")
        return body
