"""How lists of a source are kept and what is owed is found; always inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, case, func, insert, or_, select, update
from sqlalchemy.orm import Session

from monitor.model.listing import ListedBill, NotedListing, PendingBill
from monitor.store.tables import ListedBillRow

__all__ = [
    "count_pending",
    "failed_bill",
    "fetched_bill",
    "listed_jurisdictions",
    "listed_marks",
    "pending_bills",
    "write_listing",
]

_IDS_A_QUERY: Final = 500  # SQLite binds a limited number of parameters
_MAX_WORDS: Final = 500
_NAMES: Final = ("jurisdiction", "session", "identifier")


def write_listing(
    session: Session, source: str, entries: Collection[ListedBill], *, known_only: bool, now: datetime
) -> NotedListing:
    """Insert what is new and set what moved; of two entries for one bill the last counts."""
    wanted = {entry.native_id: entry for entry in entries}
    ids = list(wanted)
    new: list[dict[str, Any]] = []
    changed = unchanged = passed_over = 0
    for start in range(0, len(ids), _IDS_A_QUERY):
        some = ids[start : start + _IDS_A_QUERY]
        columns = (ListedBillRow.id, ListedBillRow.native_id, ListedBillRow.announced)
        names = (ListedBillRow.jurisdiction, ListedBillRow.session, ListedBillRow.identifier)
        found = session.execute(
            select(*columns, *names).where(ListedBillRow.source == source, ListedBillRow.native_id.in_(some))
        ).mappings()
        rows = {row["native_id"]: row for row in found}
        same: list[int] = []
        for native_id in some:
            entry, row = wanted[native_id], rows.get(native_id)
            if row is not None:
                values = _moved(entry, row)
                changed += "announced" in values
                unchanged += "announced" not in values
                if values:
                    session.execute(
                        update(ListedBillRow).where(ListedBillRow.id == row["id"]).values(**values, listed_at=now)
                    )
                else:
                    same.append(row["id"])
            elif known_only:
                passed_over += 1
            else:
                new.append(_new_row(source, entry, now))
        if same:
            session.execute(update(ListedBillRow).where(ListedBillRow.id.in_(same)).values(listed_at=now))
    if new:
        session.execute(insert(ListedBillRow), new)
    return NotedListing(new=len(new), changed=changed, unchanged=unchanged, passed_over=passed_over)


def _moved(entry: ListedBill, row: Mapping[Any, Any]) -> dict[str, Any]:
    """Columns that differ; a mark that moved gives a bill that had failed another chance."""
    values = {name: said for name in _NAMES if (said := getattr(entry, name)) and said != row[name]}
    if entry.mark != row["announced"]:
        return {**values, "announced": entry.mark, "attempts": 0, "last_error": ""}
    return values


def _new_row(source: str, entry: ListedBill, now: datetime) -> dict[str, Any]:
    return {
        "source": source,
        "native_id": entry.native_id,
        "jurisdiction": entry.jurisdiction,
        "session": entry.session,
        "identifier": entry.identifier,
        "announced": entry.mark,
        "fetched": None,
        "listed_at": now,
        "fetched_at": None,
        "attempts": 0,
        "last_error": "",
    }


def _is_pending(source: str, jurisdictions: Collection[str]) -> ColumnElement[bool]:
    owed = or_(ListedBillRow.fetched.is_(None), ListedBillRow.fetched != ListedBillRow.announced)
    found = (ListedBillRow.source == source) & owed
    return found & ListedBillRow.jurisdiction.in_(sorted(jurisdictions)) if jurisdictions else found


def pending_bills(
    session: Session, source: str, *, limit: int | None, jurisdictions: Collection[str]
) -> list[PendingBill]:
    """What is owed: never fetched, then changed, then by age; what failed comes behind what was not tried."""
    query = (
        select(ListedBillRow)
        .where(_is_pending(source, jurisdictions))
        .order_by(
            ListedBillRow.attempts,
            case((ListedBillRow.fetched.is_(None), 0), else_=1),
            func.coalesce(ListedBillRow.fetched_at, ListedBillRow.listed_at),
            ListedBillRow.id,
        )
        .limit(limit)
    )
    return [
        PendingBill(
            native_id=row.native_id,
            announced=row.announced,
            fetched=row.fetched,
            jurisdiction=row.jurisdiction,
            session=row.session,
            identifier=row.identifier,
            attempts=row.attempts,
        )
        for row in session.scalars(query)
    ]


def count_pending(session: Session, source: str, *, jurisdictions: Collection[str]) -> int:
    """How many bills are owed."""
    return session.scalar(select(func.count()).where(_is_pending(source, jurisdictions))) or 0


def fetched_bill(
    session: Session, source: str, native_id: str, mark: str, *, names: Mapping[str, str], now: datetime
) -> None:
    """Set the mark of what is stored now, and the names that only the bill itself told."""
    session.execute(
        update(ListedBillRow)
        .where(ListedBillRow.source == source, ListedBillRow.native_id == native_id)
        .values(fetched=mark, fetched_at=now, attempts=0, last_error="", **names)
    )


def failed_bill(session: Session, source: str, native_id: str, error: str) -> None:
    """Count a failure and remember its words."""
    session.execute(
        update(ListedBillRow)
        .where(ListedBillRow.source == source, ListedBillRow.native_id == native_id)
        .values(attempts=ListedBillRow.attempts + 1, last_error=error[:_MAX_WORDS])
    )


def listed_marks(session: Session, source: str, native_ids: Collection[str]) -> dict[str, tuple[str, str | None]]:
    """The announced and the fetched mark of those that are known."""
    found: dict[str, tuple[str, str | None]] = {}
    ids = list(native_ids)
    for start in range(0, len(ids), _IDS_A_QUERY):
        rows = session.execute(
            select(ListedBillRow.native_id, ListedBillRow.announced, ListedBillRow.fetched).where(
                ListedBillRow.source == source, ListedBillRow.native_id.in_(ids[start : start + _IDS_A_QUERY])
            )
        )
        found.update({native_id: (announced, fetched) for native_id, announced, fetched in rows})
    return found


def listed_jurisdictions(session: Session, source: str) -> frozenset[str]:
    """The jurisdictions that a listed bill is known to be of."""
    query = select(ListedBillRow.jurisdiction).where(ListedBillRow.source == source).distinct()
    return frozenset(code for code in session.scalars(query) if code)
