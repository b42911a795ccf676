from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import delete, select

from monitor.model.provision import Span
from monitor.store.engine import Store
from monitor.store.model_answer_repository import ModelAnswer, add_model_answers, answered
from monitor.store.tables import BillRow, ModelAnswerRow, VersionRow
from tests.judging import add_bill, add_version

NOW = datetime(2026, 11, 25, tzinfo=UTC)
ANSWER = ModelAnswer(
    release="openai:m:1",
    position="compelled-disclosure",
    span=Span(0, 10),
    outcome="refused",
    reason="no JSON ☃",
    answer="nonsense",
)


def add(store: Store, version_id: int, *answers: ModelAnswer) -> None:
    with store.write() as session:
        add_model_answers(session, session.get_one(VersionRow, version_id), answers, now=NOW)


def rows(store: Store) -> list[ModelAnswerRow]:
    with store.read() as session:
        return list(session.scalars(select(ModelAnswerRow).order_by(ModelAnswerRow.id)))


def test_an_answer_is_found_again_by_what_was_asked(store: Store):
    version_id = add_version(store, add_bill(store, "WA HB 1"), "A sample text.")
    agreed = replace(ANSWER, position="truthful-outputs", outcome="agrees")
    add(store, version_id, ANSWER, agreed)
    sha = rows(store)[0].text_sha256
    with store.read() as session:
        both = answered(session)
        settled = answered(session, without=["refused"])
    assert settled == {(version_id, sha, "openai:m:1", "truthful-outputs", 0, 10)}
    assert both == settled | {(version_id, sha, "openai:m:1", "compelled-disclosure", 0, 10)}


def test_one_that_was_asked_again_takes_the_place_of_the_earlier_one(store: Store):
    version_id = add_version(store, add_bill(store, "WA HB 1"), "A sample text.")
    add(store, version_id, ANSWER)
    add(store, version_id, replace(ANSWER, outcome="agrees", answer=""), replace(ANSWER, span=Span(2, 10)))
    held = [(row.outcome, row.answer, row.start) for row in rows(store)]
    assert held == [("agrees", "", 0), ("refused", "nonsense", 2)]


def test_answers_go_with_their_bill(store: Store):
    add(store, add_version(store, add_bill(store, "WA HB 1"), "A sample text."), ANSWER)
    with store.write() as session:
        session.execute(delete(BillRow))
    assert rows(store) == []
