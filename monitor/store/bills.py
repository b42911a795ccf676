"""Tables of what was collected: jurisdictions, sessions, bills, versions and their sources."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from monitor.store.base import Base, BigId

__all__ = [
    "ActionRow",
    "BillAliasRow",
    "BillRow",
    "JurisdictionRow",
    "ProvisionRow",
    "RelatedBillRow",
    "SessionRow",
    "SourceDocumentRow",
    "SponsorRow",
    "VersionRow",
]


class JurisdictionRow(Base):
    """The 51 and the United States."""

    __tablename__ = "jurisdiction"
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    ocd_division: Mapped[str]


class SessionRow(Base):
    """A legislative session as a source names it. ``live_since`` is empty while its first load goes on.

    From ``held_since`` on, the events of its bills wait for an operator: the run ``held_run`` failed a gate.
    """

    __tablename__ = "session"
    __table_args__ = (UniqueConstraint("source", "jurisdiction", "identifier"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    source: Mapped[str]
    jurisdiction: Mapped[str] = mapped_column(ForeignKey("jurisdiction.code"))
    identifier: Mapped[str]
    first_seen_at: Mapped[datetime]
    live_since: Mapped[datetime | None]
    last_good_at: Mapped[datetime | None]
    """End of the last run that listed it and passed all gates."""
    last_good_run: Mapped[int | None] = mapped_column(BigId)
    held_since: Mapped[datetime | None]
    held_run: Mapped[int | None] = mapped_column(BigId)
    source_code: Mapped[str] = mapped_column(default="", server_default="")
    """What the source itself calls a special session: another name of it. The same as ``identifier`` when it cannot be
    known which one it is: then it meets no other source's."""


class SourceDocumentRow(Base):
    """Bytes that a source served, with the facts of the fetch; the bytes lie in the raw folder under ``sha256``."""

    __tablename__ = "source_document"
    __table_args__ = (UniqueConstraint("source", "url", "sha256"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    source: Mapped[str]
    url: Mapped[str]
    sha256: Mapped[str] = mapped_column(index=True)
    size: Mapped[int] = mapped_column(BigId)
    media_type: Mapped[str]
    status: Mapped[int | None]
    headers: Mapped[list[Any]]
    fetched_at: Mapped[datetime]


class BillRow(Base):
    """A bill; identity is (jurisdiction, session, identifier)."""

    __tablename__ = "bill"
    __table_args__ = (
        UniqueConstraint("jurisdiction", "session", "identifier"),
        Index("ix_bill_status", "status"),
    )
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    jurisdiction: Mapped[str] = mapped_column(ForeignKey("jurisdiction.code"))
    session: Mapped[str]
    identifier: Mapped[str]
    chamber: Mapped[str]
    classification: Mapped[list[str]]
    title: Mapped[str]
    abstract: Mapped[str]
    subjects: Mapped[list[str]]
    status: Mapped[str]
    status_on: Mapped[date | None]
    status_unconfirmed: Mapped[bool] = mapped_column(default=False, server_default=false())
    """A law or a veto by the word of one aggregator alone."""
    introduced_on: Mapped[date | None]
    last_action_on: Mapped[date | None]
    last_action: Mapped[str]
    source: Mapped[str]
    source_url: Mapped[str]
    content_hash: Mapped[str]
    """Of everything the source said; the same hash means nothing to do."""
    metadata_document_id: Mapped[int | None] = mapped_column(ForeignKey("source_document.id"))
    current_version_id: Mapped[int | None] = mapped_column(BigId)
    """The version whose findings count as the bill's."""
    first_seen_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    quarantine: Mapped[str] = mapped_column(default="", server_default="")
    """Why it is put aside as a test of the legislature's own; empty for a bill like any other."""
    released_at: Mapped[datetime | None]
    """When an operator said that it is a bill all the same."""


class BillAliasRow(Base):
    """Another name under which a source knows the bill: docket number, Open States id."""

    __tablename__ = "bill_alias"
    __table_args__ = (UniqueConstraint("bill_id", "alias"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    bill_id: Mapped[int] = mapped_column(ForeignKey("bill.id", ondelete="CASCADE"))
    alias: Mapped[str] = mapped_column(index=True)
    source: Mapped[str]
    first_seen_at: Mapped[datetime]


class VersionRow(Base):
    """One published text of a bill: raw bytes by hash, clean text, how it was extracted, what it is worth."""

    __tablename__ = "version"
    __table_args__ = (UniqueConstraint("bill_id", "version_key"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    bill_id: Mapped[int] = mapped_column(ForeignKey("bill.id", ondelete="CASCADE"), index=True)
    version_key: Mapped[str]
    """The note under which it was published, made unique; a new address for the same note is the same version."""
    ordinal: Mapped[int]
    note: Mapped[str]
    stage: Mapped[str]
    published_on: Mapped[date | None]
    url: Mapped[str]
    media_type: Mapped[str]
    source: Mapped[str]
    source_document_id: Mapped[int | None] = mapped_column(ForeignKey("source_document.id"))
    raw_sha256: Mapped[str | None]
    text_sha256: Mapped[str | None] = mapped_column(index=True)
    """Of the normalised text; none when there is no text."""
    text: Mapped[str]
    method: Mapped[str]
    quality: Mapped[str]
    reason: Mapped[str]
    baseline: Mapped[bool]
    first_seen_at: Mapped[datetime]
    text_changed_at: Mapped[datetime]


class ProvisionRow(Base):
    """A section or list item of a version, by offsets into its clean text."""

    __tablename__ = "provision"
    __table_args__ = (UniqueConstraint("version_id", "text_sha256", "ordinal"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id", ondelete="CASCADE"))
    text_sha256: Mapped[str]
    ordinal: Mapped[int]
    label: Mapped[str]
    heading: Mapped[str]
    kind: Mapped[str]
    depth: Mapped[int]
    start: Mapped[int]
    end: Mapped[int]
    lead_in: Mapped[list[Any]]


class ActionRow(Base):
    """A step of a bill's history, with the source's classification."""

    __tablename__ = "action"
    __table_args__ = (UniqueConstraint("bill_id", "action_key"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    bill_id: Mapped[int] = mapped_column(ForeignKey("bill.id", ondelete="CASCADE"))
    action_key: Mapped[str]
    ordinal: Mapped[int]
    acted_on: Mapped[date | None]
    chamber: Mapped[str]
    text: Mapped[str]
    classes: Mapped[list[str]]
    first_seen_at: Mapped[datetime]


class SponsorRow(Base):
    """Who carries a bill."""

    __tablename__ = "sponsor"
    __table_args__ = (UniqueConstraint("bill_id", "name", "role"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    bill_id: Mapped[int] = mapped_column(ForeignKey("bill.id", ondelete="CASCADE"))
    name: Mapped[str]
    role: Mapped[str]
    kind: Mapped[str]


class RelatedBillRow(Base):
    """A link between bills as the source states it; the other one may not be known yet.

    Which row it means is found when it is read, so that it is right whatever arrives or gets another number later.
    """

    __tablename__ = "related_bill"
    __table_args__ = (
        UniqueConstraint("bill_id", "session", "identifier", "relation", "native"),
        Index("ix_related_bill_identifier", "identifier"),
        Index("ix_related_bill_native", "native"),
    )
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    bill_id: Mapped[int] = mapped_column(ForeignKey("bill.id", ondelete="CASCADE"))
    session: Mapped[str]
    """Empty when the source does not tell it."""
    identifier: Mapped[str]
    relation: Mapped[str]
    """A :class:`~monitor.model.relation.Relation`."""
    native: Mapped[str] = mapped_column(default="", server_default="")
    """The source's own id of the other bill: it stands among that bill's aliases once it is stored."""
