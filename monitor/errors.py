"""What can go wrong for the user of the program: one root class; each says who raises it and what to do."""

from __future__ import annotations

from enum import IntEnum

__all__ = [
    "BusyError",
    "ConfigError",
    "ExitCode",
    "NotInitialisedError",
    "PreemptError",
    "StoreError",
]


class ExitCode(IntEnum):
    """Documented exit codes of every ``preempt`` command."""

    DONE = 0
    FAILED = 1
    WRONG_USE = 2
    ITEM_ERRORS = 3
    """Done, but some items went wrong; each is recorded."""


class PreemptError(Exception):
    """Root of the errors that a command prints as one line. The message says what to do."""

    exit_code = ExitCode.FAILED


class ConfigError(PreemptError):
    """A setting has a wrong value. Raised by :mod:`monitor.config`; ``setting`` is its name."""

    exit_code = ExitCode.WRONG_USE

    def __init__(self, setting: str, problem: str) -> None:
        self.setting = setting
        super().__init__(f"{setting}: {problem}")


class StoreError(PreemptError):
    """The database cannot be used. Raised by :mod:`monitor.store`; the message names the remedy."""


class NotInitialisedError(StoreError):
    """The database has no tables or older ones. Run ``preempt init``."""


class BusyError(PreemptError):
    """Another process holds the lock ``name``. Raised by :mod:`monitor.store.lock`; try again when it has ended."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"another process is already doing this ({name}); try again when it has ended")
