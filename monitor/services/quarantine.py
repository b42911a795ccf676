"""Which bills are put aside as tests of a legislature's own system, and how does an operator let one out?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from monitor.clock import Clock
from monitor.errors import PreemptError
from monitor.model.bill import BillKey
from monitor.services.find_bill import find_bill
from monitor.services.holds import move_to_end
from monitor.store.engine import Store
from monitor.store.quarantine import in_quarantine
from monitor.store.tables import BillRow, EventRow

__all__ = ["NotInQuarantineError", "QuarantinedBill", "Released", "quarantined_bills", "release_bill"]


class NotInQuarantineError(PreemptError):
    """The bill is not put aside. Raised by :func:`release_bill`; see ``preempt findings --quarantined``."""

    def __init__(self, bill: BillKey) -> None:
        self.bill = bill
        super().__init__(f"{bill} is not in quarantine; `preempt findings --quarantined` lists what is")


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantinedBill:
    """A bill that is stored and put aside."""

    key: BillKey
    title: str
    reason: str
    source: str
    source_url: str
    first_seen_at: datetime

    def as_json(self) -> dict[str, Any]:
        """For ``--json``."""
        return {
            "jurisdiction": self.key.jurisdiction,
            "session": self.key.session,
            "identifier": self.key.identifier,
            "title": self.title,
            "reason": self.reason,
            "source": self.source,
            "source_url": self.source_url,
            "first_seen_at": self.first_seen_at.isoformat(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """A bill that is one like any other from now on, and how many of its events waited and are told."""

    key: BillKey
    events: int


def quarantined_bills(store: Store) -> list[QuarantinedBill]:
    """All that are put aside, in the order of their keys."""
    order = (BillRow.jurisdiction, BillRow.session, BillRow.identifier)
    with store.read() as session:
        rows = session.scalars(select(BillRow).where(in_quarantine()).order_by(*order)).all()
        return [
            QuarantinedBill(
                key=_key(row),
                title=row.title,
                reason=row.quarantine,
                source=row.source,
                source_url=row.source_url,
                first_seen_at=row.first_seen_at,
            )
            for row in rows
        ]


def release_bill(store: Store, name: str, *, clock: Clock) -> Released:
    """A person looked: it is a bill. It counts and is judged from now on, whatever it is called later.

    :raises NoSuchBillError: when there is no such bill.
    :raises AmbiguousBillError: when several sessions have one and none is named.
    :raises NotInQuarantineError: when it is not put aside.
    """
    with store.write() as session:
        bill = find_bill(session, name)
        if not bill.quarantine or bill.released_at is not None:
            raise NotInQuarantineError(_key(bill))
        bill.released_at = clock()
        session.flush()
        events = move_to_end(session, EventRow.bill_id == bill.id, EventRow.baseline.is_(False))
        return Released(key=_key(bill), events=events)


def _key(bill: BillRow) -> BillKey:
    return BillKey(jurisdiction=bill.jurisdiction, session=bill.session, identifier=bill.identifier)
