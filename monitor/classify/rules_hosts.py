"""How do duties of hosts about what their users post read, and liability for it?"""

from __future__ import annotations

import re
from typing import Final

from monitor.classify.actors import PRIVATE, Actor
from monitor.classify.duties import DutyKind, DutyRule
from monitor.classify.obligation import Modality
from monitor.classify.words import ABOUT_AI, AI, gap

__all__ = ["HOST_RULES"]

_HOST: Final = (
    r"(?:(?:operator|owner|provider|proprietor)s? of (?:an? |any |the )?(?:[\w-]+ ){0,3}?)?(?:(?:[\w-]+[- ])?platforms?"
    r"|social (?:media|network)\w*(?: (?:compan|site|service|provider)\w*)?|(?:online |digital )?marketplaces?|forums?"
    r"|hosting (?:compan|provider|service)\w*|hosts?|web ?sites?|online services?|search engines?"
    r"|app(?:lication)? stores?"
    r"|[\w-]+-sharing (?:service|site|app)\w*|interactive computer services?|apps? (?:that|on which|through which)"
    r"|(?:video|image|content|internet|file|review|auction|dating|news)[- ]sites?"
    r"|(?:covered|internet|messaging|video|streaming|storage|communications?) services?)"
)
_HOST_HINTS: Final = (
    *("platform", "social media", "social network", "marketplace", "forum", "host", "site", "service", "search engine"),
    *("app store", "application store", "sharing app", "app that", "apps that", "app on", "apps on", "app through"),
    "apps through",
)
_SUBJECT: Final = (
    r"(?:^|[,:.-] ?)(?:(?:an?|the|each|every|any|no|such|all) )?"
    rf"(?:(?!(?:on|to|from|through|via|in|of|by|with|who|that|which|for|using) )[\w-]+ ){{0,3}}{_HOST}\b"
)
"""A host where the subject of a sentence stands."""
_REMOVES: Final = (
    r"(?:remov(?:e|es|ing|al)\b|(?:tak(?:e|es|ing)|pull(?:s|ing)?) down|takedown|block\w*|delet\w+|disabl\w+ (?=access"
    r"|(?:the |an? |any |such )?(?:content|posts?|images?|videos?|recordings?|links?|deep ?fakes?|media))|purg\w+"
    r"|withhold\w*|screen(?:s|ing)?"
    r"|mak\w+ (?:\w+ )?inaccessible|(?:ceas\w+|stop) (?:to )?(?:host|distribut|display|show|carry|publish)\w*"
    r"|unpublish\w*"
    r"|prevent\w* (?:the )?(?:posting|upload\w*|re-?appear\w*|re-?post\w*|spread)|demot\w+|restrict\w* access"
    r"|limit\w* (?:the )?(?:spread|reach|visibility|distribution)|being (?:re-?)?(?:posted|uploaded|published|shared))"
)
_REMOVES_HINTS: Final = (
    *("remov", "take down", "takes down", "taking down", "taken down", "takedown", "block", "delet", "disabl", "purg"),
    *("inaccessible", "ceas", "stop", "prevent", "demot", "restrict", "limit", "being ", "pull", "withhold", "screen"),
    "unpublish",
)
_MATTER: Final = (
    r"\b(?:content|images?|depictions?|deep ?fakes?|media|visuals?|videos?|audio|recordings?|materials?|posts?"
    r"|forger\w+"
    r"|replicas?|reviews?|uploads?|listings?|voice clones?|copies|advertisements?|messages?|clips?|songs?|links?"
    r"|likeness(?:es)?)\b"
)
_PEOPLE: Final = (
    r"(?:(?:an?|any|the|its|their|another|other|each|one) )*(?:users?|accounts?|members?|customers?|persons?"
    r"|third part\w+|another|others)"
)
_POSTED: Final = re.compile(
    rf"\b(?:post|upload|publish|shar|submit|distribut|disseminat|stor|creat)\w*\b(?:[^.;,]{{0,40}}?) by {_PEOPLE}\b"
    rf"|\b(?:users?|another|third part(?:y|ies)|accounts?)\b[^.;]{{0,60}}?\b(?:posts?|posted|upload\w*|publish\w*"
    rf"|shar(?:e|es|ed)"
    r"|disseminat\w+|distribut\w+)\b|\buser-generated|\bthird-party content|\busers?'s? (?:posts?|uploads?|content"
    r"|videos?)\b|\b(?:each|a|any|the|of) posts?\b|\buploads?\b"
)
"""Content of somebody other than the host."""
_SYNTHETIC: Final = re.compile(rf"{AI}|intimate|forger|deceptive|digitally|manipulated|altered")
_ANYONE: Final = PRIVATE | {Actor.UNKNOWN, Actor.THING}
"""The words of the rule say themselves that a host is meant."""
_OTHER_SUBJECT: Final = re.compile(
    r"\bpersonal (?:data|information)\b|\baccount data\b|\b(?:department|agency|attorney general|court|board"
    r"|commission) (?:shall|must) (?:remove|delete|purge|label|tag|block)"
)
_SPREADS: Final = re.compile(r"\b(?:distribut|publish|post|upload|disseminat|shar)\w*")
_HOSTS: Final = re.compile(rf"\b(?:{_HOST}|providers?|services?|compan(?:y|ies)|developers?|operators?)\b")

HOST_RULES: Final = (
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
        near=ABOUT_AI,
    ),
    DutyRule(
        kind=DutyKind.PLATFORM_REMOVAL,
        provision_type="platform_removal",
        hints=_REMOVES_HINTS,
        too=_HOST_HINTS,
        pattern=re.compile(
            rf"{_SUBJECT}{gap(240)}\b(?:shall|must)\b{gap(80)}\b{_REMOVES}\b{gap(140)}{_MATTER}"
            rf"|{_SUBJECT}{gap(240)}\b(?:shall|must)\b{gap(80)}{_MATTER}{gap(80)}\b{_REMOVES}"
            rf"|{_MATTER}{gap(160)}\b(?:shall|must) (?:promptly |immediately )?be (?:removed|taken down|blocked"
            rf"|deleted|disabled"
            rf"|made inaccessible|purged){gap(40)}\bby (?:an? |the |any |each )?(?:[\w-]+ ){{0,3}}?{_HOST}\b"
        ),
        modalities=frozenset({Modality.MUST}),
        actors=_ANYONE,
        near=_SYNTHETIC,
        unless=_OTHER_SUBJECT,
    ),
    DutyRule(
        kind=DutyKind.PLATFORM_LABEL,
        provision_type="platform_removal",
        hints=(
            *("label", "mark", "flag", "tag", "notation", "disclos", "declar", "provenance", "disclaimer"),
            *("notice", "warning"),
        ),
        too=(
            *("app", "auction", "service", "site", "sharing", "forum", "host", "platform", "marketplace"),
            *("search engine", "social"),
        ),
        pattern=re.compile(
            rf"{_SUBJECT}{gap(240)}\b(?:shall|must)\b{gap(160)}\b(?:label|(?:water)?mark|flag|tag|notation|disclos"
            rf"|declar"
            r"|provenance|disclaimer|notice|warning)\w*\b"
        ),
        modalities=frozenset({Modality.MUST}),
        actors=_ANYONE,
        near=ABOUT_AI,
        unless=_OTHER_SUBJECT,
        when=lambda unit, _: _POSTED.search(unit.full) is not None and _SYNTHETIC.search(unit.full) is not None,
    ),
    DutyRule(
        kind=DutyKind.PROVIDER_DISTRIBUTION_LIABILITY,
        provision_type="deepfake_intimate_csam",
        hints=("liable", "answer", "responsible"),
        pattern=re.compile(
            rf"\b(?:liable|answers?|answerable|responsible)\b{gap(200)}\b(?:distribut|publish|post|upload|disseminat"
            rf"|shar)\w*{gap(60)}\bby {_PEOPLE}\b"
            rf"|\b(?:liable|answers?|answerable|responsible)\b{gap(120)}\b(?:fraud|harms?|loss|damages?|injur\w+"
            rf"|impersonation)\b{gap(20)}\b(?:that|which|committed by|done by|caused by) {_PEOPLE}\b"
            rf"|\b(?:liable|answers?|answerable|responsible)\b{gap(160)}\b(?:if|when|where) {_PEOPLE}\b{gap(100)}"
            r"\b(?:distribut|publish|post|upload|disseminat|shar)\w*"
            rf"|\busers?\b{gap(100)}\b(?:distribut|publish|post|upload|disseminat|shar)\w*{gap(240)}\b(?:provider"
            rf"|operator|platform|service|host|developer|company|marketplace|website)s?\b{gap(60)}\b(?:liable|answers?"
            rf"|answerable|responsible)\b"
            rf"|\b(?:distribut|publish|post|upload|disseminat|shar)\w* by {_PEOPLE}\b{gap(120)}\b(?:liable|answers?"
            r"|answerable|responsible)\b"
        ),
        modalities=frozenset({Modality.LIABLE, Modality.MUST}),
        actors=_ANYONE,
        near=ABOUT_AI,
        unless=re.compile(
            r"\b(?:not|no|immune|neither)\b[^.;]{0,40}\b(?:liable|liability|responsible)"
            r"|\busers? (?:of [^,;]{0,60} )?(?:who|that)\b[^.;]{0,200}\b(?:is|are|be) liable"
        ),
        when=lambda unit, _: (
            _SYNTHETIC.search(unit.full) is not None
            and _HOSTS.search(unit.full) is not None
            and _SPREADS.search(unit.full) is not None
        ),
    ),
    DutyRule(
        kind=DutyKind.PROVIDER_DISTRIBUTION_LIABILITY,
        provision_type="deepfake_intimate_csam",
        hints=("action against", "damages from", "sue "),
        too=("by which ", "on which ", "through which ", "to which "),
        pattern=re.compile(
            rf"\b(?:action against|damages from|sue) (?:an? |the |any )?(?:[\w-]+ ){{0,2}}?{_HOST}\b{gap(120)}\b(?:on"
            rf"|by|through|to) which {_PEOPLE}\b{gap(60)}\b(?:distribut|publish|post|upload|disseminat|shar)\w*"
        ),
        near=ABOUT_AI,
        needs_obligation=False,
        when=lambda unit, _: _SYNTHETIC.search(unit.full) is not None,
    ),
)
