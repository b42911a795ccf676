"""Does a run measure what earlier good runs of the same source and session measured? Decided from values alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from statistics import median
from typing import Final

from monitor.model.failure import FailureKind
from monitor.model.health import (
    FILLED,
    SHORT_TEXT,
    Gate,
    GateLimits,
    GateResult,
    GateVerdict,
    SessionMeasure,
    SessionTally,
)

__all__ = ["age_gate", "early_hold", "lost_items", "run_gates", "session_gates"]

_FILL_GATES: Final = dict(zip(FILLED, (Gate.TITLES, Gate.ACTIONS, Gate.VERSIONS, Gate.SPONSORS), strict=True))
_DIGITS: Final = 9
"""1 - 0.85 is not more than 0.15, whatever binary fractions say."""
_LOST_ALL: Final = 3
"""So many bad items, and no good one, are no accident."""
_REFUSALS: Final = ("403", "429", "503")
_AROUND: Final = frozenset(
    {
        FailureKind.UNREADABLE,
        FailureKind.UNMATCHED_FILE,
        FailureKind.UNKNOWN_SESSION,
        FailureKind.DUPLICATE,
        FailureKind.TEST_DATA,
    }
)
"""Kinds of bad items that cost no bill: a text or a file beside it, a bill that was none, a session that is news."""


def lost_items(error_kinds: Mapping[str, int]) -> int:
    """How many bad items of a run cost a bill or a part of the listing."""
    return sum(count for kind, count in error_kinds.items() if kind not in _AROUND)


def run_gates(
    *, listed: int, error_kinds: Mapping[str, int], http: Mapping[str, int], limits: GateLimits
) -> tuple[GateResult, ...]:
    """The gates of a run as a whole; ``http`` counts answers by status. What was not measured has no gate."""
    found = []
    if listed:
        lost = lost_items(error_kinds)
        share = lost / listed
        verdict = _above(share, limits.errors_warn, limits.errors_fail, small=listed < limits.small)
        if lost >= max(listed, _LOST_ALL):
            verdict = GateVerdict.FAIL  # however few: nothing of it can be believed
        said = f"{lost:,} of {listed:,} items could not be read ({_percent(share)})"
        found.append(_result(Gate.ITEM_ERRORS, verdict, share, limits.errors_fail, said))
    if answers := sum(http.values()):
        refused = sum(http.get(status, 0) for status in _REFUSALS)
        share = refused / answers
        verdict = _above(share, limits.refused_warn, limits.refused_fail, small=answers < limits.small_requests)
        said = f"{refused:,} of {answers:,} requests were answered with 403, 429 or 503 ({_percent(share)})"
        found.append(_result(Gate.REFUSED, verdict, share, limits.refused_fail, said))
    return tuple(found)


def session_gates(
    tally: SessionTally,
    *,
    known: int,
    missing: int,
    history: Sequence[SessionMeasure],
    first_load: bool,
    is_open: bool,
    now: datetime,
    limits: GateLimits,
) -> tuple[GateResult, ...]:
    """The gates of one session in one run.

    ``known`` counts the session's bills from before the run, ``missing`` those of them that the listing lacks and that
    have not vanished earlier; ``history`` holds earlier good runs, newest first. While a session is loaded for the
    first time, new and changed bills are what one expects.
    """
    found = []
    recent = history[: limits.runs_compared]
    if tally.whole:
        found.append(_listed(tally.listed, known, recent, is_open=is_open, limits=limits))
        if known and tally.listed:
            share = missing / known
            verdict = _above(share, limits.vanished_warn, limits.vanished_fail, small=known < limits.small)
            said = f"{missing:,} of {known:,} known bills are not listed ({_percent(share)})"
            found.append(_result(Gate.VANISHED, verdict, share, limits.vanished_fail, said))
    if not first_load and known:
        found.append(_new(tally.new, known, history, now, limits))
        share = tally.changed / known
        verdict = _above(share, limits.changed_warn, limits.changed_fail, small=known < limits.small)
        said = f"{tally.changed:,} of {known:,} known bills changed ({_percent(share)})"
        found.append(_result(Gate.CHANGED, verdict, share, limits.changed_fail, said))
    found += _fills(tally, history, limits)
    if tally.texts:
        found.append(_texts(tally, history, limits))
    return tuple(found)


def early_hold(tally: SessionTally, *, known: int, limits: GateLimits) -> bool:
    """Whether a run that goes on has already seen more new or changed bills than can be believed."""
    return known >= limits.small and (
        tally.new > limits.new_fail * known or tally.changed > limits.changed_fail * known
    )


def age_gate(last_good: datetime | None, now: datetime, *, is_open: bool, limits: GateLimits) -> GateResult:
    """How long ago the last good run was, in hours; never is fail."""
    warn = timedelta(hours=limits.late_hours) if is_open else timedelta(days=limits.late_days_closed)
    fail = timedelta(hours=limits.stale_hours) if is_open else timedelta(days=limits.stale_days_closed)
    limit = fail.total_seconds() / 3600
    if last_good is None:
        return _result(Gate.AGE, GateVerdict.FAIL, float("inf"), limit, "no run was good yet")
    age = now - last_good
    hours = age.total_seconds() / 3600
    verdict = GateVerdict.FAIL if age > fail else GateVerdict.WARN if age > warn else GateVerdict.OK
    when = "in session" if is_open else "out of session"
    return _result(Gate.AGE, verdict, hours, limit, f"the last good run ended {hours:,.0f} hours ago ({when})")


def _listed(
    listed: int, known: int, recent: Sequence[SessionMeasure], *, is_open: bool, limits: GateLimits
) -> GateResult:
    if not listed and known:
        verdict = GateVerdict.FAIL
        return _result(Gate.LISTED, verdict, 0, known, f"nothing is listed although {known:,} bills are known")
    if not recent:
        return _result(Gate.LISTED, GateVerdict.OK, listed, None, f"{listed:,} bills listed; no earlier run to compare")
    usual = median(measure.listed for measure in recent)
    share = listed / usual if usual else 1.0
    lenient = not is_open or usual < limits.small
    verdict = _below(share, limits.listed_warn, limits.listed_fail, small=lenient)
    said = f"{listed:,} bills listed, {usual:,.0f} in good runs ({_percent(share)})"
    return _result(Gate.LISTED, verdict, listed, usual, said)


def _new(new: int, known: int, history: Sequence[SessionMeasure], now: datetime, limits: GateLimits) -> GateResult:
    since = now - timedelta(days=limits.new_days)
    most = max((one.new for one in history if one.ended_at >= since and not one.first_load), default=None)
    share = new / known
    verdict = GateVerdict.OK
    if most is not None and new > limits.new_warn_times * max(most, 1) and new > limits.small * limits.new_fail:
        verdict = GateVerdict.WARN
    if share > limits.new_fail:
        verdict = GateVerdict.WARN if known < limits.small else GateVerdict.FAIL
    usual = "" if most is None else f"; {most:,} at most in a run of the last {limits.new_days} days"
    said = f"{new:,} new bills beside {known:,} known ({_percent(share)}){usual}"
    return _result(Gate.NEW, verdict, share, limits.new_fail, said)


def _fills(tally: SessionTally, history: Sequence[SessionMeasure], limits: GateLimits) -> Iterable[GateResult]:
    """Fields against good runs that read enough bills to say anything; titles against a limit of their own too."""
    if not tally.read:
        return
    few = tally.read < limits.small
    telling = [one for one in history if one.read >= limits.small][: limits.runs_compared]
    for name, gate in _FILL_GATES.items():
        rate = tally.filled.get(name, 0) / tally.read
        usual = median(one.filled.get(name, 0) / one.read for one in telling) if telling else None
        verdict = GateVerdict.OK
        if usual is not None:
            verdict = _above(usual - rate, limits.fill_warn, limits.fill_fail, small=few)
        if gate is Gate.TITLES and rate < limits.title_fail:
            verdict = GateVerdict.WARN if few else GateVerdict.FAIL
        compared = "no earlier run to compare" if usual is None else f"{_percent(usual)} in good runs"
        said = f"{_percent(rate)} of {tally.read:,} bills have {name}, {compared}"
        yield _result(gate, verdict, rate, usual, said)


def _texts(tally: SessionTally, history: Sequence[SessionMeasure], limits: GateLimits) -> GateResult:
    """A state that publishes scans always has many: beyond the limit it must also be more than was usual."""
    share = tally.short_texts / tally.texts
    telling = [one for one in history if one.texts >= limits.small][: limits.runs_compared]
    usual = median(one.short_texts / one.texts for one in telling) if telling else 0.0
    verdict = _above(share, limits.texts_warn, limits.texts_fail, small=tally.texts < limits.small)
    if share <= usual + limits.texts_warn:
        verdict = min(verdict, GateVerdict.WARN, key=list(GateVerdict).index)
    said = f"{tally.short_texts:,} of {tally.texts:,} texts have fewer than {SHORT_TEXT} characters ({_percent(share)})"
    return _result(Gate.TEXTS, verdict, share, max(usual, limits.texts_fail), said)


def _above(measured: float, warn: float, fail: float, *, small: bool) -> GateVerdict:
    return _graded(lambda limit: round(measured - limit, _DIGITS) > 0, warn, fail, small=small)


def _below(measured: float, warn: float, fail: float, *, small: bool) -> GateVerdict:
    return _graded(lambda limit: round(limit - measured, _DIGITS) > 0, warn, fail, small=small)


def _graded(beyond: Callable[[float], bool], warn: float, fail: float, *, small: bool) -> GateVerdict:
    if beyond(fail) and not small:
        return GateVerdict.FAIL
    return GateVerdict.WARN if beyond(warn) else GateVerdict.OK


def _percent(share: float) -> str:
    return f"{share:.1%}".replace("%", " %")


def _result(gate: Gate, verdict: GateVerdict, measured: float, expected: float | None, message: str) -> GateResult:
    return GateResult(gate=gate, verdict=verdict, measured=round(measured, 4), expected=expected, message=message)
