"""May anyone who is harmed sue over a breach, and is there time to cure it first?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from monitor.classify.effects_enforcement import AFTER_PREPOSITION, BODY, JOINED, SUES
from monitor.classify.effects_hit import LAW, Hit, after, before
from monitor.classify.effects_numbers import NUMBER, integer_of
from monitor.model.effect import EffectKind

__all__ = ["cures_in", "private_rights_in"]

_PRIVATE: Final = (
    r"persons?|individuals?|consumers?|users?|plaintiffs?|employees?|workers?|applicants?|residents?|patients?|parents?"
    r"|guardians?|candidates?|minors?|child(?:ren)?|tenants?|victims?|customers?|students?|artists?|claimants?|estate"
    r"|heirs?|performers?|depicted|aggrieved|injured|harmed|account holders?|representatives?|organizations?|owners?"
    r"|subscribers?|members? of the public|anyone|whoever|party|parties|voters?|purchasers?|renters?"
)
_PLAINTIFF: Final = re.compile(rf"\b(?:(?P<private>{_PRIVATE})|(?P<public>{BODY}|state|court|government))\b")
_SUE: Final = re.compile(
    r"\b(?:may|can|(?:is|are|shall be) entitled to|(?:has|have|shall have) (?:the|a) right to)"
    r"(?P<not> not)?(?: also)?,? "
    rf"(?:{SUES}|sue\b|recover [a-z ,]{{0,60}}in a civil action)"
    r"|\b(?:has|have|shall have)(?: an?)?(?: private| civil)* (?:cause|right) of action\b"
)
_SUED_BY: Final = re.compile(
    r"\b(?:action|suit|lawsuit)s?[^.;]{0,80}? (?:may|shall|can) be (?:brought|commenced|maintained|filed|instituted)"
    r"[^.;:]{0,80}? by:? (?:\([a-z0-9]{1,4}\) ?)?"
)
_LIABLE: Final = re.compile(
    r"\bliable (?:in a civil action )?to (?:the|an?|any|each|such) (?:[a-z]+ ){0,3}?"
    r"(?:person|individual|consumer|user|plaintiff|employee|parent|minor|patient|party)\b[^.;]{0,80}\bdamages\b"
)
_NAMED: Final = re.compile(r"\b(?:private (?:rights?|causes?) (?:of|to) action|private (?:civil )?actions?)\b")
_GIVES: Final = re.compile(
    r"\b(?:creates?|establish(?:es)?|there (?:is|shall be)|has|have|provides?(?: for)?|grants?|authorizes?|entitled to"
    r"|through|by)(?: hereby)?(?: an?)? $"
)
_DENIES: Final = re.compile(r"\b(?:nothing|not|no|nor|neither|without|never|cannot)\b")
_KEEPS: Final = re.compile(
    r"\b(?:limit|impair|preclude|affect|restrict|abrogate|prevent|waive|diminish|prohibit|preempt|supersede)\w*\b"
)
_LIMITS: Final = re.compile(r"\b(?:later|unless|until|more than|after|if|within|without)\b")
_UNDER_THIS: Final = re.compile(rf"\bthis {LAW}")

_CURE: Final = re.compile(
    r"\b(?:cur(?:e|es|ed|ing)|(?:correct|remed(?:y|ies|ied)|rectif(?:y|ies|ied))"
    r" (?:the|any|such|an|each) (?:alleged )?(?:violation|noncompliance|deficiency|failure))\b"
)
_BREACH: Final = re.compile(r"\b(?:violat\w+|notice|notif\w+|noncomplian\w+|deficienc\w+|breach|alleged)\b")
_NO_CURE: Final = re.compile(
    r"\b(?:no|not (?:subject to|entitled to|apply))\b[^.;]{0,40}\bcure\b|\bcure period [a-z ]{0,10}not apply"
)
_DAYS: Final = re.compile(
    rf"(?P<count>{NUMBER})[ -](?P<sort>calendar[ -]|business[ -]|working )?(?P<unit>day|month|year)s?\b"
)
_NTH_DAY: Final = re.compile(r"\b(?P<count>\d{1,3})(?:th|st|nd|rd) (?P<sort>calendar |business )?(?P<unit>day)\b")


def private_rights_in(sentence: str) -> Iterator[Hit]:
    """Whether a folded sentence grants or denies an action to those who are harmed."""
    yield from _named(sentence)
    for match in _SUE.finditer(sentence):
        if not _private_subject(before(sentence, match.start(), 320)):
            continue
        rest = after(sentence, match.end(), 120)
        if not match["not"]:
            yield _granted(match)
        elif _UNDER_THIS.search(rest) and not _LIMITS.search(rest):
            yield _denied(match)
    for match in _SUED_BY.finditer(sentence):
        first = _PLAINTIFF.search(sentence, match.end(), match.end() + 60)
        if first and first["private"] and not _DENIES.search(match.group()):
            yield _granted(match, first.end())
    for match in _LIABLE.finditer(sentence):
        if not _DENIES.search(before(sentence, match.start(), 40)):
            yield _granted(match)


def _named(sentence: str) -> Iterator[Hit]:
    for match in _NAMED.finditer(sentence):
        clause = before(sentence, match.start(), 260)
        if _DENIES.search(clause):
            if not _KEEPS.search(clause):
                yield _denied(match)
        elif _GIVES.search(clause[-30:]):
            yield _granted(match)


def _private_subject(clause: str) -> bool:
    """Whether the nearest one who could sue, or one joined to it, is no public body."""
    last: re.Match[str] | None = None
    for match in _PLAINTIFF.finditer(clause):
        if AFTER_PREPOSITION.search(clause, max(0, match.start() - 60), match.start()):
            continue
        if last is None or not last["private"] or not JOINED.match(clause[last.end() : match.start()]):
            last = match
    return last is not None and last["private"] is not None


def _granted(match: re.Match[str], end: int = 0) -> Hit:
    return Hit(kind=EffectKind.PRIVATE_RIGHT_OF_ACTION, value="granted", start=match.start(), end=max(end, match.end()))


def _denied(match: re.Match[str]) -> Hit:
    return Hit(kind=EffectKind.NO_PRIVATE_RIGHT_OF_ACTION, value="denied", start=match.start(), end=match.end())


def cures_in(sentence: str) -> Iterator[Hit]:
    """How long a folded sentence lets the one who breaks the law cure it: the period nearest to the word."""
    anchor = _CURE.search(sentence)
    if anchor is None or not _BREACH.search(sentence) or _NO_CURE.search(sentence):
        return
    begin, end = max(0, anchor.start() - 260), anchor.end() + 200
    periods = [*_DAYS.finditer(sentence, begin, end), *_NTH_DAY.finditer(sentence, begin, end)]
    if not periods:
        return
    match = min(periods, key=lambda period: max(period.start() - anchor.end(), anchor.start() - period.end()))
    if (count := integer_of(match["count"])) is not None:
        yield Hit(
            kind=EffectKind.CURE_PERIOD,
            value=f"{count} {match['unit']}" + ("s" if count != 1 else ""),
            unit=(match["sort"] or "").strip(" -"),
            start=min(anchor.start(), match.start()),
            end=max(anchor.end(), match.end()),
        )
