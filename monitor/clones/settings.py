"""How alike must two clauses be to count as copies? Every number of the comparison, and the hash that names them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Final

__all__ = ["METHOD", "CloneSettings"]

METHOD: Final = 1
"""Raise it when the code compares otherwise under the same numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloneSettings:
    """The defaults are those of docs/clones.md, with what they were measured on."""

    words_min: int = 15
    """A provision of fewer words is compared together with the one that holds it."""
    words_max: int = 1000
    """Words: what is longer is a text without marks, not a clause; aligning such texts takes seconds a pair."""
    shingle_words: int = 5
    formula_bills: int = 2
    """A shingle that stands in so many bills on other subjects is drafting language and not compared."""
    formula_sample: int = 600
    """So many bills on other subjects are looked at, always the same ones as long as they are there."""
    formula_floor: int = 10
    formula_share: float = 0.12
    """So is one in so many of the AI bills of one legislature, and in this share of them."""
    distinctive_min: int = 8
    """Shingles of its own that a clause needs to be compared at all."""
    permutations: int = 128
    seed: int = 1
    bands: int = 64
    rows: int = 2
    """``1 - (1 - j**rows)**bands``: a pair of Jaccard 0.15 becomes a candidate with p 0.77, of 0.2 with 0.93."""
    jaccard_min: float = 0.15
    score_min: float = 0.7
    companion_min: float = 0.5
    """Jaccard of two whole bills of one session from which they are companions."""

    @property
    def release(self) -> str:
        """Of the numbers and the method, not of the source: an upgrade alone asks no person the same thing twice."""
        return hashlib.sha256(json.dumps([METHOD, asdict(self)], sort_keys=True).encode()).hexdigest()
