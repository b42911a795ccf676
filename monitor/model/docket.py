"""What does a court's docket hold, and of which kind is an entry? Read off the entry's own first words, no further."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

__all__ = ["DocketEntry", "DocketFacts", "EntryKind", "entry_kind"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocketFacts:
    """A docket as CourtListener has it; ``native_id`` is its own number there."""

    native_id: str
    court_id: str
    docket_number: str
    case_name: str
    address: str
    modified: str
    """The change mark."""
    filed_on: date | None
    terminated_on: date | None
    last_filing_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocketEntry:
    """One line of a docket. ``key`` is its number and place, by which it is the same again."""

    key: str
    number: int | None
    filed_on: date | None
    description: str
    """One line, cut at 2,000 characters; empty where CourtListener has the number alone."""


class EntryKind(StrEnum):
    """What an entry of a docket is, by its own first words."""

    ENTRY = "docket.entry"
    RULING = "docket.ruling"
    INJUNCTION = "docket.injunction"


_OPENS: Final = re.compile(
    r"\W*(?:\d+\W+)?(?:(?:text|minute|sealed|amended|final|partial|default|redacted|clerk'?s|memorandum|per curiam|"
    r"civil|[a-z]+ docket text|preliminary|permanent|docket text)\W+){0,3}"
    r"(?:orders?|opinions?|judge?ments?|rulings?|decisions?|injunctions?|temporary restraining order|mandate)\b",
    re.IGNORECASE,
)
_NOT_YET: Final = re.compile(
    r"\W*(?:\[?proposed|stipulat|request|motion|notice|brief|memorandum (?:in|of))", re.IGNORECASE
)
_ADMINISTRATIVE: Final = re.compile(
    r"\b(?:assign|reassign|reference|referr|pro hac vice|extension|extend|schedul|setting|page limit|"
    r"leave to (?:file|appear)|continu|magistrate|practice standards|appear by)",
    re.IGNORECASE,
)
_ENJOINS: Final = re.compile(
    r"\b(?:preliminary|permanent)? ?injuncti|temporary restraining|\benjoin|\bTRO\b", re.IGNORECASE
)


def entry_kind(description: str) -> EntryKind:
    """Of which kind an entry is. A motion for an injunction is an entry; only a paper of the court is more.

    What the court did is not read out of the words: an order on an injunction may grant or deny it. It sets no status.
    """
    said = " ".join(description.split())[:600]
    if not _OPENS.match(said) or _NOT_YET.match(said):
        return EntryKind.ENTRY
    if _ENJOINS.search(said):
        return EntryKind.INJUNCTION
    return EntryKind.ENTRY if _ADMINISTRATIVE.search(said) else EntryKind.RULING
