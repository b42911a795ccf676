"""Which clock does a legislature's calendar go by? A source in UTC puts an evening vote on the next day."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

__all__ = ["capital_zone"]

_BY_ZONE: Final = {
    "America/New_York": "CT DC DE FL GA IN KY MA MD ME MI NC NH NJ NY OH PA RI SC US VA VT WV",
    "America/Chicago": "AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI",
    "America/Denver": "CO ID MT NM UT WY",
    "America/Phoenix": "AZ",
    "America/Los_Angeles": "CA NV OR WA",
    "America/Anchorage": "AK",
    "Pacific/Honolulu": "HI",
}
_ZONES: Final = MappingProxyType({code: ZoneInfo(zone) for zone, codes in _BY_ZONE.items() for code in codes.split()})


def capital_zone(code: str) -> ZoneInfo:
    """The IANA zone of the capital of a jurisdiction, by its code.

    :raises KeyError: when there is no such jurisdiction.
    """
    return _ZONES[code]
