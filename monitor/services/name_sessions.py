"""A source's own code of a special session turns out to mean one that has a name: how do its bills come to bear that?

So it is when the source gives the session a better name, and after an upgrade that can read it. The rows stay, and with
them texts, findings and reviews. A bill whose number is taken under the name already, by another source, stays apart.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from monitor.model.bill import BillRecord
from monitor.model.event import Event, EventKind, event_id
from monitor.store.events import PlacedEvent, append_events
from monitor.store.session_repository import give_name, has_session

__all__ = ["name_sessions"]


def name_sessions(session: Session, source: str, records: Sequence[BillRecord], *, now: datetime) -> int:
    """Give stored sessions of the source the names that the records have for them; returns how many events that made.

    Call it inside ``store.write()``.
    """
    learned = {
        (record.key.jurisdiction, record.session_code, record.key.session)
        for record in records
        if record.session_code not in ("", record.key.session)
    }
    events = []
    for jurisdiction, code, name in sorted(learned):
        if has_session(session, source=source, jurisdiction=jurisdiction, identifier=code):
            bills = give_name(session, source=source, jurisdiction=jurisdiction, code=code, name=name)
            events.append(_renamed(source, jurisdiction, code, name, bills, now))
    return append_events(session, events)


def _renamed(source: str, jurisdiction: str, code: str, name: str, bills: int, now: datetime) -> PlacedEvent:
    payload = {"source": source, "jurisdiction": jurisdiction, "before": code, "after": name, "bills": bills}
    event = Event(
        id=event_id(EventKind.SESSION_NAMED, f"{source} {jurisdiction}", json.dumps([code, name])),
        kind=EventKind.SESSION_NAMED,
        bill=None,
        occurred_on=None,
        detected_at=now,
        baseline=True,
        payload=payload,
    )
    return PlacedEvent(event=event)
