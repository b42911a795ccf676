"""Was the whole list read? The walk over its pages, as values: which is next, what it brought, what speaks against it.

Rules 1, 17 and 24 of how scrapers fail: an empty page is asked for once more and then is no end of the list, the same
page twice is a loop, a bill on two pages says that the order moved, a list as long as its limit is cut off.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from crawlers.parsing.pages import Ask
from monitor.model.failure import FailureKind
from monitor.model.listing import ListedBill

__all__ = ["ListWalk", "Place"]

_REPEATS: Final = 0.01
"""Above this share of bills that came twice, the list cannot be believed to be whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A page to ask for."""

    ask: Ask
    chain: str
    """The address of the first page of its list."""
    after_bills: bool = False
    """Whether the page that led here had bills: then this one should have some too."""
    again: bool = False
    """Whether it was empty and is asked for once more."""


class ListWalk:
    """The walk over all pages of all lists of a source. It asks nothing itself."""

    def __init__(self, *, max_pages: int, cap: int | None = None) -> None:
        """``cap`` is the number of bills that the source never lists more than."""
        self.max_pages, self.cap = max_pages, cap
        self.problems: list[tuple[FailureKind, str, str]] = []
        """Kind, address and words of everything that says that a list is not whole."""
        self.entries: dict[str, ListedBill] = {}
        """All bills by their native id: of several lines for one bill the first counts."""
        self._places: deque[Place] = deque()
        self._asked: set[str] = set()
        self._pages: set[tuple[str, frozenset[str]]] = set()
        self._listed: dict[str, set[str]] = defaultdict(set)
        self._repeated: Counter[str] = Counter()
        self._totals: dict[str, int] = {}
        self._cut_off = False

    @property
    def sound(self) -> bool:
        """Whether nothing speaks against the lists, so that a bill that is not in them is not there."""
        return not self.problems and not self._repeated.total()

    def begin(self, ask: Ask) -> None:
        """A list to read from its first page."""
        self._add(Place(ask=ask, chain=ask.address))

    def next(self) -> Place | None:
        """The next page to ask for; none when all were."""
        return self._places.popleft() if self._places else None

    def took(
        self, place: Place, entries: Iterable[ListedBill], more: Iterable[Ask], *, total: int | None = None
    ) -> tuple[ListedBill, ...] | None:
        """What a page holds that no page before it held; none when it is to be asked for once more."""
        found = list(entries)
        further = list(more)
        if not found and not further and not place.again:
            self._places.appendleft(replace(place, again=True))
            return None
        if not found and not further and place.after_bills:
            self._problem(FailureKind.TRUNCATED, place, "a page is empty after one with bills, twice asked")
        ids = frozenset(entry.native_id for entry in found)
        if found and (place.chain, ids) in self._pages:
            self._problem(FailureKind.TRUNCATED, place, "the same page came twice; its list was not read on")
            return ()
        self._pages.add((place.chain, ids))
        if total is not None:
            self._totals[place.chain] = max(total, self._totals.get(place.chain, 0))
        listed = self._listed[place.chain]
        new: dict[str, ListedBill] = {}
        for entry in found:
            self._repeated[place.chain] += entry.native_id in listed  # two lists may both name a bill
            listed.add(entry.native_id)
            if entry.native_id not in self.entries:
                new.setdefault(entry.native_id, entry)
        self.entries.update(new)
        leads_on = False
        for ask in further:
            # from an index each link begins a list of its own; from a page with bills it goes on
            chain = place.chain if found else ask.address
            leads_on = self._add(Place(ask=ask, chain=chain, after_bills=bool(found))) or leads_on
        if len(further) == 1 and found and not leads_on:
            self._problem(FailureKind.TRUNCATED, place, "the page leads back to one that was read")
        return tuple(new.values())

    def missed(self, place: Place, kind: FailureKind, words: str) -> None:
        """A page could not be had."""
        self._problem(kind, place, words)

    def end(self) -> None:
        """All pages were read: say what is wrong with the lists as a whole."""
        for chain, listed in self._listed.items():
            count, repeats, total = len(listed), self._repeated[chain], self._totals.get(chain, 0)
            if repeats > _REPEATS * (count + repeats):
                words = f"{repeats} bills came twice: the order moved while the list was read, others may be missing"
                self.problems.append((FailureKind.DUPLICATE, chain, words))
            if count < total:
                self.problems.append((FailureKind.TRUNCATED, chain, f"{count:,} of {total:,} bills came"))
            if count == self.cap:
                self.problems.append((FailureKind.CAPPED, chain, f"exactly {count:,} bills, the limit of the source"))

    def _add(self, place: Place) -> bool:
        """Whether the page is to be asked for, now or never: false for one that was already."""
        if place.ask.address in self._asked:
            return False
        if len(self._asked) < self.max_pages:
            self._places.append(place)
            self._asked.add(place.ask.address)
        elif not self._cut_off:
            self._cut_off = True
            self._problem(FailureKind.TOO_LARGE, place, f"more than {self.max_pages:,} pages; no further one was read")
        return True

    def _problem(self, kind: FailureKind, place: Place, words: str) -> None:
        self.problems.append((kind, place.ask.address, words))
