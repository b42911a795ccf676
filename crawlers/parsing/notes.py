"""How far had a text come, judged by the note under which it was published, and which of two came later?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from crawlers.parsing.dates import date_in_note
from monitor.model.bill import Chamber, VersionStage

__all__ = ["Publication", "publication_order", "stage_of"]

# The first stage with a match decides. Wordings as the legislatures and the Congress publish them.
_STAGES: Final[dict[VersionStage, tuple[str, ...]]] = {
    # Papers about a text, not the text itself: comparisons, single amendments, excerpts of amended pages (UT).
    VersionStage.COMPARISON: (
        r"\bcompar(?:ison|ed)\b",
        r"\bexcerpts?\b",
        r"^(?:house|senate|floor|committee) amendment\b",
        r"\bredline\b|\bmark-?up\b",
    ),
    VersionStage.CHAPTERED: (
        r"\bchapter(?:ed)?\b|\bpublic law\b|\bsession law\b|\bslip law\b",
        r"\bsigned act\b",  # CO
        r"\b(?:advance|pamphlet) law\b",  # NJ
    ),
    VersionStage.ENROLLED: (
        r"\benroll(?:ed|ment)\b|\bratified\b|\bas finally passed\b|\bpassed both\b",
        r"\bpassed legislature\b",  # WA
        r"\bfinal act\b|^resolution/memorial$",  # CO: the text as both chambers adopted it
        r"^[HS]J?R? \d+[A-Z]? er$",  # FL: "H 281 er"; "H 1F er" of a special session
    ),
    VersionStage.ENGROSSED: (
        r"\b(?:re)?engross(?:ed|ment)\b|\bthird reading\b|\bpassed (?:the )?(?:house|senate|assembly)\b",
        r"\breprint\b",  # NJ
        r"\b(?:re)?revised\b",  # CO
        r"\b(?:referred|received|agreed to|placed on calendar) (?:in |\()?(?:the )?(?:house|senate)\b",  # Congress
        r"^[HS]J?R? \d+[A-Z]? e\d$",  # FL: "H 281 e1"
    ),
    VersionStage.AMENDED: (
        r"\bsubstitute\b|\bamended\b|\breport(?:ed)?\b|\bcommittee\b",
        r"^[HS]J?R? \d+[A-Z]? c\d$",  # FL: "S 482 c2"
    ),
    VersionStage.INTRODUCED: (
        r"\bintroduc(?:ed|tion)\b|\b(?:pre-?)?filed\b|\boriginal\b",
        r"^(?:bill|(?:joint |concurrent )?(?:resolution|memorial))$",  # WA
        r"^[HS]J?R? \d+[A-Z]? pb$",  # FL: proposed committee bill
    ),
}
_COMPILED: Final = tuple((stage, re.compile("|".join(patterns), re.IGNORECASE)) for stage, patterns in _STAGES.items())

_ORDINALS: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6}
_NTH: Final = r"(\d{1,2})(?:st|nd|rd|th)|(first|second|third|fourth|fifth|sixth)"
# ASCII, or IGNORECASE finds "second" in a word that begins with a long s.
_NTH_SUBSTITUTE: Final = re.compile(rf"(?:{_NTH})\s+substitute", re.IGNORECASE | re.ASCII)
_SUBSTITUTE_N: Final = re.compile(r"substitute\s*#?\s*(\d{1,2})\b", re.IGNORECASE | re.ASCII)
_SUBSTITUTE_STEM: Final = re.compile(r"\d{4}S(\d{2})(?:[._]|$)")  # UT file names: HB0276S02
_NUMBER: Final = re.compile(rf"(?:{_NTH})\s+(?:unofficial\s+)?engross|\b(\d)R\b|\b[ce](\d)$", re.IGNORECASE | re.ASCII)

_TIERS: Final = {
    VersionStage.COMPARISON: -1,
    VersionStage.INTRODUCED: 0,
    VersionStage.AMENDED: 1,
    VersionStage.ENGROSSED: 1,
    VersionStage.UNKNOWN: 1,
    VersionStage.ENROLLED: 2,
    VersionStage.CHAPTERED: 3,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What is known of one published text before its place in the order is found."""

    note: str
    stem: str
    """The file name of its address without the extension."""
    published_on: date | None

    @property
    def stage(self) -> VersionStage:
        """By the note."""
        return stage_of(self.note)


@lru_cache(maxsize=4096)  # a session has thousands of versions and a few dozen notes
def stage_of(note: str) -> VersionStage:
    """The stage that a version's note names; unknown when it names none."""
    text = " ".join(note.split())
    for stage, pattern in _COMPILED:
        if pattern.search(text):
            return stage
    return VersionStage.UNKNOWN


def publication_order(publications: Sequence[Publication], origin: Chamber) -> list[int]:
    """The indexes of the publications, earliest first.

    Stage decides first; within the time between introduction and enrolment the dates do when all have one, otherwise
    chamber, substitute number, step (report, amendment, engrossment), its number, date, and at last the source's order.
    """
    if len(publications) < 2:
        return list(range(len(publications)))
    dates = [item.published_on or date_in_note(item.note) for item in publications]
    middle = [index for index, item in enumerate(publications) if _TIERS[item.stage] == 1]
    all_dated = all(dates[index] is not None for index in middle)

    def key(index: int) -> tuple[object, ...]:
        item, on = publications[index], dates[index] or date.min
        by_note = (_phase(item.note, origin), _substitute(item), _step(item), _number(item.note))
        first, last = ((on,), ()) if all_dated and index in middle else ((), (on,))
        return (_TIERS[item.stage], *first, *by_note, *last, index)

    return sorted(range(len(publications)), key=key)


def _phase(note: str, origin: Chamber) -> int:
    """0 while the bill is in its own chamber, 1 in the other one."""
    other = {Chamber.LOWER: r"\bsenate\b", Chamber.UPPER: r"\b(?:house|assembly)\b"}.get(origin)
    return int(other is not None and re.search(other, note, re.IGNORECASE) is not None)


def _substitute(item: Publication) -> int:
    """Which substitute the text is or amends; 0 for the bill itself."""
    if match := _SUBSTITUTE_STEM.search(item.stem):
        return int(match[1])
    if match := _NTH_SUBSTITUTE.search(item.note):
        return int(match[1]) if match[1] else _ORDINALS[match[2].lower()]
    if match := _SUBSTITUTE_N.search(item.note):
        return int(match[1])
    return int("substitute" in item.note.lower())


def _step(item: Publication) -> int:
    """0 a report or substitute, 1 an amendment of it, 2 an engrossment."""
    if item.stage is VersionStage.ENGROSSED:
        return 2
    return int(item.note.lower().startswith("amended"))


def _number(note: str) -> int:
    """The 2 of ``2nd Engrossment``, ``Reprint … 2R``, ``S 482 c2`` or ``Second Engrossed Substitute``."""
    match = _NUMBER.search(note)
    if match is None:
        return 0
    digits = match[1] or match[3] or match[4]
    return int(digits) if digits else _ORDINALS[match[2].lower()]
