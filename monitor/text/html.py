"""The clean text of a bill published as HTML: struck words out, inserted words in, the web site around it out."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any, Final

from lxml import etree, html

from monitor.text.flow import Rules, flow
from monitor.text.ruled import STRUCK

__all__ = ["HtmlError", "html_text"]

_OUT: Final = frozenset(
    "script style head nav header footer form select button input template noscript iframe object svg math audio"
    " video".split()
)
_STRUCK_TAGS: Final = frozenset({"s", "strike", "del"})
_BLOCKS: Final = frozenset(
    "address article aside blockquote body br center dd div dl dt fieldset figure h1 h2 h3 h4 h5 h6 hr li main ol p pre"
    " section table tbody thead title tr ul".split()
)
_STRUCK_CLASS: Final = re.compile(
    r"(?:^|[\s_-])(?:del|deleted|remove|removed|strike|stricken|strikethrough|struck|amenddeletedtext|amendstrike)(?:$|[\s_-])",
    re.IGNORECASE,
)
_STRUCK_STYLE: Final = re.compile(
    r"text-decoration(?:-line)?\s*:[^;]{0,100}line-through|display\s*:\s*none", re.IGNORECASE
)
_REFUSED: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SOURCE_BLANKS: Final = re.compile(r"[ \t\r\n\f]+")
_ENACTING: Final = re.compile(
    r"be\s+it\s+(?:hereby\s+)?(?:enacted|resolved)|bill\s+for\s+an\s+act|\ban\s+act\s+(?:relating|concerning|to)\b|\bwhereas\b|\bresolved\b",
    re.IGNORECASE,
)
_CONTAINERS: Final = ("document", "bill-text", "billtext", "bill_text", "bill-content")
# MN marks changes for screen readers in words; the struck words themselves carry a class
_MARKERS: Final = frozenset({"deleted text begin", "deleted text end", "new text begin", "new text end"})
# New Jersey strikes by bold brackets: what they enclose is not enacted and meant to be left out
_BOLD: Final = frozenset({"b", "strong"})
_BRACKETED: Final = re.compile(f"{STRUCK[0]}\\[[^{STRUCK[0]}{STRUCK[1]}]*\\]{STRUCK[1]}")
_LEFT: Final = re.compile(f"[{STRUCK[0]}{STRUCK[1]}]")


_MARK_LENGTH: Final = 8
_BOLD_WITHIN: Final = 3
_OPENING: Final = re.compile(r"\d{0,2}\[")
_CLOSING: Final = re.compile(r"\]\d{0,2}")


class HtmlError(ValueError):
    """The bytes are no HTML that can be read. Raised by :func:`html_text`; the version is stored as unreadable."""


def _is_struck(element: Any) -> bool:
    if element.tag in _STRUCK_TAGS:
        return True
    style, kind = element.get("style"), element.get("class")
    return bool((style and _STRUCK_STYLE.search(style)) or (kind and _STRUCK_CLASS.search(kind)))


def _short(element: Any) -> str:
    """All words of an element when they are a mark or two; empty when they are more."""
    words = ""
    for part in element.itertext():
        words += part
        if len(words) > _MARK_LENGTH:
            return ""
    return words.strip()


def _is_reprint_number(element: Any) -> bool:
    """NJ sets the number of the amendment, bold and raised, around what it changed."""
    if element.tag != "sup":
        return False
    around = islice(element.iterancestors(), _BOLD_WITHIN)
    return any(outer.tag in _BOLD for outer in around) and _short(element).isdecimal()


def _opens(element: Any) -> str:
    return STRUCK[0] if element.tag in _BOLD and _OPENING.fullmatch(_short(element)) else ""


def _closes(element: Any) -> str:
    if element.tag in _BOLD and _CLOSING.fullmatch(_short(element)):
        return STRUCK[1]
    return " " if element.tag in {"td", "th", "br"} else ""


def _skip(element: Any) -> bool:
    if element.tag in _OUT or _is_struck(element) or _is_reprint_number(element):
        return True
    kind = element.get("class") or ""
    if element.tag == "var" and "ln" in kind.split():  # MN: a column of line numbers
        return True
    return "sr-only" in kind.split() and (element.text or "").strip() in _MARKERS


def _block(element: Any) -> bool:
    if element.tag == "br":  # MN breaks printed lines for wide screens only
        return "d-none" not in (element.get("class") or "").split()
    return element.tag in _BLOCKS


_RULES: Final = Rules(
    skip=_skip,
    block=_block,
    before=_opens,
    after=_closes,
)


def _bill_part(root: Any) -> Any:
    """The element that holds the bill: a known container, or the whole body."""
    for name in _CONTAINERS:
        for found in root.xpath(f'//*[@id="{name}" or contains(concat(" ", @class, " "), " {name} ")]'):
            if _ENACTING.search(found.text_content()):
                return found
    bodies = root.xpath("//body")
    return bodies[0] if bodies else root


def html_text(text: str) -> str:
    """Lines of the bill, not yet cleaned of page furniture.

    :raises HtmlError: when nothing can be parsed, or not all of it.
    """
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise HtmlError(f"not readable as HTML: {str(error)[:120]}") from error
    if any("Excessive depth" in entry.message for entry in parser.error_log):
        raise HtmlError("the HTML nests too deep; what lies below would be lost")
    _double_parentheses(root)
    _fold_source_lines(root)
    return _LEFT.sub("", _BRACKETED.sub("", flow(_bill_part(root), _RULES)))


def _fold_source_lines(root: Any) -> None:
    """Line ends of the source are blanks, except in ``pre``; fixed spaces stay, since they are indents."""
    kept = {inner for outer in root.iter("pre") for inner in outer.iter()}
    for element in root.iter():
        if element.text and element not in kept:
            _put(element, "text", _SOURCE_BLANKS.sub(" ", element.text))
        if element.tail and element.getparent() not in kept:
            _put(element, "tail", _SOURCE_BLANKS.sub(" ", element.tail))


def _put(element: Any, place: str, words: str) -> None:
    """Set ``text`` or ``tail``: the parser lets characters in that the tree refuses when they are set."""
    setattr(element, place, _REFUSED.sub("", words))


def _double_parentheses(root: Any) -> None:
    """WA puts struck words in double parentheses: ``((`` and ``))`` around them go too."""
    for element in root.iter():
        if isinstance(element.tag, str) and _is_struck(element) and (element.tail or "").startswith("))"):
            _put(element, "tail", element.tail[2:])
            before = element.getprevious()
            owner, name = (before, "tail") if before is not None else (element.getparent(), "text")
            words = getattr(owner, name) or "" if owner is not None else ""
            if words.endswith("(("):
                _put(owner, name, words[:-2])
