"""Which provisions does a clean text hold? Sections and nested list items with offsets, lead-ins and kinds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from monitor.model.provision import Provision, ProvisionKind, Span
from monitor.text.segment_kinds import enacting_end, heading_of, kind_of, statement_start
from monitor.text.segment_marks import Mark, item_marks, section_marks

__all__ = ["PREAMBLE", "STATEMENT", "segment"]

PREAMBLE: Final = "preamble"
"""The label of what stands before the first section."""
STATEMENT: Final = "statement"
"""The label of the explanation after the last section."""

_AMENDING: Final = 600
"""Characters within which an amending clause ends."""
_AMENDS: Final = re.compile(r"[\s\S]*?\b(?:to read(?: as follows)?|reads? as follows)\s*:\s*", re.IGNORECASE)
_BARE: Final = 4
"""Characters: a section that opens with its first item is judged by that item."""
_CAPTION_END: Final = re.compile(r"\.\s?—\s{0,4}")
"""``Licensing of models.—``: a caption leads into nothing."""
_RECITAL: Final = frozenset({"Whereas"})
_INHERITED: Final = frozenset(
    {ProvisionKind.DEFINITION, ProvisionKind.FINDING, ProvisionKind.SEVERABILITY, ProvisionKind.REPEAL}
)
_SENTENCE_END: Final = re.compile(r"[.!?][\"”’)]*\s+(?=[A-Z“\"(])")
_ABBREVIATION: Final = re.compile(r"(?:\b(?:Sec|No|Inc|subd|Stat|Minn|et seq|U\.S\.C|P\.L|s|ss|C|cl|[A-Z])\.)\s*$")


@dataclass(slots=True)
class _Node:
    mark: Mark
    end: int
    own_end: int
    kind: ProvisionKind
    heading: str
    label: str
    lead_in: tuple[Span, ...]
    parent: _Node | None = field(default=None, repr=False)


def segment(text: str) -> tuple[Provision, ...]:
    """Cut a clean text into provisions, in document order; together the sections cover it without gaps.

    Offsets are into ``text``, which is never changed. A text without any mark is one provision. Never raises on any
    string; time is linear in its length.
    """
    if not text:
        return ()
    body = enacting_end(text)
    tail = statement_start(text, body)
    sections = section_marks(text, body, tail)
    if not sections:
        sections = [Mark(body, body, 0, "text")] if body < tail else []
    provisions: list[Provision] = []
    first = sections[0].start if sections else tail
    if first > 0:
        provisions.append(_flat(Span(0, first), PREAMBLE, ProvisionKind.TITLE if body else ProvisionKind.FINDING))
    for index, mark in enumerate(sections):
        end = sections[index + 1].start if index + 1 < len(sections) else tail
        provisions.extend(_section(text, mark, end))
    if tail < len(text):
        provisions.append(_flat(Span(tail, len(text)), STATEMENT, ProvisionKind.FINDING))
    return tuple(provisions)


def _flat(span: Span, label: str, kind: ProvisionKind) -> Provision:
    return Provision(label=label, heading="", span=span, own=span, kind=kind, depth=0)


def _section(text: str, mark: Mark, end: int) -> list[Provision]:
    items = list(item_marks(text, mark.end, end))
    own_end = items[0].start if items else end
    words = text[mark.end : own_end]
    if amending := _AMENDS.match(words[:_AMENDING]):
        # What is amended is named first; the words of the law come after.
        words = words[amending.end() :]
    heading = heading_of(words)
    bare = len(words.strip()) < _BARE and bool(items)
    opening = text[mark.end : items[1].start if len(items) > 1 else end] if bare else words
    kind = ProvisionKind.FINDING if mark.label in _RECITAL else kind_of(opening, heading, section=True)
    # of "(a) … the following definitions apply: … (b) A developer shall" only (a) defines
    if bare and kind is ProvisionKind.DEFINITION and sum(item.depth == 1 for item in items) > 1:
        kind = ProvisionKind.OPERATIVE
    nodes = [_Node(mark, end, own_end, kind, heading, mark.label, ())]
    path = [nodes[0]]
    for index, item in enumerate(items):
        while path[-1].mark.depth >= item.depth:
            path.pop()
        parent = path[-1]
        following = items[index + 1].start if index + 1 < len(items) else end
        words = text[item.end : following]
        inherited = parent.kind in _INHERITED
        item_heading = _item_heading(words, item)
        node = _Node(
            item,
            end,
            following,
            parent.kind if inherited else kind_of(words, item_heading, section=False),
            item_heading,
            mark.label + item.label,
            (*parent.lead_in, *_lead_in(text, parent)),
            parent,
        )
        nodes.append(node)
        path.append(node)
    _close(nodes)
    return [
        Provision(
            label=node.label,
            heading=node.heading or (node.parent.heading if node.parent else ""),
            span=Span(node.mark.start, node.end),
            own=Span(node.mark.start, node.own_end),
            kind=node.kind,
            depth=node.mark.depth,
            lead_in=node.lead_in,
        )
        for node in nodes
    ]


def _item_heading(words: str, item: Mark) -> str:
    """Subdivisions carry captions; other items do not."""
    return heading_of(words) if "subd." in item.label and item.depth == 1 else ""


def _lead_in(text: str, parent: _Node) -> tuple[Span, ...]:
    """The last sentence of the parent's own words when it runs on into the list."""
    own = text[parent.mark.end : parent.own_end]
    stripped = own.rstrip()
    if not stripped or stripped[-1] in '.;!?”"':
        return ()
    begin = 0
    for match in _SENTENCE_END.finditer(stripped):
        if not _ABBREVIATION.search(stripped, max(0, match.start() - 8), match.start() + 1):
            begin = match.end()
    if amending := _AMENDS.match(stripped[:_AMENDING]):
        begin = max(begin, amending.end())
    for caption in _CAPTION_END.finditer(stripped):
        begin = max(begin, caption.end())
    begin += len(stripped[begin:]) - len(stripped[begin:].lstrip())
    if begin >= len(stripped):
        return ()
    return (Span(parent.mark.end + begin, parent.mark.end + len(stripped)),)


def _close(nodes: list[_Node]) -> None:
    """End every node where the next one of its depth or above begins."""
    waiting: list[_Node] = []
    for node in nodes:
        while waiting and waiting[-1].mark.depth >= node.mark.depth:
            waiting.pop().end = node.mark.start
        waiting.append(node)
