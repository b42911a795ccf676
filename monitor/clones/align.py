"""How alike are two clauses, and which of their words are common? Exact, pair by pair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

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

    Words are common where the shorter list fits best into the longer one, so that a stray "of" far away is not.
    """
    found = fuzz.partial_ratio_alignment(left, right)
    if found is None:  # with no cut-off there is always one; the library's types allow none
        return _merged([("replace", 0, len(left), 0, len(right))])
    a, b, c, d = found.src_start, found.src_end, found.dest_start, found.dest_end
    steps = [("replace", 0, a, 0, c)]
    steps += [
        (step.tag, a + step.src_start, a + step.src_end, c + step.dest_start, c + step.dest_end)
        for step in Indel.opcodes(left[a:b], right[c:d])
    ]
    return _merged([*steps, ("replace", b, len(left), d, len(right))])


def _merged(steps: list[tuple[str, int, int, int, int]]) -> list[Stretch]:
    """One stretch for what is not common between two that are."""
    stretches: list[Stretch] = []
    at_left = at_right = 0

    def close(left: int, right: int) -> None:
        if left > at_left or right > at_right:
            kind = StretchKind.CHANGED
            if right == at_right:
                kind = StretchKind.ONLY_LEFT
            elif left == at_left:
                kind = StretchKind.ONLY_RIGHT
            stretches.append(Stretch(kind=kind, left=(at_left, left), right=(at_right, right)))

    for tag, a, b, c, d in steps:
        if tag == "equal":
            close(a, c)
            stretches.append(Stretch(kind=StretchKind.COMMON, left=(a, b), right=(c, d)))
            at_left, at_right = b, d
    close(steps[-1][2], steps[-1][4])
    return stretches
