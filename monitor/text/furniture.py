"""What stands on a page and is not law: line numbers, page headers and footers, site chrome, upstream headers."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

__all__ = [
    "cut_upstream_header",
    "drop_furniture",
    "drop_inline_numbers",
    "drop_line_numbers",
    "drop_marked_changes",
    "drop_site",
]

_UPSTREAM: Final = re.compile(r"\A\ufeff?Title:.{0,4000}?^={20,}\s*$", re.DOTALL | re.MULTILINE)
_MARKUP_NOTE: Final = re.compile(r"^Visual Markup Detected: true", re.MULTILINE)

# a number at the start of a line, as printed in a margin; Utah's PDFs come with the digits apart ("1 0")
_MARGIN: Final = re.compile(r"^[ \t]{0,12}(\d{1,5})(?=[ \t]|$)[ \t]?")
_APART: Final = re.compile(r"^[ \t]{0,12}(\d(?: \d){1,4})(?=[ \t]|$)[ \t]?")
_FURNITURE: Final = re.compile(
    r"""^\s*(?:
        page\s+\d{1,4}\s+of\s+\d{1,4}
      | -\s*\d{1,4}\s*-
      | ---\s*END\s*---
      | CODING:\s*words\s+(?:stricken\s+)?are\s+deletions.*
      | F\s+L\s+O\s+R\s+I\s+D\s+A\s+H\s+O\s+U\s+S\s+E\s+O\s+F
        \s+R\s+E\s+P\s+R\s+E\s+S\s+E\s+N\s+T\s+A\s+T\s+I\s+V\s+E\s+S
      | h[bcjm]r?\d{3,5}-\d\d
      | \d{1,2}-\d{5}[A-Z]?-\d{2}\s+\d{8}[a-z0-9_]*
      | (?:CS/)*[HS]B\s\d{1,5}(?:,\s\w+\s\w+)?\s+20\d\d
      | Florida\ Senate\s-\s20\d\d\s.{0,60}
      | [HS][BJCR]+\d{4}(?:S\d\d)?\s+compared\s+with\s+[HS][BJCR]+\d{4}(?:S\d\d)?
      | \d{1,2}-\d{1,2}-\d\d\s+\d{1,2}:\d\d\s[AP]M
    )\s*$""",
    re.VERBOSE | re.IGNORECASE,
)
_PAGE_NUMBER: Final = re.compile(r"^\s*\d{1,4}\s*$")
_FLAT_FURNITURE: Final = re.compile(
    r"Page \d{1,4} of \d{1,4}\s+CODING: Words stricken are deletions; words underlined are additions\.?"
    r"(?:\s+Florida Senate - 20\d\d (?:CS for )*[HS]B \d{1,5}(?: [A-Z\d-]{6,14} \d{8}[a-z0-9_]{0,4})?)?"
    r"|CODING: Words stricken are deletions; words underlined are additions\.?"
)

# MN: the bill stands inside a page of the legislature's site; readers of flat text get all of it
_MN_START: Final = re.compile(r"\b(?:A bill for an act|A resolution)\b")
_MN_END: Final = re.compile(
    r"\bAbout the Legislature Historical Information Employment/Internships\b|\bSkip to main content\b"
)
_SITE: Final = re.compile(r"\bSkip to main content\b")

_DELETED: Final = (re.compile(r"(?=deleted text begin)"), re.compile(r"deleted text end"))
_NEW: Final = re.compile(r"new text (?:begin|end) ?")
_WA_STRUCK: Final = (re.compile(r"(?=\(\((?!\w\)\())"), re.compile(r"\)\)(?!\))"))
_MOST_STRUCK: Final = 20_000
_LEGEND: Final = re.compile(r"\{Omitted text\} shows text that was in .{0,900}? or other causes\.", re.DOTALL)
_BRACED: Final = re.compile(r"\{[^{}]{0,8000}\}")
_NJ_EXPLANATION: Final = re.compile(r"Matter enclosed in bold-faced brackets \[thus\]")
_BRACKETED: Final = re.compile(r"\[[^\[\]]{0,8000}\]")


def cut_upstream_header(text: str) -> tuple[str, bool, bool]:
    """Take off the header of somebody else's extraction.

    Returns the text, whether there was a header, and whether it says that struck and inserted words are mixed.
    """
    found = _UPSTREAM.match(text)
    if found is None:
        return text, False, False
    return text[found.end() :].lstrip("\n"), True, bool(_MARKUP_NOTE.search(found.group()))


def drop_line_numbers(lines: list[str]) -> list[str]:
    """Take margin numbers off lines when most lines carry them and they count upwards; else nothing is touched."""
    numbered = list(_margin_numbers(lines))
    filled = sum(1 for line in lines if line.strip())
    if len(numbered) < 8 or len(numbered) < 0.5 * filled:
        return lines
    rising = sum(1 for (_, a, _), (_, b, _) in pairwise(numbered) if 0 < b - a <= 4 or b == 1)
    if rising < 0.7 * (len(numbered) - 1):
        return lines
    out, highest = list(lines), 0
    for index, number, end in numbered:
        if number <= highest + 8:  # "2026 GENERAL SESSION" is no line number
            out[index] = lines[index][end:]
            highest = max(highest, number)
    return out


def _margin_numbers(lines: list[str]) -> Iterator[tuple[int, int, int]]:
    """Index, number and where the number ends; digits stand apart only where that counts on ("1 2" after 11)."""
    last = 0
    for index, line in enumerate(lines):
        apart, found = _APART.match(line), _MARGIN.match(line)
        if apart and 0 < int(apart[1].replace(" ", "")) - last <= 4:
            found = apart
        if found:
            number = int(found[1].replace(" ", ""))
            yield index, number, found.end()
            if number == 1 or number <= last + 8:
                last = number


def drop_furniture(lines: list[str], *, printed: bool) -> list[str]:
    """Take out page headers and footers that stand on lines of their own; bare page numbers on printed pages only."""
    return [
        "" if line.strip() and (_FURNITURE.match(line) or (printed and _PAGE_NUMBER.match(line))) else line
        for line in lines
    ]


_TOKEN: Final = re.compile(r"(?<!\S)(\d{1,4})(?!\S)")
_LINE: Final = 92
"""Most characters from one margin number to the next within a page."""
_PAGE_BREAK: Final = 420
"""The same across a page header and footer."""


def drop_inline_numbers(text: str) -> str:
    """Take margin numbers out of a text whose lines were joined: ``1 A bill 2 to be entitled 3 …``.

    The numbers are the longest chain 1, 2, 3, … with gaps of a line's length; natural numbers ("10 days") stay unless
    they are the only candidate. Nothing is touched when there is no chain of 20.
    """
    text = _FLAT_FURNITURE.sub(" ", text)
    places: dict[int, list[re.Match[str]]] = {}
    for token in _TOKEN.finditer(text):
        places.setdefault(int(token.group(1)), []).append(token)
    chain = _chain(places)
    if len(chain) < 20:
        return text
    out, last = [], 0
    for token in chain:
        out.append(text[last : token.start()])
        last = token.end()
    out.append(text[last:])
    return "".join(out)


def _chain(places: dict[int, list[re.Match[str]]]) -> list[re.Match[str]]:
    """Viterbi over the places of 1, 2, 3, …: each step costs how unlike a line (or an empty line) its gap is."""
    layer = {m.start(): (0.0, None, m) for m in places.get(1, []) if m.start() < 4000}
    layers: list[dict[int, tuple[float, int | None, re.Match[str]]]] = [dict(layer)]
    number = 2
    while True:
        following: dict[int, tuple[float, int | None, re.Match[str]]] = {}
        starts = list(layers[-1])  # they rise
        for match in places.get(number, []):
            best: tuple[float, int | None, re.Match[str]] | None = None
            for start in starts[bisect(starts, match.start() - _PAGE_BREAK - 5) : bisect(starts, match.start())]:
                cost, _, before = layers[-1][start]
                gap = match.start() - before.end()
                if not 0 < gap <= _PAGE_BREAK:
                    continue
                step = 4.0 if gap > _LINE else min(abs(gap - 58), abs(gap - 1)) / 58
                if best is None or cost + step < best[0]:
                    best = (cost + step, start, match)
            if best is not None:
                following[match.start()] = best
        if not following:
            break
        layers.append(following)
        number += 1
    if len(layers) < 2:
        return []
    chain: list[re.Match[str]] = []
    place: int | None = min(layers[-1], key=lambda start: layers[-1][start][0])
    for layer_back in reversed(layers):
        if place is None:
            break
        _, previous, match = layer_back[place]
        chain.append(match)
        place = previous
    return chain[::-1]


def drop_site(text: str) -> str:
    """Cut a flat text to the bill where the site around it was extracted with it (MN)."""
    if not _SITE.search(text[:6000]):
        return text
    starts = list(_MN_START.finditer(text))
    if not starts:
        return text
    end = _MN_END.search(text, starts[0].end())
    return text[starts[0].start() : end.start() if end else len(text)]


def drop_marked_changes(text: str, *, redline: bool) -> tuple[str, str]:
    """Take out words that the text itself marks as struck; returns the text and what was done (empty: nothing).

    MN says it in words, WA puts them in double parentheses, NJ in brackets with an explanation, Utah's comparisons in
    braces.
    """
    done = []
    if "deleted text begin" in text or "new text begin" in text:
        text = _NEW.sub("", _drop_between(text, *_DELETED, least=len("deleted text begin")))
        done.append("marked deletions")
    if _NJ_EXPLANATION.search(text):
        text = _BRACKETED.sub(" ", text)
        done.append("bracketed deletions")
    if redline and "{Omitted text}" in text:
        text = _LEGEND.sub(" ", text, count=1)
        text = _BRACKETED.sub(" ", _BRACED.sub(" ", text))  # Utah also brackets what a bill takes out of the code
        done.append("braced deletions")
    if "((" in text and ("RCW" in text or "State of Washington" in text):
        text = _drop_between(text, *_WA_STRUCK, least=len("((") + 1)
        done.append("parenthesised deletions")
    return text, ", ".join(done)


def _drop_between(text: str, opening: re.Pattern[str], closing: re.Pattern[str], *, least: int) -> str:
    """Replace what lies between two marks, with them, by a blank. In one pass: no text makes it slow.

    ``opening`` looks ahead only; a closing mark counts from ``least`` characters after it on.
    """
    ends = [end.span() for end in closing.finditer(text)]
    out, place, index = [], 0, 0
    for start in (found.start() for found in opening.finditer(text)):
        if start < place:
            continue
        while index < len(ends) and ends[index][0] < start + least:
            index += 1
        if index == len(ends):
            break
        if ends[index][0] - start - least <= _MOST_STRUCK:
            out += [text[place:start], " "]
            place = ends[index][1]
    return "".join([*out, text[place:]])
