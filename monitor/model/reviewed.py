"""What counts of a judgement once people have spoken? Their latest word about a clause wins over the rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from monitor.model.answer import Answer, Decision
from monitor.model.clause import Clause
from monitor.model.finding import Label
from monitor.model.review import Review, standing_reviews

__all__ = ["Place", "Reviewed", "apply_reviews", "as_judged"]

Place = Callable[[Review], Clause | None]
"""The reviewed words as they stand in the judged text; none when they do not stand there any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """A judgement with the reviews applied."""

    counted: tuple[Clause, ...]
    """What is told: the clauses of the rules in their order, then those that stand on a person's word alone."""
    rejected: tuple[Clause, ...] = ()
    """What the rules found and a person rejected; label and severity are those of the rules."""
    changed: tuple[Review, ...] = ()
    """Reviews whose words do not stand in the text any more, or are quoted otherwise: they apply to nothing, and
    somebody must look again."""

    def overall(self, machine: Label) -> Label:
        """The strongest label that counts; where nobody spoke, what the rules say of the bill."""
        if not self.answered:
            return machine
        return max((clause.label for clause in self.counted), key=lambda label: label.strength, default=Label.NONE)

    @property
    def positions(self) -> dict[str, Label]:
        """The strongest label that counts against each position."""
        found: dict[str, Label] = {}
        for clause in self.counted:
            held = found.get(clause.position)
            if held is None or clause.label.strength > held.strength:
                found[clause.position] = clause.label
        return found

    @property
    def answered(self) -> tuple[Clause, ...]:
        """Those of which a person has spoken."""
        return tuple(clause for clause in (*self.counted, *self.rejected) if clause.review is not None)


def as_judged(clause: Clause) -> Clause | None:
    """The clause as the rules see it; none when it stands on a person's word alone."""
    answer = clause.review
    if answer is None:
        return clause
    if answer.machine_label is None:
        return None
    return replace(
        clause,
        label=answer.machine_label,
        severity=answer.machine_severity or 0,
        carve_out=answer.machine_carve_out,
        review=None,
    )


def apply_reviews(clauses: Iterable[Clause], reviews: Iterable[Review], *, place: Place) -> Reviewed:
    """Apply the reviews of one bill to the clauses of one of its judgements.

    A review holds wherever the same words meet the same position. Where the rules do not find them any more, but they
    stand in the text, a finding that a person confirmed, relabelled or added counts all the same. ``place`` is asked
    only for words that the rules did not find. Applying twice is applying once.
    """
    standing = standing_reviews(reviews)
    judged = [machine for clause in clauses if (machine := as_judged(clause)) is not None]
    counted: list[Clause] = []
    rejected: list[Clause] = []
    for machine in judged:
        review = standing.get(machine.key)
        if review is None:
            counted.append(machine)
        elif review.decision is Decision.REJECT:
            rejected.append(replace(machine, review=_answer(review, machine)))
        else:
            counted.append(_by_person(review, machine, _answer(review, machine)))
    alone: list[Clause] = []
    changed: list[Review] = []
    met = {machine.key for machine in judged}
    for key, review in standing.items():
        if key in met:
            continue
        stands = place(review)
        if stands is None or (review.decision is not Decision.ADD and _is_quoted_otherwise(stands, judged)):
            changed.append(review)
        elif review.decision is not Decision.REJECT:
            alone.append(_by_person(review, replace(stands, finding_id=0), _answer(review, None)))
    return Reviewed(
        counted=(*counted, *sorted(alone, key=lambda clause: (clause.start, clause.key))),
        rejected=tuple(rejected),
        changed=tuple(sorted(changed, key=lambda review: review.id)),
    )


def _is_quoted_otherwise(stands: Clause, judged: Iterable[Clause]) -> bool:
    """Whether the rules find longer or shorter words at the same place: that is another clause, not none."""
    return any(one.position == stands.position and one.start < stands.end and stands.start < one.end for one in judged)


def _answer(review: Review, machine: Clause | None) -> Answer:
    return Answer(
        decision=review.decision,
        reviewer=review.reviewer,
        reason=review.reason,
        reviewed_at=review.reviewed_at,
        machine_label=machine.label if machine else None,
        machine_severity=machine.severity if machine else None,
        machine_carve_out=machine.carve_out if machine else None,
        review_id=review.id,
    )


def _by_person(review: Review, clause: Clause, answer: Answer) -> Clause:
    """With the person's label; a confirmed clause keeps the label that was confirmed, whatever the rules say later."""
    if review.label is None or review.severity is None:
        said = review.clause
        return replace(clause, label=said.label, severity=said.severity, carve_out=said.carve_out, review=answer)
    return replace(clause, label=review.label, severity=review.severity, carve_out=review.carve_out, review=answer)
