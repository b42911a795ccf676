"""When is a reader's digest due? Zones, clock changes, cadence and missed runs; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from monitor.model.reader import Cadence

__all__ = ["Due", "Schedule", "Slot", "day_start", "due", "next_slot", "slot_of"]

_MINUTE: Final = timedelta(minutes=1)
_DAY: Final = timedelta(days=1)
_MINUTES_A_DAY: Final = 24 * 60
_MONDAY: Final = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When a reader wants the digest: a local time of an IANA zone, every day or every Monday."""

    cadence: Cadence
    zone: ZoneInfo
    send_at: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One time at which a digest is due. ``key`` names its period: ``2026-11-23`` or ``2026-W48``."""

    key: str
    day: date
    at: datetime
    """In UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """The latest slot that has passed; ``missed`` counts those before it that were not served."""

    slot: Slot
    missed: int


def _round_trips(naive: datetime, zone: ZoneInfo) -> datetime | None:
    """The first instant with this wall time in UTC; none when clocks jumped over it."""
    instant = naive.replace(tzinfo=zone, fold=0).astimezone(UTC)
    return instant if instant.astimezone(zone).replace(tzinfo=None) == naive else None


def _resolve(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """The wall time on that day, or the next valid minute; of two the first; none when there is none within a day."""
    naive = datetime.combine(day, at)  # a wall time: the zone comes with each candidate
    for minutes in range(_MINUTES_A_DAY):
        if (instant := _round_trips(naive + minutes * _MINUTE, zone)) is not None:
            return instant
    return None


def day_start(day: date, zone: ZoneInfo) -> datetime | None:
    """The first instant of a local day, in UTC; none for a day that the zone skipped."""
    start = _resolve(day, time(0), zone)
    return start if start is not None and start.astimezone(zone).date() == day else None


def slot_of(schedule: Schedule, day: date) -> Slot | None:
    """The slot of a local day; none when the cadence has none that day or the day does not exist in the zone."""
    if schedule.cadence is Cadence.WEEKLY and day.weekday() != _MONDAY:
        return None
    if day_start(day, schedule.zone) is None:
        return None
    at = _resolve(day, schedule.send_at, schedule.zone)
    if at is None:
        return None
    if schedule.cadence is Cadence.WEEKLY:
        year, week, _ = day.isocalendar()
        return Slot(key=f"{year}-W{week:02}", day=day, at=at)
    return Slot(key=day.isoformat(), day=day, at=at)


def _slots(schedule: Schedule, after: datetime, until: datetime) -> list[Slot]:
    """Slots in ``(after, until]``, in order."""
    day = after.astimezone(schedule.zone).date() - _DAY
    last = until.astimezone(schedule.zone).date() + _DAY
    found = []
    while day <= last:
        slot = slot_of(schedule, day)
        if slot is not None and after < slot.at <= until:
            found.append(slot)
        day += _DAY
    return found


def due(schedule: Schedule, served: datetime, now: datetime) -> Due | None:
    """What is due at ``now`` when everything up to ``served`` was told; missed slots become one catch-up.

    Half-open: a slot exactly at ``served`` is done, one exactly at ``now`` is due.
    """
    slots = _slots(schedule, served, now)
    return Due(slot=slots[-1], missed=len(slots) - 1) if slots else None


def next_slot(schedule: Schedule, after: datetime) -> Slot:
    """The first slot strictly after a moment."""
    horizon = after + timedelta(days=15)  # two Mondays, even where a day was skipped
    return _slots(schedule, after, horizon)[0]
