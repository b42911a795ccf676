"""How bills are read for a decision and how its outcome is written; always inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from monitor.model.bill import BillKey, Document
from monitor.model.bill_change import (
    BillChange,
    KnownAction,
    KnownBill,
    KnownVersion,
    NewVersion,
)
from monitor.store.events import PlacedEvent, append_events
from monitor.store.tables import (
    ActionRow,
    BillAliasRow,
    BillRow,
    RelatedBillRow,
    SessionRow,
    SourceDocumentRow,
    SponsorRow,
    VersionRow,
)

__all__ = ["FoundSession", "StoredText", "find_session", "known_content", "load_bill", "stored_texts", "write_bill"]

_VALUES_A_QUERY: Final = 500  # SQLite binds a limited number of parameters


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSession:
    """A legislative session of a source; ``live`` once its first load has ended."""

    live: bool
    created: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredText:
    """What was read from bytes before."""

    text: str
    text_sha256: str
    method: str
    quality: str
    reason: str


def _is_bill(key: BillKey) -> Any:
    return (
        (BillRow.jurisdiction == key.jurisdiction)
        & (BillRow.session == key.session)
        & (BillRow.identifier == key.identifier)
    )


def known_content(session: Session, key: BillKey) -> tuple[int, str] | None:
    """The row and the content hash of a bill; none when it is not stored."""
    row = session.execute(select(BillRow.id, BillRow.content_hash).where(_is_bill(key))).one_or_none()
    return (row.id, row.content_hash) if row is not None else None


def stored_texts(session: Session, bill_id: int, raw_hashes: Iterable[str]) -> dict[str, StoredText]:
    """What was read of these bytes for this bill, by their sha256; bytes that gave no text are left out."""
    columns = (
        VersionRow.raw_sha256,
        VersionRow.text,
        VersionRow.text_sha256,
        VersionRow.method,
        VersionRow.quality,
        VersionRow.reason,
    )
    found = session.execute(
        select(*columns).where(
            VersionRow.bill_id == bill_id,
            VersionRow.raw_sha256.in_(sorted(raw_hashes)),
            VersionRow.text_sha256.is_not(None),
        )
    )
    return {
        str(raw): StoredText(text=text, text_sha256=sha256, method=method, quality=quality, reason=reason)
        for raw, text, sha256, method, quality, reason in found
        if sha256 is not None
    }


def find_session(session: Session, *, source: str, jurisdiction: str, identifier: str, now: datetime) -> FoundSession:
    """Find or create the row of a legislative session."""
    row = session.execute(
        select(SessionRow.live_since).where(
            SessionRow.source == source,
            SessionRow.jurisdiction == jurisdiction,
            SessionRow.identifier == identifier,
        )
    ).one_or_none()
    if row is not None:
        return FoundSession(live=row.live_since is not None, created=False)
    session.execute(
        insert(SessionRow).values(
            source=source, jurisdiction=jurisdiction, identifier=identifier, first_seen_at=now, live_since=None
        )
    )
    return FoundSession(live=False, created=True)


def load_bill(session: Session, key: BillKey) -> KnownBill | None:
    """A bill with everything that a decision compares; without the texts."""
    bill = session.execute(
        select(
            BillRow.id,
            BillRow.content_hash,
            BillRow.title,
            BillRow.abstract,
            BillRow.status,
            BillRow.status_on,
            BillRow.current_version_id,
        ).where(_is_bill(key))
    ).one_or_none()
    if bill is None:
        return None
    versions = session.execute(
        select(
            VersionRow.id,
            VersionRow.version_key.label("key"),
            VersionRow.ordinal,
            VersionRow.note,
            VersionRow.stage,
            VersionRow.published_on,
            VersionRow.url,
            VersionRow.media_type,
            VersionRow.raw_sha256,
            VersionRow.text_sha256,
            VersionRow.method,
            VersionRow.quality,
        ).where(VersionRow.bill_id == bill.id)
    ).mappings()
    actions = session.execute(
        select(ActionRow.action_key, ActionRow.id, ActionRow.ordinal, ActionRow.classes).where(
            ActionRow.bill_id == bill.id
        )
    )
    sponsors = session.execute(
        select(SponsorRow.name, SponsorRow.role, SponsorRow.id).where(SponsorRow.bill_id == bill.id)
    )
    related = session.execute(
        select(RelatedBillRow.session, RelatedBillRow.identifier, RelatedBillRow.relation).where(
            RelatedBillRow.bill_id == bill.id
        )
    )
    aliases = session.scalars(select(BillAliasRow.alias).where(BillAliasRow.bill_id == bill.id))
    return KnownBill(
        **bill._mapping,  # noqa: SLF001 - the documented name
        versions=tuple(KnownVersion(**row) for row in versions),
        actions={key: KnownAction(id=id_, ordinal=place, classes=tuple(names)) for key, id_, place, names in actions},
        sponsors={(name, role): id_ for name, role, id_ in sponsors},
        related=frozenset((a, b, c) for a, b, c in related),
        aliases=frozenset(aliases),
    )


def write_bill(
    session: Session,
    key: BillKey,
    known: KnownBill | None,
    change: BillChange,
    *,
    source: str,
    metadata: Document | None,
    metadata_sha256: str | None,
    now: datetime,
) -> int:
    """Apply a decision; returns how many events were appended."""
    wanted = [
        (document, sha256)
        for document, sha256 in (
            (metadata, metadata_sha256),
            *((new.reading.record.document, new.reading.raw_sha256) for new in change.new_versions),
            *((update_.document, update_.raw_sha256) for update_ in change.version_updates),
        )
        if document is not None and sha256 is not None
    ]
    documents = _documents(session, source, wanted)
    values = dict(change.bill)
    if metadata is not None and metadata_sha256 is not None:
        values["metadata_document_id"] = documents[metadata.url, metadata_sha256]
    if known is None:
        identity = {"jurisdiction": key.jurisdiction, "session": key.session, "identifier": key.identifier}
        values |= identity | {"first_seen_at": now}
        bill_id = session.execute(insert(BillRow).returning(BillRow.id), [values]).scalar_one()
    else:
        bill_id = known.id
    version_ids = {version.key: version.id for version in known.versions} if known else {}
    version_ids |= _insert_versions(session, bill_id, source, change.new_versions, documents, now)
    for changed in change.version_updates:
        columns = dict(changed.values)
        if changed.document is not None and changed.raw_sha256 is not None:
            columns |= {
                "source_document_id": documents[changed.document.url, changed.raw_sha256],
                "raw_sha256": changed.raw_sha256,
            }
        session.execute(update(VersionRow).where(VersionRow.id == changed.id).values(**columns))
    current = version_ids[change.current_key] if change.current_key is not None else None
    if known is not None:
        values["current_version_id"] = current
        session.execute(update(BillRow).where(BillRow.id == bill_id).values(**values))
    elif current is not None:
        session.execute(update(BillRow).where(BillRow.id == bill_id).values(current_version_id=current))
    _write_lists(session, bill_id, change, source, now)
    placed = (
        PlacedEvent(
            event=planned.event,
            bill_id=bill_id,
            version_id=version_ids[planned.version_key] if planned.version_key is not None else None,
        )
        for planned in change.events
    )
    return append_events(session, placed)


def _documents(session: Session, source: str, wanted: list[tuple[Document, str]]) -> dict[tuple[str, str], int]:
    """The rows of source documents by (address, sha256); those that are not there yet are inserted."""
    columns = (SourceDocumentRow.url, SourceDocumentRow.sha256, SourceDocumentRow.id)
    found: dict[tuple[str, str], int] = {}
    addresses = sorted({document.url for document, _ in wanted})
    for start in range(0, len(addresses), _VALUES_A_QUERY):
        some = addresses[start : start + _VALUES_A_QUERY]
        rows = session.execute(
            select(*columns).where(SourceDocumentRow.source == source, SourceDocumentRow.url.in_(some))
        )
        found.update({(url, sha256): id_ for url, sha256, id_ in rows})
    missing: dict[tuple[str, str], dict[str, Any]] = {}
    for document, sha256 in wanted:
        if (document.url, sha256) not in found:
            missing[document.url, sha256] = {
                "source": source,
                "url": document.url,
                "sha256": sha256,
                "size": len(document.body),
                "media_type": document.media_type,
                "status": document.status,
                "headers": [list(header) for header in document.headers],
                "fetched_at": document.fetched_at,
            }
    if missing:
        rows = session.execute(insert(SourceDocumentRow).returning(*columns), list(missing.values()))
        found.update({(url, sha256): id_ for url, sha256, id_ in rows})
    return found


def _insert_versions(
    session: Session,
    bill_id: int,
    source: str,
    versions: Iterable[NewVersion],
    documents: Mapping[tuple[str, str], int],
    now: datetime,
) -> dict[str, int]:
    rows = []
    for version in versions:
        reading, record = version.reading, version.reading.record
        document = None
        if record.document is not None and reading.raw_sha256 is not None:
            document = documents[record.document.url, reading.raw_sha256]
        rows.append(
            {
                "bill_id": bill_id,
                "version_key": version.key,
                "ordinal": version.ordinal,
                "note": record.note,
                "stage": record.stage.value,
                "published_on": record.published_on,
                "url": record.url,
                "media_type": record.media_type,
                "source": source,
                "source_document_id": document,
                "raw_sha256": reading.raw_sha256,
                "text_sha256": reading.text_sha256,
                "text": reading.text,
                "method": reading.method,
                "quality": reading.quality,
                "reason": reading.reason,
                "baseline": version.baseline,
                "first_seen_at": now,
                "text_changed_at": now,
            }
        )
    if not rows:
        return {}
    found = session.execute(insert(VersionRow).returning(VersionRow.version_key, VersionRow.id), rows)
    return {row.version_key: row.id for row in found}


def _write_lists(session: Session, bill_id: int, change: BillChange, source: str, now: datetime) -> None:
    """Actions, sponsors, related bills and aliases."""
    for table, gone in ((ActionRow, change.actions.gone), (SponsorRow, change.gone_sponsors)):
        for start in range(0, len(gone), _VALUES_A_QUERY):
            session.execute(delete(table).where(table.id.in_(gone[start : start + _VALUES_A_QUERY])))
    for id_, values in change.actions.moved:
        session.execute(update(ActionRow).where(ActionRow.id == id_).values(**values))
    rows: dict[Any, list[dict[str, Any]]] = {
        ActionRow: [
            {
                "action_key": key,
                "ordinal": action.ordinal,
                "acted_on": action.on,
                "chamber": action.chamber.value,
                "text": action.text,
                "classes": list(action.classes),
                "first_seen_at": now,
            }
            for key, action in change.actions.new
        ],
        SponsorRow: [{"name": s.name, "role": s.role, "kind": s.kind} for s in change.new_sponsors],
        RelatedBillRow: [
            {"session": r.session, "identifier": r.identifier, "relation": r.relation} for r in change.new_related
        ],
        BillAliasRow: [{"alias": name, "source": source, "first_seen_at": now} for name in change.new_aliases],
    }
    for table, new in rows.items():
        if new:
            session.execute(insert(table), [row | {"bill_id": bill_id} for row in new])
