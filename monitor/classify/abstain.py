"""Which answers go to a person? Those whose probability lies in the band; the curve behind it: docs/classifier.md."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from monitor.model.finding import Finding

__all__ = ["BAND", "Band", "needs_review"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Below ``low`` nothing is said, from ``high`` on it is said without a person; between them a person decides."""

    low: float
    high: float


BAND: Final = Band(low=0.2, high=0.9)


def needs_review(finding: Finding) -> bool:
    """Whether a person should look at this flag before anybody relies on it."""
    return finding.label.is_flag and BAND.low <= finding.confidence < BAND.high
