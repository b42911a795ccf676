"""Which source says what of a bill, where do sources disagree, and which disagreements are old enough to look at?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from monitor.model.bill import BillKey
from monitor.model.claim import Provenance
from monitor.services.merge_bill import merge_bill
from monitor.store.claim_repository import load_claims
from monitor.store.engine import Store
from monitor.store.tables import BillRow, SourceConflictRow

__all__ = ["SETTLED_AFTER", "BillConflict", "BillSources", "bill_sources", "query_conflicts"]

SETTLED_AFTER: Final = timedelta(hours=72)
"""Sources run behind each other by days; what they disagree about for longer is for an analyst."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BillConflict:
    """A field of which the sources of a bill say different things."""

    bill: BillKey
    field: str
    said: tuple[tuple[str, str], ...]
    """(source, value) of each."""
    first_seen_at: datetime

    def as_json(self) -> dict[str, Any]:
        """For ``--json``."""
        return {
            "jurisdiction": self.bill.jurisdiction,
            "session": self.bill.session,
            "identifier": self.bill.identifier,
            "field": self.field,
            "said": [{"source": source, "value": value} for source, value in self.said],
            "first_seen_at": self.first_seen_at.isoformat(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class BillSources:
    """Where a bill's values come from; empty for a bill that no source claims."""

    status_unconfirmed: bool = False
    """Enacted or vetoed by the word of one aggregator alone."""
    fields: Mapping[str, Provenance] = field(default_factory=dict)
    conflicts: tuple[BillConflict, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For ``--json``."""
        return {
            "status_unconfirmed": self.status_unconfirmed,
            "provenance": {
                name: {"source": found.source, "fetched_at": found.fetched_at.isoformat()}
                for name, found in sorted(self.fields.items())
            },
            "source_conflicts": [conflict.as_json() for conflict in self.conflicts],
        }


def bill_sources(session: Session, bill: BillRow) -> BillSources:
    """Merge the claims of a bill once more, to tell where each field comes from."""
    claims = load_claims(session, bill)
    rows = session.scalars(
        select(SourceConflictRow).where(SourceConflictRow.bill_id == bill.id).order_by(SourceConflictRow.field)
    )
    return BillSources(
        status_unconfirmed=bill.status_unconfirmed,
        fields=merge_bill(claims).provenance if claims else {},
        conflicts=tuple(_conflict(bill, row) for row in rows),
    )


def query_conflicts(store: Store, *, before: datetime | None = None) -> list[BillConflict]:
    """All disagreements of sources, oldest first; with ``before`` only those that were there by then."""
    query = select(BillRow, SourceConflictRow).join(SourceConflictRow, SourceConflictRow.bill_id == BillRow.id)
    if before is not None:
        query = query.where(SourceConflictRow.first_seen_at <= before)
    query = query.order_by(SourceConflictRow.first_seen_at, SourceConflictRow.id)
    with store.read() as session:
        return [_conflict(bill, row) for bill, row in session.execute(query)]


def _conflict(bill: BillRow, row: SourceConflictRow) -> BillConflict:
    return BillConflict(
        bill=BillKey(jurisdiction=bill.jurisdiction, session=bill.session, identifier=bill.identifier),
        field=row.field,
        said=tuple((source, value) for source, value in row.said),
        first_seen_at=row.first_seen_at,
    )
