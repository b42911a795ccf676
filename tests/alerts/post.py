"""Readers and finished digests in the store, for the tests of the outbox; nobody named here exists."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from alerts.message import FrozenMessage
from alerts.outbox import Draft, cursor_name, enqueue
from monitor.store.engine import Store
from monitor.store.tables import CursorRow, DeliveryRow, ReaderRow, ToldRow
from tests.alerts.samples import NOW


def add_reader(store: Store, address: str = "you@example.gov", *, position: int = 0, active: bool = True) -> int:
    """A reader who was told of everything up to ``position`` an hour ago."""
    created = NOW - timedelta(hours=1)
    with store.write() as session:
        row = ReaderRow(
            address=address,
            name="",
            zone="America/New_York",
            send_at=time(7),
            cadence="daily",
            quiet="skip",
            active=active,
            created_at=created,
        )
        session.add(row)
        session.flush()
        session.add(CursorRow(consumer=cursor_name(row.id), position=str(position), updated_at=created))
        return row.id


def draft(reader_id: int, period: str = "2026-11-23", *, window: tuple[int, int] = (0, 5), **changed: Any) -> Draft:
    """A digest that tells the events of its window."""
    after, until = window
    identity = f"<{reader_id}.{period}@example.org>"
    fields: dict[str, Any] = {
        "reader_id": reader_id,
        "kind": "daily",
        "period": period,
        "window_from": after,
        "window_to": until,
        "subject": "1 new conflict",
        "message": FrozenMessage(message_id=identity, content=f"Message-ID: {identity}\r\n\r\nWords.".encode()),
        "items": {"bills": ["WA HB 1"]},
        "told": tuple(f"event-{n}" for n in range(after + 1, until + 1)),
    }
    return Draft(**(fields | changed))


def put(store: Store, wanted: Draft, *, now: datetime = NOW) -> bool:
    """Enqueue in a transaction of its own."""
    with store.write() as session:
        return enqueue(session, wanted, now=now)


def deliveries(store: Store) -> list[DeliveryRow]:
    """All, in the order in which they were made."""
    with store.read() as session:
        return list(session.scalars(select(DeliveryRow).order_by(DeliveryRow.id)))


def told(store: Store, reader_id: int) -> dict[str, int]:
    """By event: the delivery that told it."""
    with store.read() as session:
        rows = session.execute(select(ToldRow.event_id, ToldRow.delivery_id).where(ToldRow.reader_id == reader_id))
        return dict(rows.all())


def cursor(store: Store, reader_id: int) -> tuple[int, datetime]:
    """How far a reader was told, and when that was."""
    with store.read() as session:
        row = session.get_one(CursorRow, cursor_name(reader_id))
        return int(row.position), row.updated_at
