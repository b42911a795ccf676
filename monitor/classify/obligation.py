"""What does a sentence demand, of whom, and how firmly? Actor, modality and action, with the lead-in resolved."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Final

from monitor.classify.actors import PRIVATE, Actor, Subjects
from monitor.classify.hints import Hinted, words_beginning
from monitor.classify.units import Unit

__all__ = ["Modality", "Obligation", "obligations_of"]


class Modality(StrEnum):
    """How firmly. Only the first four bind."""

    MUST = "must"
    MUST_NOT = "must-not"
    LIABLE = "liable"
    RIGHT = "right"
    """A right of a protected person: a duty of the other side."""
    MAY = "may"

    @property
    def binds(self) -> bool:
        """Whether somebody must act or refrain."""
        return self is not Modality.MAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """One modal verb with its subject and what follows; offsets are in the unit's ``full``."""

    actor: Actor
    actor_words: str
    modality: Modality
    at: int
    ends: int
    """Where the modal verb ends and the action begins."""
    inherited: bool = False
    """The sentence's own subject is a thing; the actor is that of an earlier sentence."""


_OPEN: Final = frozenset({Actor.THING, Actor.UNKNOWN})
"""Subjects that do not say who must act."""
_ACTED_ON: Final = frozenset({Actor.SYSTEM, Actor.PROTECTED})
"""Subjects that in the passive do not act: ``consumers shall be protected by each deployer``."""
_BY: Final = re.compile(
    r"(?:(?!\b(?:unless|until|if|when|without)\b)[^.;]){0,160}?\bby (?:an? |the |each |any )?(?=[a-z])"
)
_PASSIVE: Final = re.compile(r" (?:not )?be [a-z]+(?:ed|wn|en|de|ld)\b")
"""``A system shall be tested by the agency``: the agency must act, not the system."""
_LEAVE_OF: Final = re.compile(
    r" (?:first )?(?:be|have been) (?:first )?(?:approved|licen[sc]ed|certified|authori[sz]ed|registered|cleared"
    r"|conditioned|conditional|contingent|subject|listed|entered|enrolled)\b"
)
"""``The system must be approved by the board``: the board is asked, and others must ask it."""
_OF_OTHERS: Final = re.compile(
    r"(?<!be )(?<!been )\b(?:kept|maintained|established|issued|prescribed|designated|required|adopted|determined"
    r"|specified|administered|published|appointed) by (?:an? |the |each |any )?\Z"
)
"""``listed in the registry kept by the agency``: the agency keeps, others must list."""
_DEFENCE: Final = re.compile(
    r"(?: be an?| an?)? ?(?:affirmative )?(?:defen[sc]e )?(?:\bto [^.;]{0,80}?)?\bthat (.{3,60})"
)
_USED_BY: Final = re.compile(
    r"\b(?:used|operated|deployed|owned|procured|offered) by (?:an? |the |any |each )?([a-z' -]{3,60})\Z"
)
"""``A chatbot operated by the department shall``: the department's duty."""
_MOST: Final = 16
"""Modal verbs of one sentence; more stand only in tables and hostile texts."""
_MODAL: Final = words_beginning(
    "ar as be ca co di du en fa ha he is it li ma mu ne no ow pr re ri sh un vi",
    r"(?P<not>\b(?:shall|must|may) not\b|\bmay only\b|\bmay\b(?=[^.;]{1,80}\bonly (?:if|when|after|with|upon|once"
    r"|under)\b)|\b(?:is"
    r"|are|be) (?:hereby )?prohibited(?: from)?\b"
    r"|\b(?:is|are|be) not (?:authorized|permitted|allowed|entitled) to\b|\b(?:shall|must) refrain from\b"
    r"|\b(?:is|are|be) (?:hereby )?(?:forbidden|barred|precluded|banned)\b(?: (?:to|from)\b)?|\bit (?:is"
    r"|shall be) (?:an? )?(?:\w+ ){0,2}(?:unlawful|illegal|prohibited|violation|unfair|deceptive)\b"
    r"|\bviolates? this (?:section|act|chapter|article|part) (?:if|when|by)\b"
    r"|\bengages? in (?:an? )?(?:unfair|deceptive|unlawful|discriminatory)"
    r"|\b(?:no|neither) (?:[\w-]+ ){1,8}?(?:shall|may|must)\b|\bcannot\b|\bprohibits\b|\bcommits (?:an?"
    r"|the)\b|\bis guilty of\b|\bshall constitute (?:an? )?(?:unlawful|unfair|violation|deceptive)\b"
    r"|\bshall be (?:an? )?(?:unlawful|unfair|violation|deceptive|illegal)\b|\bshall never\b"
    r"|\b(?:discriminatory|unlawful|unfair) (?:employment |discriminatory |trade )*practice\b)"
    r"|(?P<liable>\b(?:is|are|be|shall be|held) (?:jointly and severally |strictly |civilly |also "
    r"|subject to |solidarily |vicariously |fully |jointly )*(?:liable|liability)\b|\b(?:shall be|is"
    r"|are) the responsibility of\b"
    r"|\b(?:is|are|be|held) (?:legally |civilly |fully |also )?(?:responsible|answerable|accountable) (?:in damages\b"
    r"|for (?:any |all |the )?(?:damages?|harms?|injur|loss|acts?|conduct))"
    r"|\b(?:is|are|shall be) (?:not an?|no) (?:affirmative )?defen[sc]e\b"
    r"|\b(?:shall|must) answer (?:in damages|for)\b|\bliability (?:under [^.;,]{3,40} )?(?:shall )?(?:attach|extend"
    r"|rest)(?:es|s)?\b)"
    r"|(?P<right>\b(?:has|have|shall have) (?:the|a) right\b|\bright to\b|\bmay (?:request|opt|appeal"
    r"|demand|refuse|decline)\b|\b(?:is|are|shall be) entitled to\b)"
    r"|(?P<must>\bit (?:is|shall be) the (?:duty|obligation|responsibility) of\b|(?<!should )\bowes?\b"
    r"|\b(?:shall|must)\b"
    r"|\b(?:is|are) (?:hereby )?(?:required|obliged|obligated) to\b|\b(?:has|have|bears?|assumes?|under) (?:an? |the )"
    r"(?:\w+ )?(?:duty|obligation|responsibility) (?:to|of)\b|\bit is incumbent (?:up)?on\b"
    r"|\b(?:is|are|shall be) (?:an? )?(?:prerequisite|precondition|condition precedent|condition of)\b"
    r"|\bduty\b[^.;]{0,60}\bis to\b"
    r"|\brequires? (?:that )?(?:an?|the|each|every|all)\b|\b(?:is|are) responsible for\b|\bfail(?:s|ed|ing)? to\b)"
    r"|(?P<may>(?<!that )(?<!which )(?<!who )(?<!it )\b(?:may|should|is encouraged to|are encouraged to"
    r"|is authorized to)\b)",
)
_MODALITIES: Final = {
    "not": Modality.MUST_NOT,
    "must": Modality.MUST,
    "liable": Modality.LIABLE,
    "right": Modality.RIGHT,
    "may": Modality.MAY,
}
_IMPERSONAL: Final = re.compile(r"^it |practice|unlawful|prohibited$")
_FOR_WHOM: Final = re.compile(
    r"[^.;]{0,300}?\b(?:for|by) ((?:an?|any|the|each) [^.;:]{3,90}?)(?: to\b|:|,? that\b|,? who\b|,? which\b)"
)
"""``It is unlawful for an employer to``: the subject stands after the words that forbid."""
# Words that bind nobody although they hold a modal verb: construction, definition, citation, date.
_EMPTY: Final = re.compile(
    r"\s*(?:not )?(?:be (?:construed|interpreted|deemed|cited|known|considered|read|codified|effective|severable"
    r"|liberally|severed|in addition|cumulative|enforced|governed|guided|subject to the jurisdiction)\b|mean\b"
    r"|have the (?:same )?meanings?\b|apply (?:to|only|beginning|with respect)\b|take effect|become effective|expire\b"
    r"|supersede|prevail|constitute a (?:waiver|defense)|operate as|relieve)"
)
_CONSTRUED: Final = re.compile(
    r"\bno provision (?:of|in) (?:this|the)[^.;]{0,60}\b(?:requires?|obliges?|compels?|imposes?)\b"
    r"|\bnothing in (?:this|the|these|sections?|subsections?|paragraph|subdivision)\b[^.]{0,160}|\b(?:shall"
    r"|may|must) not be (?:construed|interpreted|deemed)(?: as| to)?\b|\b(?:does|do|shall|may) not apply\b"
    r"|\b(?:act|section|chapter|article|subsection|subdivision|paragraph|part)s?(?: \(?\w{1,4}\)?){0,3} (?:does"
    r"|do) not\b"
    r"|\bis not (?:required|obligated)\b|\bare not required\b|\bnot (?:be )?required to\b|\bthis (?:act"
    r"|section|chapter|article|subsection|subdivision|paragraph) does not\b"
    r"|\bshall not (?:be )?(?:required|construed)\b"
)

_WHETHER: Final = re.compile(r"\bwhether (?:and how |or not )?(?:[\w'-]+ ){0,6}\Z")
"""``shall study whether deployers should owe a duty``: an indirect question binds nobody."""
_MAYBE_CONSTRUED: Final = Hinted(_CONSTRUED, ("not ", " not", "no provision", "nothing in"))
_PROVISO: Final = re.compile(r"(?:\b(?:provided|except|but|however)\b|;)[^.;]{0,50}\Z")
"""``shall publish it, provided that nothing in this act requires``: what stands before a proviso binds."""


def obligations_of(unit: Unit, subjects: Subjects, heir: tuple[Actor, str]) -> list[Obligation]:
    """Read the obligations of a unit; ``heir`` is the last actor of the section, for subjects that are things."""
    full = unit.full
    found: list[Obligation] = []
    end = len(full)
    if construed := _MAYBE_CONSTRUED.search(full):
        if not _PROVISO.search(full, max(0, construed.start() - 60), construed.start()):
            return found
        end = construed.start()
    for match in islice(_MODAL.finditer(full, 0, end), _MOST):
        kind = match.lastgroup or "may"
        if kind == "must" and _EMPTY.match(full, match.end()):
            continue
        if kind != "may" and _WHETHER.search(full, max(0, match.start() - 80), match.start()):
            continue
        modality = _MODALITIES[kind]
        actor, words = subjects.actor_of(_subject(full, match, modality))
        if (
            modality is not Modality.MAY
            and not _IMPERSONAL.search(match.group())
            and (actor in _OPEN or (actor in _ACTED_ON and _PASSIVE.match(full, match.end())))
        ):
            actor, words = _agent(full, match.end(), subjects) or (actor, words)
        if actor is Actor.SYSTEM and (used := _USED_BY.search(full, 0, match.start())):
            user = subjects.actor_of(f"the {used[1]} ")
            actor, words = user if user[0] is Actor.GOVERNMENT else (actor, words)
        inherited = actor in _OPEN and heir[0] is not Actor.UNKNOWN
        if inherited:
            actor, words = heir
        if actor is Actor.UNKNOWN and modality is Modality.MUST_NOT and match.group().startswith("it "):
            actor, words = Actor.ANYONE, "person"
        if modality is Modality.RIGHT and actor in (Actor.PROTECTED, *PRIVATE):
            actor, words = heir if heir[0] in PRIVATE else (Actor.ANYONE, "other side")
        found.append(
            Obligation(
                actor=actor,
                actor_words=words,
                modality=modality,
                at=match.start(),
                ends=match.end(),
                inherited=inherited,
            )
        )
    return found


def _subject(full: str, match: re.Match[str], modality: Modality) -> str:
    """The words that hold the subject of a modal verb, ending where it ends."""
    verb = match.group()
    if verb.endswith(("responsibility of", "duty of", "obligation of", "incumbent on", "incumbent upon")):
        return f"the {full[match.end() : match.end() + 80].split(' to ', maxsplit=1)[0].strip()} "
    if verb.startswith("duty"):
        return f"the {verb.removeprefix('duty').removeprefix(' of').removesuffix(' is to')} "
    if "defen" in full[match.start() : match.end() + 24] and (whose := _DEFENCE.match(full, match.end())):
        return f"{whose[1]} "
    if verb.endswith(("prerequisite", "precondition", "condition precedent", "condition of")):
        return ""  # leave that somebody must have
    if modality is Modality.MUST_NOT:
        if verb.startswith(("no ", "neither ")):
            return verb
        if _IMPERSONAL.search(verb) and (whom := _FOR_WHOM.match(full, match.end())):
            return f"{whom[1]} "
        if verb == "prohibits":
            return f"the {full[match.end() : match.end() + 50].strip()} "
    return full[: match.start()]


def _agent(full: str, at: int, subjects: Subjects) -> tuple[Actor, str] | None:
    """Who acts in the passive: ``shall be provided by a deployer``."""
    by = _BY.match(full, at)
    if by is None or _LEAVE_OF.match(full, at) or _OF_OTHERS.search(full, max(0, by.end() - 40), by.end()):
        return None
    actor, words = subjects.actor_of(f"the {full[by.end() : by.end() + 40]}")
    return (actor, words) if actor in PRIVATE or actor is Actor.GOVERNMENT else None
