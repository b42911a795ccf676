"""What does a server send back? One value with status, headers and body, before any fault spoils it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

__all__ = ["Answer", "Asked", "Kind", "json_answer", "number_in"]


class Kind(StrEnum):
    """What an answer is, so that a fault finds those that it spoils."""

    LIST = "list"
    BILL = "bill"
    TEXT = "text"
    ARCHIVE = "archive"
    ROBOTS = "robots"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request, taken apart."""

    path: str
    query: Mapping[str, Sequence[str]]
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in small letters."""

    def one(self, name: str) -> str:
        """The last value of a parameter, as servers take it; empty when there is none."""
        values = self.query.get(name)
        return values[-1] if values else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is sent."""

    endpoint: str
    """For the count of requests: ``legiscan getBill``."""
    kind: Kind
    body: bytes
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "application/json"),)
    content: Any = None
    """The JSON value of the body, for faults that change it."""
    subject: str = ""
    """The bill or the list that it is about."""
    claimed_length: int | None = None
    """A Content-Length that is not the body's: the connection ends before it is reached."""


def json_answer(
    endpoint: str,
    kind: Kind,
    content: Any,
    *,
    status: int = 200,
    subject: str = "",
) -> Answer:
    """A JSON value as an answer."""
    return Answer(
        endpoint=endpoint,
        kind=kind,
        body=json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(),
        status=status,
        content=content,
        subject=subject,
    )


def number_in(raw: str) -> int | None:
    """A whole number of at most eighteen ASCII digits; None for anything else."""
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) <= 18 else None
