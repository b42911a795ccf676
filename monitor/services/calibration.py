"""What is a confidence worth? How often flags of each confidence are right, and what is left when doubtful ones go."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from monitor.model.finding import Label
from monitor.services.measure import Pair

__all__ = ["Bin", "Cut", "Triage", "abstention_curve", "bins_of", "calibration_error", "reliability", "triage"]

_EDGES: Final = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.000001)
_CUTS: Final = (0.0, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Flags with a confidence in ``[low, high)``: their mean confidence and the share that a person flags too."""

    low: float
    high: float
    n: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """When flags below ``least`` go to a person: the share that is left, its precision, and the misses made by it."""

    least: float
    kept: float
    precision: float
    lost: int
    """Right flags below the cut: a person has to find them."""


def _flagged(pairs: Sequence[Pair], positions: Sequence[str]) -> list[tuple[float, bool]]:
    return [
        (judged.confidence.get(position, 0.0), gold.labels.get(position, Label.NONE).is_flag)
        for gold, judged in pairs
        for position in positions
        if judged.labels.get(position, Label.NONE).is_flag
    ]


def reliability(pairs: Sequence[Pair], positions: Sequence[str]) -> list[Bin]:
    """Bins that hold any flag, in order."""
    return bins_of(_flagged(pairs, positions))


def bins_of(flagged: Sequence[tuple[float, bool]]) -> list[Bin]:
    """The same of (confidence, right) pairs."""
    found = []
    for low, high in itertools.pairwise(_EDGES):
        inside = [(confidence, right) for confidence, right in flagged if low <= confidence < high]
        if inside:
            found.append(
                Bin(
                    low=low,
                    high=min(high, 1.0),
                    n=len(inside),
                    confidence=sum(confidence for confidence, _ in inside) / len(inside),
                    right=sum(right for _, right in inside) / len(inside),
                )
            )
    return found


def calibration_error(bins: Sequence[Bin]) -> float | None:
    """The expected calibration error: how far confidence and truth lie apart, weighted; None of nothing."""
    total = sum(one.n for one in bins)
    return sum(one.n * abs(one.confidence - one.right) for one in bins) / total if total else None


def abstention_curve(pairs: Sequence[Pair], positions: Sequence[str]) -> list[Cut]:
    """What is left at rising cuts."""
    flagged, found = _flagged(pairs, positions), []
    for least in _CUTS:
        kept = [right for confidence, right in flagged if confidence >= least]
        if kept:
            found.append(
                Cut(
                    least=least,
                    kept=len(kept) / len(flagged),
                    precision=sum(kept) / len(kept),
                    lost=sum(right for confidence, right in flagged if confidence < least),
                )
            )
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Triage:
    """What the band makes of all bills and positions: said without a person, looked at by one, or never seen."""

    low: float
    high: float
    flagged: int
    """Flags from ``high`` on."""
    flagged_right: int
    review: int
    """Flags below it, and positions that are proposed."""
    review_right: int
    cleared: int
    cleared_missed: int
    """Positions that people flag and that nobody will look at."""


def triage(pairs: Sequence[Pair], positions: Sequence[str], *, low: float, high: float) -> Triage:
    """Count where every bill and position goes."""
    counts = dict.fromkeys(("flagged", "review", "cleared"), 0)
    right = dict.fromkeys(counts, 0)
    for gold, judged in pairs:
        for position in positions:
            if judged.labels.get(position, Label.NONE).is_flag:
                goes = "flagged" if judged.confidence.get(position, 0.0) >= high else "review"
            else:
                goes = "review" if judged.proposed.get(position, 0.0) >= low else "cleared"
            counts[goes] += 1
            right[goes] += gold.labels.get(position, Label.NONE).is_flag
    return Triage(
        low=low,
        high=high,
        flagged=counts["flagged"],
        flagged_right=right["flagged"],
        review=counts["review"],
        review_right=right["review"],
        cleared=counts["cleared"],
        cleared_missed=right["cleared"],
    )
