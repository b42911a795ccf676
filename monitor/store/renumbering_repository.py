"""Which stored bill bears an id of a source or bore a number, and how does it get another one? In a transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from monitor.model.bill import BillKey, Chamber
from monitor.model.renumbering import Carried, Renumbering
from monitor.store.tables import BillAliasRow, BillRow, FormerNumberRow, ListedBillRow, SponsorRow

__all__ = [
    "bills_by_alias",
    "bills_still_called",
    "bills_that_bore",
    "carried_by",
    "former_numbers",
    "give_number",
    "last_listed",
    "listed_at",
]

_VALUES_A_QUERY: Final = 500  # SQLite binds a limited number of parameters
_KEY = (BillRow.jurisdiction, BillRow.session, BillRow.identifier)


def bills_by_alias(session: Session, names: Iterable[str]) -> dict[str, list[tuple[int, BillKey]]]:
    """The bills that have these other names."""
    found: dict[str, list[tuple[int, BillKey]]] = {}
    query = select(BillAliasRow.alias, BillRow.id, *_KEY).join(BillRow, BillRow.id == BillAliasRow.bill_id)
    for some in _portions(names):
        rows = session.execute(query.where(BillAliasRow.alias.in_(some)))
        for name, id_, jurisdiction, of_session, identifier in rows:
            key = BillKey(jurisdiction=jurisdiction, session=of_session, identifier=identifier)
            found.setdefault(name, []).append((id_, key))
    return found


def bills_that_bore(session: Session, keys: Iterable[BillKey]) -> dict[BillKey, BillKey]:
    """Former numbers of these with the present one."""
    wanted = set(keys)
    found: dict[BillKey, BillKey] = {}
    query = select(FormerNumberRow.identifier, *_KEY).join(BillRow, BillRow.id == FormerNumberRow.bill_id)
    for some in _portions(key.identifier for key in wanted):
        for former, jurisdiction, of_session, identifier in session.execute(
            query.where(FormerNumberRow.identifier.in_(some))
        ):
            before = BillKey(jurisdiction=jurisdiction, session=of_session, identifier=former)
            if before in wanted:
                found[before] = BillKey(jurisdiction=jurisdiction, session=of_session, identifier=identifier)
    return found


def former_numbers(session: Session, bill_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """The numbers that bills bore, oldest first; bills that always bore theirs are left out."""
    found: dict[int, tuple[str, ...]] = {}
    columns = (FormerNumberRow.bill_id, FormerNumberRow.identifier)
    ids = sorted(set(bill_ids))
    for start in range(0, len(ids), _VALUES_A_QUERY):
        some = ids[start : start + _VALUES_A_QUERY]
        query = select(*columns).where(FormerNumberRow.bill_id.in_(some)).order_by(FormerNumberRow.id)
        for bill_id, identifier in session.execute(query):
            found[bill_id] = (*found.get(bill_id, ()), identifier)
    return found


def bills_still_called(session: Session, jurisdiction: str, of_session: str, listed: Collection[str]) -> frozenset[int]:
    """The bills of a legislative session of which a list has a number that they bore before."""
    rows = session.execute(
        select(FormerNumberRow.bill_id, FormerNumberRow.identifier)
        .join(BillRow, BillRow.id == FormerNumberRow.bill_id)
        .where(BillRow.jurisdiction == jurisdiction, BillRow.session == of_session)
    )
    return frozenset(bill_id for bill_id, identifier in rows if identifier in listed)


def carried_by(session: Session, place: BillKey, sponsor: str) -> dict[int, tuple[BillKey, Carried]]:
    """The bills of the legislative session of ``place`` that this person or body sponsors, with all that carry them."""
    with_sponsor = select(SponsorRow.bill_id).where(SponsorRow.name == sponsor)
    rows = session.execute(
        select(BillRow.id, BillRow.identifier, BillRow.title, BillRow.chamber, SponsorRow.name)
        .join(SponsorRow, SponsorRow.bill_id == BillRow.id)
        .where(
            BillRow.jurisdiction == place.jurisdiction,
            BillRow.session == place.session,
            SponsorRow.role == "primary",
            BillRow.id.in_(with_sponsor),
        )
    ).all()
    sponsors: dict[int, set[str]] = {}
    for id_, *_, name in rows:
        sponsors.setdefault(id_, set()).add(name.casefold())
    return {
        id_: (
            BillKey(jurisdiction=place.jurisdiction, session=place.session, identifier=identifier),
            Carried(title=title, chamber=Chamber(chamber), sponsors=frozenset(sponsors[id_])),
        )
        for id_, identifier, title, chamber, _ in rows
    }


def last_listed(session: Session, source: str, bill_id: int) -> datetime | None:
    """When a list of the source last named the bill, under any id that it has there; none when no list ever did."""
    own = select(BillAliasRow.alias).where(BillAliasRow.bill_id == bill_id, BillAliasRow.alias.startswith("legiscan:"))
    ids = [name.partition(":")[2] for name in session.scalars(own)]
    return listed_at(session, source, ids)


def listed_at(session: Session, source: str, native_ids: Collection[str]) -> datetime | None:
    """The latest of the days on which a list named one of these ids."""
    seen = select(func.max(ListedBillRow.listed_at)).where(
        ListedBillRow.source == source, ListedBillRow.native_id.in_(native_ids)
    )
    return session.scalar(seen) if native_ids else None


def give_number(session: Session, change: Renumbering, *, source: str, now: datetime) -> None:
    """Let a bill bear another number: its row, and so its history, findings and reviews, stay what they are."""
    session.execute(update(BillRow).where(BillRow.id == change.bill_id).values(identifier=change.after.identifier))
    both = (change.before.identifier, change.after.identifier)
    session.execute(
        delete(FormerNumberRow).where(FormerNumberRow.bill_id == change.bill_id, FormerNumberRow.identifier.in_(both))
    )
    session.execute(
        insert(FormerNumberRow).values(
            bill_id=change.bill_id,
            identifier=change.before.identifier,
            why=change.why.value,
            source=source,
            left_at=now,
        )
    )


def _portions(names: Iterable[str]) -> Iterable[list[str]]:
    ordered = sorted(set(names))
    for start in range(0, len(ordered), _VALUES_A_QUERY):
        yield ordered[start : start + _VALUES_A_QUERY]
