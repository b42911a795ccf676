"""Which bills has a bill to do with, from whichever side it is said, and which chain of heirs does it stand in?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy.orm import Session

from monitor.model.relation import Relation, first_year
from monitor.model.succession import in_order
from monitor.store.relation_repository import LinkedBill, StoredLink, linked_bills, links_of

__all__ = ["BillLink", "BillRelations", "ChainLink", "NamedBill", "bill_relations"]

_LONGEST: Final = 200
"""Bills of a chain; beyond that it is cut, and says so."""
_Node = int | tuple[str, str, str]
"""The row of a stored bill; else jurisdiction, session and number as a source names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedBill:
    """A bill at the end of a link. One that is not stored has no title, and no session if none is told."""

    jurisdiction: str
    session: str
    identifier: str
    stored: bool
    title: str = ""
    status: str = ""

    def __str__(self) -> str:
        return f"{self.jurisdiction} {self.identifier} ({self.session or 'session not told'})"

    def as_json(self) -> dict[str, Any]:
        """For ``--json``."""
        return {
            "jurisdiction": self.jurisdiction,
            "session": self.session,
            "identifier": self.identifier,
            "stored": self.stored,
            "title": self.title,
            "status": self.status,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class BillLink:
    """What the bill that was asked for is to another one."""

    relation: Relation
    other: NamedBill
    said_by: str
    """``this`` bill's sources, those of the ``other``, or ``both``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainLink:
    """``later`` is the heir of ``earlier``; of a carry-over without a direction that is not known."""

    earlier: NamedBill
    later: NamedBill
    relation: Relation
    """What the later one is to the earlier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BillRelations:
    """The links of a bill, and the whole chain that it stands in, oldest first; none without heir and forebear."""

    links: tuple[BillLink, ...] = ()
    chain: tuple[NamedBill, ...] = ()
    chain_links: tuple[ChainLink, ...] = ()
    circular: bool = False
    """Sources name heirs in a circle: the order is not theirs."""
    cut: bool = False
    """The chain is longer than what is followed."""

    def as_json(self) -> dict[str, Any]:
        """For ``--json``."""
        return {
            "relations": [
                {"relation": link.relation.value, **link.other.as_json(), "said_by": link.said_by}
                for link in self.links
            ],
            "chain": {
                "bills": [bill.as_json() for bill in self.chain],
                "links": [
                    {"earlier": str(link.earlier), "later": str(link.later), "relation": link.relation.value}
                    for link in self.chain_links
                ],
                "circular": self.circular,
                "cut": self.cut,
            },
        }


@dataclass(slots=True, kw_only=True)
class _Web:
    """The stored links that were followed so far, each end once."""

    links: dict[StoredLink, None] = field(default_factory=dict)
    bills: dict[int, LinkedBill] = field(default_factory=dict)

    def relation(self, link: StoredLink) -> Relation:
        other = self.bills.get(link.other_id) if link.other_id is not None else None
        own = self.bills[link.said_by]
        return link.said.relation.turned(_began(own), _began(other) if other else first_year(link.said.session))

    def end(self, link: StoredLink) -> _Node:
        if link.other_id is not None:
            return link.other_id
        return (link.jurisdiction, link.said.session, link.said.identifier)

    def named(self, node: _Node) -> NamedBill:
        if isinstance(node, tuple):
            jurisdiction, of_session, identifier = node
            return NamedBill(jurisdiction=jurisdiction, session=of_session, identifier=identifier, stored=False)
        bill = self.bills[node]
        return NamedBill(
            jurisdiction=bill.key.jurisdiction,
            session=bill.key.session,
            identifier=bill.key.identifier,
            stored=True,
            title=bill.title,
            status=bill.status,
        )

    def rank(self, node: _Node) -> tuple[int, str]:
        """The year in which it began, then its name."""
        began = first_year(node[1]) if isinstance(node, tuple) else _began(self.bills[node])
        return began or 0, str(self.named(node))


def bill_relations(session: Session, bill_id: int) -> BillRelations:
    """Follow every link that a bill says or that says it, then the chain of heirs to both of its ends."""
    web = _Web()
    _follow(session, web, [bill_id])
    links = tuple(_direct(web, bill_id))
    seen, cut = {bill_id}, False
    frontier = [bill_id]
    while frontier:
        found = {node for node in _heirs(web, frontier) if isinstance(node, int)} - seen
        cut = cut or len(seen) + len(found) > _LONGEST
        frontier = sorted(found)[: _LONGEST - len(seen)]
        seen.update(frontier)
        _follow(session, web, frontier)
    return _with_chain(web, links, seen, cut=cut)


def _follow(session: Session, web: _Web, bill_ids: Collection[int]) -> None:
    if not bill_ids:
        return
    links = links_of(session, bill_ids)
    ends = {link.said_by for link in links} | {link.other_id for link in links if link.other_id is not None}
    web.bills.update(linked_bills(session, (ends | set(bill_ids)) - web.bills.keys()))
    web.links.update(dict.fromkeys(links))


def _began(bill: LinkedBill) -> int | None:
    """By the name of its session; else by its first action."""
    return first_year(bill.key.session) or (bill.introduced_on.year if bill.introduced_on else None)


def _direct(web: _Web, bill_id: int) -> Iterator[BillLink]:
    """Each other bill once a relation, by the words of both."""
    found: dict[tuple[Relation, _Node], set[str]] = {}
    for link in web.links:
        relation = web.relation(link)
        if link.said_by == bill_id:
            found.setdefault((relation, web.end(link)), set()).add("this")
        else:
            found.setdefault((relation.inverse, link.said_by), set()).add("other")
    order = list(Relation)
    for (relation, node), by in sorted(found.items(), key=lambda item: (order.index(item[0][0]), web.rank(item[0][1]))):
        yield BillLink(relation=relation, other=web.named(node), said_by="both" if len(by) > 1 else by.pop())


def _heirs(web: _Web, bill_ids: Iterable[int]) -> Iterator[_Node]:
    """The other ends of the links of succession at these bills."""
    ids = set(bill_ids)
    for link in web.links:
        if link.said.relation.is_succession:
            if link.said_by in ids:
                yield web.end(link)
            elif link.other_id in ids:
                yield link.said_by


def _with_chain(web: _Web, links: tuple[BillLink, ...], seen: Collection[int], *, cut: bool) -> BillRelations:
    pairs: dict[tuple[_Node, _Node], Relation] = {}
    undecided: set[tuple[_Node, _Node]] = set()
    for link in web.links:
        relation = web.relation(link)
        if not relation.is_succession or link.said_by not in seen or link.other_id not in (None, *seen):
            continue
        later, earlier = (link.said_by, web.end(link)) if _is_later(relation) else (web.end(link), link.said_by)
        pairs.setdefault((earlier, later), relation if _is_later(relation) else relation.inverse)
        if relation is Relation.CARRIED_OVER:
            undecided.add((earlier, later))
    ranks: Mapping[_Node, tuple[int, str]] = {node: web.rank(node) for pair in pairs for node in pair}
    order, circular = in_order(ranks, pairs.keys() - undecided)
    named = {node: web.named(node) for node in order}
    place = {node: number for number, node in enumerate(order)}
    return BillRelations(
        links=links,
        chain=tuple(named.values()),
        chain_links=tuple(
            ChainLink(earlier=named[earlier], later=named[later], relation=pairs[earlier, later])
            for earlier, later in sorted(pairs, key=lambda pair: (place[pair[1]], place[pair[0]]))
        ),
        circular=circular,
        cut=cut,
    )


def _is_later(relation: Relation) -> bool:
    return relation.is_heir or relation is Relation.CARRIED_OVER
