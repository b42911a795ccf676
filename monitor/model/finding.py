"""A finding: which provision meets which federal position, how, how surely, with the words that prove it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from monitor.model.provision import Provision, Span
from monitor.model.requirement import Requirement

if TYPE_CHECKING:
    from monitor.model.proposal import Proposal
    from monitor.model.reading import Reading

__all__ = ["CARVE_OUT_POSITION", "PROOF", "Assessment", "Evidence", "EvidenceRole", "Finding", "Label", "Relevance"]

CARVE_OUT_POSITION: Final = "carve-out"
"""The ``position`` of a finding that shows a carve-out and no position."""


class Label(StrEnum):
    """The label scale of the labelling guide, strongest first. A failed judgement has no label: it is unknown."""

    CONFLICT = "conflict"
    POTENTIAL = "potential"
    EXEMPT = "exempt"
    ALIGNED = "aligned"
    NONE = "none"

    @property
    def strength(self) -> int:
        """4 for conflict down to 0 for none."""
        return _STRENGTHS[self]

    @property
    def is_flag(self) -> bool:
        """Conflict or potential: what a digest reports."""
        return self in (Label.CONFLICT, Label.POTENTIAL)


_STRENGTHS: Final = {label: 4 - place for place, label in enumerate(Label)}


class Relevance(StrEnum):
    """How much a bill is about artificial intelligence or automated decisions."""

    CORE = "core"
    ADJACENT = "adjacent"
    MENTION = "mention"
    NONE = "none"


class EvidenceRole(StrEnum):
    """What a quote proves."""

    OPERATIVE = "operative"
    LEAD_IN = "lead-in"
    DEFINITION = "definition"
    """What the operative words mean in the bill's own terms."""
    CARVE_OUT = "carve-out"
    COUNTER = "counter"


PROOF: Final = frozenset({EvidenceRole.OPERATIVE, EvidenceRole.CARVE_OUT})
"""What a finding stands on: operative words, or those of the carve-out that it shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A quote; ``text[span.start:span.end] == quote`` holds for the clean text it was taken from."""

    span: Span
    quote: str
    role: EvidenceRole = EvidenceRole.OPERATIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One provision against one position. Never means that a law is preempted."""

    position: str
    label: Label
    confidence: float
    """0 to 1: for a flag, how often people flag what was found so; for others, how often they agree."""
    severity: int
    """0 to 5, after the modifiers of the provision taxonomy."""
    theory: str
    authority_strength: int
    provision_type: str
    provision: Provision
    evidence: tuple[Evidence, ...]
    rationale: str
    counter_argument: str
    requirement: Requirement | None = None
    """The parts of the obligation that fired first; none where the words fire without one."""
    second_theory: str = ""
    """The next best theory; empty when the position has only one."""
    carve_out: str | None = None
    """``child-safety``, ``compute-data-centre``, ``government-use`` or none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What the classifier says of one clean text."""

    relevance: Relevance
    trigger: Evidence | None
    """The words that made it relevant."""
    overall: Label
    carve_outs: tuple[str, ...]
    provision_types: tuple[str, ...]
    findings: tuple[Finding, ...]
    provisions: tuple[Provision, ...] = field(repr=False)
    classifier_release: str
    position_release: str
    proposals: tuple[Proposal, ...] = ()
    """Provisions for a person to look at: no rule fires, and the learned scorer says that they may meet a position."""
    reading: Reading | None = field(default=None, repr=False)
    """What it was scored from, for the time when only the positions change."""
