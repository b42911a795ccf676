"""What exactly must somebody do: action, object, condition, towards whom, each with its place in the text?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from monitor.model.provision import Span

__all__ = ["Recipient", "Requirement", "Words"]


class Recipient(StrEnum):
    """Towards whom a duty is done."""

    STATE = "state"
    PUBLIC = "public"
    USER = "user"
    """A consumer, user, worker, patient, applicant: whom the system meets or decides about."""
    BUSINESS = "business"
    """A deployer, customer, developer: the other side of a sale."""


@dataclass(frozen=True, slots=True)
class Words:
    """Exact words of the clean text."""

    span: Span
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One obligation in its parts. A part that is not seen is none; that it does not exist is not said."""

    actor: str
    actor_words: str
    """The bill's own word; empty where nobody is named."""
    modality: str
    action: Words | None = None
    """The verb, with what goes with it: ``maintain``, ``be labeled``, ``publish and update``."""
    object: Words | None = None
    """What is acted on, up to the next condition or mark."""
    condition: Words | None = None
    """The first clause that says when or unless."""
    recipient: Recipient | None = None
    recipient_words: Words | None = None

    def as_json(self) -> dict[str, Any]:
        """The shape that commands print and databases keep."""
        return {
            "actor": self.actor,
            "actor_words": self.actor_words,
            "modality": self.modality,
            "action": _json(self.action),
            "object": _json(self.object),
            "condition": _json(self.condition),
            "recipient": self.recipient.value if self.recipient else None,
            "recipient_words": _json(self.recipient_words),
        }


def _json(words: Words | None) -> dict[str, Any] | None:
    return {"start": words.span.start, "end": words.span.end, "words": words.said} if words is not None else None
