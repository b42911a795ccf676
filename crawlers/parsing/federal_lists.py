"""What does one list of federal documents hold? The copies that can be read, what cannot, and where it goes on."""

from __future__ import annotations

from dataclasses import dataclass, field

from monitor.model.federal import FederalSighting
from monitor.model.run import ItemError

__all__ = ["FederalList"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FederalList:
    """One page of a list."""

    sightings: tuple[FederalSighting, ...]
    bad: tuple[ItemError, ...] = ()
    """Entries that cannot be understood: each costs itself alone."""
    more: str = ""
    """The next page, as the source names it."""
    problem: str = ""
    """Why the list is not whole: broken off, or cut at a cap of the source."""
    texts: tuple[str, ...] = field(default=())
    """Addresses of the texts of record, in the order of ``sightings``; empty where there is none."""
