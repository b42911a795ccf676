"""How long does a server ask to be left alone? The header Retry-After: seconds, or a date."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

__all__ = ["retry_after"]

_SECONDS: Final = re.compile(r"[0-9]{1,9}")
_MAX_LENGTH: Final = 64


def retry_after(value: str, *, now: datetime) -> float | None:
    """Seconds from ``now``, never negative; none when the header is missing or nonsense (RFC 9110, 10.2.3)."""
    text = value.strip()
    if not text or len(text) > _MAX_LENGTH:
        return None
    if _SECONDS.fullmatch(text):
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
        if moment.tzinfo is None:  # an HTTP date is of GMT, and "-0000" says nothing else
            moment = moment.replace(tzinfo=UTC)
        return max(0.0, (moment - now).total_seconds())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
