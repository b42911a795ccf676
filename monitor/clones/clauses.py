"""Which clauses of a text are compared? Its operative provisions, each with the items too short by themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from monitor.clones.boilerplate import is_boilerplate
from monitor.clones.settings import CloneSettings
from monitor.clones.words import words_of
from monitor.model.bill import BillKey
from monitor.model.provision import Provision, ProvisionKind, Span

__all__ = ["BillClause", "BillText", "clauses_of"]

_NUMBER: Final = re.compile(
    r"\s*(?:NEW\s+SECTION\.?\s*)?(?:(?:SECTION|Section|SEC\.|Sec\.|Sect\.|§{1,2})\s*)?"
    r"[\dA-Za-z.:-]{0,16}\d[\dA-Za-z]{0,4}\s?\.\s*"
)
_ENUMERATOR: Final = re.compile(
    r"\s*(?:(?:\([\w.]{1,5}\)|[a-zA-Z0-9]{1,2}\.(?=\s)|[Ss]ubd(?:ivision)?\.\s*\d+\w?\.)\s*){1,4}"
)
_AMENDS: Final = re.compile(r"[\s\S]{0,600}?\b(?:to read(?: as follows)?|reads? as follows)\s*:\s*", re.IGNORECASE)
"""What a section amends is named before the words of the law."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BillText:
    """One text of one bill: the one that is judged. Its other versions are not compared."""

    bill_id: int
    bill: BillKey
    version_id: int
    text_sha256: str
    dated_on: date | None
    companions: frozenset[BillKey] = frozenset()
    """Bills that the source names as companions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BillClause:
    """One clause as it is compared."""

    source: BillText
    label: str
    parts: tuple[Span, ...]
    lead_in: tuple[Span, ...]
    words: tuple[str, ...] = field(repr=False)

    @property
    def span(self) -> Span:
        """From the first part to the last."""
        return Span(self.parts[0].start, self.parts[-1].end)


@dataclass(slots=True)
class _Node:
    provision: Provision
    children: list[_Node] = field(default_factory=list)


def clauses_of(
    text: str, provisions: Sequence[Provision], source: BillText, settings: CloneSettings
) -> list[BillClause]:
    """Cut the clauses of a clean text, in document order.

    A clause is the own words of an operative provision of at least ``words_min`` words. Words of a shorter one go to
    the provision that holds it: a list of short items is one clause with the words that introduce it. Definitions,
    findings, titles, dates, repeals and severability are none; nor is what has more than ``words_max`` words.
    """
    roots: list[_Node] = []
    path: list[_Node] = []
    for provision in provisions:
        node = _Node(provision)
        while path and path[-1].provision.depth >= provision.depth:
            path.pop()
        (path[-1].children if path else roots).append(node)
        path.append(node)
    found: list[BillClause] = []
    for root in roots:
        _collect(text, root, source, settings, found)
    return sorted(found, key=lambda clause: clause.span)


def _collect(text: str, node: _Node, source: BillText, settings: CloneSettings, found: list[BillClause]) -> list[Span]:
    """Add the clauses of a node and those below; return the parts that are too short to be one."""
    provision = node.provision
    is_operative = provision.kind is ProvisionKind.OPERATIVE
    parts = [_own_words(text, provision)] if is_operative else []
    for child in node.children:
        left = _collect(text, child, source, settings, found)
        if is_operative:
            parts += left
    parts = [part for part in parts if part.start < part.end]
    words = tuple(word.form for word in words_of(text, parts))
    if len(words) < settings.words_min:
        return parts
    if len(words) <= settings.words_max and not is_boilerplate(words):
        found.append(
            BillClause(source=source, label=provision.label, parts=tuple(parts), lead_in=provision.lead_in, words=words)
        )
    return []


def _own_words(text: str, provision: Provision) -> Span:
    """The provision's own words after its number and after what it amends."""
    start, end = provision.own.start, provision.own.end
    if mark := (_NUMBER if provision.depth == 0 else _ENUMERATOR).match(text, start, end):
        start = mark.end()
    if provision.depth == 0 and (amending := _AMENDS.match(text, start, end)):
        start = amending.end()
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
