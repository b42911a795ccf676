"""Which bills are stored as the bytes of their source have them still? Asked before anything is parsed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import select

from monitor.model.bill import BillKey
from monitor.model.mark import KnownMark
from monitor.store.engine import Store
from monitor.store.tables import BillClaimRow, BillRow

__all__ = ["known_marks"]

_PLACES_A_QUERY: Final = 500  # SQLite binds a limited number of parameters


def known_marks(store: Store, source: str, marks: Mapping[str, str]) -> dict[str, KnownMark]:
    """Of these marks by place those under which the source's latest record of a bill is stored.

    :raises StoreError: when the database cannot be used.
    """
    columns = (BillClaimRow.place, BillClaimRow.mark, BillClaimRow.missing)
    identity = (BillRow.jurisdiction, BillRow.session, BillRow.identifier)
    places, found = list(marks), {}
    with store.read() as session:
        for start in range(0, len(places), _PLACES_A_QUERY):
            rows = session.execute(
                select(*columns, *identity)
                .join(BillRow, BillRow.id == BillClaimRow.bill_id)
                .where(BillClaimRow.source == source)
                .where(BillClaimRow.place.in_(places[start : start + _PLACES_A_QUERY]))
            )
            for place, mark, missing, jurisdiction, of_session, identifier in rows:
                if mark and mark == marks[place]:
                    key = BillKey(jurisdiction=jurisdiction, session=of_session, identifier=identifier)
                    found[place] = KnownMark(key=key, missing=tuple(missing))
    return found
