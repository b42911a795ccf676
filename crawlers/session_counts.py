"""What did this run see of each session? Counted bill by bill, for the gates that decide whether the run counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from monitor.model.bill import BillKey, BillRecord
from monitor.model.health import FILLED, SessionTally
from monitor.services.ingest import IngestResult

__all__ = ["SessionCounts"]


@dataclass(slots=True)
class _Counts:
    identifiers: set[str] = field(default_factory=set)
    whole: bool = False
    outcomes: Counter[str] = field(default_factory=Counter)
    read: int = 0
    filled: Counter[str] = field(default_factory=Counter)
    texts: int = 0
    short_texts: int = 0


class SessionCounts:
    """Grows during a run; :meth:`tallies` reads it."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], _Counts] = {}
        self.unplaced = 0
        """Bad items of which nobody knows the bill: with one of them only a list that was told before tells what is
        missing."""

    def listed(self, jurisdiction: str, session: str, identifiers: Iterable[str], *, whole: bool) -> None:
        """A source's list of a session; ``whole`` when what is not in it is not there."""
        counts = self._of(jurisdiction, session)
        counts.identifiers.update(identifiers)
        counts.whole = counts.whole or whole

    def read(self, record: BillRecord) -> None:
        """A bill was read in full, whether or not it can be stored."""
        counts = self._at(record.key)
        counts.read += 1
        counts.filled.update(name for name in FILLED if getattr(record, name))

    def read_before(self, key: BillKey, missing: Collection[str]) -> None:
        """A bill whose bytes are those that were read before; ``missing`` names the fields that its record lacks."""
        counts = self._at(key)
        counts.read += 1
        counts.filled.update(name for name in FILLED if name not in missing)

    def stored(self, key: BillKey, result: IngestResult) -> None:
        """A bill was stored, or found as it is stored."""
        counts = self._at(key)
        counts.outcomes[result.outcome] += 1
        counts.texts += result.texts
        counts.short_texts += result.short_texts

    def lost(self, key: BillKey | None) -> None:
        """An item was listed and could not be read."""
        if key is None:
            self.unplaced += 1
        else:
            self._at(key)

    def tallies(self, *, whole: bool) -> list[SessionTally]:
        """In the order of their names; ``whole`` says that the run read every session from end to end."""
        return [
            SessionTally(
                jurisdiction=jurisdiction,
                session=session,
                identifiers=frozenset(counts.identifiers),
                whole=counts.whole or (whole and not self.unplaced),
                new=counts.outcomes["new"],
                changed=counts.outcomes["changed"],
                unchanged=counts.outcomes["unchanged"],
                read=counts.read,
                filled={name: counts.filled[name] for name in FILLED},
                texts=counts.texts,
                short_texts=counts.short_texts,
            )
            for (jurisdiction, session), counts in sorted(self._found.items())
        ]

    def _of(self, jurisdiction: str, session: str) -> _Counts:
        return self._found.setdefault((jurisdiction, session), _Counts())

    def _at(self, key: BillKey) -> _Counts:
        counts = self._of(key.jurisdiction, key.session)
        counts.identifiers.add(key.identifier)
        return counts
