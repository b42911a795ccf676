"""What was read of a text before any position was held against it: enough to judge anew when only positions change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from monitor.model.finding import Evidence, Relevance
from monitor.model.provision import Provision, Span
from monitor.model.requirement import Requirement

__all__ = ["Likeness", "ReadCarveOut", "ReadDuty", "Reading"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDuty:
    """A duty with the words that prove it. Names are those of the position files."""

    kind: str
    provision_type: str
    actor: str
    """Who bears it; ``unknown`` where nobody is named."""
    actor_words: str
    """The bill's own word for who bears it."""
    modality: str | None
    """None where the words fire without an obligation."""
    inherited: bool
    """The actor is that of an earlier sentence."""
    requirement: Requirement | None
    """The parts of the obligation, where there is one."""
    facts: frozenset[str]
    provision: Provision
    section: int
    """Where its section begins in the clean text."""
    sentence: Span
    reaches_back: bool
    """Whether the words that fired begin in the lead-in."""
    length: int
    """Characters of the words that fired."""
    proof: Evidence
    lead_in: Evidence | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCarveOut:
    """A provision under a carve-out, with its words."""

    name: str
    provision_type: str
    provision: Provision
    proof: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """A provision with a sentence that resembles those that people flagged for a position, as the scorer learned."""

    position: str
    score: float
    terms: tuple[tuple[str, float], ...]
    """The words that speak most for it, with their parts of the score."""
    provision: Provision
    quotes: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that positions are held against. A text that is not relevant, or of the Congress, has no duties."""

    relevance: Relevance
    trigger: Evidence | None
    """The words that made it relevant."""
    duties: tuple[ReadDuty, ...]
    carve_outs: tuple[ReadCarveOut, ...]
    support: Mapping[str, Evidence]
    """Definitions and limiting clauses by their name, for the duties that have them."""
    provision_types: tuple[str, ...]
    """Those that hold whatever the positions say."""
    classifier_release: str
    provisions: tuple[Provision, ...] = field(repr=False)
    """All provisions of the text; after storing, those of duties, carve-outs and likenesses alone."""
    scores: Mapping[str, float] = field(default_factory=dict)
    """The scorer's highest for each position that it knows."""
    alike: tuple[Likeness, ...] = ()
    """The likeliest provisions of each position, the likeliest first."""
