"""Which provisions should a person look at although no rule fires? Those that the learned scorer finds alike."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from monitor.classify.abstain import BAND
from monitor.classify.context import Context
from monitor.classify.evidence import lead_in_evidence, unit_evidence
from monitor.classify.model_file import Model, Scorer
from monitor.classify.scorer import Scored, Sentence, strongest_terms
from monitor.model.finding import Label
from monitor.model.position import PositionSet
from monitor.model.proposal import Proposal, ProposalSource

__all__ = ["propose"]

_MOST: Final = 3
"""Provisions of one bill for one position."""
_TERMS: Final = 4


def propose(
    scored: list[Scored], context: Context, met: Collection[str], positions: PositionSet, model: Model
) -> tuple[Proposal, ...]:
    """Propose provisions for the positions that the bill has not ``met``, the likeliest first."""
    scorer = model.scorer
    if scorer is None:
        return ()
    labelled = {position.id for position in positions.positions if position.labelled}
    wanted = [at for at, name in enumerate(scorer.positions) if name in labelled and name not in met]
    best: dict[tuple[int, int], tuple[float, Sentence]] = {}
    for sentence, found in scored:
        for at in wanted:
            key = (at, sentence.unit.provision.own.start)
            if key not in best or found[at] > best[key][0]:
                best[key] = (found[at], sentence)
    made: list[Proposal] = []
    counts = dict.fromkeys(wanted, 0)
    for (at, _), (score, sentence) in sorted(best.items(), key=lambda item: (-item[1][0], item[0])):
        probability = scorer.shown.probability({"score": score})
        if probability < BAND.low:
            break
        if counts[at] < _MOST:
            counts[at] += 1
            made.append(_proposal(sentence, at, probability, context, positions, scorer, model.release))
    return tuple(made)


def _proposal(
    sentence: Sentence,
    at: int,
    probability: float,
    context: Context,
    positions: PositionSet,
    scorer: Scorer,
    release: str,
) -> Proposal:
    unit = sentence.unit
    position = positions.get(scorer.positions[at])
    terms = strongest_terms(scorer, sentence, at, _TERMS)
    quotes = [unit_evidence(context.text, context.folded, unit, unit.cut, len(unit.full))]
    lead_in = lead_in_evidence(context.text, unit)
    if lead_in is not None:
        quotes.append(lead_in)
    return Proposal(
        source=ProposalSource.SCORER,
        release=release,
        position=position.id,
        label=Label.POTENTIAL,
        provision_label=unit.provision.label,
        span=unit.provision.own,
        quotes=tuple(quotes),
        reason=(
            f"No rule finds {position.short_name} in this bill; the sentence resembles those that people flagged"
            + (f" ({', '.join(term for term, _ in terms)})." if terms else ".")
        ),
        probability=round(probability, 3),
        detail={"terms": [[term, round(part, 3)] for term, part in terms]},
    )
