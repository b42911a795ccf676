"""How do duties to file with the state, to report to it and to show it records read?"""

from __future__ import annotations

import re
from typing import Final

from monitor.classify.duties import DutyKind, DutyRule
from monitor.classify.obligation import Modality
from monitor.classify.words import STATE_OFFICE, STATE_OFFICE_HINTS, gap

__all__ = ["FILING_RULES"]

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
_ON_REQUEST: Final = re.compile(
    r"\b(?:upon|on|at|after|following) (?:receiving |receipt of )?(?:the |a |an |its |such |any |latter's "
    r"|written )*(?:request"
    r"|demand)|civil investigative demand|may require|may request|in response to a|subpoena|\b(?:if|when"
    r"|so) (?:requested|asked)|\b(?:during|conducts|upon) an examination|in an action|safe harbor"
)
_SHOWN_TO_STATE: Final = re.compile(
    rf"\b{STATE_OFFICE}{gap(100)}\b(?:upon|on|at|of|after)(?: written| its| the| an?| such| latter's)* (?:request"
    rf"|demand)|\b(?:upon|on|at)(?: written| the)? (?:request|demand){gap(60)}{STATE_OFFICE}"
    rf"|\b{STATE_OFFICE}{gap(40)}\b(?:if|when|so) (?:asked|requested)|\b{STATE_OFFICE}{gap(20)}\b(?:requests?|asks"
    rf"|conducts an examination|may (?:request|inspect|examine))\b|\bduring an examination{gap(40)}{STATE_OFFICE}"
)
"""What is kept, and shown when the state asks."""
_OFFICE: Final = (
    r"(?:the |such |said |that |an? )?(?:(?!of |in |for |by |to |or |and )[\w'-]+ ){0,3}?(?:attorney general|department"
    r"|commission(?:er)?|office|division|secretary|agency|bureau|cabinet|board|authority|registrar|superintendent"
    r"|director|regulator|comptroller|inspector general)\b(?! of directors)"
)
"""An office that is told; not ``the state`` or a council, which stand in many other sentences."""
_OFFICE_HINTS: Final = (
    *("attorney general", "department", "commission", "office", "division", "secretary", "agency", "bureau", "cabinet"),
    *("board", "authority", "registrar", "superintendent", "director", "regulator", "comptroller", "inspector general"),
)
_PAPERS: Final = (
    r"\b(?:reports?|assessments?|audits?|evaluations?|documentation|disclosures?|statements?|results?|summar(?:y|ies)"
    r"|frameworks?|protocols?|records?|risks?|hazards?|dangers?|certifications?|findings?|accounts?|analys[ei]s"
    r"|inventor(?:y|ies)|testing|tests?|descriptions?|cop(?:y|ies)|dossiers?|particulars)\b"
)
_PAPERS_HINTS: Final = (
    *("report", "assessment", "audit", "evaluation", "documentation", "disclosure", "statement", "result", "summar"),
    *("framework", "protocol", "record", "risk", "hazard", "danger", "certification", "finding", "account", "analys"),
    *("inventor", "testing", "test", "description", "copies", "copy", "dossier", "particular"),
)
_FILED: Final = (
    r"\b(?:submit|file|filed|filing|transmit|sen[dt]|provid|furnish|deliver|forward|lodg|report|disclos|present|giv"
    r"|hand|suppl|communicat|remit|tender|upload|deposit|relay|convey|turn(?:s|ed)? over)\w*"
)
_INCIDENT: Final = (
    r"\b(?:(?:safety|security|adverse|serious|critical|dangerous) (?:incident|event|failure|capabilit\w+|malfunction"
    r"|defect"
    r"|vulnerabilit\w+)s?|incidents?|(?:events?|occurrences?|episodes?|accidents?|instances?) (?:in which|where|of"
    r"|involving)|misuse|theft of|loss of control|unauthorized access to (?:the |its |a )?(?:model"
    r"|weights)|(?:serious|bodily|grave) (?:injur\w+|harm)|serious (?:or|and) \w+ (?:injur\w+|harm)|malfunctions?)\b"
)
_NO_FILING: Final = (
    r"|\bmay assess\b|\b(?:civil|administrative) (?:penalt|fine)|\bbreach\w*"
    r"|\bapplications? (?:shall|must|form|fee)|\bapplications? (?:for|to) (?:participat|admission|"
    r"an? (?:waiver|grant|exemption)|the (?:program|sandbox))|\bapplicants? (?:shall|must)|\bgrants?\b"
    r"|\bloans?\b|\benvironmental"
    r"|\benergy (?:usage|use|consumption|plan)|\bwater (?:usage|use|consumption)|\bcarbon emissions"
    r"|\bcopies of this\b|\bto the (?:governor|legislature|general assembly"
    r"|president of the senate)|\bfiled by the secretary"
)
_ASKS_LEAVE: Final = re.compile(
    r"\bregist(?:er|ry|ration)|\bapplications? (?:for|shall be)|\bapply for|\blicen[sc]e|\bpermits?\b|\bcertificat"
)
_EXAMINED: Final = re.compile(
    r"\bduring an (?:examination|inspection)|\bconducts an examination|\bsubject to (?:examination|inspection)"
)

FILING_RULES: Final = (
    DutyRule(
        kind=DutyKind.INCIDENT_REPORT,
        provision_type="incident_reporting",
        hints=("incident", "malfunction", "harm", "catastroph", "discrimination", "instances", "injur"),
        too=(
            *("algorithmic discrimination", "catastrophic", "critical harm", "incident", "instances of"),
            *("malfunction", "serious injur"),
        ),
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
        unless=re.compile(_ON_REQUEST.pattern + _NO_FILING),
    ),
    DutyRule(
        kind=DutyKind.IMPACT_ASSESSMENT,
        provision_type="impact_assessment",
        hints=("keep", "kept", "retain", "maintain", "preserv", "on file"),
        too=(
            *("assessment", "audit", "documentation", "evaluation", "incident", "record", "report", "result"),
            *("risk", "safety", "test"),
        ),
        pattern=re.compile(
            rf"\b(?:keep|kept|retain\w*|maintain\w*|preserv\w+|hold(?:s|ing)? on file)\b{gap(160)}\b(?:tests?|testing"
            rf"|evaluations?"
            r"|audit\w*|safety|incidents?|risks?|assessments?)\b"
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
        too=("copies of ", "copy of "),
        pattern=re.compile(
            rf"\bcop(?:y|ies) of (?:the |that |such |each |any )?(?:\w+ )?notices?\b{gap(80)}\b(?:submitted"
            rf"|provided|filed|sent|transmitted){gap(40)}{STATE_OFFICE}"
        ),
        modalities=frozenset({Modality.MUST}),
    ),
    DutyRule(
        kind=DutyKind.STATE_REPORT,
        provision_type="ag_disclosure",
        hints=_OFFICE_HINTS,
        too=(*_PAPERS_HINTS, "certif"),
        pattern=re.compile(
            rf"{_PAPERS}{gap(160)}{_FILED}\b{gap(80)}\b(?:to|with|before) {_OFFICE}"
            rf"|\b(?:lodg|forward|suppl|present|hand|communicat|certif|attest|remit|tender|upload|deposit|relay"
            rf"|convey)\w*\b{gap(80)}\b(?:to|with) {_OFFICE}{gap(160)}{_PAPERS}|\bcertif\w+{gap(40)}\bto {_OFFICE}"
            rf"|\b(?:give|send|hand|tell|inform|advise|apprise|alert|show|keep)s? {_OFFICE}{gap(120)}{_PAPERS}"
        ),
        modalities=frozenset({Modality.MUST}),
        unless=re.compile(_ON_REQUEST.pattern + _NO_FILING),
    ),
    DutyRule(
        kind=DutyKind.STATE_REPORT,
        provision_type="ag_disclosure",
        hints=("unless", "until", "before", "without"),
        too=_PAPERS_HINTS,
        pattern=re.compile(
            rf"\b(?:unless|until|before|without){gap(200)}{_PAPERS}{gap(120)}{_FILED}\b{gap(60)}\b(?:to|with) {_OFFICE}"
            rf"|\b(?:unless|until|before|without){gap(100)}{_FILED}\b{gap(40)}\b(?:to"
            rf"|with) {_OFFICE}{gap(120)}{_PAPERS}"
        ),
        modalities=frozenset({Modality.MUST_NOT}),
        unless=re.compile(_ON_REQUEST.pattern + _NO_FILING),
    ),
    DutyRule(
        kind=DutyKind.FILING_CONTENT,
        provision_type="licensing_registration",
        hints=("registration", "registry", "application", "filing"),
        too=(
            *("risk", "hazard", "danger", "limitation", "failure", "capabilit", "train", "test", "evaluat"),
            *("assess", "audit", "safety"),
        ),
        pattern=re.compile(
            rf"\b(?:registrations?|registry|applications? (?=for|to|under|shall|must|filed|submitted)"
            rf"|filings?)\b{gap(160)}\b(?:shall|must)\b{gap(80)}\b(?:includ|contain|set forth"
            rf"|state|describ|disclos|specif|identif|accompan|provid|list|attach|show|report)\w*{gap(200)}\b(?:risk"
            rf"|hazard|danger"
            r"|limitation|capabilit|train|test|evaluat|assess|audit|safety|failure)\w*"
        ),
        modalities=frozenset({Modality.MUST}),
        near=re.compile(r"\b(?:models?|artificial intelligence|automated|algorithm)"),
        unless=re.compile(
            r"\bgrants?\b|\bsandbox|\bprogramming interface|\bclinical|\benrollees?\b|\bwaiver|\bparticipat"
            r"|\bscholarship|\bbids?\b|\bemployment\b|\bmobile application|\bcontinuing education"
            r"|\bsoftware application|\bapplications? of (?:artificial|ai\b)|\binvestigator|\bloans?\b|\bpatents?\b"
            r"|\benergy\b|\bwater\b"
        ),
        when=lambda unit, context: (
            _ASKS_LEAVE.search(context.words_of(unit.section)) is not None
            and context.ai_terms.search(context.words_of(unit.section) + " " + context.subject) is not None
        ),
    ),
    DutyRule(
        kind=DutyKind.INCIDENT_REPORT,
        provision_type="incident_reporting",
        hints=_OFFICE_HINTS,
        too=(
            *("incident", "event", "failure", "capabilit", "malfunction", "defect", "vulnerabilit", "misuse", "theft"),
            *(
                "loss of control",
                "unauthorized access",
                "injur",
                "harm",
                "occurrence",
                "episode",
                "accident",
                "instance",
            ),
        ),
        pattern=re.compile(
            rf"\b(?:alert|inform|advis|tell|notif|report|appris"
            rf"|disclos)\w*\b (?:\w+ ){{0,4}}?(?:to )?{_OFFICE}{gap(160)}{_INCIDENT}"
            rf"|{_INCIDENT}{gap(200)}\b(?:(?:report(?:ed)?|disclosed?|communicated?|made known){gap(60)}\bto {_OFFICE}"
            rf"|(?:alert|inform|advise|tell|notify|apprise)\b (?:\w+ ){{0,3}}?{_OFFICE})"
        ),
        modalities=frozenset({Modality.MUST}),
        unless=re.compile(
            r"\bpersonal (?:data|information) breach|\bbreach of (?:the )?security|\bmay report\b|\bemployees? (?:may"
            r"|who)|\bdata breach|\bcyber ?security (?:incident|event)|\bvehicles?\b|\bcollision|\bpolice\b"
        ),
    ),
    DutyRule(
        kind=DutyKind.IMPACT_ASSESSMENT,
        provision_type="impact_assessment",
        hints=_OFFICE_HINTS,
        too=("documentation", "assessment", "evaluation", "audit", "test", "risk"),
        pattern=re.compile(
            rf"\b(?:furnish|provid|produc|giv|mak|submit|deliver|disclos|suppl|show)\w*\b{gap(100)}\b(?:documentation"
            rf"|assessments?|evaluations?|audit\w*|test(?:ing|s| results?)|risk\w*)\b{gap(120)}\b{_OFFICE}"
            rf"|\b(?:documentation|assessments?|evaluations?|audit\w*|test(?:ing|s| results?)"
            rf"|risk\w*)\b{gap(160)}\b(?:furnish|provid"
            rf"|produc|giv|mak|submit|deliver|disclos|suppl|show)\w*\b{gap(100)}\b{_OFFICE}"
        ),
        unless=re.compile(r"\benvironmental|\benergy\b|\bwater\b|\bmay (?:require|request)"),
        modalities=frozenset({Modality.MUST}),
        when=lambda unit, _: _SHOWN_TO_STATE.search(unit.full) is not None or _EXAMINED.search(unit.full) is not None,
    ),
)
