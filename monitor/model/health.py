"""How well was a source read? Gates with what they measured, what a run saw of each session, and the limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

__all__ = [
    "FILLED",
    "SHORT_TEXT",
    "Gate",
    "GateLimits",
    "GateResult",
    "GateVerdict",
    "SessionMeasure",
    "SessionTally",
    "SourceHealth",
    "SourceVerdict",
    "verdict_of",
]

FILLED: Final = ("title", "actions", "versions", "sponsors")
"""The fields of a bill whose filling is watched; one that runs empty is how a changed layout shows first."""
SHORT_TEXT: Final = 200
"""Characters under which a text that was fetched is no bill: a wall, an error page, an empty extraction."""


class Gate(StrEnum):
    """What is held against what earlier good runs measured."""

    LISTED = "listed"
    NEW = "new"
    CHANGED = "changed"
    VANISHED = "vanished"
    TITLES = "titles"
    ACTIONS = "actions"
    VERSIONS = "versions"
    SPONSORS = "sponsors"
    ITEM_ERRORS = "item errors"
    REFUSED = "refused requests"
    TEXTS = "short texts"
    AGE = "age"

    @property
    def holds_events(self) -> bool:
        """Whether its failure means that what was read cannot be believed: the events wait for an operator.

        A listing that is too short and requests that were refused lose bills; those that came are as they should be.
        """
        return self in _HOLDING


_HOLDING: Final = frozenset(
    {Gate.NEW, Gate.CHANGED, Gate.TITLES, Gate.ACTIONS, Gate.VERSIONS, Gate.SPONSORS, Gate.TEXTS}
)


class GateVerdict(StrEnum):
    """In the order of badness."""

    OK = "ok"
    WARN = "warn"
    """The run counts; a person should look."""
    FAIL = "fail"
    """The run does not count: nothing goes live by it, nothing vanishes, and it is no measure for later ones."""


_BADNESS: Final = {verdict: place for place, verdict in enumerate(GateVerdict)}


@dataclass(frozen=True, slots=True, kw_only=True)
class GateResult:
    """One gate of one run. ``measured`` and ``expected`` are counts or shares of 1, as the message says."""

    gate: Gate
    verdict: GateVerdict
    measured: float
    expected: float | None
    """What good runs measured, or the limit; none where there is nothing to compare with."""
    message: str

    @property
    def holds_events(self) -> bool:
        """The events of the session are to wait for an operator."""
        return self.verdict is GateVerdict.FAIL and self.gate.holds_events

    def as_json(self) -> dict[str, Any]:
        """As it is stored and printed."""
        return {
            "gate": self.gate.value,
            "verdict": self.verdict.value,
            "measured": self.measured,
            "expected": self.expected,
            "message": self.message,
        }

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> GateResult:
        """From :meth:`as_json`."""
        expected = content["expected"]
        return cls(
            gate=Gate(content["gate"]),
            verdict=GateVerdict(content["verdict"]),
            measured=float(content["measured"]),
            expected=None if expected is None else float(expected),
            message=str(content["message"]),
        )


def verdict_of(results: Iterable[GateResult]) -> GateVerdict:
    """The worst of them; ok when there is none."""
    return max((result.verdict for result in results), key=_BADNESS.__getitem__, default=GateVerdict.OK)


@dataclass(frozen=True, slots=True, kw_only=True)
class GateLimits:
    """Where a gate warns and where it fails. Shares are of 1. Source of the defaults: the design notes, section D."""

    small: int = 50
    """Bills under which a share is made by one or two of them: there a gate warns where it would fail."""
    small_requests: int = 20
    runs_compared: int = 5
    listed_warn: float = 0.98
    listed_fail: float = 0.90
    new_warn_times: float = 3.0
    """Of the most new bills that a good run of the last ``new_days`` days brought."""
    new_days: int = 30
    new_fail: float = 0.20
    changed_warn: float = 0.25
    changed_fail: float = 0.60
    vanished_warn: float = 0.005
    vanished_fail: float = 0.02
    fill_warn: float = 0.05
    fill_fail: float = 0.15
    title_fail: float = 0.995
    errors_warn: float = 0.005
    errors_fail: float = 0.02
    refused_warn: float = 0.01
    refused_fail: float = 0.05
    texts_warn: float = 0.03
    texts_fail: float = 0.10
    late_hours: float = 36
    stale_hours: float = 72
    late_days_closed: float = 7
    stale_days_closed: float = 21
    open_days: float = 30
    """A session is open while its newest action is not older: by what the source says, never by the calendar."""
    down_days: float = 14
    """After so long without a good run a session is loaded as if for the first time."""
    vanish_runs: int = 3
    vanish_days: float = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionTally:
    """What one run saw of one session. Counts are of bills; ``identifiers`` are normalised."""

    jurisdiction: str
    session: str
    identifiers: frozenset[str] = field(default=frozenset(), repr=False)
    """All that were listed, those that then could not be read included."""
    whole: bool = False
    """The listing was of the whole session: what is not in it is not there."""
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    read: int = 0
    """Bills whose record was read in full; the base of ``filled``."""
    filled: Mapping[str, int] = field(default_factory=dict)
    """By name of :data:`FILLED`: how many of those read have the field."""
    texts: int = 0
    """Documents whose text was read now, because they were new."""
    short_texts: int = 0
    """Of these, the ones that gave fewer than :data:`SHORT_TEXT` characters."""

    @property
    def listed(self) -> int:
        """How many bills were listed."""
        return len(self.identifiers)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionMeasure:
    """What an earlier good run measured of a session."""

    ended_at: datetime
    listed: int
    new: int
    read: int = 0
    filled: Mapping[str, int] = field(default_factory=dict)
    texts: int = 0
    short_texts: int = 0
    first_load: bool = False


class SourceVerdict(StrEnum):
    """What may be said of one source in one jurisdiction, best first."""

    OK = "ok"
    LATE = "late"
    """The last run was good and the next one is overdue."""
    LOADING = "loading"
    """The first load goes on."""
    SKIPPED = "skipped"
    """The last run was not made: no call was left."""
    PARTIAL = "partial"
    """The last run was stopped, limited or killed."""
    HELD = "held"
    """Its events wait for an operator."""
    DEGRADED = "degraded"
    """The last run read the whole listing and failed a gate."""
    BLOCKED = "blocked"
    """The host refuses."""
    FAILED = "failed"
    """The last run ended early."""
    STALE = "stale"
    """No good run for so long that nothing can be said of the present."""

    @property
    def is_good(self) -> bool:
        """Whether "no changes" may be said: only where the last run was ok."""
        return self in (SourceVerdict.OK, SourceVerdict.LATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """One source in one jurisdiction."""

    source: str
    jurisdiction: str
    sessions: tuple[str, ...]
    verdict: SourceVerdict
    last_good: datetime | None
    """End of the last run that passed all gates."""
    last_run: datetime | None
    """End of the last run of any kind."""
    why: str = ""
    """What is wrong, in one line; empty when nothing is."""

    def age(self, now: datetime) -> timedelta | None:
        """Since the last good run."""
        return None if self.last_good is None else now - self.last_good
