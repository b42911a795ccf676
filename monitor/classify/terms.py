"""Which words and pairs of words does a sentence hold? As the learned scorer counts them, when it learns and later."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from monitor.classify.obligation import Obligation

__all__ = ["TRAIT_SCALE", "stem", "terms_of", "traits_of", "words_of"]

_COMMON: Final = frozenset(
    "the of to and or in an that for is be by on as at it with any such this from are has have its was other than their"
    " each all shall".split()
)
"""Words of every sentence, which only water down the others."""
_ENDINGS: Final = ("ations", "ation", "ments", "ings", "ment", "ing", "ies", "ed", "es", "ly", "s")
_LEAST: Final = 4
"""Letters that must be left of a word without its ending."""
TRAIT_SCALE: Final = 0.3
"""The value of a trait that is there: words weigh less than one each, so that who must act does not outweigh them."""


def stem(word: str) -> str:
    """A word without its ending, so that ``publish``, ``publishes`` and ``publishing`` are one: labels are few."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST:
            return word[: -len(ending)]
    return word[:-1] if word.endswith("e") and len(word) > _LEAST else word


class _Stems(dict[str, str]):
    """The stem of each word that was met; empty for the common ones. Bounded, since hostile texts have new words."""

    _MOST = 50_000

    def __missing__(self, word: str) -> str:
        if len(self) >= self._MOST:
            self.clear()
        found = self[word] = "" if word in _COMMON else stem(word)
        return found


_STEMS: Final = _Stems()


def words_of(letters: Iterable[str]) -> list[str]:
    """Stems of words of two letters or more; numbers and marks say nothing that holds in another bill."""
    return [found for found in map(_STEMS.__getitem__, letters) if found]


def terms_of(words: list[str]) -> list[str]:
    """The words, then the pairs of neighbours."""
    return [*words, *map(" ".join, pairwise(words))]


def traits_of(obligations: list[Obligation]) -> list[str]:
    """Who must act and how firmly, of what binds, sorted."""
    binding = [obligation for obligation in obligations if obligation.modality.binds]
    return sorted(
        {f"actor:{obligation.actor.value}" for obligation in binding}
        | {f"modality:{obligation.modality.value}" for obligation in binding}
    )
