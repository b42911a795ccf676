"""What does one clean text say, whatever the positions are? Relevance, duties, carve-outs, each with its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from monitor.classify.actors import defined_actors
from monitor.classify.carveouts import CarveOutHit, find_carve_outs
from monitor.classify.context import Context, purpose_of
from monitor.classify.detect import Read, detect, read_units
from monitor.classify.duties import Duty
from monitor.classify.evidence import lead_in_evidence, unit_evidence
from monitor.classify.fold import Folded, fold
from monitor.classify.likeness import likenesses
from monitor.classify.limits import document_facts
from monitor.classify.model_file import Model, load_model
from monitor.classify.own_terms import ai_terms_of, definitions_of, marked, own_terms, places_of
from monitor.classify.provision_types import provision_types
from monitor.classify.release import classifier_release
from monitor.classify.relevance import ai_matches, judge_relevance
from monitor.classify.requirement import requirement_of
from monitor.classify.scope import in_scope
from monitor.classify.scorer import best_scores, score_all
from monitor.classify.support import find_support
from monitor.classify.units import units_of
from monitor.model.finding import Evidence, EvidenceRole, Relevance
from monitor.model.provision import Provision, ProvisionKind
from monitor.model.reading import ReadCarveOut, ReadDuty, Reading
from monitor.text.segment import PREAMBLE, STATEMENT, segment

__all__ = ["Looked", "look_at", "read_text", "reading_of"]

_CONGRESS: Final = "US"
"""The positions are about state laws: a bill of Congress cannot conflict with them."""

_DIGITS: Final = 4
"""Of a score: a reading that was stored is scored as it was the first time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What was seen in a text, before it is cut down to what positions are held against."""

    context: Context
    provisions: tuple[Provision, ...]
    trigger: Evidence | None
    read: list[Read]
    duties: list[Duty]
    hits: list[CarveOutHit]


def read_text(text: str, *, title: str = "", abstract: str = "", jurisdiction: str = "") -> Reading:
    """Read one clean text. Pure and deterministic; the arguments are those of :func:`monitor.classify.judge.judge`."""
    return reading_of(look_at(text, title=title, abstract=abstract, jurisdiction=jurisdiction), load_model())


def look_at(text: str, *, title: str = "", abstract: str = "", jurisdiction: str = "") -> Looked:
    """Look for duties and carve-outs in one clean text."""
    plain = fold(text)
    definitions = definitions_of(plain.text)
    own = own_terms(definitions)
    folded = marked(plain, own)
    if folded is not plain:
        definitions = definitions_of(folded.text)
    provisions = segment(text)
    preamble = provisions[0] if provisions and provisions[0].label == PREAMBLE else None
    body = folded.folded(preamble.span.end) if preamble is not None else 0
    purpose, subject = purpose_of(folded.text, title, abstract, body)
    matches = ai_matches(folded)
    relevance = judge_relevance(text, folded, purpose, provisions, matches, places_of(folded, own))
    context = Context(
        text=text,
        folded=folded,
        purpose=purpose,
        subject=subject,
        jurisdiction=jurisdiction.upper(),
        relevance=relevance.relevance,
        defined=defined_actors(folded.text, definitions),
        facts=document_facts(folded.text, subject),
        section_words=_section_words(folded, provisions),
        ai_terms=ai_terms_of(own),
    )
    read: list[Read] = []
    duties: list[Duty] = []
    hits: list[CarveOutHit] = []
    if relevance.relevance is not Relevance.NONE and context.jurisdiction != _CONGRESS:
        read = read_units(units_of(text, folded, provisions), context)
        duties = [duty for duty in detect(read, context) if in_scope(duty, context)]
        hits = find_carve_outs(read, lambda: units_of(text, folded, provisions, ProvisionKind.DEFINITION), context)
    return Looked(
        context=context, provisions=provisions, trigger=relevance.trigger, read=read, duties=duties, hits=hits
    )


def reading_of(looked: Looked, model: Model) -> Reading:
    """Keep what positions are held against, and what the learned scorer says of it."""
    context = looked.context
    scored = score_all(model.scorer, looked.read, context)
    return Reading(
        relevance=context.relevance,
        trigger=looked.trigger,
        duties=tuple(_read_duty(duty, context) for duty in looked.duties),
        carve_outs=tuple(_read_carve_out(hit, context) for hit in looked.hits),
        support=find_support(looked.duties, context, looked.provisions),
        provision_types=provision_types(looked.read, looked.hits, context),
        classifier_release=classifier_release(),
        provisions=looked.provisions,
        scores={name: round(score, _DIGITS) for name, score in best_scores(model.scorer, scored).items()},
        alike=likenesses(scored, context, model.scorer),
    )


def _section_words(folded: Folded, provisions: tuple[Provision, ...]) -> dict[int, str]:
    return {
        item.span.start: folded.text[folded.folded(item.span.start) : folded.folded(item.span.end)]
        for item in provisions
        if item.depth == 0 and item.label not in (PREAMBLE, STATEMENT)
    }


def _read_duty(duty: Duty, context: Context) -> ReadDuty:
    unit, obligation = duty.unit, duty.obligation
    return ReadDuty(
        kind=duty.kind.value,
        provision_type=duty.provision_type,
        actor=duty.actor.value,
        actor_words=obligation.actor_words if obligation else "",
        modality=obligation.modality.value if obligation else None,
        inherited=obligation.inherited if obligation else False,
        requirement=requirement_of(unit, obligation, context) if obligation else None,
        facts=frozenset(str(fact) for fact in duty.facts),
        provision=unit.provision,
        section=unit.section.span.start,
        sentence=unit.span,
        reaches_back=duty.start < unit.cut,
        length=duty.end - duty.start,
        proof=unit_evidence(context.text, context.folded, unit, duty.start, duty.end),
        lead_in=lead_in_evidence(context.text, unit),
    )


def _read_carve_out(hit: CarveOutHit, context: Context) -> ReadCarveOut:
    return ReadCarveOut(
        name=hit.name,
        provision_type=hit.provision_type,
        provision=hit.unit.provision,
        proof=unit_evidence(context.text, context.folded, hit.unit, hit.start, hit.end, EvidenceRole.CARVE_OUT),
    )
