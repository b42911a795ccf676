"""What stands for a clause when many are compared: its shingles as numbers, and a MinHash of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, TypeAlias

import numpy as np
from datasketch import MinHash
from numpy.typing import NDArray

from monitor.clones.settings import CloneSettings

__all__ = ["Shingles", "Sketches", "is_in", "jaccard", "runs_of", "shingles_of", "sketches"]

Shingles: TypeAlias = NDArray[np.uint64]
"""Hashes of runs of words; as a set they are sorted, each once."""

Sketches: TypeAlias = NDArray[np.uint32]
"""A row a set, a column a permutation."""

_MULTIPLIER: Final = np.uint64(0x9E3779B97F4A7C15)
_MIX: Final = np.uint64(0xFF51AFD7ED558CCD)
_HALF: Final = np.uint64(33)
_LOW: Final = np.uint64(0xFFFFFFFF)


@lru_cache(maxsize=1 << 18)
def _hash_of(form: str) -> int:
    """The same on every machine and in every process, as Python's own hash is not."""
    return int.from_bytes(hashlib.blake2b(form.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def runs_of(words: Sequence[str], length: int) -> Shingles:
    """Hash every run of ``length`` words, in the order of the text; fewer words are one run."""
    if not words:
        return np.empty(0, dtype=np.uint64)
    hashes = np.fromiter(map(_hash_of, words), dtype=np.uint64, count=len(words))
    length = min(length, len(words))
    runs = len(words) - length + 1
    mixed = np.zeros(runs, dtype=np.uint64)
    for place in range(length):  # a polynomial in 64 bits: the order of the words counts
        mixed = mixed * _MULTIPLIER + hashes[place : place + runs]
    mixed = (mixed ^ (mixed >> _HALF)) * _MIX
    return mixed ^ (mixed >> _HALF)


def shingles_of(words: Sequence[str], length: int) -> Shingles:
    """The runs as a set."""
    return np.unique(runs_of(words, length))


def is_in(shingles: Shingles, others: Shingles) -> NDArray[np.bool_]:
    """Which of ``shingles`` are among ``others``, a set. A search: numpy's own test sorts both again at each call."""
    if not others.size:
        return np.zeros(shingles.size, dtype=np.bool_)
    found: NDArray[np.bool_] = others[np.minimum(np.searchsorted(others, shingles), others.size - 1)] == shingles
    return found


def jaccard(left: Shingles, right: Shingles) -> float:
    """The share of common shingles among all of both sets; 0 when both are empty."""
    common = int(np.count_nonzero(is_in(left, right)))
    either = left.size + right.size - common
    return common / either if either else 0.0


def sketches(sets: Iterable[Shingles], settings: CloneSettings) -> Sketches:
    """MinHashes of sets of shingles, one a row."""
    low = ((shingles & _LOW).tolist() for shingles in sets)
    made = MinHash.bulk(low, num_perm=settings.permutations, seed=settings.seed, hashfunc=int)
    rows = [sketch.hashvalues for sketch in made]
    return np.stack(rows) if rows else np.empty((0, settings.permutations), dtype=np.uint32)
