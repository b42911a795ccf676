"""One process at a time for one purpose: locks that end with their holder, however it dies."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from monitor.errors import BusyError
from monitor.store.engine import Store

__all__ = ["exclusive"]


@contextmanager
def exclusive(store: Store, name: str, *, folder: Path) -> Iterator[None]:
    """Hold the lock ``name`` for the block: a session-level advisory lock on PostgreSQL, a locked file elsewhere.

    :raises BusyError: at once, when another process holds it.
    """
    if store.is_sqlite:
        with _locked_file(name, folder):
            yield
        return
    key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
    with store.read_engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": key}).scalar_one():
            raise BusyError(name)
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": key})


@contextmanager
def _locked_file(name: str, folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{re.sub(r'[^a-z0-9-]', '-', name.lower())}.lock"
    with path.open("a+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BusyError(name) from error
        file.truncate(0)
        file.write(str(os.getpid()).encode())
        file.flush()
        yield
