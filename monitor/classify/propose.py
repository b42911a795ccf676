"""Which provisions should a person look at although no rule fires? Those that the learned scorer finds alike."""

from __future__ import annotations

from collections.abc import Collection

from monitor.classify.model_file import Model, Scorer
from monitor.model.finding import Label
from monitor.model.position import Position, PositionSet
from monitor.model.proposal import Proposal, ProposalSource
from monitor.model.reading import Likeness, Reading

__all__ = ["propose"]


def propose(reading: Reading, met: Collection[str], positions: PositionSet, model: Model) -> tuple[Proposal, ...]:
    """Propose provisions for the labelled positions that the bill has not ``met``, the likeliest first."""
    scorer = model.scorer
    if scorer is None:
        return ()
    wanted = {position.id: position for position in positions.positions if position.labelled and position.id not in met}
    return tuple(
        _proposal(alike, wanted[alike.position], scorer, model.release)
        for alike in reading.alike
        if alike.position in wanted
    )


def _proposal(alike: Likeness, position: Position, scorer: Scorer, release: str) -> Proposal:
    words = ", ".join(term for term, _ in alike.terms)
    return Proposal(
        source=ProposalSource.SCORER,
        release=release,
        position=position.id,
        label=Label.POTENTIAL,
        provision_label=alike.provision.label,
        span=alike.provision.own,
        quotes=alike.quotes,
        reason=(
            f"No rule finds {position.short_name} in this bill; the sentence resembles those that people flagged"
            + (f" ({words})." if words else ".")
        ),
        probability=round(scorer.shown.probability({"score": alike.score}), 3),
        detail={"terms": [list(term) for term in alike.terms]},
    )
