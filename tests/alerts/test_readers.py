from __future__ import annotations

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from alerts.errors import ReaderExistsError, UnknownReaderError, WrongReaderError
from alerts.message import FrozenMessage
from alerts.outbox import Draft, enqueue
from alerts.readers import NewReader, add_reader, list_readers, remove_reader
from monitor.model.reader import Cadence, QuietPolicy
from monitor.store.engine import Store
from monitor.store.tables import DeliveryRow, ReaderRow
from tests.alerts.world import run_judge
from tests.judging import add_bill, add_version


def test_a_reader_starts_at_the_present(store: Store, now):
    add_version(store, add_bill(store, "WA HB 1"), "AI\nconflict compelled-disclosure 4: A developer shall file it.\n")
    run_judge(store)
    known = add_reader(store, NewReader(address="a@Example.GOV", name="A", min_severity=3), now=now)
    assert known.reader.address == "a@example.gov"
    assert (known.told_to, known.told_at) == (1, now)
    assert known.rules[0].name == "any state: any position, severity 3 and up"
    assert (known.reader.cadence, known.reader.quiet, known.reader.send_at) == (
        Cadence.DAILY,
        QuietPolicy.SKIP,
        time(7),
    )
    assert list_readers(store) == [known]


def test_a_rule_names_what_it_lets_through(store: Store, now):
    wanted = NewReader(
        address="a@example.org",
        jurisdictions=["ny", "CA", "CA"],
        positions=["truthful-outputs", "compelled-disclosure"],
        zone="America/Denver",
    )
    (rule,) = add_reader(store, wanted, now=now).rules
    assert rule.jurisdictions == ("CA", "NY")
    assert rule.positions == ("compelled-disclosure", "truthful-outputs")
    assert rule.name == "CA, NY: compelled-disclosure, truthful-outputs"


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"address": "nobody"}, "not a mail address"),
        ({"address": "a@b@c"}, "not a mail address"),
        ({"address": "a@example.org\r\nBcc: x@example.org"}, "not a mail address"),
        ({"name": "A\nB"}, "not a name"),
        ({"zone": "Mars/Olympus"}, "Mars/Olympus"),
        ({"jurisdictions": ["ZZ"]}, "ZZ"),
        ({"positions": ["national-policy"]}, "national-policy"),
        ({"min_severity": 6}, "0 to 5"),
    ],
)
def test_a_wrong_value_is_named_and_nothing_is_stored(sqlite_store: Store, now, values, word):
    with pytest.raises(WrongReaderError, match=word):
        add_reader(sqlite_store, NewReader(**{"address": "a@example.org", **values}), now=now)
    assert list_readers(sqlite_store) == []


def test_an_address_reads_once(store: Store, now):
    add_reader(store, NewReader(address="a@example.org"), now=now)
    with pytest.raises(ReaderExistsError, match=r"a@example\.org is a reader already"):
        add_reader(store, NewReader(address="A@Example.Org"), now=now)


def test_who_was_removed_gets_nothing_more_and_may_come_back(store: Store, now):
    first = add_reader(store, NewReader(address="a@example.org", jurisdictions=["CA"]), now=now)
    later = now + timedelta(hours=1)
    draft = Draft(
        reader_id=first.reader.id,
        kind="digest",
        period="2026-11-24",
        window_from=0,
        window_to=0,
        subject="s",
        message=FrozenMessage(message_id="<1@example.org>", content=b"x"),
        items={},
        told=("event",),
    )
    with store.write() as session:
        assert enqueue(session, draft, now=later)
    assert remove_reader(store, "A@example.org", now=now) == 1
    assert list_readers(store) == []
    with store.read() as session:
        (delivery,) = session.scalars(select(DeliveryRow))
    assert (delivery.state, delivery.error) == ("failed", "the reader was removed")
    with pytest.raises(UnknownReaderError):
        remove_reader(store, "a@example.org", now=now)
    back = add_reader(store, NewReader(address="a@example.org", cadence=Cadence.WEEKLY), now=later)
    assert back.reader.id == first.reader.id
    assert back.reader.cadence is Cadence.WEEKLY
    assert [rule.name for rule in back.rules] == ["any state: any position"]
    with store.read() as session:
        assert len(session.scalars(select(ReaderRow)).all()) == 1
