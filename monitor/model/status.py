"""Where does a bill stand? Told from its actions in order; it moves back only when an action says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final

from monitor.model.bill import Action, ActionClass, BillStatus, Chamber
from monitor.model.status_wording import CORRECTIONS, FALLBACKS, Step, first_match

__all__ = ["Standing", "acting_chamber", "derive_status", "has_been", "standing_of", "step_of"]

# In the order of weight: an action with several classes does what the first of them says.
_CLASSES: Final = {
    ActionClass.BECAME_LAW: Step.ENACT,
    ActionClass.EXECUTIVE_SIGNATURE: Step.ENACT,
    ActionClass.EXECUTIVE_VETO_LINE_ITEM: Step.ENACT,  # the rest of the bill becomes law
    ActionClass.VETO_OVERRIDE_PASSAGE: Step.OVERRIDE,
    ActionClass.EXECUTIVE_VETO: Step.VETO,
    ActionClass.EXECUTIVE_RECEIPT: Step.TO_EXECUTIVE,
    ActionClass.ENROLLED: Step.PASS_ALL,
    ActionClass.WITHDRAWAL: Step.WITHDRAW,
    ActionClass.FAILURE: Step.FAIL,
    ActionClass.COMMITTEE_FAILURE: Step.FAIL,
    ActionClass.PASSAGE: Step.PASS,
    ActionClass.CONCURRENCE: Step.PASS,
    ActionClass.AMENDMENT_PASSAGE: Step.AMEND,
    ActionClass.SUBSTITUTION: Step.AMEND,
    ActionClass.COMMITTEE_PASSAGE: Step.COMMITTEE,
    ActionClass.COMMITTEE_PASSAGE_FAVORABLE: Step.COMMITTEE,
    ActionClass.COMMITTEE_PASSAGE_UNFAVORABLE: Step.COMMITTEE,
    ActionClass.REFERRAL_COMMITTEE: Step.COMMITTEE,
    ActionClass.REFERRAL: Step.COMMITTEE,
    ActionClass.INTRODUCTION: Step.INTRODUCE,
    ActionClass.FILING: Step.INTRODUCE,
    ActionClass.READING_1: Step.INTRODUCE,
    ActionClass.READING_2: Step.INTRODUCE,
    ActionClass.READING_3: Step.INTRODUCE,
}
_HOUSES: Final = frozenset({Chamber.LOWER, Chamber.UPPER})
_ALIVE: Final = frozenset({Step.COMMITTEE, Step.PASS, Step.PASS_AMENDED, Step.PASS_ALL, Step.TO_EXECUTIVE, Step.ENACT})
"""Steps that only a living bill takes: after a failure they say that it was revived."""
_AMENDED: Final = re.compile(r"\b(?:as amended|with amendments)\b", re.IGNORECASE)
_NAMED_CHAMBER: Final = re.compile(
    r"(?:^(?:the )?|\b(?:passed|agreed to) (?:in |by )?(?:the )?)(?:(house|assembly)|(senate))\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a bill stands, since when, and by which action; none of both without a telling action."""

    status: BillStatus
    on: date | None
    action: Action | None


def standing_of(actions: Sequence[Action], *, classification: Iterable[str], jurisdiction: str = "") -> Standing:
    """Follow a bill through its actions.

    ``actions`` in the order of time; ``jurisdiction`` a code such as ``FL``. ``classification`` is the source's
    (``bill``, ``resolution`` …): a resolution of one chamber has passed when that chamber adopted it. Passage of a bill
    needs both chambers, or the one of a unicameral legislature; amendments of the second need the first's concurrence.
    """
    bill = _Bill(needs_one="resolution" in set(classification))
    for action in actions:
        bill.take(step_of(action, jurisdiction), action)
    return Standing(status=bill.status, on=bill.by.on if bill.by else None, action=bill.by)


def has_been(
    status: BillStatus, actions: Sequence[Action], *, classification: Iterable[str], jurisdiction: str = ""
) -> bool:
    """Whether these actions ever brought the bill to a status, or nearer to law than it: if it stands elsewhere now,
    an action of theirs said so (reconsidered, returned, revived, overridden). Otherwise they merely do not know of it.
    """
    bill = _Bill(needs_one="resolution" in set(classification))
    for action in actions:
        bill.take(step_of(action, jurisdiction), action)
        if bill.status is status or (not status.is_dead and bill.status.rank > status.rank):
            return True
    return False


def derive_status(
    actions: Sequence[Action], *, classification: Iterable[str], jurisdiction: str = ""
) -> tuple[BillStatus, date | None]:
    """The status and the day of the action that brought it, as :func:`standing_of` finds them."""
    standing = standing_of(actions, classification=classification, jurisdiction=jurisdiction)
    return standing.status, standing.on


def acting_chamber(action: Action) -> Chamber:
    """The chamber that the words name (``House/ passed 3rd reading``), else the source's.

    Utah's source files a vote under the chamber to which the bill goes next.
    """
    if match := _NAMED_CHAMBER.search(action.text):
        return Chamber.LOWER if match[1] else Chamber.UPPER
    return action.chamber


def step_of(action: Action, jurisdiction: str) -> Step:
    """The one move that an action makes: by a corrected wording, else by class, else by a plain wording."""
    return _step(action.text, action.classes, jurisdiction)


@lru_cache(maxsize=8192)  # a session says "Referred to the Committee on Rules." some thousand times
def _step(text: str, classes: tuple[str, ...], jurisdiction: str) -> Step:
    step = first_match(CORRECTIONS, text, jurisdiction)
    if step is None:
        step = next((step for name, step in _CLASSES.items() if name in classes), None)
    if step is None:
        step = first_match(FALLBACKS, text, jurisdiction)
    if step is Step.PASS and _AMENDED.search(text):
        return Step.PASS_AMENDED
    return step or Step.NOTHING


@dataclass(slots=True)
class _Bill:
    needs_one: bool
    status: BillStatus = BillStatus.UNKNOWN
    by: Action | None = None
    passed: set[Chamber] = field(default_factory=set)
    agreed: bool = False
    amending: Chamber | None = None
    """Who changed the text after the other chamber passed it."""
    overridden: set[Chamber] = field(default_factory=set)

    def take(self, step: Step, action: Action) -> None:
        """Move by one step. A law stays a law; a veto, failure or withdrawal is left by telling steps only."""
        if step is Step.NOTHING or self.status is BillStatus.ENACTED:
            return
        if self.status is BillStatus.VETOED:
            self._after_veto(step, action)
            return
        if self.status.is_dead:
            if step not in _ALIVE:
                return
            self._set(self._standing(), action)
        self._move(step, action)

    def _move(self, step: Step, action: Action) -> None:
        chamber = acting_chamber(action)
        match step:
            case Step.INTRODUCE:
                self._raise(BillStatus.INTRODUCED, action)
            case Step.COMMITTEE:
                self._raise(BillStatus.IN_COMMITTEE, action)
            case Step.AMEND:
                self.amending = chamber if self.passed - {chamber} else None
            case Step.PASS | Step.PASS_AMENDED:
                self._pass(chamber, amended=step is Step.PASS_AMENDED)
                self._raise(self._standing(), action)
            case Step.UNPASS | Step.RETURN:
                self._take_back(step, action)
            case Step.PASS_ALL:
                self.agreed = True
                self._raise(BillStatus.PASSED_LEGISLATURE, action)
            case Step.TO_EXECUTIVE:
                self.agreed = True
                self._raise(BillStatus.TO_GOVERNOR, action)
            case Step.ENACT | Step.OVERRIDE:
                self._set(BillStatus.ENACTED, action)
            case Step.VETO:
                self._set(BillStatus.VETOED, action)
            case Step.FAIL:
                self._set(BillStatus.FAILED, action)
            case Step.WITHDRAW:
                self._set(BillStatus.WITHDRAWN, action)

    def _after_veto(self, step: Step, action: Action) -> None:
        """Only an override by both chambers, or a signature after a conditional veto, brings a vetoed bill back."""
        if step is Step.OVERRIDE:
            self.overridden.add(acting_chamber(action))
        overridden = self.overridden >= _HOUSES or Chamber.UNICAMERAL in self.overridden
        if step is Step.ENACT or (step is Step.OVERRIDE and overridden):
            self._set(BillStatus.ENACTED, action)

    def _pass(self, chamber: Chamber, *, amended: bool) -> None:
        amended = bool(self.passed - {chamber}) and (amended or self.amending is chamber)
        self.passed.add(chamber)
        self.amending = None
        self.agreed = (self.passed >= _HOUSES and not amended) or self.needs_one or chamber is Chamber.UNICAMERAL

    def _take_back(self, step: Step, action: Action) -> None:
        """A vote reconsidered or a text not agreed opens the passage; a return at a session's end, both chambers'."""
        if self.status not in (BillStatus.PASSED_ONE_CHAMBER, BillStatus.PASSED_LEGISLATURE):
            return
        self.agreed = False
        if step is Step.RETURN or self.passed == {acting_chamber(action)}:
            self.passed.clear()
        self._set(self._standing(), action)

    def _standing(self) -> BillStatus:
        """What the passages so far amount to."""
        if self.agreed:
            return BillStatus.PASSED_LEGISLATURE
        return BillStatus.PASSED_ONE_CHAMBER if self.passed else BillStatus.IN_COMMITTEE

    def _raise(self, status: BillStatus, action: Action) -> None:
        if status.rank > self.status.rank:
            self._set(status, action)

    def _set(self, status: BillStatus, action: Action) -> None:
        if status is not self.status:
            self.status, self.by = status, action
