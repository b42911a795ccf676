"""How does an archive of Open States bill files look? Folders in a ``tar.gz``, always the same bytes."""

from __future__ import annotations

import gzip
import io
import json
import re
import tarfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from crawlers.samples.facts import HOST, Legislature, SampleBill, World
from crawlers.samples.openstates_shape import MEDIA_TYPES

__all__ = ["archive_bytes", "bill_files", "metadata"]


def metadata(bill: SampleBill, legislature: Legislature) -> dict[str, Any]:
    """A ``metadata.json``."""
    return {
        "legislative_session": bill.session.identifier,
        "identifier": bill.number,
        "title": bill.title,
        "from_organization": _organisation(bill.chamber),
        "classification": ["bill"],
        "subject": list(bill.subjects),
        "abstracts": [{"note": "summary", "abstract": bill.abstract}] if bill.abstract else [],
        "other_titles": [],
        "other_identifiers": [{"identifier": alias} for alias in bill.aliases],
        "actions": [
            {
                "description": action.words,
                "date": action.on,
                "organization_id": _organisation(action.chamber),
                "classification": list(action.classes),
                "related_entities": [],
            }
            for action in bill.actions
        ],
        "sponsorships": [
            {
                "name": name,
                "classification": "primary" if place == 0 else "cosponsor",
                "entity_type": "organization" if "Committee" in name else "person",
                "primary": place == 0,
            }
            for place, name in enumerate(bill.sponsors)
        ],
        "related_bills": [
            {"identifier": each.number, "legislative_session": each.session, "relation_type": each.kind}
            for each in bill.relations
        ],
        "versions": [
            {
                "note": text.note,
                "links": [
                    {"url": f"{HOST}/{text.address}{ending}", "media_type": MEDIA_TYPES[ending.lower()]}
                    for ending in (text.ending, *text.more_endings)
                ],
                "date": text.on,
                "classification": "",
            }
            for text in bill.texts
        ],
        "documents": [],
        "citations": [],
        "sources": [{"url": bill.address, "note": "SAMPLE: a fictional bill"}],
        "extras": {"sample": True},
        "jurisdiction": {
            "id": legislature.ocd_jurisdiction,
            "name": legislature.name,
            "classification": "state",
            "division_id": legislature.ocd_jurisdiction.replace("jurisdiction", "division").removesuffix("/government"),
        },
    }


def _organisation(chamber: str) -> str:
    return f'~{{"classification": "{chamber}"}}'


def bill_files(bill: SampleBill, legislature: Legislature) -> Iterator[tuple[str, bytes]]:
    """Paths inside the repository and bytes."""
    division = legislature.ocd_jurisdiction.removeprefix("ocd-jurisdiction/").removesuffix("/government")
    folder = f"{division}/sessions/{bill.session.identifier}/bills/{bill.compact}"
    content = json.dumps(metadata(bill, legislature), indent=1, ensure_ascii=False) + "\n"
    yield f"{folder}/metadata.json", content.encode()
    for text in bill.texts:
        if text.body is not None:
            note = re.sub(r"[/:#]", "", text.note).replace(" ", "_")
            stem = text.address.rpartition("/")[2] or "bill_content"  # as the folders call what has no name
            yield f"{folder}/files/{stem}_{note}{text.ending}", text.body


def archive_bytes(world: World, code: str, folder: Path) -> bytes:
    """The archive of one state. Bills that lie as folders below ``folder`` are packed as they are."""
    legislature = world.legislatures[code]
    files: dict[str, bytes] = {}
    for bill in world.bills:
        if bill.state == code:
            files |= dict(bill_files(bill, legislature))
    root = folder / f"day{min(world.day, 2)}" / f"{code.lower()}-legislation"
    for path in sorted(root.glob("country:us/*/sessions/*/bills/*/metadata.json")):
        below = path.parent.relative_to(root).as_posix()
        files = {name: body for name, body in files.items() if not name.startswith(f"{below}/")}
        for file in sorted(path.parent.rglob("*")):
            if file.is_file():
                files[file.relative_to(root).as_posix()] = file.read_bytes()
    return _packed(f"{code.lower()}-legislation-main", sorted(files.items()))


def _packed(root: str, files: Sequence[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with (
        gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for name, body in files:
            member = tarfile.TarInfo(f"{root}/{name}")
            member.size, member.mtime, member.mode = len(body), 1_795_000_000, 0o644
            archive.addfile(member, io.BytesIO(body))
    return buffer.getvalue()
