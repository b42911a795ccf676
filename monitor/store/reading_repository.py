"""How readings are kept, and found again while they hold: same text, same title and abstract, same classifier."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from sqlalchemy.orm import Session

from monitor.model.reading import Reading
from monitor.store.reading_json import reading_from_json, reading_to_json
from monitor.store.tables import BillRow, ReadingRow, VersionRow

__all__ = ["load_reading", "write_reading"]


def write_reading(session: Session, version: VersionRow, reading: Reading, *, now: datetime) -> None:
    """Keep a reading in the place of the one before; its classifier release must be noted already."""
    bill = session.get_one(BillRow, version.bill_id)
    row = session.get(ReadingRow, version.id)
    if row is None:
        row = ReadingRow(version_id=version.id)
        session.add(row)
    row.text_sha256 = version.text_sha256 or ""
    row.said_sha256 = _said(bill)
    row.classifier_release = reading.classifier_release
    row.content = reading_to_json(reading)
    row.read_at = now


def load_reading(session: Session, version: VersionRow, *, classifier_release: str) -> Reading | None:
    """The kept reading of a version; none when what was read or who read it is another by now.

    :raises ValueError: when what is stored is no reading.
    """
    row = session.get(ReadingRow, version.id)
    if row is None or row.classifier_release != classifier_release or row.text_sha256 != version.text_sha256:
        return None
    if row.said_sha256 != _said(session.get_one(BillRow, version.bill_id)):
        return None
    return reading_from_json(row.content, version.text, classifier_release=classifier_release)


def _said(bill: BillRow) -> str:
    said = json.dumps([bill.title, bill.abstract, bill.jurisdiction], ensure_ascii=False)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
