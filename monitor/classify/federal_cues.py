"""By which words does a federal text touch a position? Patterns of substance; a citation alone is none."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["ACTS", "CUES", "act_of"]

_IT: Final = r"(?:A\.?I\.?|S\.?I\.?|artificial\s+intelligence|super\s*-?\s*intelligence)"
"""The technology, under the old name and the new one."""
_GAP: Final = r"[^.;]{0,160}?"


def _of(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile(pattern.replace("IT", _IT).replace("~", _GAP).replace(" ", r"\s+"), re.IGNORECASE)
        for pattern in patterns
    )


CUES: Final = {
    "national-policy": _of(
        r"minimally burdensome national ~framework",
        r"national (?:policy|legislative)(?: legislative)? framework for IT",
        r"patchwork of (?:\w+ ){0,3}(?:state|regulat\w+|laws)",
        r"state (?:law|regulat\w+) obstruction of ~IT",
        r"(?:onerous|burdensome|conflicting|inconsistent|excessive) state (?:IT )?(?:laws?|regulation)~\bIT\b",
    ),
    "interstate-commerce": _of(
        r"\bIT litigation task force",
        r"unconstitutionally regulat\w+ interstate commerce",
        r"state IT laws~interstate commerce",
    ),
    "truthful-outputs": _of(
        r"truthful outputs?",
        r"suppression of accuracy in IT",
        r"alter\w*~truthful~(?:outputs?|models?)",
        r"force IT models to produce false",
    ),
    "compelled-disclosure": _of(
        r"compel~(?:disclose|report|disclosure)~first amendment",
        r"(?:disclose|disclosure|report)~\bIT\b~first amendment",
        r"compelled (?:speech|disclosure)~\bIT\b",
    ),
    "fcc-disclosure-standard": _of(r"federal reporting and disclosure standard"),
    "funding-conditions": _of(
        r"(?:BEAD|broadband equity,? access)~\bstate~\bIT\b",
        r"\bIT\b~(?:BEAD|broadband equity,? access)",
        r"non-?deployment funds",
        r"discretionary grant~\bIT laws?",
        r"state~\bIT laws?~(?:grants?|funding|funds)",
        r"(?:withhold|condition)\w*~(?:funding|funds|grants?)~\bstates?~\bIT\b",
    ),
    "development-preemption": _of(
        r"preempts? state IT laws",
        r"preempt\w*~state~\bIT\b",
        r"states? (?:should|shall|must) not~regulat~\bIT development",
        r"legislative recommendation~\bIT\b",
        r"(?:recommend\w*|calls? (?:on|for)|urg\w+)~congress~preempt",
    ),
    "frontier-voluntary": _of(
        r"covered frontier models?",
        r"voluntary (?:framework|pre-release)~\b(?:IT|frontier) ~(?:developers|models?)",
        r"mandatory ~(?:licensing|preclearance|permitting)~\b(?:IT|frontier) models?",
    ),
    "equal-protection": _of(
        r"(?:equal protection|disparate[ -]impact)~\b(?:IT|algorithm\w*)",
        r"\b(?:IT|algorithm\w*)\b~(?:equal protection|disparate[ -]impact)",
    ),
    "section-230": _of(r"section 230~\bIT\b", r"\bIT\b~section 230", r"47 U\.?S\.?C\.? 230~\bIT\b"),
    "baseline-deregulation": _of(
        r"unbiased IT principles",
        r"era of super intelligence",
        r"(?<!\()\bremov(?:e|ing) barriers to American "
        r"(?:leadership in artificial intelligence|IT (?:leadership|innovation))",
        r"(?:revok|rescind|review)\w*~executive order 14110",
    ),
    "pending-federal-bills": _of(
        r"H\.? ?R\.? ?(?:9925|5388|9477)\b",
        r"\bS\. ?3557\b",
        r"(?:FRONTIER|GUARDRAILS) Act\b",
        r"American Artificial Intelligence Leadership and Uniformity Act",
    ),
}
"""By position id; what stands in one sentence. ``other-statutes`` is too broad to be told by words."""

ACTS: Final = {
    "14179": ("baseline-deregulation",),
    "14365": (
        *("compelled-disclosure", "development-preemption", "fcc-disclosure-standard", "funding-conditions"),
        *("interstate-commerce", "national-policy", "truthful-outputs"),
    ),
    "14409": ("frontier-voluntary",),
    "14319": ("baseline-deregulation",),
    "14434": ("baseline-deregulation",),
}
"""The orders that positions stand on, by number."""


def act_of(number: str) -> re.Pattern[str]:
    """An order by its number, as texts cite it."""
    return re.compile(rf"(?:Executive\s+Order|E\.?O\.?)\s+(?:No\.?\s*)?{number}\b", re.IGNORECASE)
