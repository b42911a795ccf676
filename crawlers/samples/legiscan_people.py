"""How does LegiScan write a sponsor?"""

from __future__ import annotations

import hashlib
from typing import Any

from crawlers.samples.facts import Legislature, SampleBill, number_of

__all__ = ["people_of", "person", "sponsors"]


def sponsors(bill: SampleBill, legislature: Legislature) -> list[dict[str, Any]]:
    """The sponsors of a bill, the first one primary."""
    return [
        person(name, bill, legislature)
        | {
            "sponsor_type_id": 1 if place == 1 else 2,
            "sponsor_order": place,
            "committee_sponsor": int("Committee" in name),
            "committee_id": "0",
        }
        for place, name in enumerate(bill.sponsors, start=1)
    ]


def person(name: str, bill: SampleBill, legislature: Legislature) -> dict[str, Any]:
    """A legislator, as in getPerson; third parties' numbers are empty."""
    number = number_of(f"person {legislature.code} {name}", 10_000, 99_000)
    upper, committee = bill.chamber == "upper", "Committee" in name
    last, comma, first = name.partition(", ")
    if not comma:
        first, _, last = name.rpartition(" ")
    return {
        "people_id": number,
        "person_hash": hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()[:8],
        "party_id": str(1 + number % 3),
        "party": "DRI"[number % 3],
        "role_id": 2 if upper else 1,
        "role": "Sen" if upper else "Rep",
        "name": name if committee else f"{first} {last}".strip(),
        "first_name": "" if committee else first,
        "middle_name": "",
        "last_name": "" if committee else last,
        "suffix": "",
        "nickname": "",
        "district": "" if committee else f"{'SD' if upper else 'HD'}-{1 + number % 99:03}",
        "ftm_eid": 0,
        "votesmart_id": 0,
        "opensecrets_id": "",
        "knowwho_pid": 0,
        "ballotpedia": "",
    }


def people_of(bill: SampleBill, legislature: Legislature) -> dict[int, dict[str, Any]]:
    """The persons behind a bill by their number."""
    return {entry["people_id"]: entry for name in bill.sponsors for entry in (person(name, bill, legislature),)}
