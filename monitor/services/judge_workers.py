"""How many texts are judged at once, each in a process of its own, with the results in order."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import wait
from typing import Any, Final, Self

from monitor.errors import PreemptError
from monitor.model.position import PositionSet
from monitor.services.judge_process import Failure, Judge, JudgeProcess, JudgeRequest, Outcome

__all__ = ["JudgeStartError", "JudgeWorkers"]

_START_SECONDS: Final = 120.0
_STOP_SECONDS: Final = 10.0
_TICK_SECONDS: Final = 0.2
_AHEAD: Final = 8
"""Texts a worker may be ahead of the slowest one, so that results keep their order without piling up."""


class JudgeStartError(PreemptError):
    """The judging process cannot start. Raised by :class:`JudgeWorkers`; its own traceback stands on standard error."""


class JudgeWorkers:
    """``jobs`` processes that judge; use it as a context. ``seconds`` is the time limit for one text."""

    def __init__(self, judge: Judge, positions: PositionSet, *, jobs: int, seconds: float) -> None:
        self._arguments: tuple[Judge, PositionSet, float] = (judge, positions, seconds)
        self._seconds = seconds
        self._jobs = jobs
        self._workers: list[JudgeProcess] = []
        self._finished: dict[int, tuple[JudgeRequest, Outcome]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.end(patience=0.5)
        self._workers = []

    def judge_all(
        self, requests: Iterable[JudgeRequest], *, stop: Callable[[], bool]
    ) -> Iterator[tuple[JudgeRequest, Outcome]]:
        """Judge texts and return the results in the order of the requests.

        When ``stop`` turns true, no text is begun any more; those in work are finished if ten seconds are enough.

        :raises JudgeStartError: when the classifier cannot even be loaded.
        """
        source = iter(requests)
        waiting = next(source, None)
        given = taken = 0
        stopping: float | None = None
        while waiting is not None or taken < given:
            if stopping is None and stop():
                stopping = time.monotonic()
            if stopping is not None and (taken == given or time.monotonic() - stopping > _STOP_SECONDS):
                return
            if stopping is None:
                self._fill(given - taken + (waiting is not None))
                for worker in [worker for worker in self._workers if worker.idle]:
                    if waiting is not None and given - taken < self._jobs * _AHEAD:
                        if worker.give(given, waiting):
                            given, waiting = given + 1, next(source, None)
                        else:
                            self._drop(worker)
            self._listen()
            while taken in self._finished:
                yield self._finished.pop(taken)
                taken += 1

    def _fill(self, needed: int) -> None:
        while len(self._workers) < min(self._jobs, needed):
            self._workers.append(JudgeProcess(*self._arguments))

    def _drop(self, worker: JudgeProcess) -> None:
        self._workers.remove(worker)
        worker.end(patience=0.0)

    def _listen(self) -> None:
        """Take what the workers say, and end those that take too long."""
        heard: list[Any] = wait([worker.connection for worker in self._workers], timeout=_TICK_SECONDS)
        now = time.monotonic()
        for worker in list(self._workers):
            if worker.connection in heard:
                self._hear(worker)
            elif not worker.ready and now - worker.since > _START_SECONDS:
                raise JudgeStartError(f"the judging process did not start within {_START_SECONDS:.0f} s")
            elif worker.ticket is not None and now - worker.since > self._seconds:
                self._finish(worker, Failure(reason=f"took longer than {self._seconds:g} s"))
                self._drop(worker)

    def _hear(self, worker: JudgeProcess) -> None:
        try:
            said = worker.connection.recv()
        except (EOFError, OSError) as error:
            reason = worker.why_ended()
            if not worker.ready:
                raise JudgeStartError(f"the classifier cannot be loaded: {reason}") from error
            if worker.ticket is not None:
                self._finish(worker, Failure(reason=reason))
            self._drop(worker)
            return
        if worker.ready:
            self._finish(worker, said)
        worker.ready = True

    def _finish(self, worker: JudgeProcess, outcome: Outcome) -> None:
        if worker.ticket is not None:
            number, request = worker.ticket
            self._finished[number] = (request, outcome)
            worker.ticket = None
