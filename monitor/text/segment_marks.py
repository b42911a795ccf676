"""Where do sections and list items begin in a clean text? Finds marks; builds no tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

__all__ = ["Mark", "item_marks", "section_marks"]


@dataclass(frozen=True, slots=True)
class Mark:
    """The start of a provision: ``end`` is where its words begin after the number; sections have depth 0."""

    start: int
    end: int
    depth: int
    label: str


# A number heads a section only where a line or a sentence ended before it: "Section 3" in mid-sentence is a reference.
# NEW SECTION opens one in Washington; the section sign and SEC. in New York and California; bare numbers are codes.
_SECTION: Final = re.compile(
    r"""
    (?=[BNSWs\d§])  # passes over most places at once
    (?:
    (?P<bill>(?:NEW\s+SECTION\.?\s*)?(?:SECTION|Section|SEC\.|Sec\.|Sect\.)\s{0,8}
        (?P<n1>\d{1,3}[A-Z]?)\s?\.(?=[\s\[(A-Z“"]))
  | (?P<sign>§{1,2}\s{0,4}(?P<n2>\d[\w.:-]{0,24}?)\.?\s(?=\s{0,4}[\[(A-Z“"]))
  | (?P<code>(?:Sec\.\s{0,4}|[Ss]ection\s{1,4})?
        (?P<n3>\d{1,3}[A-Z]{0,2}(?:[.:-]\d{1,5}[a-zA-Z]{0,2}){1,3}|\d{5}(?:\.\d{1,4})*)
        \s?\.(?=\s{0,8}[(\[A-Z“"]))
  | (?P<florida>(?P<n4>\d{1,4}\.\d{2,6})\s(?=[A-Z][^.—]{4,160}\.—))
  | (?P<utah>(?P<n5>\d{1,3}[A-Z]?-\d{1,3}[a-z]?-\d{2,4}(?:\.\d)?)
        \s?(?:[(]?Effective\s[\d/]{6,10}[)]?)?\s?\.(?=\s?[A-Z]))
  | (?P<whereas>(?:WHEREAS|Whereas),\s)
  | (?P<resolved>(?:NOW,\s*THEREFORE,?\s*)?(?:BE\s+IT\s+(?:FURTHER\s+)?RESOLVED|Be\s+it\s+(?:further\s+)?resolved)\b)
    )
    """,
    re.VERBOSE,
)
_NUMBERED: Final = re.compile(r"(?P<n>\d{1,2})\.(?=\s{1,12}(?:[a-z]\.\s|\(|[A-Z“\"]))")
_ENDS_SENTENCE: Final = re.compile(r"(?:^|[.;:—\n\"”’)\]*-]|\band|\bread|\bREAD|\bor)\s{0,12}$")
_NEW_SECTION_OPEN: Final = re.compile(r"(?:NEW SECTION\.?|\(New section\))\s{0,8}$", re.IGNORECASE)
_NUMBER_WORD: Final = re.compile(r"\b(?:No|Nos|Secs?|ch|c|art|Title|Rule|Plan No)\.?\s{0,4}$")
_WINDOW: Final = 48

_ITEM: Final = re.compile(
    r"""
    (?=[(S]|[a-zA-Z\d]\.|\d\d\.)
    (?:
    \((?P<paren>[a-z]{1,5}|[A-Z]{1,4}|\d{1,3})(?:\.\d)?\)
  | \b(?P<subd>Subd(?:ivision)?\.?\s{0,3}(?P<subdn>\d{1,2}[a-z]?)\.(?=\s))
  | (?<![\w$§])(?<!\d\.)(?<!\b[A-Za-z]\.)(?P<dot>[a-zA-Z]|\d{1,2})\.(?=\s{1,12}[(A-Za-z“"])
    )
    """,
    re.VERBOSE,
)
_REFERENCE: Final = re.compile(
    r"(?:\b(?:sub)?(?:sections?|divisions?|paragraphs?|clauses?|chapters?|titles?|parts?|items?|articles?"
    r"|subd|rules?|acts?|code|title)\b"
    r"|\b(?:subds?|pars?|secs?|subs?|ss?|pub|Stat|c)\.|§+|U\.S\.C\.(?:A\.)?|C\.F\.R\.|\bRCW|\b[CR]\.S\."
    r"|\bN\.J\.S\.A?\.?)"
    r"\s{0,4}(?:[\w-]|[.:](?=[\w-])){0,24}(?:\([\w.]{1,5}\)){0,6}\s{0,4}$",
    re.IGNORECASE,
)
_FOLLOWED_BY_OF: Final = re.compile(
    r"\s{0,4}(?:\([\w.]{1,5}\)\s{0,4}){0,4}(?:of (?:this|the|sub|section|para|that|such|such)|above\b"
    r"|and \(|or \(|through \(|to \(\w{1,3}\),? inclusive)"
)
_RUNS_ON: Final = re.compile(r"(?:[:;]|[;,] ?(?:and|or))\s{0,12}$")
"""What stands before a lettered item that begins in lower case: ``shall: a. act; b. report``."""
_GLUED: Final = re.compile(r"[;,:]\s{0,3}(?:and|or|and/or)$")
"""Flat texts lose the space before the next item: ``; and(b)``."""
_JOINS: Final = re.compile(r"[\s,;]*(?:\b(?:and|or|through|to|and/or)\b)?[\s,]*\Z")
_ROMAN: Final = {
    numeral: index
    for index, numeral in enumerate(
        [
            "i",
            "ii",
            "iii",
            "iv",
            "v",
            "vi",
            "vii",
            "viii",
            "ix",
            "x",
            "xi",
            "xii",
            "xiii",
            "xiv",
            "xv",
            "xvi",
            "xvii",
            "xviii",
            "xix",
            "xx",
        ],
        start=1,
    )
}
_MAX_SKIP: Final = 3
"""Struck and repealed items leave gaps in a list."""
_MAX_DEPTH: Final = 7


def section_marks(text: str, start: int, end: int) -> list[Mark]:
    """Find the sections between two offsets, in order, without overlap."""
    found = [match for match in _SECTION.finditer(text, start, end) if _heads_section(text, match.start(), start)]
    marks = [Mark(match.start(), match.end(), 0, _section_label(match)) for match in found]
    if any(match["bill"] for match in found):
        return marks
    numbered = _numbered_sections(text, start, end)
    if len(numbered) > 1:
        # A bill that counts its sections does not open others with a code's number in mid-sentence.
        bare = {match.start() for match in found if match["code"] and not match["code"].startswith(("Sec", "sec"))}
        marks = [mark for mark in marks if mark.start not in bare]
    return _merge(marks, numbered)


def _section_label(match: re.Match[str]) -> str:
    if match["whereas"]:
        return "Whereas"
    if match["resolved"]:
        return "Resolved"
    number = match["n1"] or match["n2"] or match["n3"] or match["n4"] or match["n5"]
    return f"Sec. {number}" if match["bill"] else f"§ {number}"


def _heads_section(text: str, at: int, start: int) -> bool:
    before = text[max(start, at - _WINDOW) : at]
    return bool(
        not before.strip() or _ENDS_SENTENCE.search(before) or _NEW_SECTION_OPEN.search(before)
    ) and not _NUMBER_WORD.search(before)


def _numbered_sections(text: str, start: int, end: int) -> list[Mark]:
    """New Jersey's way: ``1.  Text``, counted strictly upwards, so that numbers in sentences do not open sections."""
    marks: list[Mark] = []
    for match in _NUMBERED.finditer(text, start, end):
        number = int(match["n"])
        if number == len(marks) + 1 and _heads_section(text, match.start(), start):
            marks.append(Mark(match.start(), match.end(), 0, f"Sec. {number}"))
    return marks


def _merge(first: list[Mark], second: list[Mark]) -> list[Mark]:
    taken = {mark.start for mark in first}
    return sorted([*first, *(mark for mark in second if mark.start not in taken)], key=lambda mark: mark.start)


def item_marks(text: str, start: int, end: int) -> Iterator[Mark]:
    """Find the list items of one section, depth 1 and more, in order.

    An enumerator counts only where it continues an open list or opens one; after "subsection" it is a reference.
    """
    open_lists: list[tuple[str, int, str]] = []
    rejected_end = -1
    accepted_end = start
    for match in _ITEM.finditer(text, start, end):
        at = match.start()
        chained = (
            match["paren"] is not None
            and rejected_end >= 0
            and at - rejected_end < 24
            and _JOINS.match(text[rejected_end:at]) is not None
        )
        if at != accepted_end and (chained or _is_reference(text, match, start)):
            rejected_end = match.end() if match["paren"] else -1
            continue
        place = _place(match, open_lists, strong=at == accepted_end or _is_strong(text, at, start))
        if place is None:
            rejected_end = match.end() if match["paren"] and not _is_strong(text, at, start) else -1
            continue
        depth, style, ordinal = place
        del open_lists[depth - 1 :]
        open_lists.append((style, ordinal, match["paren"] or match["subdn"] or match["dot"]))
        label = "".join(f" subd. {name}" if kind == "subd" else f"({name})" for kind, _, name in open_lists)
        rejected_end, accepted_end = -1, match.end()
        yield Mark(at, match.end(), depth, label)


def _is_reference(text: str, match: re.Match[str], start: int) -> bool:
    at = match.start()
    if match["subd"]:
        return not _heads_section(text, at, start)
    before = text[max(start, at - _WINDOW) : at]
    if _REFERENCE.search(before):
        return True
    if match["dot"]:
        if text[match.end() : match.end() + 14].lstrip()[:1].islower():
            return not _RUNS_ON.search(before)
        return not _is_strong(text, at, start)
    return (
        bool(before and before[-1].isalnum() and not _GLUED.search(before))
        or _FOLLOWED_BY_OF.match(text, match.end()) is not None
    )


def _is_strong(text: str, at: int, start: int) -> bool:
    before = text[max(start, at - _WINDOW) : at].rstrip()
    if not before:
        return True
    return (
        before[-1] in '.;:—–\n”"]'
        or before.endswith((" and", " or", ";and", ";or"))
        or "\n" in text[max(start, at - 12) : at]
    )


def _place(
    match: re.Match[str], open_lists: list[tuple[str, int, str]], *, strong: bool
) -> tuple[int, str, int] | None:
    readings = _readings(match)
    for depth in range(len(open_lists), 0, -1):
        style, last, _ = open_lists[depth - 1]
        for reading, ordinal in readings:
            if reading == style and 1 <= ordinal - last <= (_MAX_SKIP if strong else 1):
                return depth, style, ordinal
    styles = [style for style, _, _ in open_lists]
    for style, ordinal in readings:
        opens = ordinal == 1 or (strong and not open_lists)
        if opens and style not in styles and len(open_lists) < _MAX_DEPTH:
            return len(open_lists) + 1, style, ordinal
    for style, ordinal in readings:
        if ordinal == 1 and strong and style in styles:
            return styles.index(style) + 1, style, ordinal
    return None


def _readings(match: re.Match[str]) -> list[tuple[str, int]]:
    """Every style that an enumerator can be read in, with its place: ``(i)`` is the ninth letter or a numeral."""
    if match["subd"]:
        return [("subd", int(re.sub(r"\D", "", match["subdn"])))]
    word = match["paren"] or match["dot"]
    suffix = "." if match["dot"] else ""
    if word.isdigit():
        return [(f"1{suffix}", int(word))]
    readings: list[tuple[str, int]] = []
    case = "A" if word.isupper() else "a"
    lowered = word.lower()
    if lowered in _ROMAN:
        readings.append((f"{'I' if case == 'A' else 'i'}{suffix}", _ROMAN[lowered]))
    if len(set(lowered)) == 1 and lowered.isascii():
        letter = (f"{case}{suffix}", ord(lowered[0]) - ord("a") + 1 + 26 * (len(lowered) - 1))
        if lowered == "i" or letter[0] == "":
            readings.append(letter)
        else:
            readings.insert(0, letter)
    return readings
