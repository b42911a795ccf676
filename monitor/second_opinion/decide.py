"""What becomes of an answer? A proposal for a reviewer, an abstention, or a refusal; never a finding."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from monitor.model.finding import PROOF, EvidenceRole, Label
from monitor.model.proposal import Proposal, ProposalSource
from monitor.model.provision import Span
from monitor.second_opinion.accept import Found, How, Source, accept_all
from monitor.second_opinion.port import Answer, AskedPosition, ModelIdentity, PositionView
from monitor.second_opinion.schema import presentable
from monitor.second_opinion.uncertain import Doubt, RuleView

__all__ = ["MOST_RAW", "Outcome", "Ruling", "decide", "refuse"]

MOST_RAW: Final = 8_000
"""Characters of an answer that are kept."""
_MOST_REASON: Final = 300
_MOST_QUOTE: Final = 400
_SPEAKS_OF_PREEMPTION: Final = re.compile(r"pre-?\s?empt", re.IGNORECASE)


class Outcome(StrEnum):
    """What came of one position of one provision."""

    AGREES = "agrees"
    DISAGREES = "disagrees"
    ABSTAINS = "abstains"
    REFUSED = "refused"
    """The answer was no answer, or its quotes stand nowhere in the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """The outcome for one position; ``proposal`` where there is one to review."""

    position: str
    release: str
    outcome: Outcome
    reason: str
    raw: str = ""
    """The answer, where no proposal keeps it."""
    proposal: Proposal | None = None


def refuse(positions: tuple[AskedPosition, ...], identity: ModelIdentity, *, reason: str, raw: str) -> list[Ruling]:
    """An answer that is none, for every position asked: it would be the same the next time."""
    return [
        Ruling(
            position=position.id,
            release=identity.release(position),
            outcome=Outcome.REFUSED,
            reason=presentable(reason, _MOST_REASON),
            raw=presentable(raw, MOST_RAW),
        )
        for position in positions
    ]


def decide(
    doubt: Doubt,
    answer: Answer,
    source: Source,
    *,
    own: Span,
    positions: tuple[AskedPosition, ...],
    identity: ModelIdentity,
) -> list[Ruling]:
    """Hold an answer against the text; ``own`` is the span of the provision's own words."""
    rules = {view.position: view for view in doubt.views}
    asked = {position.id: position for position in positions}
    rulings = []
    for view in answer.views:
        release = identity.release(asked[view.position])
        if view.label is None:
            rulings.append(
                Ruling(
                    position=view.position,
                    release=release,
                    outcome=Outcome.ABSTAINS,
                    reason=_reason(view),
                    raw=presentable(answer.raw, MOST_RAW),
                )
            )
            continue
        quotes, dropped = accept_all(view.quotes, source)
        carve_out: tuple[Found, ...] = ()
        if view.carve_out_quote.strip():
            carve_out, lost = accept_all([view.carve_out_quote], source, EvidenceRole.CARVE_OUT)
            dropped += lost
        problem = _problem(view.label, quotes, carve_out)
        if problem:
            rulings += refuse((asked[view.position],), identity, reason=problem, raw=answer.raw)
            continue
        rule = rules[view.position]
        found = (*sorted(quotes, key=_operative_first), *carve_out)
        rulings.append(
            Ruling(
                position=view.position,
                release=release,
                outcome=Outcome.AGREES if view.label is rule.label else Outcome.DISAGREES,
                reason=_reason(view),
                proposal=Proposal(
                    source=ProposalSource.LANGUAGE_MODEL,
                    release=release,
                    position=view.position,
                    label=view.label,
                    provision_label=doubt.provision_label,
                    span=own,
                    quotes=tuple(one.evidence for one in found),
                    reason=_sentence(view, rule, identity),
                    detail=_detail(view, rule, answer, identity, found, dropped),
                ),
            )
        )
    return rulings


def _problem(label: Label, quotes: tuple[Found, ...], carve_out: tuple[Found, ...]) -> str:
    if not any(one.evidence.role in PROOF for one in (*quotes, *carve_out)):
        return "none of its quotes stands in the provision"
    if label is Label.EXEMPT and not carve_out:
        return "exempt without words of a carve-out that stand in the text"
    return ""


def _operative_first(found: Found) -> int:
    """A review and the hash of the clause go by the first quote."""
    return found.evidence.role is not EvidenceRole.OPERATIVE


def _reason(view: PositionView) -> str:
    """The model's own words on one line; left out where they speak of preemption, which nothing here may assert."""
    words = " ".join(presentable(view.reason, 4 * _MOST_REASON).split())
    if _SPEAKS_OF_PREEMPTION.search(words):
        return "its reason is left out, for it speaks of preemption"
    return words[:_MOST_REASON]


def _sentence(view: PositionView, rule: RuleView, identity: ModelIdentity) -> str:
    label = view.label.value if view.label else ""
    if view.label is rule.label:
        head = f"{identity.model} reads {label}, as the rules do"
    else:
        head = f"{identity.model} reads {label} where the rules read {rule.label.value}"
    reason = _reason(view)
    return f"{head}: {reason}" if reason else f"{head}."


def _detail(
    view: PositionView,
    rule: RuleView,
    answer: Answer,
    identity: ModelIdentity,
    found: tuple[Found, ...],
    dropped: tuple[str, ...],
) -> dict[str, Any]:
    return {
        "model": identity.model,
        "kind": identity.kind.value,
        "prompt_sha256": identity.prompt_sha256,
        "temperature": identity.temperature,
        "agrees": view.label is rule.label,
        "rules": {"label": rule.label.value, "confidence": rule.confidence},
        "actor": presentable(answer.actor, _MOST_REASON),
        "modality": answer.modality,
        "aligned": [
            {"said": presentable(one.said, _MOST_QUOTE), "start": one.evidence.span.start, "end": one.evidence.span.end}
            for one in found
            if one.how is How.ALIGNED
        ],
        "dropped": [presentable(quote, _MOST_QUOTE) for quote in dropped],
        "answer": presentable(answer.raw, MOST_RAW),
    }
