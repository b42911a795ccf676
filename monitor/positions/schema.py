"""What must a position file hold? The schema that every file under ``data/`` is checked against."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["CarveOutsFile", "PositionFile", "SetFile"]

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Words = Annotated[str, Field(min_length=3)]
LabelName = Literal["conflict", "potential", "exempt", "aligned", "none"]
ProvisionType = Annotated[str, Field(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$")]


class _Strict(BaseModel):
    """Unknown fields are errors: a misspelt one must not be lost."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SetFile(_Strict):
    """``_set.yaml``: the date of knowledge and the strength scale."""

    schema_version: Literal[1]
    as_of: dt.date
    reviewed_on: dt.date
    strength_scale: dict[Annotated[int, Field(ge=1, le=5)], Words]


class CarveOutEntry(_Strict):
    """One class of state law that is left alone."""

    id: Annotated[str, Field(pattern=r"^C\d+$")]
    name: Slug | Literal[""]
    title: Words
    source: Words
    provision_types: list[ProvisionType]
    caution: str


class CarveOutsFile(_Strict):
    """``_carve_outs.yaml``."""

    carve_outs: Annotated[list[CarveOutEntry], Field(min_length=1)]


class TheoryEntry(_Strict):
    """The strongest legal theory and the next one."""

    first: Words
    second: str


class TriggersEntry(_Strict):
    """Provision types and cues that make a provision touch the position."""

    provision_types: list[ProvisionType]
    text_cues: list[Words]


class RuleEntry(_Strict):
    """One decision of scope: how a kind of duty is labelled."""

    duty: Slug
    label: LabelName
    severity: Annotated[int, Field(ge=0, le=5)]
    actors: list[Slug] = []
    with_facts: list[Slug] = []
    without_facts: list[Slug] = []
    note: Words


class CounterEntry(_Strict):
    """A counter-argument, and the facts or duties that make it the strongest."""

    text: Words
    duties: list[Slug] = []
    when: list[Slug] = []


class PositionFile(_Strict):
    """One federal position."""

    id: Slug
    title: Words
    short_name: Words
    authority: Words
    citation: Words
    date: dt.date
    authority_strength: Annotated[int, Field(ge=1, le=5)]
    legal_force: Words
    evidence: Words
    theory: TheoryEntry
    status: Words
    labelled: bool
    default_label: LabelName | None
    triggers: TriggersEntry
    rules: list[RuleEntry]
    carve_outs: list[Annotated[str, Field(pattern=r"^C\d+$")]]
    counter_arguments: Annotated[list[CounterEntry], Field(min_length=1)]
