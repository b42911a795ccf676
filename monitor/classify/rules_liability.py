"""How does liability of those who make models read?"""

from __future__ import annotations

import re
from typing import Final

from monitor.classify.actors import Actor
from monitor.classify.duties import DutyKind, DutyRule
from monitor.classify.obligation import Modality
from monitor.classify.words import AI, gap
from monitor.classify.words_frontier import MAKERS

__all__ = ["LIABILITY_RULES"]

_ANSWERS: Final = r"\b(?:liable|responsible|answerable|accountable)\b"
_OTHERS: Final = (
    r"\b(?:users?|customers?|deployers?|licensees?|third[- ]part(?:y|ies)|another(?: person)?|other persons?|others"
    r"|(?:an?|any) person|anyone|someone|whoever|those who|downstream \w+|end users?|operators?|purchasers?)\b"
)
_MISUSES: Final = (
    r"(?:us(?:es?|ed|ing)\b|distribut|dissemin|generat|creat|commit|caus|publish|misus|engag|violat|defraud|harass|harm"
    r"|injur|employ|deploy|appl(?:y|ies)|exploit|abus|circulat|shar(?:es?|ed)\b|modif|alter)"
)
_NOT_LIABLE: Final = re.compile(
    r"\bnot be (?:held )?liable|\b(?:is|are) not liable|\b(?:host(?:s|ed|ing)?|upload\w*|post(?:s|ed|ing)?"
    r"|interactive computer|social media|civil penalt\w+)\b"
)
"""Shields, those who only carry what others say, and the penalty for a breach of the act itself."""

LIABILITY_RULES: Final = (
    DutyRule(
        kind=DutyKind.STRICT_DEVELOPER_LIABILITY,
        provision_type="strict_liability",
        hints=("liab", "responsib", "answerable", "accountable", "defens", "defenc"),
        pattern=re.compile(
            rf"\bstrictly liable\b|\bliable\b{gap(30)}\bwithout{gap(30)}\b(?:fault|negligence|regard)\b"
            rf"|{_ANSWERS}{gap(140)}\b(?:if|when|where|whenever|because|though|once"
            rf"|for){gap(60)}{_OTHERS}{gap(60)}\b{_MISUSES}"
            rf"|{_OTHERS}{gap(100)}\b{_MISUSES}\w*{gap(160)}{_ANSWERS}"
            rf"|\bdefen[sc]e\b{gap(60)}\b(?:did not|had no|was not|could not|lacked)\b{gap(100)}{_OTHERS}"
        ),
        modalities=frozenset({Modality.LIABLE}),
        actors=frozenset({Actor.DEVELOPER}),
        near=re.compile(AI),
        unless=_NOT_LIABLE,
    ),
    DutyRule(
        kind=DutyKind.STRICT_DEVELOPER_LIABILITY,
        provision_type="strict_liability",
        hints=("liab", "responsib", "answerable", "accountable", "defens", "defenc"),
        pattern=re.compile(
            rf"\bdevelopers?\b{gap(160)}\b(?:strictly liable|liable{gap(120)}\b(?:third[- ]part|regardless"
            rf"|without (?:proof of |regard to )?(?:fault|negligence)"
            r"|user'?s|another|conduct of|acts? of|caused by))"
            rf"|\bdevelopers?\b{gap(120)}\b(?:used by|acts? of|conduct of|misused? by)\b{gap(20)}\b(?:another"
            rf"|third part\w+|users?)\b"
            rf"{gap(120)}\bliable\b"
            rf"|{MAKERS}{gap(160)}\b(?:strictly liable|liable\b{gap(30)}\bwithout{gap(30)}\b(?:fault|negligence"
            r"|regard))"
            r"|\bvicarious(?:ly)? (?:liable|liability)\b"
            rf"|{MAKERS}{gap(80)}{_ANSWERS}{gap(30)}\bfor\b{gap(60)}\b(?:acts?|conduct|crimes?|wrongs?|torts?"
            r"|offenses?|misuse"
            rf"|uses?|violations?|fraud|harms?|damages?|loss(?:es)?)\b{gap(40)}(?:of|by|that|which"
            rf"|when){gap(20)}{_OTHERS}"
            rf"|\bstrict(?:ly)? liab\w+{gap(160)}\bdevelopers?\b|\b(?:developers?|owners?"
            rf"|providers?)\b{gap(300)}\b(?:civilly |held "
            rf"|criminally )?liable\b{gap(160)}\bfails? to prevent\b"
            rf"|{MAKERS}{gap(120)}{_ANSWERS}{gap(140)}\b(?:if|when|where|whenever|because|though"
            rf"|once){gap(60)}{_OTHERS}"
            rf"{gap(60)}\b{_MISUSES}"
            rf"|{_OTHERS}{gap(100)}\b{_MISUSES}\w*{gap(160)}{MAKERS}{gap(60)}{_ANSWERS}"
            rf"|{MAKERS}{gap(80)}{_ANSWERS}{gap(60)}\b(?:jointly|in solido|solidarily|together"
            rf"|to the same extent){gap(40)}"
            rf"\b(?:with|as)\b{gap(20)}{_OTHERS}"
            rf"|\b(?:misused?|altered|modified|instructed|prompted) by\b{gap(20)}{_OTHERS}{gap(100)}\bresponsib\w+ of\b"
            rf"{gap(160)}{MAKERS}"
            rf"|\bdefen[sc]e\b{gap(60)}{MAKERS}{gap(30)}\b(?:did not|didn't|had no|was not|could not|lacked)\b"
        ),
        modalities=frozenset({Modality.LIABLE, Modality.MUST, Modality.MUST_NOT}),
        near=re.compile(AI),
        unless=_NOT_LIABLE,
    ),
    DutyRule(
        kind=DutyKind.STRICT_DEVELOPER_LIABILITY,
        provision_type="strict_liability",
        hints=("liab", "responsib"),
        pattern=re.compile(
            rf"{MAKERS}{gap(60)}\b(?:avoid|avert|escape|evade|disclaim|disavow|limit|deny)\w*{gap(40)}"
            rf"\b(?:liab\w+|responsib\w+)\b{gap(120)}(?:{_OTHERS}|\bterms of (?:use|service)|\bmisuse)"
        ),
        modalities=frozenset({Modality.MUST_NOT}),
        near=re.compile(AI),
    ),
    DutyRule(
        kind=DutyKind.PRODUCT_LIABILITY,
        provision_type="strict_liability",
        hints=("liab", "defens", "defenc", "prima facie"),
        too=(
            *("liable for", "defens", "defenc", "prima facie evidence", "product liability", "products liability"),
            "strictly liable",
        ),
        pattern=re.compile(
            r"\bstrictly liable\b|\bproducts? liability\b|\bnot (?:be "
            rf"|assert )?(?:an? )?(?:affirmative )?defen[sc]e\b{gap(120)}(?:{AI}|autonomously)"
            rf"|\bprima facie evidence\b{gap(240)}{AI}|\b(?:is|are|shall be"
            rf"|be held) liable for{gap(60)}\b(?:damages?|harms?|injur\w+|death){gap(80)}\b(?:caused"
            rf"|resulting|arising|result) (?:by|from|of){gap(60)}{AI}"
        ),
        modalities=frozenset({Modality.LIABLE, Modality.MUST, Modality.MUST_NOT}),
        near=re.compile(AI),
        unless=re.compile(r"\bposted by (?:an? )?(?:user|third part|other)"),
    ),
    DutyRule(
        kind=DutyKind.VENDOR_LIABILITY,
        provision_type="strict_liability",
        hints=("vendor",),
        pattern=re.compile(
            rf"\bvendors?\b{gap(160)}\bjointly and severally liable"
            rf"|\bjointly and severally liable{gap(160)}\bvendors?\b"
        ),
        modalities=frozenset({Modality.LIABLE}),
        near=re.compile(AI),
    ),
)
