"""Fictional bills in the Open States layout, as many as a test wants; every text says that it is a sample."""

from __future__ import annotations

import json
from pathlib import Path

_DUTY = (
    "<p>NEW SECTION. Sec. 2. A developer of a high-risk artificial intelligence system shall file with the attorney"
    " general, for sample number {n}, a report on each known or foreseeable risk of the system.</p>"
)
_NOTICE = (
    "<p>NEW SECTION. Sec. 3. A deployer shall disclose to each consumer, for sample number {n}, that the consumer is"
    " interacting with an artificial intelligence system.</p>"
)


def write_bills(folder: Path, count: int, *, amended: bool = False) -> None:
    """Write ``count`` bills of Washington; ``amended`` adds to each a second text with one duty more."""
    for n in range(1, count + 1):
        place = folder / "wa-legislation/country:us/state:wa/sessions/2025-2026/bills" / f"HB{9000 + n}"
        (place / "files").mkdir(parents=True)
        notes = ["Bill", "Substitute Bill"] if amended else ["Bill"]
        metadata = {
            "legislative_session": "2025-2026",
            "identifier": f"HB {9000 + n}",
            "title": f"Sample act number {n} concerning artificial intelligence.",
            "from_organization": '~{"classification": "lower"}',
            "classification": ["bill"],
            "subject": [],
            "abstracts": [],
            "other_identifiers": [],
            "actions": [
                {
                    "description": "First reading, referred to the sample committee.",
                    "date": "2026-01-12",
                    "organization_id": '~{"classification": "lower"}',
                    "classification": ["introduction"],
                }
            ],
            "sponsorships": [{"name": "Sample", "classification": "primary", "entity_type": "person", "primary": True}],
            "related_bills": [],
            "versions": [
                {
                    "note": note,
                    "date": "",
                    "links": [{"url": f"https://example.org/wa/{9000 + n}-{i}.htm", "media_type": "text/html"}],
                }
                for i, note in enumerate(notes)
            ],
            "sources": [{"url": f"https://example.org/wa/{9000 + n}"}],
            "jurisdiction": {"id": "ocd-jurisdiction/country:us/state:wa/government"},
        }
        (place / "metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
        for i, note in enumerate(notes):
            duties = [_NOTICE] if i == 0 else [_NOTICE, _DUTY]
            body = "".join(duty.format(n=n) for duty in duties)
            text = (
                "<html><body><p>SAMPLE, a fictional bill.</p><p>AN ACT Relating to artificial intelligence.</p>"
                "<p>BE IT ENACTED BY THE LEGISLATURE OF THE STATE OF WASHINGTON:</p>"
                f"<p>NEW SECTION. Sec. 1. This act may be known as the sample act number {n}.</p>{body}</body></html>"
            )
            name = f"{9000 + n}-{i}_{note.replace(' ', '_')}.htm"
            (place / "files" / name).write_text(text, encoding="utf-8")
