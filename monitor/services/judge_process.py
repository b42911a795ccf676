"""How one text is judged in a process of its own: a crash, an error or an endless loop costs that text alone."""

from __future__ import annotations

import multiprocessing
import signal
import time
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Final, Protocol

from monitor.model.finding import Assessment
from monitor.model.position import PositionSet

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

__all__ = ["Failure", "Judge", "JudgeProcess", "JudgeRequest", "Outcome"]

_END_SECONDS: Final = 10.0


class Judge(Protocol):
    """The classifier: a module-level function, since it is named to other processes."""

    def __call__(
        self, text: str, *, title: str, abstract: str, jurisdiction: str, positions: PositionSet
    ) -> Assessment:
        """Judge one clean text."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeRequest:
    """One clean text with what the classifier may know of its bill."""

    version_id: int
    text_sha256: str
    subject: str
    """Which text this is, for people."""
    text: str = field(repr=False)
    title: str
    abstract: str
    jurisdiction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A text could not be judged: the bill is unknown, never "no conflict"."""

    reason: str


Outcome = Assessment | Failure


def _describe(error: Exception) -> str:
    """One printable line; an error may quote a hostile text."""
    lines = str(error).strip().splitlines()
    words = "".join(c if c.isprintable() else "?" for c in lines[0][:300]) if lines else ""
    return f"{type(error).__name__}: {words}" if words else type(error).__name__


def _work(connection: Connection, judge: Judge, positions: PositionSet, seconds: float) -> None:
    """Judge what comes through the pipe until its other end is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interruption means
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    connection.send(None)
    while True:
        try:
            request: JudgeRequest = connection.recv()
        except EOFError:
            return
        # ends a worker whose parent was killed in the middle of an endless text
        signal.setitimer(signal.ITIMER_REAL, seconds + _END_SECONDS)
        outcome: Outcome
        try:
            outcome = judge(
                request.text,
                title=request.title,
                abstract=request.abstract,
                jurisdiction=request.jurisdiction,
                positions=positions,
            )
        except Exception as error:  # noqa: BLE001 - whatever it is, it is recorded as this text's failed judgement
            outcome = Failure(reason=_describe(error))
        signal.setitimer(signal.ITIMER_REAL, 0)
        try:
            connection.send(outcome)
        except BrokenPipeError:
            return


class JudgeProcess:
    """One process, the pipe to it, and what it is doing."""

    def __init__(self, judge: Judge, positions: PositionSet, seconds: float) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process: SpawnProcess = context.Process(
            target=_work, args=(theirs, judge, positions, seconds), daemon=True
        )
        self.process.start()
        theirs.close()  # so that the end of the process is the end of the pipe
        self.ready = False
        self.since = time.monotonic()
        self.ticket: tuple[int, JudgeRequest] | None = None

    @property
    def idle(self) -> bool:
        """Started, and without a text."""
        return self.ready and self.ticket is None

    def give(self, number: int, request: JudgeRequest) -> bool:
        """Hand over a text; false when the process has died meanwhile."""
        try:
            self.connection.send(request)
        except OSError:
            return False
        self.ticket, self.since = (number, request), time.monotonic()
        return True

    def end(self, *, patience: float) -> None:
        """Let it go; it is killed when it has not ended after ``patience`` seconds."""
        self.connection.close()
        self.process.join(patience)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()

    def why_ended(self) -> str:
        """Say how the process ended, for the record."""
        self.process.join(_END_SECONDS)
        code = self.process.exitcode
        if code is not None and code < 0:
            return f"the judging process was ended by {signal.Signals(-code).name}"
        return f"the judging process ended by itself (exit code {code})"
