from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawlers.parsing.dates import date_in_note, legal_date
from crawlers.parsing.zones import capital_zone
from monitor.model.jurisdiction import JURISDICTIONS

SEATTLE, NEW_YORK = ZoneInfo("America/Los_Angeles"), ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("2026-01-13", date(2026, 1, 13)),
        ("2026-01-13T05:00:00+00:00", date(2026, 1, 12)),  # nine in the evening in Olympia
        ("2026-01-13T05:00:00", date(2026, 1, 13)),
        ("2026-01-13T23:59:59-08:00", date(2026, 1, 13)),
        ("2026-07-01T06:30:00Z", date(2026, 6, 30)),
        ("2026-01-13 05:00:00+00:00", date(2026, 1, 12)),
        ("2026-02-30", None),
        ("2026-13-01", None),
        ("2026-01-13garbage", None),
        ("0001-01-01T00:00:00+14:00", None),  # before the calendar begins
        ("9999-12-31T23:59:59-14:00", None),
        ("٢٠٢٦-٠١-١٣", None),
        ("2026-01-1\ud800", None),
        ("01/13/2026", None),
        ("2026", None),
        ("", None),
        (None, None),
        (20260113, None),
        (["2026-01-13"], None),
    ],
)
def test_legal_date(raw: object, day: date | None):
    assert legal_date(raw, SEATTLE) == day


@given(st.dates())
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_plain_day_is_itself_in_every_zone(day: date):
    assert {legal_date(day.isoformat(), zone) for zone in (SEATTLE, NEW_YORK)} == {day}


@given(
    st.one_of(
        st.text(st.characters(exclude_categories=())),
        st.from_regex(r"\d{4}-\d{2}-\d{2}.*"),
        st.from_regex(r"[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9][+-][01][0-9]:[0-5][0-9]"),
    )
)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_legal_date_never_raises(raw: str):
    assert isinstance(legal_date(raw, SEATTLE), date | None)
    assert isinstance(date_in_note(raw), date | None)


@pytest.mark.parametrize(
    ("note", "day"),
    [
        ("Reprint SCU 3/5/26 1R", date(2026, 3, 5)),
        ("Passed 12/31/2025", date(2025, 12, 31)),
        ("13/45/26, corrected 2/3/26", date(2026, 2, 3)),  # the first is no date
        ("3/5/26/7", None),
        ("1/2/345", None),
        ("29/2/26", None),
        ("Original Bill", None),
    ],
)
def test_date_in_note(note: str, day: date | None):
    assert date_in_note(note) == day


def test_every_jurisdiction_has_a_clock():
    zones = {code: capital_zone(code).key for code in JURISDICTIONS}
    assert len(zones) == 52
    assert (zones["WA"], zones["HI"], zones["AZ"], zones["US"], zones["TX"]) == (
        "America/Los_Angeles",
        "Pacific/Honolulu",
        "America/Phoenix",
        "America/New_York",
        "America/Chicago",
    )
    with pytest.raises(KeyError):
        capital_zone("PR")
