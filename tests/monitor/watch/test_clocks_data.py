from __future__ import annotations

from datetime import date, timedelta

import pytest

from monitor.model.deadline import ClockKind, in_order
from monitor.watch.clocks import clocks_from_text, federal_clocks
from monitor.watch.errors import WatchDataError

HEAD = "schema_version: 1\nreviewed_on: 2026-11-25\nknown_until: 2026-10-10\nclocks:\n"
DAY = "day: 2026-03-11, counted_from: 2025-12-11, days: 90"
ONE = f"  - {{id: one, kind: agency-deadline, title: A sample, {DAY}, source: a sample}}\n"


def test_the_shipped_days():
    days = {one.id: one.on for one in federal_clocks()}
    assert days["eo-14365-sec-3"] == date(2025, 12, 11) + timedelta(days=30)
    assert days["eo-14365-sec-4"] == date(2026, 3, 11)
    assert days["eo-14409-sec-3"] == date(2026, 6, 2) + timedelta(days=60)
    assert days["eo-14365-sec-6"] is None
    assert days["ftc-2026-0859-comments"] == date(2026, 7, 31)
    assert all(one.source and one.known_until for one in federal_clocks())


def test_what_is_shown():
    shown = {one.id for one in federal_clocks() if one.is_shown(date(2026, 11, 23))}
    assert "eo-14365-sec-4" in shown, "an agency's day without a known outcome stays"
    assert not {"ftc-2026-0859-comments", "eo-14365-sec-3"} & shown
    ordered = in_order(list(federal_clocks()))
    assert [one.on for one in ordered if one.on] == sorted(one.on for one in ordered if one.on)
    assert ordered[-1].on is None
    assert {one.kind for one in ordered} == {ClockKind.AGENCY, ClockKind.COMMENT}


@pytest.mark.parametrize(
    "text",
    [
        HEAD + ONE + ONE,
        HEAD + ONE.replace("03-11", "03-12"),
        HEAD + ONE.replace(", days: 90", ""),
        HEAD + ONE.replace(f"{DAY}, ", ""),
        HEAD + ONE.replace("agency-deadline", "operative-date"),
        HEAD + ONE.replace("source: a sample", "source: ''"),
        HEAD + ONE.replace("source: a sample", "source: a sample, address: 'javascript:1'"),
    ],
)
def test_a_wrong_file_is_refused(text: str):
    assert clocks_from_text(HEAD + ONE)
    with pytest.raises(WatchDataError):
        clocks_from_text(text)
