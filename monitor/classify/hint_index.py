"""Which of many patterns can a sentence meet at all? One look at each of its words tells it of all of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Final

from monitor.classify.units import Unit

__all__ = ["ALONE", "HintIndex", "is_exact"]

ALONE: Final = "="
"""Before a hint that must be a word by itself: ``=ai`` does not stand in ``said``."""
_PIECE: Final = 3
"""Characters of the shortest part of a hint that is looked for."""
_COMMON: Final = frozenset(
    "shall may must the of to is are an by as in on for and with that this which where from".split()
)
"""Words of every sentence: they rule out nothing where another word of the hint can."""
_RUN: Final = re.compile(r"[a-z]{2,}")


def is_exact(hints: Sequence[str]) -> bool:
    """Whether a set that may be met is met: every hint is one run of letters."""
    return all(_RUN.fullmatch(hint.removeprefix(ALONE)) for hint in hints)


def _piece(hint: str) -> str:
    """The part of a hint that a run of letters must hold, ``<`` and ``>`` being its ends: ``<rate`` of ``" rate"``."""
    if hint.startswith(ALONE):
        return f"<{hint.removeprefix(ALONE)}>"
    runs = list(_RUN.finditer(hint))
    telling = [run for run in runs if run.group() not in _COMMON] or runs
    pieces = [f"{'<' * (run.start() > 0)}{run.group()}{'>' * (run.end() < len(hint))}" for run in telling]
    return max(pieces, key=len, default="")


class HintIndex:
    """Sets of hints by number; a text may meet a set when one of its hints may stand there.

    A hint stands in a text only where its longest run of letters stands in a run of letters of the text, so that the
    words of a text, each looked up once and remembered, rule out most sets. Where :func:`is_exact` does not hold, the
    hint itself may still be missing. A hint after ``ALONE`` stands only where it is a whole run.
    """

    def __init__(self, sets: Sequence[Sequence[str]]) -> None:
        self._always = 0
        bits: dict[str, int] = {}
        for number, hints in enumerate(sets):
            pieces = [_piece(hint) for hint in hints]
            if min(map(len, pieces), default=0) < _PIECE:
                self._always |= 1 << number
                continue
            for piece in pieces:
                bits[piece] = bits.get(piece, 0) | 1 << number
        self._words = _Words(bits)

    def may_meet(self, letters: Iterable[str]) -> int:
        """A bit for each set, by number, of which a hint may stand in a text with these runs of letters."""
        return reduce(or_, map(self._words.__getitem__, letters), self._always)

    def each(self, units: Iterable[Unit]) -> Iterator[int]:
        """The same for the lead-ins and words of each sentence; what sentences share is looked at once."""
        shared, bits = list[str](), 0
        for unit in units:
            if unit.lead_letters is not shared:
                shared, bits = unit.lead_letters, self.may_meet(unit.lead_letters)
            yield bits | self.may_meet(unit.letters)


class _Words(dict[str, int]):
    """The sets whose hints stand in each word that was met. Bounded, since hostile texts have new words."""

    _MOST = 50_000
    _LONGEST = 40

    def __init__(self, bits: Mapping[str, int]) -> None:
        super().__init__()
        self._pieces: dict[str, list[tuple[str, int]]] = {}
        for piece, bit in bits.items():
            self._pieces.setdefault(piece[:_PIECE], []).append((piece, bit))

    def __missing__(self, word: str) -> int:
        found, whole = 0, f"<{word}>"
        for at in range(len(whole) - _PIECE + 1):
            for piece, bit in self._pieces.get(whole[at : at + _PIECE], ()):
                if whole.startswith(piece, at):
                    found |= bit
        if len(word) <= self._LONGEST:
            if len(self) >= self._MOST:
                self.clear()
            self[word] = found
        return found
