"""Which model is configured? From plain settings to the reader that asks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from pydantic import SecretStr

from monitor.clock import Clock
from monitor.errors import ConfigError
from monitor.second_opinion import anthropic, openai_compatible
from monitor.second_opinion.port import EndpointKind, ModelIdentity, ModelReader
from monitor.second_opinion.prompt import prompt_sha256
from monitor.second_opinion.transport import Transport, url_problem

__all__ = ["Endpoint", "open_reader"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where a model is, what it is called and how long an answer may be and take."""

    kind: EndpointKind
    url: str
    model: str
    key: SecretStr | None
    temperature: float | None
    max_tokens: int
    timeout: float
    """Seconds for a whole answer."""

    @property
    def identity(self) -> ModelIdentity:
        """Who answers, as stored with each answer."""
        return ModelIdentity(
            kind=self.kind, model=self.model, prompt_sha256=prompt_sha256(), temperature=self.temperature
        )

    def check(self) -> None:
        """See that everything is there.

        :raises ConfigError: that says how to configure a model.
        """
        if self.kind is EndpointKind.NONE:
            how = "no language model is configured; set it to openai or anthropic, with PREEMPT_MODEL_URL and _NAME"
            raise ConfigError("PREEMPT_MODEL_KIND", f"{how} (docs/second-opinion.md)")
        if problem := url_problem(self.url):
            raise ConfigError("PREEMPT_MODEL_URL", problem)
        if not self.model:
            raise ConfigError("PREEMPT_MODEL_NAME", "the name of the model is needed, as the endpoint calls it")


@contextmanager
def open_reader(
    endpoint: Endpoint, *, clock: Clock, sleep: Callable[[float], None], stop: Callable[[], bool]
) -> Iterator[ModelReader]:
    """Open the configured model; nothing is sent before the first question.

    :raises ConfigError: when none is configured.
    """
    endpoint.check()
    adapter, headers_of = (
        (anthropic.Anthropic, anthropic.headers_of)
        if endpoint.kind is EndpointKind.ANTHROPIC
        else (openai_compatible.OpenAiCompatible, openai_compatible.headers_of)
    )
    with Transport(
        endpoint.url,
        key=endpoint.key,
        headers=headers_of(endpoint.key),
        timeout=endpoint.timeout,
        clock=clock,
        sleep=sleep,
        stop=stop,
    ) as transport:
        yield adapter(transport, endpoint.identity, max_tokens=endpoint.max_tokens)
