"""What narrows a duty: nexus, safe harbour, intent, savings, reciprocity, small business, minors?"""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from monitor.classify.context import Context
from monitor.classify.duties_facts import Fact
from monitor.classify.hints import Hinted, InClause, hinted, opening
from monitor.classify.units import Unit
from monitor.classify.words import STATE_OFFICE
from monitor.classify.words_frontier import FRONTIER, FRONTIER_HINTS

__all__ = [
    "CONFIDENTIAL",
    "DIVERSITY",
    "MINORS",
    "RECIPROCITY",
    "SAVES_230",
    "SAVINGS",
    "TRADE_SECRETS",
    "document_facts",
    "unit_facts",
]

MINORS: Final = hinted(
    r"\b(?:minors?|child(?:ren)?(?:'s)?|under (?:the age of )?(?:18|eighteen|16|sixteen|13|thirteen)\b"
    r"|(?:younger|less) than (?:18|eighteen|16|13)|youth|juveniles?|age (?:verification|assurance"
    r"|estimation)|parental|parents? or (?:legal )?guardians?|covered minor|teen\w*)\b",
    *("minor", "child", "under ", "younger", "less than", "youth", "juvenile", "age verif", "age assur"),
    *("age estim", "parent", "teen"),
)
_HARBOUR: Final = hinted(
    r"\b(?:affirmative defense|safe harbor|rebuttable presumption|presum(?:ed|ption)|complete defense"
    r"|is deemed (?:to be )?in compliance)\b",
    *("defense", "safe harbor", "presum", "in compliance"),
)
_INTENT: Final = hinted(
    r"\b(?:intent(?:ion(?:al(?:ly)?)?)?|purposely|intends?|intended) (?:to )?(?:unlawfully )?(?:discriminat"
    r"|results?|develop"
    r"|infring|aim)|\bwith the (?:sole )?intent\b|\bintentionally (?:develop|deploy|design|us(?:e|es|ed|ing)\b"
    r"|results?|discriminat\w*|infring\w*)|\bdiscriminatory (?:intent|purpose)\b|\bspecific intent\b"
    r"|\b(?:wil?lfully|purposely|intentionally|deliberately)\b[^.;]{0,120}\bdiscriminat"
    r"|\bdisparate impact (?:alone )?(?:is|shall) not\b",
    *("intent", "purpos", "intend", "deliberate", "wilful", "willful", "disparate impact"),
)
_ANY_INTENT: Final = re.compile(
    r"\b(?:or|and) (?:the |an? )?effects?\b|\bunintention\w+|\bwhether or not intention|\bor (?:recklessly"
    r"|negligently)\b"
    r"|\bor (?:which |that )?(?:otherwise )?(?:has|have|having) the effect\b"
)
"""Where effects count as well, intent is not all that is forbidden."""
_EXISTING_LAW: Final = hinted(
    r"\bdiscriminat\w*[^.;]{0,120}\b(?:in violation of|prohibited (?:by|under)|contrary to) (?:any "
    r"|applicable |existing |other )*(?:state|federal|law|section|chapter|title)",
    *("discriminat",),
)
_STUDY: Final = re.compile(
    r"\b(?:task force|work(?:ing )?group|advisory (?:council|committee|board)|commission (?:on|to)|study|studies"
    r"|grant program|pilot)\b"
    r"|\b(?:commission|committee|council|group|department|office|board|agency|center|division"
    r"|university) (?:shall|must)"
    r" (?:also )?(?:study|examine|investigate|consider whether|survey|evaluate the need|conduct an? (?:study"
    r"|survey|review))\b"
)
_OUTWARD: Final = re.compile(
    r"\b(?:deployers?|developers?|operators?|business(?:es)?|compan(?:y|ies)|employers?|insurers?|licensees?|sellers?"
    r"|persons? (?:who|that)|private (?:entit|part|sector)\w*|industr(?:y|ies)|small business\w*|consumers?|candidates?"
    r"|professionals?|dentists?|physicians?|platforms?|providers?)\b"
    r"|\bbest[- ]practices?\b|\b(?:model|sample) (?:polic|notice|form|disclosure)\w*|\bmanual\b|\btechnical assistance"
    r"|\b(?:public education|awareness|outreach)\b|\bnotice of violation\b|\bordinances?\b"
)
_OWN: Final = re.compile(
    r"\b(?:its own|own use|state (?:agenc|entit|contract|government|employee)\w*|agenc(?:y|ies)|public (?:agenc"
    r"|bod|entit"
    r"|employee|school)\w*|government\w*|procur\w+|schools?|leas?\b|districts?|courts?|law enforcement|police"
    r"|vendors?|contractors?"
    r"|used by|deployed by|(?:it|they|agency|department|office) (?:uses?|deploys?|operates?)|municipalit\w+)\b"
)
_ACTS_OUTWARD: Final = re.compile(
    r"\b(?:adopt|promulgate|issue|publish|post|prepare|develop|maintain|create|provide|offer|convene|consult|conduct"
    r"|establish|make available|assist|educate|inform|examine|investigate|inspect|not (?:adopt|enact|enforce"
    r"|impose|require))\b"
)
"""What a public body does for others or to them, as far as the sentence names no use by public bodies."""
_OPENING: Final = 500
"""Characters of a section that say what it sets up."""
_HEALTH_REVIEW: Final = re.compile(
    r"\butili[sz]ation (?:review|management)|\bmedical necessity|\bmedically necessary|\bprior authori[sz]ation"
)
_REVIEWS_CARE: Final = Hinted(_HEALTH_REVIEW, ("tilisation ", "tilization ", "medical", "prior authori"))
DIVERSITY: Final = opening(
    "adf co di enx fo imn pr re",
    r"\b(?:increas\w+|promot\w+|enhanc\w+|advanc\w+|foster\w*) (?:\w+ )?diversity|\bdiversify\w*"
    r"|\b(?:redress|remed|correct)\w*[^.;]{0,40}\b(?:historic\w*|past|prior|previous) (?:discrimination|exclusion"
    r"|injustice)"
    r"|\bexpand\w* (?:an |the )?(?:applicant|customer|participant)"
    r"|\b(?:increas|expand|improv)\w*[^.;]{0,50}\b(?:underrepresented|under-represented|historically excluded)"
    r"|\bcorrect\w* an imbalance\b|\baffirmative action (?:plan|program|measure)s?\b",
)
_NEXUS: Final = re.compile(
    r"\b(?:in|within|to|of|from) (?:this|the) (?:state|commonwealth)\b|\bresidents? of (?:this|the) state"
    r"|\bin [a-z]+(?: [a-z]+)? state\b|\bstate residents?\b|\bminnesota residents?|\bwashingtonians\b"
    r"|\bresiding in\b|\blocated in\b"
)
_FRONTIER: Final = opening("10 ad caor du flr hi in lao mao su tor we", rf"\b{FRONTIER}")
_ALL_USERS: Final = Hinted(
    re.compile(r"\b(?:all|any) users?\b|\bregardless of (?:the )?(?:user'?s? )?age\b|\bof any age\b"),
    ("user", " age"),
)
"""What an act about minors demands for users of any age is no child safety alone."""
_LOCAL_HARM: Final = Hinted(
    re.compile(
        r"\b(?:persons?|individuals?|harms?|injur(?:y|ies|ed)|damages?|loss(?:es)?|victims?|death)\b[^.;]{0,30}?"
        r"\b(?:in|of|within) (?:this|the) (?:state|commonwealth)\b"
    ),
    ("this state", "the state", "commonwealth"),
)
"""Liability for what happened in the state follows ordinary law."""
_NEXUS_OF_BILL: Final = opening(
    "av bu cou de ho in lo ocfp peu re so tr us",
    r"\b(?:business|residents?|consumers?|users?|persons?|individuals?|customers?|public|available|sold|offer\w*"
    r"|deployed|operat\w*|develop\w*|train\w*|located|used|occurr\w+|reside[sd]?|households?|residing)\b"
    r"(?: [\w,]+){0,3}? (?:in|within|of|to|from) (?:this|the) (?:state|commonwealth)\b|\bresidents?\b",
)
"""Somewhere the bill limits whom or what it reaches; laws and officers of the state are no limit."""
SAVINGS: Final = re.compile(
    r"\b(?:preempted by|to the extent (?:permitted|allowed) by) federal law|\bconflicts? with federal law"
    r"|\bnot apply[^.]{0,80}federal law|\bfederal law[^.]{0,60}preempt"
)
SAVES_230: Final = re.compile(r"47 u\.?s\.?c\.?[^.]{0,20}230|section 230 of|communications decency act")
RECIPROCITY: Final = opening(
    "co sau",
    r"\b(?:compl\w+ with|satisf\w+|subject to)[^.]{0,120}\b(?:federal|another jurisdiction"
    r"|other state)[^.]{0,80}\b(?:deemed|satisf|equivalent|substantially similar|complian)",
)
_SMALL: Final = re.compile(
    r"\b(?:fewer|less) than (?:\d+|[a-z]+)(?: full[- ]time)?(?: equivalent)? employees|\bsmall business"
)
TRADE_SECRETS: Final = re.compile(r"\b(?:trade secrets?|redact\w*)\b")
CONFIDENTIAL: Final = re.compile(
    r"\b(?:confidential|not (?:be )?(?:a )?public record|exempt from (?:public )?(?:disclosure|inspection))\b"
)
_PRIVATE_ACTION: Final = opening(
    "ci ma pr",
    r"\b(?:private (?:right|cause) of action|may (?:bring|commence|file|institute|maintain) (?:an?"
    r"|a civil) (?:civil )?(?:action|claim|suit)|civil action (?:may be|against))",
)
_VOLUNTARY: Final = re.compile(
    r"\b(?:voluntar(?:y|ily)[^.]{0,80}(?:verif|certif)|independent verification organization"
    r"|multistakeholder regulatory organization|verification is voluntary)"
)
_CARE: Final = re.compile(r"\balgorithmic discrimination\b")
_FILED_RESULTS: Final = re.compile(
    r"\b(?:results? of (?:any |the |an )?(?:\w+ )?(?:impact )?assessments?|impact assessments?)\b"
)
_PRE_RELEASE: Final = hinted(
    r"\b(?:before|prior to|concurrently with|at least \w+ (?:\(\d+\) )?days before)[^.]{0,60}\b(?:deploy"
    r"|releas|mak\w+ available|launch)\w*[^.]{0,60}\bmodels?\b",
    *("before", "prior to", "concurrently", "at least"),
)
_FILES: Final = re.compile(
    rf"\b(?:submit\w*|fil(?:e|es|ed|ing)|transmit\w*|provid\w+|furnish\w*|send|deliver\w*|disclos\w+|report\w*"
    rf"|notif\w+)"
    rf"\b[^.;]{{0,160}}\b{STATE_OFFICE}"
)
_RESULTS: Final = re.compile(
    r"\b(?:publish|post|disclos|mak)\w*\b[^.;]{0,200}\b(?:results?|assessments?|evaluations?|tests?)\b"
)
"""Results of tests that must be public before release; a framework that is only published is no precondition."""
_SALE: Final = re.compile(
    r"\b(?:prior to|before)(?: the| any)? (?:sale|selling|offer\w*|releas\w*|deploy\w*|making|distribut\w*"
    r"|marketing)\b|\b(?:shall not|may not|unlawful to) (?:sell|offer for sale|release|distribute)\b"
    r"|\bto sell or offer for sale\b"
)
_BY_THE_WAY: Final = re.compile(r"\bincluding\b[^.;]*")
_PRIVATE_PURPOSE: Final = re.compile(
    r"\b(?:consumers?|business(?:es)?|developers?|operators?|compan(?:y|ies)|employers?|commerce|insur\w+"
    r"|landlords?|platforms?)\b"
)
_GOVERNMENT_PURPOSE: Final = re.compile(
    r"\b(?:state (?:agenc(?:y|ies)|entit(?:y|ies))|public (?:agenc|entit|bod|school|employ)\w*"
    r"|government\w*|state (?:use|government|contract)|procurement|school district|public sector|courts?"
    r"|judicial|law enforcement|police|municipal\w*|state board|schools?|education|department|agenc(?:y"
    r"|ies))\b"
)
_LOCAL: Final = opening(
    "br dw gr ho lae pho re su te",
    r"\b(?:retail (?:store|establishment|food|mercantile)|grocery|residential (?:dwelling|rental|unit"
    r"|property)|rental unit|dwelling unit|landlords?|tenants?|rental|rents?|housing|lease"
    r"|brick[- ]and[- ]mortar|physical (?:location|store)|point of sale|supermarket)s?\b",
)


_SUES: Final = (
    *("private right of", "private cause of", "civil action", "may bring", "may commence", "may file"),
    *("may institute", "may maintain"),
)
_OF_THE_BILL: Final = (
    (
        Fact.DIVERSITY_EXEMPTION,
        InClause(
            DIVERSITY,
            ("diversi", "redress", "expand", "remed", "correct", "underrep", "under-rep", "historically", "affirm"),
        ),
    ),
    (Fact.DISCRIMINATION_ACT, InClause(_CARE, ("algorithmic discrimination",))),
    (Fact.NEXUS_OF_BILL, InClause(_NEXUS_OF_BILL, ("this state", "the state", "commonwealth", "resident"))),
    (Fact.SAVINGS, InClause(SAVINGS, ("federal law",), ".")),
    (Fact.SAVES_230, Hinted(SAVES_230, ("47 u", "section 230 of", "communications decency"))),
    (
        Fact.RECIPROCITY,
        InClause(RECIPROCITY, ("complian", "deemed", "equivalent", "satisf", "substantially similar"), "."),
    ),
    (Fact.SMALL_BUSINESS, InClause(_SMALL, ("fewer than", "less than", "small business"))),
    (Fact.CONFIDENTIAL, InClause(CONFIDENTIAL, ("confidential", "public record", "exempt from"))),
    (Fact.TRADE_SECRETS, InClause(TRADE_SECRETS, ("trade secret", "redact"))),
    (Fact.PRIVATE_ACTION, InClause(_PRIVATE_ACTION, _SUES)),
    (
        Fact.VOLUNTARY_VERIFICATION,
        InClause(_VOLUNTARY, ("voluntar", "verification organization", "regulatory organ"), "."),
    ),
    (Fact.ASSESSMENT_FILED, InClause(_FILED_RESULTS, ("assessment",))),
    (
        Fact.LOCAL_MARKET,
        InClause(
            _LOCAL,
            (
                *("retail", "grocery", "residential", "dwelling", "landlord", "tenant", "rent", "housing", "lease"),
                *("brick", "physical", "point of sale", "supermarket"),
            ),
        ),
    ),
)
_MANY: Final = 3
_MANY_FRONTIER: Final = Hinted(_FRONTIER, FRONTIER_HINTS)


def document_facts(folded: str, subject: str) -> frozenset[str]:
    """What holds for the whole bill."""
    found: set[str] = {fact for fact, pattern in _OF_THE_BILL if pattern.search(folded)}
    if _MANY_FRONTIER.search(folded) and sum(1 for _ in islice(_FRONTIER.finditer(folded), _MANY)) == _MANY:
        found.add(Fact.FRONTIER)
    if MINORS.search(_BY_THE_WAY.sub("", subject)):
        found.add(Fact.MINORS_ACT)
    if _GOVERNMENT_PURPOSE.search(subject) and not _PRIVATE_PURPOSE.search(subject):
        found.add(Fact.PUBLIC_BILL)
    return frozenset(found)


def unit_facts(unit: Unit, context: Context) -> set[str]:
    """What holds for one sentence, with what holds for the bill."""
    found = set(context.facts) - {Fact.MINORS_ACT}
    if MINORS.search(unit.full) or (
        (MINORS.search(unit.provision.heading.lower()) or Fact.MINORS_ACT in context.facts)
        and not _ALL_USERS.search(unit.full)
    ):
        found.add(Fact.MINORS)
    if _HARBOUR.search(unit.full) or "safe harbor" in unit.section.heading.lower():
        found.add(Fact.SAFE_HARBOUR)
    if _INTENT.search(unit.full) and not _ANY_INTENT.search(unit.full):
        found.add(Fact.INTENT_ONLY)
    if _EXISTING_LAW.search(unit.full):
        found.add(Fact.EXISTING_LAW)
    if _REVIEWS_CARE.search(context.words_of(unit.section)):
        found.add(Fact.HEALTH_REVIEW)
    if _OUTWARD.search(unit.full) and _ACTS_OUTWARD.search(unit.full) and not _OWN.search(unit.full):
        found.add(Fact.OUTWARD)
    if _STUDY.search(context.words_of(unit.section)[:_OPENING]):
        found.add(Fact.STUDY)
    if _NEXUS.search(unit.full):
        found.add(Fact.NEXUS)
    if _LOCAL_HARM.search(unit.full):
        found.add(Fact.LOCAL_HARM)
    if _PRE_RELEASE.search(unit.full) and (_FILES.search(unit.full) or _RESULTS.search(unit.full)):
        found.add(Fact.PRE_RELEASE_FILING)
    if _SALE.search(unit.full):
        found.add(Fact.SALE_PRECONDITION)
    return found
