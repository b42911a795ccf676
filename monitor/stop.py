"""Has somebody asked this process to end? SIGTERM and SIGINT as a flag that work looks at between two steps."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["StopFlag", "stop_signals"]


class StopFlag:
    """Set by a signal. No event with a lock: a handler that runs while its own thread begins to wait would wait too."""

    asked = False

    def ask(self, _number: int, _frame: FrameType | None) -> None:
        """Note the wish; a signal handler."""
        self.asked = True

    def is_set(self) -> bool:
        """Whether it was asked."""
        return self.asked


@contextmanager
def stop_signals() -> Iterator[StopFlag]:
    """Turn SIGTERM and SIGINT into a flag for the length of the block."""
    flag = StopFlag()
    before = {number: signal.signal(number, flag.ask) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield flag
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
