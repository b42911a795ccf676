"""Which legal day does a source's date mean? Never a guess, never today."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

__all__ = ["date_in_note", "legal_date"]

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_IN_NOTE: Final = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?![\d/])")


def legal_date(raw: object, zone: ZoneInfo) -> date | None:
    """The day of ``2026-01-13`` or of a moment such as ``2026-01-13T05:00:00+00:00`` on the capital's calendar.

    A moment without an offset is taken as local. None for anything else, an empty string included.
    """
    if not isinstance(raw, str) or not _DAY.match(raw):
        return None
    try:
        if len(raw) == 10:
            return date.fromisoformat(raw)
        moment = datetime.fromisoformat(raw)
    except ValueError:
        return None
    try:
        return (moment.astimezone(zone) if moment.tzinfo else moment).date()
    except OverflowError:
        return None


def date_in_note(note: str) -> date | None:
    """The first US-style date in the note of a version (``Reprint SCU 3/5/26 1R``); ``26`` is 2026."""
    for month, day, year in _IN_NOTE.findall(note):
        try:
            return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
        except ValueError:
            continue
    return None
