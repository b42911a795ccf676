"""What does a provision do: bind, define, find, name, repeal, take effect? Only operative words can conflict."""

from __future__ import annotations

import re
from typing import Final

from monitor.model.provision import ProvisionKind

__all__ = ["enacting_end", "heading_of", "kind_of", "statement_start"]

# Wrapped texts put several spaces, and New York a hyphen, inside the clause.
_ENACTING: Final = re.compile(
    (
        r"be it (?:further )?enacted by [^:.]{0,160}[:.]"
        r"|the people of the state of [a-z ,\n]{3,80}?(?:-\s{0,4}bly)?,? ?do enact(?: as follows)? ?:?"
        r"|the general assembly of the commonwealth of [a-z ]{4,30} hereby enacts as follows ?:"
        r"|be it enacted ?:"
    ).replace(" ", r"\s{0,8}"),
    re.IGNORECASE,
)
# A sponsor's statement or an explanatory note after the last section explains the bill and binds nobody.
_STATEMENT: Final = re.compile(
    r"\bSTATEMENT\s+(?=(?:[A-Z][\w,’' -]{0,60}? )?(?:This|The|Under|In|Current|As|Existing)\b)"
    r"|\bEXPLANATORY STATEMENT\b|\bLEGISLATIVE COUNSEL[’']S DIGEST\b(?=[\s\S]{0,40}AB|[\s\S]{0,40}SB)"
    r"|\bBILL SUMMARY\b|\bSUMMARY AS INTRODUCED\b"
)
_HEADING: Final = re.compile(
    r"\s*(?:\[[^\]]{1,60}\]\s*)?(?:\(\s*new\s*\)\s*)?(?P<words>[A-Z“\"(][^.;:—]{2,110})(?:\.—|\.|—)(?=\s|$|[A-Z(])",
    re.IGNORECASE,
)
_OPENS_SENTENCE: Final = re.compile(
    r"\W*(?:as used in|for (?:the )?purposes? of|if|when|the definitions in|sections? \d|notwithstanding|except)\b",
    re.IGNORECASE,
)
_VERB: Final = re.compile(
    r"\b(?:shall|must|may|is|are|means|takes?|has|have|applies|finds?|amended|enacted|added|repealed)\b", re.IGNORECASE
)

_DEFINES_LIST: Final = re.compile(
    r"\b(?:the following (?:words|terms|definitions)|the (?:terms|words) (?:defined|used)"
    r"|the definitions in this|the following (?:term|word)s? (?:has|have|shall have)"
    r"|terms? used in this|have the meanings? (?:given|ascribed|indicated|set forth))|^\s*(?:as used in"
    r"|for (?:the )?purposes? of) (?:this|the|sections?|article|chapter|P\.\s?L|subdivision"
    r"|paragraph)[\s\S]{0,140}?(?::|,\s*(?:the )?following|,\s*unless|,\s*the term"
    r"|[“”\"][^“”\"]{2,60}[“”\"] (?:means|has))",
    re.IGNORECASE,
)
_DEFINES: Final = re.compile(
    r"^\W{0,6}(?:\(?[\w.]{1,6}\)?[.)]?\s{0,4}){0,3}(?:[“\"‘'][^”\"’']{2,90}[”\"’'],?|[A-Z][\w’' -]{2,60}"
    r"|(?:The term|the term) [“\"][^”\"]{2,90}[”\"])\s{0,3}"
    r"(?:or [“\"][^”\"]{2,60}[”\"]\s{0,3})?(?:,[^,.]{0,80},\s{0,3})?(?:means?(?! (?:of|by)\b)|has the (?:same )?meaning"
    r"|have the (?:same )?meaning|shall (?:have the (?:same )?meanings?|mean)|is defined|includes"
    r"|does not (?:include|mean)|refers to)\b"
)
_FINDS: Final = re.compile(
    (
        r"\b(?:legislature|general assembly|assembly|senate|council|people|legislative body"
        r"|state)\b[^.]{0,80}\b(?:finds?|declares?|recognizes?|determines?)\b"
        r"|^\W{0,12}(?:it is )?the (?:intent|purpose|policy) of|\bfindings\b[^.]{0,30}\."
        r"|\blegislative (?:intent|findings)\b|the following findings|\bit is the intent of the legislature"
    ),
    re.IGNORECASE,
)
_TITLES: Final = re.compile(
    (
        r"\b(?:shall be (?:known|referred to) (?:and (?:may be )?cited )?as|may be (?:known and )?(?:cited"
        r"|referred to) as|may be called|(?:is|are) added to (?:title|chapter|part|article|division)"
        r"|constitutes? a new chapter|constitute a new chapter|is codified)\b"
    ),
    re.IGNORECASE,
)
_TAKES_EFFECT: Final = re.compile(
    (
        r"\b(?:takes? effect|shall take effect|is effective|are effective|become(?:s)? effective"
        r"|effective date|expires?|shall expire|applies to (?:offenses|causes of action)"
        r"|applies beginning with|take effect)\b"
    ),
    re.IGNORECASE,
)
_REPEALS: Final = re.compile(
    r"\b(?:is|are|each) (?:each )?(?:hereby )?repealed\b|^\W{0,6}repealer\b|\bis repealed\b", re.IGNORECASE
)
_SEVERS: Final = re.compile(
    (
        r"\bheld (?:to be )?(?:invalid|unconstitutional)\b|\bseverab|\bprovisions of this (?:act|chapter"
        r"|section|part|title|article) are (?:declared to be )?severable\b|\bsevered\b"
    ),
    re.IGNORECASE,
)
_BINDS: Final = re.compile(r"\b(?:shall|must|may not|prohibited|unlawful|liable)\b", re.IGNORECASE)
_SHORT: Final = 420
"""Characters: titles, dates and repeals are short; a long section that also has a date is operative."""


def enacting_end(text: str) -> int:
    """Where the enacting clause ends; 0 when there is none."""
    match = _ENACTING.search(text)
    return match.end() if match else 0


def statement_start(text: str, after: int) -> int:
    """Where the explanation after the last section begins; the end of the text when there is none."""
    match = _STATEMENT.search(text, after)
    return match.start() if match else len(text)


def heading_of(words: str) -> str:
    """The caption of a section, from the words after its number; empty when it has none."""
    match = _HEADING.match(words[:240])
    if match is None or _VERB.search(match["words"]) or _OPENS_SENTENCE.match(match["words"]):
        return ""
    return " ".join(match["words"].split())


def kind_of(words: str, heading: str, *, section: bool) -> ProvisionKind:
    """Judge a provision by its heading and its own words (without those of its items)."""
    lowered = heading.lower()
    opening = words[:600]
    if section or lowered:
        if lowered.startswith(("definition", "terms defined")) or _DEFINES_LIST.search(opening[:320]):
            return ProvisionKind.DEFINITION
        if any(
            word in lowered
            for word in ("finding", "legislative intent", "purpose", "legislative declaration", "statement of intent")
        ) or _FINDS.search(opening[:260]):
            return ProvisionKind.FINDING
        if lowered.startswith(("short title", "title", "citation")):
            return ProvisionKind.TITLE
        if lowered.startswith(("severab",)):
            return ProvisionKind.SEVERABILITY
        if (
            lowered.startswith(("effective date", "effective", "expiration", "sunset", "initial applicability"))
            and len(words) < _SHORT
        ):
            return ProvisionKind.EFFECTIVE_DATE
        if lowered.startswith("repeal"):
            return ProvisionKind.REPEAL
    elif _DEFINES_LIST.search(opening[:320]) and opening.rstrip().endswith((":", "—")):
        return ProvisionKind.DEFINITION
    if _DEFINES.match(opening):
        return ProvisionKind.DEFINITION
    return _short_kind(words)


def _short_kind(words: str) -> ProvisionKind:
    if len(words) <= _SHORT:
        if _SEVERS.search(words):
            return ProvisionKind.SEVERABILITY
        if _TITLES.search(words) and not words.rstrip().endswith(":"):
            return ProvisionKind.TITLE
        if _REPEALS.search(words):
            return ProvisionKind.REPEAL
        if _TAKES_EFFECT.search(words) and not _BINDS.search(_TAKES_EFFECT.sub("", words)):
            return ProvisionKind.EFFECTIVE_DATE
    return ProvisionKind.OPERATIVE
