"""What does a check keep of a source? A ledger, an archive and a journal in memory, and what was found."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field

from monitor.model.bill import BillKey, Document
from monitor.model.failure import failure, known_kind
from monitor.model.health import SessionTally
from monitor.model.listing import ListedBill, NotedListing, PendingBill
from monitor.model.run import ItemError, RunRecord

__all__ = ["CheckArchive", "CheckJournal", "CheckLedger", "EnoughError", "Finding"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at. ``kind`` is the failure, empty when all is well."""

    step: str
    """``robots``, ``list``, ``bill`` or ``page``."""
    words: str
    kind: str = ""

    @property
    def action(self) -> str:
        """What a run would do about it."""
        return failure(known_kind(self.kind)).action.value if self.kind else ""

    def as_json(self) -> dict[str, str]:
        """The shape that scripts rely on."""
        return asdict(self) | {"action": self.action}


class EnoughError(Exception):
    """A list has named a bill: no further page need be asked for."""


@dataclass(slots=True)
class CheckLedger:
    """A ledger in memory, which takes one list."""

    noted: dict[str, ListedBill] = field(default_factory=dict)

    def note(self, entries: Collection[ListedBill], *, known_only: bool = False) -> NotedListing:  # noqa: ARG002
        """Take a list.

        :raises EnoughError: when it names a bill.
        """
        self.noted.update({entry.native_id: entry for entry in entries})
        if self.noted:
            raise EnoughError
        return NotedListing()

    def pending(self, limit: int | None = None, *, jurisdictions: Collection[str] = ()) -> list[PendingBill]:
        """The bills of that list."""
        wanted = [one for one in self.noted.values() if not jurisdictions or one.jurisdiction in jurisdictions]
        return [
            PendingBill(
                native_id=one.native_id,
                announced=one.mark,
                fetched=None,
                jurisdiction=one.jurisdiction,
                session=one.session,
                identifier=one.identifier,
                attempts=0,
            )
            for one in wanted[:limit]
        ]

    def known(self) -> frozenset[str]:
        """Nothing is known before."""
        return frozenset()

    def marks(self, native_ids: Collection[str]) -> Mapping[str, tuple[str, str | None]]:  # noqa: ARG002 - port
        """Nothing is known before."""
        return {}

    def fetched(self, native_id: str, mark: str, key: BillKey | None = None) -> None:
        """Nothing is kept."""

    def loaded(self, bills: Collection[tuple[ListedBill, BillKey]]) -> None:
        """Nothing is kept."""

    def failed(self, native_id: str, error: str) -> None:
        """Nothing is kept."""


@dataclass(slots=True)
class CheckArchive:
    """Answers of this check alone."""

    kept: dict[str, Document] = field(default_factory=dict)

    def keep(self, answer: Document) -> None:
        """Remember an answer."""
        self.kept[answer.url] = answer

    def recall(self, url: str) -> Document | None:
        """The answer of an address."""
        return self.kept.get(url)


@dataclass(slots=True)
class CheckJournal:
    """What middlewares put on record becomes a finding."""

    findings: list[Finding]

    def progress(self, record: RunRecord, tallies: Sequence[SessionTally] = ()) -> None:
        """Nothing is kept."""

    def errors(self, errors: Sequence[ItemError]) -> None:
        """Bad items and pages."""
        self.findings.extend(
            Finding(step="page", kind=one.kind, words=f"{one.subject}: {one.message}") for one in errors
        )

    def finish(
        self,
        record: RunRecord,
        sessions: Iterable[tuple[str, str]],  # noqa: ARG002 - port
        tallies: Sequence[SessionTally] = (),  # noqa: ARG002
    ) -> RunRecord:
        """As it came."""
        return record
