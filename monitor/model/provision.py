"""A provision: one section or list item of one version, by offsets into its clean text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Provision", "ProvisionKind", "Span"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range ``[start, end)`` of characters (Unicode code points) in a clean text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def of(self, text: str) -> str:
        """Cut the exact words."""
        return text[self.start : self.end]


class ProvisionKind(StrEnum):
    """What a provision does; only ``OPERATIVE`` ones can conflict with anything."""

    OPERATIVE = "operative"
    DEFINITION = "definition"
    FINDING = "finding"
    """Legislative findings, purpose, recitals (WHEREAS), synopsis, digest, statement."""
    TITLE = "title"
    """Short title, enacting clause, header."""
    REPEAL = "repeal"
    EFFECTIVE_DATE = "effective-date"
    SEVERABILITY = "severability"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """A node of the provision tree, in document order; children follow their parent at a greater ``depth``."""

    label: str
    """How the text cites it, from the section down: ``Sec. 2(1)(b)``."""
    heading: str
    span: Span
    """The node with everything below it; spans of siblings follow each other, spans of children lie inside."""
    own: Span
    """The node's own words: from its start to its first child, the whole span for a leaf."""
    kind: ProvisionKind
    depth: int
    """0 for a section."""
    lead_in: tuple[Span, ...] = ()
    """The introductory words of the enclosing lists ("a deployer shall do all of the following:"), outermost first."""
