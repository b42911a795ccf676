"""A review: what one person said of one clause against one position, when and why. It is never overwritten."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from monitor.model.answer import Decision
from monitor.model.bill import BillKey
from monitor.model.clause import Clause
from monitor.model.finding import Label

__all__ = ["InvalidReviewError", "Review", "Seen", "standing_reviews", "usual_severity"]

_GIVES_LABEL: Final = frozenset({Decision.RELABEL, Decision.ADD})
_USUAL: Final = {Label.CONFLICT: (4, 5), Label.POTENTIAL: (2, 3), Label.EXEMPT: (0, 1), Label.ALIGNED: (0, 0)}
"""The range of each label in the provision taxonomy, before its modifiers."""


class InvalidReviewError(ValueError):
    """No review can be made of this. Raised by :class:`Review`; the message says what is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """On which text a person spoke, and what the rules said there."""

    version_id: int
    version_key: str
    text_sha256: str
    machine_label: Label | None
    """None when the rules did not find the clause."""
    classifier_release: str
    position_release: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One person's word about one clause of one bill."""

    bill: BillKey
    decision: Decision
    clause: Clause
    """As the person saw or made it; offsets are of the text in ``seen``."""
    seen: Seen
    reviewer: str
    reason: str
    reviewed_at: datetime
    label: Label | None = None
    """Of the person; for ``relabel`` and ``add``."""
    severity: int | None = None
    """0 to 5, beside ``label``."""
    carve_out: str | None = None
    """Beside the label ``exempt``."""
    proposal_id: int | None = None
    """The proposal that it answers."""
    id: int = field(default=0, compare=False)
    """Of its row: rises in the order in which reviews were made; 0 before it is stored."""

    def __post_init__(self) -> None:
        if not self.reviewer.strip():
            raise InvalidReviewError("a review names its reviewer")
        if not self.reason.strip():
            raise InvalidReviewError("a review says why: its reason is empty")
        gives = self.decision in _GIVES_LABEL
        if (self.label is not None) != gives or (self.severity is not None) != gives:
            raise InvalidReviewError("a label and a severity belong to relabel and add, and to nothing else")
        if self.label is Label.NONE:
            raise InvalidReviewError("none is no label for a finding: reject it")
        if self.severity is not None and not 0 <= self.severity <= 5:
            raise InvalidReviewError("a severity lies between 0 and 5")
        if (self.label is Label.EXEMPT) != (self.carve_out is not None):
            raise InvalidReviewError("the label exempt names the carve-out that applies, and no other label does")

    @property
    def position(self) -> str:
        """The id of the federal position."""
        return self.clause.position

    @property
    def clause_hash(self) -> str:
        """Of the words, without the accidents of print."""
        return self.clause.clause_hash

    @property
    def quote(self) -> str:
        """The exact words of the text in ``seen``."""
        return self.clause.quote

    @property
    def key(self) -> tuple[str, str]:
        """Position and words; with the bill, what the review is about."""
        return self.clause.key

    def as_json(self) -> dict[str, Any]:
        """What commands print and exports carry."""
        machine = self.seen.machine_label
        return {
            "id": f"r{self.id}",
            "jurisdiction": self.bill.jurisdiction,
            "session": self.bill.session,
            "identifier": self.bill.identifier,
            "position": self.position,
            "decision": self.decision.value,
            "label": self.label.value if self.label else None,
            "severity": self.severity,
            "carve_out": self.carve_out,
            "reviewer": self.reviewer,
            "reason": self.reason,
            "reviewed_at": self.reviewed_at.isoformat(),
            "quote": self.quote,
            "provision": self.clause.provision_label,
            "version": self.seen.version_key,
            "machine_label": machine.value if machine else None,
            "classifier_release": self.seen.classifier_release,
            "position_release": self.seen.position_release,
            "proposal": f"p{self.proposal_id}" if self.proposal_id else None,
        }


def standing_reviews(reviews: Iterable[Review]) -> dict[tuple[str, str], Review]:
    """Of one bill's reviews the latest of each clause; one that was withdrawn leaves none."""
    latest: dict[tuple[str, str], Review] = {}
    for review in reviews:
        held = latest.get(review.key)
        if held is None or review.id > held.id:
            latest[review.key] = review
    return {key: review for key, review in latest.items() if review.decision is not Decision.WITHDRAW}


def usual_severity(label: Label, machine: int = 0) -> int:
    """The severity under a person's label: that of the rules, moved into the range that is usual for the label."""
    low, high = _USUAL[label]
    return max(low, min(high, machine))
