"""How do duties about what an AI may say, or what a price may hang on, read?"""

from __future__ import annotations

import re
from typing import Final

from monitor.classify.actors import PRIVATE, Actor
from monitor.classify.duties import DutyKind, DutyRule
from monitor.classify.hints import begins, opening
from monitor.classify.obligation import Modality
from monitor.classify.words import ABOUT_AI, gap

__all__ = ["CONDUCT_RULES"]

_MACHINE: Final = (
    rf"(?:{begins('airsv bo cho ge it mo pr suy th vo')}"
    r"(?:chat ?bots?|companions?|\bbots?\b|(?:artificial intelligence|\bai\b"
    r"|generative)(?: (?:system|model"
    r"|tool|technolog|companion|product|application|chatbot)\w*)?|(?:covered |such )?(?:models?|systems?"
    r"|products?)|\b(?:assistants?|avatars?|generators?|voice clon\w+)|\b(?:the|its|such|that) (?:program|application"
    r"|agent|software|service|character|persona|tool)\b))"
)
_PRODUCES: Final = (
    r"(?:generat\w+|produc(?:e|es|ed|ing)|provid\w+|claim\w*|(?<!the )(?<!this )stat(?:e|es|ing)\b|represent\w*"
    r"|encourag\w+"
    r"|promot\w+|engag\w+|simulat\w+|imitat\w+|mimic\w*|manipulat\w+|suggest\w*|respon\w+|output\w*|display\w*"
    r"|offer\w*|communicat\w+|impl(?:y|ies|ying)|assert\w*|convey\w*|giv\w+|mak\w+ (?:any )?statements?"
    r"|indicat\w+|purport\w*|pretend\w*|posing|present\w*|advertis\w+ itself|tell(?:s|ing)?\b|reproduc\w+|repl(?:y|ies"
    r"|ying)\b"
    r"|answer\w*|advis(?:e|es|ing)\b|express\w*|depict\w*|render(?:s|ing)?\b|say(?:s|ing)?\b|flatter\w*|discuss\w*)"
)
_PRICES: Final = (
    r"\b(?:(?:surveillance|algorithmic|automated|personali[sz]ed|individuali[sz]ed|dynamic)[- ](?:based )?(?:price"
    r"|pricing|wage)\w*(?: discrimination| setting)?|price discrimination)"
)
_SAID: Final = (
    r"\b(?:answers?|responses?|outputs?|repl(?:y|ies)|content|statements?|results?|information|summar(?:y|ies))\b"
)
_OPINION: Final = (
    r"\b(?:viewpoints?|views?|opinions?|ideolog\w+|political\w*|partisan\w*|controvers\w+|lawful (?:speech|content"
    r"|expression|information))\b"
)
_SPEAKER: Final = re.compile(_MACHINE)

_STARTS: Final = "ailrsv bo caho de en ge it mo no per re suy thr vo"

CONDUCT_RULES: Final = (
    DutyRule(
        kind=DutyKind.OUTPUT_RESTRICTION,
        provision_type="output_restriction",
        hints=(
            *("permit", "allow", "cause", "program", "enabl", "design", "train", "prevent", "prohibit", "refrain"),
            *("preclud", "restrict", "does not", "do not", "no ", "shall not", "must not", "may not", "cannot"),
        ),
        pattern=re.compile(
            rf"^{gap(20)}{_MACHINE}{gap(60)}\b(?:shall not|must not|may not|cannot)\b{gap(60)}\b{_PRODUCES}"
            rf"|\b{begins(_STARTS)}(?:(?:permit|allow|cause|program|enabl\w+|design"
            rf"|train)\w*\b{gap(80)}{_MACHINE}{gap(60)}\b(?:to|that|which|from|capable of){gap(40)}\b{_PRODUCES}"
            r"|\b(?:prevent\w*|prohibit\w*|refrain\w*|preclud\w+"
            rf"|restrict\w*){gap(100)}{_MACHINE}{gap(40)}\bfrom\b{gap(60)}\b{_PRODUCES}|\b(?:prevent\w*"
            r"|prohibit\w*) (?:the )?(?:generation|production|output|dissemination) of\b"
            rf"|\bprevent{gap(60)}{_MACHINE}{gap(30)}\bfrom\b"
            rf"|{_MACHINE}{gap(120)}\b(?:does|do) not{gap(30)}\b(?:imitat|mimic|simulat|encourag|promot"
            rf"|claim|pretend|impersonat|giv|generat|produc(?=e)|suggest|provid(?=e (?:advice|instruct|inform"
            rf"|content)))\w*|\bno {gap(20)}{_MACHINE}{gap(80)}\b(?:shall|may|must|can)\b{gap(40)}\b{_PRODUCES})"
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
        kind=DutyKind.OUTPUT_RESTRICTION,
        provision_type="output_restriction",
        hints=("keep", "block", "stop", "refus", "declin", "reject", "tell", "never", "not"),
        too=(
            *("block", "declin", "ensure", "from", "may not", "must not", "refus", "reject", "that", "shall not"),
            "under which",
        ),
        pattern=opening(
            "bl de en ke mau re sehotu un",
            rf"\b(?:keep|block|stop)\w*\b{gap(80)}\bfrom\b{gap(40)}\b{_PRODUCES}"
            rf"|\b(?:refus(?:e|es|ing)|declin(?:e|es|ing)|reject(?:s|ing)?|block(?:s|ing)?)\b{gap(60)}\b(?:requests?"
            rf"|prompts?|quer(?:y|ies)|questions?"
            r"|instructions?|outputs?|content|responses?|to (?:generate|produce|provide|answer|give|create))\b"
            rf"|\b(?:shall|must|may) not\b{gap(30)}\btell"
            rf"|\b(?:ensure|sees? (?:to it )?that|so that|under which|such that)\b{gap(60)}\b(?:never|not"
            rf"|cannot)\b{gap(30)}"
            r"\b(?:urg|hand(?:s|ing)? out|dispens|coax|induc|solicit|prescrib|instruct|encourag|promot|claim|pretend"
            r"|impersonat|imitat|mimic|simulat|suggest|advis|tell|flatter|generat)\w*",
        ),
        modalities=frozenset({Modality.MUST, Modality.MUST_NOT}),
        actors=PRIVATE - {Actor.PROFESSIONAL, Actor.INSURER, Actor.EMPLOYER, Actor.PLATFORM},
        near=ABOUT_AI,
        unless=re.compile(
            r"\bpersonal (?:data|information)\b|\bnonconsensual|\bopt(?:s|ing)?[- ]out|\bconsents? to|discriminat"
        ),
        when=lambda unit, _: _SPEAKER.search(unit.full) is not None and re.search(_OPINION, unit.full) is None,
    ),
    DutyRule(
        kind=DutyKind.OUTPUT_DICTATION,
        provision_type="output_restriction",
        hints=(
            *("neutral", "balance", "impartial", "even-handed", "equal ", "all sides", "competing", "consistent with"),
            *(
                "conform",
                "match",
                "refus",
                "declin",
                "suppress",
                "censor",
                "disfavo",
                "viewpoint",
                "ideolog",
                "favo",
                "prefer",
            ),
            *("endors", "disparag", "denigrat"),
        ),
        pattern=re.compile(
            rf"{_SAID}{gap(100)}\b(?:neutral\w*|balanced|impartial\w*|even-handed\w*|equal (?:prominence|weight"
            r"|time)|all sides|competing (?:views?|viewpoints?|positions?)|without (?:\w+ )?(?:viewpoint|ideolog\w+))\b"
            rf"|{_SAID}{gap(60)}\b(?:consistent with|conform(?:s|ing)? (?:to|with)|match(?:es|ing)?)\b{gap(80)}"
            r"\b(?:published|issued|guidance|official|approved|statements?|position)\b"
            rf"|\b(?:refus(?:e|es|ing)|declin(?:e|es|ing)|suppress\w*|censor\w*|disfavo\w+){gap(60)}{_OPINION}"
            rf"|\b(?:favou?rs?|favou?ring|prefers?|endors\w+|disparag\w+|denigrat\w+)\b{gap(30)}\b(?:political (?:part"
            rf"|candidate"
            r"|view)\w*|viewpoints?|ideolog\w+|candidates?)\b"
        ),
        modalities=frozenset({Modality.MUST, Modality.MUST_NOT}),
        actors=PRIVATE - {Actor.PROFESSIONAL, Actor.INSURER, Actor.EMPLOYER, Actor.PLATFORM},
        near=ABOUT_AI,
        unless=re.compile(
            r"\bconfidential|\busers?'s? (?:own )?(?:content|posts?|postings?|speech)|\b(?:disclos|label|notice|notif"
            r"|audit|assess|report)\w*|\baccounts?\b"
        ),
        when=lambda unit, _: _SPEAKER.search(unit.full) is not None,
    ),
    DutyRule(
        kind=DutyKind.PRICING_BAN,
        provision_type="surveillance_pricing",
        hints=("pric", "wage", "rent", "rate", "fare", "fee", "lease", "the pay "),
        pattern=re.compile(
            rf"{_PRICES}|\b(?:set|sets|setting|var(?:y|ies|ying)|offer\w*|charg\w+|chang\w+|adjust\w*"
            rf"|determin\w+|increas\w+|fix\w*){gap(90)}\b(?:pric\w+|wages?|rents?|rental|rates?|fares?"
            rf"|fees?|the pay (?=of))\b{gap(160)}\b(?:algorithm\w*|automated|artificial intelligence|surveillance"
            r"|personal(?:ized)? (?:data|information)|electronic shelf|nonpublic|software)"
            r"|\b(?:algorithm\w*|automated decision|artificial intelligence|surveillance data"
            rf"|pricing software|software|coordinat\w+){gap(160)}\b(?:set|sets|setting|charg\w+|recommend\w*"
            rf"|determin\w+|adjust\w*|fix\w*|alter\w*|inform){gap(60)}\b(?:pric\w+|wages?|rents?|rental"
            r"|rates?|fares?|lease)"
        ),
        modalities=frozenset({Modality.MUST_NOT, Modality.LIABLE}),
        unless=re.compile(
            r"\bpremium|\bunderwriting\b|\bretaliat|\bwithhold\w*|\bdegrad\w+|\bexercis\w+ |\b(?:insurance|loan)\b"
        ),
    ),
)
