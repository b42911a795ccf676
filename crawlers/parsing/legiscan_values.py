"""What does a value of LegiScan mean? Ids are at times strings, ``""`` and ``[]`` nothing, objects numbered lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from crawlers.errors import AnswerError
from monitor.model.failure import FailureKind

__all__ = ["day", "flag", "mapping", "native_id", "number", "objects"]

_MAX_DIGITS: Final = 12
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")  # of ten characters too: weeks, as 2026-W01-1


def number(value: object) -> int | None:
    """A whole number written as such or as a string of digits; none for anything else, ``""`` and ``null`` included."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if 0 <= value < 10**_MAX_DIGITS else None
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= _MAX_DIGITS:
        return int(value)
    return None


def native_id(value: object) -> str:
    """An id as LegiScan counts them, from 1, in digits; empty when it is none."""
    found = number(value)
    return str(found) if found else ""


def flag(value: object) -> bool:
    """``1`` or ``"1"``, or true."""
    return value is True or number(value) == 1


def day(value: object) -> date | None:
    """``2026-01-13``; ``0000-00-00`` and everything that is no day is none, never a guess."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def mapping(value: object) -> Mapping[str, Any]:
    """An object; an empty one comes as ``[]``, and one that is unknown as ``""`` or ``null``."""
    return value if isinstance(value, Mapping) else {}


def objects(value: object, name: str) -> Iterator[Mapping[str, Any]]:
    """The objects of a list, of an object numbered ``"0"``, ``"1"`` …, or of nothing. Other keys are passed over.

    :raises AnswerError: when there is something else in it.
    """
    if isinstance(value, Mapping):
        numbered = sorted(((int(key), entry) for key, entry in value.items() if number(key) is not None), key=_place)
        entries = [entry for _, entry in numbered] if numbered else [value] if value else []
    elif isinstance(value, list):
        entries = value
    elif value in (None, "", False, 0):
        entries = []
    else:
        raise AnswerError(FailureKind.SCHEMA_DRIFT, f"{name} is no list")
    for entry in entries:
        if not isinstance(entry, Mapping):
            raise AnswerError(FailureKind.SCHEMA_DRIFT, f"an entry of {name} is no object")
        yield entry


def _place(pair: tuple[int, Any]) -> int:
    return pair[0]
