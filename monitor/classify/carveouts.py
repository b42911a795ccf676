"""Which provisions fall under a carve-out of EO 14365 sec. 8(b), and which words say so?"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from monitor.classify.actors import Actor
from monitor.classify.context import Context
from monitor.classify.detect import Read
from monitor.classify.duties_facts import Fact
from monitor.classify.hints import Hinted, holds_one, opening
from monitor.classify.limits import MINORS, unit_facts
from monitor.classify.obligation import Modality
from monitor.classify.units import Unit
from monitor.classify.words import AI, gap
from monitor.model.finding import Relevance

__all__ = ["CHILD_SAFETY", "COMPUTE", "GOVERNMENT_USE", "CarveOutHit", "find_carve_outs"]

CHILD_SAFETY: Final = "child-safety"
COMPUTE: Final = "compute-data-centre"
GOVERNMENT_USE: Final = "government-use"


@dataclass(frozen=True, slots=True)
class CarveOutHit:
    """A provision under a carve-out; ``start`` and ``end`` are offsets of the words in the unit's ``full``."""

    name: str
    provision_type: str
    unit: Unit
    start: int
    end: int


_ABUSE: Final = re.compile(
    r"\b(?:child (?:pornography|sexual abuse|erotica)|sexual(?:ly)? (?:exploit\w*|explicit|abuse|conduct)"
    rf"|depict\w*{gap(60)}\bminors?|minors?{gap(60)}\bdepict\w*|obscen\w+|intimate (?:image|visual|part"
    r"|depiction)s?|nude|nudity|exploitation of (?:a |children|minors?)|(?:explicit|intimate) (?:material"
    r"|image|content))"
)
_MAYBE_ABUSE: Final = Hinted(
    _ABUSE,
    (
        *("child ", "sexual", "depict", "obscen", "intimate", "nude", "nudity", "exploitation of", "explicit"),
        "minor",
    ),
)
_FABRICATED: Final = opening(
    "ailru bo chlor dei faor ge hi in la ma pr suy vio",
    rf"{AI}|computer[- ]generated|fabricated|digitized|digitally|indistinguishable|virtually|created, adapted",
)
_ADULTS_ONLY: Final = re.compile(
    r"\b(?:adult|18 years of age or older|who is not a minor|person 18|eighteen years of age or older)\b"
)
_RECORDS: Final = re.compile(r"\bconfidential and exempt|public records?|exemption (?:shall|is)|s\. 119\.")
_CENTRE: Final = re.compile(r"\bdata cent(?:er|re)s?\b")
_AI: Final = re.compile(AI)
_GOVERNMENT_ACTS: Final = re.compile(
    r"\b(?:us(?:e|es|ed|ing)|utiliz\w+|deploy(?:s|ed|ing|ment)?\b|procur\w+|purchas\w+|acqui(?:re|res|ring|sition)"
    r"|inventor\w+|implement\w*|rel(?:y|ies|ying) (?:up)?on|leverag\w*|adopt\w*|develop (?:and|an?|or)"
    r"|operat(?:e|es|ing)|contract(?:s|ing)? for|generat(?:e|ed|ing)|integrat\w+|created? (?:by|with"
    rf"|using))\b{gap(110)}{AI}"
    rf"|{AI}{gap(80)}\b(?:used|deployed|procured|purchased|acquired|utilized|in use) by\b|{AI}{gap(60)}\b(?:that"
    rf"|which) (?:it|they|an?|the|each|any)\b{gap(60)}\b(?:uses?"
    rf"|operates?|deploys?)\b|\b(?:polic(?:y"
    r"|ies)|standards|guidelines|guidance|procedures|inventor(?:y|ies)|oversight"
    rf"|principles)\b{gap(120)}{AI}|\b(?:notif(?:y|ies)|disclos(?:e|es)|inform)\b{gap(120)}\b(?:interact\w*"
    rf"|communicat\w+|us(?:e|es|ed|ing)|generated)\b{gap(60)}{AI}"
)
_OF_PUBLIC_BODIES: Final = re.compile(
    rf"{_GOVERNMENT_ACTS.pattern}|{AI}{gap(120)}\b(?:shall not|may not|must not|must|shall)\b"
)
"""In a bill about public bodies a limit on the system itself is a limit on them."""
_NOT_USE: Final = re.compile(
    r"\b(?:small business\w*|businesses|compan(?:y|ies)|entrepreneur\w*|start-?ups?|nonprofits?"
    r"|copies of this|transmitted|financial assistance|partnership|public records?|job creation|study"
    r"|studies|studying|task force|working group|advisory|commission shall|grant(?:s|ees?)?\b|loan"
    r"|tax credit|rules? and regulations? (?:necessary|to effectuate)|investigat\w+|(?<!law )enforce\w*|penalt\w+"
    r"|report to the (?:legislature|governor|general)|recommendation|apprentic\w+|curricul\w+|workforce"
    r"|training program|course of study|instruction|scholarship|pilot program for|public awareness"
    r"|promulgate|adopt rules|private (?:business|entit|sector)|appropriat\w+)\b"
)
_ONLINE: Final = ("chatbot", "chat bot", "companion", "artificial intelligence", "algorithm", "platform", "online")
_SHORT: Final = re.compile(r"\bai\b")
_NEAR: Final = 3_000
"""Characters from the start of a section in which they count."""


def find_carve_outs(read: list[Read], definitions: Callable[[], list[Unit]], context: Context) -> list[CarveOutHit]:
    """Find the provisions that a carve-out covers, in document order.

    A crime against children may be widened by its definitions alone; these count where the bill's subject is minors.
    """
    if context.relevance in (Relevance.NONE, Relevance.MENTION) or Fact.VOLUNTARY_VERIFICATION in context.facts:
        return []
    hits: list[CarveOutHit] = []
    for unit, obligations in read:
        binding = [item for item in obligations if item.modality.binds]
        if not binding:
            continue
        hits += [hit for hit in (_child(unit, context), _centre(unit, context)) if hit is not None]
        limited = _GOVERNMENT_ACTS
        public = {Actor.GOVERNMENT, Actor.CONTRACTOR}
        if Fact.PUBLIC_BILL in context.facts:
            public |= {Actor.SYSTEM, Actor.UNKNOWN}
            limited = _OF_PUBLIC_BODIES
        if (
            any(item.actor in public and item.modality is not Modality.LIABLE for item in binding)
            and (hit := _government(unit, limited)) is not None
            and unit_facts(unit, context).isdisjoint({Fact.STUDY, Fact.OUTWARD})
        ):
            hits.append(hit)
    if Fact.MINORS_ACT in context.facts and not any(hit.name == CHILD_SAFETY for hit in hits):
        for unit in definitions():
            match = _FABRICATED.search(unit.words)
            if match is not None and _ABUSE.search(unit.words):
                start = unit.cut + match.start()
                hits.append(CarveOutHit(CHILD_SAFETY, "deepfake_intimate_csam", unit, start, unit.cut + match.end()))
    return hits


def _child(unit: Unit, context: Context) -> CarveOutHit | None:
    words = context.words_of(unit.section)
    if (match := _MAYBE_ABUSE.search(unit.full)) and match.end() > unit.cut and _FABRICATED.search(words):
        minors = MINORS.search(words) is not None
        if minors or not _ADULTS_ONLY.search(words):
            return CarveOutHit(
                CHILD_SAFETY,
                "deepfake_intimate_csam" if not re.search(r"chat ?bot|companion", words) else "companion_minors",
                unit,
                match.start(),
                match.end(),
            )
    if (
        (match := MINORS.search(unit.full))
        and not _RECORDS.search(unit.full)
        and (_is_near(unit.full) or _is_near(words[:_NEAR]))
    ):
        kind = "companion_minors" if re.search(r"chat ?bot|companion", words) else "social_media_minors"
        if kind == "companion_minors" or Fact.MINORS_ACT in context.facts:
            return CarveOutHit(CHILD_SAFETY, kind, unit, max(match.start(), unit.cut), max(match.end(), unit.cut + 1))
    return None


def _is_near(words: str) -> bool:
    return holds_one(words, _ONLINE) or _SHORT.search(words) is not None


def _centre(unit: Unit, context: Context) -> CarveOutHit | None:
    match = _CENTRE.search(unit.full, unit.cut) if "data cent" in unit.full else None
    if match is None:
        return None
    if _CENTRE.search(context.purpose) or len(_CENTRE.findall(context.folded.text)) >= 5:
        return CarveOutHit(COMPUTE, "data_center", unit, match.start(), match.end())
    return None


def _government(unit: Unit, acts: re.Pattern[str]) -> CarveOutHit | None:
    if _AI.search(unit.full) is None:  # both kinds of acts are acts with it
        return None
    match = next((match for match in acts.finditer(unit.full) if match.end() > unit.cut), None)
    if match is None or _NOT_USE.search(unit.full):
        return None
    return CarveOutHit(GOVERNMENT_USE, "government_use", unit, match.start(), match.end())
