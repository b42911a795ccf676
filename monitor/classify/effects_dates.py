"""When does it take effect, when does it bind, when does it end? Deadlines of a duty are none of these."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from monitor.classify.effects_hit import LAW, Hit, after, before
from monitor.classify.effects_numbers import NUMBER, ORDINAL, integer_of
from monitor.model.effect import EffectKind

__all__ = ["dates_in", "is_date_clause"]

_MONTHS: Final = ("january february march april may june july august september october november december").split()
_MONTH: Final = "(?:" + "|".join(_MONTHS) + ")"
_DATE: Final = (
    rf"(?:(?P<month>{_MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})\b"
    rf"|(?:the )?(?P<nth>first|1st|\d{{1,2}}th) day of (?P<of>{_MONTH}),? (?P<year2>\d{{4}})\b"
    r"|(?P<mm>\d{1,2})/(?P<dd>\d{1,2})/(?P<yy>\d{4}|\d{2})\b)"
)
_EVENT: Final = (
    r"(?P<event>enactment|enacted|passage|adjournment|approval|signature|publication|effective date|takes? effect"
    r"|effect of this|becom(?:es?|ing|e) (?:a )?law|become a law)"
)
_RELATIVE: Final = re.compile(
    rf"(?:(?P<count>{NUMBER})|(?P<nth>{ORDINAL}))[ -](?P<unit>day|week|month|year)s?(?: period)?,? "
    rf"(?:next )?(?:after|following|from)\b(?: [a-z]+){{0,6}}? {_EVENT}\b"
)
_FIRST_DAY: Final = re.compile(
    rf"first day of the (?P<nth>{ORDINAL}) (?P<unit>month|year|quarter) (?:next )?(?:after|following)\b"
    rf"(?: [a-z]+){{0,6}}? {_EVENT}\b"
)
_YEAR_AFTER: Final = re.compile(
    rf"(?P<day>{_MONTH} \d{{1,2}}),? (?:of the (?:calendar )?year )?(?:next )?(?:after|following)\b"
    rf"(?: [a-z]+){{0,6}}? {_EVENT}\b"
)
_AT_ONCE: Final = re.compile(
    r"[ ,]{0,2}(?P<next>the day (?:after|following) )?"
    r"(?:(?:upon|on|from|after|its|the|date|of|and|final|their|day) ){0,6}"
    r"(?:passage|enactment|approval|signature|becoming (?:a )?law)\b"
)
_IMMEDIATELY: Final = re.compile(r"\bimmediately\b(?P<when> if\b)?")
_ONLY_IF: Final = re.compile(r"\s*only (?:if|upon)\b|\s*(?:if|upon) (?:and only if )?(?:assembly|senate|house) bill\b")
_LINK: Final = (
    r"(?:,? ?(?:on|upon|at|beginning|commencing|starting|as of|from|and|after|effective|in effect|only|until|through"
    r"|12:01 a\.m\.|midnight)\b)*,? ?"
)
_THEN: Final = re.compile(_LINK + _DATE)
_STARTS: Final = re.compile(
    r"\b(?:(?P<effective>(?:takes?|taking|have|has) effect|(?:is|are|be|becomes?|became) effective"
    r"|(?:be|is|are) in (?:full )?force(?: and effect)?|be in effect)|(?P<operative>(?:becomes?|be|is|are) operative"
    r"|appl(?:y|ies)(?= (?:on and after|beginning|starting|commencing))))\b"
)
_ENDS: Final = re.compile(
    r"\b(?:expires?|sunsets?|terminates?|(?:is|are|be|stands?)(?: hereby)? repealed|(?:is|are|be|becomes?) inoperative"
    r"|(?:remain|be|is|are) in (?:full )?(?:force|effect)(?: and effect)?(?= (?:only )?(?:until|through)\b)"
    r"|ceases? to (?:be (?:effective|in effect|operative)|have effect))\b"
)
_STILL: Final = re.compile(r",? (?:only )?(?:until|through|for)\b")
_DUTY: Final = re.compile(
    rf"\b(?:on and after|on or after|from and after|beginning(?: on)?|commencing(?: on)?|starting(?: on)?"
    rf"|effective(?: on)?|as of) {_DATE}"
)
_OPENS: Final = re.compile(
    r"^\W*$|(?:^|[.;:] )(?:[^.;:]{0,60}\b)?(?:except|notwithstanding|subject to|unless|for purposes|as)\b"
    r"[^.;:]{0,200}, $"
    r"|\b(?:shall|must|may not|and),? $|^[a-z ]{0,40}[.:] ?-? ?$|\([a-z0-9]{1,4}\) ?$"
)
_MODAL: Final = re.compile(r"\b(?:shall|must|may not|may only|is required|are required|is prohibited|is unlawful|no)\b")
_SUBJECT: Final = re.compile(
    rf"(?<!under this )(?<!under the )(?<!by this )(?<!to this )(?<!in this )\b{LAW}\b"
    r"|\b(?:it|which|and)\W*(?:shall |will )?$"
)
_NO_SUBJECT: Final = re.compile(
    r"\b(?:rules?|contracts?|licen[cs]es?|permits?|terms?|agreements?|certificates?)\W*(?:shall |must )?$"
)
_REFERS: Final = re.compile(r"\b(?:if|before|until|after|when|date|unless|that)\b[^,]{0,40}$")
_CLAUSE: Final = re.compile(
    rf"\W*(?:effective dates?\W{{0,4}})?(?:[a-z]{{1,3}} ?\W )?(?:this|these|the|{LAW})\b[^;:]{{0,80}}?"
    r"\b(?:takes? effect|(?:is|are|becomes?|be) (?:effective|operative)|expires?)\b"
)


def is_date_clause(sentence: str) -> bool:
    """Whether a sentence does nothing but say when the law starts or ends; such a one may follow definitions."""
    return _CLAUSE.match(sentence[:200]) is not None


def dates_in(sentence: str) -> Iterator[Hit]:
    """The dates of effect in a folded sentence; one that is stated twice may come twice."""
    ends = [match.end() for match in _ENDS.finditer(sentence)]
    for match in _ENDS.finditer(sentence):
        if _about_the_law(sentence, match.start()):
            yield from _when(sentence, match, EffectKind.EXPIRATION, near=40)
    for match in _STARTS.finditer(sentence):
        if _about_the_law(sentence, match.start()):
            kind = EffectKind.EFFECTIVE_DATE if match["effective"] else EffectKind.OPERATIVE_DATE
            yield from _when(sentence, match, kind, near=60)
    for match in _DUTY.finditer(sentence):
        if any(0 <= match.start() - end <= 3 for end in ends):
            continue
        opening = before(sentence, match.start(), 280)
        rest = after(sentence, match.end(), 400)
        if _OPENS.search(opening) and _MODAL.search(rest + opening[-12:]) and (value := _iso(match)):
            yield Hit(kind=EffectKind.OPERATIVE_DATE, value=value, start=match.start(), end=match.end())


def _about_the_law(sentence: str, at: int) -> bool:
    clause = before(sentence, at, 220)
    return bool(_SUBJECT.search(clause) and not _NO_SUBJECT.search(clause[-40:]) and not _REFERS.search(clause[-60:]))


def _when(sentence: str, verb: re.Match[str], kind: EffectKind, *, near: int) -> Iterator[Hit]:
    """The date after a verb, or the words that stand for one."""
    at = verb.end()
    if kind is not EffectKind.EXPIRATION and _STILL.match(sentence, at):
        return
    rest = after(sentence, at, 260)
    value, unit, end = "", "", at
    if date := _THEN.match(rest):
        value, end = _iso(date), at + date.end()
    elif _ONLY_IF.match(rest):
        value = "conditional"
    elif kind is not EffectKind.EXPIRATION and (match := _IMMEDIATELY.search(rest[:24])):
        value, unit, end = "immediately", "conditional" if match["when"] else "", at + match.end()
    elif (match := _FIRST_DAY.search(rest)) and match.start() < near:
        value = f"first day of {match['unit']} {integer_of(match['nth'])} after {_event(match['event'])}"
        end = at + match.end()
    elif (match := _RELATIVE.search(rest)) and match.start() < near:
        value = f"{_count(match['count'] or match['nth'], match['unit'])} after {_event(match['event'])}"
        end = at + match.end()
    elif (match := _YEAR_AFTER.search(rest)) and match.start() < near:
        value, end = f"{match['day']} after {_event(match['event'])}", at + match.end()
    elif kind is not EffectKind.EXPIRATION and (match := _AT_ONCE.match(rest)):
        value = "1 day after enactment" if match["next"] else "upon enactment"
        end = at + match.end()
    if value:
        yield Hit(kind=kind, value=value, unit=unit, start=verb.start(), end=end)


def _count(words: str, unit: str) -> str:
    number = integer_of(words)
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def _event(words: str) -> str:
    if words in ("adjournment", "publication", "effective date"):
        return words
    return "effective date" if "effect" in words else "enactment"


def _iso(match: re.Match[str]) -> str:
    """The date in ISO form; empty when there is no such day."""
    if match["month"]:
        year, month, day = int(match["year"]), _MONTHS.index(match["month"]) + 1, int(match["day"])
    elif match["of"]:
        nth = integer_of(match["nth"]) or 1
        year, month, day = int(match["year2"]), _MONTHS.index(match["of"]) + 1, nth
    else:
        year, month, day = int(match["yy"]), int(match["mm"]), int(match["dd"])
        year += 2000 if year < 100 else 0
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return ""
