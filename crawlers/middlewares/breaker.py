"""Is a host left alone? A circuit breaker as values: what it saw, and what follows from one more answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from monitor.model.failure import FailureKind

__all__ = ["FAILING", "Breaker", "BreakerRules", "after", "allows", "rest_until"]

FAILING: Final = frozenset(
    {
        FailureKind.BLOCKED,
        FailureKind.RATE_LIMITED,
        FailureKind.SERVER_ERROR,
        FailureKind.TIMEOUT,
        FailureKind.CONNECTION,
        FailureKind.DNS,
        FailureKind.TLS,
    }
)
"""Answers that speak against the host; any other, also a 404, shows that it works."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakerRules:
    """After how many in a row a host is left alone, and for how long."""

    blocked: int = 3
    failed: int = 10
    """Of any kind in :data:`FAILING`."""
    rest: timedelta = timedelta(hours=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Breaker:
    """One host: how many answers in a row were walls, how many spoke against it, until when it is left alone."""

    blocked: int = 0
    failed: int = 0
    open_until: datetime | None = None


def allows(breaker: Breaker, now: datetime) -> bool:
    """Whether the host may be asked."""
    return breaker.open_until is None or now >= breaker.open_until


def after(breaker: Breaker, kind: FailureKind | None, *, rules: BreakerRules, now: datetime) -> Breaker:
    """The breaker after one more answer; ``kind`` is what was wrong with it.

    Opened again by the first failure after its rest, closed by the first good answer. An answer that was on its way
    while it opened does not shorten the rest.
    """
    if not allows(breaker, now):
        return breaker
    if kind not in FAILING:
        return Breaker()
    blocked = breaker.blocked + 1 if kind is FailureKind.BLOCKED else 0
    failed = breaker.failed + 1
    if blocked < rules.blocked and failed < rules.failed:
        return Breaker(blocked=blocked, failed=failed)
    return Breaker(blocked=rules.blocked - 1, failed=rules.failed - 1, open_until=now + rules.rest)


def rest_until(breaker: Breaker, until: datetime) -> Breaker:
    """Left alone until the moment that the host itself named, or longer when it is already."""
    held = breaker.open_until
    return Breaker(
        blocked=breaker.blocked,
        failed=breaker.failed,
        open_until=until if held is None or held < until else held,
    )
