"""What is known of a bill, what a source now says of its texts, and what is to be done about it: values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from monitor.model.bill import Action, Document, RelatedBill, Sponsor, VersionRecord
from monitor.model.event import Event

__all__ = [
    "ActionChange",
    "BillChange",
    "KnownAction",
    "KnownBill",
    "KnownVersion",
    "NewVersion",
    "PlannedEvent",
    "VersionReading",
    "VersionUpdate",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownVersion:
    """A stored version without its text."""

    id: int
    key: str
    ordinal: int
    note: str
    stage: str
    published_on: date | None
    url: str
    media_type: str
    raw_sha256: str | None
    text_sha256: str | None
    method: str
    quality: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAction:
    """A stored action by its key."""

    id: int
    ordinal: int
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownBill:
    """A stored bill as far as a decision needs it."""

    id: int
    content_hash: str
    title: str
    abstract: str
    status: str
    status_on: date | None
    current_version_id: int | None
    versions: tuple[KnownVersion, ...]
    actions: Mapping[str, KnownAction]
    sponsors: Mapping[tuple[str, str], int]
    """(name, role) -> row."""
    related: frozenset[RelatedBill]
    aliases: frozenset[str]
    quarantine: str = ""
    """Why it is put aside; empty for a bill like any other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionReading:
    """A version as a source lists it now, with what was read from its bytes."""

    record: VersionRecord
    raw_sha256: str | None
    """None when the source gave no bytes."""
    text_sha256: str | None
    text: str = field(repr=False)
    method: str
    quality: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVersion:
    """A version to insert."""

    key: str
    ordinal: int
    reading: VersionReading
    baseline: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionUpdate:
    """Columns of a stored version to set; ``reading`` when its bytes or text are replaced too."""

    id: int
    values: Mapping[str, Any]
    document: Document | None = None
    raw_sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionChange:
    """Actions to insert by key, rows to move, rows that the source took back."""

    new: tuple[tuple[str, Action], ...] = ()
    moved: tuple[tuple[int, Mapping[str, Any]], ...] = ()
    gone: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedEvent:
    """An event and the key of the version that it is about."""

    event: Event
    version_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BillChange:
    """Everything that one transaction does to a bill."""

    bill: Mapping[str, Any]
    """Columns of the bill's row."""
    current_key: str | None
    """The key of the version whose findings count; none when no version has text."""
    new_versions: tuple[NewVersion, ...] = ()
    version_updates: tuple[VersionUpdate, ...] = ()
    actions: ActionChange = ActionChange()
    new_sponsors: tuple[Sponsor, ...] = ()
    gone_sponsors: tuple[int, ...] = ()
    new_related: tuple[RelatedBill, ...] = ()
    new_aliases: tuple[str, ...] = ()
    events: tuple[PlannedEvent, ...] = ()
