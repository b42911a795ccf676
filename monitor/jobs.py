"""How a job of the service runs: a ``preempt`` command in a child process, so that a crash stays contained."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from typing import Final

from monitor.errors import ExitCode
from monitor.log import get_logger

__all__ = ["run_child", "stop_children"]

_log = get_logger("preempt.run")
_children: Final[dict[str, subprocess.Popen[bytes]]] = {}
_guard: Final = threading.Lock()
_stopping: Final = threading.Event()


def run_child(name: str, argv: list[str]) -> None:
    """Run ``preempt ARGV`` and wait for it; its result is logged, its own lines go to standard error."""
    with _guard:
        if _stopping.is_set():
            return
        started = time.monotonic()
        child = subprocess.Popen(  # noqa: S603 - our own program, arguments from the settings
            [sys.executable, "-m", "monitor", *argv], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        _children[name] = child
    _log.info("job started", job=name, pid=child.pid)
    code = child.wait()
    with _guard:
        _children.pop(name, None)
    seconds = round(time.monotonic() - started, 1)
    if code == ExitCode.DONE:
        _log.info("job done", job=name, seconds=seconds)
    elif code == ExitCode.ITEM_ERRORS:
        _log.warning("job done with item errors", job=name, seconds=seconds)
    elif _stopping.is_set():
        _log.info("job stopped", job=name, seconds=seconds)
    else:
        _log.error("job failed", job=name, exit_code=code, seconds=seconds)


def stop_children(*, patience: float) -> None:
    """Ask the running jobs to end, wait, then end them; each commits as it goes, so nothing is lost."""
    _stopping.set()
    with _guard:
        running = dict(_children)
    for child in running.values():
        child.terminate()
    deadline = time.monotonic() + patience
    for name, child in running.items():
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            _log.warning("job killed", job=name, pid=child.pid)
            child.kill()
            child.wait()
