"""What does the classifier say of one clean text?"""

from __future__ import annotations

from typing import Final

from monitor.classify.actors import defined_actors
from monitor.classify.carveouts import CarveOutHit, find_carve_outs
from monitor.classify.context import Context, purpose_of
from monitor.classify.detect import Read, detect, read_units
from monitor.classify.evidence import lead_in_evidence, unit_evidence
from monitor.classify.explain import counter_argument, rationale
from monitor.classify.fold import Folded, fold
from monitor.classify.label import Verdict, verdict_of
from monitor.classify.limits import document_facts
from monitor.classify.own_terms import ai_terms_of, marked, own_terms, places_of
from monitor.classify.provision_types import provision_types
from monitor.classify.release import classifier_release
from monitor.classify.relevance import ai_matches, judge_relevance
from monitor.classify.scope import in_scope
from monitor.classify.severity import confidence_of, severity_of
from monitor.classify.support import supporting_evidence
from monitor.classify.units import units_of
from monitor.model.finding import (
    CARVE_OUT_POSITION,
    Assessment,
    Evidence,
    EvidenceRole,
    Finding,
    Label,
    Relevance,
)
from monitor.model.position import PositionSet
from monitor.model.provision import Provision, ProvisionKind, Span
from monitor.text.segment import PREAMBLE, STATEMENT, segment

__all__ = ["classifier_release", "judge"]

_CONGRESS: Final = "US"
"""The positions are about state laws: a bill of Congress cannot conflict with them."""
_QUOTES: Final = 3


def judge(
    text: str, *, title: str = "", abstract: str = "", jurisdiction: str = "", positions: PositionSet
) -> Assessment:
    """Judge one clean text against the positions. Pure and deterministic.

    ``title`` and ``abstract`` tell the purpose; without them the text's own title counts. ``jurisdiction`` is a
    two-letter code or empty; for ``US`` there are no findings, since the positions are about state law.
    """
    plain = fold(text)
    own = own_terms(plain.text)
    folded = marked(plain, own)
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
        defined=defined_actors(folded.text),
        facts=document_facts(folded.text, subject),
        section_words=_section_words(folded, provisions),
        ai_terms=ai_terms_of(own),
    )
    read: list[Read] = []
    findings: list[Finding] = []
    hits: list[CarveOutHit] = []
    verdicts: list[Verdict] = []
    degree = relevance.relevance
    if degree is not Relevance.NONE and context.jurisdiction != _CONGRESS:
        read = read_units(units_of(text, folded, provisions), context)
        duties = [duty for duty in detect(read, context) if in_scope(duty, context)]
        verdicts = [
            verdict
            for position in positions.positions
            if position.labelled
            for duty in duties
            if (verdict := verdict_of(duty, position)) is not None
        ]
        if degree is Relevance.MENTION and any(verdict.label.is_flag for verdict in verdicts):
            degree = Relevance.ADJACENT  # a wider bill with a duty about artificial intelligence in it
        hits = find_carve_outs(read, units_of(text, folded, provisions, ProvisionKind.DEFINITION), context)
        verdicts = _best_of_each_sentence(verdicts)
        findings = _findings(verdicts, context, provisions)
        findings += _carve_out_findings(hits, findings, positions, context)
    carve_outs = sorted({hit.name for hit in hits} | {finding.carve_out for finding in findings if finding.carve_out})
    overall = max((finding.label for finding in findings), key=lambda label: label.strength, default=Label.NONE)
    return Assessment(
        relevance=degree,
        trigger=relevance.trigger,
        overall=overall,
        carve_outs=tuple(carve_outs),
        provision_types=provision_types(read, [verdict.duty for verdict in verdicts], hits, context),
        findings=tuple(sorted(findings, key=_order)),
        provisions=provisions,
        classifier_release=classifier_release(),
        position_release=positions.release,
    )


def _section_words(folded: Folded, provisions: tuple[Provision, ...]) -> dict[int, str]:
    return {
        item.span.start: folded.text[folded.folded(item.span.start) : folded.folded(item.span.end)]
        for item in provisions
        if item.depth == 0 and item.label not in (PREAMBLE, STATEMENT)
    }


def _best_of_each_sentence(verdicts: list[Verdict]) -> list[Verdict]:
    """One sentence that reads as several kinds of duty meets a position once: the strongest, then the first rule."""
    best: dict[tuple[str, Span], Verdict] = {}
    for verdict in verdicts:
        key = (verdict.position.id, verdict.duty.unit.span)
        held = best.get(key)
        if held is None or _rank(verdict) < _rank(held):
            best[key] = verdict
    return list(best.values())


def _rank(verdict: Verdict) -> tuple[int, int]:
    return (-verdict.label.strength, verdict.position.rules.index(verdict.rule))


def _order(finding: Finding) -> tuple[int, int, str]:
    return (-finding.label.strength, finding.evidence[0].span.start, finding.position)


def _findings(verdicts: list[Verdict], context: Context, provisions: tuple[Provision, ...]) -> list[Finding]:
    """One finding a position, section and kind of duty, with up to three operative quotes."""
    groups: dict[tuple[str, int, str, Label], list[Verdict]] = {}
    for verdict in verdicts:
        key = (verdict.position.id, verdict.duty.unit.section.span.start, verdict.duty.kind.value, verdict.label)
        groups.setdefault(key, []).append(verdict)
    return [_finding(sorted(group, key=_reaches_back), context, provisions) for group in groups.values()]


def _reaches_back(verdict: Verdict) -> bool:
    """Whether the words that fired begin in the lead-in; sentences that hold them whole are quoted first."""
    return verdict.duty.start < verdict.duty.unit.cut


def _finding(group: list[Verdict], context: Context, provisions: tuple[Provision, ...]) -> Finding:
    first = group[0]
    duty = first.duty
    evidence: list[Evidence] = []
    for verdict in group[:_QUOTES]:
        item = unit_evidence(context.text, context.folded, verdict.duty.unit, verdict.duty.start, verdict.duty.end)
        if item not in evidence:
            evidence.append(item)
    lead_in = lead_in_evidence(context.text, duty.unit)
    if lead_in is not None:
        evidence.append(lead_in)
    evidence += [item for item in supporting_evidence(first, context, provisions) if item not in evidence]
    return Finding(
        position=first.position.id,
        label=first.label,
        confidence=confidence_of(first, context.relevance, len(group)),
        severity=severity_of(first),
        theory=first.position.theory,
        second_theory=first.position.second_theory,
        authority_strength=first.position.authority_strength,
        provision_type=duty.provision_type,
        provision=duty.unit.provision,
        evidence=tuple(evidence),
        rationale=rationale(first),
        counter_argument=counter_argument(first),
        carve_out=first.carve_out,
    )


def _carve_out_findings(
    hits: list[CarveOutHit], findings: list[Finding], positions: PositionSet, context: Context
) -> list[Finding]:
    """Show each carve-out that no finding shows yet, with its own words."""
    shown = {finding.carve_out for finding in findings}
    made: list[Finding] = []
    for name in sorted({hit.name for hit in hits} - shown):
        of_name = [hit for hit in hits if hit.name == name]
        first = of_name[0]
        carve_out = positions.carve_out(name)
        evidence: list[Evidence] = []
        for hit in of_name[:_QUOTES]:
            item = unit_evidence(context.text, context.folded, hit.unit, hit.start, hit.end, EvidenceRole.CARVE_OUT)
            if item not in evidence:
                evidence.append(item)
        made.append(
            Finding(
                position=CARVE_OUT_POSITION,
                label=Label.EXEMPT,
                confidence=0.7,
                severity=0,
                theory=carve_out.title,
                authority_strength=3,
                provision_type=first.provision_type,
                provision=first.unit.provision,
                evidence=tuple(evidence),
                rationale=(
                    f"{first.unit.provision.label} falls under a carve-out ({carve_out.title}; "
                    f"{carve_out.source}) and meets no stated federal position."
                ),
                counter_argument=carve_out.caution,
                carve_out=name,
            )
        )
    return made
