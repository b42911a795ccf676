"""How do duties on the making, release and liability of models read, and how do texts that spare them?"""

from __future__ import annotations

import re
from typing import Final

from monitor.classify.actors import PRIVATE, Actor
from monitor.classify.duties import DutyKind, DutyRule, Fact
from monitor.classify.obligation import Modality
from monitor.classify.words import AI, STATE_OFFICE, gap

__all__ = ["DEVELOPMENT_RULES"]

_MODEL: Final = (
    r"(?:artificial intelligence|\bai\b|generative|(?:frontier|foundation|covered|language) models?"
    r"|\bmodels?\b|chat ?bots?|companions?|automated decision|algorithm\w*|autonomous)"
)
_FRONTIER: Final = re.compile(
    r"\b(?:catastrophic|critical harms?|frontier (?:ai |artificial intelligence )?(?:models?|developers?)"
    r"|large (?:frontier )?developers?|covered models?|foundation models?|floating[- ]point|10\^?26"
    r"|superintelligen)"
)
_MUST: Final = frozenset({Modality.MUST})
_RELEASE: Final = (
    r"\b(?:develop|train|deploy|release|distribut\w*|offer|sell|operat\w*|market|make available|provide|use"
    r"|publish|launch|put into service|place in(?:to)? the stream of commerce)"
)
_RELEASED: Final = (
    r"\b(?:developed|trained|deployed|released|distributed|offered|sold|operated|marketed|published|launched)\b"
)
_LEAVE: Final = r"\b(?:licen[sc]es?|permits?|certificates?|approval|authori[sz]ation|registration|clearance)\b"
_NOT_A_PERSONS: Final = re.compile(
    r"\b(?:professional|driver'?s?|medical|physician|therapist|software|business) licen[sc]"
    r"|\blicensed (?:under|pursuant|physician|professional|therap|health|practitioner|by the)"
    r"|\bperson'?s license|\blicensed to practice|\blicens(?:ed|ure) in (?:this|the) state|permit(?:s|ted"
    r"|ting)? (?:the|a|an|any|minors?)\b"
)

_STATE_ITSELF: Final = re.compile(
    r"\bgovernment(?:al)? (?:entit|bod|actor|agenc)\w*|\bagenc(?:y|ies)\b|\bdepartments?\b|\b(?:this"
    r"|the) state (?:shall|may)\b"
)
"""Not the cities alone: the state over its cities is no federal concern."""

DEVELOPMENT_RULES: Final = (
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
        hints=("test", "evaluat", "assess", "review", "red"),
        pattern=re.compile(
            r"\b(?:subject|conduct\w*|perform\w*|undergo|administer\w*|complet\w+"
            rf"|carry out)\b{gap(160)}\b(?:safety (?:test|evaluation|assessment|review)|red[- ]team\w*"
            r"|adversarial test|pre-?(?:deployment|release) test)\w*"
        ),
        modalities=_MUST,
        near=re.compile(AI),
        actors=frozenset({Actor.DEVELOPER, Actor.ANYONE, Actor.DEPLOYER}),
    ),
    DutyRule(
        kind=DutyKind.THIRD_PARTY_AUDIT,
        provision_type="third_party_audit",
        hints=("audit", "evaluat", "assess", "review"),
        pattern=re.compile(
            r"\b(?:retain\w*|engag\w+|have|hires?|appoint\w*|undergo|submit to|obtain\w*|contract\w*|commission"
            r"|conduct\w*"
            rf"|prepared by|perform\w* by|audit)\b{gap(120)}\b(?:third[- ]party|independent"
            r"|external) (?:\w+ )?(?:audit\w*|evaluat\w+|assess\w*|review\w*)|\b(?:attorney general"
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
        hints=("shut", "kill", "disable", "deactivate"),
        pattern=re.compile(
            r"\b(?:full shutdown|kill[- ]?switch|shut ?down (?:capability|mechanism|switch)|capab\w+ (?:to"
            r"|of) (?:promptly )?(?:enact\w* a )?(?:full )?shut(?:ting)? ?down"
            r"|mechanism to (?:immediately )?(?:disable|deactivate|shut))"
        ),
        modalities=frozenset({Modality.MUST, Modality.MUST_NOT}),
        near=re.compile(AI),
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
        hints=("licens", "licenc", "permit", "approv", "certif", "regist", "authori", "clear"),
        too=("unless", "without", "until", "before", "prior to", "only ", "required", "approval", "obtain"),
        pattern=re.compile(
            rf"{_RELEASE}{gap(160)}{_MODEL}{gap(200)}\b(?:unless|without|until|before"
            rf"|prior to){gap(160)}\b(?:(?:obtain|receiv|has been|have been|been|is|holds?)\w* (?:an? |the "
            r"|first |so |issued )*(?:licen[sc]ed?|permit|approv\w+|certif\w+|registered|registration"
            rf"|authori[sz]\w+|clearance))\b{gap(100)}(?:by|from|with|under"
            rf"|pursuant){gap(60)}(?:{STATE_OFFICE}|this (?:act|chapter|section))"
            rf"|{_RELEASE}{gap(160)}{_MODEL}{gap(120)}\b(?:unless|until|without|before){gap(20)}{_LEAVE}{gap(60)}"
            rf"\b(?:issued|granted|given|obtained|received|from|by)\b{gap(60)}{STATE_OFFICE}"
            rf"|\b(?:before|prior to)\b{gap(60)}{_RELEASE}\w*{gap(60)}{_MODEL}{gap(60)}\b(?:shall"
            rf"|must)\b{gap(20)}\b(?:be (?:approved"
            rf"|licen[sc]ed|certified|registered|authori[sz]ed)|(?:obtain|receive|secure)\b{gap(30)}{_LEAVE}){gap(30)}"
            rf"\b(?:by|from){gap(40)}{STATE_OFFICE}"
            rf"|{_MODEL}{gap(60)}\b(?:shall|may|must|can)\b{gap(20)}\bbe{gap(20)}{_RELEASED}{gap(80)}"
            rf"\b(?:unless|until|without|before|only (?:after|if|when"
            rf"|with))\b{gap(80)}(?:{STATE_OFFICE}{gap(20)}\b(?:issue|grant|giv)\w*\b{gap(20)}{_LEAVE}"
            rf"|{_LEAVE}{gap(40)}\b(?:issued|granted){gap(20)}\bby{gap(20)}{STATE_OFFICE}|(?:{_LEAVE}"
            rf"|\b(?:approved|licensed|certified|registered"
            rf"|authori[sz]ed|cleared)\b){gap(60)}\b(?:by|from|with){gap(20)}{STATE_OFFICE})"
            rf"|{_LEAVE}{gap(60)}\b(?:is|are|shall be) required{gap(20)}\b(?:to|for|before|prior to){gap(20)}{_RELEASE}"
            rf"\w*{gap(60)}{_MODEL}"
            rf"|{_RELEASE}{gap(160)}{_MODEL}{gap(120)}\b(?:unless|until|before){gap(40)}{STATE_OFFICE}{gap(30)}"
            r"\b(?:has |have )?(?:first )?(?:approv|licens|licenc|certif|authori[sz])(?:e[sd]|ed|es|ied|ies)?\b"
            r"|\b(?:prior|written"
            rf"|advance) (?:written )?approval{gap(60)}{STATE_OFFICE}{gap(120)}\b(?:release|deploy|develop"
            rf"|distribut)\w*{gap(80)}{_MODEL}"
            r"|\bobtain\w* (?:an? )?(?:licen[sc]e|certificate|permit"
            rf"|approval){gap(80)}{STATE_OFFICE}{gap(60)}\b(?:before|prior to"
            rf"|to){gap(30)}{_RELEASE}{gap(80)}{_MODEL}"
        ),
        modalities=frozenset({Modality.MUST, Modality.MUST_NOT}),
        unless=_NOT_A_PERSONS,
    ),
    DutyRule(
        kind=DutyKind.REGISTRY,
        provision_type="licensing_registration",
        hints=("regist",),
        pattern=re.compile(
            rf"\b(?:register\w*|registration)\b{gap(60)}\b(?:with|by){gap(30)}{STATE_OFFICE}"
            rf"|\b(?:enrolled|listed|entered|recorded) (?:in|on|with)\b{gap(40)}\bregist(?:ry|er)\b"
            rf"|\bregistry of{gap(60)}{_MODEL}"
        ),
        modalities=_MUST,
        near=re.compile(_MODEL),
        actors=PRIVATE | {Actor.GOVERNMENT},
        when=lambda unit, _: re.search(rf"{_MODEL}|developer|deployer|operator", unit.full) is not None,
        unless=re.compile(r"\bregistered (?:agent|nurse|voter)|\bprofessional\b|\blobby|\bfederal register|\bvoter"),
    ),
    DutyRule(
        kind=DutyKind.DEVELOPMENT_BAN,
        provision_type="other",
        hints=("design", "develop", "train", "creat", "code", "build", "manufactur"),
        pattern=re.compile(
            rf"\b(?:shall not|must not|may not|prohibited from|unlawful{gap(60)} to|no person (?:shall|may)"
            r"|no \w+ (?:shall|may)) (?:knowingly |intentionally |recklessly |or |and )*(?:design|develop"
            rf"|train|create|code|build|manufactur)\w*\b(?! or (?:deploy|us(?:e|ing)"
            rf"|operat)){gap(120)}\b(?:artificial intelligence|ai (?:system"
            r"|model|companion|chatbot)|chat ?bot|(?:language |frontier |covered |foundation )models?"
            r"|companion|generative|automated decision)"
            rf"|\bunlawful for{gap(60)}\bto (?:knowingly |intentionally )*(?:design|develop"
            rf"|train)\w*\b{gap(100)}(?:artificial intelligence|ai\b|chat ?bot|model)"
        ),
        modalities=frozenset({Modality.MUST_NOT}),
        unless=re.compile(r"\bdeep ?fake|\bimages?\b|\bdepict|\bfacial recognition database|\bin violation of"),
    ),
    DutyRule(
        kind=DutyKind.DEVELOPMENT_BAN,
        provision_type="other",
        hints=("train",),
        pattern=re.compile(
            r"\b(?:us(?:e|es|ing)|copy|collect|scrape"
            rf"|process)\b{gap(120)}\bto train\b{gap(60)}(?:artificial intelligence|\bai\b|generative"
            rf"|models?|algorithm|machine learning)|\btrain(?:s|ed|ing)?\b{gap(50)}(?:artificial intelligence|\bai\b"
            rf"|generative|models?){gap(40)}\b(?:on|with|using)\b"
        ),
        modalities=frozenset({Modality.MUST_NOT, Modality.LIABLE}),
        near=re.compile(AI),
    ),
    DutyRule(
        kind=DutyKind.DEVELOPMENT_LIMIT,
        provision_type="output_restriction",
        hints=("develop", "design", "train"),
        pattern=re.compile(
            rf"\b(?:artificial intelligence|ai|automated decision|chat ?bot)\b{gap(40)}\b(?:shall not"
            r"|must not|may not) be (?:intentionally |knowingly )?(?:developed|designed|trained)\b"
            r"|\bno (?:\w+ )?(?:artificial intelligence|ai|automated decision|chat ?bot)\b[^.;]{0,30}?\b(?:shall|may"
            r"|must) be (?:intentionally |knowingly )?(?:developed|designed|trained)\b"
            rf"|\b(?:develop|design|train) or deploy{gap(60)}(?:artificial intelligence"
            rf"|\bai\b){gap(80)}\b(?:intent|that|to)\b"
            rf"|\b(?:use|sell|distribute|deploy|offer)\b[^.;]{{0,60}}?\bdevelop\b{gap(240)}(?:algorithmic"
            r"|automated (?:employment )?decision|artificial intelligence|\bai\b)"
            rf"|\bdevelop\b[^.;]{{0,30}}?\b(?:deploy|sell|offer for sale)\b{gap(160)}(?:algorithmic"
            r"|automated (?:employment )?decision|artificial intelligence|\bai\b)"
        ),
        modalities=frozenset({Modality.MUST_NOT}),
        unless=re.compile(r"\bdeep ?fake|\bimages?\b|\bdepict|\bvisual material"),
    ),
    DutyRule(
        kind=DutyKind.STRICT_DEVELOPER_LIABILITY,
        provision_type="strict_liability",
        hints=("liab",),
        pattern=re.compile(
            rf"\bdevelopers?\b{gap(160)}\b(?:strictly liable|liable{gap(120)}\b(?:third[- ]part|regardless"
            rf"|without (?:proof of |regard to )?(?:fault|negligence)"
            r"|user'?s|another|conduct of|acts? of|caused by))"
            rf"|\bdevelopers?\b{gap(120)}\b(?:used by|acts? of|conduct of|misused? by)\b{gap(20)}\b(?:another"
            rf"|third part\w+|users?)\b"
            rf"{gap(120)}\bliable\b"
            rf"|\bstrict(?:ly)? liab\w+{gap(160)}\bdevelopers?\b|\b(?:developers?|owners?"
            rf"|providers?)\b{gap(300)}\b(?:civilly |held "
            rf"|criminally )?liable\b{gap(160)}\bfails? to prevent\b"
        ),
        modalities=frozenset({Modality.LIABLE, Modality.MUST}),
        near=re.compile(AI),
        unless=re.compile(r"\bnot be (?:held )?liable|\b(?:is|are) not liable"),
    ),
    DutyRule(
        kind=DutyKind.PRODUCT_LIABILITY,
        provision_type="strict_liability",
        hints=("liab", "defens", "defenc", "prima facie"),
        pattern=re.compile(
            r"\bstrictly liable\b|\bproducts? liability\b|\bnot (?:be "
            rf"|assert )?(?:an? )?(?:affirmative )?defen[sc]e\b{gap(120)}(?:{AI}|autonomously)"
            rf"|\bprima facie evidence\b{gap(240)}{AI}|\b(?:is|are|shall be"
            rf"|be held) liable for{gap(60)}\b(?:damages?|harms?|injur\w+|death){gap(80)}\b(?:caused"
            rf"|resulting|arising|result) (?:by|from|of){gap(60)}{AI}"
        ),
        modalities=frozenset({Modality.LIABLE, Modality.MUST, Modality.MUST_NOT}),
        near=re.compile(AI),
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
    DutyRule(
        kind=DutyKind.OUT_OF_STATE_REACH,
        provision_type="other",
        hints=("outside", "regardless of where", "wherever"),
        pattern=re.compile(
            r"\b(?:develop\w*|train\w*|deploy\w*)\b[^.;]{0,60}?\b(?:outside (?:of "
            r")?(?:this|the) state|regardless of where|wherever)\b"
            r"|\bregardless of where\b[^.;]{0,60}?\b(?:developed|trained|deployed)\b"
        ),
        near=re.compile(AI),
    ),
    DutyRule(
        kind=DutyKind.IN_STATE_PREFERENCE,
        provision_type="other",
        hints=("headquartered", "principal place of business", "organized under the laws of this state"),
        pattern=re.compile(
            r"\b(?:developers?|deployers?|operators?|persons?|compan\w+"
            r"|business\w*)\b[^.;]{0,60}?\bnot (?:headquartered"
            r"|organized under the laws of this state|having (?:its"
            r"|a) principal place of business) ?(?:in|within)? ?(?:this"
            r"|the)? ?(?:state)?[^.;]{0,80}?\b(?:shall|must|may not)\b"
        ),
        near=re.compile(AI),
    ),
    DutyRule(
        kind=DutyKind.DEVELOPER_SHIELD,
        provision_type="liability_shield",
        hints=("developer",),
        pattern=re.compile(
            rf"\bdevelopers?\b{gap(160)}\b(?:shall not|may not|is not|are not|not) be (?:held )?liable"
            rf"|\bdevelopers?\b{gap(120)}\b(?:is|are) not liable|\b(?:immune"
            rf"|immunity) from{gap(40)}liab\w+{gap(120)}\bdevelopers?\b"
            rf"|\bdevelopers?\b{gap(120)}\bimmun(?:e|ity)"
        ),
        needs_obligation=False,
        near=re.compile(AI),
    ),
    DutyRule(
        kind=DutyKind.VERIFICATION_SHIELD,
        provision_type="liability_shield",
        hints=("presumption", "safe harbor"),
        pattern=re.compile(
            rf"\brebuttable presumption{gap(160)}\b(?:liab\w+|reasonable care|negligen\w+)"
            rf"|\bsafe harbor{gap(120)}\b(?:verif\w+|certif\w+)"
        ),
        needs_obligation=False,
        near=re.compile(r"\bverif\w+|\bcertif\w+"),
        of_bill=Fact.VOLUNTARY_VERIFICATION,
    ),
    DutyRule(
        kind=DutyKind.VOLUNTARY_REVIEW,
        provision_type="licensing_registration",
        hints=("voluntar", "nothing in"),
        pattern=re.compile(
            rf"\bvoluntar(?:y|ily)\b{gap(160)}\b(?:verif\w+|certif\w+|review|test\w*|audit)"
            rf"|\bnothing in{gap(60)}requires{gap(120)}\b(?:verification|certification|review)"
        ),
        needs_obligation=False,
        near=re.compile(r"artificial intelligence"),
        of_bill=Fact.VOLUNTARY_VERIFICATION,
    ),
    DutyRule(
        kind=DutyKind.STATE_RESTRAINT,
        provision_type="right_to_compute",
        hints=("develop", "train", "creation"),
        pattern=re.compile(
            r"\b(?:shall|may|must) not (?:enact |adopt |enforce |or )*(?:require|restrict|prohibit|regulate"
            r"|impose|limit"
            rf"|burden)\b{gap(160)}\b(?:development|developing|training|creation)\b{gap(40)}{_MODEL}"
            rf"|\bno\b{gap(120)}\b(?:shall|may) (?:require|restrict|prohibit|regulate|impose|limit|burden)\b{gap(160)}"
            rf"\b(?:development|developing|training|creation)\b{gap(40)}{_MODEL}"
        ),
        modalities=frozenset({Modality.MUST_NOT}),
        actors=frozenset({Actor.GOVERNMENT}),
        near=re.compile(AI),
        unless=re.compile(r"\bstudents?\b|\bemployees? of\b"),
        when=lambda unit, _: _STATE_ITSELF.search(unit.full) is not None,
    ),
    DutyRule(
        kind=DutyKind.RIGHT_TO_COMPUTE,
        provision_type="right_to_compute",
        hints=("comput",),
        pattern=re.compile(
            rf"\bright to compute\b|\bcomput\w+{gap(200)}\bnarrowly tailored|\bnarrowly tailored{gap(200)}\bcomput\w+"
        ),
        needs_obligation=False,
    ),
)
