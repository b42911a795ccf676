"""How do duties on the largest models read: frameworks, tests, audits, shutdown, leave of the state?"""

from __future__ import annotations

import re
from typing import Final

from monitor.classify.actors import PRIVATE, Actor
from monitor.classify.context import Context
from monitor.classify.duties import DutyKind, DutyRule, Fact
from monitor.classify.hints import opening
from monitor.classify.obligation import Modality
from monitor.classify.units import Unit
from monitor.classify.words import AI, STATE_OFFICE, gap
from monitor.classify.words_frontier import DANGERS, FRONTIER, LEAVE, MODEL, OFFICE, RELEASE

__all__ = ["FRONTIER_RULES"]

_FRONTIER: Final = re.compile(rf"\b{FRONTIER}")
_MUST: Final = frozenset({Modality.MUST})
_NOT_A_PERSONS: Final = re.compile(
    r"\b(?:professional|driver'?s?|medical|physician|therapist|software|business) licen[sc]"
    r"|\blicensed (?:under|pursuant|physician|professional|therap|health|practitioner)"
    r"|(?<!be )(?<!being )(?<!been )(?<!is )(?<!are )\blicensed by the"
    r"|\bperson'?s license|\blicensed to practice|\blicens(?:ed|ure) in (?:this|the) state|permit(?:s|ted"
    r"|ting)? (?:the|a|an|any|minors?)\b"
)

_RELEASES: Final = re.compile(RELEASE)
_OF_MODEL: Final = re.compile(MODEL)
_GRANTS: Final = r"\b(?:approves?|certif(?:y|ies)|authori[sz]es?|licenses|clears?|permits|consents?|signs off)\b"
_OUTSIDER: Final = (
    r"(?:third[- ]party|independent|external|outside|impartial|disinterested|unaffiliated|accredited)"
    r" (?:\w+ ){0,2}(?:audit\w*|evaluat\w+|assess\w*|review\w*|examin\w+|test\w*|laborator\w+|expert\w*|inspect\w*)"
)
_EXAMINES: Final = r"(?:test|evaluat|assess|examin|audit|red[- ]team|screen|vet|probe|inspect)"
_ENDS: Final = (
    r"(?:shut(?:ting)?[- ]?(?:down|off)|terminat|halt|ceas|deactivat|disabl|power(?:ing)?[- ](?:down|off)|suspend"
    r"|stop(?:ping)?\b|turn(?:ing)? off)"
)
_OFF: Final = (
    r"(?:models?\b|training|copies|cop(?:y|ies) of|weights|resources|computing|artificial intelligence"
    r"|\bai\b|superintelligen\w+)"
)


def _on_release(unit: Unit, _: Context) -> bool:
    """What the leave is for: the making or release of a model, in whatever order the sentence says so."""
    return _RELEASES.search(unit.full) is not None and _OF_MODEL.search(unit.full) is not None


FRONTIER_RULES: Final = (
    DutyRule(
        kind=DutyKind.SAFETY_FRAMEWORK,
        provision_type="frontier_safety_framework",
        of_bill=Fact.FRONTIER,
        hints=("protocol", "framework", "plan", "polic", "risk", "harm", "deploy", "release"),
        pattern=re.compile(
            r"\b(?:writ\w+|implement\w*|adopt\w*|publish\w*|develop|establish\w*|compl\w+ with|maintain\w*"
            rf"|submit\w*|transmit\w*|follow\w*|conduct\w*|create)\b{gap(160)}\b(?:safety (?:and"
            r"|or) security (?:protocol|plan)s?|frontier (?:ai "
            r"|artificial intelligence )?(?:safety )?framework|safety (?:framework|protocol|plan"
            r"|policy)\w*|public safety\w* (?:and child protection )?plans?|catastrophic (?:risk|harm)s?"
            r"|critical harms?|risk management (?:disclosure|framework|polic\w+)|risk disclosure"
            r"|(?:technical and organizational )?protocols)"
            rf"|\b(?:shall not|must not|may not) (?:deploy|release)\b{gap(160)}\b(?:unreasonable"
            r"|critical harm|catastrophic)"
        ),
        modalities=frozenset({Modality.MUST, Modality.MUST_NOT}),
        near=_FRONTIER,
        actors=frozenset({Actor.DEVELOPER, Actor.DEPLOYER, Actor.ANYONE}),
        when=lambda unit, _: re.search(r"\bdevelopers?\b|\bmodels?\b", unit.full) is not None,
        facts=(Fact.FRONTIER,),
    ),
    DutyRule(
        kind=DutyKind.SAFETY_TEST,
        provision_type="third_party_audit",
        hints=(
            *("test", "evaluat", "assess", "review", "red", "audit", "examin", "screen", "vet", "probe", "inspect"),
            "exercise",
        ),
        too=(
            *("abilit", "adversarial", "capab", "capacity", " use", "likelihood", "potential", "deployment"),
            *("release", "propensit", "red team", "red-team", "risk", "safety", "vulnerab", "whether"),
        ),
        pattern=re.compile(
            r"\b(?:subject|conduct\w*|perform\w*|undergo|administer\w*|complet\w+"
            rf"|carry out)\b{gap(160)}\b(?:safety (?:test|evaluation|assessment|review)|red[- ]team\w*"
            r"|adversarial test|pre-?(?:deployment|release) (?:test|evaluation|assessment))\w*"
            rf"|\b{_EXAMINES}\w*\b{gap(80)}{MODEL}{gap(100)}\b(?:capab\w+|capacity|abilit\w+|potential|propensit\w+"
            rf"|risks?|whether|likelihood|vulnerab\w+){gap(80)}\b{DANGERS}"
            r"|\b(?:tests?|testing|evaluations?|assessments?|exercises?) (?:of|for|to determine|designed to)\b"
            rf"{gap(100)}\b(?:dangerous|hazardous|catastrophic|offensive) (?:capab|use|potential)\w*"
        ),
        modalities=_MUST,
        near=re.compile(AI),
        actors=frozenset({Actor.DEVELOPER, Actor.ANYONE, Actor.DEPLOYER}),
    ),
    DutyRule(
        kind=DutyKind.THIRD_PARTY_AUDIT,
        provision_type="third_party_audit",
        hints=("audit", "evaluat", "assess", "review", "examin", "test", "laborator", "expert", "inspect"),
        pattern=re.compile(
            r"\b(?:retain\w*|engag\w+|have|has|hires?|appoint\w*|undergo|submit\w*|obtain\w*|contract\w*|commission"
            r"|conduct\w*|procur\w+|secur\w+|employ\w*|select\w*"
            rf"|prepared by|perform\w* by|audit)\b{gap(100)}\b{_OUTSIDER}"
            rf"|\b{_EXAMINES}\w*{gap(60)}\bby (?:an? |one or more |any )?{_OUTSIDER}|\b(?:attorney general"
            rf"|department|office)\b{gap(120)}\baudit (?:an? |the |any )?(?:\w+ ){{0,3}}developers?"
        ),
        modalities=frozenset({Modality.MUST, Modality.MAY}),
        actors=PRIVATE | {Actor.GOVERNMENT},
        near=_FRONTIER,
        of_bill=Fact.FRONTIER,
        facts=(Fact.FRONTIER,),
    ),
    DutyRule(
        kind=DutyKind.KILL_SWITCH,
        provision_type="kill_switch",
        hints=(
            *("shut", "kill", "disabl", "deactivat", "terminat", "halt", "ceas", "power", "suspend", "stop", "turn"),
            *("off-switch", "switch"),
        ),
        too=(
            *("abilit", "button", "capab", "control", "emergency", "function", "means", "mechanism", "method"),
            *("procedure", "process", "shut down", "shutdown", "shutting", "switch"),
        ),
        pattern=re.compile(
            r"\b(?:full shutdown|kill[- ]?switch|off-switch|emergency (?:stop|shut)\w*|shut ?down (?:capability"
            r"|mechanism|switch)|capab\w+ (?:to"
            r"|of) (?:promptly )?(?:enact\w* a )?(?:full )?shut(?:ting)? ?down"
            r"|mechanism to (?:immediately )?(?:disable|deactivate|shut)"
            rf"|(?:capab\w+|abilit\w+|means|mechanisms?|functions?|controls?|procedures?|process|method|switch)"
            rf" (?:to|of|for|that|by which|which)\b{gap(60)}\b{_ENDS}\w*\b{gap(80)}{_OFF}"
            r"|(?:means|mechanisms?|functions?|controls?|method|switch|button) (?:by|through|with|for) which\b"
            rf"{gap(30)}{_OFF}{gap(40)}\b(?:can|may|could) be{gap(20)}\b(?:shut|halted|terminated|deactivated|disabled"
            r"|stopped|switched off|turned off|suspended))"
        ),
        modalities=frozenset({Modality.MUST, Modality.MUST_NOT}),
        near=re.compile(AI),
        unless=re.compile(
            r"\b(?:allow|permit|enabl|let)\w* (?:an? |the |any |each )?(?:adult |individual )?(?:users?|parents?"
            r"|consumers?|patients?|students?|minors?|employees?)\b|\bcritical infrastructure"
            r"|\bhuman control\b|\baccounts?\b"
        ),
    ),
    DutyRule(
        kind=DutyKind.COMPUTE_KYC,
        provision_type="compute_kyc",
        hints=("comput", "cloud"),
        pattern=re.compile(
            r"\b(?:computing clusters?|compute (?:provider|resources?)"
            rf"|cloud (?:computing )?(?:service )?providers?){gap(240)}\b(?:customers?|identif\w+"
            r"|know[- ]your|verify|polic(?:y|ies) and procedures)"
        ),
        modalities=_MUST,
        near=re.compile(r"\b(?:train\w*|model|customer)"),
    ),
    DutyRule(
        kind=DutyKind.LICENCE_PRECONDITION,
        provision_type="preapproval",
        hints=(
            *("licens", "licenc", "permi", "approv", "certif", "regist", "authori", "clear", "accredit", "objection"),
            *("consent", "signs off"),
        ),
        too=(
            *(
                "unless",
                "without",
                "until",
                "before",
                "prior",
                "only ",
                "written",
                "required",
                "absent",
                "condition",
                "first",
            ),
            *("contingent", "prerequisite", "necessary", "advance", "in order"),
        ),
        pattern=opening(
            "abcdpu be celo fi in li no on per re un wir",
            rf"\b(?:unless|without|until|absent|before|prior to|in advance of|only (?:after|if|when|with|upon|once)"
            rf"|first)\b{gap(140)}(?:{LEAVE}{gap(60)}\b(?:by|from|with|of){gap(30)}{OFFICE}"
            rf"|{OFFICE}{gap(80)}(?:{LEAVE}|{_GRANTS})|{LEAVE}{gap(40)}\b(?:required|issued|granted|under"
            rf"|pursuant){gap(30)}\b(?:this"
            rf"|the) (?:act|chapter|article|section|part|subtitle|title|subchapter))"
            rf"|{LEAVE}{gap(80)}\b(?:from|by|of|with){gap(30)}{OFFICE}{gap(100)}\b(?:before|prior to|in order to"
            rf"|required|in advance of|condition|prerequisite)\b"
            rf"|{LEAVE}{gap(60)}\b(?:is|are|shall be) (?:an? )?(?:required|necessary|prerequisite|condition"
            rf"|precondition){gap(20)}\b(?:to|for|before|prior to|of){gap(20)}{RELEASE}\w*{gap(60)}{MODEL}"
            rf"|\b(?:prior|advance|written) (?:written )?(?:approval|authori[sz]ation|permission){gap(60)}{OFFICE}"
            rf"|\b(?:conditioned|contingent|conditional) (?:up)?on\b{gap(60)}{LEAVE}{gap(60)}{OFFICE}",
        ),
        modalities=frozenset({Modality.MUST, Modality.MUST_NOT}),
        unless=_NOT_A_PERSONS,
        when=_on_release,
    ),
    DutyRule(
        kind=DutyKind.REGISTRY,
        provision_type="licensing_registration",
        hints=("regist",),
        pattern=re.compile(
            rf"\b(?:register\w*|registration)\b{gap(60)}\b(?:with|by){gap(30)}{STATE_OFFICE}"
            rf"|\b(?:enrol|list|enter|record|inscrib)\w*\b{gap(80)}\b(?:in|on|with|into|to)\b{gap(40)}\bregist(?:ry"
            r"|er)\b"
            rf"|\bregistry of{gap(60)}{MODEL}"
        ),
        modalities=_MUST,
        near=re.compile(MODEL),
        actors=PRIVATE | {Actor.GOVERNMENT},
        when=lambda unit, _: re.search(rf"{MODEL}|developer|deployer|operator", unit.full) is not None,
        unless=re.compile(
            r"\bregistered (?:agent|nurse|voter)|\bprofessional\b|\blobby|\btax(?:es)?\b|\bof revenue\b"
            r"|\bfederal register|\bvoter"
        ),
    ),
)
