from __future__ import annotations

import calendar
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.quota import (
    Limit,
    QuotaExhaustedError,
    WindowKind,
    key_name,
    legiscan,
    openstates,
    refused_window,
    window_of,
    windows_of,
)
from monitor.model.quota_decide import Used, allowance, plan, refusal

MINUTE, HOUR, DAY, MONTH = WindowKind
LAST_DAY = datetime(2026, 11, 30, 12, tzinfo=UTC)
zones = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(
    datetime(2000, 1, 2),  # noqa: DTZ001 - hypothesis adds the zone
    datetime(2099, 12, 30),  # noqa: DTZ001 - the same
    timezones=zones,
)
kinds = st.sampled_from(list(WindowKind))


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "moment", "start", "end"),
    [
        (MONTH, at(2026, 11, 30, 23, 59, 59, 999999), at(2026, 11, 1), at(2026, 12, 1)),
        (MONTH, at(2026, 12, 1), at(2026, 12, 1), at(2027, 1, 1)),
        (MONTH, at(2026, 12, 31, 23, 59), at(2026, 12, 1), at(2027, 1, 1)),
        (MONTH, at(2028, 2, 29, 12), at(2028, 2, 1), at(2028, 3, 1)),
        (MONTH, at(2027, 2, 28, 12), at(2027, 2, 1), at(2027, 3, 1)),
        (MONTH, at(2100, 2, 28, 23), at(2100, 2, 1), at(2100, 3, 1)),  # no leap year
        (MONTH, at(2027, 1, 31), at(2027, 1, 1), at(2027, 2, 1)),
        (DAY, at(2028, 2, 28, 23, 59), at(2028, 2, 28), at(2028, 2, 29)),
        (DAY, at(2026, 12, 31, 1), at(2026, 12, 31), at(2027, 1, 1)),
        (HOUR, at(2026, 3, 8, 23, 30), at(2026, 3, 8, 23), at(2026, 3, 9)),
        (MINUTE, at(2026, 3, 8, 23, 59, 59), at(2026, 3, 8, 23, 59), at(2026, 3, 9)),
    ],
)
def test_where_windows_begin_and_end(kind, moment, start, end):
    window = window_of(kind, moment)
    assert (window.kind, window.start, window.end) == (kind, start, end)


def test_windows_are_of_utc_wherever_the_clock_stands():
    evening = datetime(2026, 11, 30, 19, 30, tzinfo=timezone(timedelta(hours=-5)))
    assert window_of(MONTH, evening).start == at(2026, 12, 1)
    with pytest.raises(ValueError, match="zone"):
        window_of(DAY, datetime(2026, 11, 30))  # noqa: DTZ001 - that is the mistake


@given(kinds, moments)
def test_every_moment_lies_in_exactly_one_window(kind, moment):
    window = window_of(kind, moment)
    assert window.start <= moment < window.end
    assert window_of(kind, window.start) == window
    assert window_of(kind, window.end - timedelta(microseconds=1)) == window
    later, earlier = window_of(kind, window.end), window_of(kind, window.start - timedelta(microseconds=1))
    assert (earlier.end, later.start) == (window.start, window.end)
    assert window.start.utcoffset() == window.end.utcoffset() == timedelta(0)


@given(moments)
def test_a_month_has_the_days_that_the_calendar_says(moment):
    window = window_of(MONTH, moment)
    assert (window.end - window.start).days == calendar.monthrange(window.start.year, window.start.month)[1]


def test_in_which_windows_the_providers_count():
    assert [w.kind for w in windows_of(legiscan(), LAST_DAY)] == [DAY, MONTH]
    assert [w.kind for w in windows_of(legiscan(day_pace_percent=None), LAST_DAY)] == [MONTH]
    assert [w.kind for w in windows_of(openstates(), LAST_DAY)] == [MINUTE, DAY]


def test_the_stops_are_those_of_the_plan():
    assert legiscan().longest.ceiling(essential=False) == 24_000
    assert legiscan().longest.ceiling(essential=True) == 28_500
    assert openstates().longest.ceiling(essential=False) == 190
    assert openstates().longest.ceiling(essential=True) == 250


@pytest.mark.parametrize("wrong", [{"calls": 0}, {"soft_percent": 96, "hard_percent": 95}, {"hard_percent": 101}])
def test_a_limit_that_makes_no_sense(wrong):
    with pytest.raises(ValueError, match="a limit has"):
        Limit(**{"window": DAY, "calls": 10} | wrong)


def legiscan_left(bucket: str, month: int, day: int = 0) -> int:
    return allowance(legiscan(), bucket, at=LAST_DAY, used=Used(calls={MONTH: month, DAY: day}))


def test_from_the_soft_stop_only_searches_and_texts_go_on():
    assert legiscan_left("bill", 23_999) == 1
    assert legiscan_left("bill", 24_000) == legiscan_left("dataset", 24_000) == legiscan_left("anything", 24_000) == 0
    assert legiscan_left("search", 24_000) == legiscan_left("text", 24_000) == 4_500
    assert legiscan_left("text", 28_499) == 1
    assert legiscan_left("text", 28_500) == legiscan_left("text", 30_001) == 0


@pytest.mark.parametrize(
    ("moment", "month", "today", "left"),
    [
        (at(2026, 11, 1), 0, 0, 1_425),  # 28,500 / 30 days x 1.5
        (at(2026, 11, 1), 1_425, 1_425, 0),
        (at(2026, 11, 2), 1_425, 0, 1_401),  # 27,075 / 29 x 1.5 = 1,400.4
        (at(2026, 11, 16), 14_250, 0, 1_425),
        (at(2026, 11, 30), 23_000, 0, 1_000),  # the last day: the soft stop is nearer than the pace
    ],
)
def test_the_pace_of_a_day(moment, month, today, left):
    used = Used(calls={MONTH: month, DAY: today})
    assert allowance(legiscan(), "bill", at=moment, used=used) == left
    unpaced = legiscan(day_pace_percent=None)
    assert allowance(unpaced, "bill", at=moment, used=used) == 24_000 - month


def test_the_pace_does_not_hold_what_is_essential():
    used = Used(calls={MONTH: 1_425, DAY: 1_425})
    assert refusal(legiscan(), "bill", 1, at=at(2026, 11, 1, 9), used=used) == window_of(DAY, at(2026, 11, 1))
    assert refusal(legiscan(), "search", 1, at=at(2026, 11, 1, 9), used=used) is None


def test_of_several_windows_the_one_that_ends_last_is_named():
    minute_and_day = Used(calls={MINUTE: 10, DAY: 250})
    assert refusal(openstates(), "search", 1, at=LAST_DAY, used=minute_and_day) == window_of(DAY, LAST_DAY)
    only_minute = Used(calls={MINUTE: 10, DAY: 10})
    assert refusal(openstates(), "search", 1, at=LAST_DAY, used=only_minute) == window_of(MINUTE, LAST_DAY)
    assert refusal(openstates(), "search", 2, at=LAST_DAY, used=Used(calls={MINUTE: 8, DAY: 8})) is None
    assert refusal(openstates(), "search", 3, at=LAST_DAY, used=Used(calls={MINUTE: 8, DAY: 8})) is not None


def test_the_word_of_the_provider_closes_a_window_for_all_buckets():
    said = Used(calls={MONTH: 3}, exhausted=frozenset({MONTH}))
    for bucket in ("search", "text", "bill"):
        assert refusal(legiscan(), bucket, 1, at=LAST_DAY, used=said) == window_of(MONTH, LAST_DAY)


@pytest.mark.parametrize("calls", [0, -1, 11])
def test_what_is_never_granted_is_a_mistake_of_the_caller(calls):
    with pytest.raises(ValueError, match="never granted at once"):
        refusal(openstates(), "search", calls, at=LAST_DAY, used=Used())


@given(moments, st.integers(0, 40_000), st.integers(0, 40_000), st.sampled_from(["search", "bill", "text", "new"]))
def test_what_is_allowed_is_granted_and_one_more_is_not(moment, month, today, bucket):
    used = Used(calls={MONTH: max(month, today), DAY: today})
    left = allowance(legiscan(), bucket, at=moment, used=used)
    assert 0 <= left <= 28_500 - min(used.of(MONTH), 28_500)
    if left:
        assert refusal(legiscan(), bucket, left, at=moment, used=used) is None
    window = refusal(legiscan(), bucket, left + 1, at=moment, used=used)
    assert window is not None
    assert window.start <= moment < window.end


def test_a_plan_grants_in_order_and_says_what_is_left_out():
    used = Used(calls={MINUTE: 10, DAY: 180})
    planned = plan(openstates(), {"list": 45, "search": 40, "bill": 60}, at=LAST_DAY, used=used)
    assert [(one.bucket, one.wanted, one.granted) for one in planned] == [
        ("list", 45, 10),
        ("search", 40, 40),
        ("bill", 60, 20),
    ]
    assert planned[0].as_json() == {"bucket": "list", "wanted": 45, "granted": 10}
    closed = Used(exhausted=frozenset({DAY}))
    assert [one.granted for one in plan(openstates(), {"search": 3}, at=LAST_DAY, used=closed)] == [0]


@pytest.mark.parametrize(
    ("words", "window"),
    [
        ('{"detail":"exceeded limit of 10/min: 11"}', MINUTE),
        ("exceeded limit of 250/day: 251", DAY),
        ("limit of 5 / hour", HOUR),
        ("30000/month reached", MONTH),
        ("You are using an invalid API key.", None),
        ("x" * 1_000 + "10/min", None),
        ("", None),
    ],
)
def test_which_window_a_refusal_names(words, window):
    assert refused_window(words) is window


def test_the_error_says_when_and_whether_to_wait():
    minute = QuotaExhaustedError("openstates", "bill", window_of(MINUTE, at(2026, 11, 30, 12, 0, 42)))
    assert minute.waitable
    assert minute.seconds_from(at(2026, 11, 30, 12, 0, 42)) == 18
    assert minute.seconds_from(at(2026, 11, 30, 12, 2)) == 0
    month = QuotaExhaustedError("legiscan", "bill", window_of(MONTH, LAST_DAY))
    assert not month.waitable
    assert str(month).startswith(
        "the quota of legiscan for bill is used up for this month; it opens again at 2026-12-01 00:00:00 UTC"
    )


def test_a_key_is_called_by_a_hash():
    assert key_name("sample key") == "9d607dc9b4b39af7"
