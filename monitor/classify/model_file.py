"""What did the program learn from labelled bills? Reads its model file, JSON, and refuses one that is not whole."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Final

from monitor.errors import PreemptError
from monitor.model.finding import Label

__all__ = [
    "BLANK",
    "FORMAT",
    "Calibrator",
    "Logistic",
    "Model",
    "ModelFileError",
    "Scorer",
    "load_model",
    "model_text",
    "parse_model",
]

FORMAT: Final = 1
_NAME: Final = "scorer.json"


class ModelFileError(PreemptError):
    """The model file is missing, changed or of another format. Raised on loading; train it again or reinstall."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Logistic:
    """A logistic function of named features; one that is not named counts nothing."""

    intercept: float
    weights: Mapping[str, float] = field(default_factory=dict)

    def probability(self, features: Mapping[str, float]) -> float:
        """0 to 1."""
        return sigmoid(self.intercept + sum(self.weights.get(name, 0.0) * value for name, value in features.items()))

    def reached_from(self, name: str, probability: float) -> float:
        """The value of a feature, alone, from which this probability is reached; minus infinity where none tells."""
        weight = self.weights.get(name, 0.0)
        if weight <= 0:
            return -math.inf
        return (math.log(probability / (1.0 - probability)) - self.intercept) / weight


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibrator:
    """How often people agree with a finding: a function of its features for flags, one share for the other labels."""

    flag: Logistic
    exempt: float
    aligned: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorer:
    """A linear model of the words of a sentence for each of ``positions``; all tuples of weights are in their order."""

    positions: tuple[str, ...]
    intercepts: tuple[float, ...]
    terms: Mapping[str, tuple[float, tuple[float, ...]]]
    """Word or pair of words -> its inverse document frequency and its weights."""
    traits: Mapping[str, tuple[float, ...]]
    """Who must act and how firmly -> weights."""
    shown: Logistic
    """From the score of a sentence, named ``score``, to the probability that a person flags the position of the bill
    although no rule does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Everything that was learned, and the card that says from what and how good it is."""

    calibrator: Calibrator
    scorer: Scorer | None
    card: Mapping[str, Any]
    release: str
    """The sha256 of the content of the file."""


def sigmoid(x: float) -> float:
    """The logistic function, without overflow."""
    if x >= 0:
        return 1.0 / (1.0 + math.exp(-x))
    grown = math.exp(x)
    return grown / (1.0 + grown)


BLANK: Final = Model(
    calibrator=Calibrator(flag=Logistic(intercept=0.0), exempt=0.5, aligned=0.5), scorer=None, card={}, release=""
)
"""Knows nothing: what judges while a model is being trained."""


@cache
def load_model() -> Model:
    """Load the model that ships with the program.

    :raises ModelFileError: when it is missing or not whole.
    """
    file = resources.files("monitor.classify").joinpath("data").joinpath(_NAME)
    try:
        return parse_model(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ModelFileError(f"the classifier's model {_NAME} cannot be read: {error}") from error


def model_text(content: Mapping[str, Any]) -> str:
    """The file of a content: JSON with sorted keys, a term a line, and the hash that proves it whole."""
    return _lines({**content, "sha256": _hash(content)}, "") + "\n"


def _lines(value: Any, margin: str) -> str:
    if not isinstance(value, Mapping) or not value:
        return json.dumps(value, sort_keys=True, separators=(",", ":"))
    inner = margin + " "
    entries = (f"{inner}{json.dumps(key)}: {_lines(value[key], inner)}" for key in sorted(value))
    return "{\n" + ",\n".join(entries) + f"\n{margin}}}"


def parse_model(text: str) -> Model:
    """Read the text of a model file.

    :raises ModelFileError: saying what is wrong with it.
    """
    try:
        content = json.loads(text)
        stated = content.pop("sha256")
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise ModelFileError(f"the classifier's model is not a model file ({type(error).__name__})") from error
    if content.get("format") != FORMAT:
        raise ModelFileError(
            f"the classifier's model has format {content.get('format')!r}; this program reads {FORMAT}"
        )
    if stated != _hash(content):
        raise ModelFileError("the classifier's model was changed: its content does not have the hash that it states")
    try:
        model = _model(content, stated)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelFileError(f"the classifier's model lacks a part ({type(error).__name__}: {error})") from error
    return model


def _hash(content: Mapping[str, Any]) -> str:
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _model(content: Mapping[str, Any], release: str) -> Model:
    calibrator = content["calibrator"]
    scorer = content["scorer"]
    return Model(
        calibrator=Calibrator(
            flag=_logistic(calibrator["flag"]),
            exempt=_share(calibrator[Label.EXEMPT]),
            aligned=_share(calibrator[Label.ALIGNED]),
        ),
        scorer=None if scorer is None else _scorer(scorer),
        card=content["card"],
        release=release,
    )


def _scorer(content: Mapping[str, Any]) -> Scorer:
    positions = tuple(content["positions"])
    return Scorer(
        positions=positions,
        intercepts=_row(content["intercepts"], len(positions)),
        terms={term: (float(row[0]), _row(row[1:], len(positions))) for term, row in content["terms"].items()},
        traits={name: _row(row, len(positions)) for name, row in content["traits"].items()},
        shown=_logistic(content["shown"]),
    )


def _logistic(content: Mapping[str, Any]) -> Logistic:
    return Logistic(
        intercept=float(content["intercept"]),
        weights={name: float(weight) for name, weight in content["weights"].items()},
    )


def _share(value: Any) -> float:
    share = float(value)
    if not 0.0 <= share <= 1.0:
        raise ValueError(f"{share} is no share")
    return share


def _row(values: list[float], width: int) -> tuple[float, ...]:
    row = tuple(map(float, values))
    if len(row) != width or not all(map(math.isfinite, row)):
        raise ValueError("a row of weights has the wrong width")
    return row
