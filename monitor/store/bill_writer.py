"""How are decisions about bills written? Many at once, in few statements; always inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from monitor.model.bill import BillKey, Document
from monitor.model.bill_change import BillChange, KnownBill
from monitor.model.claim import BillClaim, SourceConflict
from monitor.model.mark import SourceMark
from monitor.store.claim_repository import keep_said, note_conflicts
from monitor.store.events import PlacedEvent, append_groups
from monitor.store.tables import (
    ActionRow,
    Base,
    BillAliasRow,
    BillClaimRow,
    BillRow,
    RelatedBillRow,
    SourceDocumentRow,
    SponsorRow,
    VersionRow,
)

__all__ = ["BillPlan", "Claim", "Merge", "move_marks", "write_bills"]

_VALUES_A_QUERY: Final = 500  # SQLite binds a limited number of parameters
_Versions = dict[tuple[int, str], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a source said of a bill, by hash, and the mark of the bytes that said it."""

    content: str
    fetched_at: datetime
    mark: SourceMark | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """What all sources of a bill say, and where they disagree."""

    claims: tuple[BillClaim, ...]
    conflicts: tuple[SourceConflict, ...]
    leads: bool
    """Whether the source that is written ranks first: then its metadata are the bill's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BillPlan:
    """All that happens to one bill; ``first`` are events to append before its own."""

    key: BillKey
    known: KnownBill | None
    change: BillChange
    claim: Claim
    metadata: Document | None
    metadata_sha256: str | None
    merge: Merge | None = None
    """None while one source alone speaks of the bill."""
    first: tuple[PlacedEvent, ...] = ()


def write_bills(session: Session, source: str, plans: Sequence[BillPlan], *, now: datetime) -> list[int]:
    """Apply decisions about different bills; returns how many events each appended.

    Rows and events come in the order of ``plans``, as if each had been written alone.
    """
    connection = session.connection()
    documents = _documents(connection, source, [wanted for plan in plans for wanted in _wanted(plan)])
    ids = _bills(connection, plans, documents, now)
    versions = _versions(connection, source, plans, ids, documents, now)
    _current(connection, plans, ids, versions)
    _lists(connection, source, plans, ids, now)
    _claims(connection, source, plans, ids)
    for plan in plans:
        if plan.merge is not None:
            keep_said(session, ids[plan.key], plan.merge.claims)
            note_conflicts(session, ids[plan.key], plan.merge.conflicts, now=now)
    return append_groups(session, [_placed(plan, ids[plan.key], versions) for plan in plans])


def move_marks(session: Session, source: str, marks: Sequence[tuple[int, SourceMark]]) -> None:
    """The source says the same of these bills, given with their rows, in other bytes or at another place."""
    rows = [
        {"row": bill_id, "by": source, "new_place": mark.place, "new_mark": mark.value, "new_missing": mark.missing}
        for bill_id, mark in marks
    ]
    if rows:
        table = BillClaimRow.__table__
        statement = update(table).where(table.c.bill_id == bindparam("row"), table.c.source == bindparam("by"))  # type: ignore[arg-type]
        session.connection().execute(
            statement.values(
                place=bindparam("new_place"), mark=bindparam("new_mark"), missing=bindparam("new_missing")
            ),
            rows,
        )


def _claims(connection: Connection, source: str, plans: Sequence[BillPlan], ids: Mapping[BillKey, int]) -> None:
    """Replace what the source said of these bills."""
    for some in _portions([plan.known.id for plan in plans if plan.known is not None]):
        connection.execute(delete(BillClaimRow).where(BillClaimRow.source == source, BillClaimRow.bill_id.in_(some)))
    rows = []
    for plan in plans:
        mark = plan.claim.mark or SourceMark(place="", value="")
        rows.append(
            {
                "bill_id": ids[plan.key],
                "source": source,
                "content_hash": plan.claim.content,
                "fetched_at": plan.claim.fetched_at,
                "place": mark.place,
                "mark": mark.value,
                "missing": list(mark.missing),
                "said": None,
            }
        )
    _insert(connection, BillClaimRow, rows)


def _insert(connection: Connection, table: type[Base], rows: list[dict[str, Any]]) -> None:
    # the table and not its class: nothing has to be told of the rows, and the driver takes them all at once
    if rows:
        connection.execute(insert(table.__table__), rows)  # type: ignore[arg-type]


def _portions(ids: Sequence[Any]) -> Iterable[Sequence[Any]]:
    for start in range(0, len(ids), _VALUES_A_QUERY):
        yield ids[start : start + _VALUES_A_QUERY]


def _wanted(plan: BillPlan) -> Iterable[tuple[Document, str]]:
    candidates = (
        (plan.metadata, plan.metadata_sha256),
        *((new.reading.record.document, new.reading.raw_sha256) for new in plan.change.new_versions),
        *((changed.document, changed.raw_sha256) for changed in plan.change.version_updates),
    )
    for document, sha256 in candidates:
        if document is not None and sha256 is not None:
            yield document, sha256


def _documents(
    connection: Connection, source: str, wanted: Sequence[tuple[Document, str]]
) -> dict[tuple[str, str], int]:
    """The rows of source documents by (address, sha256); those that are not there yet are inserted."""
    columns = (SourceDocumentRow.url, SourceDocumentRow.sha256, SourceDocumentRow.id)
    found: dict[tuple[str, str], int] = {}
    for some in _portions(sorted({document.url for document, _ in wanted})):
        rows = connection.execute(
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
        rows = connection.execute(insert(SourceDocumentRow).returning(*columns), list(missing.values()))
        found.update({(url, sha256): id_ for url, sha256, id_ in rows})
    return found


def _bills(
    connection: Connection,
    plans: Sequence[BillPlan],
    documents: Mapping[tuple[str, str], int],
    now: datetime,
) -> dict[BillKey, int]:
    """The rows of the bills by key: inserted when new; else their columns are set, but for the current version."""
    rows, ids = [], {}
    for plan in plans:
        key, values = plan.key, dict(plan.change.bill)
        document = None
        if plan.metadata is not None and plan.metadata_sha256 is not None:
            document = documents[plan.metadata.url, plan.metadata_sha256]
        if plan.known is None:
            identity = {"jurisdiction": key.jurisdiction, "session": key.session, "identifier": key.identifier}
            rows.append(values | identity | {"first_seen_at": now, "metadata_document_id": document})
            continue
        ids[key] = plan.known.id
        if document is not None and (plan.merge is None or plan.merge.leads):
            values["metadata_document_id"] = document
        connection.execute(update(BillRow).where(BillRow.id == plan.known.id).values(**values))
    if rows:
        columns = (BillRow.jurisdiction, BillRow.session, BillRow.identifier, BillRow.id)
        for jurisdiction, session, identifier, id_ in connection.execute(insert(BillRow).returning(*columns), rows):
            ids[BillKey(jurisdiction=jurisdiction, session=session, identifier=identifier)] = id_
    return ids


def _versions(
    connection: Connection,
    source: str,
    plans: Sequence[BillPlan],
    ids: Mapping[BillKey, int],
    documents: Mapping[tuple[str, str], int],
    now: datetime,
) -> _Versions:
    """The rows of the versions by (bill, key), after new ones were inserted and others set."""
    found: _Versions = {}
    rows = []
    for plan in plans:
        bill_id = ids[plan.key]
        if plan.known is not None:
            found.update({(bill_id, version.key): version.id for version in plan.known.versions})
        for version in plan.change.new_versions:
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
        for changed in plan.change.version_updates:
            columns = dict(changed.values)
            if changed.document is not None and changed.raw_sha256 is not None:
                columns |= {
                    "source_document_id": documents[changed.document.url, changed.raw_sha256],
                    "raw_sha256": changed.raw_sha256,
                }
            connection.execute(update(VersionRow).where(VersionRow.id == changed.id).values(**columns))
    if rows:
        keys = (VersionRow.bill_id, VersionRow.version_key, VersionRow.id)
        inserted = connection.execute(insert(VersionRow).returning(*keys), rows)
        found.update({(bill_id, key): id_ for bill_id, key, id_ in inserted})
    return found


def _current(
    connection: Connection, plans: Sequence[BillPlan], ids: Mapping[BillKey, int], versions: _Versions
) -> None:
    """Which version counts, where that is another one."""
    rows = []
    for plan in plans:
        bill_id, key = ids[plan.key], plan.change.current_key
        current = versions[bill_id, key] if key is not None else None
        before = plan.known.current_version_id if plan.known is not None else None
        if current != before:
            rows.append({"row": bill_id, "current": current})
    if rows:
        statement = update(BillRow.__table__)  # type: ignore[arg-type]
        statement = statement.where(BillRow.id == bindparam("row")).values(current_version_id=bindparam("current"))
        connection.execute(statement, rows)


def _lists(
    connection: Connection, source: str, plans: Sequence[BillPlan], ids: Mapping[BillKey, int], now: datetime
) -> None:
    """Actions, sponsors, related bills and aliases."""
    rows: dict[type[Base], list[dict[str, Any]]] = {
        ActionRow: [],
        SponsorRow: [],
        RelatedBillRow: [],
        BillAliasRow: [],
    }
    for plan in plans:
        bill_id, change = ids[plan.key], plan.change
        for table, gone in ((ActionRow, change.actions.gone), (SponsorRow, change.gone_sponsors)):
            for some in _portions(gone):
                connection.execute(delete(table).where(table.id.in_(some)))
        for id_, values in change.actions.moved:
            connection.execute(update(ActionRow).where(ActionRow.id == id_).values(**values))
        rows[ActionRow] += [
            {
                "bill_id": bill_id,
                "action_key": key,
                "ordinal": action.ordinal,
                "acted_on": action.on,
                "chamber": action.chamber.value,
                "text": action.text,
                "classes": list(action.classes),
                "first_seen_at": now,
            }
            for key, action in change.actions.new
        ]
        rows[SponsorRow] += [
            {"bill_id": bill_id, "name": s.name, "role": s.role, "kind": s.kind} for s in change.new_sponsors
        ]
        rows[RelatedBillRow] += [
            {
                "bill_id": bill_id,
                "session": link.session,
                "identifier": link.identifier,
                "relation": link.relation.value,
                "native": link.native,
            }
            for link in change.new_related
        ]
        rows[BillAliasRow] += [
            {"bill_id": bill_id, "alias": name, "source": source, "first_seen_at": now} for name in change.new_aliases
        ]
    for into, new in rows.items():
        _insert(connection, into, new)


def _placed(plan: BillPlan, bill_id: int, versions: _Versions) -> list[PlacedEvent]:
    return [
        *plan.first,
        *(
            PlacedEvent(
                event=planned.event,
                bill_id=bill_id,
                version_id=versions[bill_id, planned.version_key] if planned.version_key is not None else None,
            )
            for planned in plan.change.events
        ),
    ]
