"""Which sessions are stored, what does each source call them, and which special ones meet no other source?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import func, select

from monitor.store.engine import Store
from monitor.store.tables import BillRow, SessionRow

__all__ = ["StoredSession", "query_sessions"]

_QUIET_AFTER: Final = timedelta(days=60)  # rule 10 of the ways in which scrapers fail


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSession:
    """One session of one jurisdiction."""

    jurisdiction: str
    session: str
    sources: tuple[tuple[str, str], ...]
    """(source, its own code); the code is empty where the source calls it as we do."""
    bills: int
    newest_action: date | None = None
    quiet: bool = False
    """Its newest action is older than 60 days while another session of the jurisdiction has a newer one: it is over,
    whatever a source calls current."""

    @property
    def stands_apart(self) -> bool:
        """A special session under a source's own count: which one of the legislature's it is cannot be known.

        So does what is left of such a session once no source gives it any more.
        """
        return not self.sources or any(code == self.session for _, code in self.sources)

    def as_json(self) -> dict[str, Any]:
        """For ``--json``."""
        return {
            "jurisdiction": self.jurisdiction,
            "session": self.session,
            "bills": self.bills,
            "newest_action": self.newest_action.isoformat() if self.newest_action else None,
            "quiet": self.quiet,
            "sources": [{"source": source, "code": code} for source, code in self.sources],
            "stands_apart": self.stands_apart,
        }


def query_sessions(store: Store, *, today: date, jurisdictions: Collection[str] = ()) -> list[StoredSession]:
    """All sessions in the order of their names; an empty filter lets everything through."""
    place = (BillRow.jurisdiction, BillRow.session)
    sources: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    with store.read() as session:
        counted = select(*place, func.count(), func.max(BillRow.last_action_on)).group_by(*place)
        bills = {(code, name): (count, newest) for code, name, count, newest in session.execute(counted)}
        for row in session.scalars(select(SessionRow).order_by(SessionRow.source)):
            sources[row.jurisdiction, row.identifier].append((row.source, row.source_code))
    latest: dict[str, date] = {}
    for (code, _), (_, newest) in bills.items():
        if newest is not None and newest <= today:  # an action that is to come tells nothing of what went on
            latest[code] = max(newest, latest.get(code, newest))
    return [
        _stored(
            place, tuple(sources.get(place, ())), *bills.get(place, (0, None)), latest=latest.get(place[0]), today=today
        )
        for place in sorted({*sources, *bills})
        if not jurisdictions or place[0] in jurisdictions
    ]


def _stored(
    place: tuple[str, str],
    sources: tuple[tuple[str, str], ...],
    bills: int,
    newest: date | None,
    *,
    latest: date | None,
    today: date,
) -> StoredSession:
    is_old = newest is not None and newest < today - _QUIET_AFTER
    return StoredSession(
        jurisdiction=place[0],
        session=place[1],
        sources=sources,
        bills=bills,
        newest_action=newest,
        quiet=is_old and latest is not None and newest is not None and latest > newest,
    )
