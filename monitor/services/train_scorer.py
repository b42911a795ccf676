"""How is the scorer learned? Which sentences count, which terms may be known, and one regression a position."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from monitor.classify.model_file import Logistic, Scorer
from monitor.classify.terms import terms_of
from monitor.services.learning import TrainError, fit_features, fit_words
from monitor.services.train_data import Example, Role, flagged

__all__ = ["fit_scorer", "fit_shown", "scorer_content"]

_STRENGTH: Final = 10.0
_FAMILIES: Final = 5
_STATES: Final = 2
"""A term is known when bills of so many families (near copies count once) and states hold it: no text shows through."""
_BILLS: Final = 8
"""Labelled texts that must flag a position before it is learned."""
_DIGITS: Final = 4


def fit_scorer(examples: Sequence[Example], families: Sequence[int], positions: Sequence[str]) -> Scorer:
    """Learn from examples; ``families`` is the family of each. What it shows is set by :func:`fit_shown`.

    :raises TrainError: when no position has enough labels.
    """
    rows = [(one, at) for one in examples for at in range(len(one.sentences))]
    documents = [one.sentences[at].words for one, at in rows]
    traits = [one.sentences[at].traits for one, at in rows]
    vocabulary = _vocabulary(examples, families)
    learned = [position for position in positions if _enough(examples, position)]
    if not learned or not vocabulary:
        raise TrainError("the labels are too few: no position is flagged often enough, or the texts share no words")
    names = sorted({name for found in traits for name in found})
    fitted = fit_words(
        documents, traits, vocabulary, names, [_labels(rows, position) for position in learned], strength=_STRENGTH
    )
    return Scorer(
        positions=tuple(learned),
        intercepts=tuple(round(value, _DIGITS) for value in fitted.intercepts),
        terms={
            term: (round(fitted.rarity[at], _DIGITS), tuple(round(row[at], _DIGITS) for row in fitted.terms))
            for at, term in enumerate(vocabulary)
        },
        traits={name: tuple(round(row[at], _DIGITS) for row in fitted.traits) for at, name in enumerate(names)},
        shown=Logistic(intercept=0.0),
    )


def _enough(examples: Sequence[Example], position: str) -> bool:
    taught = [one for one in examples if any(position in found for found in one.teaches)]
    return len(taught) >= _BILLS


def _labels(rows: Sequence[tuple[Example, int]], position: str) -> dict[int, bool]:
    """Sentences that prove the flag, against all sentences of texts without it. The rest of a flagged text is unknown
    and left out, as is a text that was not labelled for the position.
    """
    counted: dict[int, bool] = {}
    for number, (one, at) in enumerate(rows):
        if position not in one.labels:
            continue
        if not flagged(one.labels, position):
            counted[number] = False
        elif position in one.teaches[at]:
            counted[number] = True
    return counted


def _vocabulary(examples: Sequence[Example], families: Sequence[int]) -> list[str]:
    held: dict[str, set[int]] = defaultdict(set)
    states: dict[str, set[str]] = defaultdict(set)
    for one, family in zip(examples, families, strict=True):
        if one.state and one.role is not Role.PROVISIONS:
            for term in {term for sentence in one.sentences for term in terms_of(sentence.words)}:
                held[term].add(family)
                states[term].add(one.state)
    return sorted(term for term in held if len(held[term]) >= _FAMILIES and len(states[term]) >= _STATES)


def fit_shown(found: Sequence[tuple[float, bool, float]]) -> Logistic:
    """From held-out (score, truth, weight) to probabilities; where truth does not rise with the score, to one for all.

    :raises TrainError: when all labels agree.
    """
    right = [truth for _, truth, _ in found]
    counts = [weight for _, _, weight in found]
    intercept, weights = fit_features(
        [{"score": score} for score, _, _ in found], right, counts, ["score"], strength=1.0
    )
    if weights["score"] <= 0:
        share = sum(weight for _, truth, weight in found if truth) / sum(counts)
        return Logistic(intercept=round(math.log(share / (1 - share)), _DIGITS))
    return Logistic(intercept=round(intercept, _DIGITS), weights={"score": round(weights["score"], _DIGITS)})


def scorer_content(scorer: Scorer) -> Mapping[str, Any]:
    """The part of the model file."""
    return {
        "positions": list(scorer.positions),
        "intercepts": list(scorer.intercepts),
        "terms": {term: [rarity, *weights] for term, (rarity, weights) in scorer.terms.items()},
        "traits": {name: list(weights) for name, weights in scorer.traits.items()},
        "shown": {"intercept": scorer.shown.intercept, "weights": dict(scorer.shown.weights)},
    }
