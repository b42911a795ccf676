"""The clean text of a bill published as XML: Utah, the Congress, California, and what is like them."""

from __future__ import annotations

import re
from typing import Any, Final

from lxml import etree

from monitor.text.flow import Rules, flow

__all__ = ["XmlError", "xml_text"]

_OUT: Final = frozenset(
    # bookkeeping: Utah's index of sections, the Congress's metadata and tables of contents
    "info metadata dublinCore distribution-code toc ln endorsement attestation".split()
)
_STRUCK_TAGS: Final = frozenset({"deleted-phrase", "strike", "del", "s", "stricken"})
_BLOCKS: Final = frozenset(
    # Utah
    "st sessionhead statehead sponsorhead otherSponsorhead lthead gdhead gd hlhead hl mfheading mf oshead os"
    " seccodehead bsec section secline catline subsection sectionText tab para"
    # the Congress
    " congress session legis-num current-chamber legis-type official-title action action-date action-desc section"
    " subsection paragraph subparagraph clause subclause item subitem quoted-block continuation-text whereas"
    " resolution-body title subtitle part chapter subchapter division"
    # California and generic
    " p br li div tr h1 h2 h3 h4 Num ActionLine Title Subject DigestText BillSection Content LawSection Preamble"
    " Id".split()
)
_SECTION_ENUM: Final = re.compile(r"\d+[A-Za-z]?\.")


class XmlError(ValueError):
    """The bytes are no well-formed XML. Raised by :func:`xml_text`; the caller may try HTML."""


def _name(element: Any) -> str:
    """The tag without its namespace."""
    tag: str = element.tag
    return tag.rpartition("}")[2]


def _skip(element: Any) -> bool:
    name = _name(element)
    if name in _OUT or name in _STRUCK_TAGS:
        return True
    if name == "amend" and element.get("ea") == "erase":  # Utah: erased words
        return True
    if element.get("changed") == "deleted" or element.get("reported-display-style") == "strikethrough":
        return True
    if element.get("display") == "no" or "line-through" in (element.get("style") or ""):
        return True
    return bool({"strike", "stricken", "deleted"} & set((element.get("class") or "").lower().split()))


def _before(element: Any) -> str:
    """The Congress leaves out the word before a section's number; a reader of the printed bill sees it."""
    if _name(element) == "enum" and element.getparent() is not None and _name(element.getparent()) == "section":
        return "SEC. " if _SECTION_ENUM.fullmatch((element.text or "").strip()) else ""
    return "\u201c" if _name(element) == "quote" else ""


def _after(element: Any) -> str:
    name = _name(element)
    if name == "header":
        words = "".join(element.itertext()).rstrip()
        return " " if words.endswith((".", ":", "\u2014")) else ". "
    if name == "quote":
        return "\u201d"
    return " " if name in {"enum", "display", "enum-in-header", "td"} else ""


_RULES: Final = Rules(skip=_skip, block=lambda element: _name(element) in _BLOCKS, before=_before, after=_after)


def xml_text(text: str) -> str:
    """Lines of the bill; entities that a document defines itself are never expanded and nothing is fetched.

    :raises XmlError: when it is not well-formed or nests too deep.
    """
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        recover=False,
    )
    try:
        # the declaration is dropped: it may lie about the encoding, which is known by now
        body = re.sub(r"^\s*<\?xml[^>]*\?>", "", text, count=1).encode("utf-8", "replace")
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise XmlError(f"not well-formed XML: {' '.join(str(error).split())[:120]}") from error
    return flow(root, _RULES)
