"""How do bans and limits on the making of models read, their reach, and texts that spare makers?"""

from __future__ import annotations

import re
from typing import Final

from monitor.classify.actors import Actor
from monitor.classify.context import Context
from monitor.classify.duties import DutyKind, DutyRule, Fact
from monitor.classify.hints import opening
from monitor.classify.obligation import Modality
from monitor.classify.units import Unit
from monitor.classify.words import AI, gap

__all__ = ["DEVELOPMENT_RULES"]

_MODEL: Final = (
    r"(?:artificial intelligence|\bai\b|generative|(?:frontier|foundation|covered|language) models?"
    r"|\bmodels?\b|chat ?bots?|companions?|automated decision|algorithm\w*|autonomous)"
)
_STATE_ITSELF: Final = re.compile(
    r"\bgovernment(?:al)? (?:entit|bod|actor|agenc)\w*|\bagenc(?:y|ies)\b|\bdepartments?\b|\b(?:this"
    r"|the) state (?:shall|may)\b"
)
"""Not the cities alone: the state over its cities is no federal concern."""


_ASIDE: Final = r"(?:, [^,.;]{3,40},)?"
"""``No person shall, within this state, train``."""
_THIS_STATE: Final = r"(?:this|the) (?:state|commonwealth)\b"
_ABSENT: Final = (
    r"no (?:\w+ ){0,2}?(?:presence|offices?|place of business|establishment|employees|facilit\w+"
    r"|operations)[^.;]{0,30}?"
    r" in (?:this|the) (?:state|commonwealth)\b"
)
_OUTSIDE: Final = (
    r"(?:outside (?:of )?(?:this|the) (?:state|commonwealth)\b|(?:regardless|irrespective) of (?:where\b"
    r"|the (?:place|location|state|jurisdiction)\b)|wherever\b|in any other (?:state|jurisdiction)\b)"
)
_ERE: Final = (
    r"(?:before|prior to|while|during)\b[^.;]{0,30}?\b(?:(?:begin|commenc|start|initiat"
    r"|undertak)\w*[^.;]{0,30}?\btrain\w*"
    r"|training (?:begins|commences|starts|of|run)|train(?:ing|s)? an?\b)"
)
"""Before or while a model is trained."""
_MADE: Final = r"\b(?:develop|train|deploy|models?\b|clusters?\b|artificial intelligence|\bai\b)\w*"
_FIRMS: Final = r"\b(?:[a-z]{3,}(?:er|or)s?|persons?|entit(?:y|ies)|compan\w+|business\w*)\b"
_SEATED: Final = (
    r"(?:headquartered|domiciled|incorporated|organized under the laws|(?:having |has |maintains? )?(?:its |a |the "
    r"|whose )?"
    r"principal place of business)"
)
_CONDITION: Final = re.compile(
    r"\b(?:whether(?: or not)?|regardless of whether|without regard to whether|even if|even though)\b[^.;,]*"
)
_FOR_THOSE_HERE: Final = re.compile(
    r"\b(?:to|by|of|for|with|affect\w*|harm\w*|concern\w*) (?:an? |any |the |one or more )?(?:residents?|consumers?"
    r"|users?|persons?|individuals?|customers?|public|patients?|employees?)\b[^.;]{0,30}?\b(?:of|in|within) (?:this"
    r"|the)"
    r" (?:state|commonwealth)\b"
)


def _reaches_out(unit: Unit, _: Context) -> bool:
    """A duty confined to those in the state does not reach out, wherever the developer sits."""
    return _FOR_THOSE_HERE.search(_CONDITION.sub("", unit.full)) is None


DEVELOPMENT_RULES: Final = (
    DutyRule(
        kind=DutyKind.DEVELOPMENT_BAN,
        provision_type="other",
        hints=("design", "develop", "train", "creat", "code", "build", "manufactur", "construct", "engineer"),
        pattern=re.compile(
            rf"\b(?:shall not|must not|may not|prohibited from|forbidden to|barred from|unlawful{gap(60)} to"
            rf"|no person (?:shall|may)|no \w+ (?:shall|may)){_ASIDE}(?: knowingly| intentionally| recklessly| or"
            r"| and)* "
            r"(?:design|develop"
            rf"|train|create|code|build|manufactur|construct|engineer)\w*\b(?! or (?:deploy|us(?:e|ing)"
            rf"|operat)){gap(120)}\b(?:artificial intelligence|ai (?!image|video|recording|media|content|material"
            r"|depict|liken"
            r"|voice|audio|generated|replica)[a-z]|chat ?bot|(?:language |frontier |covered |foundation "
            r"|advanced )models?"
            r"|companion|generative|automated decision|superintelligen\w+)"
            rf"|\bunlawful for{gap(60)}\bto (?:knowingly |intentionally )*(?:design|develop"
            rf"|train)\w*\b{gap(100)}(?:artificial intelligence|ai\b|chat ?bot|model)"
            rf"|\b(?:training|development|creation|construction) of\b{gap(60)}(?:artificial intelligence|ai (?:system"
            r"|model)"
            rf"|frontier models?|superintelligen\w+|autonomous){gap(80)}\b(?:is|are|shall be) (?:hereby )?(?:prohibited"
            r"|forbidden|banned|unlawful)"
        ),
        modalities=frozenset({Modality.MUST_NOT}),
        unless=re.compile(r"\bdeep ?fake|\bimages?\b|\bdepict|\bfacial recognition database|\bin violation of"),
    ),
    DutyRule(
        kind=DutyKind.DEVELOPMENT_DUTY,
        provision_type="other",
        hints=("train", "tune"),
        pattern=re.compile(
            rf"\b(?:shall|must|required to|obligated to|duty to|obligation to)\b{gap(60)}\b(?:re-?train|fine-?tune"
            r"|re-?tune"
            r"|train(?! (?:its|their|all|each|any|the)? ?(?:employee|staff|personnel|worker|user|officer)))(?:s|ed"
            r"|ing)?\b"
            rf"{gap(80)}(?:\bmodels?\b|\bsystems?\b|artificial intelligence|\bai\b){gap(60)}\b(?:so that|so as"
            r"|such that"
            r"|to (?:ensure|prevent|avoid|meet|comply|correct|remove|eliminate|reduce)|in (?:such )?a (?:manner|way)"
            r"|with"
            r"|as (?:often|frequently|soon)|only|until|whenever|if|in accordance)\b"
            rf"|\b{_ERE}{gap(120)}\b(?:shall|must)\b|\b(?:shall|must)\b{gap(200)}\b{_ERE}"
        ),
        modalities=frozenset({Modality.MUST}),
        near=re.compile(AI),
        actors=frozenset({Actor.DEVELOPER, Actor.ANYONE, Actor.DEPLOYER}),
        unless=re.compile(
            r"\btrain(?:ing)? (?:of |for )?(?:\w+ ){0,2}(?:employees?|staff|personnel|workers?|officers?|teachers?"
            r"|students?)\b|\bworkforce\b"
        ),
        when=lambda unit, _: re.search(AI + r"|\bmodels?\b", unit.full) is not None,
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
        unless=re.compile(
            r"\bdeep ?fake|\bimages?\b|\bdepict|\bvisual material|\bintent\w* (?:to|of) (?:\w+ )?discriminat"
        ),
    ),
    DutyRule(
        kind=DutyKind.OUT_OF_STATE_REACH,
        provision_type="other",
        hints=(
            *("outside", "regardless", "irrespective", "wherever", "presence", "whether or not", "other state"),
            *("without regard", "where", "other jurisdiction", "office", "place of business", "establishment"),
            *("employees", "facilit", "operations", "nationwide", "worldwide"),
        ),
        too=(
            *("the state", "this state", "commonwealth", "whether or not", "country", "nation", "the world"),
            *("jurisdiction", "other state", "location", "the place", "where", "worldwide"),
        ),
        pattern=opening(
            "air cl de ir mo no re tr wi",
            rf"{_MADE}{gap(80)}\b(?:{_OUTSIDE}|{_ABSENT}|(?:anywhere )?(?:in|throughout"
            rf"|across) the united states, whether or not\b{gap(60)}\bin {_THIS_STATE})"
            r"|\b(?:regardless of|irrespective of|without regard to) (?:where|the (?:place|location|state"
            r"|jurisdiction))\b"
            rf"{gap(60)}\b(?:developed|trained|deployed|training|development)\b"
            rf"|\b{_ABSENT}{gap(120)}\b(?:trained|developed|model)"
            rf"|{_MADE}{gap(80)}\b(?:anywhere in the (?:united states|world|nation|country)|nationwide|worldwide)\b"
            rf"|{_MADE}{gap(60)}\b(?:offer|sell|sold|deploy|distribut|train|develop"
            rf"|market)\w*{gap(30)}\bin (?:any )?other states?\b",
        ),
        needs_obligation=False,
        near=re.compile(AI),
        unless=re.compile(
            r"\bdoes not apply|\bshall not apply|\bnothing in|\bexcept\b|\bexempt|\bnot (?:be )?(?:subject|required)"
            r"|\b(?:university|employees?) (?:who|that)|\bout-of-state (?:student|placement)"
        ),
        when=_reaches_out,
    ),
    DutyRule(
        kind=DutyKind.IN_STATE_PREFERENCE,
        provision_type="other",
        hints=(
            *("headquartered", "principal place of business", "organized under", "domiciled", "incorporated"),
            *("out-of-state", "nonresident", "non-resident"),
        ),
        pattern=re.compile(
            rf"{_FIRMS}[^.;]{{0,60}}?\bnot {_SEATED}{gap(40)}{_THIS_STATE}{gap(80)}\b(?:shall|must|may not)\b"
            rf"|{_FIRMS}{gap(80)}\b{_SEATED}{gap(40)}{_THIS_STATE}{gap(80)}\b(?:is|are|shall be) (?:exempt|not subject"
            r"|entitled"
            r"|eligible|deemed|relieved)\b"
            rf"|\b(?:exempt|not apply to|waive\w*){gap(60)}{_FIRMS}{gap(80)}\b{_SEATED}{gap(40)}{_THIS_STATE}"
            rf"|\b(?:out-of-state|nonresident|non-resident) {_FIRMS}{gap(80)}\b(?:shall|must|may not)\b"
        ),
        needs_obligation=False,
        near=re.compile(AI),
        unless=re.compile(r"\bgrants?\b|\btax\b|\bincentive|\bprocure\w*|\bbid(?:s|der)?\b|\bbranch office"),
    ),
    DutyRule(
        kind=DutyKind.DEVELOPER_SHIELD,
        provision_type="liability_shield",
        hints=("developer",),
        too=("liab", "immun"),
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
        too=("ational ", "ing capacity", "ing power", "ing resource", "narrowly tailored", "right to compute"),
        pattern=re.compile(
            rf"\bright to compute\b|\bcomput\w+{gap(200)}\bnarrowly tailored|\bnarrowly tailored{gap(200)}\bcomput\w+"
            rf"|\b(?:restrict|limit|prohibit|burden|infring)\w*\b{gap(80)}\b(?:own\w*|possess\w*|use|access)\b{gap(40)}"
            r"\b(?:computational (?:resources?|tools?|technolog\w+|systems?)|computing (?:resources?|power|capacity))"
        ),
        needs_obligation=False,
        when=lambda unit, _: re.search(r"\bcompel\w+|\btailored|\bnarrowly|\blawful|\bright\b", unit.full) is not None,
    ),
)
