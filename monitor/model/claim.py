"""What does one source say of a bill, and what do several come to? Values; who is believed is decided elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum

from monitor.model.bill import Action, BillKey, BillRecord, BillStatus, Chamber, RelatedBill, Sponsor
from monitor.model.status import Standing

__all__ = [
    "BillClaim",
    "ClaimedVersion",
    "MergedBill",
    "Provenance",
    "SourceConflict",
    "SourceRank",
    "claim_of",
    "rank_of",
]


class SourceRank(IntEnum):
    """Who is believed before whom: the legislature's own site, then LegiScan, then Open States."""

    OPEN_STATES = 1
    LEGISCAN = 2
    OFFICIAL = 3


def rank_of(source: str) -> SourceRank:
    """By the source's name: every spider of ours that reads neither aggregator reads a legislature."""
    if source.startswith("openstates"):
        return SourceRank.OPEN_STATES
    return SourceRank.LEGISCAN if source.startswith("legiscan") else SourceRank.OFFICIAL


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedVersion:
    """A published text as a source lists it; ``has_text`` when it came with bytes."""

    note: str
    stage: str
    published_on: date | None
    url: str
    has_text: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BillClaim:
    """The latest that one source said of a bill. Empty values claim nothing."""

    key: BillKey
    source: str
    fetched_at: datetime
    title: str = ""
    abstract: str = ""
    source_url: str = ""
    chamber: Chamber = Chamber.UNKNOWN
    classification: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()
    sponsors: tuple[Sponsor, ...] = ()
    related: tuple[RelatedBill, ...] = ()
    versions: tuple[ClaimedVersion, ...] = ()


def claim_of(record: BillRecord) -> BillClaim:
    """A record as a claim: without the bytes."""
    return BillClaim(
        key=record.key,
        source=record.source,
        fetched_at=record.observed_at,
        title=record.title,
        abstract=record.abstract,
        source_url=record.source_url,
        chamber=record.chamber,
        classification=record.classification,
        subjects=record.subjects,
        aliases=record.aliases,
        actions=record.actions,
        sponsors=record.sponsors,
        related=record.related,
        versions=tuple(
            ClaimedVersion(
                note=version.note,
                stage=version.stage.value,
                published_on=version.published_on,
                url=version.url,
                has_text=version.document is not None,
            )
            for version in record.versions
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a value came from."""

    source: str
    fetched_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceConflict:
    """Sources that say different things of one field: for analysts, never mailed."""

    field: str
    values: tuple[tuple[str, str], ...]
    """(source, value), in the order of the sources' names; the first word that counts is in the bill."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedBill:
    """What all sources together come to. ``provenance`` names the source of every field that is not empty."""

    key: BillKey
    title: str
    abstract: str
    source_url: str
    chamber: Chamber
    classification: tuple[str, ...]
    subjects: tuple[str, ...]
    aliases: tuple[str, ...]
    actions: tuple[Action, ...]
    sponsors: tuple[Sponsor, ...]
    related: tuple[RelatedBill, ...]
    versions: tuple[ClaimedVersion, ...]
    standing: Standing
    """Where the bill stands, by which action of which source's."""
    status_unconfirmed: bool
    """Enacted or vetoed by the word of one aggregator alone."""
    provenance: Mapping[str, Provenance]
    """By field; each sponsor has its own under ``sponsor NAME``."""
    conflicts: tuple[SourceConflict, ...]

    @property
    def status(self) -> BillStatus:
        """Where the bill stands."""
        return self.standing.status
