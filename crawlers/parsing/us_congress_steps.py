"""us-congress: in which order did the actions of a status file happen, by whom, and what do their codes mean?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from crawlers.parsing.dates import legal_date
from crawlers.parsing.xml_page import field_of
from crawlers.parsing.zones import capital_zone
from monitor.model.bill import Action, ActionClass, Chamber

__all__ = ["actions_of"]

# The user guide of BILLSTATUS, table 3; 31000 as Open States reads it. E30000 is also written beside vetoes.
_CODES: Final = MappingProxyType(
    {
        "1000": ActionClass.INTRODUCTION,
        "2000": ActionClass.REFERRAL_COMMITTEE,
        "5000": ActionClass.COMMITTEE_PASSAGE,
        "8000": ActionClass.PASSAGE,
        "10000": ActionClass.INTRODUCTION,
        "11000": ActionClass.REFERRAL_COMMITTEE,
        "14000": ActionClass.COMMITTEE_PASSAGE,
        "17000": ActionClass.PASSAGE,
        "28000": ActionClass.EXECUTIVE_RECEIPT,
        "31000": ActionClass.EXECUTIVE_VETO,
        "36000": ActionClass.BECAME_LAW,
        "E20000": ActionClass.EXECUTIVE_RECEIPT,
        "E40000": ActionClass.BECAME_LAW,
        "H11100": ActionClass.REFERRAL_COMMITTEE,
        "H11200": ActionClass.REFERRAL_COMMITTEE,
        "H12200": ActionClass.COMMITTEE_PASSAGE,
        "H14000": ActionClass.RECEIPT,
    }
)
_EXECUTIVE: Final = frozenset({"President", "BecameLaw"})
_HOUSE_CODES: Final = range(1_000, 10_000)
_SENATE_CODES: Final = range(10_000, 20_000)
_ZONE: Final = capital_zone("US")


def actions_of(items: Sequence[Any]) -> tuple[Action, ...]:
    """The file lists the newest first, and many twice: as the chamber and as the Library of Congress words them.

    Both stay, since only one of the two has a code; what is word for word the same is one.
    """
    steps: dict[tuple[date | None, str], tuple[Chamber, tuple[str, ...]]] = {}
    for item in reversed(items):
        text, code = field_of(item, "text"), field_of(item, "actionCode")
        if not text:
            continue
        place = legal_date(field_of(item, "actionDate"), _ZONE), text
        chamber, named = _chamber(item, code), _CODES.get(code)
        told, classes = steps.get(place, (Chamber.UNKNOWN, ()))
        known = {*classes, named.value} if named is not None else classes
        steps[place] = chamber if told is Chamber.UNKNOWN else told, tuple(sorted(known))
    last, dated = date.min, []
    for (on, text), (chamber, classes) in steps.items():
        last = on or last  # an action without a date stays behind its neighbour
        dated.append((last, on, text, chamber, classes))
    dated.sort(key=lambda step: step[0])
    return tuple(
        Action(on=on, chamber=chamber, text=text, classes=classes, ordinal=ordinal)
        for ordinal, (_, on, text, chamber, classes) in enumerate(dated)
    )


def _chamber(item: Any, code: str) -> Chamber:
    """By the type, the system that tells of it, or the number range of the Library's codes."""
    if field_of(item, "type") in _EXECUTIVE:
        return Chamber.EXECUTIVE
    system = item.find("{*}sourceSystem")
    said = field_of(system, "name") if system is not None else ""
    if said.startswith("House"):
        return Chamber.LOWER
    if said == "Senate":
        return Chamber.UPPER
    number = int(code) if code.isascii() and code.isdigit() and len(code) <= len("10000") else 0
    if number in _HOUSE_CODES:
        return Chamber.LOWER
    return Chamber.UPPER if number in _SENATE_CODES else Chamber.UNKNOWN
