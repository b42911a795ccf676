"""Which types of provision does a bill hold, in the names of the labelling guide?"""

from __future__ import annotations

import re
from functools import reduce
from operator import or_
from typing import Final

from monitor.classify.carveouts import CarveOutHit
from monitor.classify.context import Context
from monitor.classify.detect import Read
from monitor.classify.duties_facts import Fact
from monitor.classify.hint_index import HintIndex
from monitor.classify.hints import Hinted
from monitor.model.finding import Relevance

__all__ = ["provision_types"]

# Types that touch no position, or that a duty alone does not show: by the words of an operative sentence.
_BY_WORDS: Final = tuple(
    (name, Hinted(re.compile(pattern), hints))
    for name, pattern, hints in (
        (
            "study_commission",
            (
                r"\b(?:task force|working group|commission|council|committee|department"
                r"|office)\b[^.;]{0,120}\b(?:study|studies|studying)\b|\bthere is (?:hereby )?(?:created"
                r"|established)\b[^.;]{0,80}\b(?:task force|working group|commission|council)\b|\bshall study\b"
            ),
            ("commission", "committee", "council", "department", "office", "task force", "working group", "study"),
        ),
        (
            "education",
            (
                r"\b(?:curricul\w+|course of (?:study|instruction)|students?|school districts?|literacy"
                r"|apprenticeship|workforce training|degree programs?)\b"
            ),
            (
                "apprenticeship",
                "course of",
                "curricul",
                "degree program",
                "literacy",
                "school district",
                "student",
                "workforce training",
            ),
        ),
        (
            "appropriation",
            r"\b(?:is|are) (?:hereby )?appropriated\b|\bgrants? (?:program|to|shall)\b|\bgrant program\b",
            ("appropriated", "grant"),
        ),
        (
            "tax_incentive",
            r"\btax (?:credit|exemption|deduction|incentive)s?\b",
            ("tax ",),
        ),
        (
            "sandbox",
            r"\b(?:regulatory (?:sandbox|mitigation|relief)|learning laboratory|sandbox program)\b",
            ("regulatory", "learning laboratory", "sandbox"),
        ),
        (
            "whistleblower",
            r"\bretaliat\w+[^.;]{0,160}\b(?:disclos|report)\w*|\bwhistleblower",
            ("retaliat", "whistleblower"),
        ),
        (
            "digital_replica",
            (
                r"\bdigital replicas?\b|\b(?:voice|likeness|persona)\b[^.;]{0,80}\b(?:consent|right of publicity"
                r"|property right)"
            ),
            ("digital replica", "consent", "right of publicity", "property right"),
        ),
        (
            "professional_impersonation",
            (
                r"\b(?:licensed|certified|registered) (?:as|nurse|physician|professional|psychologist"
                r"|mental health)[^.;]{0,120}|\bimpl(?:y|ies|ying)[^.;]{0,80}\blicen[sc]"
            ),
            ("licens", "licenc", "certified", "registered"),
        ),
        (
            "ai_personhood",
            r"\blegal person(?:hood|ality)?\b",
            ("legal person",),
        ),
        (
            "health_utilization_review",
            r"\butili[sz]ation review|\bmedical necessity|\bmedically necessary|\bprior authori[sz]ation",
            ("medical", "utili", "prior authori"),
        ),
        (
            "clinical_ai",
            r"\b(?:therap(?:y|ist|eutic)\w*|diagnos\w+|patients?|psychotherapy|clinical)\b",
            ("clinical", "diagnos", "patient", "therap"),
        ),
        (
            "insurance_underwriting",
            r"\bunderwrit\w+|\binsurers?\b[^.;]{0,120}\b(?:premium|rate|claim)s?\b",
            ("insurer", "underwrit"),
        ),
        (
            "rental_pricing",
            (
                r"\b(?:landlord|rental|rents?|lease|residential)\b[^.;]{0,160}\b(?:algorithm\w*|software|pric\w+"
                r"|coordinat\w+)"
            ),
            ("landlord", "lease", "rent", "residential"),
        ),
        (
            "collective_bargaining",
            r"\bcollective bargaining|\bbargaining (?:representative|unit|agent)",
            ("bargaining",),
        ),
        (
            "criminal_use",
            (
                r"\b(?:is guilty of|commits) (?:a |an |the )?(?:crime|offense|misdemeanor|felony|disorderly)"
                r"|\bcrime of the (?:first|second|third|fourth) degree|\bguilty of a\b"
            ),
            ("guilty of", "commits ", "crime of"),
        ),
        (
            "risk_management_program",
            r"\brisk management (?:polic|program|framework|plan)\w*|\bcatastrophic\b[^.;]{0,80}\bprotocols?",
            ("risk management", "catastrophic"),
        ),
        (
            "hiring_employment",
            r"\b(?:employers?|hiring)\b[^.;]{0,160}\b(?:applicants?|employees?|workers?|candidates?)\b",
            ("employer", "hiring"),
        ),
        (
            "procurement",
            r"\b(?:procure\w*|purchas\w+|acqui\w+|contract)\b[^.;]{0,100}\bartificial intelligence",
            ("artificial intelligence",),
        ),
        (
            "third_party_audit",
            r"\b(?:third[- ]party|independent) (?:audit\w*|assessment|evaluation)",
            ("third party", "third-party", "independent"),
        ),
        (
            "liability_shield",
            r"\b(?:shall|may) not be (?:held )?liable\b[^.;]{0,120}\b(?:third party|user|developer)",
            ("liable",),
        ),
    )
)
_INDEX: Final = HintIndex([pattern.hints for _, pattern in _BY_WORDS])
_ONLY_ABOUT_AI: Final = frozenset({"education", "clinical_ai", "hiring_employment", "criminal_use", "tax_incentive"})
"""Wide words: the sentence or its section must speak of the technology too."""


def provision_types(read: list[Read], hits: list[CarveOutHit], context: Context) -> tuple[str, ...]:
    """Collect the types of all carve-outs, and those that touch no position, in the order of their names."""
    if context.relevance is Relevance.NONE:
        return ()
    found = {hit.provision_type for hit in hits}
    met = list(zip(_INDEX.each(unit for unit, _ in read), (unit.full for unit, _ in read), strict=True))
    somewhere = reduce(or_, (bits for bits, _ in met), 0)
    for number, (name, pattern) in enumerate(_BY_WORDS):
        if name not in found and somewhere >> number & 1:
            about = context.ai_terms if name in _ONLY_ABOUT_AI else None
            sentences = (words for bits, words in met if bits >> number & 1)
            if any(pattern.search(words) and (about is None or about.search(words)) for words in sentences):
                found.add(name)
    if read and Fact.PRIVATE_ACTION in context.facts:
        found.add("private_right_of_action")
    return tuple(sorted(found))
