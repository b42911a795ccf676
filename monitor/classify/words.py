"""Which groups of words do several duty rules share? Pieces of regular expressions over folded text."""

from __future__ import annotations

import re
from typing import Final

from monitor.classify.hints import begins

__all__ = ["ABOUT_AI", "AI", "NOTICE", "NOTICE_HINTS", "NOTICE_KIN", "STATE_OFFICE", "STATE_OFFICE_HINTS", "gap"]

AI: Final = (
    rf"(?:{begins('ailru bo chlo dei faor ge hi la ma pr suy vio')}"
    r"(?:artificial(?:ly)?[- ]intelligen\w+|\bai\b|generative"
    r"|automat\w+[- ](?:[\w-]+ ){0,3}?(?:decision|system|tool|model|program\b|software|assistant|agent|voice|assessment"
    r"|technolog|means\b)\w*|algorithm\w*|chat ?bots?|\bbots?\b|companions?\b|machine[- ](?:learning|generated)"
    r"|deep ?fakes?|synthetic|language models?|(?:frontier|foundation|covered) models?|digital replicas?"
    r"|artificial voices?|cloned? voices?|voice clon\w+|conversational (?:agent|system|program|assistant)s?"
    r"|virtual (?:assistant|agent)s?|predictive (?:[\w-]+ )?(?:tool|model|system|analytic)s?|facial recognition"
    r"|(?:high-risk|covered|such an?) (?:system|model|tool)s?))"
)
ABOUT_AI: Final = re.compile(AI)
"""As what must be near: the bill's own terms for artificial intelligence count beside it."""
NOTICE: Final = (
    rf"\b{begins('acdnp ba calo dei ex idn lae maeu no re sahit teo war')}"
    r"(?:disclos\w+|notif\w+|(?<!well-)(?<!well )inform(?:s|ed"
    r"|ing)?\b(?! (?:consent|decision|choice))|notices?\b"
    r"|disclaimers?|label\w*|identif(?:y|ies|ying|ied) (?:that|itself|themselves|(?:the|such|any|an?"
    r"|each) (?:content|advertisement"
    r"|image|video|audio|communication|message|listing|photograph|media|recording|number))|indicat(?:e|es|ing)"
    r"|communicate[sd]? to|states? (?:that|whether|in|the following|the nature)|(?:shall"
    r"|must|to|clearly) state\b|stating\b"
    r"|statements?|\b(?:tells|tell )|\btold\b|ma(?:k(?:e|es|ing)|de) known|advis(?:e|es|ing)|apprise[sd]?\b|ma(?:k\w+"
    r"|de) aware|\bsign (?:to|that|which|stating)\b|remind\w*"
    r"|explain\w*|explanation|written description|meaningful information"
    r"|information about the logic|mak(?:e|es|ing) the following (?:information )?available"
    r"|clear and conspicuous (?:notice|statement)"
    r"|reveal\w*|announc\w+|warn(?:s|ing|ings)?\b|captions?\b|legends?\b|notations?\b|banners?\b"
    r"|let(?:s|ting)? (?:[\w']+ ){1,4}?know\b|ma(?:k(?:e|es|ing)|de) (?:it )?(?:clear|plain)\b|sa(?:y|ys|ying) so\b"
    r"|declar(?:e|es|ed|ing|ations?)\b|mark(?:s|ed|ing)? (?:[\w']+ ){1,5}?as\b|sign that says"
    r"|identif\w+ (?:[\w']+ ){1,4}?as\b|notes? (?:that|conspicuously|prominently|clearly)\b"
    r"|(?:confirm|acknowledg)\w* (?:that|to|whether)\b|written account)"
)
NOTICE_HINTS: Final = (
    *("disclos", "notif", "inform", "notice", "disclaimer", "label", "identif", "indicat", "communicate"),
    *("state that", "states that", "state whether", "states whether", "state in", "states in", "state the "),
    *("states the ", "shall state", "must state", "to state", "clearly state", "stating", "statement"),
    *("tells", "tell ", "told", "known", "advis", "appris", "aware", "sign t", "sign which", "remind", "expla"),
    *("written description", "ke the following", "kes the following", "king the following"),
    *("reveal", "announc", "warn", "caption", "legend", "notation", "banner", "know", "clear", "plain"),
    *(
        "say so",
        "says so",
        "saying so",
        "declar",
        "mark",
        "confirm",
        "acknowledg",
        "note",
        "sign that says",
        "written account",
    ),
)
"""One of them stands in whatever ``NOTICE`` matches."""
NOTICE_KIN: Final = (
    *("provided by", "right to", "with information", 'word "', 'words "', 'words: "', "price was set by", "identified"),
    *("itself as", "themselves as"),
)
"""What rules take for a notice beside ``NOTICE``."""
STATE_OFFICE: Final = (
    r"(?:attorney general|department|commission(?:er)?|office|division|director|agency|secretary|bureau|board"
    r"|legislature|governor|authority|superintendent|state\b|council|committee)"
)
STATE_OFFICE_HINTS: Final = (
    *("attorney general", "department", "commission", "office", "division", "director", "agency", "secretary"),
    *("bureau", "board", "legislature", "governor", "authority", "superintendent", "state", "council", "committee"),
)


def gap(most: int) -> str:
    """Words of one sentence, up to ``most`` characters."""
    return rf"[^.;]{{0,{most}}}?"
