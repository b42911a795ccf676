"""What does a step in a legislature's own fixed words mean? Classes for wordings that are listed, none for others."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, TypeAlias

from monitor.model.bill import ActionClass

__all__ = ["StepWords", "classes_of", "step_words"]

StepWords: TypeAlias = tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]
"""Of each source, wordings and their classes; the first that fits from the beginning of the text decides."""

_MOST: Final = 500
"""Characters of a step that are looked at."""


def step_words(*rows: tuple[str, Iterable[ActionClass]]) -> StepWords:
    """A table, compiled."""
    return tuple((re.compile(pattern, re.IGNORECASE), tuple(one.value for one in classes)) for pattern, classes in rows)


def classes_of(text: str, words: StepWords) -> tuple[str, ...]:
    """The classes of the first wording that the text begins with."""
    return next((classes for pattern, classes in words if pattern.match(text[:_MOST])), ())
