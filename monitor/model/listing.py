"""What does a source list, and which of it is still to be fetched? A change mark announced against the one fetched."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ListedBill", "NotedListing", "PendingBill"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedBill:
    """One line of a source's list. What a list does not say is empty, and overwrites nothing that is known."""

    native_id: str
    """The source's own name for the bill: LegiScan's ``bill_id``, the id of Open States."""
    mark: str
    """What moves when the bill does: a change hash, a time of update. Two marks are equal or not, nothing more."""
    jurisdiction: str = ""
    session: str = ""
    identifier: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingBill:
    """A listed bill whose present state was not stored yet."""

    native_id: str
    announced: str
    """The mark as the source lists it now."""
    fetched: str | None
    """The mark of what was last stored; none when nothing was."""
    jurisdiction: str
    session: str
    identifier: str
    attempts: int
    """How often this mark was tried in vain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedListing:
    """What a list brought, in bills."""

    new: int = 0
    changed: int = 0
    """Listed before, with another mark."""
    unchanged: int = 0
    passed_over: int = 0
    """Not known, where only known bills were asked for."""
