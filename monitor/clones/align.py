"""How alike are two clauses, and which of their words are common? Exact, pair by pair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from monitor.clones.settings import CloneSettings
from monitor.clones.sketch import Shingles, jaccard

__all__ = ["Likeness", "Stretch", "StretchKind", "align", "compare"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Both are symmetric and lie between 0 and 1."""

    jaccard: float
    """Of the shingles that are not drafting language."""
    score: float
    """Words in common, in order, where the shorter clause fits best into the longer one."""


class StretchKind(StrEnum):
    """What a stretch is to the two clauses."""

    COMMON = "common"
    CHANGED = "changed"
    ONLY_LEFT = "only left"
    ONLY_RIGHT = "only right"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Words next to each other; ``left`` and ``right`` are places ``[start, end)`` in the two lists of words."""

    kind: StretchKind
    left: tuple[int, int]
    right: tuple[int, int]


def compare(
    left: Sequence[str], right: Sequence[str], sets: tuple[Shingles, Shingles], settings: CloneSettings
) -> Likeness | None:
    """Measure two clauses by their words and by their ``sets`` of shingles; none when they are no near copies."""
    common = jaccard(*sets)
    if common < settings.jaccard_min:
        return None
    first, second = sorted((tuple(left), tuple(right)))  # the aligner may break a tie by the order it is given
    score = fuzz.partial_ratio(first, second) / 100
    return Likeness(jaccard=common, score=score) if score >= settings.score_min else None


def align(left: Sequence[str], right: Sequence[str]) -> list[Stretch]:
    """Cut both lists into stretches that are common, changed or on one side only; together they are both lists.

    Words are common near the place where the shorter list fits best into the longer one, so that a stray "of" far away
    is not.
    """
    found = fuzz.partial_ratio_alignment(left, right)
    if found is None:  # with no cut-off there is always one; the library's types allow none
        return _merged([], len(left), len(right))
    a, b, c, d = found.src_start, found.src_end, found.dest_start, found.dest_end
    # that place is as long as the shorter list; what replaces some of its words may be longer
    room = min(len(left), len(right)) - LCSseq.similarity(left[a:b], right[c:d])
    a, b, c, d = max(0, a - room), min(len(left), b + room), max(0, c - room), min(len(right), d + room)
    blocks = LCSseq.opcodes(left[a:b], right[c:d])
    common = [(step.src_start + a, step.src_end + a, step.dest_start + c) for step in blocks if step.tag == "equal"]
    return _merged(common, len(left), len(right))


def _merged(common: Sequence[tuple[int, int, int]], left_end: int, right_end: int) -> list[Stretch]:
    """The common stretches, given by their places, with one stretch for all that is between two of them."""
    stretches: list[Stretch] = []
    at_left = at_right = 0
    for start, end, right in [*common, (left_end, left_end, right_end)]:
        if start > at_left or right > at_right:
            kind = StretchKind.CHANGED
            if right == at_right:
                kind = StretchKind.ONLY_LEFT
            elif start == at_left:
                kind = StretchKind.ONLY_RIGHT
            stretches.append(Stretch(kind=kind, left=(at_left, start), right=(at_right, right)))
        if end > start:
            stretches.append(Stretch(kind=StretchKind.COMMON, left=(start, end), right=(right, right + end - start)))
        at_left, at_right = end, right + end - start
    return stretches
