"""What is known of the whole bill while its sentences are judged?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from monitor.classify.actors import Actor
from monitor.classify.fold import Folded
from monitor.classify.relevance import AI_TERM
from monitor.model.finding import Relevance
from monitor.model.provision import Provision

__all__ = ["Context", "purpose_of"]

_RELATING: Final = re.compile(
    r"\b(?:an? act|a bill|a joint resolution|a concurrent resolution)\b[^a-z]{0,40}(?:to amend|relating to"
    r"|concerning|to add|to create|to enact|in relation to|regarding|providing|prohibiting|requiring"
    r"|establishing|making|to )[^.]{0,900}"
    r"|\brelating to\b[^.]{0,600}|\bconcerning\b[^.]{0,400}"
)
_SYNOPSIS: Final = re.compile(r"\bsynopsis\b(.{0,600}?)(?:current version|\(sponsorship|\ban act\b)")
_GENERAL: Final = re.compile(r"general description:(.{0,500}?)highlighted provisions")
_SHORT: Final = 260


@dataclass(frozen=True, slots=True)
class AiTerms:
    """The terms for artificial intelligence, and those that a bill itself defines by them."""

    own: re.Pattern[str] | None = None

    def search(self, words: str) -> re.Match[str] | None:
        """Any of the terms; those that everybody uses first."""
        found = AI_TERM.search(words)
        return self.own.search(words) if found is None and self.own is not None else found


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The bill around a unit. All words are folded."""

    text: str
    folded: Folded
    purpose: str
    """Title, synopsis and abstract: what the bill says it is about."""
    subject: str
    """The short form of the purpose: the title up to its list of details."""
    jurisdiction: str
    relevance: Relevance
    defined: Mapping[str, Actor]
    facts: frozenset[str]
    section_words: Mapping[int, str] = field(default_factory=dict)
    """Words of a section by its raw start."""
    ai_terms: AiTerms
    nearby: dict[tuple[object, int], bool] = field(default_factory=dict, compare=False, repr=False)
    """What was found near, by what was looked for and the start of the section."""
    """The terms for artificial intelligence with those that the bill itself defines by them."""

    def words_of(self, section: Provision) -> str:
        """The folded words of a whole section."""
        return self.section_words.get(section.span.start, "")


def purpose_of(folded: str, title: str, abstract: str, body: int) -> tuple[str, str]:
    """Find what the bill says it is about: ``(purpose, subject)``, folded.

    ``body`` is the folded offset at which the enacting clause ends, 0 when there is none. The given title and abstract
    come first; then the text's own synopsis, general description and long title.
    """
    parts = [part.strip().lower() for part in (title, abstract) if part.strip()]
    head = folded[: min(body, 12_000) or 6_000]
    parts += [match[1].strip() for pattern in (_SYNOPSIS, _GENERAL) if (match := pattern.search(head))]
    if match := _RELATING.search(head):
        parts.append(match.group().strip())
    purpose = " ; ".join(parts)
    subjects = [part if len(part) <= _SHORT else part.split(";")[0][:_SHORT] for part in parts]
    return purpose, " ; ".join(subjects)
