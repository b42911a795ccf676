"""Which provisions resemble most those that people flagged? The likeliest few of each position, with their words."""

from __future__ import annotations

from typing import Final

from monitor.classify.abstain import BAND
from monitor.classify.context import Context
from monitor.classify.evidence import lead_in_evidence, unit_evidence
from monitor.classify.model_file import Scorer
from monitor.classify.scorer import Scored, Sentence, strongest_terms
from monitor.model.reading import Likeness

__all__ = ["likenesses"]

_MOST: Final = 3
"""Provisions of one text for one position."""
_TERMS: Final = 4
_DIGITS: Final = 4
_ROUNDING: Final = 1e-9


def likenesses(scored: list[Scored], context: Context, scorer: Scorer | None) -> tuple[Likeness, ...]:
    """Find those that a person would be asked about if no rule met their position, the likeliest first."""
    if scorer is None:
        return ()
    best: dict[tuple[int, int], tuple[float, Sentence]] = {}
    least = scorer.shown.reached_from("score", BAND.low) - _ROUNDING
    for sentence, found in scored:
        if max(found) < least:
            continue
        for at, score in enumerate(found):
            key = (at, sentence.unit.provision.own.start)
            if key not in best or score > best[key][0]:
                best[key] = (score, sentence)
    made: list[Likeness] = []
    counts = [0] * len(scorer.positions)
    for (at, _), (score, sentence) in sorted(best.items(), key=lambda item: (-item[1][0], item[0])):
        if scorer.shown.probability({"score": score}) < BAND.low:
            break
        if counts[at] < _MOST:
            counts[at] += 1
            made.append(_likeness(sentence, at, score, context, scorer))
    return tuple(made)


def _likeness(sentence: Sentence, at: int, score: float, context: Context, scorer: Scorer) -> Likeness:
    unit = sentence.unit
    quotes = [unit_evidence(context.text, context.folded, unit, unit.cut, len(unit.full))]
    lead_in = lead_in_evidence(context.text, unit)
    if lead_in is not None:
        quotes.append(lead_in)
    terms = strongest_terms(scorer, sentence, at, _TERMS)
    return Likeness(
        position=scorer.positions[at],
        score=round(score, _DIGITS),
        terms=tuple((term, round(part, _DIGITS)) for term, part in terms),
        provision=unit.provision,
        quotes=tuple(quotes),
    )
