"""How does Open States v3 write a bill and a jurisdiction? Facts to the objects of its answers.

Fields as its public source declares them. What was not asked for with ``include`` is left out, and so is what is null.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Any, Final

from crawlers.samples.facts import HOST, Legislature, SampleBill, SampleSession, SampleText, World

__all__ = ["MEDIA_TYPES", "bill_object", "jurisdiction_object", "ocd_id", "updated_at"]

MEDIA_TYPES: Final = {
    ".htm": "text/html",
    ".html": "text/html",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
    ".xml": "text/xml",
}
_NAMESPACE: Final = uuid.UUID("7d0d3a5e-0000-5000-8000-000000000000")
_CREATED: Final = "2026-11-20T05:12:44.102938+00:00"
_UPDATED: Final = ("2026-11-23T05:31:09.417213+00:00", "2026-11-24T05:29:51.880412+00:00")
_CHAMBERS: Final = {"lower": "House", "upper": "Senate", "legislature": "Legislature", "executive": "Governor"}


def ocd_id(kind: str, key: str) -> str:
    """``ocd-bill/…`` and the like, always the same for a key."""
    return f"ocd-{kind}/{uuid.uuid5(_NAMESPACE, key)}"


def updated_at(bill: SampleBill, day: int) -> str:
    """When Open States says that it last updated a bill, be it for nothing."""
    return _UPDATED[day > 1 and bill.touched]


def _organisation(chamber: str, legislature: Legislature) -> dict[str, Any]:
    name = f"{legislature.name} Legislature" if chamber == "legislature" else _CHAMBERS[chamber]
    return {
        "id": ocd_id("organization", f"{legislature.code} {chamber}"),
        "name": name,
        "classification": chamber,
    }


def bill_object(bill: SampleBill, world: World, include: Collection[str], *, documents: str = "") -> dict[str, Any]:
    """A bill with what ``include`` names. ``documents`` replaces the host of the links to its texts."""
    legislature = world.legislatures[bill.state]
    days = [action.on for action in bill.actions]
    passages = [action.on for action in bill.actions if "passage" in action.classes]
    content: dict[str, Any] = {
        "id": ocd_id("bill", bill.identity or bill.key),
        "session": bill.session.identifier,
        "jurisdiction": {"id": legislature.ocd_jurisdiction, "name": legislature.name, "classification": "state"},
        "from_organization": _organisation(bill.chamber, legislature),
        "identifier": bill.number,
        "title": bill.title,
        "classification": ["bill"],
        "subject": list(bill.subjects),
        "extras": {},
        "created_at": _CREATED,
        "updated_at": updated_at(bill, world.day),
        "openstates_url": f"{HOST}/openstates/{bill.state.lower()}/bills/{bill.session.identifier}/{bill.compact}/",
        "first_action_date": min(days) if days else "",
        "latest_action_date": max(days) if days else "",
        "latest_action_description": bill.actions[-1].words if bill.actions else "",
        "latest_passage_date": max(passages) if passages else "",
    }
    made: dict[str, list[Any]] = {
        "abstracts": [{"abstract": bill.abstract, "note": "summary"}] if bill.abstract else [],
        "other_titles": [],
        "other_identifiers": [{"identifier": alias} for alias in bill.aliases],
        "sponsorships": [_sponsorship(bill, place) for place in range(len(bill.sponsors))],
        "actions": [_action(bill, place, legislature) for place in range(len(bill.actions))],
        "sources": [{"url": bill.address, "note": ""}],
        "versions": [_version(bill, text, documents or HOST) for text in bill.texts],
        "documents": [],
        "related_bills": [
            {"identifier": each.number, "legislative_session": each.session, "relation_type": each.kind}
            for each in bill.relations
        ],
        "votes": [],
    }
    return content | {name: entries for name, entries in made.items() if name in include}


def _sponsorship(bill: SampleBill, place: int) -> dict[str, Any]:
    return {
        "id": str(uuid.uuid5(_NAMESPACE, f"{bill.key} sponsor {place}")),
        "name": bill.sponsors[place],
        "entity_type": "organization" if "Committee" in bill.sponsors[place] else "person",
        "primary": place == 0,
        "classification": "primary" if place == 0 else "cosponsor",
    }


def _action(bill: SampleBill, place: int, legislature: Legislature) -> dict[str, Any]:
    action = bill.actions[place]
    return {
        "id": str(uuid.uuid5(_NAMESPACE, f"{bill.key} action {place}")),
        "organization": _organisation(action.chamber, legislature),
        "description": action.words,
        "date": action.on,
        "classification": list(action.classes),
        "order": place,
        "related_entities": [],
    }


def _version(bill: SampleBill, text: SampleText, host: str) -> dict[str, Any]:
    endings = (text.ending, *text.more_endings)
    links = [
        {"url": f"{host}/{text.address.replace(' ', '%20')}{ending}", "media_type": MEDIA_TYPES[ending.lower()]}
        for ending in endings
    ]
    return {
        "id": str(uuid.uuid5(_NAMESPACE, f"{bill.key} version {text.note} {text.on} {text.address}")),
        "note": text.note,
        "date": text.on,
        "classification": "",
        "links": links,
    }


def jurisdiction_object(legislature: Legislature, day: int, include: Collection[str]) -> dict[str, Any]:
    """A jurisdiction with its sessions and the latest runs of the scraper, when asked for."""
    code, name = legislature.code, legislature.name
    moment = _UPDATED[day > 1]
    content: dict[str, Any] = {
        "id": legislature.ocd_jurisdiction,
        "name": name,
        "classification": "state",
        "division_id": legislature.ocd_jurisdiction.replace("jurisdiction", "division").removesuffix("/government"),
        "url": f"{HOST}/{code.lower()}/",
        "latest_bill_update": moment,
        "latest_people_update": _CREATED,
    }
    if "organizations" in include:
        chambers = ("legislature",) if legislature.lower == legislature.upper else ("legislature", "lower", "upper")
        content["organizations"] = [_organisation(chamber, legislature) for chamber in (*chambers, "executive")]
    if "legislative_sessions" in include:
        content["legislative_sessions"] = [_session(session) for session in legislature.sessions]
    if "latest_runs" in include:
        # one scraper in ten has failed for days, as somewhere one always has
        healthy = legislature.state_id % 10 != 4
        content["latest_runs"] = [
            {
                "success": healthy or run == 2,
                "start_time": f"2026-11-{(23 if day > 1 else 22) - run}T05:00:00+00:00",
                "end_time": f"2026-11-{(23 if day > 1 else 22) - run}T05:{20 + run}:00+00:00",
            }
            for run in range(3)
        ]
    return content


def _session(session: SampleSession) -> dict[str, Any]:
    return {
        "identifier": session.identifier,
        "name": session.name,
        "classification": "special" if session.special else "primary",
        "start_date": f"{session.years[0]}-01-05",
        "end_date": f"{session.years[1]}-12-31",
    }
