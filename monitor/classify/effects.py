"""When does a law take effect, who enforces it, what does a breach cost, and from which size on does it bind?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from monitor.classify.effects_dates import dates_in, is_date_clause
from monitor.classify.effects_enforcement import enforcers_in
from monitor.classify.effects_hit import Hit
from monitor.classify.effects_penalties import penalties_in
from monitor.classify.effects_rights import cures_in, private_rights_in
from monitor.classify.effects_thresholds import thresholds_in
from monitor.classify.evidence import unit_evidence
from monitor.classify.fold import Folded, fold
from monitor.classify.units import Unit, units_of
from monitor.model.effect import Effect
from monitor.model.provision import Provision, ProvisionKind, Span
from monitor.text.segment import PREAMBLE

__all__ = ["find_effects"]

_LEAD = 180
"""Characters of an introduction that are read with each item of its list."""


def find_effects(text: str, provisions: tuple[Provision, ...]) -> tuple[Effect, ...]:
    """Find the effects that a clean text states, in the order of their quotes.

    Pure, deterministic and linear in the length of the text. ``provisions`` are those of ``segment(text)``; words
    outside them are read as operative ones. Findings and preambles give no effect; definitions give thresholds only.
    An effect that one provision states twice is told once.
    """
    folded = fold(text)
    found: dict[tuple[object, ...], Effect] = {}
    pieces, holders = _pieces(text, provisions)
    for unit in units_of(text, folded, pieces):
        holder = holders[unit.provision.own.start]
        read = _with_lead(unit, folded, holder)
        for hit in _hits(read, holder):
            key = (holder.own.start if holder else None, hit.kind, hit.value, hit.unit)
            if hit.end > read.cut and key not in found:
                evidence = unit_evidence(text, folded, read, max(hit.start, read.cut), hit.end)
                found[key] = Effect(kind=hit.kind, value=hit.value, unit=hit.unit, evidence=evidence, provision=holder)
    return tuple(sorted(found.values(), key=lambda effect: effect.evidence.span))


def _hits(unit: Unit, holder: Provision | None) -> Iterator[Hit]:
    if holder is None or holder.kind is not ProvisionKind.DEFINITION:
        yield from dates_in(unit.full)
        yield from enforcers_in(unit.full)
        yield from private_rights_in(unit.full)
        yield from cures_in(unit.full)
        yield from penalties_in(unit.full)
    elif is_date_clause(unit.words):
        yield from dates_in(unit.full)
    yield from thresholds_in(unit.full)


def _pieces(text: str, provisions: tuple[Provision, ...]) -> tuple[tuple[Provision, ...], dict[int, Provision | None]]:
    """What is read: the own words of each provision that binds or defines, without its lead-in, and what is outside.

    The second value leads from where a piece begins to the provision that it is.
    """
    pieces: list[Provision] = []
    holders: dict[int, Provision | None] = {}
    at = 0
    for provision in provisions:
        own = provision.own
        if own.start > at:
            pieces.append(_outside(at, own.start))
            holders[at] = None
        if own.end > own.start >= at:
            at = own.end
            if provision.kind is not ProvisionKind.FINDING and provision.label != PREAMBLE:
                pieces.append(replace(provision, kind=ProvisionKind.OPERATIVE, lead_in=()))
                holders[own.start] = provision
    if at < len(text):
        pieces.append(_outside(at, len(text)))
        holders[at] = None
    return tuple(pieces), holders


def _outside(start: int, end: int) -> Provision:
    span = Span(start, end)
    return Provision(label="", heading="", span=span, own=span, kind=ProvisionKind.OPERATIVE, depth=0)


def _with_lead(unit: Unit, folded: Folded, holder: Provision | None) -> Unit:
    """The unit as rules read it, after the ends of the two innermost introductions."""
    leads = [
        folded.text[folded.folded(max(span.start, span.end - _LEAD)) : folded.folded(span.end)].strip()
        for span in (holder.lead_in[-2:] if holder else ())
    ]
    lead = " ".join(leads)
    full = f"{lead} {unit.words}" if lead else unit.words
    return replace(unit, lead=lead, full=full, cut=len(full) - len(unit.words))
