"""What is a language model asked, and what may it answer? The port that every endpoint stands behind."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Protocol

from monitor.model.finding import Label

__all__ = ["Answer", "AskedPosition", "EndpointKind", "ModelIdentity", "ModelReader", "PositionView", "Question"]


class EndpointKind(StrEnum):
    """How an endpoint is spoken to."""

    NONE = "none"
    OPENAI = "openai"
    ANTHROPIC = "anthropic"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPosition:
    """One federal position in the words in which it is put to a model."""

    id: str
    title: str
    authority: str
    legal_force: str
    theory: str
    rules: tuple[str, ...]
    """Label rules in their order, one line each; the first that fits counts."""
    carve_outs: tuple[str, ...] = ()

    @property
    def sha256(self) -> str:
        """Of these words: another wording is another question."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One provision and the positions that it is held against. Everything but ``positions`` is untrusted bill text."""

    subject: str
    """What errors and logs call it: ``WA HB 1622 (2025-2026), Sec. 3(a)``."""
    title: str
    heading: str
    provision_label: str
    lead_in: tuple[str, ...]
    passage: str
    positions: tuple[AskedPosition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionView:
    """What a model says of one position; its quotes are claims until they are found in the text."""

    position: str
    label: Label | None
    """None when it abstains."""
    quotes: tuple[str, ...]
    carve_out_quote: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A whole answer: one view for each position asked, in the order asked."""

    actor: str
    modality: str
    views: tuple[PositionView, ...]
    raw: str = field(repr=False)
    """As the model wrote it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelIdentity:
    """Who answers, and to which prompt. Two answers compare only under the same identity."""

    kind: EndpointKind
    model: str
    prompt_sha256: str
    """Of the templates and the schema; the positions asked count beside it."""
    temperature: float | None
    """None when the endpoint's own default applies."""

    def release(self, position: AskedPosition) -> str:
        """Name this model, prompt, temperature and wording of a position: what is asked once is not asked again."""
        asked = json.dumps([self.prompt_sha256, self.temperature, position.sha256])
        return f"{self.kind}:{self.model}:{hashlib.sha256(asked.encode()).hexdigest()[:16]}"


class ModelReader(Protocol):
    """A model behind an endpoint."""

    @property
    def identity(self) -> ModelIdentity:
        """Who answers."""
        ...

    def read(self, question: Question) -> Answer:
        """Ask once; the answer is complete and of the agreed shape, and nothing in it is checked against the text.

        :raises EndpointError: when no answer could be had.
        :raises AnswerError: when what came is no usable answer.
        """
        ...
