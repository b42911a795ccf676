"""Which numbers did a bill bear before, and which two stored bills may be one under two numbers?

The second is only said to people: a sponsor in common and like titles are no proof, so both bills stay as they are.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from monitor.model.bill import BillKey
from monitor.model.renumbering import WITH_DRAFTS, is_draft, titles_alike
from monitor.store.engine import Store
from monitor.store.renumbering_repository import former_numbers
from monitor.store.tables import BillRow, SponsorRow

__all__ = ["BillNumbers", "PossibleRenumbering", "bill_numbers", "possible_renumberings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PossibleRenumbering:
    """A draft and a bill of one session with a sponsor in common and titles that are nearly the same."""

    draft: BillKey
    bill: BillKey
    likeness: float
    """Of the titles, 0 to 1."""
    sponsors: tuple[str, ...]
    """Names that both have."""

    def as_json(self) -> dict[str, Any]:
        """For ``--json``."""
        return {
            "jurisdiction": self.bill.jurisdiction,
            "session": self.bill.session,
            "draft": self.draft.identifier,
            "identifier": self.bill.identifier,
            "likeness": round(self.likeness, 3),
            "sponsors": list(self.sponsors),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class BillNumbers:
    """The other numbers of a bill."""

    former: tuple[str, ...] = ()
    """Numbers that it bore for certain, oldest first."""
    possible: tuple[PossibleRenumbering, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For ``--json``."""
        return {
            "former_numbers": list(self.former),
            "possible_renumberings": [pair.as_json() for pair in self.possible],
        }


@dataclass(slots=True, kw_only=True)
class _Bill:
    key: BillKey
    title: str
    sponsors: dict[str, str] = field(default_factory=dict)
    """Name as compared -> as written."""


def bill_numbers(session: Session, bill: BillRow) -> BillNumbers:
    """What is known of the numbers of one bill."""
    key = BillKey(jurisdiction=bill.jurisdiction, session=bill.session, identifier=bill.identifier)
    pairs = _pairs(session, jurisdiction=key.jurisdiction)
    return BillNumbers(
        former=former_numbers(session, [bill.id]).get(bill.id, ()),
        possible=tuple(pair for pair in pairs if key in (pair.draft, pair.bill)),
    )


def possible_renumberings(store: Store) -> list[PossibleRenumbering]:
    """All such pairs, in the order of their keys."""
    with store.read() as session:
        return _pairs(session)


def _pairs(session: Session, *, jurisdiction: str | None = None) -> list[PossibleRenumbering]:
    found = []
    for code in sorted(WITH_DRAFTS):
        if jurisdiction in (None, code):
            bills = _bills(session, code)
            found += _alike(
                [bill for bill in bills if is_draft(bill.key)], [bill for bill in bills if not is_draft(bill.key)]
            )
    return found


def _bills(session: Session, jurisdiction: str) -> list[_Bill]:
    """The bills of a jurisdiction with their sponsors, without those that have none."""
    found: dict[int, _Bill] = {}
    rows = session.execute(
        select(BillRow.id, BillRow.session, BillRow.identifier, BillRow.title, SponsorRow.name)
        .join(SponsorRow, SponsorRow.bill_id == BillRow.id)
        .where(BillRow.jurisdiction == jurisdiction)
        .order_by(BillRow.session, BillRow.identifier, SponsorRow.name)
    )
    for id_, of_session, identifier, title, name in rows:
        key = BillKey(jurisdiction=jurisdiction, session=of_session, identifier=identifier)
        found.setdefault(id_, _Bill(key=key, title=title)).sponsors[name.casefold()] = name
    return list(found.values())


def _alike(drafts: list[_Bill], bills: list[_Bill]) -> list[PossibleRenumbering]:
    """By sponsor first: a title is compared only with those of bills that a sponsor of the draft carries too."""
    carried: dict[tuple[str, str], list[_Bill]] = defaultdict(list)
    for bill in bills:
        for name in bill.sponsors:
            carried[bill.key.session, name].append(bill)
    found = []
    for draft in drafts:
        others = {bill.key: bill for name in draft.sponsors for bill in carried[draft.key.session, name]}
        for key, bill in sorted(others.items(), key=lambda item: str(item[0])):
            if likeness := titles_alike(draft.title, bill.title):
                names = tuple(written for name, written in sorted(bill.sponsors.items()) if name in draft.sponsors)
                found.append(PossibleRenumbering(draft=draft.key, bill=key, likeness=likeness, sponsors=names))
    return found
