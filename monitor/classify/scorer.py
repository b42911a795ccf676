"""How much does a sentence resemble those that people flagged? A linear model of its words, without numpy."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from operator import mul
from typing import Final

from monitor.classify.actors import Actor
from monitor.classify.context import Context
from monitor.classify.detect import Read
from monitor.classify.model_file import Scorer
from monitor.classify.obligation import Obligation
from monitor.classify.terms import TRAIT_SCALE, terms_of, traits_of, words_of
from monitor.classify.units import Unit
from monitor.model.finding import Relevance

__all__ = [
    "NOTHING",
    "Scored",
    "Sentence",
    "best_scores",
    "score_all",
    "scores",
    "sentences",
    "strongest_terms",
    "term_values",
]

_MOST_SENTENCES: Final = 3_000
"""Of a text; the longest bills on artificial intelligence have a few hundred that bind somebody."""
NOTHING: Final = -12.0
"""The score of a bill without any sentence to score."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence that binds somebody else than the government, as the scorer reads it."""

    unit: Unit
    words: list[str]
    """Those of its lead-in first."""
    traits: list[str]


Scored = tuple[Sentence, tuple[float, ...]]
"""A sentence with its score for each position of the scorer."""


def sentences(read: list[Read], context: Context) -> Iterator[Sentence]:
    """The sentences that the scorer judges, in document order.

    Of a bill that is not about artificial intelligence at the core, only those that speak of it.
    """
    shared, lead_words = list[str](), list[str]()
    whole = context.relevance is Relevance.CORE
    for unit, obligations in read:
        if not _binds_somebody(obligations) or not (whole or context.ai_terms.search(unit.full)):
            continue
        if unit.lead_letters is not shared:
            shared, lead_words = unit.lead_letters, words_of(unit.lead_letters)
        own = words_of(unit.letters)
        yield Sentence(unit=unit, words=[*lead_words, *own] if lead_words else own, traits=traits_of(obligations))


def _binds_somebody(obligations: list[Obligation]) -> bool:
    return any(item.modality.binds and item.actor is not Actor.GOVERNMENT for item in obligations)


def term_values(scorer: Scorer, words: list[str]) -> dict[str, float]:
    """The weight of each known term in the sentence: damped count by rarity, of length one over all terms."""
    known = scorer.terms
    counts = Counter(filter(known.__contains__, terms_of(words)))
    values = {term: (1.0 + math.log(count)) * known[term][0] for term, count in counts.items()}
    length = math.sqrt(sum(value * value for value in values.values()))
    return {term: value / length for term, value in values.items()} if length else {}


def scores(scorer: Scorer, sentence: Sentence) -> tuple[float, ...]:
    """The log odds, by position of the scorer, that the sentence is one that people would quote for it."""
    found = term_values(scorer, sentence.words)
    traits = [trait for trait in sentence.traits if trait in scorer.traits]
    values = [*found.values(), *([TRAIT_SCALE] * len(traits))]
    if not values:
        return scorer.intercepts
    weights = zip(*(scorer.terms[term][1] for term in found), *(scorer.traits[trait] for trait in traits), strict=True)
    return tuple(
        intercept + sum(map(mul, values, column)) for intercept, column in zip(scorer.intercepts, weights, strict=True)
    )


def score_all(scorer: Scorer | None, read: list[Read], context: Context) -> list[Scored]:
    """The sentences with their scores, the first of a text that has no end of them; nothing without a scorer."""
    if scorer is None:
        return []
    return [(sentence, scores(scorer, sentence)) for sentence in islice(sentences(read, context), _MOST_SENTENCES)]


def best_scores(scorer: Scorer | None, scored: Iterable[Scored]) -> dict[str, float]:
    """The highest score of any sentence, by position."""
    best = dict.fromkeys(scorer.positions if scorer else (), NOTHING)
    for _, found in scored:
        for position, score in zip(best, found, strict=True):
            best[position] = max(best[position], score)
    return best


def strongest_terms(scorer: Scorer, sentence: Sentence, at: int, most: int) -> list[tuple[str, float]]:
    """The terms that speak most for a position, the strongest first; a word inside a pair that is named is left out."""
    parts = [(value * scorer.terms[term][1][at], term) for term, value in term_values(scorer, sentence.words).items()]
    found: list[tuple[str, float]] = []
    for part, term in sorted(parts, key=lambda one: (-one[0], one[1])):
        if part <= 0 or len(found) == most:
            break
        if not any(term in named.split() for named, _ in found):
            found.append((term, part))
    return found
