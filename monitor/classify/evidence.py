"""Which exact words prove a finding? Sentence-sized quotes whose offsets hold in the clean text."""

from __future__ import annotations

import re
from typing import Final

from monitor.classify.fold import Folded
from monitor.classify.units import Unit
from monitor.model.finding import Evidence, EvidenceRole
from monitor.model.provision import Provision, Span

__all__ = ["lead_in_evidence", "provision_evidence", "quote", "unit_evidence"]

_MOST: Final = 400
_FRAGMENT: Final = 60
"""Characters below which an item of a list is no sentence."""
_CLAUSE: Final = re.compile(r"[;:,—]\s+|\s(?=\()|\.\s+")
_SAYS: Final = re.compile(
    r"\b(?:shall|must|may|prohibited|unlawful|liable|required|right to|is|are|has|have|means?|include[sd]?|including"
    r"|following|by|if|that|of)\b",
    re.IGNORECASE,
)
"""A lead-in without any of these is a caption."""
_RUNS_ON: Final = re.compile(r"[:—]\s*\Z")
_ITEM_END: Final = re.compile(r"[;.](?=\s|\Z|\()")
_SPACE: Final = re.compile(r"\s")


def quote(text: str, span: Span, role: EvidenceRole = EvidenceRole.OPERATIVE) -> Evidence:
    """Make evidence of a span; the words are cut from the text, so they are exact.

    :raises ValueError: when the span is blank or outside the text.
    """
    words = span.of(text)
    if not words.strip() or span.end > len(text):
        raise ValueError(f"no words at [{span.start}, {span.end})")
    return Evidence(span=span, quote=words, role=role)


def unit_evidence(
    text: str, folded: Folded, unit: Unit, start: int, end: int, role: EvidenceRole = EvidenceRole.OPERATIVE
) -> Evidence:
    """Quote the sentence of a unit around the words at ``[start, end)`` of its ``full``; long ones are cut."""
    hit = Span(*sorted((folded.raw(unit.folded_at(start)), folded.raw(max(unit.folded_at(end) - 1, unit.at)) + 1)))
    span = unit.span
    if span.end - span.start < _FRAGMENT and start < unit.cut and unit.provision.lead_in:
        # "ten or more employees" says nothing without the words that introduce it
        whole = Span(min(unit.provision.lead_in[-1].start, span.start), span.end)
        span = whole if whole.end - whole.start <= _MOST else span
    if span.end - span.start > _MOST:
        span = _cut(text, span, hit)
    elif _RUNS_ON.search(span.of(text)):
        span = _with_items(text, span, unit.provision.span.end)
    return quote(text, span, role)


def _with_items(text: str, span: Span, end: int) -> Span:
    """A sentence that runs on into its list, with as many whole items as the limit leaves room for."""
    most = min(end, span.start + _MOST)
    ends = [match.end() for match in _ITEM_END.finditer(text, span.end, most)]
    return _trim(text, span.start, ends[-1]) if ends else span


def lead_in_evidence(text: str, unit: Unit) -> Evidence | None:
    """Quote the innermost lead-in of a list item that says who must act; none for captions and for lone sentences."""
    spans = [span for span in unit.provision.lead_in if _SAYS.search(span.of(text))]
    if not spans:
        return None
    span = spans[-1]
    if span.end - span.start > _MOST:
        span = _cut(text, span, Span(span.end - _MOST // 2, span.end))
    return quote(text, span, EvidenceRole.LEAD_IN)


def provision_evidence(
    text: str, folded: Folded, provisions: tuple[Provision, ...], start: int, end: int, role: EvidenceRole
) -> Evidence:
    """Quote the provision around the folded words at ``[start, end)``, cut at clauses where it is long."""
    hit = Span(folded.raw(start), folded.raw(end - 1) + 1)
    holder = next((item.own for item in reversed(provisions) if item.own.start <= hit.start < item.own.end), hit)
    whole = Span(holder.start, max(holder.end, hit.end))
    return quote(
        text, _cut(text, whole, hit) if whole.end - whole.start > _MOST else _trim(text, whole.start, whole.end), role
    )


def _cut(text: str, span: Span, hit: Span) -> Span:
    """The part of a long sentence around the hit, at most the limit, that begins and ends at clauses where it can."""
    start, end = max(span.start, hit.start), min(span.end, hit.end)
    if end - start > _MOST:
        end = start + _MOST
    room = _MOST - (end - start)
    begins = [span.start, *(match.end() for match in _CLAUSE.finditer(text, span.start, start))]
    start_at = next((at for at in begins if start - at <= room), None)
    if start_at is None:
        start_at = _word_start(text, max(span.start, start - min(room, 120)), start)
    room = _MOST - (end - start_at)
    ends = [match.start() for match in _CLAUSE.finditer(text, end, span.end) if match.start() - end <= room]
    if span.end - end <= room:
        end_at = span.end
    elif ends:
        end_at = ends[-1]
    else:
        end_at = _word_end(text, end, min(span.end, end + room))
    return _trim(text, start_at, max(end_at, start_at + 1))


def _word_start(text: str, at: int, limit: int) -> int:
    match = _SPACE.search(text, at, limit)
    return match.end() if match else at


def _word_end(text: str, least: int, most: int) -> int:
    at = most
    while at > least and not text[at - 1].isspace():
        at -= 1
    return at if at > least else most


def _trim(text: str, start: int, end: int) -> Span:
    while start < end - 1 and text[start].isspace():
        start += 1
    while end > start + 1 and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
