"""How is an endpoint asked that speaks the messages of Anthropic? Text in, JSON text out, no tools."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from pydantic import BaseModel, SecretStr, ValidationError

from monitor.second_opinion.errors import AnswerError, EndpointError
from monitor.second_opinion.port import Answer, ModelIdentity, Question
from monitor.second_opinion.prompt import prompt_of
from monitor.second_opinion.schema import answer_schema, parse_answer
from monitor.second_opinion.schema_first import SchemaFirst
from monitor.second_opinion.transport import Transport

__all__ = ["Anthropic", "headers_of"]

_PATH: Final = "/v1/messages"
_VERSION: Final = "2023-06-01"


class _Block(BaseModel):
    type: str
    text: str = ""


class _Reply(BaseModel):
    content: list[_Block]
    stop_reason: str | None = None


def headers_of(key: SecretStr | None) -> dict[str, str]:
    """The version of the interface, and the key if there is one."""
    return {"anthropic-version": _VERSION, **({"x-api-key": key.get_secret_value()} if key else {})}


class Anthropic:
    """A :class:`~monitor.second_opinion.port.ModelReader`."""

    def __init__(self, transport: Transport, identity: ModelIdentity, *, max_tokens: int) -> None:
        self.identity = identity
        self._scrubbed = transport.scrubbed
        self._sender = SchemaFirst(transport, _PATH)
        self._max_tokens = max_tokens

    def read(self, question: Question) -> Answer:
        """Ask once.

        :raises EndpointError: when no answer could be had.
        :raises AnswerError: when what came is no usable answer.
        """
        said = self._sender.post(partial(self._body, question), subject=question.subject)
        try:
            reply = _Reply.model_validate_json(said)
        except ValidationError as error:
            raise EndpointError(question.subject, "the endpoint does not answer as messages do") from error
        content = self._scrubbed("".join(block.text for block in reply.content if block.type == "text"))
        if reply.stop_reason == "max_tokens":
            reason = "the answer was cut at the limit of tokens: see PREEMPT_MODEL_MAX_TOKENS"
            raise AnswerError(question.subject, reason, raw=content)
        if reply.stop_reason == "refusal" or not content:
            raise AnswerError(question.subject, "the model declines to answer", raw=content)
        return parse_answer(content, question)

    def _body(self, question: Question, with_schema: bool) -> dict[str, Any]:  # noqa: FBT001 - of SchemaFirst
        prompt = prompt_of(question)
        body: dict[str, Any] = {
            "model": self.identity.model,
            "system": prompt.system,
            "messages": [{"role": "user", "content": prompt.user}],
            "max_tokens": self._max_tokens,
        }
        if self.identity.temperature is not None:
            body["temperature"] = self.identity.temperature
        if with_schema:
            schema = answer_schema(position.id for position in question.positions)
            body["output_config"] = {"format": {"type": "json_schema", "schema": schema}}
        return body
