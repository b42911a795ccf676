"""A proposal: what something other than the rules says of a provision. It waits for a person and publishes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from monitor.model.finding import Evidence, Label
from monitor.model.provision import Span

__all__ = ["Proposal", "ProposalSource"]


class ProposalSource(StrEnum):
    """Who proposes."""

    SCORER = "scorer"
    """The learned scorer: no rule fires, but the words resemble those that people labelled."""
    CLONE = "clone"
    """The clause is a near copy of one that is judged or reviewed in another bill."""
    LANGUAGE_MODEL = "language-model"
    """A language model was asked about this provision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One provision, one position, one proposed label, with words that stand in the text."""

    source: ProposalSource
    release: str
    """Hash or name of what proposed it: model and prompt, scorer, or clone settings."""
    position: str
    label: Label
    provision_label: str
    span: Span
    """Of the provision's own words in the clean text of its version."""
    quotes: tuple[Evidence, ...]
    """At least one; each an exact substring at its offsets."""
    reason: str
    """One sentence for the reviewer."""
    probability: float | None = None
    """0 to 1 where the source gives one."""
    detail: Mapping[str, Any] = field(default_factory=dict)
    """JSON of the source's own: model, temperature, raw answer; or the clause it copies."""
