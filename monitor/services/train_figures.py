"""How good is what was learned, on texts it was not learned from? Figures of held-out answers; values in and out."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from monitor.services.calibration import bins_of, calibration_error
from monitor.services.train_data import Example, flagged

__all__ = ["BUDGETS", "Held", "abstention", "by_position", "by_state", "calibration", "recovery", "review"]

BUDGETS: Final = (1, 2, 3)
"""Positions a bill that a person looks at."""
_DIGITS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One labelled text with the answers of models that have not seen it, nor its fold, nor a near copy of it."""

    example: Example
    fold: str
    confidence: Mapping[str, float]
    """Of the positions that the rules flag."""
    likely: Mapping[str, float]
    """The scorer's own probability for every position that it knows, rules aside."""
    shown: Mapping[str, float]
    """Its probability given that no rule says anything, for positions that no rule says anything of."""


def _three(pairs: Iterable[tuple[bool, bool]]) -> dict[str, float | int]:
    """Precision, recall and F1 of (wanted, found) pairs."""
    hit = false = missed = 0
    for wanted, found in pairs:
        hit += wanted and found
        false += found and not wanted
        missed += wanted and not found
    return {
        "precision": round(hit / (hit + false), _DIGITS) if hit + false else 0.0,
        "recall": round(hit / (hit + missed), _DIGITS) if hit + missed else 0.0,
        "f1": round(2 * hit / (2 * hit + false + missed), _DIGITS) if hit + false + missed else 0.0,
        "n": hit + missed,
    }


_WAYS: Final[Mapping[str, Callable[[bool, bool], bool]]] = {
    "rules": lambda rule, _: rule,
    "scorer": lambda _, learned: learned,
    "union": lambda rule, learned: rule or learned,
    "both": lambda rule, learned: rule and learned,
}


def _answers(held: Sequence[Held], positions: Sequence[str]) -> dict[str, Any]:
    def pairs(combine: Callable[[bool, bool], bool]) -> Iterable[tuple[bool, bool]]:
        for one in held:
            for position in positions:
                rule, learned = position in one.example.flagged, one.likely.get(position, 0.0) >= 0.5
                yield flagged(one.example.labels, position), combine(rule, learned)

    return {way: _three(pairs(combine)) for way, combine in _WAYS.items()}


def by_position(held: Sequence[Held], positions: Sequence[str]) -> dict[str, Any]:
    """Rules, scorer, either of them and both of them, for each position and all together."""
    return {"all": _answers(held, positions), **{position: _answers(held, [position]) for position in positions}}


def by_state(held: Sequence[Held], positions: Sequence[str]) -> dict[str, Any]:
    """The same by the fold that was held out, with the error of the confidences there."""
    found = {}
    for name in sorted({one.fold for one in held}):
        some = [one for one in held if one.fold == name]
        found[name] = {"texts": len(some), **_answers(some, positions), "calibration": calibration(some)}
    return found


def calibration(held: Sequence[Held]) -> dict[str, float | int | None]:
    """How well the confidences of flags are held: error, log loss and Brier score over bills and positions."""
    flags = [
        (confidence, flagged(one.example.labels, position))
        for one in held
        for position, confidence in sorted(one.confidence.items())
    ]
    error = calibration_error(bins_of(flags))
    count = len(flags)
    return {
        "flags": count,
        "wrong": sum(not right for _, right in flags),
        "confidence": round(sum(value for value, _ in flags) / count, _DIGITS) if count else None,
        "error": None if error is None else round(error, _DIGITS),
        "log_loss": round(sum(map(_loss, flags)) / count, _DIGITS) if count else None,
        "brier": round(sum((value - right) ** 2 for value, right in flags) / count, _DIGITS) if count else None,
    }


def abstention(held: Sequence[Held], highs: Sequence[float]) -> list[dict[str, float | int]]:
    """What is left when flags below a confidence go to a person: their share, and how many are wrong."""
    flags = [
        (confidence, flagged(one.example.labels, position))
        for one in held
        for position, confidence in sorted(one.confidence.items())
    ]
    found: list[dict[str, float | int]] = []
    for high in highs:
        kept = [right for confidence, right in flags if confidence >= high]
        found.append({"high": high, "flags": len(flags), "kept": len(kept), "wrong": len(kept) - sum(kept)})
    return found


def _loss(flag: tuple[float, bool]) -> float:
    value = min(max(flag[0], 0.001), 0.999)
    return -math.log(value if flag[1] else 1.0 - value)


def recovery(held: Sequence[Held], positions: Sequence[str], usual: Sequence[str]) -> dict[str, Any]:
    """Of the positions that people flag and no rule meets, how many are among the first few that a person looks at:
    as the scorer orders them, and in the ``usual`` order of how often positions are flagged (no model at all).
    """
    open_ = {number: [p for p in positions if p not in one.example.met] for number, one in enumerate(held)}
    missed = {(number, p) for number, some in open_.items() for p in some if flagged(held[number].example.labels, p)}
    found: dict[str, Any] = {"missed": len(missed), "open": sum(map(len, open_.values()))}
    for budget in BUDGETS:
        scorer, usually, chance = set(), set(), 0.0
        for number, some in open_.items():
            shown = held[number].shown
            scorer |= {(number, p) for p in _first(some, [-shown.get(p, 0.0) for p in some], budget)}
            usually |= {(number, p) for p in _first(some, [usual.index(p) for p in some], budget)}
            wanted = sum((number, p) in missed for p in some)
            chance += wanted * min(budget, len(some)) / max(1, len(some))
        found[f"first_{budget}"] = {
            "looked_at": len(scorer),
            "scorer": len(missed & scorer),
            "usual_order": len(missed & usually),
            "by_chance": round(chance, 1),
        }
    return found


def _first(positions: Sequence[str], keys: Sequence[float], budget: int) -> list[str]:
    return [position for _, position in sorted(zip(keys, positions, strict=True))[:budget]]


def review(held: Sequence[Held], positions: Sequence[str], lows: Sequence[float]) -> list[dict[str, float | int]]:
    """What proposals from a probability on bring: their number, how many are right, what share of misses they hold."""
    pairs = [
        (one.shown.get(position, 0.0), flagged(one.example.labels, position))
        for one in held
        for position in positions
        if position not in one.example.met
    ]
    missed = sum(right for _, right in pairs)
    found: list[dict[str, float | int]] = []
    for low in lows:
        shown = [right for probability, right in pairs if probability >= low]
        found.append(
            {
                "low": low,
                "proposed": len(shown),
                "a_text": round(len(shown) / max(1, len(held)), 2),
                "right": sum(shown),
                "missed": missed,
            }
        )
    return found
