"""How many calls may be made at this moment, and which window says no? Decided from values, before a call is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from monitor.model.quota import Provider, Window, WindowKind, window_of

__all__ = ["Headroom", "PlannedCalls", "Used", "allowance", "headroom", "plan", "refusal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """What the windows of this moment have seen of one key."""

    calls: Mapping[WindowKind, int] = field(default_factory=dict)
    exhausted: frozenset[WindowKind] = frozenset()
    """Windows in which the provider itself has said no."""

    def of(self, kind: WindowKind) -> int:
        """Calls in a window; none when nothing was counted."""
        return self.calls.get(kind, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Headroom:
    """What one window leaves to a bucket."""

    window: Window
    left: int


def headroom(provider: Provider, *, essential: bool, at: datetime, used: Used) -> tuple[Headroom, ...]:
    """What each limit leaves to what is essential or to the rest, and the pace of the day to the rest."""
    found = [
        Headroom(
            window=window_of(limit.window, at),
            left=0
            if limit.window in used.exhausted
            else max(0, limit.ceiling(essential=essential) - used.of(limit.window)),
        )
        for limit in provider.limits
    ]
    if provider.day_pace_percent is not None and not essential:
        left = max(0, _day_share(provider, at, used) - used.of(WindowKind.DAY))
        found.append(Headroom(window=window_of(WindowKind.DAY, at), left=left))
    return tuple(found)


def _day_share(provider: Provider, at: datetime, used: Used) -> int:
    """Calls for all of today: what was left this morning by the days that are left, times the pace, rounded up."""
    limit, pace = provider.longest, provider.day_pace_percent or 0
    before_today = used.of(limit.window) - used.of(WindowKind.DAY)
    remaining = max(0, limit.ceiling(essential=True) - before_today)
    days = (window_of(limit.window, at).end - window_of(WindowKind.DAY, at).start).days
    return -(-remaining * pace // (100 * max(1, days)))


def allowance(provider: Provider, bucket: str, *, at: datetime, used: Used) -> int:
    """How many calls of a bucket may be made at this moment."""
    return min(one.left for one in headroom(provider, essential=bucket in provider.essential, at=at, used=used))


def refusal(provider: Provider, bucket: str, calls: int, *, at: datetime, used: Used) -> Window | None:
    """The window that has too few calls left; of several the one that ends last, none when all have enough.

    :raises ValueError: when no window will ever have so many, or there is nothing to grant.
    """
    if not 1 <= calls <= min(limit.calls for limit in provider.limits):
        raise ValueError(f"{calls} calls are never granted at once by {provider.name}")
    short = [
        one.window
        for one in headroom(provider, essential=bucket in provider.essential, at=at, used=used)
        if one.left < calls
    ]
    return max(short, key=lambda window: window.end, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedCalls:
    """What would become of the calls that a run means to make."""

    bucket: str
    wanted: int
    granted: int

    def as_json(self) -> dict[str, Any]:
        """The shape that a dry run prints."""
        return {"bucket": self.bucket, "wanted": self.wanted, "granted": self.granted}


def plan(provider: Provider, wanted: Mapping[str, int], *, at: datetime, used: Used) -> tuple[PlannedCalls, ...]:
    """How many calls of each bucket would be granted if they were made today in this order.

    A window of a minute only slows a run down, so it is left out.
    """
    so_far = used
    planned = []
    for bucket, calls in wanted.items():
        room = [
            one.left
            for one in headroom(provider, essential=bucket in provider.essential, at=at, used=so_far)
            if one.window.kind is not WindowKind.MINUTE
        ]
        granted = min([calls, *room])
        calls_so_far = {kind: so_far.of(kind) + granted for kind in provider.counted}
        so_far = Used(calls=calls_so_far, exhausted=used.exhausted)
        planned.append(PlannedCalls(bucket=bucket, wanted=calls, granted=granted))
    return tuple(planned)
