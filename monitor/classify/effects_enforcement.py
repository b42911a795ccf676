"""Which public bodies does a law let enforce it?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from monitor.classify.effects_hit import LAW, Hit, before
from monitor.model.effect import EffectKind

__all__ = ["AFTER_PREPOSITION", "BODY", "JOINED", "SUES", "enforcers_in"]

_STOP: Final = (
    r"(?:may|shall|must|has|have|is|are|or|the|under|for|to|pursuant|if|by|in|on|at|with|that|which|who|a|an|and|as"
    r"|from|upon|when|this|each|such|any|another|department|division|attorney|can|will|against|determines?|finds?|not"
    r"|through|brings?|acting|after|before|within|only|also|its)\b"
)
_NAME: Final = rf"(?!{_STOP})[a-z][a-z'-]{{1,24}}(?:(?:,? and|,| of| for)? (?!{_STOP})[a-z][a-z'-]{{1,24}}){{0,6}}"
BODY: Final = (
    r"attorneys? general|(?:state(?:'s)?|district|city|county|prosecuting|municipal|commonwealth's) attorneys?"
    r"|county counsel|corporation counsel|(?:county )?prosecutors?|city prosecutor|solicitor general|division director"
    r"|(?:department|division|office|bureau|board|commission|commissioner|secretary|director|superintendent)"
    rf" of {_NAME}"
    rf"|(?:(?!enforc|regulat|{_STOP})[a-z]{{3,20}} )?(?:department|division|commission(?:er)?|bureau|agency|board"
    r"|secretary|director|office|superintendent)"
)
"""A public body that could enforce a law."""
JOINED: Final = re.compile(
    r"^(?: of (?:this|the) state)?,? ?(?:(?:and|or|and/or) )?(?:(?:by|the|an?|any|appropriate|relevant) ){0,3}$"
)
"""What stands between two that act together."""
AFTER_PREPOSITION: Final = re.compile(
    r"\b(?:by|against|of|with|to|from|under|in|for|before|that|on)(?: (?:the|an?|any|such|another|each|this|said))?"
    r"(?: (?!the |any )[a-z-]{3,20}){0,2} $"
)
"""What shows that the next noun is no subject."""
SUES: Final = (
    r"(?:bring|file|commence|institute|maintain|pursue|initiate|prosecute|seek|have)"
    r" (?:(?:an?|any|such|the|private|civil|individual|class|enforcement|legal|own|his or her|their|appropriate|or"
    r"|separate|independent) ){0,4}(?:actions?|suits?|lawsuits?|cause of action|proceedings?|right of action)"
)

_BODIES: Final = re.compile(rf"\b(?P<body>{BODY})\b(?! (?:authority|staff|director|chief|attorney)s?\b)")
_ENFORCES: Final = re.compile(
    r"(?:,? as [a-z ]{3,40},| of (?:this|the) state)?,? (?:may|shall|must|has|have|is|are|can)(?P<not> not)?"
    r"(?:, as [a-z ]{3,40},)?(?: also| only)?"
    r" (?:(?:the )?(?:exclusive|sole) (?:authority|jurisdiction|power|right)(?: to enforce)?"
    r"|(?:the )?(?:authority|power|jurisdiction) to enforce|(?:administer and |implement and |interpret and )?enforce"
    r" (?:the |this |any |all |these |a violation|compliance|section)|responsible for (?:the )?enforc\w+"
    rf"|authorized to (?:enforce|bring)|impose an? (?:civil|administrative) (?:penalty|fine)|{SUES})"
)
_BY: Final = re.compile(
    r"\b(?:enforce(?:d|able)|(?:brought|filed|commenced|collected|recovered|maintained|instituted|prosecuted|assessed"
    r"|imposed))(?: (?:only|solely|exclusively|in (?:an?|any) [a-z ]{3,24}?|by civil action))? by"
    r" (?:(?:the|an?|any|either|only|both) ){0,2}"
)
_ABOUT: Final = re.compile(rf"\b(?:action|penalt\w+|proceeding|suit|fines?|{LAW}|violations?)\b")
_NEAR: Final = 12


def enforcers_in(sentence: str) -> Iterator[Hit]:
    """The public bodies that a folded sentence lets enforce, each by its name in lower case."""
    found = list(_BODIES.finditer(sentence))
    acting: set[int] = set()
    for number, match in enumerate(found):
        verb = _ENFORCES.match(sentence, match.end())
        if (
            verb
            and not verb["not"]
            and not AFTER_PREPOSITION.search(sentence, max(0, match.start() - 60), match.start())
        ):
            acting.update(_joined(sentence, found, number, step=-1))
    at = 0
    for verb in _BY.finditer(sentence):
        while at < len(found) and found[at].start() < verb.end():
            at += 1
        if (
            at < len(found)
            and found[at].start() <= verb.end() + _NEAR
            and _ABOUT.search(before(sentence, verb.end(), 200))
        ):
            acting.update(_joined(sentence, found, at, step=1))
    for number in sorted(acting):
        match = found[number]
        yield Hit(kind=EffectKind.ENFORCEMENT_BODY, value=_name(match["body"]), start=match.start(), end=match.end())


def _joined(sentence: str, found: list[re.Match[str]], number: int, *, step: int) -> Iterator[int]:
    """A body and those joined to it by commas, "and" or "or"."""
    yield number
    while 0 <= number + step < len(found):
        left, right = sorted((number, number + step))
        if not JOINED.match(sentence[found[left].end() : found[right].start()]):
            return
        number += step
        yield number


def _name(body: str) -> str:
    """The singular of a body's name."""
    if body == "attorneys general":
        return "attorney general"
    return body.removesuffix("s") if body.endswith(("attorneys", "prosecutors")) else body
