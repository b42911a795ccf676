"""How do duties to publish, to document and to hand on what is known of a system read?"""

from __future__ import annotations

import re
from typing import Final

from monitor.classify.actors import PRIVATE, Actor
from monitor.classify.duties import DutyKind, DutyRule
from monitor.classify.hints import opening
from monitor.classify.obligation import Modality
from monitor.classify.words import ABOUT_AI, AI, gap

__all__ = ["DISCLOSURE_RULES"]

_PUBLISH: Final = (
    r"\b(?:publish(?:es|ed|ing)?\b(?! by)|post(?:s|ed)?\b|publicly (?:disclose|post|report|release|available|display)"
    r"|mak\w+ (?:(?:publicly|readily|clearly|conspicuously) )+available|mak\w+ available (?:on|to the public"
    r"|to consumers|in a)|provid\w+ on (?:the|its|their|an?) [\w',\- ]{0,40}website|make public|(?:disclose"
    r"|report) publicly|mak\w+ accessible to the public|public report|conspicuously post|internet website"
    r"|mak\w+ [^.;]{0,100}?\bavailable (?:to the (?:general )?public|for public|publicly|free of charge|online"
    r"|on (?:its|the|their"
    r"|an?) [\w', -]{0,30}(?:web ?|internet |public )(?:site|page))|(?:display|plac|put|keep|maintain|list|describ"
    r"|disclos|show|host)\w*,? (?:on|through|via)"
    r" (?:its|the|their|an?) [\w', -]{0,40}(?:web ?|internet |public )(?:site|page)"
    r"|releas\w+ [\w ,]{0,40}?to the public"
    r"|public(?:ly accessible)? (?:repositor|register|registr|statement)\w*|tell the public|(?:disclose|report"
    r"|reveal)s? to the (?:general )?public)"
)

DISCLOSURE_RULES: Final = (
    DutyRule(
        kind=DutyKind.TRAINING_DATA_DISCLOSURE,
        provision_type="training_data_transparency",
        hints=("train", "develop", "summary of the data", "learn"),
        too=(
            *("publish", "post", "public", "available", "web", "internet", "disclos", "documentation"),
            "summary of the data",
        ),
        pattern=opening(
            "co daeio ho in ke li ma ploru re shu te wo",
            rf"(?:{_PUBLISH}|\bdocumentation\b|\bdisclos\w+){gap(200)}\b(?:data ?(?:sets?)?|materials?"
            rf"|works?)\b{gap(60)}\b(?:used|utilized|relied){gap(60)}\b(?:to )?(?:train|training"
            r"|development|develop)\b"
            rf"|\b(?:data ?(?:sets?)?|materials?|works?)\b{gap(60)}\bused\b{gap(30)}\btrain\w*{gap(160)}(?:{_PUBLISH}"
            rf"|\bmade (?:publicly )?available)|(?:\bdisclos\w+|{_PUBLISH}){gap(120)}\b(?:data ?(?:sets?)?"
            rf"|materials?|works?|data sources?) (?:with|on|from) which\b{gap(60)}\btrained\b"
            rf"|\bsummary of the data ?sets? used\b|\b(?:disclos\w+|{_PUBLISH}){gap(120)}\btraining data(?:sets?)?\b"
            rf"|{_PUBLISH}{gap(160)}\b(?:data ?(?:sets?)?|materials?|works?|texts?|images?|sources?|corp(?:us|ora)"
            rf"|content)\b{gap(80)}"
            r"\b(?:trained|train|training|learn(?:s|ed|t))\b",
        ),
        near=re.compile(r"\b(?:develop|train|generative|model)"),
    ),
    DutyRule(
        kind=DutyKind.RISK_PUBLICATION,
        provision_type="ag_disclosure",
        hints=("publish", "post", "public", "available", "web", "internet"),
        too=(
            *("assessment", "audit", "available ", "catastrophic", "evaluation", "framework", "incident", "card"),
            *("protocol", "red team", "red-team", "risk", "safety", "security", "testing", "transparency report"),
        ),
        pattern=re.compile(
            rf"{_PUBLISH}{gap(240)}\b(?:risks?|safety|security protocol|framework|protocols? that|transparency report"
            r"|system card|model card|red[- ]team\w*|testing|audit|assessments?|evaluation|incidents?)\b"
            rf"|\bmak\w+ {gap(100)}\b(?:risks?|safety|tests?|testing|audits?|assessments?|evaluations?"
            rf"|incidents?)\b{gap(80)}\bavailable"
            r" (?:to the (?:general )?public|for public|publicly|free of charge|on (?:its|the|their"
            r"|an?) [\w', -]{0,30}web)"
            rf"|\b(?:safety|security|risks?|catastrophic)\b{gap(40)}\b(?:protocol|framework|plan|polic(?:y|ies)"
            rf"|assessment)s?\b{gap(60)}{_PUBLISH}"
        ),
        modalities=frozenset({Modality.MUST}),
        unless=re.compile(r"\b(?:department|office|attorney general|agency|board|division) shall\b|\bhotline\b"),
    ),
    DutyRule(
        kind=DutyKind.PUBLIC_STATEMENT,
        provision_type="consumer_adm_rights",
        hints=("publish", "post", "public", "available", "web", "internet"),
        too=(
            *("criteria", "details", "factors", "information", "metrics", "parameters", "policies", "policy"),
            *("procedure", "protocol", "statement", "summar", "type", "weights"),
        ),
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
        too=("customer", "deployer", "employer", "licensee", "other developer", "purchaser"),
        pattern=re.compile(
            rf"\b(?:mak\w+ available|provid\w+|furnish\w*|suppl(?:y|ies)|include){gap(160)}\b(?:deployers?"
            r"|other developers?|customers?|purchasers?|licensees?"
            rf"|employers?)\b{gap(300)}\b(?:documentation|statement|information|instructions|artifacts"
            r"|disclos\w+|summar\w+)\b|\b(?:documentation|statement|information|instructions|disclos\w+"
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
        kind=DutyKind.DEVELOPER_DOCUMENTATION,
        provision_type="developer_documentation",
        hints=(
            *("deployer", "buyer", "purchaser", "customer", "licensee", "employer", "lessee", "acquirer"),
            "integrator",
        ),
        too=(
            *("accuracy", "capabilit", "description", "documentation", "instruction", "intended use", "limit"),
            *("manual", "performance", "risk", "test result", "tested", "testing", "train", "unsuit", "for which"),
        ),
        pattern=re.compile(
            r"\b(?:hand(?:s|ing)? over|giv|deliver|suppl|furnish|provid|send|inform|tell|advis|disclos|warn)\w*\b"
            rf"{gap(60)}\b(?:each|any|the|an?|every|all|its) (?:[\w-]+ ){{0,3}}?(?:deployer|buyer|purchaser|customer"
            rf"|licensee|employer"
            rf"|lessee|acquirer|integrator)s?\b{gap(160)}\b(?:limit(?:s|ations?)?|intended uses?|uses? for which"
            rf"|unsuit\w+|train(?:ed|ing)"
            r"|tested|testing|documentation|descriptions?|instructions?|manual|risks?|capabilit\w+|performance"
            r"|accuracy|test results?)\b"
        ),
        modalities=frozenset({Modality.MUST}),
        actors=PRIVATE - {Actor.PROFESSIONAL, Actor.INSURER, Actor.EMPLOYER},
        near=re.compile(r"\b(?:artificial intelligence|automated|algorithm\w*|models?)\b"),
        when=lambda unit, context: (
            context.ai_terms.search(unit.full) is not None or re.search(AI, unit.full) is not None
        ),
    ),
    DutyRule(
        kind=DutyKind.DEVELOPER_DOCUMENTATION,
        provision_type="developer_documentation",
        hints=("accompanied by", "comes with"),
        pattern=re.compile(
            r"\b(?:sold|sell|licensed|leased|supplied|distribut\w+|provided|offered|made available)\b"
            rf"{gap(100)}\b(?:accompanied by|comes with){gap(40)}\b(?:documentation|instructions?|data sheets?"
            rf"|model cards?|manual"
            r"|statements?|descriptions?)\b"
        ),
        modalities=frozenset({Modality.MUST, Modality.MUST_NOT}),
        actors=PRIVATE - {Actor.PROFESSIONAL, Actor.INSURER},
        near=ABOUT_AI,
    ),
    DutyRule(
        kind=DutyKind.IMPACT_ASSESSMENT,
        provision_type="impact_assessment",
        hints=("assess", "evaluat", "analys", "analyz", "statement", "review", "study", "account"),
        too=("algorithmic", "and document", "and record", " of ", "impact", "rights", "risk"),
        pattern=re.compile(
            r"\b(?:complet\w+|conduct\w*|produc(?:e|es|ed)|perform\w*|carr(?:y|ies) out|prepar\w+|draws? up|mak(?:e"
            r"|es)|undertak\w+"
            rf"|writ(?:e|es)|commission)\b{gap(60)}\b(?:(?:impact|risk|algorithmic|rights) (?:impact )?(?:analys[ei]s"
            rf"|statements?|evaluations?"
            rf"|reviews?)|(?:assessment|evaluation|analysis|study|review|account) of (?:the |its "
            rf"|any )?(?:\w+ )?(?:risks?|consequences|impacts?|harms?|effects))\b"
            rf"|\b(?:assess|evaluate|analy[sz]e)s? and (?:document|record)\b{gap(60)}\b(?:risks?|impacts?|harms?)\b"
        ),
        unless=re.compile(r"\benvironmental|\benergy\b|\bwater\b|\btraffic\b"),
        modalities=frozenset({Modality.MUST, Modality.MUST_NOT}),
        when=lambda unit, context: (
            context.ai_terms.search(unit.full) is not None or re.search(AI, unit.full) is not None
        ),
    ),
)
