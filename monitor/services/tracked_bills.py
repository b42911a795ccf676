"""What is known of a bill before it is read again: whether its texts are followed, and how far its history goes."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from monitor.model.bill import BillKey
from monitor.store.engine import Store
from monitor.store.tables import BillRow

__all__ = ["is_tracked", "last_action_on"]


def is_tracked(store: Store, key: BillKey) -> bool:
    """Whether a version with a text is stored, from whichever source: then its next texts are read too."""
    with store.read() as session:
        return session.scalar(select(BillRow.current_version_id).where(_is_bill(key))) is not None


def last_action_on(store: Store, key: BillKey) -> date | None:
    """The day of the last stored action; none when there is no such bill or no such day."""
    with store.read() as session:
        return session.scalar(select(BillRow.last_action_on).where(_is_bill(key)))


def _is_bill(key: BillKey) -> Any:
    return (
        (BillRow.jurisdiction == key.jurisdiction)
        & (BillRow.session == key.session)
        & (BillRow.identifier == key.identifier)
    )
