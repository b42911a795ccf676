"""Which bills are put aside as a legislature's tests? They are stored whole, and neither counted, judged nor told."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased

from monitor.store.tables import BillRow

__all__ = ["in_quarantine", "is_of_quarantined", "not_in_quarantine"]


def in_quarantine() -> ColumnElement[bool]:
    """Whether a bill is put aside, and no operator has released it."""
    return and_(BillRow.quarantine != "", BillRow.released_at.is_(None))


def not_in_quarantine() -> ColumnElement[bool]:
    """The other bills."""
    return or_(BillRow.quarantine == "", BillRow.released_at.is_not(None))


def is_of_quarantined(bill_id: Any) -> ColumnElement[bool]:
    """Whether the bill of this id is put aside; false for what is of no bill. For queries without the bill's row."""
    bill = aliased(BillRow)
    return exists().where(bill.id == bill_id, bill.quarantine != "", bill.released_at.is_(None))
