"""What happened to a bill, and which step does LegiScan see in it? Its history, classified by its own progress only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from crawlers.parsing.legiscan_codes import Event, event_class
from monitor.model.bill import Action, Chamber

__all__ = ["Progress", "Step", "actions_of"]

# A progress names a day, not an entry. These words find the entry of the day that it speaks of.
_WORDS: Final = {
    Event.PREFILED: r"pre-?fil",
    Event.DRAFT: r"draft",
    Event.INTRODUCED: r"introduc|first (?:time|reading)|\bread\b|filed",
    Event.REFERRED: r"refer|assign|committee",
    Event.REPORTED_PASS: r"report|recommend|do pass|\brpt\b",
    Event.REPORTED_DO_NOT_PASS: r"report|recommend|not pass|\brpt\b",
    Event.ENGROSSED: r"\bpassed\b|\badopted\b|third (?:time|reading)|engross",
    Event.ENROLLED: r"enroll|both houses|to (?:the )?governor|concur|\bpassed\b|\badopted\b",
    Event.PASSED: r"approved|\bsigned\b|\blaw\b|\bact\b|chapter|\badopted\b|secretary of state|\bpassed\b",
    Event.CHAPTERED: r"chapter|\bact\b|\bp\.? ?a\b|\blaw\b",
    Event.VETOED: r"veto",
    Event.OVERRIDE: r"overrid|notwithstanding|veto",
    Event.FAILED: r"fail|died|dead|lost|defeat|indefinite|\bkill",
}
_COMPILED: Final = {event: re.compile(words, re.IGNORECASE) for event, words in _WORDS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """An entry of the history."""

    on: date | None
    chamber: Chamber
    text: str
    important: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A step that LegiScan states."""

    on: date | None
    event: Event


def actions_of(steps: Sequence[Step], progress: Iterable[Progress], *, classification: str) -> tuple[Action, ...]:
    """The history in the order of time, with the class of each progress on one entry of its day.

    Of the entries of that day the one whose words fit is taken, an important one before another, the last of several;
    without such words the last important one. A day without an entry gives no class: nothing is invented.
    """
    ordered = _in_order(steps)
    classes: dict[int, set[str]] = {}
    for made in progress:
        place = _entry_of(made, ordered)
        if place is not None:
            classes.setdefault(place, set()).add(event_class(made.event, classification).value)
    return tuple(
        Action(
            on=step.on,
            chamber=step.chamber,
            text=step.text,
            classes=tuple(sorted(classes.get(place, ()))),
            ordinal=place,
        )
        for place, step in enumerate(ordered)
    )


def _in_order(steps: Sequence[Step]) -> list[Step]:
    """By day; an entry without one stays behind its neighbour."""
    last, keyed = date.min, []
    for step in steps:
        last = step.on or last
        keyed.append((last, step))
    keyed.sort(key=lambda pair: pair[0])
    return [step for _, step in keyed]


def _entry_of(made: Progress, steps: Sequence[Step]) -> int | None:
    if made.on is None:
        return None
    of_day = [place for place, step in enumerate(steps) if step.on == made.on]
    fitting = [place for place in of_day if _COMPILED[made.event].search(steps[place].text)]
    important = [place for place in of_day if steps[place].important]
    both = [place for place in fitting if steps[place].important]
    return next((found[-1] for found in (both, fitting, important, of_day) if found), None)
