"""Which pairs of clauses are worth comparing? Those whose MinHashes meet in one band of the index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from monitor.clones.settings import CloneSettings
from monitor.clones.sketch import Shingles, Sketches, is_in, sketches

__all__ = ["candidate_pairs"]

_CHUNK: Final = 8192
"""Pairs whose sketches are compared at once."""
_SHIFT: Final = 32
_LOW: Final = (1 << _SHIFT) - 1
"""A pair is one number: its two places side by side."""
_MARGIN: Final = 3
"""An estimate below a third of the threshold misses one pair in a thousand that lies at the threshold."""


def candidate_pairs(sets: Sequence[Shingles], settings: CloneSettings) -> list[tuple[int, int]]:
    """Pairs of places in ``sets``, the smaller first, in order. An empty set is alike to nothing."""
    places = _with_company(sets, settings)
    if not places:
        return []
    made = sketches((sets[place] for place in places), settings)
    pairs = _in_one_band(made, settings)
    return [(places[one], places[other]) for one, other in _likely(pairs, made, settings)]


def _with_company(sets: Sequence[Shingles], settings: CloneSettings) -> list[int]:
    """Sets that share enough with all others together to be alike to one of them: most share nothing."""
    if not sets:
        return []
    found, counts = np.unique(np.concatenate(sets), return_counts=True)
    shared = found[counts > 1]
    return [
        place
        for place, shingles in enumerate(sets)
        if shingles.size and np.count_nonzero(is_in(shingles, shared)) >= settings.jaccard_min * shingles.size
    ]


def _in_one_band(made: Sketches, settings: CloneSettings) -> NDArray[np.int64]:
    """Pairs of rows, each once and in order, that agree in all places of some band.

    What the library's index finds; sorting each band takes a twentieth of its time and no table of Python sets.
    """
    found: list[NDArray[np.int64]] = []
    for band in range(settings.bands):
        of_band = np.ascontiguousarray(made[:, band * settings.rows : (band + 1) * settings.rows])
        keys = of_band.view(np.dtype((np.void, of_band.dtype.itemsize * settings.rows))).ravel()
        order = np.argsort(keys, kind="stable")
        edges = np.flatnonzero(np.concatenate(([True], keys[order][1:] != keys[order][:-1], [True])))
        for start, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
            if end - start > 1:
                rows = order[start:end]  # stable: in the order of their places
                left, right = np.triu_indices(end - start, k=1)
                found.append(rows[left].astype(np.int64) << _SHIFT | rows[right])
    return np.unique(np.concatenate(found)) if found else np.empty(0, dtype=np.int64)


def _likely(pairs: NDArray[np.int64], made: Sketches, settings: CloneSettings) -> list[tuple[int, int]]:
    """Pairs whose sketches agree in enough places: to look is cheaper than to align."""
    likely: list[tuple[int, int]] = []
    least = settings.jaccard_min / _MARGIN
    for start in range(0, len(pairs), _CHUNK):
        chunk = pairs[start : start + _CHUNK]
        left, right = chunk >> _SHIFT, chunk & _LOW
        agree = (made[left] == made[right]).mean(axis=1) >= least
        likely += zip(left[agree].tolist(), right[agree].tolist(), strict=True)
    return likely
