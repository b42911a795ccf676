"""How do duties about unequal outcomes of a system read, and duties to look for them?"""

from __future__ import annotations

import re
from typing import Final

from monitor.classify.duties import DutyKind, DutyRule
from monitor.classify.hints import opening
from monitor.classify.obligation import Modality
from monitor.classify.words import ABOUT_AI, AI, gap

__all__ = ["OUTCOME_RULES"]

_GROUND: Final = (
    r"(?:\brac(?:e|es|ial\w*)\b|\bsex(?:es)?\b|\bgenders?\b|\bethnic\w*|\bnational origin|\breligio\w+|\bdisabilit(?:y"
    r"|ies)\b"
    r"|\bmen and women\b|\bprotected (?:\w+ )?(?:class|characteristic|group|trait|status|categor|person|basis)\w*"
    r"|\b(?:demographic|racial|minority) groups?\b|\bof color\b|\bminorit(?:y|ies)\b|\bolder (?:workers|persons"
    r"|adults))"
)
"""On what people may not be told apart."""
_HARM: Final = (
    r"(?:(?:algorithmic|unlawful|unfair|unjust\w*|racial|prohibited|illegal|invidious|statistical"
    r"|systemic) (?:bias(?:es)?"
    r"|discrimination|differen\w+|dispari\w+)\b|discriminatory (?:result|outcome|effect|impact|treatment|output"
    r"|decision"
    r"|pattern|consequence)s?\b|dispari(?:ty|ties)\b|disparate \w+|differential (?:treatment|impact|effect)s?\b"
    r"|unequal (?:treatment|outcome|result|effect)s?\b|unfair (?:outcome|treatment|result|effect|impact)s?\b"
    r"|bias(?:es)?\b(?! audit))"
)
"""Outcomes that fall unequally, meant or not."""
_HARM_HINTS: Final = ("bias", "discriminat", "dispari", "disparate", "differen", "unequal", "unfair")
_CURES: Final = (
    r"(?:discontinu|adjust|alter|correct|re-?train|modif|chang|ceas|stop|remed|eliminat|remov|repair|recalibrat|suspend"
    r"|mitigat|minimi[sz]|reduc|cure|counteract|redress|withdraw)\w*"
)
_TELLS: Final = re.compile(
    r"\b(?:descri(?:b|pti)\w+|documentation|summar\w+|statements?|disclos\w+|explain\w*|explanation|publish\w*"
    r"|train(?:ing|ed) (?:in|on|for|about)|taken to|recommend\w*|literacy|students?|recognition|principles"
    r"|prioriti[sz]\w+|presence of|education|courses?|curriculum|guidance|polic(?:y|ies) (?:on|about|regarding))\b"
)
"""Words about how bias is dealt with, which nobody must deal with by them."""
_LOOKS: Final = (
    r"\b(?:test(?:s|ed|ing)?\b|examin\w+|audit\w*|assess\w*|analy[sz]\w+|analysis|review(?:s|ed|ing)?\b|determin\w+"
    r"|calculat\w+|measur(?:e|es|ed|ing)\b|evaluat\w+|ascertain\w*|look(?:s|ing)? (?:into|at|for)|check(?:s|ed|ing)?\b"
    r"|comput(?:e|es|ing)\b|monitor\w*|stud(?:y|ies|ied)\b|inquir\w+)"
)

_UNLESS_CARE: Final = re.compile(
    r"\bcollective bargaining|retaliat\w+|\bfor the purpose of (?:self-testing|testing)|self-test"
    r"|\bprice discrimination|\bwhether (?:\w+ ){1,4}(?:should|ought)\b|\bconflicts? of interest|\bpolitical bias"
)
_LOOKS_ONLY: Final = re.compile(
    r"\bwhether (?!to\b)[^.;]{0,200}\b(?:treat|differ|adverse|disproportion|disadvantag|exclud)"
)
_UNEQUAL: Final = re.compile(
    r"\bdiscriminat\w+|\bdispar\w+|\bbias(?:es|ed)?\b|\bdisadvantag\w+|\bdisfavo\w+|\bunequal"
    r"|\b(?:higher|lower|greater|different) rates?\b"
)
_BY_MACHINE: Final = re.compile(rf"{AI}|\bautomat")

OUTCOME_RULES: Final = (
    DutyRule(
        kind=DutyKind.DISCRIMINATION_CARE,
        provision_type="algorithmic_discrimination_duty",
        hints=("discriminat", "disparat", "differenti", "disfavo", "disproportion", "proxy"),
        pattern=opening(
            "ailrsuv bo cahlor deiu eln faor geu hai in la mai pr re sauy vio wi yi",
            r"\b(?:reasonable (?:duty of )?care|duty of care|protect\w*|prevent\w*|avoid\w*|mitigat\w+"
            rf"|guard|safeguard\w*|eliminat\w+|ensure){gap(200)}\b(?:algorithmic discrimination"
            r"|unlawful discrimination|discriminatory (?:impact|effect|outcome|result)s?"
            r"|disparate (?:impact|treatment|effect)s?)"
            rf"|\b(?:engage|engages|engaging|engaged) in{gap(30)}algorithmic discrimination|\b(?:cause"
            r"|causes|result|results|resulting|produce"
            rf"|contribut\w+)\b{gap(60)}\balgorithmic discrimination"
            rf"|\b(?:has|have|having|with) the (?:purpose or (?:the )?)?effect of{gap(90)}(?:discriminat\w+"
            r"|differentiat\w+|disparat\w+)|\b(?:result|results"
            rf"|resulting) in{gap(60)}(?:unlawful (?:discriminat\w+|differential)|disparate|discriminat\w+)"
            rf"|\b(?:produc|yield|caus|creat)\w*\b{gap(40)}\bdisparate (?:impacts?|outcomes?|effects?|results?)\b"
            rf"|\b(?:disparate impact|disproportionate\w*){gap(80)}\b(?:protected|race|sex|basis)"
            rf"|\b(?:discriminat\w+|disfavou?rs?){gap(120)}\b(?:by|through|using|use of|via){gap(40)}{AI}"
            rf"|{AI}{gap(120)}\b(?:to|that|which|in a manner that){gap(60)}\bdiscriminat(?:e|es"
            rf"|ing)\b{gap(160)}\b(?:against|on the basis|because of|protected|race)"
            rf"|\bin a (?:discriminatory )?manner that{gap(60)}discriminat|\bas a proxy for{gap(30)}protected",
        ),
        modalities=frozenset({Modality.MUST, Modality.MUST_NOT, Modality.LIABLE}),
        near=ABOUT_AI,
        unless=re.compile(
            r"\bcollective bargaining|retaliat\w+|\bfor the purpose of (?:self-testing|testing)|self-test"
            r"|\bprice discrimination"
        ),
    ),
    DutyRule(
        kind=DutyKind.BIAS_AUDIT,
        provision_type="third_party_audit",
        hints=("bias", "discriminat", "disparate", "fair", "protected class", "impact"),
        too=(
            *("adverse impact", "bias", "discriminat", "disparate", "fairness", "impact audit", "protected class"),
            "unfair",
        ),
        pattern=re.compile(
            r"\b(?:bias|impact|fairness|discrimination) audits?\b|\b(?:disparate|adverse"
            r"|discriminatory) impact (?:analys[ei]s"
            r"|assessments?|audits?|tests?|testing|stud(?:y|ies))\b|\b(?:audit\w*|assess\w*|evaluat\w+"
            r"|test(?:s|ed|ing)?\b|analy[sz]\w+|analysis|monitor\w*|review(?:s|ed|ing)?\b|validat\w+"
            rf"|examin\w+){gap(160)}\b(?:bias(?:es|ed)?\b|discriminat\w+|disparate|unfair\w*|fairness"
            r"|protected class)|\bsources of bias\b|\b(?:known|potential|any) (?:risks? of )?(?:bias|discriminat\w+)\b"
        ),
        modalities=frozenset({Modality.MUST, Modality.MUST_NOT}),
        near=ABOUT_AI,
        unless=re.compile(r"\b(?:education|training|trained|experience|instruction|information)\b[^.;]{0,80}\bbias"),
    ),
    DutyRule(
        kind=DutyKind.DISCRIMINATION_CARE,
        provision_type="algorithmic_discrimination_duty",
        hints=_HARM_HINTS,
        pattern=re.compile(
            r"\b(?:reasonable (?:steps|measures|diligence|efforts|precautions|care)|due diligence|duty to|guard(?:s"
            r"|ing)?\b"
            r"|shield\w*|protect\w*|prevent\w*|avoid\w*|mitigat(?:e|es|ed|ing)\b|minimi[sz]\w+|reduc(?:e|es|ing)\b"
            r"|eliminat\w+"
            rf"|correct\w*|remed(?:y|ies)\b|address\w*|remov(?:e|es|ing)\b|counteract\w*|free (?:of"
            rf"|from)){gap(120)}\b{_HARM}"
            rf"|\b(?:not|never|no){gap(40)}\b(?:yield|produc|caus|generat|hav|result|lead|creat|perpetuat"
            rf"|amplif)\w*{gap(60)}\b{_HARM}"
            rf"|\b{_HARM}{gap(60)}\b(?:is|are|be|been|was|were) (?:\w+ )?(?:mitigated|corrected|removed|eliminated"
            rf"|remedied"
            r"|reduced|cured|minimi[sz]ed|addressed|prevented|avoided)\b"
        ),
        modalities=frozenset({Modality.MUST, Modality.MUST_NOT}),
        near=ABOUT_AI,
        unless=_UNLESS_CARE,
        when=lambda unit, context: (
            _TELLS.search(unit.full) is None
            and (
                re.search(_GROUND, context.words_of(unit.section)) is not None
                or _BY_MACHINE.search(unit.full) is not None
            )
        ),
    ),
    DutyRule(
        kind=DutyKind.DISCRIMINATION_CARE,
        provision_type="algorithmic_discrimination_duty",
        hints=(
            *("disadvantag", "exclud", "disfavo", "penali", "burden", "subject", "denying", "less favo"),
            *("differen", "discriminat", "treat", "disproportionate", "adverse"),
        ),
        too=(
            *("adverse", "burden", "denying", "differen", "disadvantag", "discriminat", "disfavo"),
            *("disproportionate", "exclud", "less favo", "penali", "subjecting", "treat"),
        ),
        pattern=re.compile(
            rf"\b(?:effect of|effect is|so as|in a (?:way|manner)|does not|do not|not|never|results? in|resulting in"
            rf"|leads? to"
            rf"|causes?|without){gap(40)}\b(?:disadvantag|exclud|disfavo|penali[sz]|burden|subjecting|denying|less favo"
            rf"|differen|discriminat)\w*{gap(160)}{_GROUND}"
            rf"|\btreat\w*\b{gap(120)}\b(?:worse|less favou?rabl[ey]|differently|unequally)\b"
            rf"|\b(?:ha(?:s|ve|ving)|with|produc\w+|caus\w+|creat\w+) (?:an? )?(?:\w+ )?(?:disproportionate\w*"
            rf"|adverse(?:ly)?) (?:\w+ )?(?:effect|impact|affect|burden)\w*{gap(60)}{_GROUND}"
        ),
        modalities=frozenset({Modality.MUST, Modality.MUST_NOT, Modality.LIABLE}),
        near=ABOUT_AI,
        unless=_UNLESS_CARE,
        when=lambda unit, context: (
            (context.ai_terms.search(unit.full) is not None or _BY_MACHINE.search(unit.full) is not None)
            and re.search(_GROUND, unit.full) is not None
            and _LOOKS_ONLY.search(unit.full) is None
        ),
    ),
    DutyRule(
        kind=DutyKind.DISCRIMINATION_CARE,
        provision_type="algorithmic_discrimination_duty",
        hints=("effect", "impact", "dispari", "disparate", "bias", "discriminat", "disfavo", "differen", " rate"),
        too=(
            *("adverse", "difference", "different rate", "discriminat", "disfavo", "disparate", "disparit"),
            *("greater rate", "higher rate", "lower rate", "such a", "the effect", "the impact", "unequal rate"),
        ),
        pattern=re.compile(
            rf"\b{_CURES}\b{gap(120)}\b(?:dispari(?:ty|ties)|disparate|discriminat\w+|(?:adverse|such an?"
            rf"|the) (?:effect"
            rf"|impact|difference)s?)\b|\b(?:dispari(?:ty|ties)|disparate (?:impact|effect|outcome|result)s?|disfavo\w+"
            rf"|differen(?:ce|ces)|(?:adverse|such an?) (?:impact|effect)s?|discriminat\w+|(?:higher|lower|greater"
            rf"|different|unequal) rates?)\b{gap(160)}\b(?:shall|must) (?:\w+ ){{0,3}}?{_CURES}"
        ),
        modalities=frozenset({Modality.MUST}),
        near=ABOUT_AI,
        unless=_UNLESS_CARE,
        when=lambda unit, context: (
            _TELLS.search(unit.full) is None
            and _UNEQUAL.search(context.words_of(unit.section)) is not None
            and re.search(_GROUND, context.words_of(unit.section)) is not None
        ),
    ),
    DutyRule(
        kind=DutyKind.DISCRIMINATION_CARE,
        provision_type="algorithmic_discrimination_duty",
        hints=("less discriminatory", "less-discriminatory", "stand-in", "stand in", "proxy", "proxies", "surrogate"),
        pattern=re.compile(
            rf"\b(?:search|look|adopt|us(?:e|es|ing)|consider|implement|identif|select|choos|explor|seek|replac"
            rf"|substitut)\w*\b{gap(60)}"
            r"\bless[- ]discriminatory (?:alternative|model|means|algorithm|method|system|practice)s?\b"
            rf"|\b(?:stand[- ]ins?|prox(?:y|ies)|surrogates?) for{gap(60)}{_GROUND}"
        ),
        modalities=frozenset({Modality.MUST, Modality.MUST_NOT}),
        near=ABOUT_AI,
        unless=re.compile(
            r"\b(?:assess|evaluat|test|audit|document|determin|report)\w*\b[^.;]{0,80}\b(?:prox(?:y|ies)|whether)"
        ),
    ),
    DutyRule(
        kind=DutyKind.DISCRIMINATION_CARE,
        provision_type="algorithmic_discrimination_duty",
        hints=("rate", "ratio", "accuracy", "performance", "error"),
        too=(" rate", "-rate", " ratio", "-ratio", "accuracy", "error", "performance"),
        pattern=re.compile(
            rf"\b(?:selection|error|approval|acceptance|denial|rejection|accuracy|false[- ]\w+|impact)[- ](?:rates?"
            rf"|ratios?)\b{gap(120)}\b(?:differ\w*|var(?:y|ies)|equal|less than|below|lower|exceeds?|no (?:more|less"
            rf"|greater))\b"
            rf"|\b(?:accuracy|performance|errors?)\b{gap(100)}\b(?:differ\w*|var(?:y|ies)|below|lower|worse|less)\b"
        ),
        modalities=frozenset({Modality.MUST, Modality.MUST_NOT}),
        near=ABOUT_AI,
        unless=re.compile(
            r"\bwhether\b|\b(?:calculat|measur|determin|comput|test|report|audit|disclos|publish|assess|evaluat)\w*"
        ),
        when=lambda unit, _: re.search(_GROUND, unit.full) is not None,
    ),
    DutyRule(
        kind=DutyKind.BIAS_AUDIT,
        provision_type="third_party_audit",
        hints=("dispari", "disparate", "adverse impact", "differ", "var", "unequal", "rate", "ratio"),
        too=(
            *("adverse impact", "differ", "dispar", "error rate", "error ratio", "error-rate", "error-ratio"),
            *("fferen", "impact rat", "impact-rat", "selection rat", "selection-rat", "sparit", "unequal"),
            *("varies", "vary"),
        ),
        pattern=re.compile(
            rf"{_LOOKS}{gap(160)}\b(?:dispari(?:ty|ties)|disparate|adverse impacts?|unequal|differ\w*|var(?:y|ies)"
            rf"|(?:selection|error|impact)[- ](?:rates?|ratios?))\b{gap(100)}{_GROUND}"
            rf"|{_LOOKS}{gap(160)}\b(?:racial|gender|ethnic|demographic)(?: \w+)? (?:dispari(?:ty|ties)|differen\w+)"
        ),
        modalities=frozenset({Modality.MUST, Modality.MUST_NOT}),
        near=ABOUT_AI,
        unless=re.compile(r"\b(?:education|training|trained|experience|instruction)\b[^.;]{0,80}\b(?:bias|dispar)"),
    ),
)
