"""The table of reviews, on both databases: what goes in comes out, and nothing is ever changed."""

from __future__ import annotations

import dataclasses

import pytest
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from monitor.model.answer import Decision
from monitor.model.bill import BillKey
from monitor.model.finding import Label
from monitor.model.review import Review
from monitor.store.engine import Store
from monitor.store.review_repository import add_review, get_review, reviews_by_bill
from monitor.store.tables import BillRow, EventRow
from tests.alerts.judged import DUTY as TEXT
from tests.alerts.judged import QUOTE, assess
from tests.judging import add_bill, add_version
from tests.reviewing import clause, review

DUTY = clause(QUOTE, start=TEXT.index(QUOTE))


def of_bill(store: Store, bill: int, decision: str = "reject", **fields: object) -> Review:
    """A review of the judged text of a bill."""
    with store.read() as session:
        row = session.get_one(BillRow, bill)
        assert row.current_version_id is not None
        said = review(DUTY, decision, number=0, **fields)
        return dataclasses.replace(
            said,
            bill=BillKey(jurisdiction=row.jurisdiction, session=row.session, identifier=row.identifier),
            seen=dataclasses.replace(said.seen, version_id=row.current_version_id),
        )


def add(store: Store, bill: int, said: Review) -> int:
    with store.write() as session:
        return add_review(session, said, bill_id=bill)


@pytest.fixture
def bill(store: Store) -> int:
    found = add_bill(store, "WA HB 1")
    add_version(store, found, TEXT)
    assess(store)
    return found


@pytest.mark.parametrize(
    ("decision", "fields"),
    [
        ("reject", {}),
        ("confirm", {"reason": "Zwei Wörter ☃\nund eine Zeile"}),
        ("relabel", {"label": Label.EXEMPT, "severity": 1, "carve_out": "child-safety"}),
        ("add", {"label": Label.ALIGNED, "severity": 0}),
        ("withdraw", {}),
    ],
)
def test_a_review_comes_back_as_it_was_made(store: Store, bill: int, decision: str, fields: dict):
    said = of_bill(store, bill, decision, **fields)
    number = add(store, bill, said)
    with store.read() as session:
        found = get_review(session, number)
    assert found is not None
    of, back = found
    assert (of, back) == (bill, said)
    assert back.id == number
    assert back.clause.finding_id == said.clause.finding_id
    assert back.decision is Decision(decision)


def test_a_clause_that_the_rules_did_not_find_has_no_label_of_theirs(store: Store, bill: int):
    said = of_bill(store, bill, "add")
    said = dataclasses.replace(said, seen=dataclasses.replace(said.seen, machine_label=None))
    add(store, bill, said)
    with store.read() as session:
        (back,) = reviews_by_bill(session)[bill]
    assert back.seen.machine_label is None


def test_they_come_in_the_order_in_which_they_were_made(store: Store, bill: int):
    other = add_bill(store, "WA HB 2")
    add_version(store, other, TEXT)
    assess(store)
    numbers = [add(store, bill, of_bill(store, bill, decision)) for decision in ("reject", "withdraw", "confirm")]
    number = add(store, other, of_bill(store, other))
    with store.read() as session:
        by_bill = reviews_by_bill(session)
        assert [said.id for said in by_bill[bill]] == numbers == sorted(numbers)
        assert [said.decision.value for said in by_bill[bill]] == ["reject", "withdraw", "confirm"]
        assert reviews_by_bill(session, [other, 999]).keys() == {other}
        assert reviews_by_bill(session, []) == {}
        assert get_review(session, number + 1) is None


def delete_bill(store: Store, bill: int) -> None:
    with store.write() as session:
        session.execute(delete(EventRow))
        session.execute(delete(BillRow).where(BillRow.id == bill))


def test_a_bill_of_which_somebody_spoke_cannot_be_deleted(store: Store, bill: int):
    other = add_bill(store, "WA HB 2")
    add_version(store, other, TEXT)
    assess(store)
    add(store, bill, of_bill(store, bill))
    delete_bill(store, other)
    with pytest.raises(IntegrityError):
        delete_bill(store, bill)
