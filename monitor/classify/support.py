"""Which other words of the bill belong beside a finding: its definition, an exemption, a clause that limits it?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from monitor.classify.context import Context
from monitor.classify.duties import Duty, DutyKind
from monitor.classify.duties_facts import Fact
from monitor.classify.evidence import provision_evidence
from monitor.classify.label import Verdict
from monitor.classify.limits import CONFIDENTIAL, DIVERSITY, RECIPROCITY, SAVES_230, SAVINGS, TRADE_SECRETS
from monitor.model.finding import Evidence, EvidenceRole, Label
from monitor.model.provision import Provision

__all__ = ["find_support", "supporting_evidence"]

_DEFINED: Final = re.compile(r"\"?algorithmic discrimination\"? (?:or \"[^\"]{3,40}\" )?means\b")
_DEFINITION: Final = "definition"
_DIVERSITY: Final = "diversity"
_LIMITS: Final = (
    (Fact.SAVINGS, SAVINGS, None),
    (Fact.RECIPROCITY, RECIPROCITY, None),
    (Fact.SAVES_230, SAVES_230, "section-230"),
    (Fact.CONFIDENTIAL, CONFIDENTIAL, "compelled-disclosure"),
    (Fact.TRADE_SECRETS, TRADE_SECRETS, "compelled-disclosure"),
)


def find_support(duties: Iterable[Duty], context: Context, provisions: tuple[Provision, ...]) -> dict[str, Evidence]:
    """Quote what may support or limit a finding on these duties, by name."""
    facts: set[str] = set()
    kinds: set[DutyKind] = set()
    for duty in duties:
        facts |= duty.facts
        kinds.add(duty.kind)
    wanted: list[tuple[str, re.Pattern[str], EvidenceRole]] = [
        (fact.value, pattern, EvidenceRole.COUNTER) for fact, pattern, _ in _LIMITS if fact in facts
    ]
    if DutyKind.DISCRIMINATION_CARE in kinds:
        wanted.append((_DIVERSITY, DIVERSITY, EvidenceRole.OPERATIVE))
        wanted.append((_DEFINITION, _DEFINED, EvidenceRole.DEFINITION))
    found: dict[str, Evidence] = {}
    for name, pattern, role in wanted:
        match = pattern.search(context.folded.text)
        if match is not None:
            found[name] = provision_evidence(context.text, context.folded, provisions, match.start(), match.end(), role)
    return found


def supporting_evidence(verdict: Verdict, support: Mapping[str, Evidence]) -> list[Evidence]:
    """Choose at most one definition or exemption, and one limiting clause (the counter span), for a flag."""
    if not verdict.label.is_flag:
        return []
    names: list[str | None] = []
    if verdict.duty.kind == DutyKind.DISCRIMINATION_CARE:
        by_diversity = verdict.position.id == "equal-protection" and verdict.label is Label.CONFLICT
        names.append(_DIVERSITY if by_diversity else _DEFINITION)
    names.append(
        next(
            (
                fact.value
                for fact, _, position in _LIMITS
                if fact in verdict.duty.facts and position in (None, verdict.position.id)
            ),
            None,
        )
    )
    return [support[name] for name in names if name is not None and name in support]
