"""A model on loopback and a reader of each kind that asks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

import pytest
from pydantic import SecretStr

from monitor.second_opinion.open_reader import Endpoint, open_reader
from monitor.second_opinion.port import EndpointKind, ModelReader
from tests.judging import MOMENT
from tests.model_server import KEY, ModelServer, serving


@pytest.fixture
def model() -> Iterator[ModelServer]:
    with serving() as server:
        yield server


@dataclass
class Naps:
    """Notes how long somebody wanted to wait, and does not wait."""

    seconds: list[float] = field(default_factory=list)

    def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


@pytest.fixture
def naps() -> Naps:
    return Naps()


@pytest.fixture(params=list(EndpointKind)[1:])
def kind(request: pytest.FixtureRequest) -> EndpointKind:
    chosen: EndpointKind = request.param
    return chosen


Reading = Callable[..., AbstractContextManager[ModelReader]]


@pytest.fixture
def reading(model: ModelServer, kind: EndpointKind, naps: Naps) -> Reading:
    """Open a reader of one kind; the endpoint's values can be changed."""

    def opened(
        *,
        url: str = "",
        key: str | None = KEY,
        temperature: float | None = 0.0,
        timeout: float = 10.0,
        stop: Callable[[], bool] = lambda: False,
    ) -> AbstractContextManager[ModelReader]:
        endpoint = Endpoint(
            kind=kind,
            url=url or (f"{model.url}/v1" if kind is EndpointKind.OPENAI else model.url),
            model="sample-1",
            key=SecretStr(key) if key is not None else None,
            temperature=temperature,
            max_tokens=512,
            timeout=timeout,
        )
        return open_reader(endpoint, clock=lambda: MOMENT, sleep=naps, stop=stop)

    return opened
