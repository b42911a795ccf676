"""How good are judgements against labels? Precision, recall and what stands behind them; values in, values out.

A position is flagged where its label is conflict or potential, a bill where its strongest label is; ``none`` never
counts. A quote is found when it shares half of the word pairs of the shorter one with a labelled quote. Intervals are
percentile bootstraps over bills.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Final

from monitor.model.finding import Label, Relevance

__all__ = ["Confusion", "Gold", "Judged", "Measure", "Measures", "Quoted", "Rate", "confusions", "interval", "measure"]

_WORD: Final = re.compile(r"[a-z0-9]+")
_SHARED: Final = 0.5
_ABOUT_AI: Final = frozenset({Relevance.CORE, Relevance.ADJACENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A quote for a position; ``exact`` says that its offsets hold."""

    position: str
    quote: str
    exact: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """What a person said of one text."""

    id: str
    relevance: Relevance
    labels: dict[str, Label]
    overall: Label
    quotes: tuple[Quoted, ...] = ()
    carve_outs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What the classifier said of it: the strongest label and confidence a position. Unknown is no flag."""

    relevance: Relevance | None
    labels: dict[str, Label]
    confidence: dict[str, float]
    overall: Label | None
    quotes: tuple[Quoted, ...] = ()
    proposed: dict[str, float] = field(default_factory=dict)
    """Positions that are proposed for review, with the highest probability of each."""


Pair = tuple[Gold, Judged]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Precision, recall and F1; ``n`` is how many there were, ``flagged`` how many were said to be; of none, 0."""

    precision: float
    recall: float
    f1: float
    n: int
    flagged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A share of ``n``; none of nothing is None."""

    rate: float | None
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """All figures of one set."""

    bills: int
    positions: dict[str, Measure]
    positions_micro: Measure
    bill_flag: Measure
    relevance: Measure
    conflict_bill_recall: Rate
    overall_accuracy: Rate
    exempt_false_alarm: Rate
    not_ai_false_alarm: Rate
    evidence_exact: Rate
    evidence_found: Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    """One disagreement, with the words on both sides."""

    bill: str
    position: str
    wanted: Label
    found: Label
    wanted_quote: str
    found_quote: str


def _flags(label: Label | None) -> bool:
    return label is not None and label.is_flag


def _counted(pairs: Iterable[tuple[bool, bool]]) -> Measure:
    """From (wanted, found) pairs."""
    hit = false = missed = 0
    for wanted, found in pairs:
        hit += wanted and found
        false += found and not wanted
        missed += wanted and not found
    precision = hit / (hit + false) if hit + false else 0.0
    recall = hit / (hit + missed) if hit + missed else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return Measure(precision=precision, recall=recall, f1=f1, n=hit + missed, flagged=hit + false)


def _share(values: Iterable[bool]) -> Rate:
    found = list(values)
    return Rate(rate=sum(found) / len(found) if found else None, n=len(found))


def measure(pairs: Sequence[Pair], positions: Sequence[str]) -> Measures:
    """Compare judgements with labels, over the positions that are named."""

    def of(position: str) -> list[tuple[bool, bool]]:
        return [(_flags(gold.labels.get(position)), _flags(judged.labels.get(position))) for gold, judged in pairs]

    return Measures(
        bills=len(pairs),
        positions={position: _counted(of(position)) for position in positions},
        positions_micro=_counted(pair for position in positions for pair in of(position)),
        bill_flag=_counted((_flags(gold.overall), _flags(judged.overall)) for gold, judged in pairs),
        relevance=_counted((gold.relevance in _ABOUT_AI, judged.relevance in _ABOUT_AI) for gold, judged in pairs),
        conflict_bill_recall=_share(_flags(j.overall) for g, j in pairs if g.overall is Label.CONFLICT),
        overall_accuracy=_share(g.overall is j.overall for g, j in pairs),
        exempt_false_alarm=_share(_flags(j.overall) for g, j in pairs if g.overall is Label.EXEMPT),
        not_ai_false_alarm=_share(_flags(j.overall) for g, j in pairs if g.relevance not in _ABOUT_AI),
        evidence_exact=_share(quote.exact for _, judged in pairs for quote in judged.quotes),
        evidence_found=_share(_found_quotes(pairs, set(positions))),
    )


def _found_quotes(pairs: Sequence[Pair], positions: set[str]) -> Iterable[bool]:
    """For each labelled quote of a position that both sides flag, whether one of ours is about the same words."""
    for gold, judged in pairs:
        for wanted in gold.quotes:
            position = wanted.position
            if position in positions and _flags(gold.labels.get(position)) and _flags(judged.labels.get(position)):
                ours = (quote.quote for quote in judged.quotes if quote.position == position)
                yield any(_overlap(quote, wanted.quote) >= _SHARED for quote in ours)


def _overlap(one: str, other: str) -> float:
    left, right = _WORD.findall(one.lower()), _WORD.findall(other.lower())
    pairs, others = set(itertools.pairwise(left)), set(itertools.pairwise(right))
    return len(pairs & others) / max(1, min(len(pairs), len(others)))


def interval(
    pairs: Sequence[Pair], figure: Callable[[Sequence[Pair]], float], *, rounds: int, seed: int = 1
) -> tuple[float, float]:
    """The 95 % interval of a figure, by drawing bills with replacement."""
    random = Random(seed)  # noqa: S311 - a reproducible draw, no secret
    found = sorted(figure([random.choice(pairs) for _ in pairs]) for _ in range(rounds))
    return found[int(0.025 * rounds)], found[min(rounds - 1, int(0.975 * rounds))]


def confusions(pairs: Sequence[Pair], positions: Sequence[str]) -> list[Confusion]:
    """Every bill and position where one side flags and the other does not, in the order of bills."""
    found = []
    for gold, judged in pairs:
        for position in positions:
            wanted, said = gold.labels.get(position, Label.NONE), judged.labels.get(position, Label.NONE)
            if wanted.is_flag != said.is_flag:
                found.append(
                    Confusion(
                        bill=gold.id,
                        position=position,
                        wanted=wanted,
                        found=said,
                        wanted_quote=next((q.quote for q in gold.quotes if q.position == position), ""),
                        found_quote=next((q.quote for q in judged.quotes if q.position == position), ""),
                    )
                )
    return found
