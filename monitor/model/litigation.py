"""What is pleaded and decided about a state law, and which word may stand beside it? Cases, facts and marks.

As pleaded is not as decided: a complaint changes nothing about a law's force, and an order only what it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from monitor.model.bill import BillKey

__all__ = ["CaseFact", "CourtCase", "LawMark", "LawStatus", "StateLaw", "law_status", "strongest"]

_YEAR: Final = re.compile(r"(?:19|20)\d\d")


class LawStatus(StrEnum):
    """The mark that a case sets on a law."""

    CHALLENGED = "challenged"
    """A court was asked; the law is in force as before."""
    STAYED = "stayed"
    """Something rests by an order or an agreement; the fact says what. Nothing is decided."""
    ENJOINED = "enjoined"
    """A court forbids enforcement, for the time being or for good, as far as its order goes."""
    STRUCK = "struck"
    """A court held it invalid, as far as its judgment goes; appeals may be open."""
    MOOT = "moot"
    UPHELD = "upheld"
    """A court rejected the challenge on the merits. A denied preliminary injunction is not that."""

    @property
    def meaning(self) -> str:
        """What may be said of a law with this mark."""
        return _MEANINGS[self]


_MEANINGS: Final = {
    LawStatus.CHALLENGED: "challenged in court; a challenge changes nothing about the law's force",
    LawStatus.STAYED: "under a stay; no court has decided on the merits",
    LawStatus.ENJOINED: "enforcement is enjoined, as far as the order goes",
    LawStatus.STRUCK: "held invalid by a court, as far as the judgment goes",
    LawStatus.MOOT: "the case ended without a decision on the law",
    LawStatus.UPHELD: "a court rejected the challenge on the merits",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StateLaw:
    """A law as a case names it. ``provision`` is the part that is challenged, in words; empty for all of it."""

    jurisdiction: str
    identifier: str
    """Normalised."""
    year: int
    """In which the bill was before the legislature: sessions are named differently by every source."""
    provision: str = ""

    @property
    def name(self) -> str:
        """``CO SB 205 (2024)``."""
        return f"{self.jurisdiction} {self.identifier} ({self.year})"

    def is_bill(self, key: BillKey) -> bool:
        """Whether a stored bill is this law: its session names the year, or years around it."""
        if (key.jurisdiction, key.identifier) != (self.jurisdiction, self.identifier):
            return False
        years = [int(year) for year in _YEAR.findall(key.session)]
        return bool(years) and min(years) <= self.year <= max(years)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFact:
    """One thing that happened in a case, in our words."""

    on: str
    """``2026-04-09``, or ``2026-03`` where the day is not known."""
    text: str
    evidence: str
    """``primary`` or ``secondary``: whether the paper itself was read."""
    source: str
    sets: LawStatus | None = None
    laws: tuple[str, ...] = ()
    """Names of the laws that it is about; empty: all of the case."""
    disputed: bool = False
    """Sources disagree. Such a fact sets no status."""

    def as_json(self) -> dict[str, Any]:
        """The shape that scripts rely on."""
        return {
            "on": self.on,
            "text": self.text,
            "evidence": self.evidence,
            "source": self.source,
            "sets": self.sets.value if self.sets else None,
            "laws": list(self.laws),
            "disputed": self.disputed,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class CourtCase:
    """A case as the reviewed file has it. ``theories`` are as pleaded."""

    id: str
    caption: str
    court: str
    court_id: str
    """CourtListener's name of the court, ``cod``."""
    docket_number: str
    """Empty where no source that was read gives it."""
    plaintiffs: tuple[str, ...]
    defendants: tuple[str, ...]
    others: tuple[str, ...]
    theories: tuple[str, ...]
    laws: tuple[StateLaw, ...]
    filed_on: str
    decided_on: str
    facts: tuple[CaseFact, ...]
    known_until: str
    """The day up to which the file's facts were looked for."""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LawMark:
    """The mark of one case on one bill."""

    case: str
    caption: str
    status: LawStatus
    since: str
    why: str
    """The fact that set it."""
    evidence: str
    known_until: str
    provision: str = ""

    def as_json(self) -> dict[str, Any]:
        """The shape that scripts rely on."""
        return {
            "case": self.case,
            "caption": self.caption,
            "status": self.status.value,
            "meaning": self.status.meaning,
            "since": self.since,
            "why": self.why,
            "evidence": self.evidence,
            "provision": self.provision,
            "as_of": self.known_until,
        }


def law_status(case: CourtCase, law: StateLaw) -> CaseFact | None:
    """The latest undisputed fact that sets a status of the law; none when none does."""
    setting = [
        fact
        for fact in case.facts
        if fact.sets is not None and not fact.disputed and (not fact.laws or law.name in fact.laws)
    ]
    return max(setting, key=lambda fact: fact.on, default=None)


def strongest(marks: Iterable[LawMark]) -> LawMark | None:
    """The mark that says most of a law's force."""
    order = list(_MEANINGS)
    weight = {LawStatus.STRUCK: 9, LawStatus.ENJOINED: 8, LawStatus.STAYED: 7, LawStatus.CHALLENGED: 6}
    return max(marks, key=lambda mark: (weight.get(mark.status, 0), -order.index(mark.status)), default=None)
