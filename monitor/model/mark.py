"""Were these very bytes read before? A mark names what a source gave at one place, and by which parser it was read."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.model.bill import BillKey, BillRecord

__all__ = ["KnownMark", "MarkedRecord", "SourceMark"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceMark:
    """A hash of all raw bytes of a bill and of the parser's revision: the same mark means nothing to parse."""

    place: str
    """Where the source keeps the bill; the address of its metadata."""
    value: str
    missing: tuple[str, ...] = ()
    """Names of fields that the parsed record lacks, so that a bill that is passed over still counts in its run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownMark:
    """A bill that is stored as the marked bytes have it."""

    key: BillKey
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedRecord:
    """A record to ingest with the mark of the bytes that it was parsed from; none when it must be parsed each time."""

    record: BillRecord
    mark: SourceMark | None = None
