"""How do duties about what an AI may decide, say or cost read?"""

from __future__ import annotations

import re
from typing import Final

from monitor.classify.actors import PRIVATE, Actor
from monitor.classify.duties import DutyKind, DutyRule
from monitor.classify.obligation import Modality
from monitor.classify.words import AI, gap

__all__ = ["CONDUCT_RULES"]

_MACHINE: Final = (
    r"(?:chat ?bots?|companions?|\bbots?\b|(?:artificial intelligence|\bai\b|generative)(?: (?:system|model"
    r"|tool|technolog|companion|product|application|chatbot)\w*)?|(?:covered |such )?(?:models?|systems?"
    r"|products?))"
)
_PRODUCES: Final = (
    r"(?:generat\w+|produc(?:e|es|ed|ing)|provid\w+|claim\w*|stat(?:e|es|ing)|represent\w*|encourag\w+"
    r"|promot\w+|engag\w+|simulat\w+|imitat\w+|mimic\w*|manipulat\w+|suggest\w*|respon\w+|output\w*|display\w*"
    r"|offer\w*|communicat\w+|impl(?:y|ies|ying)|assert\w*|convey\w*|giv\w+|mak\w+ (?:any )?statements?"
    r"|indicat\w+|purport\w*|pretend\w*|posing|present\w*|advertis\w+ itself)"
)
_PRICES: Final = (
    r"\b(?:(?:surveillance|algorithmic|automated|personali[sz]ed|individuali[sz]ed|dynamic)[- ](?:based )?(?:price"
    r"|pricing|wage)\w*(?: discrimination| setting)?|price discrimination)"
)

CONDUCT_RULES: Final = (
    DutyRule(
        kind=DutyKind.DISCRIMINATION_CARE,
        provision_type="algorithmic_discrimination_duty",
        hints=("discriminat", "disparat", "differenti", "disfavo", "disproportion", "proxy"),
        pattern=re.compile(
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
            rf"|\bin a (?:discriminatory )?manner that{gap(60)}discriminat"
            rf"|\bas a proxy for{gap(30)}protected"
        ),
        modalities=frozenset({Modality.MUST, Modality.MUST_NOT, Modality.LIABLE}),
        near=re.compile(AI),
        unless=re.compile(
            r"\bcollective bargaining|retaliat\w+|\bfor the purpose of (?:self-testing|testing)|self-test"
            r"|\bprice discrimination"
        ),
    ),
    DutyRule(
        kind=DutyKind.BIAS_AUDIT,
        provision_type="third_party_audit",
        hints=("bias", "discriminat", "disparate", "fair", "protected class", "impact"),
        pattern=re.compile(
            r"\b(?:bias|impact|fairness|discrimination) audits?\b|\b(?:disparate|adverse"
            r"|discriminatory) impact (?:analys[ei]s"
            r"|assessments?|audits?|tests?|testing|stud(?:y|ies))\b|\b(?:audit\w*|assess\w*|evaluat\w+"
            r"|test(?:s|ed|ing)?\b|analy[sz]\w+|analysis|monitor\w*|review(?:s|ed|ing)?\b|validat\w+"
            rf"|examin\w+){gap(160)}\b(?:bias(?:es|ed)?\b|discriminat\w+|disparate|unfair\w*|fairness"
            r"|protected class)|\bsources of bias\b|\b(?:known|potential|any) (?:risks? of )?(?:bias"
            r"|discriminat\w+)\b"
        ),
        modalities=frozenset({Modality.MUST, Modality.MUST_NOT}),
        near=re.compile(AI),
        unless=re.compile(r"\b(?:education|training|trained|experience|instruction|information)\b[^.;]{0,80}\bbias"),
    ),
    DutyRule(
        kind=DutyKind.OUTPUT_RESTRICTION,
        provision_type="output_restriction",
        hints=(
            *("permit", "allow", "cause", "program", "enabl", "design", "train", "prevent", "prohibit", "refrain"),
            *("preclud", "restrict", "does not", "do not", "no ", "shall not", "must not", "may not", "cannot"),
        ),
        pattern=re.compile(
            rf"^{gap(20)}{_MACHINE}{gap(60)}\b(?:shall not|must not|may not|cannot)\b{gap(60)}\b{_PRODUCES}"
            r"|\b(?:(?:permit|allow|cause|program|enabl\w+|design"
            rf"|train)\w*\b{gap(80)}{_MACHINE}{gap(60)}\b(?:to|that|which|from"
            rf"|capable of){gap(40)}\b{_PRODUCES}"
            r"|\b(?:prevent\w*|prohibit\w*|refrain\w*|preclud\w+"
            rf"|restrict\w*){gap(100)}{_MACHINE}{gap(40)}\bfrom\b{gap(60)}\b{_PRODUCES}|\b(?:prevent\w*"
            r"|prohibit\w*) (?:the )?(?:generation|production|output|dissemination) of\b"
            rf"|\bprevent{gap(60)}{_MACHINE}{gap(30)}\bfrom\b"
            rf"|{_MACHINE}{gap(120)}\b(?:does|do) not{gap(30)}\b(?:imitat|mimic|simulat|encourag|promot"
            rf"|claim|pretend|impersonat|giv|generat|produc(?=e)|suggest|provid(?=e (?:advice|instruct|inform"
            rf"|content)))\w*|\bno {gap(20)}{_MACHINE}{gap(80)}\b(?:shall|may|must"
            rf"|can)\b{gap(40)}\b{_PRODUCES})"
        ),
        modalities=frozenset({Modality.MUST, Modality.MUST_NOT}),
        actors=PRIVATE - {Actor.PROFESSIONAL, Actor.INSURER, Actor.EMPLOYER},
        near=re.compile(r"chat ?bot|companion|generative|artificial intelligence|\bai\b"),
        unless=re.compile(
            r"\badvertis\w+ or\b|\b(?:watermark|provenance)\b|\bpersonal data\b|\bnonconsensual"
            r"|\bsell or share\b|\bdeepfake\b|\bcollect|discriminat"
        ),
    ),
    DutyRule(
        kind=DutyKind.OUTPUT_RESTRICTION,
        provision_type="output_restriction",
        hints=(
            *("generat", "produc", "imitat", "mimic", "simulat", "encourag", "promot", "manipulat", "claim"),
            *("pretend", "impersonat"),
        ),
        pattern=re.compile(
            r"\b(?:deploy|operat|us(?:e|es|ing)|provid|offer|mak(?:e|es"
            rf"|ing))\w*\b{gap(60)}{_MACHINE}{gap(40)}\b(?:that|which|capable of|to){gap(30)}\b(?:generat"
            r"|produc(?=e|ing)|imitat|mimic|simulat|encourag|promot|manipulat|claim|pretend|impersonat)\w*"
        ),
        modalities=frozenset({Modality.MUST_NOT}),
        actors=PRIVATE - {Actor.PROFESSIONAL, Actor.INSURER, Actor.EMPLOYER},
        unless=re.compile(r"\bdeep ?fake|\bnonconsensual|\bintimate\b|\bpersonal data\b|discriminat"),
    ),
    DutyRule(
        kind=DutyKind.PRICING_BAN,
        provision_type="surveillance_pricing",
        hints=("pric", "wage", "rent", "rate", "fare", "fee", "lease"),
        pattern=re.compile(
            rf"{_PRICES}|\b(?:set|sets|setting|var(?:y|ies|ying)|offer\w*|charg\w+|chang\w+|adjust\w*"
            rf"|determin\w+|increas\w+"
            rf"|fix\w*){gap(90)}\b(?:pric\w+|wages?|rents?|rental|rates?|fares?"
            rf"|fees?)\b{gap(160)}\b(?:algorithm\w*|automated|artificial intelligence|surveillance"
            r"|personal(?:ized)? (?:data|information)|electronic shelf|nonpublic|software)"
            r"|\b(?:algorithm\w*|automated decision|artificial intelligence|surveillance data"
            rf"|pricing software|software|coordinat\w+){gap(160)}\b(?:set|sets|setting|charg\w+|recommend\w*"
            rf"|determin\w+|adjust\w*|fix\w*|alter\w*|inform){gap(60)}\b(?:pric\w+|wages?|rents?|rental"
            r"|rates?|fares?|lease)"
        ),
        modalities=frozenset({Modality.MUST_NOT, Modality.LIABLE}),
        unless=re.compile(
            r"\bpremium|\bunderwriting\b|\bretaliat|\bwithhold\w*|\bdegrad\w+|\bexercis\w+ |\b(?:insurance"
            r"|loan)\b"
        ),
    ),
    DutyRule(
        kind=DutyKind.PLATFORM_REMOVAL,
        provision_type="platform_removal",
        hints=(
            *("remov", "take down", "takedown", "block", "delete", "disable access", "hosting", "distribut"),
            "prevent the",
        ),
        pattern=re.compile(
            r"\b(?:remove|removes|removal|removing|take down|takedown|block|blocks|delete|disable access"
            rf"|cease (?:hosting|distribut\w+)|prevent the (?:posting|upload)\w*)\b{gap(140)}\b(?:content"
            r"|images?|depictions?|deep ?fakes?|media|visual|videos?|audio|recordings?|materials?|posts?|forger\w+"
            r"|replicas?)\b"
        ),
        modalities=frozenset({Modality.MUST}),
        actors=frozenset({Actor.PLATFORM}),
        near=re.compile(rf"{AI}|intimate|forger|deceptive"),
        unless=re.compile(r"\bpersonal (?:data|information)\b|\baccounts?\b"),
    ),
    DutyRule(
        kind=DutyKind.PLATFORM_LABEL,
        provision_type="platform_removal",
        hints=("label", "mark", "flag", "provenance"),
        pattern=re.compile(
            rf"\b(?:label|labels|labeling|mark|flag)\b{gap(140)}\b(?:content|images?|deep ?fakes?|media"
            rf"|posts?|videos?|advertisements?)\b|\bdisclos\w+{gap(100)}\bprovenance\b"
            rf"|\bprovenance data\b{gap(160)}\b(?:content|uploaded|distributed|platform)"
        ),
        modalities=frozenset({Modality.MUST}),
        actors=frozenset({Actor.PLATFORM}),
        near=re.compile(AI),
    ),
    DutyRule(
        kind=DutyKind.PROVIDER_DISTRIBUTION_LIABILITY,
        provision_type="deepfake_intimate_csam",
        hints=("liable",),
        pattern=re.compile(
            rf"\bliable\b{gap(160)}\b(?:distribut\w+|publish\w*|post\w*|upload\w*){gap(60)}\bby (?:a |any "
            r"|the |its )?(?:users?|third part\w+)"
        ),
        modalities=frozenset({Modality.LIABLE}),
        actors=frozenset({Actor.PLATFORM}),
        near=re.compile(AI),
    ),
)
