from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select, update

from monitor.classify.judge import classifier_release
from monitor.classify.read import read_text
from monitor.classify.score import score
from monitor.model.reading import Reading
from monitor.positions import load_positions
from monitor.store.engine import Store
from monitor.store.judgement_repository import add_releases
from monitor.store.reading_json import reading_from_json, reading_to_json
from monitor.store.reading_repository import load_reading, write_reading
from monitor.store.tables import BillRow, ReadingRow, VersionRow
from tests.judging import add_bill, add_version
from tests.monitor.classify.look_alikes_private import CHILD_SAFETY
from tests.monitor.classify.look_alikes_public import GOVERNMENT
from tests.monitor.classify.provisions import SAMPLES
from tests.monitor.classify.texts import bill

NOW = datetime(2026, 11, 25, tzinfo=UTC)
POSITIONS = load_positions()
TEXTS = [*(case.text for case in SAMPLES), *(bill(words) for words in (*CHILD_SAFETY, *GOVERNMENT))]
DUTY = "Section 1. An operator of an artificial intelligence chatbot shall notify each user that it is not a human. ☃"


def again(reading: Reading, text: str) -> Reading:
    content = json.loads(json.dumps(reading_to_json(reading)))
    return reading_from_json(content, text, classifier_release=reading.classifier_release)


@pytest.mark.parametrize("number", range(len(TEXTS)))
def test_what_was_read_is_scored_alike_after_it_was_stored(number: int):
    text = TEXTS[number]
    reading = read_text(text)
    back = again(reading, text)
    assert replace(back, provisions=reading.provisions) == reading
    fresh, scored = score(reading, POSITIONS), score(back, POSITIONS)
    assert replace(scored, provisions=fresh.provisions, reading=reading) == fresh


def test_texts_that_were_read_hold_duties_and_carve_outs():
    readings = [read_text(text) for text in TEXTS]
    assert sum(bool(reading.duties) for reading in readings) > 40
    assert sum(bool(reading.carve_outs) for reading in readings) > 2
    assert sum(bool(reading.alike) for reading in readings) > 40
    assert all(reading.scores for reading in readings)


@pytest.mark.parametrize(
    "broken",
    [
        {"relevance": "much"},
        {"provisions": 3},
        {"duties": [{}]},
        {"trigger": [1]},
        {"provisions": []},
        {"alike": [{}]},
        {"scores": 1},
    ],
)
def test_what_is_no_reading_is_refused(broken: dict[str, object]):
    content = reading_to_json(read_text(DUTY)) | broken
    with pytest.raises(ValueError, match="no reading"):
        reading_from_json(content, DUTY, classifier_release="")


@pytest.fixture
def kept(store: Store) -> tuple[Store, int, Reading]:
    version = add_version(store, add_bill(store, "WA HB 1"), DUTY)
    reading = read_text(DUTY)
    with store.write() as session:
        add_releases(session, POSITIONS, classifier_release(), program="0", now=NOW)
        write_reading(session, session.get_one(VersionRow, version), reading, now=NOW)
    return store, version, reading


def load(store: Store, version: int, release: str | None = None) -> Reading | None:
    with store.read() as session:
        row = session.get_one(VersionRow, version)
        return load_reading(session, row, classifier_release=release or classifier_release())


def test_a_reading_is_found_again(kept: tuple[Store, int, Reading]):
    store, version, reading = kept
    found = load(store, version)
    assert found is not None
    assert found.duties == reading.duties
    assert len(found.duties) == 1


def test_a_reading_of_other_rules_does_not_hold(kept: tuple[Store, int, Reading]):
    assert load(kept[0], kept[1], "another") is None


@pytest.mark.parametrize("said", [{"title": "Another title"}, {"abstract": "More"}])
def test_a_reading_does_not_hold_when_the_bill_says_something_else(kept: tuple[Store, int, Reading], said):
    store, version, _ = kept
    with store.write() as session:
        session.execute(update(BillRow).values(**said))
    assert load(store, version) is None


def test_a_reading_does_not_hold_for_another_text(kept: tuple[Store, int, Reading]):
    store, version, _ = kept
    with store.write() as session:
        session.execute(update(VersionRow).values(text_sha256="of another text"))
    assert load(store, version) is None


def test_a_later_reading_takes_the_place_of_the_first(kept: tuple[Store, int, Reading]):
    store, version, reading = kept
    with store.write() as session:
        write_reading(session, session.get_one(VersionRow, version), replace(reading, duties=()), now=NOW)
        assert session.scalar(select(func.count()).select_from(ReadingRow)) == 1
    found = load(store, version)
    assert found is not None
    assert found.duties == ()
