"""How do words that a person points at become a clause of a text? Pure: text and position in, clause out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from monitor.model.clause import Clause
from monitor.model.finding import Label
from monitor.model.provision import Provision, Span
from monitor.text.normal import clean_sha256
from monitor.text.quotes import find_words
from monitor.text.segment import segment

__all__ = ["clause_in_text", "make_clause"]

_KIND: Final = "other"
"""The provision type that the labelling guide has for what no rule names."""


def make_clause(
    text: str,
    span: Span,
    *,
    position: Mapping[str, Any],
    label: Label,
    severity: int,
    carve_out: str | None,
    rationale: str,
    confidence: float = 1.0,
) -> Clause:
    """A clause of exactly the words at ``span``; ``position`` is its entry in the stored set of positions."""
    provision = _provision(text, span)
    return Clause(
        position=position["id"],
        label=label,
        severity=severity,
        confidence=confidence,
        theory=position["theory"],
        second_theory=position["second_theory"],
        authority_strength=position["authority_strength"],
        provision_label=provision.label if provision else "",
        provision_heading=provision.heading if provision else "",
        provision_type=_KIND,
        quote=span.of(text),
        start=span.start,
        end=span.end,
        lead_in=_lead_in(text, provision),
        clause_hash=clean_sha256(span.of(text)),
        carve_out=carve_out,
        rationale=rationale,
        counter_argument=_counter_argument(position["counter_arguments"]),
    )


def clause_in_text(clause: Clause, text: str) -> Clause | None:
    """The same words in another text of the bill, with their place there; none when they do not stand there."""
    span = find_words(text, clause.quote)
    if span is None:
        return None
    provision = _provision(text, span)
    return replace(
        clause,
        quote=span.of(text),
        start=span.start,
        end=span.end,
        provision_label=provision.label if provision else "",
        provision_heading=provision.heading if provision else "",
        lead_in=_lead_in(text, provision),
    )


def _provision(text: str, span: Span) -> Provision | None:
    """The smallest provision that holds the words whole."""
    around = [p for p in segment(text) if p.span.start <= span.start and span.end <= p.span.end]
    return max(around, key=lambda provision: provision.depth, default=None)


def _lead_in(text: str, provision: Provision | None) -> str:
    return " ".join(span.of(text).strip() for span in provision.lead_in) if provision else ""


def _counter_argument(answers: Sequence[Mapping[str, Any]]) -> str:
    """The general answer of a state: no rule fired that would choose a special one."""
    general = [answer["text"] for answer in answers if not answer["duties"] and not answer["when"]]
    texts: list[str] = general or [answer["text"] for answer in answers]
    return texts[0] if texts else ""
