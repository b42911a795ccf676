"""How does what was read stand against the positions? Needs no text: positions that change are scored anew at once."""

from __future__ import annotations

from typing import Final

from monitor.classify.calibrate import confidence_of, label_confidence
from monitor.classify.explain import counter_argument, rationale
from monitor.classify.label import Verdict, verdict_of
from monitor.classify.model_file import Model, load_model
from monitor.classify.propose import propose
from monitor.classify.severity import severity_of
from monitor.classify.support import supporting_evidence
from monitor.model.finding import CARVE_OUT_POSITION, Assessment, Evidence, Finding, Label, Relevance
from monitor.model.position import PositionSet
from monitor.model.provision import Span
from monitor.model.reading import ReadCarveOut, Reading

__all__ = ["groups_of", "score", "verdicts_of"]

_QUOTES: Final = 3


def score(reading: Reading, positions: PositionSet, model: Model | None = None) -> Assessment:
    """Hold the positions against a reading, with the model that ships or another. Pure and deterministic."""
    model = model or load_model()
    verdicts = verdicts_of(reading, positions)
    degree = reading.relevance
    if degree is Relevance.MENTION and any(verdict.label.is_flag for verdict in verdicts):
        degree = Relevance.ADJACENT  # a wider bill with a duty about artificial intelligence in it
    findings = [_finding(group, reading, model) for group in groups_of(verdicts)]
    findings += _carve_out_findings(reading.carve_outs, findings, positions, model)
    carve_outs = {hit.name for hit in reading.carve_outs} | {f.carve_out for f in findings if f.carve_out}
    types = {*reading.provision_types, *(verdict.duty.provision_type for verdict in verdicts)}
    return Assessment(
        relevance=degree,
        trigger=reading.trigger,
        overall=max((finding.label for finding in findings), key=lambda label: label.strength, default=Label.NONE),
        carve_outs=tuple(sorted(carve_outs)),
        provision_types=tuple(sorted(types)),
        findings=tuple(sorted(findings, key=_order)),
        provisions=reading.provisions,
        classifier_release=reading.classifier_release,
        position_release=positions.release,
        proposals=propose(reading, {finding.position for finding in findings}, positions, model),
        reading=reading,
    )


def verdicts_of(reading: Reading, positions: PositionSet) -> list[Verdict]:
    """The verdicts that count, by position."""
    verdicts = [
        verdict
        for position in positions.positions
        if position.labelled
        for duty in reading.duties
        if (verdict := verdict_of(duty, position)) is not None
    ]
    return _best_of_each_sentence(verdicts)


def _best_of_each_sentence(verdicts: list[Verdict]) -> list[Verdict]:
    """One sentence that reads as several kinds of duty meets a position once: the strongest, then the first rule."""
    best: dict[tuple[str, Span], Verdict] = {}
    for verdict in verdicts:
        key = (verdict.position.id, verdict.duty.sentence)
        held = best.get(key)
        if held is None or _rank(verdict) < _rank(held):
            best[key] = verdict
    return list(best.values())


def _rank(verdict: Verdict) -> tuple[int, int]:
    return (-verdict.label.strength, verdict.position.rules.index(verdict.rule))


def _order(finding: Finding) -> tuple[int, int, str]:
    return (-finding.label.strength, finding.evidence[0].span.start, finding.position)


def groups_of(verdicts: list[Verdict]) -> list[list[Verdict]]:
    """What makes one finding: a position, section, kind of duty and label. Up to three of a group are quoted."""
    groups: dict[tuple[str, int, str, Label], list[Verdict]] = {}
    for verdict in verdicts:
        duty = verdict.duty
        groups.setdefault((verdict.position.id, duty.section, duty.kind, verdict.label), []).append(verdict)
    # Sentences that hold the words that fired whole are quoted first.
    return [sorted(group, key=lambda verdict: verdict.duty.reaches_back) for group in groups.values()]


def _finding(group: list[Verdict], reading: Reading, model: Model) -> Finding:
    first = group[0]
    duty = first.duty
    evidence: list[Evidence] = []
    for verdict in group[:_QUOTES]:
        if verdict.duty.proof not in evidence:
            evidence.append(verdict.duty.proof)
    if duty.lead_in is not None:
        evidence.append(duty.lead_in)
    evidence += [item for item in supporting_evidence(first, reading.support) if item not in evidence]
    return Finding(
        position=first.position.id,
        label=first.label,
        confidence=confidence_of(first, reading.relevance, len(group), reading.scores, model),
        severity=severity_of(first),
        theory=first.position.theory,
        second_theory=first.position.second_theory,
        authority_strength=first.position.authority_strength,
        provision_type=duty.provision_type,
        provision=duty.provision,
        evidence=tuple(evidence),
        requirement=duty.requirement,
        rationale=rationale(first),
        counter_argument=counter_argument(first),
        carve_out=first.carve_out,
    )


def _carve_out_findings(
    hits: tuple[ReadCarveOut, ...], findings: list[Finding], positions: PositionSet, model: Model
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
            if hit.proof not in evidence:
                evidence.append(hit.proof)
        made.append(
            Finding(
                position=CARVE_OUT_POSITION,
                label=Label.EXEMPT,
                confidence=label_confidence(Label.EXEMPT, model),
                severity=0,
                theory=carve_out.title,
                authority_strength=3,
                provision_type=first.provision_type,
                provision=first.provision,
                evidence=tuple(evidence),
                rationale=(
                    f"{first.provision.label} falls under a carve-out ({carve_out.title}; "
                    f"{carve_out.source}) and meets no stated federal position."
                ),
                counter_argument=carve_out.caution,
                carve_out=name,
            )
        )
    return made
