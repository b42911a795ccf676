"""Which provisions are in doubt? Those of judged texts that the rules flag with a confidence inside a band."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from monitor.classify.abstain import BAND as FLAGS
from monitor.model.finding import Label
from monitor.model.provision import Span

__all__ = ["BAND", "Band", "Doubt", "RuleView", "in_doubt"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Confidences at which the rules are not trusted alone, both ends included."""

    low: float
    high: float

    def __post_init__(self) -> None:
        if not 0.0 <= self.low <= self.high <= 1.0:
            raise ValueError(f"not a band of confidences: {self.low} to {self.high}")

    def holds(self, confidence: float) -> bool:
        """Whether it lies inside."""
        return self.low <= confidence <= self.high

    def distance(self, confidence: float) -> float:
        """From the middle: the nearer, the greater the doubt."""
        return abs(confidence - (self.low + self.high) / 2)


BAND: Final = Band(low=FLAGS.low, high=FLAGS.high)
"""Flags that a person should look at anyway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleView:
    """What the rules say of the provision against one position."""

    position: str
    label: Label
    confidence: float
    at: Span
    """The words that prove it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """One provision of one judged text, with what the rules say of it."""

    bill_id: int
    version_id: int
    text_sha256: str
    position_release: str
    subject: str
    """Names the bill and the provision for people."""
    provision_label: str
    heading: str
    span: Span
    """With everything below it."""
    lead_in: tuple[Span, ...]
    views: tuple[RuleView, ...]


def in_doubt(provisions: Iterable[Doubt], band: Band) -> tuple[Doubt, ...]:
    """Keep the provisions, and of each the views, inside the band; the most doubtful first.

    A small budget then goes where the doubt is greatest. Only the confidence of a flag is one of its own; the other
    labels have that of all their kind. Of several views against one position the surest speaks for the rules.
    """
    kept = []
    for provision in provisions:
        surest: dict[str, RuleView] = {}
        for view in sorted(provision.views, key=lambda view: (view.confidence, view.label.strength), reverse=True):
            surest.setdefault(view.position, view)
        views = tuple(
            view for position, view in sorted(surest.items()) if band.holds(view.confidence) and view.label.is_flag
        )
        if views and provision.span.start < provision.span.end:
            kept.append(replace(provision, views=views))
    return tuple(
        sorted(
            kept,
            key=lambda one: (
                min(band.distance(view.confidence) for view in one.views),
                one.version_id,
                one.span.start,
                -one.span.end,
            ),
        )
    )
