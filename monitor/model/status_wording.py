"""Which wordings of an action decide alone? Where classes are missing or mislead, by state, with the reason."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final, NamedTuple

__all__ = ["CORRECTIONS", "FALLBACKS", "Step", "Wording", "first_match"]


class Step(StrEnum):
    """A move in the process. ``NOTHING`` moves no bill whatever its class says."""

    NOTHING = "nothing"
    INTRODUCE = "introduce"
    COMMITTEE = "committee"
    PASS = "pass"  # noqa: S105 - no password
    PASS_AMENDED = "pass-amended"  # noqa: S105 - no password
    UNPASS = "unpass"
    RETURN = "return"
    AMEND = "amend"
    PASS_ALL = "pass-all"  # noqa: S105 - no password
    TO_EXECUTIVE = "to-executive"
    ENACT = "enact"
    VETO = "veto"
    OVERRIDE = "override"
    FAIL = "fail"
    WITHDRAW = "withdraw"


class Wording(NamedTuple):
    """One line of the tables."""

    where: str
    """The jurisdiction whose source writes so; ``*`` for all."""
    pattern: re.Pattern[str]
    step: Step
    reason: str


def _table(lines: str) -> tuple[Wording, ...]:
    rows = (line.split(" :: ") for line in lines.strip().splitlines())
    return tuple(Wording(where, re.compile(text, re.IGNORECASE), Step(step), why) for where, text, step, why in rows)


CORRECTIONS: Final = _table(r"""
FL :: ^withdrawn from (?!(?:further )?consideration) :: committee :: a committee reference is taken off, not the bill
FL :: ^received$ :: nothing :: classed as enrolled; the other chamber received it
FL :: ^laid on table under rule 7\.18\(a\) :: nothing :: a committee substitute takes the bill's place
FL :: ^(?:original bill )?laid on table :: withdraw :: a companion goes on in its stead
FL :: ^substituted (?:CS/)*[HS]\w* \d :: withdraw :: the other chamber's bill was taken up instead
FL :: ^signed by officers and filed with secretary :: pass-all :: a joint resolution is adopted
UT :: motion to recommend failed :: nothing :: a motion in committee failed, not the bill
UT :: to lieutenant governor :: pass-all :: a joint resolution needs no governor
UT :: signed by (?:president|speaker) :: pass-all :: the officers sign what both chambers passed
UT :: passed 2nd & 3rd readings :: pass :: both readings in one vote, without a class
UT :: concurs with (?:house|senate) amendment :: pass :: concurrence classed as an amendment
UT :: motion to reconsider :: unpass :: the vote is taken back
UT :: strike enacting clause :: fail :: what is done with bills that did not pass
UT :: ^numbered bill publicly distributed|1st reading \(introduced\) :: introduce :: without a class
WA :: ^third reading, passed :: pass :: classed as a reading only
WA :: ^passed final passage :: pass :: the vote after concurrence or conference, at times without a class
WA :: ^(?:speaker|president) signed :: pass-all :: the officers sign what both chambers passed
WA :: ^vote on (?:third reading|final passage) will be reconsidered :: unpass :: the vote is taken back
WA :: returned to \w+ rules (?:committee for third reading|3) :: return :: a session ended: it must pass anew
WA :: ^filed with secretary of state :: pass-all :: a joint resolution is adopted
CO :: signed by the (?:president|speaker) :: pass-all :: the officers sign what both chambers passed
CO :: result was to concur - repass :: pass-all :: final passage after concurrence, without a class
CO :: conference committee report.* - repass :: pass :: final passage after conference, without a class
CO :: third reading reconsidered|result was to reconsider :: unpass :: the vote is taken back
CO :: postpone indefinitely :: fail :: how committees end a bill
CO :: deemed lost|not repassed|(?:second|third) reading (?:special order - )?lost\b :: fail :: a lost vote
CO :: result was to (?:adhere|not concur) :: unpass :: the text is not agreed
CO :: second reading .*passed with amendments :: amend :: the chamber changed the text before its passage
NJ :: \(passed both houses\) :: pass-all :: says so
NJ :: ^reconsidered vote :: unpass :: the vote is taken back
NJ :: ^withdrawn app p\.l\. :: withdraw :: the same text was approved as a law under another number
NJ :: ^substituted by :: withdraw :: a companion goes on in its stead
NJ :: ^filed with secretary of state :: pass-all :: a resolution is adopted
MN :: ^bill was repassed :: pass-all :: final passage after concurrence, without a class
MN :: ^secretary of state,? chapter :: enact :: the chapter number of the session laws
* :: ^motion to reconsider laid on the table :: nothing :: closes the vote; nothing is reconsidered
* :: signed by (?:the )?(?:president of the senate|speaker of the house) :: pass-all :: officers sign what passed
""")
"""Looked up before the classes. Read from the histories of whole sessions."""

FALLBACKS: Final = _table(r"""
* :: refuse[sd] to concur|\bnot concur\b|\bnon-?concur :: unpass :: the text is not agreed
* :: \bamendments?(?:\(s\))? (?:\w+ )?adopted\b|\bsubstituted from\b :: amend :: says so
* :: ^vetoed by (?:the )?governor|^governor vetoed|^pocket veto :: veto :: says so
* :: ^(?:signed|approved) by (?:the )?governor|^governor (?:signed|approved) :: enact :: says so
* :: ^became (?:public )?law\b|^public law no :: enact :: says so
* :: ^chaptered\b|^chapter (?:no\.? ?)?\d :: enact :: the chapter number of the session laws
* :: ^(?:enrolled and )?(?:presented|delivered|sent) to (?:the )?(?:governor|president)\b :: to-executive :: says so
* :: \breferred to (?:the )?(?:house |senate )?committee on\b :: committee :: says so
CA :: ^introduced\b|^read first time\b :: introduce :: a dump without classes
CA :: ^(?:referred|re-referred) to coms?\. on\b|^from committee: do pass\b :: committee :: a dump without classes
CA :: ^read third time\. (?:urgency clause adopted\. )?passed\. :: pass :: a dump without classes
CA :: ^(?:senate|assembly) amendments concurred in\b :: pass-all :: final passage in the house of origin
CA :: ^died\b|\bdied (?:on|at|in|pursuant)\b :: fail :: the session ended, or the deadline
CO :: ^introduced in\b :: introduce :: a page without classes
CO :: ^(?:house|senate) committee on\b.*\brefer\b :: committee :: a page without classes
CO :: \bthird reading (?:special order - )?passed\b :: pass :: a page without classes
CO :: \bbecame law\b :: enact :: without signature too
CT :: ^(?:house|senate|sen\.) (?:passed|adopted)\b :: pass :: a table without classes
CT :: ^ref(?:erred|\.) to (?:joint )?comm(?:ittee|\.) on\b :: committee :: a table without classes
""")
"""Looked up when the source gives no class that tells."""


def first_match(table: tuple[Wording, ...], text: str, jurisdiction: str) -> Step | None:
    """The step of the first line that fits; none when none does."""
    for wording in table:
        if wording.where in ("*", jurisdiction) and wording.pattern.search(text):
            return wording.step
    return None
