"""Which sessions are stored, what does each source call them, and which special ones meet no other source?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from monitor.store.engine import Store
from monitor.store.tables import BillRow, SessionRow

__all__ = ["StoredSession", "query_sessions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSession:
    """One session of one jurisdiction."""

    jurisdiction: str
    session: str
    sources: tuple[tuple[str, str], ...]
    """(source, its own code); the code is empty where the source calls it as we do."""
    bills: int

    @property
    def stands_apart(self) -> bool:
        """A special session under a source's own count: which one of the legislature's it is cannot be known."""
        return any(code == self.session for _, code in self.sources)

    def as_json(self) -> dict[str, Any]:
        """For ``--json``."""
        return {
            "jurisdiction": self.jurisdiction,
            "session": self.session,
            "bills": self.bills,
            "sources": [{"source": source, "code": code} for source, code in self.sources],
            "stands_apart": self.stands_apart,
        }


def query_sessions(store: Store, *, jurisdictions: Collection[str] = ()) -> list[StoredSession]:
    """All sessions in the order of their names; an empty filter lets everything through."""
    place = (BillRow.jurisdiction, BillRow.session)
    sources: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    with store.read() as session:
        bills = {
            (code, name): count for code, name, count in session.execute(select(*place, func.count()).group_by(*place))
        }
        for row in session.scalars(select(SessionRow).order_by(SessionRow.source)):
            sources[row.jurisdiction, row.identifier].append((row.source, row.source_code))
    return [
        StoredSession(
            jurisdiction=code, session=name, sources=tuple(sources[code, name]), bills=bills.get((code, name), 0)
        )
        for code, name in sorted(sources)
        if not jurisdictions or code in jurisdictions
    ]
