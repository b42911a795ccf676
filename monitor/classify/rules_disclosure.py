"""How do duties to disclose, publish, notify, label and report read?"""

from __future__ import annotations

import re
from typing import Final

from monitor.classify.actors import Actor
from monitor.classify.duties import DutyKind, DutyRule
from monitor.classify.noticed import NOTICED
from monitor.classify.obligation import Modality
from monitor.classify.words import AI, NOTICE, STATE_OFFICE, STATE_OFFICE_HINTS, gap

__all__ = ["DISCLOSURE_RULES"]

_FILE: Final = (
    r"\b(?:submit\w*|files?\b|filed|filing|reports?\b|reported|provides?\b|transmit\w*|furnish\w*|send"
    r"|disclos\w+|delivers?|notif(?:y|ies))"
)
_FILE_HINTS: Final = (
    *("submit", "file", "filing", "report", "provid", "transmit", "furnish", "send", "disclos", "deliver", "notif"),
)
_CONTENT: Final = (
    r"\b(?:reports?|assessments?|audits?|evaluations?|tests?|testing|documentation|disclosures?|statements?"
    r"|results?|summar(?:y|ies)|frameworks?|protocols?|plans?|data|records?|risks?|notices?|information"
    r"|certifications?)\b"
)
_POLITICAL: Final = re.compile(r"\b(?:elections?|electioneering|candidates?|campaigns?|political)\b")
_ON_REQUEST: Final = re.compile(
    r"\b(?:upon|on|at) (?:the |a |written )*(?:request|demand)|civil investigative demand|may require"
    r"|may request|in response to a|subpoena|\bif requested|in an action|safe harbor"
)
_SHOWN_TO_STATE: Final = re.compile(
    rf"\b{STATE_OFFICE}{gap(100)}\b(?:upon|on|at|of|after)(?: written| its| the| an?)? (?:request|demand)"
    rf"|\b(?:upon|on|at)(?: written| the)? (?:request|demand){gap(60)}{STATE_OFFICE}"
    rf"|\b{STATE_OFFICE}{gap(20)}\b(?:requests?|may (?:request|inspect|examine))\b"
)
"""What is kept, and shown when the state asks."""
_PUBLISH: Final = (
    r"\b(?:publish(?:es|ed|ing)?\b(?! by)|post(?:s|ed)?\b|publicly (?:disclose|post|report|release|available|display)"
    r"|mak\w+ (?:(?:publicly|readily|clearly|conspicuously) )+available|mak\w+ available (?:on|to the public"
    r"|to consumers|in a)|provid\w+ on (?:the|its|their|an?) [\w',\- ]{0,40}website|make public|(?:disclose"
    r"|report) publicly|mak\w+ accessible to the public|public report"
    r"|conspicuously post|internet website)"
)
_USES: Final = re.compile(
    r"\b(?:use|uses|used|using|utiliz\w+|rel(?:y|ies|ied) (?:up)?on|existence|screen\w*"
    r"|rank\w*|scor\w+|weigh\w*)\b"
)
_RISKS_OF_USE: Final = (
    rf"{gap(120)}\b(?:risks?|capabilit\w+|limitations?)\b{gap(60)}\b(?:of|using|with)\b{gap(40)}"
    rf"(?:{AI}|ambient listening)"
)
_DECISION: Final = re.compile(
    r"\b(?:consequential|adverse|automated|employment|coverage|claim|denial|determination|decision)s?\b"
)

DISCLOSURE_RULES: Final = (
    DutyRule(
        kind=DutyKind.TRAINING_DATA_DISCLOSURE,
        provision_type="training_data_transparency",
        hints=("train", "develop", "summary of the data"),
        pattern=re.compile(
            rf"(?:{_PUBLISH}|\bdocumentation\b|\bdisclos\w+){gap(200)}\b(?:data ?(?:sets?)?|materials?"
            rf"|works?)\b{gap(60)}\b(?:used|utilized|relied){gap(60)}\b(?:to )?(?:train|training"
            r"|development|develop)\b"
            rf"|\b(?:data ?(?:sets?)?|materials?"
            rf"|works?)\b{gap(60)}\bused\b{gap(30)}\btrain\w*{gap(160)}(?:{_PUBLISH}"
            rf"|\bmade (?:publicly )?available)|(?:\bdisclos\w+|{_PUBLISH}){gap(120)}\b(?:data ?(?:sets?)?"
            rf"|materials?|works?|data sources?) (?:with|on|from) which\b{gap(60)}\btrained\b"
            rf"|\bsummary of the data ?sets? used\b"
            rf"|\b(?:disclos\w+"
            rf"|{_PUBLISH}){gap(120)}\btraining data(?:sets?)?\b"
        ),
        near=re.compile(r"\b(?:develop|train|generative|model)"),
    ),
    DutyRule(
        kind=DutyKind.INCIDENT_REPORT,
        provision_type="incident_reporting",
        hints=("incident", "malfunction", "harm", "catastroph", "discrimination", "instances", "injur"),
        pattern=re.compile(
            rf"{_FILE}{gap(160)}\b(?:safety incidents?|malfunctions?|critical (?:safety )?incidents?|critical harm"
            rf"|catastrophic|algorithmic discrimination|instances of|serious injur\w+){gap(160)}"
            rf"|{_FILE}{gap(60)}\bto (?:the )?{STATE_OFFICE}{gap(160)}\b(?:incidents?"
            r"|algorithmic discrimination)\b|\b(?:incidents?|algorithmic discrimination"
            rf"|critical harm)\b{gap(200)}\b(?:notify|report|disclose|inform)\b{gap(60)}{STATE_OFFICE}"
        ),
        near=re.compile(rf"\b(?:to|notify|inform) (?:the )?(?:[\w' ]{{0,60}})?{STATE_OFFICE}"),
        modalities=frozenset({Modality.MUST}),
        unless=re.compile(
            r"\bpersonal (?:data|information) breach|\bbreach of (?:the )?security|\bmay report\b"
            r"|\bemployees? (?:may|who)"
        ),
    ),
    DutyRule(
        kind=DutyKind.STATE_REPORT,
        provision_type="ag_disclosure",
        hints=STATE_OFFICE_HINTS,
        too=_FILE_HINTS,
        pattern=re.compile(
            rf"{_FILE}{gap(160)}{_CONTENT}{gap(160)}\b(?:to|with) (?:the |each "
            rf"|a )?(?:\w+ ){{0,4}}?{STATE_OFFICE}\b|{_FILE}{gap(20)}\b(?:to "
            r"|with )?(?:the )?(?:attorney general|department|office|division|director|commissioner"
            rf"|secretary|board)\b{gap(160)}{_CONTENT}|\breports? (?:annually |in writing "
            rf"|quarterly )?to (?:the )?(?:\w+ ){{0,4}}?{STATE_OFFICE}\b"
        ),
        modalities=frozenset({Modality.MUST}),
        unless=re.compile(
            _ON_REQUEST.pattern
            + r"|\bapplications? (?:shall|must|form|fee)|\bapplications? (?:for|to) (?:participat|admission|"
            r"an? (?:waiver|grant|exemption)|the (?:program|sandbox))|\bapplicants? (?:shall|must)|\bgrants?\b"
            r"|\bloans?\b|\benvironmental"
            r"|\benergy (?:usage|use|consumption|plan)|\bwater (?:usage|use|consumption)|\bcarbon emissions"
            r"|\bcopies of this\b|\bto the (?:governor|legislature|general assembly"
            r"|president of the senate)|\bfiled by the secretary"
        ),
    ),
    DutyRule(
        kind=DutyKind.RISK_PUBLICATION,
        provision_type="ag_disclosure",
        hints=("publish", "post", "public", "available", "website"),
        pattern=re.compile(
            rf"{_PUBLISH}{gap(240)}\b(?:risks?|safety|security protocol|framework|protocols? that|transparency report"
            r"|system card|model card|red[- ]team\w*|testing|audit|assessments?|evaluation|incidents?)\b"
            rf"|\b(?:safety|security|risks?|catastrophic)\b{gap(40)}\b(?:protocol|framework|plan|polic(?:y|ies)"
            rf"|assessment)s?\b{gap(60)}{_PUBLISH}"
        ),
        modalities=frozenset({Modality.MUST}),
        unless=re.compile(r"\b(?:department|office|attorney general|agency|board|division) shall\b|\bhotline\b"),
    ),
    DutyRule(
        kind=DutyKind.PUBLIC_STATEMENT,
        provision_type="consumer_adm_rights",
        hints=("publish", "post", "public", "available", "website"),
        pattern=re.compile(
            rf"{_PUBLISH}{gap(240)}\b(?:statement|summar\w+|polic(?:y|ies)|procedures?|protocols?|details"
            rf"|information|types?|factors|criteria|weights|parameters|metrics)\b"
            rf"|\bpublish reasonable procedures|\bpublish\w*{gap(60)}procedures"
        ),
        modalities=frozenset({Modality.MUST}),
        unless=re.compile(
            r"\b(?:department|office|attorney general|agency|board|division|commissioner) (?:shall|must)\b"
        ),
    ),
    DutyRule(
        kind=DutyKind.DEVELOPER_DOCUMENTATION,
        provision_type="developer_documentation",
        hints=("deployer", "developer", "customer", "purchaser", "licensee", "employer"),
        pattern=re.compile(
            rf"\b(?:mak\w+ available|provid\w+|furnish\w*|suppl(?:y|ies)|include){gap(160)}\b(?:deployers?"
            r"|other developers?|customers?|purchasers?|licensees?"
            rf"|employers?)\b{gap(300)}\b(?:documentation|statement|information|instructions|artifacts"
            r"|disclos\w+|summar\w+)\b"
            r"|\b(?:documentation|statement|information|instructions|disclos\w+"
            rf"|summar\w+)\b{gap(200)}\b(?:to|for) (?:an? |the |each |any |all )?(?:\w+ )?(?:deployers?"
            r"|other developers?|purchasers?|licensees?)\b"
        ),
        modalities=frozenset({Modality.MUST, Modality.MUST_NOT}),
        actors=frozenset({Actor.DEVELOPER, Actor.ANYONE}),
        near=re.compile(r"\b(?:developers?|vendors?|artificial intelligence)\b"),
    ),
    DutyRule(
        kind=DutyKind.IMPACT_ASSESSMENT,
        provision_type="impact_assessment",
        hints=("assessment", "evaluation"),
        pattern=re.compile(
            rf"\bcop(?:y|ies) of (?:the |each |any )?(?:\w+ ){{0,2}}assessments?\b|"
            r"\b(?:complet\w+|conduct\w*|creat\w+|produc\w+|perform\w*|carry out|prepar\w+|maintain\w*|retain\w*"
            r"|undertak\w+"
            rf"|document\w*){gap(120)}\b(?:(?:impact|risk|data protection|algorithmic"
            r"|equity) (?:impact )?assessments?|impact evaluations?)\b"
            rf"|\b(?:impact|risk|algorithmic) assessments?\b{gap(60)}\bbe{gap(20)}\b(?:completed|conducted|performed"
            r"|prepared|carried out|undertaken|kept|retained)\b"
        ),
        unless=re.compile(r"\benvironmental"),
        modalities=frozenset({Modality.MUST, Modality.MUST_NOT}),
    ),
    DutyRule(
        kind=DutyKind.IMPACT_ASSESSMENT,
        provision_type="impact_assessment",
        hints=("keep", "kept", "retain", "maintain", "preserv"),
        pattern=re.compile(
            rf"\b(?:keep|kept|retain\w*|maintain\w*|preserv\w+)\b{gap(160)}\b(?:tests?|testing|evaluations?"
            r"|audits?|safety|incidents?|risks?|assessments?)\b"
            rf"|\b(?:records?|results?|reports?|documentation)\b{gap(40)}\b(?:tests?|testing|evaluations?|audits?"
            rf"|safety|incidents?|risks?){gap(120)}\b(?:kept|retained|maintained|preserved)\b"
        ),
        unless=re.compile(r"\benvironmental|\benergy\b|\bwater\b"),
        modalities=frozenset({Modality.MUST}),
        when=lambda unit, context: _SHOWN_TO_STATE.search(context.words_of(unit.section)) is not None,
    ),
    DutyRule(
        kind=DutyKind.WORKER_NOTICE_FILED,
        provision_type="ag_disclosure",
        hints=("notice",),
        pattern=re.compile(
            rf"\bcop(?:y|ies) of (?:the |that |such |each |any )?(?:\w+ )?notices?\b{gap(80)}\b(?:submitted"
            rf"|provided|filed|sent|transmitted){gap(40)}{STATE_OFFICE}"
        ),
        modalities=frozenset({Modality.MUST}),
    ),
    DutyRule(
        kind=DutyKind.NOTICE_CHATBOT,
        provision_type="chatbot_disclosure",
        hints=NOTICED.hints,
        too=(
            *("interact", "communicat", "convers", "chatting", "engag", "speaking", "talking", "dealing", "human"),
            *("person", "artificial", "synthetic", "automated", "computer program", "machine", "generative", "bot"),
            *("is ai", "are ai", "being ai", "an ai", "a ai", "by ai", "as ai"),
        ),
        pattern=re.compile(
            rf"{NOTICE}(?:{gap(220)}\b(?:interact\w*|communicat\w+|convers\w+|chatting|engaging|engaged"
            rf"|speaking|talking|dealing)\b{gap(70)}(?:\bai\b|artificial|chat ?bot|\bbot\b|automated"
            r"|generative|non-?human|not (?:a |an )?(?:human|natural|live|real))"
            rf"|{gap(120)}{AI}{gap(60)}\b(?:is|are|may be|will be) (?:interacting|communicating"
            rf"|conversing|speaking)\b"
            rf"|{gap(120)}\bno (?:human|natural person|live person)\b"
            rf"|{gap(220)}\bnot (?:a |an |(?:\w+ ){{0,4}}?with an? )?(?:human|natural person"
            r"|natural human|real person|live person|actual person|persons?\b)"
            rf"|{gap(120)}\b(?:is|are|was|were) (?:an? )?(?:artificial\b|synthetic\b|automated\b"
            rf"|computer program|machine\b)"
            rf"|{gap(160)}\b(?:is|are|being) (?:artificially generated"
            r"|generated by (?:an? )?(?:generative )?(?:artificial|ai\b)|generative artificial"
            r"|an? (?:generative )?(?:artificial intelligence|ai\b|chat ?bot|automated)))"
            rf"|\b(?:without|fails? to|failing to|unless){gap(90)}{NOTICE}{gap(160)}\b(?:interact\w*"
            rf"|communicat\w+|convers\w+|speaking)\b{gap(60)}(?:\bai\b|artificial|chat ?bot|\bbot\b"
            r"|automated|generative)"
            rf"|\bprovided by an? (?:generative )?(?:artificial intelligence|ai\b)"
            r"|\bidentif\w+ (?:itself|themselves) as (?:an? )?(?:artificial|ai\b|chat ?bot|\bbot\b|automated|machine)"
            rf"|\b(?:tells|tell |told|mak(?:e|es|ing) known|made known|disclos\w+){gap(160)}"
            r"\b(?:an? |the )?(?:machine|computer program)\b"
        ),
        near=re.compile(AI),
        unless=re.compile(r"\b(?:department|office) shall (?:develop|publish|study)"),
    ),
    DutyRule(
        kind=DutyKind.WATERMARK,
        provision_type="provenance_watermark",
        hints=("watermark", "provenance", "disclosure", "detection tool", "tamper", "credential"),
        pattern=re.compile(
            r"\b(?:include|apply|generate|embed\w*|place|put|insert|attach|bears?|imprint|contain\w*|carr(?:y"
            r"|ies)|ensure|provide|offer"
            r"|make available|affix|incorporate|retain|preserve)\b[^.;]{0,140}?\b(?:watermarks?|provenance"
            r"|latent disclosure|manifest disclosure|detection tool|tamper[- ]evident"
            r"|content credentials)\b"
            r"|\b(?:watermarks?|provenance data|latent disclosures?|content credentials)\b[^.;]{0,40}?\b(?:be|is|are)"
            r" (?:included|embedded|applied|attached|affixed|placed|preserved|retained)\b"
        ),
        modalities=frozenset({Modality.MUST, Modality.MUST_NOT}),
        near=re.compile(AI),
    ),
    DutyRule(
        kind=DutyKind.NOTICE_POLITICAL,
        provision_type="deepfake_election",
        hints=("disclos", "disclaimer", "label", "statement", '"'),
        pattern=re.compile(
            r"\b(?:contain\w*|includ\w+|carr(?:y|ies)|bears?|with(?:out)?|unless|display\w*|accompan\w+"
            rf"|ensure|has|have|provid\w+|place|appear\w*|following)\b{gap(120)}\b(?:disclosures?"
            r"|disclaimers?|labels?|statement)\b"
            r"|\b(?:shall|must) (?:clearly |conspicuously |prominently |and )*disclose\b"
            r"|\"[^\"]{0,120}\b(?:generated|manipulated|altered|created)\b[^\"]{0,90}\""
        ),
        near=_POLITICAL,
        needs_obligation=False,
        when=lambda unit, context: (
            _POLITICAL.search(unit.full + " " + unit.section.heading.lower() + " " + context.subject) is not None
            and re.search(rf"{AI}|digitally|manipulated|altered", context.words_of(unit.section)) is not None
            and re.search(r"\b(?:shall|must|may not|unless|liable|prohibited|without)\b", unit.full) is not None
        ),
        unless=re.compile(
            r"\b(?:campaign finance|contribution) (?:report|statement)|statement of (?:organization|economic)"
            r"|\b(?:is|are|shall) not (?:be )?(?:held )?liable\b(?![^.;]{0,160}\b(?:if|unless|provided)\b)"
        ),
    ),
    DutyRule(
        kind=DutyKind.NOTICE_LABEL,
        provision_type="provenance_watermark",
        hints=NOTICED.hints,
        pattern=re.compile(
            rf"{NOTICE}(?:{gap(200)}\b(?:generated|created|altered|manipulated|produced|modified|edited"
            rf"|written|drafted|composed|synthetic)\b{gap(90)}(?:\bai\b|artificial|generative|synthetic"
            r"|digital\w*|deep ?fake|computer|algorithm)"
            rf"|{gap(160)}\b(?:content|image|video|audio|media|material|performer|advertisement"
            rf"|listing|photograph|communication|message|call|recording)s?\b{gap(80)}\b(?:is|was|are|were|uses?"
            rf"|contains?|includes?"
            rf"|has been){gap(40)}(?:\bai\b|generative|artificial|synthetic)"
            rf"|{gap(120)}\b(?:use of|contains?) (?:an? )?(?:synthetic (?:performer|media)"
            r"|generative artificial|digital replica|deep ?fake))"
            rf"|\b(?:content|images?|videos?|audio|media|materials?|communications?|writings?|documents?|books?"
            rf"|works?|articles?|pictures?|photographs?|listings?|advertis\w+)\b{gap(60)}"
            r"\b(?:generated|created|altered|manipulated|produced)\b[^.;]{0,60}?(?:\bai\b|artificial|generative"
            r"|synthetic)"
            rf"{gap(120)}\b(?:unless|without|must|shall|carr(?:y|ies)|bears?)\b{gap(80)}(?:{NOTICE}|\bwords? \")"
            rf"|\b(?:synthetic (?:performer|media|content)|deep ?fake|digital replica)s?\b{gap(60)}\b(?:is|are"
            rf"|be)\b{gap(10)}"
            r"\b(?:disclosed|labell?ed|identified)\b"
        ),
        near=re.compile(AI),
        modalities=frozenset({Modality.MUST, Modality.MUST_NOT}),
    ),
    DutyRule(
        kind=DutyKind.NOTICE_PRICING,
        provision_type="surveillance_pricing",
        hints=NOTICED.hints,
        too=("pric", "rate", "fare", "wage"),
        pattern=re.compile(
            rf"{NOTICE}{gap(220)}\b(?:pric\w+|rates?|fares?|wages?)\b{gap(120)}\b(?:algorithm\w*"
            r"|personal(?:ized)? (?:data|information|pric\w+)|surveillance|automated|artificial|dynamic"
            rf"|consumer'?s data)\b|\bprice was set by an algorithm|{NOTICE}{gap(160)}\b(?:algorithm\w*"
            r"|automated|dynamic|surveillance|personalized|individualized) pric\w+|\b(?:algorithm\w*|automated|dynamic"
            rf"|surveillance|personalized|individualized) pric\w+{gap(120)}{NOTICE}"
        ),
        modalities=frozenset({Modality.MUST, Modality.MUST_NOT, Modality.RIGHT}),
    ),
    DutyRule(
        kind=DutyKind.NOTICE_WORKER,
        provision_type="hiring_employment",
        hints=NOTICED.hints,
        too=("worker", "employee", "applicant", "candidate", "job seeker"),
        pattern=re.compile(
            rf"{NOTICE}{gap(220)}\b(?:workers?|employees?|applicants?|candidates?|job seekers?)\b"
            rf"|\b(?:workers?|employees?|applicants?|candidates?)\b{gap(120)}{NOTICE}"
        ),
        modalities=frozenset({Modality.MUST, Modality.MUST_NOT, Modality.LIABLE}),
        near=re.compile(rf"{AI}|electronic monitoring|automated"),
        when=lambda unit, context: (
            (
                context.ai_terms.search(unit.full) is not None
                or re.search(r"electronic monitoring|automated|\btools?\b|decision|predictive", unit.full) is not None
            )
            and re.search(r"\b(?:employ\w*|hir(?:e|ing)|workers?|workplace|job)\b", unit.full) is not None
        ),
    ),
    DutyRule(
        kind=DutyKind.NOTICE_DECISION,
        provision_type="consumer_adm_rights",
        hints=NOTICED.hints,
        too=(
            *("consumer", "individual", "patient", "insured", "enrollee", "applicant", "tenant", "person", "borrower"),
            *("policyholder", "subscriber", "provider", "claimant", "client", "building", "user", "right to"),
        ),
        pattern=re.compile(
            rf"{NOTICE}{gap(240)}\b(?:consumers?|individuals?|patients?|insureds?|enrollees?|applicants?"
            r"|tenants?|persons?|borrowers?|policyholders?|subscribers?|providers?|natural person"
            rf"|claimants?|buildings?|users?)\b|\bright to{gap(80)}(?:explanation|account of|logic|reasons|told"
            rf"|informed|contest|know|notice|opt|appeal"
            r"|access)|\b(?:consumers?|individuals?|patients?|insureds?|enrollees?|applicants?|tenants?"
            rf"|clients?|persons?|claimants?|policyholders?|subscribers?|borrowers?)\b{gap(120)}{NOTICE}"
        ),
        near=re.compile(AI),
        when=lambda unit, _: (
            re.search(AI, unit.full) is not None
            and (_DECISION.search(unit.full) is not None or _USES.search(unit.full) is not None)
        ),
        unless=re.compile(
            r"\bnotice of (?:violation|intent to|the violation|proposed)|\bright to cure\b|\bsummons\b"
            r"|\battorney general shall|\bappeal to the (?:commissioner|department|court|board|director)"
            r"|\bclaim is denied|\bassessments?\b[^.;]{0,120}\b(?:must|shall) (?:include|contain)\b"
        ),
    ),
    DutyRule(
        kind=DutyKind.NOTICE_USE,
        provision_type="chatbot_disclosure",
        hints=NOTICED.hints,
        pattern=re.compile(
            rf"{AI}{gap(80)}\b(?:shall|must)\b{gap(60)}\b(?:open|begin|bear|carry|include|contain"
            rf"|display)\b{gap(60)}{NOTICE}"
            rf"|\bstatement (?:as to|of|on) whether\b{gap(80)}{AI}"
            rf"|{NOTICE}(?:{gap(160)}\b(?:use|uses|used|using|utiliz\w+|employ\w*|deploy(?:s|ed|ing|ment)?"
            rf"|introduc\w+|supplying)\b{gap(60)}{AI}|{_RISKS_OF_USE})"
            rf"|\bdisclos\w+{gap(160)}\b(?:features?|capabilit\w+|limitations?|safeguards?"
            rf"|integration){gap(80)}{AI}"
            rf"|\bprovid\w+{gap(60)}\bwith information\b{_RISKS_OF_USE}"
        ),
        modalities=frozenset({Modality.MUST, Modality.MUST_NOT, Modality.RIGHT}),
        near=re.compile(AI),
        unless=re.compile(
            r"\b(?:informed consent|consents? to|advertis\w+ or)\b|\bcontained in (?:the "
            r"|its )?(?:written )?(?:polic|contract)|\bstate that (?:an|the) (?:ai|artificial)"
        ),
    ),
)
