"""Which stored links are there between bills, and which rows do they mean? Asked from either end of a link.

A link names the other bill by a source's own id, or by session and number. Which row that is, is looked up each time:
so a link is found from both of its ends, and from the day on which the other bill arrives, whatever number it bears.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from monitor.model.bill import BillKey, RelatedBill
from monitor.model.relation import Relation
from monitor.store.tables import BillAliasRow, BillRow, FormerNumberRow, RelatedBillRow

__all__ = ["LinkedBill", "StoredLink", "linked_bills", "links_of"]

_VALUES_A_QUERY: Final = 500  # SQLite binds a limited number of parameters
_MOST_LINKS: Final = 5_000
"""Of a bill's two ends together: what hostile data say beyond is not followed."""
_LINK: Final = (
    *(RelatedBillRow.bill_id, BillRow.jurisdiction, RelatedBillRow.session, RelatedBillRow.identifier),
    *(RelatedBillRow.relation, RelatedBillRow.native),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredLink:
    """A link as one bill says it; ``other_id`` is none as long as no stored bill is meant for certain."""

    said_by: int
    jurisdiction: str
    said: RelatedBill
    other_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedBill:
    """A bill at one end of a link."""

    id: int
    key: BillKey
    title: str
    status: str
    introduced_on: date | None


def links_of(session: Session, bill_ids: Collection[int]) -> list[StoredLink]:
    """Every link that one of these bills says, or that says one of them."""
    ids = set(bill_ids)
    found: dict[tuple[int, RelatedBill], str] = {}
    for some in _portions(ids):
        _note(session, _links().where(RelatedBillRow.bill_id.in_(some)), found)
    numbers, natives = _names(session, ids)
    for chosen in _portions(natives):
        _note(session, _links().where(RelatedBillRow.native.in_(chosen)), found)
    for chosen in _portions(numbers):
        _note(session, _links().where(RelatedBillRow.identifier.in_(chosen), RelatedBillRow.session != ""), found)
    links = _resolved(session, found)
    return [link for link in links if link.said_by in ids or link.other_id in ids]


def linked_bills(session: Session, bill_ids: Collection[int]) -> dict[int, LinkedBill]:
    """What these bills are."""
    columns = (BillRow.id, BillRow.jurisdiction, BillRow.session, BillRow.identifier)
    more = (BillRow.title, BillRow.status, BillRow.introduced_on)
    found: dict[int, LinkedBill] = {}
    for some in _portions(set(bill_ids)):
        rows = session.execute(select(*columns, *more).where(BillRow.id.in_(some)))
        for id_, jurisdiction, of_session, identifier, title, status, introduced_on in rows:
            key = BillKey(jurisdiction=jurisdiction, session=of_session, identifier=identifier)
            found[id_] = LinkedBill(id=id_, key=key, title=title, status=status, introduced_on=introduced_on)
    return found


def _links() -> Select[int, str, str, str, str, str]:
    query = select(*_LINK).join(BillRow, BillRow.id == RelatedBillRow.bill_id)
    return query.order_by(RelatedBillRow.id).limit(_MOST_LINKS)


def _note(
    session: Session, query: Select[int, str, str, str, str, str], found: dict[tuple[int, RelatedBill], str]
) -> None:
    for bill_id, jurisdiction, of_session, identifier, relation, native in session.execute(query):
        said = RelatedBill(session=of_session, identifier=identifier, relation=Relation(relation), native=native)
        found[bill_id, said] = jurisdiction


def _names(session: Session, ids: Collection[int]) -> tuple[set[str], set[str]]:
    """All that a link may call these bills: numbers that they bear or bore, and ids of sources."""
    numbers: set[str] = set()
    natives: set[str] = set()
    for some in _portions(ids):
        bears = select(BillRow.identifier).where(BillRow.id.in_(some))
        bore = select(FormerNumberRow.identifier).where(FormerNumberRow.bill_id.in_(some))
        numbers.update(session.scalars(bears))
        numbers.update(session.scalars(bore))
        own = select(BillAliasRow.alias).where(BillAliasRow.bill_id.in_(some), BillAliasRow.alias.contains(":"))
        natives.update(session.scalars(own))
    return numbers, natives


def _resolved(session: Session, links: dict[tuple[int, RelatedBill], str]) -> list[StoredLink]:
    """By the source's own id; else by session and number, where the source tells the session."""
    by_native: dict[tuple[str, str], set[int]] = defaultdict(set)
    query = select(BillRow.jurisdiction, BillAliasRow.alias, BillRow.id)
    query = query.join(BillRow, BillRow.id == BillAliasRow.bill_id)
    for some in _portions({said.native for _, said in links if said.native}):
        for jurisdiction, alias, id_ in session.execute(query.where(BillAliasRow.alias.in_(some))):
            by_native[jurisdiction, alias].add(id_)
    now: dict[tuple[str, str, str], set[int]] = defaultdict(set)
    before: dict[tuple[str, str, str], set[int]] = defaultdict(set)
    place = (BillRow.jurisdiction, BillRow.session)
    bore = select(*place, FormerNumberRow.identifier, BillRow.id).join(BillRow, BillRow.id == FormerNumberRow.bill_id)
    for some in _portions({said.identifier for _, said in links if said.session}):
        bears = select(*place, BillRow.identifier, BillRow.id).where(BillRow.identifier.in_(some))
        for jurisdiction, of_session, identifier, id_ in session.execute(bears):
            now[jurisdiction, of_session, identifier].add(id_)
        for jurisdiction, of_session, identifier, id_ in session.execute(
            bore.where(FormerNumberRow.identifier.in_(some))
        ):
            before[jurisdiction, of_session, identifier].add(id_)
    resolved = []
    for (said_by, said), jurisdiction in links.items():
        number = (jurisdiction, said.session, said.identifier)
        meant = by_native.get((jurisdiction, said.native)) or (
            (now.get(number) or before.get(number)) if said.session else None
        )
        other = next(iter(meant)) if meant and len(meant) == 1 else None
        if other != said_by:  # a bill is nothing to itself, whatever a source says
            resolved.append(StoredLink(said_by=said_by, jurisdiction=jurisdiction, said=said, other_id=other))
    return resolved


def _portions(values: Collection[Any]) -> Iterator[Sequence[Any]]:
    ordered = sorted(values)
    for start in range(0, len(ordered), _VALUES_A_QUERY):
        yield ordered[start : start + _VALUES_A_QUERY]
