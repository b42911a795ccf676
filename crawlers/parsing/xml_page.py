"""What is in an answer of an XML service? Elements by name, whatever their namespace; hostile documents are refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final, Self

from lxml import etree

from crawlers.errors import AnswerError
from crawlers.parsing.clean import one_line
from crawlers.parsing.pages import Page, body_of, layout_changed
from monitor.model.bill import Document
from monitor.model.failure import FailureKind

__all__ = ["XmlPage", "field_of", "name_of"]

_MAX_BYTES: Final = 32 * 1024 * 1024
_MAX_ELEMENTS: Final = 1_000_000
_DTD: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")


@dataclass(frozen=True, slots=True, kw_only=True)
class XmlPage(Page):
    """An answer and its root element."""

    root: Any

    @classmethod
    def read(cls, document: Document, *, source: str) -> Self:
        """Parse without entities, without a DTD, without the network; what is deep or huge is refused.

        :raises AnswerError: for one that is empty, too large, hostile or not well-formed.
        """
        body = body_of(document, most=_MAX_BYTES, what="XML").strip()
        if _DTD.search(body.replace(b"\x00", b"") if body.startswith(_WIDE) else body):
            raise AnswerError(FailureKind.DECODE, "the document defines entities or a type of its own; it is not read")
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            dtd_validation=False,
            huge_tree=False,
            recover=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(body, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise AnswerError(FailureKind.DECODE, f"not well-formed XML: {one_line(str(error))[:120]}") from error
        if root.getroottree().docinfo.internalDTD is not None:  # in an encoding that the search cannot read
            raise AnswerError(FailureKind.DECODE, "the document defines a type of its own; it is not read")
        if sum(1 for _ in root.iter()) > _MAX_ELEMENTS:
            raise AnswerError(FailureKind.TOO_LARGE, f"more than {_MAX_ELEMENTS:,} elements")
        return cls(document=document, source=source, root=root)

    def all(self, name: str) -> list[Any]:
        """All elements of a name, wherever they are, in the order of the document."""
        return self.root.findall(f".//{{*}}{name}")  # type: ignore[no-any-return]

    def must(self, name: str) -> Any:
        """The first element of a name; the root counts.

        :raises AnswerError: (layout changed) when there is none.
        """
        found = self.root if name_of(self.root) == name else self.root.find(f".//{{*}}{name}")
        if found is None:
            raise layout_changed(f"element {name}")
        return found

    def text(self, name: str) -> str:
        """The words of the first element of a name in one line; empty when there is none."""
        found = self.root.find(f".//{{*}}{name}")
        return one_line("".join(found.itertext())) if found is not None else ""


def field_of(element: Any, name: str) -> str:
    """The words of the child of a name in one line; empty when there is none."""
    found = element.find(f"{{*}}{name}")
    return one_line("".join(found.itertext())) if found is not None else ""


def name_of(element: Any) -> str:
    """The name without its namespace."""
    return etree.QName(element).localname
