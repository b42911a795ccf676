"""Which day does a federal source mean? That of Washington; what cannot be read is none, never today."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

__all__ = ["WASHINGTON", "day_of_epoch", "day_of_moment", "iso_day"]

WASHINGTON: Final = ZoneInfo("America/New_York")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_EPOCH: Final = re.compile(r"\d{9,10}")


def iso_day(raw: object) -> date | None:
    """The day of ``2026-06-05``."""
    if not isinstance(raw, str) or not _DAY.fullmatch(raw):
        return None
    try:
        return date.fromisoformat(raw)
    except ValueError:
        return None


def day_of_moment(moment: datetime | None) -> date | None:
    """The day of a moment on the calendar of Washington."""
    return moment.astimezone(WASHINGTON).date() if moment is not None else None


def day_of_epoch(raw: object) -> date | None:
    """The day of seconds since 1970, which the Department of Justice gives as a string."""
    said = str(raw) if isinstance(raw, (str, int)) and not isinstance(raw, bool) else ""
    return day_of_moment(datetime.fromtimestamp(int(said), UTC)) if _EPOCH.fullmatch(said) else None
