"""What happens to one crawled bill? Raw bytes first, then text, then one transaction with everything that changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from monitor.clock import Clock
from monitor.model.bill import BillRecord, Extraction, TextQuality, VersionRecord
from monitor.model.bill_change import VersionReading
from monitor.model.event import Event, EventKind, event_id
from monitor.model.health import SHORT_TEXT
from monitor.model.run import ItemError
from monitor.services.decide_bill import content_hash, decide_bill
from monitor.store.bill_repository import (
    StoredText,
    find_session,
    known_content,
    load_bill,
    stored_texts,
    write_bill,
)
from monitor.store.engine import Store
from monitor.store.events import PlacedEvent, append_events
from monitor.store.raw import RawStore
from monitor.text.normal import clean_sha256

__all__ = ["Extract", "IngestResult", "ingest_bill"]


class Extract(Protocol):
    """Bytes to clean text. It returns unreadable with a reason rather than raise."""

    def __call__(self, body: bytes, *, media_type: str, upstream: bool) -> Extraction:
        """``upstream`` says that the bytes are somebody else's extraction."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestResult:
    """What one bill came to."""

    outcome: Literal["new", "changed", "unchanged"]
    events: int = 0
    versions: int = 0
    """Version rows that were inserted."""
    errors: tuple[ItemError, ...] = ()
    """Texts that could not be read; each is stored with its reason."""
    baseline: bool = False
    """True when the bill's session is loaded for the first time."""
    texts: int = 0
    """Documents that came with the bill when it was new or changed."""
    short_texts: int = 0
    """Of these, the ones that gave less text than a bill has."""


def ingest_bill(store: Store, raw: RawStore, record: BillRecord, *, extract: Extract, clock: Clock) -> IngestResult:
    """Store a bill as its source states it now; committed when this returns.

    Bytes that were read for this bill before are not read again. A record that says what is stored already costs one
    query and changes nothing.

    :raises StoreError: when the database cannot be used.
    """
    content = content_hash(record)
    hashes = [hashlib.sha256(v.document.body).hexdigest() if v.document is not None else None for v in record.versions]
    with store.read() as session:
        before = known_content(session, record.key)
        if before is not None and before[1] == content:
            return IngestResult(outcome="unchanged")
        texts = stored_texts(session, before[0], {h for h in hashes if h is not None}) if before is not None else {}
    readings = [
        _reading(version, sha256, texts, extract) for version, sha256 in zip(record.versions, hashes, strict=True)
    ]
    metadata_sha256 = raw.put(record.metadata.body) if record.metadata is not None else None
    for version in record.versions:
        if version.document is not None:
            raw.put(version.document.body)
    now = clock()
    with store.write() as session:
        known = load_bill(session, record.key)
        found = find_session(
            session,
            source=record.source,
            jurisdiction=record.key.jurisdiction,
            identifier=record.key.session,
            now=now,
        )
        change = decide_bill(record, known, readings, live=found.live, now=now, content=content)
        events = append_events(session, [_session_new(record, now)]) if found.created else 0
        events += write_bill(
            session,
            record.key,
            known,
            change,
            source=record.source,
            metadata=record.metadata,
            metadata_sha256=metadata_sha256,
            now=now,
        )
    return IngestResult(
        outcome="new" if known is None else "changed",
        events=events,
        versions=len(change.new_versions),
        errors=tuple(_unreadable(record, readings)),
        baseline=not found.live,
        texts=sum(reading.raw_sha256 is not None for reading in readings),
        short_texts=sum(reading.raw_sha256 is not None and len(reading.text) < SHORT_TEXT for reading in readings),
    )


def _reading(
    version: VersionRecord, sha256: str | None, texts: dict[str, StoredText], extract: Extract
) -> VersionReading:
    """The text of a version: as it was read before, else read now; a missing one says so."""
    if version.document is None or sha256 is None:
        return VersionReading(
            record=version,
            raw_sha256=None,
            text_sha256=None,
            text="",
            method="",
            quality=TextQuality.MISSING.value,
            reason="the source gives no document that can be read here",
        )
    stored = texts.get(sha256)
    if stored is None:
        read = extract(version.document.body, media_type=version.media_type, upstream=version.upstream_text)
        stored = StoredText(
            text=read.text,
            text_sha256=clean_sha256(read.text) if read.text else "",
            method=read.method,
            quality=read.quality.value,
            reason=read.reason,
        )
    return VersionReading(
        record=version,
        raw_sha256=sha256,
        text_sha256=stored.text_sha256 or None,
        text=stored.text,
        method=stored.method,
        quality=stored.quality,
        reason=stored.reason,
    )


def _unreadable(record: BillRecord, readings: Iterable[VersionReading]) -> Iterable[ItemError]:
    for reading in readings:
        if reading.quality == TextQuality.UNREADABLE.value:
            subject = f"{record.key}: {reading.record.note} {reading.record.url}".strip()
            yield ItemError(kind="unreadable", subject=subject, message=reading.reason)


def _session_new(record: BillRecord, now: datetime) -> PlacedEvent:
    key = record.key
    event = Event(
        id=event_id(EventKind.SESSION_NEW, f"{record.source} {key.jurisdiction} {key.session}", ""),
        kind=EventKind.SESSION_NEW,
        bill=None,
        occurred_on=None,
        detected_at=now,
        baseline=True,
        payload={"source": record.source, "jurisdiction": key.jurisdiction, "session": key.session},
    )
    return PlacedEvent(event=event)
