"""A sender that writes each message into a folder; for trying out and for mail systems that pick up files."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from alerts.errors import RelayError

__all__ = ["FileSender"]


class FileSender:
    """One ``.eml`` file a message, named by its Message-ID, so that a resend replaces the first copy."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path_of(self, message_id: str) -> Path:
        """Where the message of this id lies."""
        return self.folder / f"{hashlib.sha256(message_id.encode()).hexdigest()[:32]}.eml"

    def send(self, *, recipient: str, message_id: str, message: bytes) -> None:
        """Write the file so that nobody ever sees half of it."""
        del recipient
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self.folder, prefix=".", suffix=".part", delete=False) as file:
                part = Path(file.name)
                try:
                    file.write(message)
                    file.flush()
                    os.fsync(file.fileno())
                    part.replace(self.path_of(message_id))
                    _sync(self.folder)  # the name too: the message will be marked as sent
                finally:
                    part.unlink(missing_ok=True)  # after a failure; otherwise it has its name already
        except OSError as error:
            raise RelayError(f"the outbox folder cannot be written: {error.strerror}") from error

    def close(self) -> None:
        """Nothing to end."""


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
