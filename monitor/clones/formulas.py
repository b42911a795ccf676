"""Which words are drafting language, that a bill has whatever it is about, and what is left of a clause without?"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np

from monitor.clones.settings import CloneSettings
from monitor.clones.sketch import Shingles, is_in

__all__ = ["find_formulas", "own_words"]


def find_formulas(
    legislatures: Iterable[Sequence[Shingles]], other_bills: Sequence[Shingles], settings: CloneSettings
) -> Shingles:
    """Shingles of several bills on other subjects, or of many of the bills about AI of one legislature.

    Each bill is the set of its shingles.
    """
    formulas = [_common(other_bills, settings.formula_bills)]
    for bills in legislatures:
        many = max(settings.formula_floor, math.ceil(settings.formula_share * len(bills)))
        if len(bills) >= many:
            formulas.append(_common(bills, many))
    return np.unique(np.concatenate(formulas))


def _common(bills: Sequence[Shingles], at_least: int) -> Shingles:
    if not bills:
        return np.empty(0, dtype=np.uint64)
    found, counts = np.unique(np.concatenate(bills), return_counts=True)
    common: Shingles = found[counts >= at_least]
    return common


def own_words(
    words: Sequence[str], runs: Shingles, formulas: Shingles, length: int
) -> tuple[tuple[str, ...], Shingles]:
    """The words that stand in some run of ``length`` that is no formula, and those runs as a set."""
    own = ~is_in(runs, formulas)
    if own.all():
        return tuple(words), np.unique(runs)
    kept = np.zeros(len(words), dtype=np.bool_)
    for place in range(min(length, len(words))):
        kept[place : place + len(runs)] |= own
    return tuple(word for word, keep in zip(words, kept.tolist(), strict=True) if keep), np.unique(runs[own])
