"""Is a duty about artificial intelligence at all?"""

from __future__ import annotations

import re
from typing import Final

from monitor.classify.actors import Actor
from monitor.classify.context import Context
from monitor.classify.duties import Duty, DutyKind, Fact
from monitor.classify.relevance import AI_TERM
from monitor.model.finding import Relevance

__all__ = ["in_scope"]

_SPENDING: Final = re.compile(
    r"\b(?:grants?\b(?! (?:of|an?|the|or|such|its|approval|authori\w+|leave)\b)"
    r"|grantees?|loan (?:program|fund|guarantee|forgiveness)s?|(?:award|proceeds) of (?:a"
    r"|the) loan|tax credits?|financial assistance"
    r"|seeks? assistance|fund program|appropriat(?:ed|ion)|scholarships?|proposed use of funds"
    r"|applications?\b[^.;]{0,80}\b(?:authority|fund|program|assistance)\b)"
)
"""Conditions on public money bind those who ask for it."""
_FILINGS: Final = frozenset(
    {
        DutyKind.STATE_REPORT,
        DutyKind.RISK_PUBLICATION,
        DutyKind.PUBLIC_STATEMENT,
        DutyKind.IMPACT_ASSESSMENT,
        DutyKind.INCIDENT_REPORT,
    }
)
"""Filed assessments count only if they are about AI (labelling guide)."""
_OF_AI: Final = frozenset({Actor.DEVELOPER, Actor.DEPLOYER, Actor.PLATFORM, Actor.SYSTEM})
_TURNS_ON: Final = 4
"""Terms in a section of a wider bill from which on the section is about the technology."""
_CENTRE: Final = re.compile(r"\bdata cent(?:er|re)s?\b")


def in_scope(duty: Duty, context: Context) -> bool:
    """In a bill about AI the section must speak of it; in a wider bill the sentence or its list must."""
    unit, section = duty.unit, context.words_of(duty.unit.section)
    if _SPENDING.search(unit.full) or _SPENDING.search(unit.section.heading.lower()):
        return False
    if _CENTRE.search(context.subject) and _CENTRE.search(section):
        return False
    if duty.kind in _FILINGS and duty.actor not in _OF_AI and not _speaks_of_ai(duty, context):
        return False
    if context.relevance is Relevance.MENTION:
        return AI_TERM.search(unit.full) is not None
    if context.relevance is Relevance.ADJACENT:
        return (
            context.ai_terms.search(unit.full) is not None
            or len(AI_TERM.findall(section)) >= _TURNS_ON
            or Fact.FRONTIER in context.facts
        )
    if duty.actor is Actor.DEVELOPER:
        return True  # whoever makes models has no other duties in such a bill
    return context.ai_terms.search(section) is not None or AI_TERM.search(context.subject) is not None


def _speaks_of_ai(duty: Duty, context: Context) -> bool:
    span = duty.unit.provision.span
    words = context.folded.text[context.folded.folded(span.start) : context.folded.folded(span.end)]
    return context.ai_terms.search(words) is not None or context.ai_terms.search(duty.unit.lead) is not None
