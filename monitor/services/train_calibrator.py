"""How is a confidence learned? The one of a few functions that says best how often flags of unseen bills are right."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from monitor.classify.calibrate import RISING, score_feature
from monitor.classify.model_file import Calibrator, Logistic
from monitor.classify.scorer import NOTHING
from monitor.model.finding import Label
from monitor.services.learning import TrainError, fit_features
from monitor.services.train_data import Agreement, Example, Role

__all__ = ["FORMS", "calibrator_content", "fit_calibrator", "probabilities", "with_scores"]

FORMS: Final[Mapping[str, tuple[str, ...]]] = {
    "constant": (),
    "ordering": ("order",),
    "features": ("order", "conflict", "disclosure", "lead-in", "places"),
    "agreement": ("order", "conflict", "disclosure", "lead-in", "places", "score"),
}
"""What the probability of a flag may depend on, the simplest first: ``ordering`` is Platt's scaling, ``agreement`` asks
the learned scorer too."""
_WEIGHT: Final = {Role.SEEN: 0.05, Role.UNSEEN: 1.0}
"""The rules were corrected until they were right on the bills that they have seen: those say little of others."""
_STRENGTH: Final = 1.0
_DIGITS: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    agreement: Agreement
    weight: float


def _rows(examples: Sequence[Example]) -> list[_Row]:
    """Findings of one bill for one position share one label, and so one weight."""
    rows = []
    for one in examples:
        if one.role in _WEIGHT:
            of_each = Counter((found.position, found.label.is_flag) for found in one.agreements)
            rows += [
                _Row(agreement=found, weight=_WEIGHT[one.role] / of_each[found.position, found.label.is_flag])
                for found in one.agreements
            ]
    return rows


def with_scores(example: Example, best: Mapping[str, float]) -> Example:
    """The example with what a scorer that has not seen it says of each finding's position."""
    return replace(
        example,
        agreements=tuple(
            replace(found, features={**found.features, **score_feature(best.get(found.position, NOTHING))})
            for found in example.agreements
        ),
    )


def fit_calibrator(examples: Sequence[Example], form: str) -> Calibrator:
    """Learn one of the :data:`FORMS` from examples.

    :raises TrainError: when no finding of theirs is a flag.
    """
    rows = _rows(examples)
    flags = [row for row in rows if row.agreement.label.is_flag]
    if not flags:
        raise TrainError("no bill among the labels is flagged by the rules: no confidence can be learned")
    return Calibrator(
        flag=_logistic(flags, FORMS[form]),
        exempt=round(_share([row for row in rows if row.agreement.label is Label.EXEMPT]), 2),
        aligned=round(_share([row for row in rows if row.agreement.label is Label.ALIGNED]), 2),
    )


def _logistic(flags: Sequence[_Row], names: tuple[str, ...]) -> Logistic:
    right = [row.agreement.right for row in flags]
    if names and len(set(right)) == 2:
        intercept, weights = fit_features(
            [row.agreement.features for row in flags], right, [row.weight for row in flags], names, strength=_STRENGTH
        )
        falling = [name for name in names if name in RISING and weights[name] < 0]
        if falling:
            return _logistic(flags, tuple(name for name in names if name not in falling))
        return Logistic(
            intercept=round(intercept, _DIGITS),
            weights={name: round(weight, _DIGITS) for name, weight in weights.items()},
        )
    share = _share(flags)
    return Logistic(intercept=round(math.log(share / (1 - share)), _DIGITS))


def _share(rows: Sequence[_Row]) -> float:
    """The weighted share that is right, drawn a little towards one half: of nothing it is one half."""
    return (sum(row.weight * row.agreement.right for row in rows) + 1) / (sum(row.weight for row in rows) + 2)


def probabilities(calibrator: Calibrator, example: Example) -> dict[str, float]:
    """For each position that the rules flag, the probability of its strongest finding, as an evaluation takes it."""
    best: dict[str, tuple[int, float]] = {}
    for found in example.agreements:
        if found.label.is_flag:
            rank = (found.label.strength, round(calibrator.flag.probability(found.features), 2))
            best[found.position] = max(rank, best.get(found.position, (0, 0.0)))
    return {position: probability for position, (_, probability) in best.items()}


def calibrator_content(calibrator: Calibrator) -> Mapping[str, Any]:
    """The part of the model file."""
    return {
        "flag": {"intercept": calibrator.flag.intercept, "weights": dict(calibrator.flag.weights)},
        Label.EXEMPT.value: calibrator.exempt,
        Label.ALIGNED.value: calibrator.aligned,
    }
