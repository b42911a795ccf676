"""Which other words of the bill belong beside a finding: its definition, an exemption, a clause that limits it?"""

from __future__ import annotations

import re
from typing import Final

from monitor.classify.context import Context
from monitor.classify.duties import DutyKind
from monitor.classify.duties_facts import Fact
from monitor.classify.evidence import provision_evidence
from monitor.classify.label import Verdict
from monitor.classify.limits import CONFIDENTIAL, DIVERSITY, RECIPROCITY, SAVES_230, SAVINGS, TRADE_SECRETS
from monitor.model.finding import Evidence, EvidenceRole, Label
from monitor.model.provision import Provision

__all__ = ["supporting_evidence"]

_DEFINED: Final = re.compile(r"\"?algorithmic discrimination\"? (?:or \"[^\"]{3,40}\" )?means\b")
_LIMITS: Final = (
    (Fact.SAVINGS, SAVINGS, None),
    (Fact.RECIPROCITY, RECIPROCITY, None),
    (Fact.SAVES_230, SAVES_230, "section-230"),
    (Fact.CONFIDENTIAL, CONFIDENTIAL, "compelled-disclosure"),
    (Fact.TRADE_SECRETS, TRADE_SECRETS, "compelled-disclosure"),
)


def supporting_evidence(verdict: Verdict, context: Context, provisions: tuple[Provision, ...]) -> list[Evidence]:
    """Quote at most one definition or exemption, and one limiting clause (the counter span), for a flag."""
    if not verdict.label.is_flag:
        return []
    wanted: list[tuple[re.Pattern[str], EvidenceRole]] = []
    if verdict.duty.kind is DutyKind.DISCRIMINATION_CARE:
        if verdict.position.id == "equal-protection" and verdict.label is Label.CONFLICT:
            wanted.append((DIVERSITY, EvidenceRole.OPERATIVE))
        else:
            wanted.append((_DEFINED, EvidenceRole.DEFINITION))
    limit = next(
        (
            pattern
            for fact, pattern, position in _LIMITS
            if fact in verdict.duty.facts and position in (None, verdict.position.id)
        ),
        None,
    )
    if limit is not None:
        wanted.append((limit, EvidenceRole.COUNTER))
    found: list[Evidence] = []
    for pattern, role in wanted:
        match = pattern.search(context.folded.text)
        if match is not None:
            found.append(provision_evidence(context.text, context.folded, provisions, match.start(), match.end(), role))
    return found
