"""Which labelled texts may be learned from when others are to prove it? Folds by state; near copies stay together."""

from __future__ import annotations

import itertools
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from monitor.services.train_data import Example, Role

__all__ = ["Split", "families_of", "fold_names", "splits_of"]

_WORD: Final = re.compile(r"[a-z0-9]+")
_RUN: Final = 5
"""Words of a shingle."""
_SAMPLED: Final = 4
"""One shingle of so many is compared: by its hash, the same ones in every text."""
_ALIKE: Final = 0.15
"""Share of common shingles from which two texts are near copies; acts that states copy from each other reach 0.16."""
_STATE_BILLS: Final = 15
"""Bills that make a state a fold of its own; the other bills of a file are one fold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Numbers of the examples that are held out under a name, and of those that may be learned from."""

    name: str
    held_out: tuple[int, ...]
    learned: tuple[int, ...]


def families_of(texts: Sequence[str]) -> list[int]:
    """The number of the first near copy of each text, over any number of steps; its own when there is none."""
    shingles = [_shingles(text) for text in texts]
    head = list(range(len(texts)))

    def root(at: int) -> int:
        while head[at] != at:
            at = head[at]
        return at

    for one, other in itertools.combinations(range(len(texts)), 2):
        left, right = shingles[one], shingles[other]
        smaller, larger = sorted((len(left), len(right)))
        if smaller < _ALIKE * larger:
            continue
        common = len(left & right)
        if common and common >= _ALIKE * (len(left) + len(right) - common):
            first, second = sorted((root(one), root(other)))
            head[second] = first
    return [root(at) for at in range(len(texts))]


def _shingles(text: str) -> set[int]:
    words = _WORD.findall(text.lower())
    runs = (" ".join(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1))
    hashes = (zlib.crc32(run.encode()) for run in runs)
    return {value for value in hashes if value % _SAMPLED == 0}


def fold_names(examples: Sequence[Example]) -> list[str]:
    """The fold of each example: its state where a file has enough bills of it, else the name of the file."""
    counts = Counter((one.source, one.state) for one in examples if one.state)
    return [
        one.state if counts[one.source, one.state] >= _STATE_BILLS and one.state else one.source for one in examples
    ]


def splits_of(examples: Sequence[Example], families: Sequence[int]) -> Iterator[Split]:
    """Hold out each fold in turn. Nothing is learned from near copies of what is held out, nor from a state's other
    bills when the state is held out; single provisions are never held out.
    """
    names = fold_names(examples)
    measured = [at for at, one in enumerate(examples) if one.role is not Role.PROVISIONS]
    for name in sorted({names[at] for at in measured}):
        held_out = tuple(at for at in measured if names[at] == name)
        copies = {families[at] for at in held_out}
        learned = tuple(
            at
            for at, one in enumerate(examples)
            if at not in held_out and families[at] not in copies and one.state != name
        )
        yield Split(name=name, held_out=held_out, learned=learned)
