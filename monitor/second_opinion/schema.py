"""Which shape must an answer have? The JSON schema that is sent, and the model that checks what comes back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from monitor.model.finding import Label
from monitor.second_opinion.errors import AnswerError
from monitor.second_opinion.port import Answer, PositionView, Question
from monitor.text.normal import fold_characters

__all__ = ["ABSTAIN", "MODALITIES", "answer_schema", "parse_answer", "presentable"]

ABSTAIN: Final = "abstain"
MODALITIES: Final = ("must", "must-not", "liable", "right", "may", "none")
_LABELS: Final = (*(label.value for label in Label), ABSTAIN)
_THOUGHT: Final = ("<think>", "</think>")
"""Around what some local models write before they answer."""
_FENCE: Final = "```"
_MOST: Final = 60_000
"""Characters of a whole answer; the agreed shape needs a few thousand."""

_Short = Annotated[str, Field(max_length=200)]
_Words = Annotated[str, Field(max_length=1200)]


class _Strict(BaseModel):
    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", strict=True, frozen=True)


class _View(_Strict):
    position: _Short
    label: Literal["conflict", "potential", "exempt", "aligned", "none", "abstain"]
    quotes: Annotated[list[_Words], Field(max_length=8)]
    carve_out_quote: _Words
    reason: _Words


class _Said(_Strict):
    actor: _Short
    modality: Literal["must", "must-not", "liable", "right", "may", "none"]
    positions: Annotated[list[_View], Field(max_length=20)]


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def answer_schema(positions: Iterable[str]) -> dict[str, Any]:
    """Write the schema for these positions; of the small subset that endpoints enforce, so lengths are checked here."""
    text = {"type": "string"}
    view = _object(
        {
            "position": {"type": "string", "enum": list(positions)},
            "label": {"type": "string", "enum": list(_LABELS)},
            "quotes": {"type": "array", "items": text},
            "carve_out_quote": text,
            "reason": text,
        }
    )
    return _object(
        {
            "actor": text,
            "modality": {"type": "string", "enum": list(MODALITIES)},
            "positions": {"type": "array", "items": view},
        }
    )


def presentable(text: str, most: int) -> str:
    """What of a foreign text may be stored and shown: no control or invisible characters, no halves of characters."""
    return fold_characters(text.encode("utf-8", "replace").decode("utf-8"))[:most]


def parse_answer(content: str, question: Question) -> Answer:
    """Check an answer as a model wrote it.

    :raises AnswerError: when it is not JSON, not of the shape, or not about the positions that were asked.
    """
    if len(content) > _MOST:
        raise AnswerError(question.subject, f"the answer is longer than {_MOST} characters", raw=content[:_MOST])
    raw = presentable(content, _MOST)
    try:
        said = _Said.model_validate_json(_bare(raw))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(map(str, first["loc"]))
        problem = presentable(f"{first['msg']}{f' ({where})' if where else ''}", 200)
        raise AnswerError(question.subject, f"the answer has not the agreed shape: {problem}", raw=raw) from error
    views = {view.position: view for view in said.positions}
    asked = [position.id for position in question.positions]
    if len(views) != len(said.positions) or set(views) != set(asked):
        raise AnswerError(question.subject, "the answer is not about the positions that were asked", raw=raw)
    return Answer(
        actor=said.actor,
        modality=said.modality,
        views=_views([views[position] for position in asked]),
        raw=raw,
    )


def _bare(raw: str) -> str:
    """Without a thought before it and without a code fence around it."""
    opened, closed = _THOUGHT
    bare = raw.strip()
    if bare.startswith(opened):
        bare = bare.rpartition(closed)[2].strip()
    if bare.startswith(_FENCE) and bare.endswith(_FENCE) and len(bare) > 2 * len(_FENCE):
        bare = bare.removeprefix(_FENCE).removesuffix(_FENCE).removeprefix("json")
    return bare


def _views(said: Sequence[_View]) -> tuple[PositionView, ...]:
    return tuple(
        PositionView(
            position=view.position,
            label=None if view.label == ABSTAIN else Label(view.label),
            quotes=tuple(view.quotes),
            carve_out_quote=view.carve_out_quote,
            reason=view.reason,
        )
        for view in said
    )
