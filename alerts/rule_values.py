"""May a reader's rule or schedule say this? Values as they are kept, or what is wrong with them; pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from alerts.errors import WrongReaderError
from monitor.model.jurisdiction import UnknownJurisdictionError, jurisdiction
from monitor.positions import load_positions

__all__ = ["checked_codes", "checked_positions", "checked_severity", "checked_zone", "rule_name"]


def checked_codes(values: Collection[str]) -> tuple[str, ...]:
    """Codes of jurisdictions in order, each once.

    :raises WrongReaderError: naming one that is none.
    """
    try:
        return tuple(sorted({jurisdiction(value).code for value in values}))
    except UnknownJurisdictionError as error:
        raise WrongReaderError(str(error)) from error


def checked_severity(value: int) -> int:
    """From 0 to 5.

    :raises WrongReaderError: for another one.
    """
    if not 0 <= value <= 5:
        raise WrongReaderError(f"severities go from 0 to 5, not {value}")
    return value


def checked_zone(value: str) -> ZoneInfo:
    """The zone.

    :raises WrongReaderError: when there is none of this name.
    """
    try:
        return ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise WrongReaderError(f"no IANA time zone is called {value[:60]!r}; try America/New_York") from error


def checked_positions(values: Collection[str]) -> tuple[str, ...]:
    """Only positions that findings are held against: a rule for another one would never fire.

    :raises WrongReaderError: naming another one.
    """
    known = [position.id for position in load_positions().positions if position.labelled]
    for value in values:
        if value not in known:
            raise WrongReaderError(f"no position is called {value!r}; there are: {', '.join(known)}")
    return tuple(sorted(set(values)))


def rule_name(codes: Sequence[str], positions: Sequence[str], min_severity: int) -> str:
    """``CA, NY: compelled-disclosure, severity 3 and up``."""
    where = ", ".join(codes[:6]) + (f" and {len(codes) - 6} more" if len(codes) > 6 else "")
    what = ", ".join(positions[:3]) + (f" and {len(positions) - 3} more" if len(positions) > 3 else "")
    scope = f"{where or 'any state'}: {what or 'any position'}"
    return scope if min_severity <= 1 else f"{scope}, severity {min_severity} and up"
