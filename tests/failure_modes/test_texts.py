"""Texts that are replaced where they are, dates that cannot be, bytes in another encoding than they say."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from monitor.store.engine import Store
from monitor.store.tables import ActionRow, BillRow, VersionRow
from tests.failure_modes.world import API, SOURCES, World

BROKEN = ("\ufffd", "\x00", "Ã¢", "â€", "Ã©", "Â§")
"""What is left of a text that was decoded wrongly."""


@pytest.mark.parametrize("source", API)
def test_mode_19_text_replaced_behind_the_same_address(world: World, source: str):
    """The text decides, not the address: other words are a new text once, the same words elsewhere are none."""
    states = ("TN", "GA")
    world.crawl(source, states=states)
    before, told = world.facts(), world.told()
    world.server.day = 2
    assert world.crawl(source, states=states).state == "ok"
    texts = _texts(world)
    assert texts["TN HB 9901"] != _texts_of(before)["TN HB 9901"]
    assert texts["GA HB 9901"] == _texts_of(before)["GA HB 9901"]
    news = [event for event in world.told()[len(told) :] if event[0].startswith(("version", "text"))]
    assert len([event for event in news if event[1].startswith("TN HB 9901")]) == 1
    assert [event for event in news if event[1].startswith("GA HB 9901")] == []
    again = world.crawl(source, states=states)
    assert again.events == 0


def _texts(world: World) -> dict[str, set[str]]:
    return _texts_of(world.facts())


def _texts_of(facts) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for fact in facts:
        if fact[0] == "version" and fact[3]:
            found.setdefault(fact[1].partition(" (")[0], set()).add(fact[3])
    return found


@pytest.mark.parametrize("source", SOURCES)
def test_mode_20_dates_that_cannot_be(world: World, source: str):
    """A date far outside the session is no date; its words stay, and today is never put in its place."""
    world.crawl(source, states=("CO",))
    with Store(world.url) as store, store.read() as session:
        bill = session.scalars(select(BillRow).where(BillRow.identifier == "SB 9906")).one()
        actions = session.scalars(select(ActionRow).where(ActionRow.bill_id == bill.id)).all()
        others = session.scalars(select(ActionRow.acted_on).where(ActionRow.bill_id != bill.id)).all()
    assert [action.acted_on for action in actions if "ntroduced" in action.text] == [None]
    assert bill.introduced_on is None
    assert bill.first_seen_at.date() not in [action.acted_on for action in actions]
    assert all(day is not None for day in others)


@pytest.mark.parametrize("source", SOURCES)
def test_mode_21_another_encoding_than_it_says(world: World, source: str):
    """Double-encoded, mislabelled as UTF-16 and as windows-1252: the words are those of the bill all the same."""
    world.crawl(source, states=("WA", "UT", "NJ"))
    with Store(world.url) as store, store.read() as session:
        rows = session.execute(
            select(BillRow.jurisdiction, BillRow.identifier, VersionRow.text)
            .join(BillRow, BillRow.id == VersionRow.bill_id)
            .where(VersionRow.text != "")
        ).all()
    assert {state for state, _, _ in rows} == {"WA", "UT", "NJ"}
    assert [(state, name, mark) for state, name, text in rows for mark in BROKEN if mark in text] == []
    odd = {(state, name): text for state, name, text in rows}
    assert any("\u201c" in odd[place] or "\u2019" in odd[place] for place in odd if place[0] == "WA")
    assert any("\u00a7" in text or "\u201c" in text for (state, _), text in odd.items() if state == "NJ")
