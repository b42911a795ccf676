"""Which words of a provision are sent? The provision, or of a long one the part around the words in doubt."""

from __future__ import annotations

from typing import Final

from monitor.model.provision import Span

__all__ = ["MOST", "lead_in_of", "passage_of"]

MOST: Final = 6_000
"""Characters: a provision may be as long as a bill, and whole bills are never sent."""
_MOST_LEAD_IN: Final = 700


def passage_of(text: str, *, whole: Span, own: Span, doubt: Span) -> Span:
    """Choose what to send: all of the provision, else its own words, else what stands around the words in doubt."""
    inside = whole
    if whole.end - whole.start > MOST and (_holds(own, doubt) or not _holds(whole, doubt)):
        inside = own
    if inside.end - inside.start <= MOST:
        return _trimmed(text, inside)
    middle = doubt.start + min(doubt.end - doubt.start, MOST) // 2  # of a long one its beginning: who must do what
    middle = min(max(middle, inside.start), inside.end)
    start = max(inside.start, min(middle - MOST // 2, inside.end - MOST))
    end = start + MOST
    if start > inside.start:
        start = _next_blank(text, start, end)
    if end < inside.end:
        end = _last_blank(text, start, end)
    return _trimmed(text, Span(start, end))


def _holds(span: Span, doubt: Span) -> bool:
    return span.start <= doubt.start < span.end


def lead_in_of(text: str, lead_in: tuple[Span, ...]) -> tuple[Span, ...]:
    """The words that introduce the list, each cut to its end, where the actor and the verb stand."""
    trimmed = (_trimmed(text, _cut(text, span)) for span in lead_in)
    return tuple(span for span in trimmed if span.start < span.end)


def _cut(text: str, span: Span) -> Span:
    if span.end - span.start <= _MOST_LEAD_IN:
        return span
    return Span(_next_blank(text, span.end - _MOST_LEAD_IN, span.end), span.end)


def _trimmed(text: str, span: Span) -> Span:
    start, end = span.start, min(span.end, len(text))
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(min(start, end), end)


def _next_blank(text: str, start: int, end: int) -> int:
    """Where the first whole word begins, if one does soon."""
    return next((at + 1 for at in range(start - 1, min(end, start + 200)) if text[at].isspace()), start)


def _last_blank(text: str, start: int, end: int) -> int:
    """Where the last whole word ends, if one does nearby."""
    return next((at for at in range(end, max(start, end - 200), -1) if text[at].isspace()), end)
