"""Sample bills in the layout of the Open States repositories: fictional, with the real field names."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawlers.parsing.openstates import FileTooLargeError, parse_bill
from monitor.model.bill import BillRecord, Document
from monitor.model.run import ItemError

FETCHED_AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PLACE = "country:us/state:wa/sessions/2025-2026/bills/HB9901"
LOWER, UPPER = '~{"classification": "lower"}', '~{"classification": "upper"}'

_METADATA: dict[str, Any] = {
    "legislative_session": "2025-2026",
    "identifier": "HB 9901",
    "title": "A sample bill concerning automated decisions.",
    "from_organization": LOWER,
    "classification": ["bill"],
    "subject": ["SAMPLES"],
    "abstracts": [{"note": "summary", "abstract": "A sample abstract."}],
    "other_titles": [],
    "other_identifiers": [{"identifier": "ocd-bill-wa-2025_2026-hb9901"}],
    "actions": [
        {
            "description": "First reading, referred to the Sample Committee.",
            "date": "2026-01-12",
            "organization_id": LOWER,
            "classification": ["reading-1", "referral-committee"],
            "related_entities": [],
        },
        {
            "description": "Public hearing in the Sample Committee.",
            "date": "2026-01-20",
            "organization_id": LOWER,
            "classification": [],
            "related_entities": [],
        },
    ],
    "sponsorships": [
        {"name": "Sample", "classification": "primary", "entity_type": "person", "primary": True, "person_id": None},
        {"name": "Example", "classification": "cosponsor", "entity_type": "person", "primary": False},
    ],
    "related_bills": [],
    "versions": [
        {
            "note": "Original Bill",
            "links": [
                {"url": "https://example.org/Htm/Bills/9901.htm", "media_type": "text/html"},
                {"url": "https://example.org/Pdf/Bills/9901.pdf", "media_type": "application/pdf"},
            ],
            "date": "",
        }
    ],
    "documents": [],
    "citations": [],
    "sources": [{"url": "https://example.org/billsummary?BillNumber=9901", "note": ""}],
    "extras": {},
    "jurisdiction": {
        "id": "ocd-jurisdiction/country:us/state:wa/government",
        "name": "Washington",
        "classification": "state",
        "division_id": "ocd-division/country:us/state:wa",
    },
}

HTML = b"""<html><body><h1>SAMPLE BILL 9901</h1>
<p>NEW SECTION. Sec. 1. (1) A sample deployer of an automated decision system must give a sample notice.</p>
<p>NEW SECTION. Sec. 2. This sample act takes effect on a day that never comes.</p></body></html>"""


def metadata(**changes: Any) -> dict[str, Any]:
    """The fields of a sample bill; ``changes`` replace whole fields."""
    return copy.deepcopy(_METADATA) | changes


def action(description: str, date: str, *classes: str, by: str = LOWER) -> dict[str, Any]:
    return {
        "description": description,
        "date": date,
        "organization_id": by,
        "classification": list(classes),
        "related_entities": [],
    }


def version(note: str, *links: tuple[str, str], date: str = "") -> dict[str, Any]:
    return {"note": note, "links": [{"url": url, "media_type": kind} for url, kind in links], "date": date}


def numbered(number: int, **changes: Any) -> dict[str, Any]:
    """The sample bill under another number."""
    said = metadata(
        identifier=f"HB {number}",
        title=f"Sample bill number {number}.",
        other_identifiers=[{"identifier": f"ocd-bill-wa-2025_2026-hb{number}"}],
        versions=[version("Original Bill", (f"https://example.org/Htm/Bills/{number}.htm", "text/html"))],
    )
    return said | changes


def document(said: object, *, place: str = PLACE) -> Document:
    """A ``metadata.json``: bytes as they are, everything else as JSON."""
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    return Document(
        url=f"openstates:{place}/metadata.json", body=body, media_type="application/json", fetched_at=FETCHED_AT
    )


class MemoryFiles:
    """The files of a bill, in memory; ``limit`` is what a file may have."""

    def __init__(self, files: Mapping[str, bytes] | None = None, *, limit: int = 1_000_000) -> None:
        self.files, self.limit = dict(files or {}), limit

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.files)

    def head(self, name: str) -> bytes:
        return self.files[name][:4096]

    def read(self, name: str, media_type: str) -> Document:
        if len(self.files[name]) > self.limit:
            raise FileTooLargeError(f"{name} is too large")
        return Document(url=f"sample:{name}", body=self.files[name], media_type=media_type, fetched_at=FETCHED_AT)


def parsed(
    said: object, files: Mapping[str, bytes] | None = None, *, place: str = PLACE, limit: int = 1_000_000
) -> tuple[BillRecord, tuple[ItemError, ...]]:
    return parse_bill(document(said, place=place), MemoryFiles(files, limit=limit), source="openstates-files")


def record(**changes: Any) -> BillRecord:
    return parsed(metadata(**changes))[0]


def folder_of(said: Mapping[str, Any], name: str = "") -> str:
    """The path of a bill's folder below the folder of repositories."""
    state = said["jurisdiction"]["id"].split("/")[-2]
    folder = name or said["identifier"].replace(" ", "")
    return f"{state[-2:]}-legislation/country:us/{state}/sessions/{said['legislative_session']}/bills/{folder}"


def write_bill(
    root: Path, said: Mapping[str, Any], files: Mapping[str, bytes] | None = None, *, name: str = ""
) -> Path:
    """Write a bill's folder under ``root``; ``name`` when the folder is not called as the bill."""
    folder = root / folder_of(said, name)
    (folder / "files").mkdir(parents=True, exist_ok=True)
    (folder / "metadata.json").write_text(json.dumps(said), encoding="utf-8")
    for file, body in (files or {}).items():
        (folder / "files" / file).write_bytes(body)
    return folder


def write_numbered(root: Path, number: int, body: bytes = HTML, **changes: Any) -> Path:
    said = numbered(number, **changes)
    return write_bill(root, said, {f"{number}_Original_Bill.htm": body.replace(b"9901", str(number).encode())})
