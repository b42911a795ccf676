"""How likely does a person agree with a finding? A learned function of how it was found, instead of an ordering."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from monitor.classify.label import Verdict
from monitor.classify.model_file import Model
from monitor.classify.scorer import NOTHING
from monitor.classify.severity import order_of
from monitor.model.finding import Label, Relevance

__all__ = ["RISING", "confidence_of", "features_of", "label_confidence", "score_feature"]

RISING: Final = frozenset({"order", "conflict", "places", "score"})
"""What can only make a flag surer; training drops such a feature where few labels say the opposite."""
_MOST_PLACES: Final = 4
_MOST_SCORE: Final = 4.0
_DISCLOSURE: Final = "compelled-disclosure"


def features_of(verdict: Verdict, relevance: Relevance, places: int) -> dict[str, float]:
    """What the probability of a flag is a function of; ``places`` is the number of sentences that fired alike."""
    order = order_of(verdict, relevance, places)
    return {
        "order": math.log(order / (1.0 - order)),
        "conflict": float(verdict.label is Label.CONFLICT),
        "disclosure": float(verdict.position.id == _DISCLOSURE),
        "lead-in": float(verdict.duty.reaches_back),
        "places": (min(places, _MOST_PLACES) - 1) / (_MOST_PLACES - 1),
    }


def score_feature(score: float) -> dict[str, float]:
    """What the learned scorer thinks of the bill and the position, as one more feature: two systems that agree."""
    return {"score": max(-_MOST_SCORE, min(_MOST_SCORE, score)) / 2}


def confidence_of(
    verdict: Verdict, relevance: Relevance, places: int, best: Mapping[str, float], model: Model
) -> float:
    """For a flag, the probability that a person flags this position of this bill; else that of its label.

    ``best`` is the scorer's highest score by position.
    """
    if not verdict.label.is_flag:
        return label_confidence(verdict.label, model)
    features = features_of(verdict, relevance, places) | score_feature(best.get(verdict.position.id, NOTHING))
    return round(model.calibrator.flag.probability(features), 2)


def label_confidence(label: Label, model: Model) -> float:
    """How often people name the carve-out of an exempt finding, or call aligned what is found to be."""
    return model.calibrator.aligned if label is Label.ALIGNED else model.calibrator.exempt
