"""What do the numbers of LegiScan stand for? Its enumerations, as its manual lists them, in our vocabulary."""

from __future__ import annotations

from enum import IntEnum
from types import MappingProxyType
from typing import Final

from monitor.model.bill import ActionClass, Chamber, VersionStage
from monitor.model.jurisdiction import JURISDICTIONS

__all__ = [
    "CHAMBERS",
    "CLASSIFICATIONS",
    "MEDIA_TYPES",
    "NOT_THE_BILL",
    "ROLES",
    "STAGES",
    "STATE_IDS",
    "Event",
    "event_class",
]


class Event(IntEnum):
    """A step of ``progress``; up to ``FAILED`` also a ``status``."""

    PREFILED = 0
    INTRODUCED = 1
    ENGROSSED = 2
    ENROLLED = 3
    PASSED = 4
    """A bill became law, a resolution was adopted."""
    VETOED = 5
    FAILED = 6
    OVERRIDE = 7
    CHAPTERED = 8
    REFERRED = 9
    REPORTED_PASS = 10
    REPORTED_DO_NOT_PASS = 11
    DRAFT = 12


_CLASSES: Final = {
    Event.PREFILED: ActionClass.FILING,
    Event.DRAFT: ActionClass.FILING,
    Event.INTRODUCED: ActionClass.INTRODUCTION,
    Event.REFERRED: ActionClass.REFERRAL_COMMITTEE,
    Event.REPORTED_PASS: ActionClass.COMMITTEE_PASSAGE_FAVORABLE,
    Event.REPORTED_DO_NOT_PASS: ActionClass.COMMITTEE_PASSAGE_UNFAVORABLE,
    Event.ENGROSSED: ActionClass.PASSAGE,
    Event.ENROLLED: ActionClass.ENROLLED,
    Event.CHAPTERED: ActionClass.BECAME_LAW,
    Event.VETOED: ActionClass.EXECUTIVE_VETO,
    Event.OVERRIDE: ActionClass.VETO_OVERRIDE_PASSAGE,
    Event.FAILED: ActionClass.FAILURE,
}


def event_class(event: Event, classification: str) -> ActionClass:
    """The class of the action that brought an event. Only a bill becomes law by passing."""
    if event is not Event.PASSED:
        return _CLASSES[event]
    if classification == "bill":
        return ActionClass.BECAME_LAW
    return ActionClass.PASSAGE if classification == "resolution" else ActionClass.ENROLLED


CLASSIFICATIONS: Final = MappingProxyType(
    {
        "B": "bill",
        "R": "resolution",
        "CR": "concurrent resolution",
        "JR": "joint resolution",
        "JRCA": "constitutional amendment",
        "CA": "constitutional amendment",
        "EO": "executive order",
        "M": "memorial",
        "JM": "joint memorial",
        "CM": "concurrent memorial",
        "P": "proclamation",
        "C": "commemoration",
        "A": "address",
        "I": "petition",
        "IP": "petition",
        "PET": "petition",
        "SR": "study request",
        "CSR": "concurrent study request",
    }
)
"""By ``bill_type``; the words of Open States where it has one."""

CHAMBERS: Final = MappingProxyType(
    {
        "H": Chamber.LOWER,
        "A": Chamber.LOWER,
        "HOUSE": Chamber.LOWER,
        "ASSEMBLY": Chamber.LOWER,
        "S": Chamber.UPPER,
        "SENATE": Chamber.UPPER,
        "L": Chamber.UNICAMERAL,
        "LEGISLATURE": Chamber.UNICAMERAL,
        "C": Chamber.UNICAMERAL,
        "COUNCIL": Chamber.UNICAMERAL,
        "G": Chamber.EXECUTIVE,
        "E": Chamber.EXECUTIVE,
    }
)
"""By ``body`` or ``chamber`` in capitals; a joint body is neither."""

STAGES: Final = MappingProxyType(
    {
        1: VersionStage.INTRODUCED,
        2: VersionStage.AMENDED,  # committee substitute
        3: VersionStage.AMENDED,
        4: VersionStage.ENGROSSED,
        5: VersionStage.ENROLLED,
        6: VersionStage.CHAPTERED,
        9: VersionStage.INTRODUCED,  # draft
        10: VersionStage.AMENDED,  # conference substitute
        11: VersionStage.INTRODUCED,  # prefiled
        14: VersionStage.AMENDED,  # substitute
    }
)
"""By ``type_id`` of a text."""

NOT_THE_BILL: Final = frozenset({7, 8, 12, 13})
"""Text types that are papers about a bill: fiscal note, analysis, veto message, veto response."""

MEDIA_TYPES: Final = MappingProxyType(
    {
        1: "text/html",
        2: "application/pdf",
        3: "application/vnd.wordperfect",
        4: "application/msword",
        5: "application/rtf",
        6: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    }
)
"""By ``mime_id``."""

ROLES: Final = MappingProxyType({0: "primary", 1: "primary", 2: "cosponsor", 3: "primary"})
"""By ``sponsor_type_id``: unspecified, primary, co-sponsor, joint."""

_BY_NAME: Final = [code for code in JURISDICTIONS if code not in {"DC", "US"}]
STATE_IDS: Final = MappingProxyType(dict(enumerate([*_BY_NAME, "DC", "US"], 1)))
"""``state_id`` to code: the states by name, then the District and the Congress."""
