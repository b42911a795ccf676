"""Links that were stored in the words of the sources have those of the one vocabulary after the upgrade, and back."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import text

from monitor.store.engine import Store
from monitor.store.migrate import downgrade, upgrade

BILL = """INSERT INTO bill (id, jurisdiction, session, identifier, chamber, classification, title, abstract, subjects,
 status, last_action, source, source_url, content_hash, first_seen_at, changed_at) VALUES (1, 'VA', '2027', 'SB 1',
 'upper', '[]', 'A sample', '', '[]', 'introduced', '', 'sample', '', '', '2026-11-21 12:00:00+00:00',
 '2026-11-21 12:00:00+00:00')"""
LINK = "INSERT INTO related_bill (id, bill_id, session, identifier, relation) VALUES (:id, 1, '2026', :number, :word)"
CLAIM = """INSERT INTO bill_claim (id, bill_id, source, content_hash, fetched_at, place, mark, missing, said) VALUES (1,
 1, 'sample', '', '2026-11-21 12:00:00+00:00', '', '', '[]', :said)"""


@pytest.fixture
def old(empty_database_url: str):
    with Store(empty_database_url) as store:
        upgrade(store)
        downgrade(store, "0011")
        yield store


def test_tests_that_are_stored_are_put_aside(old: Store):
    with old.engine.begin() as connection:
        connection.execute(text(BILL))
        connection.execute(text(BILL.replace("(1, 'VA', '2027', 'SB 1'", "(2, 'OK', '2027', 'SB 9999'")))
        connection.execute(text(BILL.replace("(1,", "(3,").replace("SB 1", "SB 3").replace("A sample", "Test bill")))
    upgrade(old)
    with old.read_engine.connect() as connection:
        found = connection.execute(
            text("SELECT id FROM bill WHERE quarantine != '' AND released_at IS NULL ORDER BY id")
        )
        assert list(found.scalars()) == [2, 3]


def words(store: Store) -> list[tuple[str, str]]:
    with store.read_engine.connect() as connection:
        rows = connection.execute(text("SELECT identifier, relation FROM related_bill ORDER BY id")).all()
    return [(number, word) for number, word in rows]


def test_words_of_sources_become_ours_and_what_is_the_same_is_one(old: Store):
    stored = [("SB 1", "prior-session"), ("SB 2", "companion"), ("SB 3", "odd"), ("SB 3", "related"), ("SB 3", "odder")]
    with old.engine.begin() as connection:
        connection.execute(text(BILL))
        for place, (number, word) in enumerate(stored, 1):
            connection.execute(text(LINK), {"id": place, "number": number, "word": word})
        said = json.dumps({"title": "kept", "related": [["2026", "SB 1", "prior-session"], ["", "SB 4", "similar"]]})
        connection.execute(text(CLAIM), {"said": said})
    upgrade(old)
    ours = [("SB 1", "reintroduced_from"), ("SB 2", "companion"), ("SB 3", "related")]
    assert words(old) == ours
    with old.read_engine.connect() as connection:
        (kept,) = connection.execute(text("SELECT said FROM bill_claim")).scalars()
        said = json.loads(kept) if isinstance(kept, str) else kept
    assert said["title"] == "kept"
    assert said["related"] == [["2026", "SB 1", "reintroduced_from", ""], ["", "SB 4", "similar_to", ""]]
    downgrade(old, "0011")
    assert words(old) == [("SB 1", "prior-session"), ("SB 2", "companion"), ("SB 3", "related")]
    upgrade(old)
    assert words(old) == ours
