"""Which terms does a bill define as artificial intelligence, and how do rules read its sentences then?

``"Hiring tool" means software that uses machine learning``: from there on the duties speak of hiring tools only.
Rules read ``hiring tool`` as ``////ai tool`` (see :func:`marked`): one word of the term gives way to the short form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from monitor.classify.context import AiTerms
from monitor.classify.fold import Folded
from monitor.classify.relevance import AI_TERM, is_weak
from monitor.classify.words import AI
from monitor.classify.words_frontier import FRONTIER_MODEL

__all__ = ["MARK", "Definition", "OwnTerms", "ai_terms_of", "definitions_of", "marked", "own_terms", "places_of"]

MARK: Final = "/ai "
"""What stands in marked text and in no bill."""
_QUOTED: Final = re.compile(
    r"[\"'](?<![a-z][\"'])([a-z][^\"']{2,60}?)(?:'s)?[,.]?[\"'](?:,? (?:or|and) [\"']([a-z][^\"']{2,60}?),?[\"'])?"
    r"(?: ?\([^()]{2,30}\))?,? ?(?:(?:shall )?means?\b|(?:shall )?refers? to\b|(?:shall )?includes?\b|is defined as\b"
    r"|(?=(?:any|an?|the)\b))"
)
_MEANS: Final = re.compile(r" means? (?=an?\b|any\b|the\b|[a-z]+ (?:that|which)\b|software\b|content\b|technology\b)")
_BARE: Final = re.compile(r"(?:^|[.;:)] (?:the term )?)([a-z][a-z'/-]+(?: [a-z'/-]+){1,4})\Z")
_BODY: Final = 420
_SENTENCE_END: Final = re.compile(r"\.(?: |\Z)")
_THING: Final = re.compile(
    r"\b(?:systems?|models?|tools?|software|(?<!grant )(?<!fund )(?<!pilot )(?<!loan )programs?|technolog(?:y|ies)"
    r"|products?|applications?|apps?|services?"
    r"|functions?|features?|agents?|assistants?|companions?|characters?|algorithms?|process(?:es)?|engines?|methods?"
    r"|media|content|images?|pictures?|videos?|recordings?|voices?|likeness(?:es)?|depictions?|replicas?|performers?"
    r"|materials?|communications?|messages?|impersonations?|pric(?:e|es|ing)|feeds?|platforms?|devices?|toys?"
    r"|instruments?|solutions?|capabilit(?:y|ies)|scor(?:e|es|ing)|interactions?|weapons?|robots?)\Z"
)
"""The last word of a term that can be artificial intelligence, or be made by it; actors and data cannot."""
_NO_THING: Final = re.compile(
    r"\b(?:social media|online|internet|hosting|covered|search|video|consequential|personal|sensitive|consumer|user"
    r"|training|health care|financial|interactive|advertising|cloud)(?: computer| sharing)?"
    r" (?:platforms?|services?|content|decisions?|products?|websites?|applications?|apps?|feeds?)\Z"
    r"|\b(?:educational|emerging|smart|information|assistive|critical) technolog(?:y|ies)\Z|\bconsultancy programs?\Z"
)
"""Services on which it may run, decisions in which it may have a part."""
_IS_BY: Final = re.compile(
    r"\b(?:us(?:es|ing|ed|e)|utiliz\w+|employ\w*|rel(?:y|ies|ying)|bas(?:ed|is)|power(?:ed|s)|driv(?:en|es)|deriv\w+"
    r"|includ\w+|by|generated|created|produced|altered|manipulated|modified|through|incorporat\w+|is|are|contain\w*"
    r"|consist\w*|such as|built|operat\w+|leverag\w+|embed\w*|implement\w*|enabled|with)"
    r"(?: [a-z,]+){0,5} ?\Z"
)
"""What leads from the thing to its technology, directly before the words for it."""
_NOT_ITSELF: Final = re.compile(
    r"\b(?:for|train\w*|develop\w*|test\w*|detect\w*|hous\w+|host\w*|support\w*|identif\w+|regulat\w+|other than|not)"
    r"(?: [a-z]+){0,3} ?\Z"
)
"""``equipment used for artificial intelligence`` is none itself."""
_ONE_OF_MANY: Final = re.compile(
    r"\binclud(?:es?|ing)\b(?![^;]*\b(?:deriv|bas|us|power|driv|rel)\w+[^;,]{0,40}\Z)[^;]*, [^;]*\Z"
)
_AND_MANY: Final = re.compile(r"(?:, (?!includ|or |and )[a-z -]{3,40}){2}")
_OR_OTHERWISE: Final = re.compile(r"[^;]{0,60}\b(?:other|any) (?:other )?means\b")
"""``a range of devices, including artificial intelligence, sensors, meters``: one of many is not what it is about."""
_NEAR_START: Final = 60
_COMMON: Final = frozenset({"decision", "output", "personal data", "content", "data", "software", "technology"})
_ALONE: Final = frozenset({"system", "model", "tool", "bot", "robot", "companion", "assistant", "replica", "chatbot"})
"""Terms of one word that a bill may define so; they stay as they are."""
_MOST_TERMS: Final = 40
_AI: Final = re.compile(AI)
_FRONTIER_MODEL: Final = re.compile(FRONTIER_MODEL)
_TECHNOLOGY: Final = re.compile(
    rf"{AI_TERM.pattern}|\bautomated (?:system|process|program|means)\w*|\bcomputational (?:process|method|model)\w*"
)
"""In a definition an automated system counts too, as a mere algorithm does."""


Definition = tuple[tuple[str, ...], str]
"""Terms, and the words that say what they mean."""


@dataclass(frozen=True, slots=True)
class OwnTerms:
    """The terms of a bill: those that are artificial intelligence, and those that are but an algorithm."""

    strong: tuple[str, ...]
    weak: tuple[str, ...]


def definitions_of(folded: str) -> list[Definition]:
    """The terms that a text defines, each with the words after ``means``: all styles of the fifty legislatures.

    ``"X" means``, ``'X' shall mean``, ``X means``, ``"X", any system that`` and ``"X." A system that``.
    """
    found: list[Definition] = []
    for match in _QUOTED.finditer(folded):
        terms = tuple(term.strip(" ,.") for term in match.groups() if term)
        found.append((terms, folded[match.end() : match.end() + _BODY].strip()))
    for match in _MEANS.finditer(folded):
        bare = _BARE.search(folded, max(0, match.start() - 70), match.start())
        if bare is not None:
            found.append(((bare[1],), folded[match.end() : match.end() + _BODY]))
    return found


def own_terms(definitions: Iterable[Definition]) -> OwnTerms:
    """Read the definitions for terms that are artificial intelligence themselves."""
    strong: set[str] = set()
    weak: set[str] = set()
    for terms, body in definitions:
        if (kind := _technology(body)) is None:
            continue
        for term in terms:
            if _usable(term):
                (strong if kind else weak).add(term)
    return OwnTerms(_longest_first(strong), _longest_first(weak - strong))


def _longest_first(terms: set[str]) -> tuple[str, ...]:
    return tuple(sorted(terms, key=lambda term: (-len(term), term))[:_MOST_TERMS])


def _usable(term: str) -> bool:
    if term in _COMMON or len(term.split()) > 6 or any(not is_weak(item.group()) for item in AI_TERM.finditer(term)):
        return False
    if " " not in term:
        return term in _ALONE
    return _THING.search(term) is not None and _NO_THING.search(term) is None


def _technology(body: str) -> bool | None:
    """Whether a definition says that the thing is artificial intelligence: true, false for a bare algorithm."""
    end = _SENTENCE_END.search(body)
    said = (body[: end.start()] if end else body).split(";")[0]
    found: bool | None = None
    for match in _TECHNOLOGY.finditer(said):
        before = said[max(0, match.start() - 110) : match.start()]
        if _NOT_ITSELF.search(before) or _ONE_OF_MANY.search(before):
            continue
        if _OR_OTHERWISE.match(said, match.end()) or ("includ" in before and _AND_MANY.match(said, match.end())):
            continue
        if match.start() <= _NEAR_START or _IS_BY.search(before):
            if AI_TERM.match(match.group()) and not is_weak(match.group()):
                return True
            found = False
    return found


def marked(folded: Folded, terms: OwnTerms) -> Folded:
    """The text as rules read it; no offset changes, since the word before the last gives way letter by letter."""
    usable = [term for term in terms.strong if _is_marked(term)]
    if not usable:
        return folded
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, usable))})(?=s?\b)")
    return folded.with_text(pattern.sub(_mark, folded.text))


def _is_marked(term: str) -> bool:
    """Rules know what holds a word for the technology already, and other things by it: a companion, an algorithm."""
    return " " in term and not _AI.search(term) and not _FRONTIER_MODEL.search(term)


def _mark(match: re.Match[str]) -> str:
    before, _, last = match.group().rpartition(" ")
    start = before.rfind(" ") + 1
    room = len(before) - start - 2
    if room < 0:
        return match.group()
    return f"{before[:start]}{'/' * room}ai {last}"


def places_of(folded: Folded, terms: OwnTerms) -> tuple[list[re.Match[str]], list[re.Match[str]]]:
    """Where the terms stand that :func:`marked` leaves as they are: those that are the technology, then the weak."""
    strong = [term for term in terms.strong if " " in term and not _is_marked(term)]
    weak = [*terms.weak, *(term for term in terms.strong if " " not in term)]
    return _places(folded, strong), _places(folded, weak)


def _places(folded: Folded, terms: list[str]) -> list[re.Match[str]]:
    if not terms:
        return []
    return list(re.finditer(rf"\b(?:{'|'.join(map(re.escape, terms))})s?\b", folded.text))


def ai_terms_of(terms: OwnTerms) -> AiTerms:
    """The terms for artificial intelligence, with those of the bill itself."""
    usable = [term for term in (*terms.strong, *terms.weak) if " " in term]
    if not usable:
        return AiTerms()
    return AiTerms(re.compile("|".join(rf"\b{re.escape(term)}s?\b" for term in usable)))
