"""What are a session and a bill called here? As Open States calls them, so that two sources speak of one bill."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

__all__ = ["legislature_number", "session_name", "usual_number"]

# Legislatures that number themselves: the number that was sitting in the year, and how the name is written. A new one
# begins every second year. Read from the session lists of the Open States scrapers, August 2026.
_NUMBERED: Final = {
    "AK": (34, 2025, "{n}"),
    "DC": (26, 2025, "{n}"),
    "DE": (153, 2025, "{n}"),
    "IL": (104, 2025, "{n}{th}"),
    "MA": (194, 2025, "{n}{th}"),
    "ME": (132, 2025, "{n}"),
    "ND": (69, 2025, "{n}"),
    "NE": (109, 2025, "{n}"),
    "NJ": (222, 2026, "{n}"),
    "NV": (83, 2025, "{n}"),
    "OH": (136, 2025, "{n}"),
    "TN": (114, 2025, "{n}"),
    "TX": (89, 2025, "{n}R"),
    "US": (119, 2025, "{n}"),
}
_WRITTEN: Final = {
    "AL": "{start}rs",
    "CA": "{start}{end}",
    "CO": "{start}A",
    "GA": "{start}_{end2}",
    "KY": "{start}RS",
    "NC": "{start}",
    "OR": "{start}R1",
    "WI": "{start}",
}

_FISCAL: Final = MappingProxyType({"AR": "{start}F"})
_SHORT: Final = MappingProxyType({"H": "HB", "S": "SB"})
# Where LegiScan writes a type with other letters: a bill of Congress is HB there, and HR is a resolution.
_LETTERS: Final = MappingProxyType(
    {
        "US": MappingProxyType(
            {
                "HB": "HR",
                "SB": "S",
                "HR": "HRES",
                "SR": "SRES",
                "HJR": "HJRES",
                "SJR": "SJRES",
                "HCR": "HCONRES",
                "SCR": "SCONRES",
            }
        ),
        "FL": _SHORT,
        "NC": _SHORT,
        "RI": _SHORT,
    }
)
_NUMBER: Final = re.compile(r"([A-Za-z]{1,8})(.*)")


def usual_number(code: str, number: str) -> str:
    """A bill number of LegiScan with the letters that the legislature's bills usually go by."""
    match = _NUMBER.fullmatch(number)
    letters = _LETTERS.get(code, MappingProxyType({})).get(match[1].upper()) if match else None
    return f"{letters}{match[2]}" if match and letters else number


def session_name(code: str, start: int, end: int, *, special: str = "") -> str:
    """The name of the session of a jurisdiction that sits from the year ``start`` to ``end``: ``2025-2026``, ``2026``.

    ``special`` is LegiScan's own word for a special session (``X1``): such a name is never that of the regular one, nor
    one of Open States, since the two may count special sessions differently; only Arkansas' fiscal one is plain. Where
    it is certain which one it is, :func:`~crawlers.parsing.special_sessions.special_session` names it.
    """
    years = str(start) if start == end else f"{start}-{end}"
    if special == "F" and code in _FISCAL:
        return _FISCAL[code].format(start=start)
    if special:
        return f"{years}-{special}"
    if code == "AZ":
        number = 57 + (start - 2025) // 2
        return f"{number}{_th(number)}-{'1st' if start % 2 else '2nd'}-regular"
    if (numbered := legislature_number(code, start)) is not None:
        return _NUMBERED[code][2].format(n=numbered, th=_th(numbered))
    return _WRITTEN.get(code, years).format(start=start, end=end, end2=f"{end % 100:02}")


def legislature_number(code: str, year: int) -> int | None:
    """The number of the legislature that sits in a year: 89 for Texas in 2025; none where they have none."""
    if code not in _NUMBERED:
        return None
    sitting, since, _ = _NUMBERED[code]
    return sitting + (year - since) // 2


def _th(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
