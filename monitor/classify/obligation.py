"""What does a sentence demand, of whom, and how firmly? Actor, modality and action, with the lead-in resolved."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Final

from monitor.classify.actors import PRIVATE, Actor, actor_of
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
    action_at: int
    action: str
    inherited: bool = False
    """The sentence's own subject is a thing; the actor is that of an earlier sentence."""


_OPEN: Final = frozenset({Actor.THING, Actor.UNKNOWN})
"""Subjects that do not say who must act."""
_BY: Final = re.compile(r"[^.;]{0,160}?\bby (?:an? |the |each |any )?(?=[a-z])")
_MOST: Final = 16
"""Modal verbs of one sentence; more stand only in tables and hostile texts."""
_MODAL: Final = re.compile(
    r"(?P<not>\b(?:shall|must|may) not\b|\bmay only\b|\b(?:is|are|be) (?:hereby )?prohibited(?: from)?\b"
    r"|\b(?:is|are|be) not (?:authorized|permitted) to\b|\bit (?:is"
    r"|shall be) (?:an? )?(?:\w+ )?(?:unlawful|illegal|prohibited|violation|unfair)\b"
    r"|\bengages? in (?:an? )?(?:unfair|deceptive|unlawful|discriminatory)"
    r"|\b(?:no|neither) (?:[\w-]+ ){1,8}?(?:shall|may|must)\b|\bcannot\b|\bprohibits\b|\bcommits (?:an?"
    r"|the)\b|\bis guilty of\b|\bshall constitute (?:an? )?(?:unlawful|unfair|violation|deceptive)\b"
    r"|\bshall be (?:an? )?(?:unlawful|unfair|violation|deceptive|illegal)\b|\bshall never\b"
    r"|\b(?:discriminatory|unlawful|unfair) (?:employment |discriminatory |trade )*practice\b)"
    r"|(?P<liable>\b(?:is|are|be|shall be|held) (?:jointly and severally |strictly |civilly |also "
    r"|subject to )*(?:liable|liability)\b)"
    r"|(?P<must>\b(?:shall|must)\b|\b(?:is|are) (?:hereby )?required to\b|\bhas (?:a|the) duty to\b"
    r"|\brequires? (?:that )?(?:an?|the|each|every|all)\b|\bis responsible for\b|\bfail(?:s|ed|ing)? to\b)"
    r"|(?P<right>\b(?:has|have|shall have) (?:the|a) right\b|\bright to\b|\bmay (?:request|opt|appeal"
    r"|demand|refuse|decline)\b|\bis entitled to\b|\bare entitled to\b)"
    r"|(?P<may>(?<!that )(?<!which )(?<!who )(?<!it )\b(?:may|should|is encouraged to|are encouraged to"
    r"|is authorized to)\b)"
)
_IMPERSONAL: Final = re.compile(r"^it |practice|unlawful|prohibited$")
_FOR_WHOM: Final = re.compile(
    r"[^.;]{0,300}?\b(?:for|by) ((?:an?|any|the|each) [^.;:]{3,90}?)(?: to\b|:|,? that\b|,? who\b|,? which\b)"
)
"""``It is unlawful for an employer to``: the subject stands after the words that forbid."""
# Words that bind nobody although they hold a modal verb: construction, definition, citation, date.
_EMPTY: Final = re.compile(
    r"^\s*(?:not )?(?:be (?:construed|interpreted|deemed|cited|known|considered|read|codified|effective"
    r"|severable|liberally|severed|in addition|cumulative)|mean\b|have the (?:same )?meaning|apply\b"
    r"|take effect|become effective|expire|prevent\b|limit\b|preclude\b|affect\b|impair\b|restrict\b"
    r"|supersede|prevail|remain|commence|create|constitute a (?:waiver|defense)|operate as|relieve"
    r"|be enforced|be (?:governed|subject to the jurisdiction))"
)
_CONSTRUED: Final = re.compile(
    r"\bnothing in (?:this|the|these|sections?|subsections?|paragraph|subdivision)\b[^.]{0,160}|\b(?:shall"
    r"|may|must) not be (?:construed|interpreted|deemed)(?: as| to)?\b|\b(?:does|do|shall|may) not apply\b"
    r"|\bis not (?:required|obligated)\b|\bare not required\b|\bnot (?:be )?required to\b|\bthis (?:act"
    r"|section|chapter|article|subsection|subdivision|paragraph) does not\b"
    r"|\bshall not (?:be )?(?:required|construed)\b"
)


def obligations_of(unit: Unit, defined: Mapping[str, Actor], heir: tuple[Actor, str]) -> list[Obligation]:
    """Read the obligations of a unit; ``heir`` is the last actor of the section, for subjects that are things."""
    full = unit.full
    found: list[Obligation] = []
    if _CONSTRUED.search(full):
        return found
    for match in islice(_MODAL.finditer(full), _MOST):
        kind = match.lastgroup or "may"
        if kind == "must" and _EMPTY.match(full, match.end()):
            continue
        modality = _modality(kind)
        actor, words = actor_of(_subject(full, match, modality), defined)
        if actor in _OPEN and modality is not Modality.MAY:
            actor, words = _agent(full, match.end(), defined) or (actor, words)
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
                action_at=match.end(),
                action=full[match.end() :],
                inherited=inherited,
            )
        )
    return found


def _subject(full: str, match: re.Match[str], modality: Modality) -> str:
    """The words that hold the subject of a modal verb, ending where it ends."""
    verb = match.group()
    if modality is Modality.MUST_NOT:
        if verb.startswith(("no ", "neither ")):
            return verb
        if _IMPERSONAL.search(verb) and (whom := _FOR_WHOM.match(full, match.end())):
            return f"{whom[1]} "
        if verb == "prohibits":
            return f"the {full[match.end() : match.end() + 50].strip()} "
    return full[: match.start()]


def _agent(full: str, at: int, defined: Mapping[str, Actor]) -> tuple[Actor, str] | None:
    """Who acts in the passive: ``shall be provided by a deployer``."""
    by = _BY.match(full, at)
    if by is None:
        return None
    actor, words = actor_of(f"the {full[by.end() : by.end() + 40]}", defined)
    return (actor, words) if actor in PRIVATE or actor is Actor.GOVERNMENT else None


def _modality(kind: str) -> Modality:
    return {
        "not": Modality.MUST_NOT,
        "must": Modality.MUST,
        "liable": Modality.LIABLE,
        "right": Modality.RIGHT,
        "may": Modality.MAY,
    }[kind]
