from __future__ import annotations

import json

import pytest

from monitor.model.finding import Label
from monitor.second_opinion.errors import AnswerError
from monitor.second_opinion.port import AskedPosition, Question
from monitor.second_opinion.schema import answer_schema, parse_answer, presentable
from tests.model_server import answer, view

QUESTION = Question(
    subject="WA HB 1 (2026), Sec. 1",
    title="",
    heading="",
    provision_label="Sec. 1",
    lead_in=(),
    passage="A developer shall publish a report.",
    positions=tuple(
        AskedPosition(id=name, title="", authority="", legal_force="", theory="", rules=()) for name in ("one", "two")
    ),
)
GOOD = answer(view("two", "abstain"), view("one", "none", "shall publish a report", reason="A duty."))


def test_an_answer_comes_in_the_order_of_the_question():
    said = parse_answer(GOOD, QUESTION)
    assert [(one.position, one.label) for one in said.views] == [("one", Label.NONE), ("two", None)]
    assert said.views[0].quotes == ("shall publish a report",)
    assert (said.actor, said.modality, said.raw) == ("a developer", "must", GOOD)


@pytest.mark.parametrize("around", ["```json\n{}\n```", "```\n{}```", "<think>maybe {{}}\n</think>\n{}", "\n  {}  \n"])
def test_a_fence_and_a_thought_are_taken_off(around: str):
    assert len(parse_answer(around.format(GOOD), QUESTION).views) == 2


def _changed(**changes: object) -> str:
    return json.dumps({**json.loads(GOOD), **changes})


def _view(**changes: object) -> str:
    said = json.loads(GOOD)
    said["positions"][0].update(changes)
    return json.dumps(said)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "I think it is a conflict.",
        GOOD[:-1],
        f"{GOOD} That is all.",
        "<think>for ever",
        "[" * 50_000,
        _changed(preempted=True),
        _changed(modality="ought"),
        _changed(actor="x" * 201),
        _changed(actor=None),
        _changed(positions={}),
        _view(label="preempted"),
        _view(label="Conflict"),
        _view(quotes="shall publish"),
        _view(quotes=["x" * 1201]),
        _view(quotes=["a b"] * 9),
        _view(reason="x" * 1201),
        _view(extra=1),
        answer(view("one", "none")),
        answer(view("one", "none"), view("one", "none"), view("two", "none")),
        answer(view("one", "none"), view("two", "none"), view("three", "none")),
        "x" * 60_001,
    ],
)
def test_what_is_not_of_the_shape_is_no_answer(content: str):
    with pytest.raises(AnswerError) as caught:
        parse_answer(content, QUESTION)
    assert caught.value.subject == QUESTION.subject
    assert len(str(caught.value)) < 400
    assert caught.value.raw == content[:60_000]


def test_the_schema_that_is_sent_and_the_check_agree():
    schema = answer_schema(["one", "two"])
    view_schema = schema["properties"]["positions"]["items"]
    said = json.loads(GOOD)
    for one, of in ((schema, said), (view_schema, said["positions"][0])):
        assert set(one["properties"]) == set(one["required"]) == set(of)
        assert one["additionalProperties"] is False
    assert view_schema["properties"]["position"]["enum"] == ["one", "two"]
    for label in view_schema["properties"]["label"]["enum"]:
        parse_answer(_view(label=label), QUESTION)
    for modality in schema["properties"]["modality"]["enum"]:
        parse_answer(_changed(modality=modality), QUESTION)


def test_what_is_stored_of_foreign_words_fits_into_every_database():
    assert presentable("a\x00b\ud800c\u202ed\x1b[31m", 100) == "ab?cd[31m"
    assert presentable("abcdef", 3) == "abc"
