"""What does a breach cost? Civil penalties and fines in dollars, crimes by their class."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from monitor.classify.effects_hit import Hit, before
from monitor.classify.effects_numbers import MONEY, dollars_of
from monitor.model.effect import EffectKind

__all__ = ["penalties_in"]

_ANCHOR: Final = re.compile(
    r"(?<![\w-])(?:(?:civil|administrative|monetary|money) )*(?:penalty|penalties|fines?|fined|forfeitures?)(?![\w-])"
)
_MONEY: Final = re.compile(MONEY)
_REACH: Final = 420
"""Characters after the word penalty within which its amounts stand."""
_OTHER: Final = re.compile(
    r"\b(?:damages|fees?|funds?|bonds?|compensation|appropriat\w+|profits?|revenues?|deposit\w*|refund\w*|restitution"
    r"|valued? (?:of|at)|costs?|loss(?:es)?)\b"
)
_CRIME: Final = re.compile(
    r"\b(?:imprison\w*|misdemeanors?|felony|felonies|guilty|crimes?|convict\w*|jail|incarcerat\w+|criminal)\b"
)
_PER: Final = re.compile(
    r"\b(?:(?:for|per|upon|on) )?(?P<each>each|every|per|an?|any|the)? ?(?:(?:uncured|separate|individual|such|knowing"
    r"|intentional|willful|negligent|single|other|all|and|or|calendar|additional) )*"
    r"(?:(?P<nth>first|initial|second|third|subsequent) (?:(?:or|and) (?:each )?subsequent )?)?"
    r"(?:(?:uncured|separate|knowing|such) )*"
    r"(?P<noun>violations?|days?|offenses?|consumers?|users?|persons?|individuals?|incidents?|instances?|failures?"
    r"|occurrences?|minors?|child|employees?|workers?|residents?|months?|weeks?|works?)\b"
)
_AT_LEAST: Final = re.compile(r"\b(?:not less than|at least|no less than|minimum of)(?: an amount (?:of|equal to))? $")
_NOUN: Final = (
    r"(?:(?:class|level|category) [a-z0-9]{1,3} |(?:gross|petty|simple|aggravated|state jail|capital|life) "
    r"|(?:first|second|third|fourth)[- ]degree )?(?:misdemeanor|felony|infraction)"
    r"(?: (?:of|in) the (?:first|second|third|fourth) degree)?"
    r"|crime (?:of|in) the (?:first|second|third|fourth) degree|(?:petty )?disorderly persons offense"
)
_CRIMINAL: Final = re.compile(rf"(?<![\w-])(?:{_NOUN})(?![\w-])(?! (?:violation|conviction|charge|offense|case)s?\b)")
_COMMITS: Final = re.compile(
    r"(?:\b(?:is|are|be|commits?|constitutes?|guilty of|punish(?:ed|able) (?:as|by|for)|as|considered|deemed)"
    r"(?: either)?"
    r"|: ?(?:\([a-z0-9]{1,4}\) ?)?|\b(?:guilty of|commits)[^.;]{0,120},"
    r"|\b(?:is|be|guilty of|commits?)\b[^.;]{0,80}\bor)(?: an?)? ?$"
)
_NO_CRIME: Final = re.compile(
    r"\b(?:not|new crime|convicted of|charged with|convictions? (?:of|for)|reclassified|such as"
    r"|(?:known|defined|same) as)"
    r"[^.;:]{0,30}$"
)


def penalties_in(sentence: str) -> Iterator[Hit]:
    """The penalties of a folded sentence, one for each amount or class of crime."""
    yield from _amounts(sentence)
    for match in _CRIMINAL.finditer(sentence):
        clause = before(sentence, match.start(), 200)
        if _COMMITS.search(clause) and not _NO_CRIME.search(clause):
            yield Hit(kind=EffectKind.CRIMINAL_PENALTY, value=match.group(), start=match.start(), end=match.end())


def _amounts(sentence: str) -> Iterator[Hit]:
    anchors = [(match.start(), match.end()) for match in _ANCHOR.finditer(sentence)]
    if not anchors:
        return
    criminal = _CRIME.search(sentence) is not None
    amounts = list(_MONEY.finditer(sentence))
    index = 0
    for number, money in enumerate(amounts):
        while index + 1 < len(anchors) and anchors[index + 1][1] <= money.start():
            index += 1
        start, end = anchors[index]
        if end > money.start():
            # "a $500 fine": the word comes right after
            near = sentence[money.end() : money.end() + 12]
            if not _ANCHOR.match(near.lstrip(" -")) and not near.startswith(" civil "):
                continue
            between, start = "", money.start()
        else:
            between = sentence[end : money.start()]
        if len(between) > _REACH or _OTHER.search(between[-140:]):
            continue
        civil = sentence.startswith(("civil", "administrative"), start)
        following = amounts[number + 1].start() if number + 1 < len(amounts) else len(sentence)
        minimum = "minimum" if _AT_LEAST.search(sentence[max(0, money.start() - 60) : money.start()]) else ""
        # what a range is per stands after its upper end
        behind = money.end()
        if minimum and number + 1 < len(amounts) and following - behind < 30:
            behind, following = amounts[number + 1].end(), len(sentence)
        per = _per(
            sentence[behind : min(following, behind + 110)], sentence[max(end, money.start() - 70) : money.start()]
        )
        if value := dollars_of(money.group()):
            yield Hit(
                kind=EffectKind.CRIMINAL_PENALTY if criminal and not civil else EffectKind.CIVIL_PENALTY,
                value=value,
                unit=", ".join(filter(None, (minimum, per))),
                start=start,
                end=money.end(),
            )


def _per(behind: str, ahead: str) -> str:
    """For what one amount is due: what follows it says so, else what stands before it."""
    for window, least in ((behind, True), (ahead, False)):
        for match in _PER.finditer(window):
            noun = match["noun"].rstrip("s")
            if match["nth"]:
                nth = "subsequent" if match["nth"] != "first" and "subsequent" in match.group() else match["nth"]
                return f"{'first' if nth == 'initial' else nth} {noun}"
            if match["each"] in ("each", "every", "per") or match.group().startswith("per "):
                return f"per {noun}"
            if least and noun in ("violation", "offense", "day") and match.group().startswith(("for a", "a ")):
                return f"per {noun}"
    return ""
