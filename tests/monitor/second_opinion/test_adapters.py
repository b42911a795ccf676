from __future__ import annotations

import pytest

from monitor.errors import ConfigError
from monitor.model.finding import Label
from monitor.second_opinion.errors import AnswerError, EndpointError, RefusedRequestError
from monitor.second_opinion.open_reader import Endpoint
from monitor.second_opinion.port import AskedPosition, EndpointKind, Question
from monitor.second_opinion.prompt import prompt_sha256
from tests.model_server import (
    KEY,
    Asked,
    Handler,
    ModelServer,
    answer,
    refuses_the_schema,
    replies,
    says,
    view,
)
from tests.monitor.conftest import Reading

QUESTION = Question(
    subject="WA HB 1 (2026), Sec. 1",
    title="A sample act",
    heading="Reports",
    provision_label="Sec. 1",
    lead_in=(),
    passage="A developer shall publish a report on each known risk.",
    positions=(
        AskedPosition(
            id="compelled-disclosure", title="Sample", authority="Order", legal_force="binds", theory="", rules=()
        ),
    ),
)
GOOD = answer(view("compelled-disclosure", "conflict", "shall publish a report on each known risk"))


def test_a_good_answer(model: ModelServer, reading: Reading, kind: EndpointKind):
    model.replies = [says(GOOD)]
    with reading() as reader:
        said = reader.read(QUESTION)
    (one,) = said.views
    assert (one.label, one.quotes) == (Label.CONFLICT, ("shall publish a report on each known risk",))
    assert (reader.identity.kind, reader.identity.model) == (kind, "sample-1")
    assert (reader.identity.prompt_sha256, reader.identity.temperature) == (prompt_sha256(), 0.0)


def test_what_is_sent(model: ModelServer, reading: Reading, kind: EndpointKind):
    model.replies = [says(GOOD)]
    with reading() as reader:
        reader.read(QUESTION)
    (asked,) = model.asked
    assert asked.body["model"] == "sample-1"
    assert asked.body["temperature"] == 0.0
    assert asked.body["max_tokens"] == 512
    assert "tools" not in asked.body
    assert QUESTION.passage in asked.user
    assert QUESTION.passage not in asked.system
    assert asked.schema is not None
    assert asked.schema["properties"]["positions"]["items"]["properties"]["position"]["enum"] == [
        "compelled-disclosure"
    ]
    assert KEY not in str(asked.body)
    if kind is EndpointKind.OPENAI:
        assert asked.path == "/v1/chat/completions"
        assert asked.headers["Authorization"] == f"Bearer {KEY}"
    else:
        assert asked.path == "/v1/messages"
        assert (asked.headers["x-api-key"], asked.headers["anthropic-version"]) == (KEY, "2023-06-01")


def test_a_server_without_a_key_and_with_its_own_temperature(model: ModelServer, reading: Reading):
    model.replies = [says(GOOD)]
    with reading(key=None, temperature=None) as reader:
        reader.read(QUESTION)
    (asked,) = model.asked
    assert "temperature" not in asked.body
    assert "Authorization" not in asked.headers
    assert "x-api-key" not in asked.headers


def test_an_endpoint_that_takes_no_schema_is_asked_in_words_from_then_on(model: ModelServer, reading: Reading):
    model.replies = [refuses_the_schema(says(GOOD))]
    with reading() as reader:
        for _ in range(2):
            assert reader.read(QUESTION).views[0].label is Label.CONFLICT
    assert [asked.schema is not None for asked in model.asked] == [True, False, False]
    assert '"carve_out_quote"' in model.asked[1].system


def test_a_request_that_is_wrong_in_any_form_is_an_error_with_the_reason(model: ModelServer, reading: Reading):
    model.replies = [replies(400, b'{"error": "temperature\n is not\x1b[31m supported"}'), replies(400), says(GOOD)]
    with reading() as reader:
        with pytest.raises(RefusedRequestError, match=r"WA HB 1 \(2026\), Sec. 1: .*\(400\)"):
            reader.read(QUESTION)
        reader.read(QUESTION)
    assert [asked.schema is not None for asked in model.asked] == [True, False, True]


@pytest.mark.parametrize("kind", [EndpointKind.OPENAI], indirect=True)
def test_an_endpoint_with_another_name_for_the_limit(model: ModelServer, reading: Reading):
    def newer(handler: Handler, asked: Asked) -> None:
        if "max_tokens" in asked.body:
            handler.send(400, b"max_tokens is not supported with this model: use max_completion_tokens")
        else:
            says(GOOD)(handler, asked)

    model.replies = [newer]
    with reading() as reader:
        reader.read(QUESTION)
        reader.read(QUESTION)
    assert [asked.body.get("max_completion_tokens") for asked in model.asked] == [None, None, 512, 512]
    assert model.asked[-1].schema is not None


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("This is a conflict.", "agreed shape"),
        (GOOD.replace("conflict", "preempted"), "agreed shape"),
        (GOOD.replace("compelled-disclosure", "another"), "positions that were asked"),
        ("", "declines"),
    ],
)
def test_an_answer_that_is_none_is_refused_with_its_words(model: ModelServer, reading: Reading, content: str, why: str):
    model.replies = [says(content)]
    with reading() as reader, pytest.raises(AnswerError, match=why) as caught:
        reader.read(QUESTION)
    assert caught.value.raw == content
    assert len(model.asked) == 1


def test_an_answer_that_was_cut_says_which_setting(model: ModelServer, reading: Reading):
    model.replies = [says(GOOD[:40], cut=True)]
    with reading() as reader, pytest.raises(AnswerError, match="PREEMPT_MODEL_MAX_TOKENS") as caught:
        reader.read(QUESTION)
    assert caught.value.raw == GOOD[:40]


@pytest.mark.parametrize(
    "body", [b"<html>Welcome</html>", b"[]", b'{"choices": 1, "content": 1}', b"[" * 90_000, b"\xff"]
)
def test_what_is_no_reply_of_the_dialect_is_an_error_of_the_endpoint(model: ModelServer, reading: Reading, body: bytes):
    model.replies = [replies(200, body)]
    with reading() as reader, pytest.raises(EndpointError, match="does not answer as"):
        reader.read(QUESTION)


def test_a_reply_without_words_is_no_answer(model: ModelServer, reading: Reading):
    empty = b'{"choices": [], "content": [{"type": "tool_use", "id": "1"}], "stop_reason": "tool_use"}'
    model.replies = [replies(200, empty)]
    with reading() as reader, pytest.raises(AnswerError, match=r"no choice|declines"):
        reader.read(QUESTION)


def test_a_model_that_declines_says_so(model: ModelServer, reading: Reading):
    declined = b'{"choices": [{"message": {"content": null, "refusal": "I cannot."}}], "content": []}'
    model.replies = [replies(200, declined)]
    with reading() as reader, pytest.raises(AnswerError, match="declines"):
        reader.read(QUESTION)


@pytest.mark.parametrize(
    ("changes", "setting"),
    [
        ({"kind": EndpointKind.NONE}, "PREEMPT_MODEL_KIND"),
        ({"url": ""}, "PREEMPT_MODEL_URL"),
        ({"url": "http://model.example/v1"}, "PREEMPT_MODEL_URL"),
        ({"model": ""}, "PREEMPT_MODEL_NAME"),
    ],
)
def test_what_is_not_configured_is_named(changes: dict, setting: str):
    values = {"kind": EndpointKind.OPENAI, "url": "https://model.example/v1", "model": "m", "key": None}
    endpoint = Endpoint(**{**values, **changes}, temperature=0.0, max_tokens=100, timeout=1.0)
    with pytest.raises(ConfigError) as caught:
        endpoint.check()
    assert caught.value.setting == setting
