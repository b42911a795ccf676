"""What is in a page of HTML? Its elements by CSS selectors; what must be there and is not is a changed layout."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Self

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from crawlers.errors import AnswerError
from crawlers.parsing.clean import one_line
from crawlers.parsing.pages import Page, body_of, layout_changed
from monitor.model.bill import Document
from monitor.model.failure import FailureKind

__all__ = ["HtmlPage", "link_of", "text_of"]

_MAX_BYTES: Final = 16 * 1024 * 1024
_CHARSET: Final = re.compile(r"charset=[\"']?([A-Za-z0-9._-]{1,40})", re.IGNORECASE)
_SEEN: Final = 2048
"""Bytes in which HTML declares its encoding (at most 1,024 by the standard)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlPage(Page):
    """A page and its tree."""

    tree: LexborHTMLParser

    @classmethod
    def read(cls, document: Document, *, source: str) -> Self:
        """Decode and parse.

        :raises AnswerError: for one that is empty, too large or no HTML.
        """
        body_of(document, most=_MAX_BYTES, what="HTML")
        try:
            tree = LexborHTMLParser(_decoded(document))
        except (SelectolaxError, ValueError, RuntimeError) as error:
            raise AnswerError(FailureKind.DECODE, f"no HTML: {one_line(str(error))[:120]}") from error
        return cls(document=document, source=source, tree=tree)

    def all(self, selector: str) -> list[LexborNode]:
        """All elements, in the order of the page."""
        return self.tree.css(selector)

    def must(self, selector: str) -> LexborNode:
        """The first element.

        :raises AnswerError: (layout changed) when there is none.
        """
        found = self.tree.css_first(selector)
        if found is None:
            raise layout_changed(selector)
        return found

    def text(self, selector: str) -> str:
        """The words of the first element in one line; empty when there is none."""
        return text_of(self.tree.css_first(selector))


def text_of(node: LexborNode | None) -> str:
    """The words of an element in one line; empty for none."""
    return one_line(node.text(separator=" ")) if node is not None else ""


def link_of(node: LexborNode | None) -> str:
    """The ``href`` as it stands; ``page.address`` and ``page.path`` make it whole."""
    return one_line(node.attributes.get("href") or "") if node is not None else ""


def _decoded(document: Document) -> str:
    """As the page or its header declares it, if that can be; servers lie, and then UTF-8 or Windows-1252."""
    declared = [value for name, value in document.headers if name == "content-type"]
    declared.append(document.body[:_SEEN].decode("latin-1"))
    for said in declared:
        if found := _CHARSET.search(said):
            try:
                return document.body.decode(found[1])
            except (LookupError, UnicodeDecodeError, ValueError):
                continue
    try:
        return document.body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return document.body.decode("cp1252", "replace")
