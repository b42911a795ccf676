"""How is an endpoint asked that speaks the chat completions of OpenAI? llama.cpp, vLLM and many services do."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from pydantic import BaseModel, SecretStr, ValidationError

from monitor.second_opinion.errors import AnswerError, EndpointError, RefusedRequestError
from monitor.second_opinion.port import Answer, ModelIdentity, Question
from monitor.second_opinion.prompt import prompt_of
from monitor.second_opinion.schema import answer_schema, parse_answer
from monitor.second_opinion.schema_first import SchemaFirst
from monitor.second_opinion.transport import Transport

__all__ = ["OpenAiCompatible", "headers_of"]

_PATH: Final = "/chat/completions"
_LIMITS: Final = ("max_tokens", "max_completion_tokens")
"""What the limit is called by most endpoints, and by those that refuse the first."""


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Reply(BaseModel):
    choices: list[_Choice]


def headers_of(key: SecretStr | None) -> dict[str, str]:
    """The key as a bearer token; local servers need none."""
    return {"Authorization": f"Bearer {key.get_secret_value()}"} if key else {}


class OpenAiCompatible:
    """A :class:`~monitor.second_opinion.port.ModelReader`."""

    def __init__(self, transport: Transport, identity: ModelIdentity, *, max_tokens: int) -> None:
        self.identity = identity
        self._scrubbed = transport.scrubbed
        self._sender = SchemaFirst(transport, _PATH)
        self._max_tokens = max_tokens
        self._limit = _LIMITS[0]

    def read(self, question: Question) -> Answer:
        """Ask once.

        :raises EndpointError: when no answer could be had.
        :raises AnswerError: when what came is no usable answer.
        """
        said = self._post(question)
        try:
            reply = _Reply.model_validate_json(said)
        except ValidationError as error:
            raise EndpointError(question.subject, "the endpoint does not answer as chat completions do") from error
        if not reply.choices:
            raise AnswerError(question.subject, "the endpoint answers with no choice")
        choice = reply.choices[0]
        content = self._scrubbed(choice.message.content or "")
        if choice.finish_reason == "length":
            reason = "the answer was cut at the limit of tokens: see PREEMPT_MODEL_MAX_TOKENS"
            raise AnswerError(question.subject, reason, raw=content)
        if not content:
            raise AnswerError(question.subject, "the model declines to answer", raw=choice.message.refusal or "")
        return parse_answer(content, question)

    def _post(self, question: Question) -> str:
        body = partial(self._body, question)
        try:
            return self._sender.post(body, subject=question.subject)
        except RefusedRequestError as error:
            if self._limit == _LIMITS[1] or _LIMITS[1] not in error.reason:
                raise
            self._limit = _LIMITS[1]
            return self._sender.post(body, subject=question.subject)

    def _body(self, question: Question, with_schema: bool) -> dict[str, Any]:  # noqa: FBT001 - of SchemaFirst
        prompt = prompt_of(question)
        body: dict[str, Any] = {
            "model": self.identity.model,
            "messages": [
                {"role": "system", "content": prompt.system},
                {"role": "user", "content": prompt.user},
            ],
            self._limit: self._max_tokens,
            "stream": False,
        }
        if self.identity.temperature is not None:
            body["temperature"] = self.identity.temperature
        if with_schema:
            schema = answer_schema(position.id for position in question.positions)
            body["response_format"] = {
                "type": "json_schema",
                "json_schema": {"name": "second_opinion", "strict": True, "schema": schema},
            }
        return body
