"""Which sending processes are still alive? Each holds a lock on a file of its own; the lock ends with the process."""

from __future__ import annotations

import fcntl
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

__all__ = ["forget", "gone", "worker"]

_OWNER: Final = re.compile(r"[0-9a-f]{32}")


@contextmanager
def worker(folder: Path) -> Iterator[str]:
    """Be a worker for the block; the value is the owner's name that goes into leases."""
    folder.mkdir(parents=True, exist_ok=True)
    owner = secrets.token_hex(16)
    path = folder / owner
    with path.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield owner
    path.unlink(missing_ok=True)


def gone(folder: Path, owners: Iterable[str]) -> set[str]:
    """Those of ``owners`` that have certainly ended. One without a file here (another machine) is left to its lease."""
    found = set()
    for owner in owners:
        path = folder / owner
        if not _OWNER.fullmatch(owner) or not path.is_file():
            continue
        with path.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            found.add(owner)
    return found


def forget(folder: Path, owners: Iterable[str]) -> None:
    """Take away the files of workers that are gone and hold nothing any more."""
    for owner in owners:
        (folder / owner).unlink(missing_ok=True)
