"""In which parts does an obligation fall: action, object, condition, recipient, with their places in the text?"""

from __future__ import annotations

import re
from typing import Final

from monitor.classify.context import Context
from monitor.classify.obligation import Modality, Obligation
from monitor.classify.units import Unit
from monitor.classify.words import STATE_OFFICE
from monitor.model.provision import Span
from monitor.model.requirement import Recipient, Requirement, Words

__all__ = ["requirement_of"]

_ACTION: Final = re.compile(
    r"(?:[\s,]|\b(?:not|also|first|only|at all times|either|to|from|\w{2,20}ly)\b|\band(?= \w{2,20}ly\b)){0,8}"
    r"(?P<verb>(?:(?:be|have been) (?:\w{2,20}ly )?)?[a-z][a-z-]{1,24}"
    r"(?:,? (?:and|or|and/or) (?:[a-z]{1,20}ly )?[a-z-]{2,24}(?:e|ain|ish|y|t|ort|orm|ide|ate|ose)\b)?)"
)
"""From the modal verb to the verb that it holds."""
_NO_VERB: Final = frozenset(
    {
        "upon",
        "within",
        "in",
        "on",
        "by",
        "for",
        "no",
        "at",
        "if",
        "when",
        "under",
        "with",
        "as",
        "the",
        "that",
        "this",
        "and",
        "or",
        "it",
        "to",
    }
)
_DO: Final = frozenset({"do", "comply", "meet", "satisfy"})
"""``shall do all of the following``: the verb stands in the item."""
_CONDITION: Final = re.compile(
    r"\b(?:if|unless|when|whenever|where|before|prior to|until|upon|after|in the event|provided that"
    r"|except (?:that|as|if|when)|not later than|no later than|on or before"
    r"|at least \w+ (?:\(\d+\) )?(?:days|months|years|hours)|within \w+ (?:\(\d+\) )?(?:days|months|years|hours))\b"
    r"[^.;:]{2,160}"
)
_STOP: Final = re.compile(r"[.;:]|,? (?:and|or) (?:shall|must|may)\b")
_TOWARDS: Final = (
    r"\b(?:to|for|with|by|from|notify|notif(?:y|ies)|inform|tell|advise|alert|warn|ask|provide|give|offer|allow|permit)"
    r" (?:(?:the|each|every|any|all|an?|its|such|that|affected|covered|prospective|individual|natural) ){0,3}"
)
_RECIPIENT: Final = re.compile(
    rf"(?P<state>{_TOWARDS}(?:[\w' ]{{0,40}}?)?{STATE_OFFICE})"
    r"|(?P<public>\bpublic(?:ly)?\b"
    r"(?! (?:health|safety|official|polic|interest|school|agenc|body|bodies|entit|record|employ))|\bwebsite\b)"
    rf"|(?P<user>{_TOWARDS}(?:consumers?|users?|individuals?|patients?|applicants?|employees?|workers?|candidates?"
    r"|tenants?|insureds?|enrollees?|customers?|students?|parents?|viewers?|residents?|persons?|recipients?"
    r"|account holders?|subscribers?)\b)"
    rf"|(?P<business>{_TOWARDS}(?:deployers?|developers?|operators?|purchasers?|licensees?|vendors?|employers?)\b)"
)
_WHOM: Final = {
    "state": Recipient.STATE,
    "public": Recipient.PUBLIC,
    "user": Recipient.USER,
    "business": Recipient.BUSINESS,
}
_MOST: Final = 160


def requirement_of(unit: Unit, obligation: Obligation, context: Context) -> Requirement:
    """Tell the parts of an obligation. Parts that lie across a lead-in and its item are left out."""
    full = unit.full
    stop = _STOP.search(full, obligation.ends, obligation.ends + 2 * _MOST)
    end = stop.start() if stop is not None else min(len(full), obligation.ends + 2 * _MOST)
    action, begins = _action(full, obligation.ends, end), obligation.ends
    if (
        end <= unit.cut and _CONDITION.search(full, obligation.ends, unit.cut) is None
    ):  # the verb stands in the lead-in, what it acts on in the item
        begins = unit.cut
        stop = _STOP.search(full, begins)
        end = stop.start() if stop is not None else len(full)
        if action is None or action["verb"] in _DO:
            action = _action(full, begins, end)
    condition = _CONDITION.search(full, obligation.ends, end) or _CONDITION.search(full, unit.cut, obligation.at)
    of_object: tuple[int, int] | None = None
    if action is not None:
        starts = max(action.end(), begins)
        until = condition.start() if condition is not None and condition.start() > starts else end
        of_object = (starts, min(until, starts + _MOST))
    recipient = _RECIPIENT.search(full, action.start("verb") if action is not None else obligation.ends, end)
    if obligation.modality is Modality.LIABLE:
        action = of_object = None  # who is liable has no act to do
    return Requirement(
        actor=obligation.actor.value,
        actor_words=obligation.actor_words,
        modality=obligation.modality.value,
        action=_words(unit, context, *action.span("verb")) if action is not None else None,
        object=_words(unit, context, *of_object) if of_object is not None else None,
        condition=_words(unit, context, *condition.span()) if condition is not None else None,
        recipient=_WHOM[recipient.lastgroup] if recipient is not None and recipient.lastgroup else None,
        recipient_words=_words(unit, context, *recipient.span()) if recipient is not None else None,
    )


def _action(full: str, start: int, end: int) -> re.Match[str] | None:
    found = _ACTION.match(full, start, end)
    return None if found is None or found["verb"].split()[0] in _NO_VERB else found


def _words(unit: Unit, context: Context, start: int, end: int) -> Words | None:
    """The exact words at ``[start, end)`` of the unit's ``full``, trimmed; none where they lie across two pieces."""
    while start < end and unit.full[start] in " ,":
        start += 1
    if end - start > _MOST:
        end = unit.full.rfind(" ", start, start + _MOST)
    while end > start and unit.full[end - 1] in " ,":
        end -= 1
    if start >= end:
        return None
    folded_at = unit.at + start - unit.cut if start >= unit.cut else _in_lead(unit, context, start, end)
    if folded_at is None:
        return None
    span = Span(context.folded.raw(folded_at), context.folded.raw(folded_at + end - start - 1) + 1)
    return Words(span, span.of(context.text))


def _in_lead(unit: Unit, context: Context, start: int, end: int) -> int | None:
    """The folded offset of words of the lead-in, which is made of the words of its spans, one space between."""
    behind = len(unit.lead)
    for span in reversed(unit.provision.lead_in):
        begins, ends = context.folded.folded(span.start), context.folded.folded(span.end)
        words = context.folded.text[begins:ends]
        said = words.strip()
        first = behind - len(said)
        if first <= start and end <= behind:
            return begins + len(words) - len(words.lstrip()) + start - first
        behind = first - 1
    return None
