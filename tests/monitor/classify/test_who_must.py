"""Who must, must not, may claim or is liable: the verbs and subjects that legislatures use."""

from __future__ import annotations

import pytest

from monitor.classify.actors import Actor, Subjects, defined_actors
from monitor.classify.fold import fold
from monitor.classify.obligation import Modality, obligations_of
from monitor.classify.own_terms import definitions_of
from monitor.classify.units import units_of
from monitor.text.segment import segment
from tests.monitor.classify.texts import bill

UNNAMED = (Actor.UNKNOWN, "")
SENTENCES = {
    "A developer is obliged to log each run.": (Actor.DEVELOPER, Modality.MUST),
    "Deployers are obligated to keep the log.": (Actor.DEPLOYER, Modality.MUST),
    "A deployer has an affirmative duty to review each score.": (Actor.DEPLOYER, Modality.MUST),
    "Each operator bears the responsibility to answer within ten days.": (Actor.DEPLOYER, Modality.MUST),
    "It is incumbent upon a developer to mark the output.": (Actor.DEVELOPER, Modality.MUST),
    "Employers are responsible for the notice.": (Actor.EMPLOYER, Modality.MUST),
    "A developer is forbidden to sell a clone of a voice.": (Actor.DEVELOPER, Modality.MUST_NOT),
    "An employer is barred from relying on the score.": (Actor.EMPLOYER, Modality.MUST_NOT),
    "A deployer is not allowed to hide the notice.": (Actor.DEPLOYER, Modality.MUST_NOT),
    "An operator shall refrain from imitating a nurse.": (Actor.DEPLOYER, Modality.MUST_NOT),
    "The harm shall be the responsibility of the developer of the model.": (Actor.DEVELOPER, Modality.LIABLE),
    "A developer is answerable for any damages that the model causes.": (Actor.DEVELOPER, Modality.LIABLE),
    "An operator shall be held responsible for the acts of its chatbot.": (Actor.DEPLOYER, Modality.LIABLE),
    "Workers shall be told by the employer that a score is used.": (Actor.EMPLOYER, Modality.MUST),
    "A campaign committee that pays for the media shall cause it to bear a statement.": (
        Actor.ADVERTISER,
        Modality.MUST,
    ),
    "No political action committee shall pay for the media.": (Actor.ADVERTISER, Modality.MUST_NOT),
    "An online marketplace shall remove the listing.": (Actor.PLATFORM, Modality.MUST),
    "A hosting provider must keep a log.": (Actor.PLATFORM, Modality.MUST),
    "No gas utility shall use the system to end service.": (Actor.ANYONE, Modality.MUST_NOT),
    "A credit union must explain the score.": (Actor.ANYONE, Modality.MUST),
    "A maker of a generative model shall keep a log.": (Actor.DEVELOPER, Modality.MUST),
    "An AI laboratory must keep a log.": (Actor.DEVELOPER, Modality.MUST),
    "A provider shall keep a log.": (Actor.ANYONE, Modality.MUST),
}
NOBODY = [
    "The council shall study whether a developer shall be licensed.",
    "The council shall consider whether or not deployers must be audited.",
]
DEFINED = {
    '"Trainer", any person that trains a generative model.': ("trainer", Actor.DEVELOPER),
    '"Artificial intelligence business." A person that builds a generative model.': (
        "artificial intelligence business",
        Actor.DEVELOPER,
    ),
    "(1) Provider means a person who operates a chatbot;": ("provider", Actor.DEPLOYER),
    "the term 'voice company' means a business that creates artificial voices": ("voice company", Actor.DEVELOPER),
}


def _defined(words: str) -> dict[str, Actor]:
    folded = fold(words).text
    return defined_actors(folded, definitions_of(folded))


def read(sentence: str) -> list[tuple[Actor, Modality]]:
    text = bill(sentence)
    folded = fold(text)
    units = units_of(text, folded, segment(text))
    subjects = Subjects(defined_actors(folded.text, definitions_of(folded.text)))
    return [(item.actor, item.modality) for unit in units for item in obligations_of(unit, subjects, UNNAMED)]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_who_must_what(sentence: str) -> None:
    assert SENTENCES[sentence] in read(sentence)


@pytest.mark.parametrize("sentence", NOBODY)
def test_an_indirect_question_binds_nobody(sentence: str) -> None:
    assert {actor for actor, modality in read(sentence) if modality.binds} == {Actor.GOVERNMENT}


@pytest.mark.parametrize("words", DEFINED)
def test_a_definition_says_who_somebody_is(words: str) -> None:
    term, actor = DEFINED[words]

    assert _defined(words)[term] is actor


def test_in_a_bill_about_care_a_provider_is_a_professional() -> None:
    assert "provider" not in _defined("A provider shall tell the patient.")
