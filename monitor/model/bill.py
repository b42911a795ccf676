"""What a bill is: its identity, versions, actions, sponsors, and where each came from."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from monitor.model.relation import Relation

__all__ = [
    "Action",
    "ActionClass",
    "BillKey",
    "BillRecord",
    "BillStatus",
    "Chamber",
    "Document",
    "Extraction",
    "InvalidIdentifierError",
    "RelatedBill",
    "Sponsor",
    "TextQuality",
    "VersionRecord",
    "VersionStage",
    "normalise_identifier",
]

_IDENTIFIER: Final = re.compile(r"([A-Z][A-Z.\s]{0,11}?)[\s.]*0*([0-9]{1,6})[\s-]*((?:[A-Z]{1,3}[0-9]{0,2})?)")
_OF_PERIOD: Final = re.compile(r"(B|PR|CER|R|CA|GBM)[\s.]*0*([0-9]{1,3})-0*([0-9]{1,5})")  # DC counts by council period
_LETTERED: Final = re.compile(r"([HS]JR)[\s.]*([A-Z]{1,2})")  # MI letters its joint resolutions


class InvalidIdentifierError(ValueError):
    """No bill number. Raised by :func:`normalise_identifier`; the item is recorded as bad and the run goes on."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        super().__init__(f"not a bill number: {raw[:80]!r}")


def normalise_identifier(raw: str) -> str:
    """``"hb0286"`` -> ``"HB 286"``: type letters, a blank, the number without leading zeros, a suffix if any.

    DC's ``B26-0400`` becomes ``B 26-0400``, as it writes it, and MI's ``HJRF`` becomes ``HJR F``.

    :raises InvalidIdentifierError: when no number is in it.
    """
    said = raw.strip().upper()
    if match := _OF_PERIOD.fullmatch(said):
        return f"{match[1]} {int(match[2])}-{int(match[3]):04}"
    if match := _LETTERED.fullmatch(said):
        return f"{match[1]} {match[2]}"
    match = _IDENTIFIER.fullmatch(said)
    if match is None:
        raise InvalidIdentifierError(raw)
    letters, number, suffix = match.groups()
    letters = re.sub(r"[.\s]", "", letters)
    return f"{letters} {int(number)}{suffix}"


class Chamber(StrEnum):
    """Where a bill began or an action happened."""

    LOWER = "lower"
    UPPER = "upper"
    UNICAMERAL = "unicameral"
    EXECUTIVE = "executive"
    UNKNOWN = "unknown"


class BillStatus(StrEnum):
    """Where a bill stands; derived from its classified actions, never guessed."""

    UNKNOWN = "unknown"
    INTRODUCED = "introduced"
    IN_COMMITTEE = "in committee"
    PASSED_ONE_CHAMBER = "passed one chamber"
    PASSED_LEGISLATURE = "passed legislature"
    TO_GOVERNOR = "to the governor"
    ENACTED = "enacted"
    VETOED = "vetoed"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"

    @property
    def rank(self) -> int:
        """How near to law, 0 to 6; a terminal status that is not law ranks -1."""
        order = (
            BillStatus.UNKNOWN,
            BillStatus.INTRODUCED,
            BillStatus.IN_COMMITTEE,
            BillStatus.PASSED_ONE_CHAMBER,
            BillStatus.PASSED_LEGISLATURE,
            BillStatus.TO_GOVERNOR,
            BillStatus.ENACTED,
        )
        return order.index(self) if self in order else -1

    @property
    def is_dead(self) -> bool:
        """Vetoed, failed or withdrawn: out of the active conflicts."""
        return self.rank < 0


class ActionClass(StrEnum):
    """The Open States vocabulary of actions, as far as it bears on status."""

    FILING = "filing"
    INTRODUCTION = "introduction"
    READING_1 = "reading-1"
    READING_2 = "reading-2"
    READING_3 = "reading-3"
    REFERRAL = "referral"
    REFERRAL_COMMITTEE = "referral-committee"
    COMMITTEE_PASSAGE = "committee-passage"
    COMMITTEE_PASSAGE_FAVORABLE = "committee-passage-favorable"
    COMMITTEE_PASSAGE_UNFAVORABLE = "committee-passage-unfavorable"
    COMMITTEE_FAILURE = "committee-failure"
    PASSAGE = "passage"
    FAILURE = "failure"
    RECEIPT = "receipt"
    CONCURRENCE = "concurrence"
    ENROLLED = "enrolled"
    EXECUTIVE_RECEIPT = "executive-receipt"
    EXECUTIVE_SIGNATURE = "executive-signature"
    EXECUTIVE_VETO = "executive-veto"
    EXECUTIVE_VETO_LINE_ITEM = "executive-veto-line-item"
    BECAME_LAW = "became-law"
    VETO_OVERRIDE_PASSAGE = "veto-override-passage"
    VETO_OVERRIDE_FAILURE = "veto-override-failure"
    WITHDRAWAL = "withdrawal"
    DEFERRAL = "deferral"
    SUBSTITUTION = "substitution"
    AMENDMENT_INTRODUCTION = "amendment-introduction"
    AMENDMENT_PASSAGE = "amendment-passage"
    AMENDMENT_FAILURE = "amendment-failure"
    CARRIED_OVER = "carried-over"


class VersionStage(StrEnum):
    """How far a published text had come; in the order of the legislative process."""

    INTRODUCED = "introduced"
    AMENDED = "amended"
    ENGROSSED = "engrossed"
    ENROLLED = "enrolled"
    CHAPTERED = "chaptered"
    COMPARISON = "comparison"
    UNKNOWN = "unknown"


class TextQuality(StrEnum):
    """What the clean text of a version is worth."""

    OK = "ok"
    REDLINE = "redline"
    """Struck and inserted words could not be told apart."""
    PARTIAL = "partial"
    UNREADABLE = "unreadable"
    """There are bytes and no text; ``reason`` says why."""
    MISSING = "missing"
    """The source names the version and offers no bytes that could be read here."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class BillKey:
    """Identity of a bill. Numbers repeat across sessions, so the session is part of it."""

    jurisdiction: str
    session: str
    identifier: str

    def __str__(self) -> str:
        return f"{self.jurisdiction} {self.identifier} ({self.session})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Bytes as a source served them, with the facts of the fetch."""

    url: str
    body: bytes = field(repr=False)
    media_type: str
    fetched_at: datetime
    status: int | None = None
    """The HTTP status; none when read from a file."""
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """Clean text of one document. ``text`` is empty exactly when ``quality`` is unreadable or missing."""

    text: str = field(repr=False)
    method: str
    """Which extractor made it, with its revision: ``html/1``, ``xml/1``, ``pdf/1``, ``text/1``, ``upstream/1``."""
    quality: TextQuality
    reason: str = ""
    """One line on what is wrong; empty when nothing is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRecord:
    """One published text of a bill as a source lists it. ``document`` is none when no bytes came with it."""

    note: str
    stage: VersionStage
    published_on: date | None
    url: str
    media_type: str
    ordinal: int
    """Place in the order of publication, from 0; the highest ordinal is the current text."""
    document: Document | None = None
    upstream_text: bool = False
    """The bytes are somebody else's extraction, not the published document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One step of a bill's history. ``classes`` holds the source's own classification, never a guess."""

    on: date | None
    chamber: Chamber
    text: str
    classes: tuple[str, ...]
    ordinal: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sponsor:
    """Who carries a bill. ``role`` is ``primary`` or ``cosponsor``; ``kind`` ``person`` or ``organization``."""

    name: str
    role: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedBill:
    """A link to another bill of the jurisdiction, as far as the source tells which; it need not be known yet."""

    session: str
    """Empty when the source does not tell it."""
    identifier: str
    relation: Relation
    native: str = ""
    """The source's own id of the other bill, as bills bear it among their aliases: ``legiscan:9901``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BillRecord:
    """All that one source says of one bill at one time."""

    key: BillKey
    title: str
    source: str
    source_url: str
    observed_at: datetime
    chamber: Chamber = Chamber.UNKNOWN
    classification: tuple[str, ...] = ()
    abstract: str = ""
    subjects: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()
    sponsors: tuple[Sponsor, ...] = ()
    related: tuple[RelatedBill, ...] = ()
    versions: tuple[VersionRecord, ...] = ()
    metadata: Document | None = None
    """The source document that the record was parsed from."""
    session_code: str = ""
    """What the source itself calls a special session; the same as in ``key`` when nobody can say which one it is."""
