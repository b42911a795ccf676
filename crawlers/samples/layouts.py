"""How does a legislature publish a bill? Paragraphs to the bytes of each format, with its habits and its faults."""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from crawlers.samples.pdf_pages import pdf_pages, scanned_page

__all__ = ["Bill", "document"]

NOTICE: Final = "SAMPLE. This bill is fictional. It was written to show what Preempt does; no legislature has seen it."
_STRUCK: Final = re.compile(r"\[-(.+?)-\]", re.DOTALL)
_NEW: Final = re.compile(r"\[\+(.+?)\+\]", re.DOTALL)
_HOLES: Final = frozenset(b"\x81\x8d\x8f\x90\x9d")
"""Bytes that windows-1252 leaves undefined."""


class Bill(NamedTuple):
    """What a layout prints besides the paragraphs."""

    state: str
    legislature: str
    number: str
    title: str
    sponsors: str
    upper: bool


def _marked(words: str, struck: str, new: str) -> str:
    """Escaped, with ``[-struck-]`` and ``[+inserted+]`` words in a format's own marks; ``{}`` takes the words."""
    words = _STRUCK.sub(lambda found: struck.format(found[1]), html.escape(words, quote=False))
    return _NEW.sub(lambda found: new.format(found[1]), words)


def _plain(words: str) -> str:
    """As a format shows it that marks nothing."""
    return _NEW.sub(r"\1", _STRUCK.sub("", words))


def _washington(bill: Bill, paragraphs: list[str]) -> str:
    """One line of styled ``div``; struck words in double parentheses."""
    rule = '<hr style="margin-left:1.25in;margin-right:1.25in;height:1px;color:#333;" />'
    bold = r'<span style="font-weight:bold;padding-right:0.1in;">\1  </span>'
    under = '<span style="text-decoration:underline;">{}</span>'
    body = []
    for words in paragraphs:
        line = _marked(words, '((<span style="text-decoration:line-through;">{}</span>))', under)
        line = re.sub(r"^NEW SECTION\. ", under.format("NEW SECTION.") + "\xa0\xa0", line)
        line = re.sub(r"(Sec\. \d+\.) ", bold, line, count=1)
        body.append(f'<div style="text-indent:0.5in;"><!-- field: Text -->{line}<!-- field: --></div>')
    return (
        f"\ufeff<!DOCTYPE html ><html><body><div>{NOTICE}</div>{rule}"
        f'<div style="font-weight:bold;text-align:center;">{"SENATE" if bill.upper else "HOUSE"} BILL {bill.number[3:]}'
        f"</div>{rule}<div><span>State of Washington</span> <span>{bill.legislature}</span></div>"
        f'<div style="margin-top:0.1in;"><span style="font-weight:bold;margin-right:0.25in;">By</span>'
        f"<!-- field: Sponsors -->{html.escape(bill.sponsors)}<!-- field: --></div>{''.join(body)}</body></html>"
    )


def _utah(bill: Bill, paragraphs: list[str]) -> str:
    """XML that declares UTF-16 and is UTF-8; struck words in an ``amend`` that erases."""
    amend = '<amend anum="0" ea="{}" style="1" level="1" {}="both">'
    marks = amend.format("erase", "deltag") + "[{}]</amend>", amend.format("amend", "amendtag") + "{}</amend>"
    body = []
    for number, words in enumerate(paragraphs, start=1):
        line = _marked(words, *marks)
        if re.match(r"Section \d+\. ", words):
            body.append(f'<secline lineno="{number}">{line}</secline>')
        elif re.match(r"\d+[A-Z]?-\d+[a-z]?-\d+\. ", words):
            body.append(f'<catline lineno="{number}"><bold>{line}</bold></catline>')
        elif item := re.match(r"(\(\w+\)) ", words):
            rest = _marked(words[item.end() :], *marks)
            body.append(f'<subsection lineno="{number}"><display>{item[1]}</display>{rest}</subsection>')
        else:
            body.append(f'<sectionText lineno="{number}">{line}</sectionText>')
    return (
        f'<?xml version="1.0" encoding="UTF-16"?>\n<leg xml:space="preserve" billnum="{bill.number.replace(" ", "")}" '
        f'sess="2026GS"><info><nextbuid>2</nextbuid></info><tbox><st lineno="1">{html.escape(bill.title, quote=False)}'
        f"</st><sessionhead>{bill.legislature}</sessionhead><statehead>STATE OF UTAH</statehead><sponsorhead>{NOTICE} "
        f"Chief Sponsor: {html.escape(bill.sponsors)}</sponsorhead></tbox><bdy><bsec><section>{''.join(body)}"
        "</section></bsec></bdy></leg>"
    )


def _new_jersey(bill: Bill, paragraphs: list[str]) -> str:
    """A filtered word-processor page, which declares windows-1252 whatever it holds."""
    lines = [textwrap.fill(_marked(words, "<s>{}</s>", "<u>{}</u>"), 80) for words in paragraphs]
    body = "\n\n".join(f"<p class=MsoNormal style='line-height:150%'>{line}</p>" for line in lines)
    return (
        '<html>\n\n<head>\n<meta http-equiv=Content-Type content="text/html; charset=windows-1252">\n'
        f"<title>{bill.number}</title>\n<style>\n<!--\n@page WordSection3\n\t{{size:8.5in 14.0in;}}\n-->\n</style>\n"
        "</head>\n\n<body lang=EN-US>\n\n<div class=WordSection1>\n\n"
        f"<p class=bpuBill>{'SENATE' if bill.upper else 'ASSEMBLY'}, No. {bill.number[1:]}</p>\n\n"
        f"<p class=bpuIntro>{NOTICE}</p>\n\n<p class=bpuState>STATE OF NEW JERSEY</p>\n\n"
        f"<p class=bpuLegislature>{bill.legislature}</p>\n\n"
        f"<p class=bpuSponsor>Sponsored by: {html.escape(bill.sponsors)}</p>\n\n</div>\n\n"
        f"<div class=WordSection3>\n\n{body}\n\n</div>\n\n</body>\n\n</html>\n"
    )


def _minnesota(bill: Bill, paragraphs: list[str]) -> str:
    """The bill inside a page of a web site; changes are told in words for screen readers."""
    told = '<span class="sr-only">{0} text begin </span>{1}<span class="sr-only">{0} text end </span>'
    struck = told.format("deleted", '<span style="text-decoration: line-through" class="del">{}</span>')
    under = told.format("new", '<ins style="text-decoration: underline">{}</ins>')
    body = []
    for number, words in enumerate(paragraphs, start=1):
        mark = f'<span id="pl.1.{number}" class="pl"> </span>'
        if head := re.match(r"(?:Section|Sec\.) \d+\. ", words):
            rest = _marked(words[head.end() :], struck, under)
            body.append(f'<h2 class="section_number">{mark}{head[0]}</h2>\n<p class="first">{rest}</p>')
        else:
            body.append(f'<p class="in">{mark}{_marked(words, struck, under)}</p>')
    lines = "\n".join(body)
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"/><title>{bill.number}</title></head>\n<body>\n'
        '<a href="#main">Skip to main content</a>\n<nav><ul><li>Bills</li><li>Statutes</li></ul></nav>\n'
        f'<div id="document" class="col">\n<p>{NOTICE}</p>\n<p>{bill.number}, {bill.legislature}</p>\n{lines}\n</div>\n'
        "<footer>About this site</footer>\n</body></html>\n"
    )


def _california(bill: Bill, paragraphs: list[str]) -> str:
    """A generic page that declares UTF-8."""
    body = "\n".join(f"<p>{_marked(words, '<strike>{}</strike>', '<em>{}</em>')}</p>" for words in paragraphs)
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{bill.number}</title></head><body>\n'
        f'<div id="bill_all"><p>{NOTICE}</p><h1>{bill.number}</h1>\n<p>Introduced by {html.escape(bill.sponsors)}</p>\n'
        f"{body}\n</div></body></html>\n"
    )


def _printed(paragraphs: list[str], width: int, indent: int) -> Iterator[str]:
    for words in paragraphs:
        yield from textwrap.wrap(words, width, initial_indent=" " * indent, break_on_hyphens=False)


def _florida(bill: Bill, paragraphs: list[str]) -> str:
    """Numbered lines in a ``pre``; the marks are set after the wrapping, since they take no room in print."""
    short = [_marked(words, "\x01{}\x02", "\x03{}\x04") for words in paragraphs]
    text = "\n".join(f"{number:5}  {line}" for number, line in enumerate(_printed(short, 62, 8), start=1))
    for mark, tag in zip("\x01\x02\x03\x04", ('<s class="Remove">', "</s>", '<u class="Insert">', "</u>"), strict=True):
        text = text.replace(mark, tag)
    return (
        '<html>\n<head>\n<meta http-equiv="Content-Type" content="text/html; charset=UTF-8">\n<title></title>\n'
        f"</head>\n<body>\n<pre>\n       {NOTICE}\n\n"
        f"       <b>Florida Senate</b> - <b>2026</b>                  <b>{bill.number}</b>\n\n"
        f"       <b>By </b>{html.escape(bill.sponsors)}\n\n{text}\n</pre>\n</body>\n</html>\n"
    )


def _texas(bill: Bill, paragraphs: list[str]) -> str:
    """Each printed line is a row of a table."""
    number = f"{bill.number[0]}.B. No. {bill.number[3:]}"
    rows = [("", words) for words in (NOTICE, number, "A BILL TO BE ENTITLED", "AN ACT")]
    for count, line in enumerate(_printed([_plain(words) for words in paragraphs], 66, 7)):
        words = html.escape(line, quote=False)
        rows.append((f"{count // 27 + 1}-{count % 27 + 1}", words.replace(" " * 7, "&#xA0;" * 7, 1)))
    body = "\n".join(
        f'<tr><td width="65" valign="top"><META name="PGLN" contents="{place}">&#xA0;</td>'
        f'<td width="615" colspan="2" valign="top">{words} </td></tr>'
        for place, words in rows
    )
    return (
        '<html>\n<head>\n<meta http-equiv="Content-Type" content="text/html; charset=US-ASCII">\n'
        f"<title>90(R) {bill.number} - Bill Text</title>\n</head>\n<body>\n"
        f'<table width="680" cellpadding="0" cellspacing="0">\n{body}\n</table>\n</body>\n</html>\n'
    )


def _numbered_text(bill: Bill, paragraphs: list[str]) -> str:
    """Plain text as printed: line numbers that begin anew on each page, page numbers between."""
    out = []
    for count, line in enumerate(_printed([NOTICE, bill.number, *map(_plain, paragraphs)], 62, 7)):
        if count and count % 27 == 0:
            out += ["", f"{count // 27:40}", "\f"]
        out.append(f"{count % 27 + 1:4}  {line}")
    return "\n".join(out) + "\n"


_LAYOUTS: Final[Mapping[str, tuple[str, Callable[[Bill, list[str]], str]]]] = {
    "ca": (".html", _california),
    "fl": (".html", _florida),
    "mn": (".html", _minnesota),
    "nj": (".HTM", _new_jersey),
    "tx": (".HTM", _texas),
    "txt": (".txt", _numbered_text),
    "ut": (".xml", _utah),
    "wa": (".htm", _washington),
}


def document(bill: Bill, text: str, *, layout: str, encoding: str = "utf-8") -> tuple[str, bytes]:
    """The ending of a file's name and its bytes.

    ``encoding`` may be ``double``: UTF-8 that was taken for windows-1252 and encoded again.
    """
    paragraphs = text.split("\n\n")
    if layout == "scan":
        return ".pdf", scanned_page()
    if layout == "pdf":
        head = [NOTICE, f"{bill.number} {bill.legislature}", f"STATE OF {bill.state.upper()}", f"BY {bill.sponsors}"]
        return ".pdf", pdf_pages(f"{bill.number} 2026", [*head, *map(_plain, paragraphs)])
    ending, made = _LAYOUTS[layout][0], _LAYOUTS[layout][1](bill, paragraphs)
    return ending, _twice_encoded(made) if encoding == "double" else made.encode(encoding)


def _twice_encoded(text: str) -> bytes:
    raw = text.encode()
    return "".join(bytes([byte]).decode("latin-1" if byte in _HOLES else "cp1252") for byte in raw).encode()
