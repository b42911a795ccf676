"""One document, one row: names, copies, corrections, amendments and the queue, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from monitor.model.federal import FederalIdentifier, FederalKind, FederalSighting, IdentifierKind, Publisher
from monitor.services.federal_documents import FederalResult, Seen, record_sighting
from monitor.store.engine import Store
from monitor.store.tables import EventRow, FederalBearingRow, FederalDocumentRow, FederalIdentifierRow
from tests.federal import NOW, register_entry, register_list, sighting

AI = "Artificial intelligence. "


def put(store: Store, one: FederalSighting) -> FederalResult:
    return record_sighting(store, one, clock=lambda: NOW)


def rows(store: Store) -> list[FederalDocumentRow]:
    with store.read() as session:
        return list(session.scalars(select(FederalDocumentRow).order_by(FederalDocumentRow.id)))


def order(**said: object) -> FederalSighting:
    facts = {"executive_order_number": "14999", "signing_date": "2026-06-02", "citation": "91 FR 1"}
    [one] = register_list(register_entry("2026-11111", "Promoting Sample Intelligence", **facts | said))
    return one


def states(store: Store) -> list[tuple[str, str]]:
    with store.read() as session:
        found = session.scalars(select(FederalBearingRow).order_by(FederalBearingRow.id))
        return [(one.position, one.state) for one in found]


@pytest.mark.parametrize("first", ["white-house", "register"])
def test_two_copies_of_an_order_are_one_row_whichever_comes_first(store: Store, first: str):
    copies = [sighting(), order()]
    results = [put(store, one) for one in (copies if first == "white-house" else reversed(copies))]
    assert [result.seen for result in results] == [Seen.NEW, Seen.LINKED]
    assert [result.events for result in results] == [1, 0]
    [row] = rows(store)
    assert (row.fed_key, row.kind, row.citation) == ("eo:14999", FederalKind.EXECUTIVE_ORDER, "91 FR 1")
    assert (row.published_on, row.signed_on) == (date(2026, 6, 2), date(2026, 6, 2))
    with store.read() as session:
        assert set(session.scalars(select(FederalIdentifierRow.kind))) == {"eo", "fr", "link"}
        assert [event.kind for event in session.scalars(select(EventRow))] == ["federal.published"]
    assert {put(store, one).seen for one in copies} == {Seen.KNOWN}


@pytest.mark.parametrize(
    "said",
    [
        {"title": "Adjusting Imports of Samples"},
        {"published_on": date(2026, 6, 9)},
        {"published_on": date(2026, 6, 1)},
        {"kind": FederalKind.PROCLAMATION},
        {"kind": FederalKind.STATEMENT},
        {"publisher": Publisher.AGENCY},
    ],
)
def test_what_is_not_one_act_stays_two(store: Store, said: dict[str, object]):
    put(store, sighting(**said))
    assert put(store, order()).seen is Seen.NEW
    assert len(rows(store)) == 2


def test_two_posts_of_one_name_are_linked_to_neither(store: Store):
    put(store, sighting())
    put(store, sighting("https://agency.example/b"))
    assert put(store, order()).seen is Seen.NEW
    assert len(rows(store)) == 3


def test_a_correction_is_a_document_of_its_own_and_told_as_an_amendment(store: Store):
    put(store, order())
    [fix] = register_list(
        register_entry(
            "2026-22222",
            "Promoting Sample Intelligence; Correction",
            executive_order_number="14999",
            correction_of="https://www.federalregister.gov/api/v1/documents/2026-11111.json",
        )
    )
    assert fix.corrects == "2026-11111"
    result = put(store, fix)
    assert (result.seen, result.fed_key, result.events) == (Seen.NEW, "fr:2026-22222", 1)
    with store.read() as session:
        told = list(session.scalars(select(EventRow).order_by(EventRow.sequence)))
    assert [event.kind for event in told] == ["federal.published", "federal.amended"]
    assert told[1].payload["corrects"] == "2026-11111"


def test_an_item_in_two_feeds_is_one_and_a_changed_copy_is_told_each_time(store: Store):
    put(store, sighting(source="ftc", text="One."))
    assert put(store, sighting(source="ftc-consumer", text="One.")).seen is Seen.LINKED
    for text, seen in (("Two.", Seen.AMENDED), ("One.", Seen.AMENDED), ("Two.", Seen.AMENDED), ("Two.", Seen.KNOWN)):
        result = put(store, sighting(source="ftc", text=text))
        assert (result.seen, result.events) == (seen, int(seen is Seen.AMENDED))
    assert put(store, sighting(source="ftc", text="")).seen is Seen.KNOWN
    [row] = rows(store)
    assert row.text == "Two."


def test_the_register_writes_over_the_white_house_and_never_the_other_way(store: Store):
    put(store, sighting(text="As posted."))
    put(store, replace(order(), text="As printed."))
    put(store, sighting(text="As posted, mended."))
    [row] = rows(store)
    assert (row.text, row.publisher) == ("As printed.", "federal-register")


def test_the_queue_follows_the_text_and_asks_nobody_twice(store: Store):
    assert put(store, sighting(text=AI + "A patchwork of state laws.")).proposals == 1
    assert put(store, sighting(text=AI + "A patchwork of state laws.")).proposals == 0
    assert put(store, sighting(text=AI + "Fish.")).proposals == 0
    assert states(store) == [("national-policy", "outdated")]
    assert put(store, sighting(text=AI + "A patchwork of state laws.")).proposals == 0
    assert states(store) == [("national-policy", "waiting")]
    with store.write() as session:
        session.scalars(select(FederalBearingRow)).one().state = "dismissed"
    assert put(store, sighting(text=AI + "A longer patchwork of state laws.")).proposals == 0
    assert states(store) == [("national-policy", "dismissed")]


def test_a_first_load_is_a_baseline(store: Store):
    record_sighting(store, sighting(), clock=lambda: NOW, baseline=True)
    with store.read() as session:
        assert [event.baseline for event in session.scalars(select(EventRow))] == [True]


def test_a_copy_without_a_name_or_a_title_is_refused(store: Store):
    for bad in (sighting(title=""), sighting(identifiers=())):
        with pytest.raises(ValueError, match="without"):
            put(store, bad)
    assert rows(store) == []


def test_the_key_is_the_strongest_name():
    names = (
        FederalIdentifier(kind=IdentifierKind.LINK, value="https://a.example/"),
        FederalIdentifier(kind=IdentifierKind.UUID, value="u"),
        FederalIdentifier(kind=IdentifierKind.FEDERAL_REGISTER, value="2026-1"),
    )
    assert sighting(identifiers=names).key == "fr:2026-1"
