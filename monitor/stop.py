"""Has somebody asked this process to end? SIGTERM and SIGINT as a flag that work looks at between two steps."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

__all__ = ["StopFlag", "stop_signals"]

_LOOK_SECONDS: Final = 0.2


class StopFlag:
    """Set by a signal. No event with a lock: a handler that runs while its own thread begins to wait would wait too."""

    asked = False

    def ask(self, _number: int, _frame: FrameType | None) -> None:
        """Note the wish; a signal handler."""
        self.asked = True

    def is_set(self) -> bool:
        """Whether it was asked."""
        return self.asked

    def sleep(self, seconds: float) -> None:
        """Wait, but not beyond the wish to end."""
        until = time.monotonic() + seconds
        while not self.asked and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, _LOOK_SECONDS))


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
