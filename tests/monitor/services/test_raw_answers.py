from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from monitor.model.bill import Document
from monitor.services.raw_answers import keep_answer, recall_answer
from monitor.services.tracked_bills import is_tracked, last_action_on
from monitor.store.engine import Store
from monitor.store.raw import RawStore
from monitor.store.tables import SourceDocumentRow, VersionRow
from tests.ingesting import Ingest
from tests.records import INTRODUCED, KEY, bill, version

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
ANSWER = Document(
    url="legiscan:op=getBill&id=1",
    body=b'{"status":"OK"}',
    media_type="application/json",
    fetched_at=NOW,
    status=200,
    headers=(("etag", '"1"'),),
)


@pytest.fixture
def raw(tmp_path: Path) -> RawStore:
    return RawStore(tmp_path)


def test_an_answer_is_found_again(store: Store, raw: RawStore):
    keep_answer(store, raw, "legiscan", ANSWER)
    assert recall_answer(store, raw, "legiscan", ANSWER.url) == ANSWER
    assert recall_answer(store, raw, "legiscan", "legiscan:op=getBill&id=2") is None
    assert recall_answer(store, raw, "another", ANSWER.url) is None


def test_the_same_answer_is_kept_once_and_the_newest_is_found(store: Store, raw: RawStore):
    later = replace(ANSWER, body=b'{"status":"ERROR"}', fetched_at=NOW + timedelta(hours=1))
    for answer in (ANSWER, later, ANSWER, later):
        keep_answer(store, raw, "legiscan", answer)
    assert recall_answer(store, raw, "legiscan", ANSWER.url) == later
    with store.read() as session:
        assert session.scalar(select(func.count()).select_from(SourceDocumentRow)) == 2


def test_bytes_that_are_lost_or_damaged_were_never_kept(store: Store, raw: RawStore):
    keep_answer(store, raw, "legiscan", ANSWER)
    (path,) = [path for path in raw.root.rglob("*") if path.is_file()]
    path.write_bytes(b"other")
    assert recall_answer(store, raw, "legiscan", ANSWER.url) is None
    path.unlink()
    assert recall_answer(store, raw, "legiscan", ANSWER.url) is None


def test_a_bill_is_tracked_once_a_text_is_stored(store: Store, tmp_path: Path):
    ingest = Ingest(store, tmp_path)
    assert not is_tracked(store, KEY)
    assert last_action_on(store, KEY) is None
    ingest(bill(versions=(version(text=None),)))
    assert not is_tracked(store, KEY)
    assert last_action_on(store, KEY) == INTRODUCED.on
    ingest(bill())
    assert is_tracked(store, KEY)


def test_a_text_stays_when_a_later_answer_brings_no_bytes(store: Store, tmp_path: Path):
    """A source that fetches a text once lists it ever after without its bytes."""
    ingest = Ingest(store, tmp_path)
    ingest(bill())
    before = ingest.counts()
    again = ingest(bill(title="Another title", versions=(version(text=None),)))
    assert (again.outcome, again.versions, again.errors) == ("changed", 0, ())
    with store.read() as session:
        stored = session.scalars(select(VersionRow)).one()
    assert "companion chatbot" in stored.text
    assert stored.quality == "ok"
    assert is_tracked(store, KEY)
    assert ingest.counts()["version"] == before["version"]
    assert [kind for kind, *_ in ingest.events(before["event"])] == ["title.changed"]
