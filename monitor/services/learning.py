"""How are numbers fitted to labels? Logistic regressions by scikit-learn, which only training needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from monitor.classify.terms import TRAIT_SCALE, terms_of
from monitor.errors import PreemptError

__all__ = ["FittedWords", "TrainError", "fit_features", "fit_words", "learner_version"]

_TOLERANCE: Final = 1e-8
_ROUNDS: Final = 20_000


class TrainError(PreemptError):
    """Nothing can be trained: scikit-learn is missing, or the labels are too few. Raised by :mod:`monitor.services`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedWords:
    """For each position an intercept and a weight a term and trait, in their orders; rarity by term."""

    rarity: list[float]
    intercepts: list[float]
    terms: list[list[float]]
    """Position, then term."""
    traits: list[list[float]]


def _sklearn() -> Any:
    try:
        import sklearn.feature_extraction.text  # noqa: PLC0415 - optional: only training pays for it
        import sklearn.linear_model  # noqa: PLC0415
    except ImportError as error:
        raise TrainError(
            f"training needs scikit-learn, which is not installed ({error}): pip install scikit-learn, or use the"
            " group `train` of pyproject.toml; judging does not need it"
        ) from error
    return sklearn


def learner_version() -> str:
    """Which scikit-learn trains; its answers may differ in the last digits between versions.

    :raises TrainError: when it is not installed.
    """
    return f"scikit-learn {_sklearn().__version__}"


def fit_features(
    rows: Sequence[Mapping[str, float]],
    right: Sequence[bool],
    weights: Sequence[float],
    names: Sequence[str],
    *,
    strength: float,
) -> tuple[float, dict[str, float]]:
    """Fit a logistic function of a few named features, shrunk by ``strength`` (less shrinks more).

    :raises TrainError: when all labels agree.
    """
    if len(set(right)) < 2:
        raise TrainError("all labels are alike: nothing can be learned of them")
    values = [[row.get(name, 0.0) for name in names] for row in rows]
    model = _regression(strength).fit(values, list(right), sample_weight=list(weights))
    return float(model.intercept_[0]), dict(zip(names, map(float, model.coef_[0]), strict=True))


def fit_words(
    documents: Sequence[list[str]],
    traits: Sequence[Sequence[str]],
    vocabulary: Sequence[str],
    trait_names: Sequence[str],
    labels: Sequence[Mapping[int, bool]],
    *,
    strength: float,
) -> FittedWords:
    """Fit one regression a position over the words and traits of sentences.

    ``documents`` are words in order; ``labels`` says for each position which documents count and how.
    """
    sklearn = _sklearn()
    import scipy.sparse  # noqa: PLC0415 - comes with scikit-learn

    vectors = sklearn.feature_extraction.text.TfidfVectorizer(
        analyzer=terms_of, vocabulary=list(vocabulary), sublinear_tf=True
    )
    words = vectors.fit_transform(documents)
    there = [[TRAIT_SCALE * (name in set(found)) for name in trait_names] for found in traits]
    matrix = scipy.sparse.hstack([words, scipy.sparse.csr_matrix(there)]).tocsr()
    intercepts, of_terms, of_traits = [], [], []
    for counted in labels:
        at = sorted(counted)
        model = _regression(strength).fit(matrix[at], [counted[row] for row in at])
        weights = list(map(float, model.coef_[0]))
        intercepts.append(float(model.intercept_[0]))
        of_terms.append(weights[: len(vocabulary)])
        of_traits.append(weights[len(vocabulary) :])
    return FittedWords(rarity=list(map(float, vectors.idf_)), intercepts=intercepts, terms=of_terms, traits=of_traits)


def _regression(strength: float) -> Any:
    return _sklearn().linear_model.LogisticRegression(C=strength, tol=_TOLERANCE, max_iter=_ROUNDS, random_state=1)
