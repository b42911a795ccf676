"""How does LegiScan tell a bill's way: history, progress, status, referrals, roll calls?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from crawlers.samples.facts import HOST, Legislature, SampleAction, SampleBill, number_of

__all__ = [
    "chamber_id",
    "committee",
    "current_body",
    "history",
    "letter",
    "progress",
    "referrals",
    "roll_calls",
    "status_of",
]

_NO_DAY: Final = "0000-00-00"
_COMMITTEE: Final = re.compile(
    r"\[(?P<named>[^\]]+)\]|Committee on (?P<on>[A-Z][\w ,&]+)|to (?:the )?(?P<plain>[A-Z][\w ,&]*? Committee)\b"
)
_EVENTS: Final = {
    "executive-veto": 5,
    "failure": 6,
    "committee-failure": 11,
    "withdrawal": 6,
    "veto-override-passage": 7,
    "became-law": 8,
    "referral-committee": 9,
    "committee-passage": 10,
    "committee-passage-favorable": 10,
    "committee-passage-unfavorable": 11,
    "executive-signature": 4,
}
_STATUS_OF_EVENT: Final = {1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 6, 7: 4, 8: 4}


def history(bill: SampleBill, legislature: Legislature) -> list[dict[str, Any]]:
    """Every step in the order of time."""
    return [
        {
            "date": action.on,
            "action": action.words,
            "chamber": letter(action.chamber, legislature),
            "chamber_id": chamber_id(action.chamber, legislature),
            "importance": int(bool(action.classes)),
        }
        for action in bill.actions
    ]


def letter(chamber: str, legislature: Legislature) -> str:
    """``H``, ``A`` or ``S``; ``L`` where there is one chamber, ``C`` for the Council; nothing for the executive."""
    if chamber == "executive":
        return ""
    if chamber == "legislature":
        return "C" if legislature.code == "DC" else "L"
    return "S" if chamber == "upper" else "A" if legislature.lower.startswith("A") else "H"


def chamber_id(chamber: str, legislature: Legislature) -> int:
    """LegiScan's number of a chamber; 0 for the executive."""
    return 0 if chamber == "executive" else 9 + 2 * legislature.state_id + (chamber == "upper")


def _events(bill: SampleBill) -> Iterator[tuple[int, int]]:
    """Places and numbers of the significant steps: 2 when one chamber passed the bill, 3 when both or the only one did.

    A bill is introduced once, and passed once by each chamber, whatever is said of it later.
    """
    passed: set[str] = set()
    introduced = False
    for place, action in enumerate(bill.actions):
        for name in action.classes:
            if name == "passage":
                if action.chamber not in passed:
                    passed.add(action.chamber)
                    yield place, 3 if len(passed) > 1 or bill.chamber == "legislature" else 2
            elif name == "introduction":
                if not introduced:
                    introduced = True
                    yield place, 1
            elif name in _EVENTS:
                yield place, _EVENTS[name]


def progress(bill: SampleBill) -> list[dict[str, Any]]:
    """The ``progress`` of a bill."""
    return [{"date": bill.actions[place].on, "event": event} for place, event in _events(bill)]


def status_of(bill: SampleBill) -> tuple[int, str]:
    """The status number and its day; a bill that was only filed has 0 and no day."""
    found = (0, _NO_DAY)
    for place, event in _events(bill):
        if (status := _STATUS_OF_EVENT.get(event)) is not None:
            found = (status, bill.actions[place].on)
    return found


def current_body(bill: SampleBill) -> str:
    """The chamber that has the bill now: the other one once its own has passed it."""
    for action in reversed(bill.actions):
        if action.chamber in ("lower", "upper"):
            if "passage" in action.classes and action.chamber == bill.chamber:
                return "upper" if bill.chamber == "lower" else "lower"
            return action.chamber
    return bill.chamber


def referrals(bill: SampleBill, legislature: Legislature) -> list[dict[str, Any]]:
    """Each committee that the bill was sent to."""
    return [
        {"date": action.on, **_committee(action, legislature)}
        for action in bill.actions
        if "referral-committee" in action.classes
    ]


def committee(bill: SampleBill, legislature: Legislature) -> dict[str, Any] | None:
    """The committee in which the bill lies; none when it has left it or never was in one."""
    for action in reversed(bill.actions):
        if "referral-committee" in action.classes:
            return _committee(action, legislature)
        if action.classes:
            return None
    return None


def _committee(action: SampleAction, legislature: Legislature) -> dict[str, Any]:
    match = _COMMITTEE.search(action.words)
    name = next(filter(None, match.groups())) if match else "Rules"
    return {
        "committee_id": number_of(f"committee {legislature.code} {action.chamber} {name}", 1000, 9000),
        "chamber": letter(action.chamber, legislature),
        "chamber_id": chamber_id(action.chamber, legislature),
        "name": name,
    }


def roll_calls(bill: SampleBill, legislature: Legislature) -> list[dict[str, Any]]:
    """One roll call for each passage."""
    return [_roll_call(bill, legislature, place) for place, event in _events(bill) if event in (2, 3)]


def _roll_call(bill: SampleBill, legislature: Legislature, place: int) -> dict[str, Any]:
    action = bill.actions[place]
    number = number_of(f"vote {bill.id} {place}", 1_000_000, 9_000_000)
    yea, nay, absent = 20 + number % 40, number % 19, number % 3
    return {
        "roll_call_id": number,
        "date": action.on,
        "desc": action.words,
        "yea": yea,
        "nay": nay,
        "nv": 0,
        "absent": absent,
        "total": yea + nay + absent,
        "passed": 1,
        "chamber": letter(action.chamber, legislature),
        "chamber_id": chamber_id(action.chamber, legislature),
        "url": f"{HOST}/legiscan/{bill.state}/rollcall/{bill.compact}/id/{number}",
        "state_link": f"{bill.address}/votes/{place}",
    }
