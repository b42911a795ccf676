"""How does LegiScan write a session, a bill, a list, a text? Facts to the objects of its answers.

Fields as in the manual of API v1.91 and in recorded answers. Its habits are kept: an empty object is ``[]``, an unknown
day ``0000-00-00``, nothing is an empty string, some numbers are strings, and some states' ids always are.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

from crawlers.samples.facts import HOST, Legislature, SampleBill, SampleSession, World
from crawlers.samples.legiscan_documents import amendments, supplements, text_entries
from crawlers.samples.legiscan_people import sponsors
from crawlers.samples.legiscan_steps import (
    chamber_id,
    committee,
    current_body,
    history,
    letter,
    progress,
    referrals,
    roll_calls,
    status_of,
)

__all__ = [
    "bill_object",
    "change_hash",
    "id_of",
    "legiscan_number",
    "list_entry",
    "raw_entry",
    "search_entry",
    "session_object",
]

_SAST: Final = {
    "companion": (1, "Same As"),
    "related": (8, "Related"),
    "replaced-by": (3, "Replaced By"),
    "replaces": (4, "Replaces"),
    "prior-session": (9, "Carry Over"),
}
_SUBJECT_LOW: Final = 4000
_SHORT: Final = frozenset({"FL", "NC", "RI"})


def legiscan_number(number: str, state: str) -> str:
    """As LegiScan writes it: ``HB9901``, and ``H9901`` in three states whose bills are HB and SB elsewhere."""
    compact = number.replace(" ", "").replace(".", "")
    return f"{compact[0]}{compact[2:]}" if state in _SHORT and compact[:2] in ("HB", "SB") else compact


def id_of(number: int, legislature: Legislature) -> int | str:
    """A number as this state's answers have it: for one state in five a string."""
    return str(number) if legislature.state_id % 5 == 0 else number


def session_object(session: SampleSession, legislature: Legislature) -> dict[str, Any]:
    """The ``session`` inside a bill or a master list."""
    return {
        "session_id": session.id,
        "state_id": legislature.state_id,
        "year_start": session.years[0],
        "year_end": session.years[1],
        "prefile": int(session.prefile),
        "sine_die": int(session.sine_die),
        "prior": int(session.prior),
        "special": int(session.special),
        "session_tag": session.tag,
        "session_title": session.name,
        "session_name": session.name,
    }


def change_hash(bill: SampleBill, world: World) -> str:
    """32 hex digits that move when anything of the bill moves."""
    if bill.id not in world.hashes:
        content = json.dumps(_content(bill, world), sort_keys=True, ensure_ascii=False)
        world.hashes[bill.id] = hashlib.md5(content.encode(), usedforsecurity=False).hexdigest()
    return world.hashes[bill.id]


def bill_object(bill: SampleBill, world: World) -> dict[str, Any]:
    """The ``bill`` of getBill."""
    head = {"bill_id": id_of(bill.id, world.legislatures[bill.state]), "change_hash": change_hash(bill, world)}
    return head | _content(bill, world)


def _content(bill: SampleBill, world: World) -> dict[str, Any]:
    legislature = world.legislatures[bill.state]
    status, status_date = status_of(bill)
    now = current_body(bill)
    pending = committee(bill, legislature)
    return {
        "session_id": bill.session.id,
        "session": session_object(bill.session, legislature),
        "url": _url(bill),
        "state_link": bill.address,
        "completed": int(status in (4, 5)),
        "status": status,
        "status_date": status_date,
        "progress": progress(bill),
        "state": bill.state,
        "state_id": legislature.state_id,
        "bill_number": legiscan_number(bill.compact, bill.state),
        "bill_type": "B",
        "bill_type_id": "1",
        "body": letter(bill.chamber, legislature),
        "body_id": chamber_id(bill.chamber, legislature),
        "current_body": letter(now, legislature),
        "current_body_id": chamber_id(now, legislature),
        "title": bill.title,
        "description": bill.abstract or bill.title,
        "pending_committee_id": pending["committee_id"] if pending else 0,
        "committee": pending or [],
        "referrals": referrals(bill, legislature),
        "history": history(bill, legislature),
        "sponsors": sponsors(bill, legislature),
        "sasts": _sasts(bill, world),
        "subjects": [
            {"subject_id": _SUBJECT_LOW + sum(subject.encode()) % 1000, "subject_name": subject}
            for subject in bill.subjects
        ],
        "texts": text_entries(bill, legislature),
        "votes": roll_calls(bill, legislature),
        "amendments": amendments(bill, legislature),
        "supplements": supplements(bill),
        "calendar": [
            {
                "type_id": 1,
                "type": "Hearing",
                "date": hearing.on,
                "time": hearing.time,
                "location": hearing.place,
                "description": hearing.words,
            }
            for hearing in bill.hearings
        ],
    }


def _url(bill: SampleBill) -> str:
    session = bill.session
    tail = "/X1" if session.special else "/F" if session.fiscal else ""
    return f"{HOST}/legiscan/{bill.state}/bill/{legiscan_number(bill.compact, bill.state)}/{session.years[0]}{tail}"


def _sasts(bill: SampleBill, world: World) -> list[dict[str, Any]]:
    found = []
    for relation in bill.relations:
        number, name = _SAST.get(relation.kind, (8, "Related"))
        other = world.related(bill, relation)
        found.append(
            {
                "type_id": number,
                "type": name,
                "sast_bill_number": legiscan_number(relation.number, bill.state),
                "sast_bill_id": other.id if other is not None else 0,
            }
        )
    return found


def raw_entry(bill: SampleBill, world: World) -> dict[str, Any]:
    """An entry of getMasterListRaw."""
    number = id_of(bill.id, world.legislatures[bill.state])
    written = legiscan_number(bill.compact, bill.state)
    return {"bill_id": number, "number": written, "change_hash": change_hash(bill, world)}


def list_entry(bill: SampleBill, world: World) -> dict[str, Any]:
    """An entry of getMasterList."""
    status, status_date = status_of(bill)
    last = bill.actions[-1] if bill.actions else None
    return raw_entry(bill, world) | {
        "url": _url(bill),
        "status_date": status_date,
        "status": str(status) if status == 0 else status,
        "last_action_date": last.on if last else "0000-00-00",
        "last_action": last.words if last else "",
        "title": bill.title,
        "description": bill.abstract or bill.title,
    }


def search_entry(bill: SampleBill, world: World, relevance: int) -> dict[str, Any]:
    """An entry of getSearch."""
    last = bill.actions[-1] if bill.actions else None
    return {
        "relevance": relevance,
        "state": bill.state,
        "bill_number": legiscan_number(bill.compact, bill.state),
        "bill_id": id_of(bill.id, world.legislatures[bill.state]),
        "change_hash": change_hash(bill, world),
        "url": _url(bill),
        "text_url": _url(bill).replace("/bill/", "/text/"),
        "research_url": _url(bill).replace("/bill/", "/research/"),
        "last_action_date": last.on if last else "0000-00-00",
        "last_action": last.words if last else "",
        "title": bill.title,
    }
