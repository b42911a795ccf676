"""From which size on does it bind? Training compute, revenue, users, employees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from monitor.classify.effects_hit import Hit
from monitor.classify.effects_numbers import MONEY, NUMBER, ORDINAL, dollars_of, integer_of
from monitor.model.effect import EffectKind

__all__ = ["thresholds_in"]

_SUPERSCRIPT: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_POWER: Final = re.compile(
    rf"(?<![\w.,])(?:10|ten) ?(?:\^ ?[({{]?|\*\* ?|e\+?|x|\ufffd)?(?P<digits>[1-3]\d|[⁰¹²³⁴-⁹]{{2}})(?!\d)[)}}]?"
    rf"|(?<![\w.,])1(?:\.0)?e\+?(?P<bare>[1-3]\d)(?!\d)"
    rf"|(?<![\w.,])(?:10|ten)(?: raised)? to the (?:power of (?P<power>{NUMBER})|(?P<nth>{ORDINAL}) power"
    rf"|(?P<short>{ORDINAL}))"
)
_OPERATIONS: Final = re.compile(r"\b(?:operations|flops?|floating)\b")
_PER_SECOND: Final = re.compile(r"\b(?:per second|flop/s)\b")
_COMPUTE_COST: Final = re.compile(
    r"\b(?:comput(?:e|ing|ational)(?: power)? costs?|costs? of (?:the |that |such )?(?:quantity of )?comput\w+"
    r"|cost(?:s|ing)? (?:of )?(?:more|greater) than|training costs?|cost[^.;$]{0,60}\bto train)\b"
)
_COMPARED: Final = re.compile(
    r"\b(?:(?P<most>(?:no|not) (?:more|greater) than|(?:not|n't) exceed\w*|up to|at most|(?:does|do|did) not exceed"
    r"|not in excess of)"
    r"|(?P<least>(?:not|no) (?:less|fewer) than|at least|minimum of|equal to or (?:greater|more) than"
    r"|greater than or equal to|meets? or exceeds?)"
    r"|(?P<more>more than|greater than|in excess of|exceed(?:s|ed|ing)?|over|above|surpass\w*)"
    r"|(?P<fewer>fewer than|less than|under|below|smaller than))\b"
)
_OR_MORE: Final = re.compile(r"^ or (?:(?P<least>more|greater)|(?P<most>fewer|less))\b")
_REVENUE: Final = re.compile(
    r"(?<!loss of )\b(?:revenues?|gross receipts|annual (?:sales|turnover|receipts)|gross sales)\b"
)
_MONEY: Final = re.compile(MONEY)
_BETWEEN: Final = (
    r"(?: or (?:more|fewer|less|greater))?(?: (?!(?:and|or|to|that|for|the|percent)\b)[a-z'-]{2,16}){0,6}?"
)
_USERS: Final = re.compile(rf"(?P<count>{NUMBER}){_BETWEEN} (?P<noun>users|visitors|subscribers|consumers)\b")
_USERS_THEN: Final = re.compile(
    r"\b(?:users|visitors|subscribers)\b[^.;:\d]{0,60}?\b(?:exceed(?:s|ed|ing)?|in excess of|more than|at least) "
    rf"(?P<count>{NUMBER})(?! ?(?:percent|days?|months?|years?|hours?))"
)
_EMPLOYEES: Final = re.compile(
    rf"(?P<count>{NUMBER})(?: or (?:more|fewer|less|greater))?(?: (?:full|part)[- ]time| equivalent|-equivalent| total"
    r"| permanent| covered| active| or|,){0,6} (?P<noun>employees|workers)\b"
)
_MONTHLY: Final = re.compile(r"\b(?:monthly|daily|annual(?:ly)?|per month)\b")
_FEWEST_USERS: Final = 1000


def thresholds_in(sentence: str) -> Iterator[Hit]:
    """The thresholds of a folded sentence."""
    yield from _compute(sentence)
    yield from _revenue(sentence)
    yield from _heads(sentence, _USERS, EffectKind.USER_THRESHOLD, _FEWEST_USERS)
    for match in _USERS_THEN.finditer(sentence):
        if (count := integer_of(match["count"])) is not None and count >= _FEWEST_USERS:
            unit = _joined(_compared(sentence, match.start("count"), match.end()), _period(match.group()))
            yield Hit(kind=EffectKind.USER_THRESHOLD, value=str(count), unit=unit, start=match.start(), end=match.end())
    yield from _heads(sentence, _EMPLOYEES, EffectKind.EMPLOYEE_THRESHOLD, 2)


def _compute(sentence: str) -> Iterator[Hit]:
    if _OPERATIONS.search(sentence):
        for match in _POWER.finditer(sentence):
            rest = sentence[match.end() : match.end() + 90]
            operations = _OPERATIONS.search(rest)
            if operations is None or (exponent := _exponent(match)) is None:
                continue
            counted = "operations per second" if _PER_SECOND.search(rest, operations.start()) else "operations"
            yield Hit(
                kind=EffectKind.COMPUTE_THRESHOLD,
                value=f"1e{exponent}",
                unit=_joined(_compared(sentence, match.start(), match.end()), counted),
                start=match.start(),
                end=match.end() + operations.end(),
            )
    for match in _COMPUTE_COST.finditer(sentence):
        money = _MONEY.search(sentence, match.start(), match.end() + 140)
        if money and (how := _compared(sentence, money.start(), money.end())) and (value := dollars_of(money.group())):
            yield Hit(
                kind=EffectKind.COMPUTE_THRESHOLD,
                value=value,
                unit=_joined(how, "dollars"),
                start=match.start(),
                end=money.end(),
            )


def _exponent(match: re.Match[str]) -> int | None:
    """The power of ten, if it is one that computers reach."""
    words = next((words for words in match.groups() if words), "")
    exponent = integer_of(words.translate(_SUPERSCRIPT))
    return exponent if exponent is not None and 15 <= exponent <= 35 else None


def _revenue(sentence: str) -> Iterator[Hit]:
    for match in _REVENUE.finditer(sentence):
        money = _MONEY.search(sentence, match.end(), match.end() + 170)
        if money is None or _REVENUE.search(sentence, match.end(), money.start()):
            previous = list(_MONEY.finditer(sentence, max(0, match.start() - 90), match.start()))
            money = previous[-1] if previous and "penalt" not in sentence[previous[-1].end() : match.start()] else None
        if money is None:
            continue
        how = _compared(sentence, money.start(), money.end())
        if how and (value := dollars_of(money.group())):
            yield Hit(
                kind=EffectKind.REVENUE_THRESHOLD,
                value=value,
                unit=how,
                start=min(match.start(), money.start()),
                end=max(match.end(), money.end()),
            )


def _heads(sentence: str, pattern: re.Pattern[str], kind: EffectKind, fewest: int) -> Iterator[Hit]:
    for match in pattern.finditer(sentence):
        how = _compared(sentence, match.start(), match.end("count"))
        count = integer_of(match["count"])
        if how and count is not None and count >= fewest:
            noun = match["noun"] if match["noun"] not in ("users", "employees") else ""
            unit = _joined(how, _period(match.group()), noun)
            yield Hit(kind=kind, value=str(count), unit=unit, start=match.start(), end=match.end())


def _compared(sentence: str, start: int, end: int) -> str:
    """How a size is compared: ``more than``, ``at least``, ``fewer than``, ``at most``; empty when it is not."""
    found = _OR_MORE.match(sentence[end : end + 12])
    if found is None:
        for found in _COMPARED.finditer(sentence, max(0, start - 60), start):  # noqa: B007
            pass
    if found is None:
        return ""
    groups = found.groupdict()
    names = {"most": "at most", "least": "at least", "more": "more than", "fewer": "fewer than"}
    return next(words for name, words in names.items() if groups.get(name))


def _period(words: str) -> str:
    match = _MONTHLY.search(words)
    return match.group() if match else ""


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
