"""Which sentences of the operative provisions are judged, and with which lead-in?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from monitor.classify.fold import Folded
from monitor.classify.hints import holds_one, letters_of
from monitor.model.provision import Provision, ProvisionKind, Span

__all__ = ["Unit", "units_of"]

_SENTENCE: Final = re.compile(r"[.!?](?:[\"”’)\x94]*\s+(?=[A-Z“\"(\[\x93])|(?<=[a-z)0-9]{2}\.)(?=[A-Z][a-z]))")
"""From the mark that ends a sentence to the start of the next."""
_ABBREVIATION: Final = re.compile(
    r"(?:\b(?:Sec|Secs|No|Nos|Inc|subd|Stat|Minn|seq|U\.S\.C|P\.L|s|ss|C|cl|ch|art|Art|Cal|Rev|Gov|Civ|Pub|[A-Z])\."
    r"|P\.\s?L\.\s?,?\s?(?:\d{4},)?\s?c\.)$"
)
_ENUMERATOR: Final = re.compile(
    r"\s*(?:(?:\([\w.]{1,5}\)|[a-zA-Z0-9]{1,2}\.(?=\s)|[Ss]ubd(?:ivision)?\.\s*\d+\.)\s*){1,4}"
)
_NUMBER: Final = re.compile(
    r"\s*(?:NEW SECTION\.?\s*)?(?:(?:SECTION|Section|SEC\.|Sec\.|§+)\s*)?[\dA-Za-z.:-]{0,16}\d[\dA-Za-z]{0,4}\s?\.\s*"
)
_CITED: Final = re.compile(
    r"\bp\.\s?l\.\s?,?\s?(?:\d{4},)?\s?c\.(?:\s?\d{1,4})?(?: \(c\.[^()]{0,40}\))?|\bet seq\.|\b(?:subsection"
    r"|paragraph)s? [a-z]\.(?= )"
)
"""Dots of citations, which end no sentence; rules read ``full`` without them."""
_CITES: Final = ("p.", "et seq.", "subsection", "paragraph")
"""One of them stands in whatever ``_CITED`` matches."""
_LEAD_MAX: Final = 700
_LONG: Final = 1600
"""Characters: a sentence that never ends is cut at semicolons, else rules would tie its ends together."""
_SEMICOLON: Final = re.compile(r";\s*(?:and\s+|or\s+)?")


_SAYS: Final = re.compile(
    r"\b(?:shall|must|may|is|are|be|has|have|means|include[sd]?|including|following|if|who|that|which|when|where|prohibited"
    r"|unlawful|liable|required|to|by|not|means)\b"
)
"""A lead-in without any of these, and without a mark at its end, is a caption."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One sentence of an operative provision; ``full`` is what rules read: lead-ins, then the sentence, folded."""

    provision: Provision
    section: Provision
    span: Span
    """Raw offsets of the sentence."""
    at: int
    """Folded offset of the sentence."""
    lead: str
    words: str
    full: str
    cut: int
    """Where the sentence begins in ``full``."""
    lead_letters: list[str]
    """The runs of letters of the lead-ins; the same list for all sentences that share them."""
    letters: list[str]
    """Those of the sentence."""

    def folded_at(self, in_full: int) -> int:
        """The folded offset in the text of an offset in ``full``; the lead-in counts as the sentence's start."""
        return self.at + max(0, in_full - self.cut)


def _introduction(text: str, folded: Folded, span: Span) -> str:
    """The words before a list; a caption (``DUTIES OF OPERATORS``) ends there and is no subject of what follows."""
    words = folded.text[folded.folded(span.start) : folded.folded(span.end)].strip()
    caption = (span.of(text).isupper() and not text.isupper()) or _SAYS.search(words) is None
    return f"{words}." if caption and words[-1:].isalpha() else words


def _without_dots(match: re.Match[str]) -> str:
    return match.group().replace(".", " ")


def units_of(
    text: str, folded: Folded, provisions: tuple[Provision, ...], kind: ProvisionKind = ProvisionKind.OPERATIVE
) -> list[Unit]:
    """Cut every provision of a kind into sentences, in document order."""
    units: list[Unit] = []
    leads: dict[tuple[Span, ...], tuple[str, list[str]]] = {}
    section = provisions[0] if provisions else None
    for provision in provisions:
        if provision.depth == 0:
            section = provision
        if provision.kind is not kind or section is None:
            continue
        if provision.lead_in not in leads:
            words = " ".join(_introduction(text, folded, span) for span in provision.lead_in)
            leads[provision.lead_in] = (words[-_LEAD_MAX:], letters_of(words[-_LEAD_MAX:]))
        lead, lead_letters = leads[provision.lead_in]
        for span in _sentences(text, provision):
            at, end = folded.folded(span.start), folded.folded(span.end)
            words = folded.text[at:end]
            full = f"{lead} {words}" if lead else words
            if holds_one(full, _CITES):
                full = _CITED.sub(_without_dots, full)
            units.append(
                Unit(
                    provision=provision,
                    section=section,
                    span=span,
                    at=at,
                    lead=lead,
                    words=words,
                    full=full,
                    cut=len(full) - len(words),
                    lead_letters=lead_letters,
                    letters=letters_of(words),
                )
            )
    return units


def _sentences(text: str, provision: Provision) -> list[Span]:
    begin, end = provision.own.start, provision.own.end
    mark = (_NUMBER if provision.depth == 0 else _ENUMERATOR).match(text, begin, end)
    if mark is not None:
        begin = mark.end()
    spans: list[Span] = []
    for match in _SENTENCE.finditer(text, begin, end):
        end_of_it = match.start() + 1
        if _ABBREVIATION.search(text, max(begin, end_of_it - 16), end_of_it):
            continue
        _add(text, begin, end_of_it, spans)
        begin = match.end()
    _add(text, begin, end, spans)
    return spans


def _add(text: str, begin: int, end: int, spans: list[Span]) -> None:
    if end - begin > _LONG:
        for match in _SEMICOLON.finditer(text, begin, end):
            if match.start() - begin > _LONG // 4:
                _add_trimmed(text, begin, match.start(), spans)
                begin = match.end()
    while end - begin > 2 * _LONG:
        # No sentence of a bill is this long; a table or a hostile text is.
        at = text.rfind(" ", begin, begin + _LONG)
        at = at if at > begin else begin + _LONG
        _add_trimmed(text, begin, at, spans)
        begin = at
    _add_trimmed(text, begin, end, spans)


def _add_trimmed(text: str, begin: int, end: int, spans: list[Span]) -> None:
    while begin < end and text[begin].isspace():
        begin += 1
    while end > begin and text[end - 1].isspace():
        end -= 1
    if end - begin >= 3:
        spans.append(Span(begin, end))
