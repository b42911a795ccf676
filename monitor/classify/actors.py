"""Who must do it? Classes of actors, found in the subject of a sentence, with the bill's own definitions first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from monitor.classify.actor_words import HEADS, PRIVATE, Actor
from monitor.classify.hints import hinted, opening
from monitor.classify.own_terms import Definition

__all__ = ["PRIVATE", "Actor", "Subjects", "defined_actors"]


_CLASS_OF: Final = tuple(actor for actor, _ in HEADS)
_HEAD: Final = opening(
    "acdfgilnprstu baoru caehiloru daeiou edlmnsx feiru gaeor heio imn ju laeio maeiou naeou obfmnprw paehlorsu reiu"
    " scehoptuy taehor unst vei waeho",
    r"\b(?:" + "|".join(f"(?P<c{index}>{words})" for index, (_, words) in enumerate(HEADS)) + r")\b",
)
# A subject stands where a clause begins: after a mark or an opening word, with at most a few words before it.
_PREPOSITION: Final = (
    r"(?!(?:in|of|to|by|with|for|from|on|at|within|under|against|through|as|who|that|which|whose|using|uses?) )"
)
_DETERMINER: Final = (
    r"(?:a|an|the|each|any|every|no|such|all|both|either|this|these|those|covered|certain|another|other|is|be|said)"
)
_OPENS: Final = re.compile(
    rf"(?:(?:^|[,;:.)\"\-] ?|\b(?:then|if|unless|when|where) )\s*(?:\(?[\w.]{{1,5}}\)\.? ?"
    rf"|[a-z0-9]{{1,2}}\. |subd(?:ivision)?\. ?\d+\. ){{0,3}}(?:[a-z ]{{2,60}}\. ?-? ?)"
    rf"?(?:{_DETERMINER} )*(?:{_PREPOSITION}[\w'/-]+ ){{0,4}}"
    rf"|\b(?:and|or|nor) (?:{_DETERMINER} )+(?:{_PREPOSITION}[\w'/-]+ ){{0,3}}|\b(?:and|or) )$"
)
_COORDINATED: Final = re.compile(
    r"(?:,? (?:or|and|and/or) (?:an? |the |any )?|, (?!(?:an?|the|any|each|such|this) ))(?:[\w'-]+ ){0,2}"
)
_POSSESSIVE: Final = re.compile(r"'s? (?:[\w-]+ )?")
"""``a person or entity``, ``an owner, operator, or developer``: the first of them names the duty."""
_SUBORDINATE: Final = re.compile(r"\W*(?:before|after|when|whenever|if|once|prior to|upon|unless|until|while|where)\b")
"""``Before it releases a model a developer must``: the subject is the last one."""
_WHO_BUILDS: Final = re.compile(
    r" ?(?:who|that|which)? (?:has |have |knowingly )?(?:develop|creat|train|design|build|cod)(?:s|es|ed|e)?\b"
    r"(?! or (?:deploy|use|offer|operat))[^.;,]{0,60}?(?:artificial intelligence|\bai\b|generative|\bmodels?\b"
    r"|chat ?bot)"
)
"""``A person that trains a model``."""
_CLAUSE: Final = re.compile(r"(?<![ .(][a-z])\.\s|;\s|: |\.-\s?")
_WINDOW: Final = 320

_DEFINITION: Final = re.compile(
    r"(?<![a-z,])"  # no definition begins inside a word: passes over most places at once
    r"(?:[\"“]([^\"“”]{2,50})[\"”](?:,? or [\"“]([^\"“”]{2,40})[\"”])?|(?:^"
    r"|(?<=[.;:)] ))([a-z][a-z' -]{2,40}))(?: or [\"“][^\"“”]{2,40}[\"”])?,? (?:means|includes|shall mean"
    r"|has the meaning|refers to) (?=(.{0,360}))"
)
_BUILDS: Final = re.compile(
    r"\b(?:develop|creat|cod(?:e|es|ing)|train|design(?!at)|produc|build)\w*\b[^.;]{0,90}?\b(?:artificial|ai\b"
    r"|generative|model|chatbot|algorithm|automated|system|companion|bot\b)"
)
_RUNS: Final = re.compile(
    r"\b(?:deploy|us(?:e|es|ing)|operat|mak(?:e|es|ing) available|offer|provid|own|control|distribut|sell"
    r"|suppl)\w*\b[^.;]{0,90}?\b(?:artificial|ai\b|generative|model|chatbot|algorithm|automated|companion"
    r"|bot\b|generation service)"
)
_UNDER_CONTRACT: Final = re.compile(
    r"\b(?:contract\w*|agreement|procure\w*|(?:provid|suppl)\w+[^.;]{0,60} to)\b[^.;]{0,50}\b(?:the state"
    r"|state agenc|a? ?(?:public )?agenc(?:y|ies)|department|(?:public |local )?school|leas?\b"
    r"|governmental? (?:entity|body)|public bod)"
)
_OF_CARE: Final = hinted(
    r"\bpatients?\b|\bhealth ?care\b|\bmedical\b|\bclinic\w*|\btherap\w+|\bphysicians?\b|\bmental health\b",
    *("patient", "health", "medical", "clinic", "therap", "physician"),
)
"""Without any of these a provider is no health professional."""
_STATE: Final = re.compile(
    r"^(?:a |an |any |the |all |each |every )?(?:\w+ ){0,2}?(?:department|state agency|agency of|(?:board"
    r"|office|division|bureau|authority) (?:of|in|within|established|created|for)\b|commission(?:er)?"
    r"|director|attorney general|secretary|public (?:agency|entity|body|school|employer|institution)"
    r"|government(?:al)?|school district|state|city|county|municipality|political subdivision"
    r"|local (?:government|education|unit)|unit of|judicial|executive (?:branch|department)|superintendent"
    r"|institution of higher|local school|court)"
)


def defined_actors(folded: str, definitions: Iterable[Definition]) -> dict[str, Actor]:
    """Read the bill's own definitions of actors: one that "means a person that creates" AI is a developer."""
    found: dict[str, Actor] = {}
    for match in _DEFINITION.finditer(folded):
        body = match[4]
        for term in (match[1], match[2], match[3]):
            if term and len(term.split()) <= 5:
                actor = _defined(term.strip(), body)
                if actor is not None:
                    found.setdefault(term.strip(), actor)
    for terms, words in definitions:
        for term in terms:
            if len(term.split()) <= 5 and (actor := _defined(term, words)) is not None:
                found.setdefault(term, actor)
    if not _OF_CARE.search(folded):
        found.setdefault("provider", Actor.ANYONE)
    return found


def _defined(term: str, body: str) -> Actor | None:
    head = None
    for head in _HEAD.finditer(term):  # noqa: B007 - the last one is what the term names
        pass
    if head is None and not re.search(
        r"\b(?:person|entity|business|individual|corporation|company|partnership)\b", body[:60]
    ):
        return None
    if head is not None and _class(head) in (Actor.PROTECTED, Actor.THING, Actor.SYSTEM):
        return None
    public = head is None or _class(head) in (Actor.ANYONE, Actor.GOVERNMENT, Actor.DEPLOYER)
    if public and _STATE.match(body) and "private" not in body[:120]:
        return Actor.GOVERNMENT
    opening = body[:240].split(". ", maxsplit=1)[0]
    if public and _UNDER_CONTRACT.search(opening):
        return Actor.CONTRACTOR
    builds, runs = _BUILDS.search(opening), _RUNS.search(opening)
    if builds and (not runs or builds.start() <= runs.start()):
        return Actor.DEVELOPER
    if head is not None and _class(head) not in (Actor.ANYONE, Actor.GOVERNMENT) and not term.endswith("provider"):
        return None
    if runs:
        return Actor.DEPLOYER
    return None


def _class(match: re.Match[str]) -> Actor:
    group = match.lastgroup
    return _CLASS_OF[int(group[1:])] if group else Actor.UNKNOWN


class Subjects:
    """Who must act in one bill. The items of a list share the words before its verb, which are read once."""

    _MOST = 5_000

    def __init__(self, defined: Mapping[str, Actor]) -> None:
        """Give the actors that the bill defines, as :func:`defined_actors` finds them."""
        self._defined = defined
        self._known: dict[str, tuple[Actor, str]] = {}

    def actor_of(self, before: str) -> tuple[Actor, str]:
        """Find the class and words of the subject from the folded words before a modal verb."""
        window = before[-_WINDOW:]
        found = self._known.get(window)
        if found is None:
            if len(self._known) >= self._MOST:
                self._known.clear()
            found = self._known[window] = _actor_of(window, self._defined)
        return found


def _actor_of(window: str, defined: Mapping[str, Actor]) -> tuple[Actor, str]:
    for boundary in reversed(list(_CLAUSE.finditer(window))):
        if len(window) - boundary.end() > 3:
            window = window[boundary.end() :]
            break
    heads = list(_HEAD.finditer(window))
    best, end = _subject_of(heads, window, defined)
    own = _own_noun(window, defined, heads[0].start() if heads else len(window), best)
    if own is not None:
        return own
    if best is None:
        return Actor.UNKNOWN, ""
    last = heads[-1]
    if (
        best[0] in (Actor.THING, Actor.SYSTEM)
        and _class(last) in PRIVATE
        and not window[last.end() :].strip()
        and _SUBORDINATE.match(window)
    ):
        best, end = (_class(last), last.group()), last.end()
    if best[0] is Actor.ANYONE and _WHO_BUILDS.match(window, end):
        best = (Actor.DEVELOPER, best[1])
    # "a private entity or public agency": a duty on both is a private duty too.
    if best[0] is Actor.GOVERNMENT and re.search(r"\bprivate (?:entit|compan|part|person|business|sector)", window):
        return Actor.ANYONE, "private entity"
    return best


def _own_noun(
    window: str, defined: Mapping[str, Actor], first: int, best: tuple[Actor, str] | None
) -> tuple[Actor, str] | None:
    """An actor whom the bill defines by a noun that no list knows: a builder, a trainer, an originator."""
    if best is not None and best[0] not in (Actor.THING, Actor.SYSTEM):
        return None
    for term, kind in defined.items():
        at = window.find(term)
        if at < 0:
            continue
        beside_verb = window.rstrip().endswith((term, f"{term}s")) and _SUBORDINATE.match(window)
        if beside_verb or (at < first and _OPENS.search(window[:at])):
            return kind, term
    return None


def _subject_of(
    heads: list[re.Match[str]], window: str, defined: Mapping[str, Actor]
) -> tuple[tuple[Actor, str] | None, int]:
    """The head that is the subject, and where its words end."""
    best: tuple[Actor, str] | None = None
    best_end = 0
    for match in heads:
        if best is not None and (
            _COORDINATED.fullmatch(window, best_end, match.start())
            or _POSSESSIVE.fullmatch(window, best_end, match.start())
        ):
            best_end = match.end()
            continue
        compound = best is not None and window[best_end : match.start()] == " "
        if best is None or compound or _OPENS.search(window[max(0, match.start() - 110) : match.start()]):
            actor = _class(match)
            words = match.group()
            for term, kind in defined.items():
                if words in term and window.find(term, max(0, match.start() - len(term)), match.end() + len(term)) >= 0:
                    actor, words = kind, term
                    break
            # A thing inside the subject's own relative clause does not take its place.
            if best is None or compound or actor is not Actor.THING or best[0] is Actor.THING:
                best, best_end = (actor, words), match.end()
    return best, best_end
