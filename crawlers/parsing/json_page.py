"""What is in an answer in JSON? Its value; a key that must be there and is not is a drift of the schema."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final, Self

from crawlers.errors import AnswerError
from crawlers.parsing.pages import Page, body_of
from monitor.model.bill import Document
from monitor.model.failure import FailureKind

__all__ = ["JsonPage"]

_MAX_BYTES: Final = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonPage(Page):
    """An answer and its value."""

    data: Any

    @classmethod
    def read(cls, document: Document, *, source: str) -> Self:
        """Decode and parse.

        :raises AnswerError: for one that is empty, too large or no JSON.
        """
        body = body_of(document, most=_MAX_BYTES, what="JSON")
        try:
            data = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise AnswerError(FailureKind.DECODE, f"no JSON: {error.__class__.__name__}") from error
        return cls(document=document, source=source, data=data)

    def must(self, *keys: str) -> Any:
        """The value at a path of keys.

        :raises AnswerError: (schema drift) when it is not there, or null.
        """
        found = self.data
        for key in keys:
            found = found.get(key) if isinstance(found, dict) else None
            if found is None:
                raise AnswerError(FailureKind.SCHEMA_DRIFT, f"the answer has no {'.'.join(keys)}")
        return found
