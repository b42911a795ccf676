"""What is a federal document: which places publish it, by which names is it known, and which copies are one act?"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from rapidfuzz import fuzz

__all__ = [
    "PRESIDENTIAL",
    "FederalIdentifier",
    "FederalKind",
    "FederalSighting",
    "IdentifierKind",
    "Publisher",
    "Verification",
    "are_one_act",
    "fed_key",
]

_LIKENESS: Final = 90.0
_POSTED_WITHIN: Final = timedelta(days=3)
_BLANKS: Final = re.compile(r"[\W_]+")


class FederalKind(StrEnum):
    """What a document is."""

    EXECUTIVE_ORDER = "executive-order"
    MEMORANDUM = "memorandum"
    PROCLAMATION = "proclamation"
    PRESIDENTIAL = "presidential"
    """A presidential action whose form its publisher does not say."""
    RULE = "rule"
    PROPOSED_RULE = "proposed-rule"
    NOTICE = "notice"
    PRESS_RELEASE = "press-release"
    STATEMENT = "statement"
    """Fact sheets, remarks, briefings: words about an act, never the act."""
    OTHER = "other"


PRESIDENTIAL: Final = frozenset(
    {FederalKind.EXECUTIVE_ORDER, FederalKind.MEMORANDUM, FederalKind.PROCLAMATION, FederalKind.PRESIDENTIAL}
)


class Publisher(StrEnum):
    """Who published a copy. For text and citation the Federal Register comes before an agency's own site."""

    WHITE_HOUSE = "white-house"
    AGENCY = "agency"
    FEDERAL_REGISTER = "federal-register"

    @property
    def rank(self) -> int:
        """Whose word counts for title, text and dates: the higher."""
        return _RANKS[self]


_RANKS: Final = {Publisher.WHITE_HOUSE: 0, Publisher.AGENCY: 1, Publisher.FEDERAL_REGISTER: 2}


class Verification(StrEnum):
    """How a document is known."""

    PRIMARY = "primary"
    """From its publisher."""
    SECONDARY = "secondary"
    UNVERIFIED = "unverified"
    """Somebody says that it exists, and no primary identifier is known."""


class IdentifierKind(StrEnum):
    """Names of a document, the strongest first."""

    EXECUTIVE_ORDER = "eo"
    FEDERAL_REGISTER = "fr"
    DOCKET = "docket"
    """Court, number and entry. The docket of a rulemaking holds many documents and is none."""
    UUID = "uuid"
    GUID = "guid"
    LINK = "link"


_ORDER: Final = {kind: number for number, kind in enumerate(IdentifierKind)}


@dataclass(frozen=True, slots=True, kw_only=True)
class FederalIdentifier:
    """One name of a document."""

    kind: IdentifierKind
    value: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FederalSighting:
    """One copy of a document at one place, as it is read there; what it does not say is empty or none."""

    source: str
    """The spider."""
    publisher: Publisher
    kind: FederalKind
    title: str
    url: str
    identifiers: tuple[FederalIdentifier, ...]
    observed_at: datetime
    agencies: tuple[str, ...] = ()
    signed_on: date | None = None
    published_on: date | None = None
    """On the calendar of Washington."""
    effective_on: date | None = None
    comments_close_on: date | None = None
    citation: str = ""
    docket_ids: tuple[str, ...] = ()
    """Of rulemakings."""
    corrects: str = ""
    """The Federal Register number of the document that this one corrects: it is one of its own."""
    summary: str = ""
    text: str = ""
    verification: Verification = Verification.PRIMARY
    date_is_estimated: bool = False
    """No date was given: the day on which it was seen first stands in its place."""

    @property
    def key(self) -> str:
        """Its strongest name."""
        return fed_key(self.identifiers)

    @property
    def facts_sha256(self) -> str:
        """Of what it says beside its text; counters and stamped addresses are not in it."""
        days = (self.signed_on, self.effective_on, self.comments_close_on)
        said = [" ".join(self.title.split()), *(str(day) for day in days)]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    @property
    def text_sha256(self) -> str:
        """Of its words, however they are broken into lines; empty without a text."""
        words = " ".join(unicodedata.normalize("NFKC", self.text).split())
        return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest() if words else ""


def fed_key(identifiers: tuple[FederalIdentifier, ...]) -> str:
    """The name that a document goes by: the strongest, the smallest of equal ones.

    :raises ValueError: for a document without any.
    """
    if not identifiers:
        raise ValueError("a federal document without a name")
    return str(min(identifiers, key=lambda one: (_ORDER[one.kind], one.value)))


def are_one_act(
    *,
    titles: tuple[str, str],
    kinds: tuple[FederalKind, FederalKind],
    signed_on: date | None,
    posted_on: date | None,
) -> bool:
    """Whether a copy in the Federal Register (first) and one of the White House (second) are one presidential act.

    They share no name: the day of signing, a post on it or at most three days later, and titles alike to 0.9 decide.
    """
    if signed_on is None or posted_on is None or not PRESIDENTIAL.issuperset(kinds):
        return False
    if FederalKind.PRESIDENTIAL not in kinds and kinds[0] is not kinds[1]:
        return False
    if not timedelta(0) <= posted_on - signed_on <= _POSTED_WITHIN:
        return False
    return fuzz.ratio(*(_BLANKS.sub(" ", title).strip().casefold() for title in titles)) >= _LIKENESS
