"""How does a crawl hand in federal documents? One desk a run; the first load of a source is a baseline to its end."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import select

from monitor.clock import Clock
from monitor.model.federal import FederalSighting
from monitor.services.federal_documents import FederalResult, is_first_load, record_sighting
from monitor.store.engine import Store
from monitor.store.tables import FederalIdentifierRow, FederalSightingRow

__all__ = ["StoredFederalDesk"]


@dataclass(slots=True)
class StoredFederalDesk:
    """The federal documents of one source."""

    store: Store
    source: str
    clock: Clock
    _baseline: bool | None = field(default=None, init=False)

    def record(self, sighting: FederalSighting) -> FederalResult:
        """Store one copy.

        :raises ValueError: for one without a name or a title.
        """
        if self._baseline is None:
            self._baseline = is_first_load(self.store, self.source)
        return record_sighting(self.store, sighting, clock=self.clock, baseline=self._baseline)

    def has_text(self, sighting: FederalSighting) -> bool:
        """Whether the source's copy is stored with its words."""
        with self.store.read() as session:
            for name in sighting.identifiers:
                query = (
                    select(FederalSightingRow.id)
                    .join(FederalIdentifierRow, FederalIdentifierRow.document_id == FederalSightingRow.document_id)
                    .where(FederalIdentifierRow.kind == name.kind.value, FederalIdentifierRow.value == name.value)
                    .where(FederalSightingRow.source == self.source, FederalSightingRow.text_sha256 != "")
                )
                if session.scalars(query.limit(1)).first() is not None:
                    return True
        return False
