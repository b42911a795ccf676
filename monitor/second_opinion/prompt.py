"""How is a question put to a model? Positions in clear, the bill's words between marks that no bill can forge."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from monitor.second_opinion.errors import QuestionError
from monitor.second_opinion.port import Question
from monitor.second_opinion.schema import answer_schema

__all__ = ["Prompt", "mark_of", "prompt_of", "prompt_sha256", "rough_tokens"]

_CHARACTERS_A_TOKEN: Final = 4
"""English prose; only for estimates."""
_TEMPLATES: Final = ("system.j2", "question.j2")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """What is sent: the same words for every question, and the question."""

    system: str
    user: str


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("monitor.second_opinion"),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - plain text for a model; nothing reads it as HTML
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["line"] = _line
    return environment


def _line(words: str) -> str:
    """A title is one line, so it cannot look like the lines that follow it."""
    return " ".join(words.split())


def _bill_words(question: Question) -> tuple[str, ...]:
    return question.title, question.heading, question.provision_label, *question.lead_in, question.passage


def mark_of(question: Question) -> str:
    """The mark around the bill's words: a hash of these very words, so whoever writes them cannot put it into them."""
    words = json.dumps(_bill_words(question))
    return f"BILL-{hashlib.sha256(words.encode()).hexdigest()[:32]}"


def prompt_of(question: Question, mark: str = "") -> Prompt:
    """Write the prompt; the same question always makes the same one.

    :raises QuestionError: when the bill's words hold the mark.
    """
    mark = mark or mark_of(question)
    if any(mark.casefold() in words.casefold() for words in _bill_words(question)):
        raise QuestionError(question.subject, "the text holds the mark that is to enclose it")
    system, user = (_environment().get_template(name).render(question=question, mark=mark) for name in _TEMPLATES)
    return Prompt(system=system, user=user)


@cache
def prompt_sha256() -> str:
    """Of the templates and of the schema: changed wording is another prompt."""
    loader = PackageLoader("monitor.second_opinion")
    sources = [loader.get_source(_environment(), name)[0] for name in _TEMPLATES]
    return hashlib.sha256(json.dumps([*sources, answer_schema(["position"])]).encode()).hexdigest()


def rough_tokens(prompt: Prompt) -> int:
    """About how many tokens are sent; a tokenizer of the model would say it exactly."""
    return (len(prompt.system) + len(prompt.user)) // _CHARACTERS_A_TOKEN
