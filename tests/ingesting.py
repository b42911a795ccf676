"""Ingesting bills in tests: a store, its raw folder, and a clock that goes on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from monitor.model.bill import (
    BillRecord,
    Extraction,
)
from monitor.model.run import RunRecord, RunState
from monitor.services.ingest import IngestResult, ingest_bill
from monitor.services.runs import finish_run, start_run
from monitor.store.engine import Store
from monitor.store.raw import RawStore
from monitor.store.tables import (
    ActionRow,
    Base,
    BillAliasRow,
    BillRow,
    EventRow,
    RelatedBillRow,
    SessionRow,
    SourceDocumentRow,
    SponsorRow,
    VersionRow,
)
from monitor.text.extract import extract
from tests.records import KEY

MOMENT = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
TABLES = (
    *(BillRow, VersionRow, ActionRow, SponsorRow, RelatedBillRow, BillAliasRow, EventRow, SessionRow),
    SourceDocumentRow,
)


class Ingest:
    """A store with its raw folder and a clock that goes on by a minute a bill."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self.raw = store, RawStore(folder)
        self.now = MOMENT
        self.read = 0

    def __call__(self, record: BillRecord) -> IngestResult:
        self.now += timedelta(minutes=1)
        return ingest_bill(self.store, self.raw, record, extract=self.extract, clock=lambda: self.now)

    def extract(self, body: bytes, *, media_type: str, upstream: bool) -> Extraction:
        self.read += 1
        return extract(body, media_type=media_type, upstream=upstream)

    def go_live(self) -> None:
        run = start_run(self.store, source="sample", target="bills", clock=lambda: self.now)
        record = RunRecord(source="sample", state=RunState.OK, started_at=self.now, ended_at=None)
        finish_run(self.store, run, record, sessions=[(KEY.jurisdiction, KEY.session)], clock=lambda: self.now)

    def rows(self, table: type[Base]) -> list[Any]:
        with self.store.read() as session:
            return list(session.scalars(select(table).order_by(next(iter(table.__table__.primary_key)))))

    def one(self, table: type[Base]) -> Any:
        (row,) = self.rows(table)
        return row

    def events(self, after: int = 0) -> list[tuple[str, bool, dict[str, Any]]]:
        return [(row.kind, row.baseline, row.payload) for row in self.rows(EventRow)[after:]]

    def counts(self) -> dict[str, int]:
        with self.store.read() as session:
            return {
                table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES
            }

    def told(self, record: BillRecord) -> list[tuple[str, bool, dict[str, Any]]]:
        """Ingest a bill and return the events that it made."""
        before = len(self.rows(EventRow))
        result = self(record)
        found = self.events(before)
        assert result.events == len(found)
        return found
