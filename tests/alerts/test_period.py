from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from alerts.period import Schedule, due, next_slot, slot_of
from monitor.model.reader import Cadence

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
NAMES = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Phoenix",
    "America/Anchorage",
    "America/Adak",
    "America/Nuuk",  # its clocks jump from 23:00 to midnight
    "Pacific/Honolulu",
    "Pacific/Apia",
    "Europe/London",
    "Australia/Lord_Howe",  # half an hour
    "Africa/Cairo",  # its clocks jump at midnight
    "Asia/Kathmandu",
    "UTC",
)
zones = st.sampled_from(NAMES).map(ZoneInfo)
times = st.builds(time, st.integers(0, 23), st.integers(0, 59)) | st.sampled_from(
    [time(0), time(0, 30), time(1, 30), time(2), time(2, 30), time(3), time(23, 30), time(23, 59)]
)
changes = st.sampled_from(
    [date(2026, 3, 8), date(2026, 3, 29), date(2026, 11, 1), date(2027, 3, 14), date(2027, 11, 7)]
)
days = st.builds(lambda day, off: day + off * DAY, changes, st.integers(-3, 3)) | st.dates(
    date(2026, 1, 1), date(2028, 1, 1)
)
schedules = st.builds(Schedule, cadence=st.sampled_from(Cadence), zone=zones, send_at=times)


def daily(zone: str, at: time) -> Schedule:
    return Schedule(cadence=Cadence.DAILY, zone=ZoneInfo(zone), send_at=at)


def weekly(zone: str, at: time = time(7)) -> Schedule:
    return Schedule(cadence=Cadence.WEEKLY, zone=ZoneInfo(zone), send_at=at)


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "send_at", "expected"),
    [
        ("America/New_York", date(2026, 11, 23), time(7), at(2026, 11, 23, 12)),
        ("America/New_York", date(2026, 7, 1), time(7), at(2026, 7, 1, 11)),
        ("America/New_York", date(2026, 3, 8), time(2, 30), at(2026, 3, 8, 7)),  # 03:00 EDT
        ("America/New_York", date(2026, 3, 8), time(2), at(2026, 3, 8, 7)),
        ("America/New_York", date(2026, 3, 8), time(3), at(2026, 3, 8, 7)),
        ("America/New_York", date(2026, 3, 8), time(1, 59), at(2026, 3, 8, 6, 59)),
        ("America/New_York", date(2026, 11, 1), time(1, 30), at(2026, 11, 1, 5, 30)),  # the first of two
        ("America/Los_Angeles", date(2027, 3, 14), time(2, 30), at(2027, 3, 14, 10)),
        ("America/Phoenix", date(2026, 3, 8), time(2, 30), at(2026, 3, 8, 9, 30)),
        ("America/Anchorage", date(2026, 11, 1), time(1, 30), at(2026, 11, 1, 9, 30)),
        ("Europe/London", date(2026, 3, 29), time(1, 30), at(2026, 3, 29, 1)),
        ("Africa/Cairo", date(2026, 4, 24), time(0), at(2026, 4, 23, 22)),  # midnight does not exist
        ("America/Nuuk", date(2026, 3, 28), time(23, 30), at(2026, 3, 29, 1)),  # the next minute is the next day's
    ],
)
def test_a_local_time_in_utc(zone: str, day: date, send_at: time, expected: datetime):
    slot = slot_of(daily(zone, send_at), day)
    assert slot is not None
    assert (slot.at, slot.day, slot.key) == (expected, day, day.isoformat())


def test_a_day_that_a_zone_left_out_has_no_slot():
    """Samoa went from 29 to 31 December 2011."""
    schedule = daily("Pacific/Apia", time(7))
    assert slot_of(schedule, date(2011, 12, 30)) is None
    assert slot_of(schedule, date(2011, 12, 29)) is not None
    after_it = due(schedule, at(2011, 12, 29, 17), at(2011, 12, 31, 0))
    assert after_it is not None
    assert (after_it.slot.key, after_it.missed) == ("2011-12-31", 0)


@pytest.mark.parametrize(
    ("day", "key"),
    [
        (date(2026, 11, 23), "2026-W48"),
        (date(2026, 12, 28), "2026-W53"),
        (date(2027, 1, 4), "2027-W01"),
        (date(2024, 12, 30), "2025-W01"),
    ],
)
def test_a_week_is_named_by_its_iso_number(day: date, key: str):
    slot = slot_of(weekly("America/New_York"), day)
    assert slot is not None
    assert slot.key == key
    assert all(slot_of(weekly("America/New_York"), day + n * DAY) is None for n in range(1, 7))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(zone=zones, send_at=times, day=days)
def test_every_day_has_one_slot_at_its_time_or_the_next_valid_minute(zone: ZoneInfo, send_at: time, day: date):
    slot = slot_of(Schedule(cadence=Cadence.DAILY, zone=zone, send_at=send_at), day)
    assert slot is not None
    assert slot.key == day.isoformat()
    local, wanted = slot.at.astimezone(zone).replace(tzinfo=None), datetime.combine(day, send_at)
    assert timedelta(0) <= local - wanted <= timedelta(hours=1)
    if local != wanted:  # every minute between them does not exist
        for n in range(int((local - wanted) / MINUTE)):
            missing = (wanted + n * MINUTE).replace(tzinfo=zone)
            assert missing.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != wanted + n * MINUTE
    earlier = slot.at - timedelta(hours=1)
    assert earlier.astimezone(zone).replace(tzinfo=None) != wanted, "the second of two"


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(schedule=schedules, day=days)
def test_slots_rise_and_are_one_a_day_or_week(schedule: Schedule, day: date):
    slots = [slot for n in range(28) if (slot := slot_of(schedule, day + n * DAY))]
    assert len(slots) == (28 if schedule.cadence is Cadence.DAILY else 4)
    assert len({slot.key for slot in slots}) == len(slots)
    step = DAY if schedule.cadence is Cadence.DAILY else 7 * DAY
    assert all(abs(after.at - before.at - step) <= timedelta(hours=1) for before, after in pairwise(slots))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(schedule=schedules, day=days, steps=st.lists(st.integers(0, 6000), min_size=1, max_size=30))
@example(schedule=daily("America/New_York", time(2, 30)), day=date(2026, 3, 8), steps=[60] * 30)
@example(schedule=daily("America/New_York", time(1, 30)), day=date(2026, 11, 1), steps=[30] * 30)
def test_any_polls_serve_every_slot_once(schedule: Schedule, day: date, steps: list[int]):
    """What was served and what was missed is together every slot of the time, in order."""
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    served, now = start, start
    keys, missed = [], 0
    for step in steps:
        now += step * MINUTE
        found = due(schedule, served, now)
        if found is not None:
            assert served < found.slot.at <= now
            keys.append(found.slot.key)
            missed += found.missed
            served = now
    all_slots = [
        slot
        for n in range(-2, (now - start).days + 3)
        if (slot := slot_of(schedule, day + n * DAY)) and start < slot.at <= now
    ]
    assert len(keys) == len(set(keys))
    assert keys == sorted(keys)
    assert len(keys) + missed == len(all_slots)
    assert set(keys) <= {slot.key for slot in all_slots}
    assert keys[-1:] == [slot.key for slot in all_slots[-1:]]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(schedule=schedules, day=days)
def test_the_window_is_half_open(schedule: Schedule, day: date):
    slot = next_slot(schedule, datetime(day.year, day.month, day.day, tzinfo=UTC))
    assert due(schedule, slot.at - MINUTE, slot.at - timedelta(microseconds=1)) is None
    exactly = due(schedule, slot.at - MINUTE, slot.at)
    assert exactly is not None
    assert exactly.slot == slot
    assert due(schedule, slot.at, slot.at + MINUTE) is None
    assert due(schedule, slot.at, slot.at) is None


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(schedule=schedules, day=days, minutes=st.integers(0, 1439))
def test_the_next_slot_is_the_first_that_becomes_due(schedule: Schedule, day: date, minutes: int):
    after = datetime(day.year, day.month, day.day, tzinfo=UTC) + minutes * MINUTE
    slot = next_slot(schedule, after)
    assert slot.at > after
    assert due(schedule, after, slot.at - timedelta(microseconds=1)) is None
    found = due(schedule, after, slot.at)
    assert found is not None
    assert (found.slot, found.missed) == (slot, 0)


def test_a_gap_is_one_catch_up_that_counts_what_was_missed():
    found = due(daily("America/New_York", time(7)), at(2026, 11, 19, 12), at(2026, 11, 23, 12))
    assert found is not None
    assert (found.slot.key, found.missed) == ("2026-11-23", 3)
    found = due(weekly("America/New_York"), at(2026, 10, 26, 12), at(2026, 11, 23, 12))
    assert found is not None
    assert (found.slot.key, found.missed) == ("2026-W48", 3)
