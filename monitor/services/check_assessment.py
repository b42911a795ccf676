"""May this judgement be stored? Whatever does not prove itself against the text is a failed judgement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from monitor.model.finding import CARVE_OUT_POSITION, Assessment, Evidence, EvidenceRole, Finding, Label
from monitor.model.proposal import Proposal
from monitor.model.provision import Provision
from monitor.services.judge_process import Failure, JudgeRequest, Outcome

__all__ = ["FEDERAL", "checked"]

FEDERAL = "US"
"""Bills of the Congress are federal law in the making: they do not collide with federal positions as a state's do."""


def checked(
    outcome: Outcome, request: JudgeRequest, *, positions: frozenset[str], releases: tuple[str, str]
) -> Outcome:
    """Return the judgement, or the reason why it counts as failed.

    ``releases`` are those of the classifier and of the positions. A bill of the Congress keeps its relevance and loses
    its findings and proposals.
    """
    if isinstance(outcome, Failure):
        return outcome
    problem = next(_problems(outcome, request.text, positions, releases), None)
    if problem:
        return Failure(reason=problem)
    if request.jurisdiction == FEDERAL:
        return replace(outcome, findings=(), carve_outs=(), proposals=(), overall=Label.NONE)
    return outcome


def _problems(assessment: Assessment, text: str, positions: frozenset[str], releases: tuple[str, str]) -> Iterator[str]:
    if (assessment.classifier_release, assessment.position_release) != releases:
        yield "judged under another release than this run's"
    if assessment.trigger is not None and not _exact(assessment.trigger, text):
        yield "evidence does not match the text (what made it relevant)"
    for provision in assessment.provisions:
        if not _inside(provision, text):
            yield f"provision {provision.label or provision.heading!r} lies outside the text"
    for finding in assessment.findings:
        yield from _problems_of_finding(finding, text, positions)
    for proposal in assessment.proposals:
        yield from _problems_of_proposal(proposal, text, positions)


def _problems_of_finding(finding: Finding, text: str, positions: frozenset[str]) -> Iterator[str]:
    name = f"{finding.position} in {finding.provision.label or 'the text'}"
    shows_carve_out = finding.position == CARVE_OUT_POSITION
    if shows_carve_out and (finding.label is not Label.EXEMPT or not finding.carve_out):
        yield f"a carve-out without its name or label ({name})"
    if not shows_carve_out and finding.position not in positions:
        yield f"no position is called {finding.position!r}"
    if not _inside(finding.provision, text):
        yield f"provision outside the text ({name})"
    proof = EvidenceRole.CARVE_OUT if shows_carve_out else EvidenceRole.OPERATIVE
    if not any(evidence.role is proof for evidence in finding.evidence):
        yield f"no {proof.value} quote ({name})"
    if not all(_exact(evidence, text) for evidence in finding.evidence):
        yield f"evidence does not match the text ({name})"
    if not (0.0 <= finding.confidence <= 1.0 and 0 <= finding.severity <= 5):
        yield f"confidence or severity out of range ({name})"


def _problems_of_proposal(proposal: Proposal, text: str, positions: frozenset[str]) -> Iterator[str]:
    name = f"the proposal {proposal.position} in {proposal.provision_label or 'the text'}"
    if proposal.position not in positions:
        yield f"no position is called {proposal.position!r}"
    if proposal.span.end > len(text):
        yield f"provision outside the text ({name})"
    if not proposal.quotes or not all(_exact(evidence, text) for evidence in proposal.quotes):
        yield f"evidence does not match the text ({name})"


def _exact(evidence: Evidence, text: str) -> bool:
    return bool(evidence.quote) and evidence.span.of(text) == evidence.quote


def _inside(provision: Provision, text: str) -> bool:
    return all(span.end <= len(text) for span in (provision.span, *provision.lead_in))
