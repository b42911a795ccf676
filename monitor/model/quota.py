"""What does a provider grant, in which windows, and how is it said that nothing is left?"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from monitor.errors import PreemptError

__all__ = [
    "CallOutcome",
    "Grant",
    "Limit",
    "Provider",
    "QuotaExhaustedError",
    "Window",
    "WindowKind",
    "courtlistener",
    "key_name",
    "legiscan",
    "openstates",
    "refused_window",
    "window_of",
    "windows_of",
]

_HEX: Final = 16
_NAMED: Final = re.compile(r"/\s{0,3}(min|hour|day|month)", re.IGNORECASE)


class WindowKind(StrEnum):
    """After which time a provider counts anew; all windows are of the calendar in UTC."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    MONTH = "month"


_LENGTH: Final = {kind: number for number, kind in enumerate(WindowKind)}


class CallOutcome(StrEnum):
    """What came of a call that was reserved. Every one of them counts."""

    ANSWERED = "answered"
    FAILED = "failed"
    """No answer, or one that is of no use."""
    REFUSED = "refused"
    """The provider said that the quota is used up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """One stretch of counting, from ``start`` to just before ``end``, both in UTC."""

    kind: WindowKind
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What a provider grants in a window. The stops are per cent of ``calls``: what lies above is for other uses."""

    window: WindowKind
    calls: int
    soft_percent: int = 100
    """From here only what is essential is asked for."""
    hard_percent: int = 100
    """From here nothing is."""

    def __post_init__(self) -> None:
        if self.calls < 1 or not 0 <= self.soft_percent <= self.hard_percent <= 100:
            raise ValueError("a limit has at least one call, and its stops lie between 0 and 100, the soft one first")

    def ceiling(self, *, essential: bool) -> int:
        """The last call that is allowed."""
        return self.calls * (self.hard_percent if essential else self.soft_percent) // 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """Whose calls are counted, under which limits."""

    name: str
    limits: tuple[Limit, ...]
    essential: frozenset[str]
    """Buckets that go on after the soft stop; all others are refused from there."""
    day_pace_percent: int | None = None
    """Of an even share of what is left of the longest window, a day; for what is not essential. None: no pace."""

    @property
    def longest(self) -> Limit:
        """The limit whose window is the longest."""
        return max(self.limits, key=lambda limit: _LENGTH[limit.window])

    @property
    def counted(self) -> tuple[WindowKind, ...]:
        """The windows in which calls are counted, the shortest first."""
        kinds = {limit.window for limit in self.limits}
        if self.day_pace_percent is not None:
            kinds.add(WindowKind.DAY)
        return tuple(sorted(kinds, key=_LENGTH.__getitem__))


def legiscan(
    *, month_calls: int = 30_000, soft_percent: int = 80, hard_percent: int = 95, day_pace_percent: int | None = 150
) -> Provider:
    """LegiScan's free key: 30,000 calls a calendar month. Buckets: session, list, search, bill, text, dataset.

    After the soft stop only searches and texts are asked for: they find and read what is new.
    """
    month = Limit(window=WindowKind.MONTH, calls=month_calls, soft_percent=soft_percent, hard_percent=hard_percent)
    essential = frozenset({"search", "text"})
    return Provider(name="legiscan", limits=(month,), essential=essential, day_pace_percent=day_pace_percent)


def openstates(*, day_calls: int = 250, minute_calls: int = 10, soft_percent: int = 76) -> Provider:
    """Open States' default tier: 10 calls a minute and 250 a day. Buckets: jurisdictions, search, list, bill, canary.

    The soft stop keeps 60 of 250 calls for searches and for details of bills.
    """
    day = Limit(window=WindowKind.DAY, calls=day_calls, soft_percent=soft_percent)
    minute = Limit(window=WindowKind.MINUTE, calls=minute_calls)
    return Provider(name="openstates", limits=(minute, day), essential=frozenset({"search", "bill", "canary"}))


def courtlistener(*, minute_calls: int = 5, hour_calls: int = 50, day_calls: int = 125) -> Provider:
    """CourtListener's token: 5 calls a minute, 50 an hour, 125 a day, as in its code since April 2026.

    Buckets: docket, entries. All that is asked for is essential: there are few dockets.
    """
    limits = (
        Limit(window=WindowKind.MINUTE, calls=minute_calls),
        Limit(window=WindowKind.HOUR, calls=hour_calls),
        Limit(window=WindowKind.DAY, calls=day_calls),
    )
    return Provider(name="courtlistener", limits=limits, essential=frozenset({"docket", "entries"}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Leave to make ``calls`` calls; they count from now on, whatever becomes of them."""

    id: int
    provider: str
    bucket: str
    calls: int


class QuotaExhaustedError(PreemptError):
    """No call is left. Raised by :mod:`monitor.services.quota` before a call is made.

    When ``waitable``, wait :meth:`seconds_from` now and reserve again; else the run ends as skipped and is not retried.
    """

    def __init__(self, provider: str, bucket: str, window: Window) -> None:
        self.provider, self.bucket, self.window = provider, bucket, window
        super().__init__(
            f"the quota of {provider} for {bucket} is used up for this {window.kind.value}; "
            f"it opens again at {self.opens_at:%Y-%m-%d %H:%M:%S} UTC (see `preempt quota`)"
        )

    @property
    def opens_at(self) -> datetime:
        """When the window ends."""
        return self.window.end

    @property
    def waitable(self) -> bool:
        """Whether it is a matter of seconds: the window is a minute."""
        return self.window.kind is WindowKind.MINUTE

    def seconds_from(self, now: datetime) -> float:
        """How long until it opens, never negative."""
        return max(0.0, (self.opens_at - now).total_seconds())


def key_name(key: str) -> str:
    """What a key is called wherever it is written down: the first 16 hexadecimal digits of its sha256."""
    return hashlib.sha256(key.encode()).hexdigest()[:_HEX]


def window_of(kind: WindowKind, at: datetime) -> Window:
    """The window that a moment lies in.

    :raises ValueError: when the moment has no zone.
    """
    if at.tzinfo is None:
        raise ValueError("a moment without a zone lies in no window")
    minute = at.astimezone(UTC).replace(second=0, microsecond=0)
    if kind is WindowKind.MINUTE:
        return Window(kind=kind, start=minute, end=minute + timedelta(minutes=1))
    if kind is WindowKind.HOUR:
        hour = minute.replace(minute=0)
        return Window(kind=kind, start=hour, end=hour + timedelta(hours=1))
    day = minute.replace(hour=0, minute=0)
    if kind is WindowKind.DAY:
        return Window(kind=kind, start=day, end=day + timedelta(days=1))
    first = day.replace(day=1)
    later = first + timedelta(days=32)  # no month is longer than 31 days, none after it shorter than 1
    return Window(kind=kind, start=first, end=later.replace(day=1))


def windows_of(provider: Provider, at: datetime) -> tuple[Window, ...]:
    """The windows in which a call of this moment counts, the shortest first."""
    return tuple(window_of(kind, at) for kind in provider.counted)


def refused_window(words: str) -> WindowKind | None:
    """Which window a provider's refusal names, as in ``exceeded limit of 10/min: 11``; none when it names none."""
    named = _NAMED.search(words[:500])
    if named is None:
        return None
    return WindowKind.MINUTE if named[1].lower() == "min" else WindowKind(named[1].lower())
