"""Which form of a question does an endpoint take? With the schema until that is refused, then with the prompt alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from monitor.second_opinion.errors import RefusedRequestError
from monitor.second_opinion.transport import Transport

__all__ = ["SchemaFirst"]


class SchemaFirst:
    """Posts to one path, and remembers that the endpoint takes no schema."""

    def __init__(self, transport: Transport, path: str) -> None:
        self._transport = transport
        self._path = path
        self._takes_schema = True

    def post(self, body: Callable[[bool], dict[str, Any]], *, subject: str) -> str:
        """Send ``body(with_schema)``.

        :raises EndpointError: when no answer could be had in either form.
        """
        if not self._takes_schema:
            return self._transport.post(self._path, body(False), subject=subject)  # noqa: FBT003 - the one argument
        try:
            return self._transport.post(self._path, body(True), subject=subject)  # noqa: FBT003 - the one argument
        except RefusedRequestError:
            answer = self._transport.post(self._path, body(False), subject=subject)  # noqa: FBT003 - the one argument
            self._takes_schema = False
            return answer
