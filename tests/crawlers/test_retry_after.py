from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.parsing.retry_after import retry_after

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Wed, 25 Nov 2026 09:31:00 GMT", 60.0),
        ("Wed, 25 Nov 2026 09:31:00 -0000", 60.0),
        ("Wed, 25 Nov 2026 04:31:00 -0500", 60.0),
        ("Wednesday, 25-Nov-26 09:31:00 GMT", 60.0),
        ("Wed, 25 Nov 2026 09:00:00 GMT", 0.0),
        ("", None),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("²", None),
        ("9" * 10, None),
        ("9" * 100, None),
        ("Wed, 99 Nov 2026 09:31:00 GMT", None),
        ("Wed, 25 Foo 2026 09:31:00 GMT", None),
    ],
)
def test_seconds_and_dates(value: str, seconds: float | None):
    assert retry_after(value, now=NOW) == seconds


@given(st.text())
def test_no_header_breaks_it(value: str):
    found = retry_after(value, now=NOW)
    assert found is None or found >= 0


@given(st.integers(-(10**8), 10**8))
def test_a_date_is_as_far_as_it_says(seconds: int):
    value = format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)
    assert retry_after(value, now=NOW) == max(0, seconds)
