"""What does a digest need to know of events, bills, clauses, sources and readers? Frozen values, no behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from monitor.model.bill import BillKey, BillStatus
from monitor.model.clause import Clause
from monitor.model.event import EventKind
from monitor.model.health import SourceVerdict

__all__ = [
    "BillFacts",
    "Change",
    "CloneRef",
    "Coverage",
    "ItemKind",
    "Loaded",
    "SourceState",
    "Unjudged",
    "UnjudgedKind",
    "Unwell",
]


class ItemKind(StrEnum):
    """What happened to a bill's conflicts, in the order in which a digest tells it."""

    NEW = "new"
    WORSENED = "worsened"
    MOVED = "moved towards law"
    RESOLVED = "resolved"
    EASED = "eased"
    CHANGED = "changed"
    """Clauses came and went; label and severity stayed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An event as selection sees it."""

    sequence: int
    event_id: str
    kind: EventKind
    bill_id: int
    baseline: bool
    payload: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CloneRef:
    """Another bill that holds the same clause, word for word."""

    bill_id: int
    name: str
    """``TX HB 2``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BillFacts:
    """A bill as it stands at the watermark."""

    id: int
    key: BillKey
    title: str
    status: BillStatus
    status_on: date | None
    source_url: str
    version_note: str
    """Of the text that was judged; empty when none was."""
    version_url: str
    clauses: tuple[Clause, ...]
    """Flagged clauses of the current judgement."""
    clones: Mapping[str, tuple[CloneRef, ...]] = field(default_factory=dict)
    """By clause hash: other bills whose current judgement flags the same clause."""
    sample: bool = False
    """Fictional: its source lies on example.org."""
    status_unconfirmed: bool = False
    """Enacted or vetoed by the word of one aggregator alone."""
    former: tuple[str, ...] = ()
    """Numbers that it bore before, oldest first: a reader may know it by one of them."""

    @property
    def status_words(self) -> str:
        """The status; that one aggregator alone says so is never left out."""
        return f"{self.status.value} (unconfirmed)" if self.status_unconfirmed else self.status.value

    @property
    def name(self) -> str:
        """``WA HB 1622``; the session only distinguishes bills of different years. ``MA H 9 (was HD 5)`` if so."""
        was = f" (was {self.former[-1]})" if self.former else ""
        return f"{self.key.jurisdiction} {self.key.identifier}{was}"


class UnjudgedKind(StrEnum):
    """Why nothing can be said of a bill's newest text."""

    UNREADABLE = "unreadable"
    MISSING = "missing"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unjudged:
    """A bill whose newest text has no judgement: unknown, never "no conflict"."""

    marker: str
    """Names this state of this version; a reader is told of it once."""
    bill_id: int
    key: BillKey
    title: str
    kind: UnjudgedKind
    version_note: str
    reason: str
    link: str
    noted_at: datetime
    flagged_before: bool
    """An earlier text of the bill is flagged."""
    speaks_of_ai: bool = True
    """Its title or abstract does."""
    sample: bool = False

    @property
    def is_pressing(self) -> bool:
        """Worth a line of its own: it was flagged, or is about artificial intelligence as far as one can see."""
        return self.flagged_before or self.speaks_of_ai

    @property
    def name(self) -> str:
        """``WA HB 1622``."""
        return f"{self.key.jurisdiction} {self.key.identifier}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """How far a source was read."""

    source: str
    jurisdictions: tuple[str, ...]
    last_complete: datetime | None
    """End of the last run that saw the whole listing."""
    last_failed: bool
    """The latest run did not end well."""
    stale: bool

    @property
    def marker(self) -> str:
        """Names this spell of staleness; a reader whose digest is otherwise empty is told of it once."""
        since = self.last_complete.isoformat() if self.last_complete else "never"
        return f"stale:{self.source}:{since}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unwell:
    """A jurisdiction of which no source was read well by its last run, though its sources are not abandoned."""

    jurisdiction: str
    verdict: SourceVerdict
    """Of the source that stands best."""
    last_good: datetime | None

    @property
    def is_told(self) -> bool:
        """Whether it is worth a mail that has nothing else to tell: a run that was stopped goes on by itself."""
        return self.verdict not in (SourceVerdict.PARTIAL, SourceVerdict.SKIPPED, SourceVerdict.LOADING)

    @property
    def marker(self) -> str:
        """Names this spell."""
        since = self.last_good.isoformat() if self.last_good else "never"
        return f"unwell:{self.jurisdiction}:{self.verdict.value}:{since}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A session whose first load has ended: from ``live_since`` on, its changes are told. A reader hears it once."""

    source: str
    jurisdiction: str
    session: str
    live_since: datetime
    bills: int
    flagged: int
    """Bills with a conflict or a possible one, as far as they are judged."""

    @property
    def marker(self) -> str:
        """Names this load."""
        return f"loaded:{self.source}:{self.jurisdiction}:{self.session}:{self.live_since.isoformat()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What was read and what waits, for the one line that every digest carries."""

    sources: tuple[SourceState, ...]
    waiting: int
    """Texts that have not been judged yet."""
    unwell: tuple[Unwell, ...] = ()
    loaded: tuple[Loaded, ...] = ()
    """First loads that have ended and that the reader has not heard of."""

    @property
    def jurisdictions(self) -> tuple[str, ...]:
        """All that any source covers."""
        return tuple(sorted({code for source in self.sources for code in source.jurisdictions}))

    @property
    def fresh(self) -> tuple[str, ...]:
        """Those that at least one source read in time, and whose last run was good: there "no changes" may be said."""
        read = {code for source in self.sources if not source.stale for code in source.jurisdictions}
        return tuple(sorted(read - {one.jurisdiction for one in self.unwell}))

    @property
    def stale(self) -> tuple[SourceState, ...]:
        """Sources that were not read in time."""
        return tuple(source for source in self.sources if source.stale)
