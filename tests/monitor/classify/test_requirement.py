from __future__ import annotations

import pytest

from monitor.classify.read import read_text
from monitor.classify.score import score
from monitor.model.reading import ReadDuty
from monitor.model.requirement import Recipient, Requirement
from monitor.positions import load_positions
from tests.monitor.classify.provisions import SAMPLES
from tests.monitor.classify.provisions_varied import VARIETY
from tests.monitor.classify.texts import bill


def requirement(words: str) -> Requirement:
    found = read_text(bill(words)).duties[0].requirement
    assert found is not None
    return found


def parts(found: Requirement) -> tuple[str | None, ...]:
    return tuple(words.said if words is not None else None for words in (found.action, found.object, found.condition))


def test_action_object_and_recipient_of_a_plain_sentence():
    found = requirement(
        "A developer of an artificial intelligence model shall annually submit a report on its risks to the attorney"
        " general."
    )
    assert (found.actor, found.actor_words, found.modality) == ("developer", "developer", "must")
    assert parts(found) == ("submit", "a report on its risks to the attorney general", None)
    assert found.recipient is Recipient.STATE
    assert found.recipient_words is not None
    assert found.recipient_words.said == "to the attorney general"


def test_a_condition_ends_the_object_and_an_adverb_is_no_action():
    found = requirement(
        "An operator of an artificial intelligence chatbot must clearly and conspicuously notify each user that it is"
        " not a human before the first message is sent."
    )
    assert parts(found) == ("notify", "each user that it is not a human", "before the first message is sent")
    assert found.recipient is Recipient.USER


def test_a_condition_may_stand_before_the_verb():
    found = requirement(
        "If a deployer uses an automated decision system to deny a loan, the deployer shall notify the consumer of the"
        " use of the automated decision system."
    )
    assert found.condition is not None
    assert found.condition.said.startswith("If a deployer uses")


def test_the_verb_of_a_list_stands_in_its_lead_in():
    found = requirement(
        "A developer of a generative artificial intelligence model shall publish on its website: (a) a summary of the"
        " data used to train the model; and (b) its name."
    )
    assert parts(found)[0] == "publish"
    assert parts(found)[1] == "a summary of the data used to train the model"
    assert found.recipient is Recipient.PUBLIC


def test_shall_do_all_of_the_following_leaves_the_verb_to_the_item():
    found = requirement(
        "A deployer of an artificial intelligence system shall do all of the following: (a) complete an impact"
        " assessment; and (b) file the assessment with the attorney general."
    )
    assert parts(found)[:2] == ("complete", "an impact assessment")


def test_who_is_liable_has_no_act_to_do():
    found = requirement(
        "A developer of an artificial intelligence system is strictly liable for any injury that the artificial"
        " intelligence system causes."
    )
    assert found.modality == "liable"
    assert (found.action, found.object) == (None, None)


@pytest.mark.parametrize("number", range(len(SAMPLES) + len(VARIETY)))
def test_every_part_is_an_exact_quote(number: int):
    text = (*SAMPLES, *VARIETY)[number].text
    for duty in read_text(text).duties:
        for words in _words(duty):
            assert words.span.of(text) == words.said
            assert words.said == words.said.strip(" ,")


def _words(duty: ReadDuty):
    found = duty.requirement
    if found is not None:
        yield from filter(None, (found.action, found.object, found.condition, found.recipient_words))


def test_most_duties_have_an_action():
    duties = [duty for case in (*SAMPLES, *VARIETY) for duty in read_text(case.text).duties if duty.modality]
    told = [duty for duty in duties if duty.requirement is not None and duty.requirement.action is not None]
    assert len(told) / len(duties) > 0.8


def test_the_rationale_says_it_in_the_words_of_the_bill():
    text = bill(
        "A developer of an artificial intelligence model shall submit a report on its risks to the attorney general."
    )
    finding = score(read_text(text), load_positions()).findings[0]
    assert (
        "the developer must “submit a report on its risks to the attorney general”, towards the state"
        in finding.rationale
    )
    assert finding.requirement is not None
