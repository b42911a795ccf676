"""What is known of the fictional bills, before any provider's shape is put on it?

Everything here is made up: names, numbers and words lie in ``samples/``, and every address is on ``example.org``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from monitor.model.jurisdiction import JURISDICTIONS, STATES

__all__ = [
    "HOST",
    "UNICAMERAL",
    "Legislature",
    "SampleAction",
    "SampleBill",
    "SampleHearing",
    "SamplePaper",
    "SampleRelation",
    "SampleSession",
    "SampleText",
    "World",
    "number_of",
]

HOST: Final = "https://example.org"
"""Reserved for examples; by it the program marks a bill as sample data."""
UNICAMERAL: Final = frozenset({"DC", "NE"})
_BY_NAME: Final = sorted((state.name, state.code) for state in STATES if state.code != "DC")
_STATE_IDS: Final = {code: place for place, (_, code) in enumerate(_BY_NAME, start=1)} | {"DC": 51}


def number_of(key: str, low: int, high: int) -> int:
    """A number for ``key``, always the same one, at least ``low`` and below ``high``."""
    return low + int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big") % (high - low)


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleSession:
    """A session of one legislature, as its source lists it."""

    state: str
    identifier: str
    """As Open States writes it: ``2026A``, ``2025-2026``."""
    tag: str
    """``Regular Session``, ``1st Special Session``."""
    years: tuple[int, int]
    place: int
    """Position in the list of the state, from 0."""
    special: bool = False
    fiscal: bool = False
    """A regular session of another kind, which LegiScan tells in its addresses alone."""
    prefile: bool = False
    sine_die: bool = False
    prior: bool = False

    @property
    def id(self) -> int:
        """The number that LegiScan would give it."""
        return 3000 + 10 * _STATE_IDS[self.state] + self.place

    @property
    def name(self) -> str:
        """``2025-2026 Regular Session``."""
        first, last = self.years
        return f"{first if first == last else f'{first}-{last}'} {self.tag}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleAction:
    """One step of a bill."""

    on: str
    """``YYYY-MM-DD``; at times an impossible day, as sources have them."""
    chamber: str
    """``lower``, ``upper``, ``legislature`` or ``executive``."""
    classes: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleText:
    """One published text."""

    on: str
    note: str
    ending: str
    """``.html``, ``.pdf``, ``.xml`` or ``.txt``, in any case."""
    address: str
    """Path below :data:`HOST` without the ending."""
    body: bytes | None
    """None when the version is listed without a file."""
    more_endings: tuple[str, ...] = ()
    """Of further renderings that are listed and cannot be had."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplePaper:
    """An amendment or a paper beside a bill."""

    kind: str
    """``amendment`` or ``Fiscal Note``."""
    on: str
    title: str
    adopted: bool
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleRelation:
    """Another bill of the same state that this one names."""

    kind: str
    """``companion``, ``replaces``, ``replaced-by``, ``prior-session`` or ``related``."""
    session: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleHearing:
    """An entry of a calendar. No source gives a zone."""

    on: str
    time: str
    place: str
    words: str


@dataclass(frozen=True, kw_only=True)
class SampleBill:
    """One bill on one day."""

    session: SampleSession
    number: str
    """As the legislature writes it: ``HB 9901``, ``H.9341``, ``B26-9901``."""
    title: str
    chamber: str
    """``lower``, ``upper`` or ``legislature``."""
    sponsors: tuple[str, ...]
    actions: tuple[SampleAction, ...]
    abstract: str = ""
    subjects: tuple[str, ...] = ()
    texts: tuple[SampleText, ...] = ()
    papers: tuple[SamplePaper, ...] = ()
    relations: tuple[SampleRelation, ...] = ()
    hearings: tuple[SampleHearing, ...] = ()
    aliases: tuple[str, ...] = ()
    identity: str = ""
    """What its numbers are made from when that is not its present key: a draft that became a bill keeps them."""
    touched: bool = False
    """Whether the source says today that it was updated, be it for nothing."""
    words: str = ""
    """What full-text search finds besides title and abstract."""

    @property
    def state(self) -> str:
        """The code of its jurisdiction."""
        return self.session.state

    @property
    def key(self) -> str:
        """``WA 2025-2026 HB 9901``."""
        return f"{self.state} {self.session.identifier} {self.number}"

    @property
    def compact(self) -> str:
        """The number without blanks and dots: ``HB9901``."""
        return self.number.replace(" ", "").replace(".", "")

    @cached_property
    def id(self) -> int:
        """The number that LegiScan would give it."""
        return number_of(f"bill {self.identity or self.key}", 1_000_000, 9_000_000)

    @property
    def address(self) -> str:
        """Its page at its legislature."""
        return f"{HOST}/{self.state.lower()}/bills/{self.session.identifier}/{self.compact}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Legislature:
    """One jurisdiction and its sessions, oldest first."""

    code: str
    lower: str
    """The prefix of the numbers of the lower, or the only, chamber."""
    upper: str
    sessions: tuple[SampleSession, ...]
    current: str
    """The session that a source takes for the current one."""

    @property
    def name(self) -> str:
        """``Washington``."""
        return JURISDICTIONS[self.code].name

    @property
    def state_id(self) -> int:
        """LegiScan's number: the states by name from 1, the District of Columbia 51."""
        return _STATE_IDS[self.code]

    @property
    def ocd_jurisdiction(self) -> str:
        """The Open Civic Data id of the government."""
        return JURISDICTIONS[self.code].ocd_division.replace("ocd-division", "ocd-jurisdiction") + "/government"

    def session(self, identifier: str) -> SampleSession:
        """By its identifier.

        :raises KeyError: when there is none.
        """
        for session in self.sessions:
            if session.identifier == identifier:
                return session
        raise KeyError(identifier)


@dataclass(frozen=True, kw_only=True)
class World:
    """Everything that is served on one day."""

    day: int
    legislatures: Mapping[str, Legislature]
    bills: tuple[SampleBill, ...]
    hashes: dict[int, str] = field(default_factory=dict, compare=False, repr=False)
    """LegiScan's change marks by bill, each made once."""
    documents: dict[int, tuple[SampleBill, SampleText]] = field(default_factory=dict, compare=False, repr=False)
    """Texts by LegiScan's number, listed when the first is asked for."""

    @cached_property
    def by_session(self) -> Mapping[int, tuple[SampleBill, ...]]:
        """The bills of each session by the session's number, in the order of the samples."""
        found: dict[int, list[SampleBill]] = {
            session.id: [] for legislature in self.legislatures.values() for session in legislature.sessions
        }
        for bill in self.bills:
            found[bill.session.id].append(bill)
        return {number: tuple(bills) for number, bills in found.items()}

    @cached_property
    def by_id(self) -> Mapping[int, SampleBill]:
        """Each bill by LegiScan's number."""
        return {bill.id: bill for bill in self.bills}

    @cached_property
    def by_key(self) -> Mapping[str, SampleBill]:
        """Each bill by its key."""
        return {bill.key: bill for bill in self.bills}

    @cached_property
    def sessions(self) -> Mapping[int, SampleSession]:
        """All sessions by LegiScan's number."""
        return {each.id: each for legislature in self.legislatures.values() for each in legislature.sessions}

    def related(self, bill: SampleBill, relation: SampleRelation) -> SampleBill | None:
        """The bill that a relation names, when the samples hold it."""
        return self.by_key.get(f"{bill.state} {relation.session} {relation.number}")
