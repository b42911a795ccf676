"""What looks like a conflict and is none: fictional look-alikes, each with the topic words of a real conflict."""

from __future__ import annotations

import pytest

from monitor.classify.judge import judge
from monitor.model.finding import Label, Relevance
from monitor.positions import load_positions
from monitor.text.extract import extract
from tests.monitor.classify import look_alikes_form as form
from tests.monitor.classify import look_alikes_makers as makers
from tests.monitor.classify import look_alikes_mixed as mixed
from tests.monitor.classify import look_alikes_private as private
from tests.monitor.classify import look_alikes_public as public
from tests.monitor.classify import look_alikes_told as told
from tests.monitor.classify.texts import ENACTED, assess, bill

COMPANIONS = "An act concerning companion chatbots."
PROFESSIONAL = [
    (
        "A person may not practice psychotherapy with the aid of artificial intelligence unless the person holds a "
        "license from the board."
    ),
    "A licensed professional may not allow artificial intelligence to make therapeutic decisions.",
    "An artificial intelligence system shall not be advertised as a licensed nurse.",
]
OTHER = [
    "A carrier may not deny a claim on the sole basis of artificial intelligence.",
    "The sum of $500,000 is appropriated to the university for grants to developers of artificial intelligence.",
    (
        "A grantee that develops artificial intelligence shall submit an annual report to the department on use of "
        "the grant."
    ),
    "Artificial intelligence shall not be granted legal personhood.",
]
NONE = {
    "study": public.STUDY,
    "guidance": public.GUIDANCE,
    "enforcement": public.ENFORCEMENT,
    "local-preemption": public.LOCAL_PREEMPTION,
    "definition": private.DEFINITION,
    "exemption": private.EXEMPTION,
    "voluntary": private.VOLUNTARY,
    "finding": private.FINDING,
    "professional": PROFESSIONAL,
    "other": OTHER,
}
SUITES = {
    **{name: suite for name, suite in NONE.items() if name not in ("professional", "other")},
    "government": public.GOVERNMENT,
    "child-safety": private.CHILD_SAFETY,
    "intent": private.INTENT,
    "struck": tuple(form.STRUCK),
    "acronyms": form.ACRONYMS,
}


def named(suites: dict[str, tuple[str, ...]]) -> list:
    return [pytest.param(text, id=f"{name}-{n}") for name, suite in suites.items() for n, text in enumerate(suite)]


@pytest.mark.parametrize("name", SUITES)
def test_there_are_at_least_twelve_different_texts_of_each_kind(name: str) -> None:
    assert len(set(SUITES[name])) == len(SUITES[name]) >= 12


@pytest.mark.parametrize("sentence", named(NONE))
def test_a_look_alike_meets_no_position(sentence: str) -> None:
    assert assess(bill(sentence)).overall is Label.NONE


@pytest.mark.parametrize("sentence", named({"mixed": mixed.MIXED, "told": told.TOLD, "makers": makers.MAKERS}))
def test_a_look_alike_of_another_kind_is_not_flagged(sentence: str) -> None:
    assert assess(bill(sentence)).overall in (Label.NONE, Label.EXEMPT)


@pytest.mark.parametrize("sentence", named({"intent": private.INTENT}))
def test_intent_only_is_no_duty_about_outputs(sentence: str) -> None:
    found = assess(bill(sentence))

    assert not [item for item in found.findings if item.position in ("truthful-outputs", "equal-protection")]


@pytest.mark.parametrize("sentence", named({"child": private.CHILD_SAFETY}))
def test_child_safety_is_exempt_and_says_so(sentence: str) -> None:
    found = assess(bill(sentence, title=COMPANIONS))

    assert found.overall is Label.EXEMPT
    assert found.carve_outs == ("child-safety",)


@pytest.mark.parametrize("sentence", named({"government": public.GOVERNMENT}))
def test_government_use_is_exempt_and_quoted(sentence: str) -> None:
    text = bill(sentence)
    found = assess(text)

    assert found.overall is Label.EXEMPT
    assert "government-use" in found.carve_outs
    assert all(text[e.span.start : e.span.end] == e.quote for f in found.findings for e in f.evidence)


@pytest.mark.parametrize("name", form.STRUCK)
def test_words_that_a_published_bill_strikes_out_do_not_count(name: str) -> None:
    media_type, document = form.STRUCK[name]
    text = extract(document.encode(), media_type=media_type).text

    assert "universities" in text
    assert not assess(text).overall.is_flag


@pytest.mark.parametrize("name", form.STRUCK)
def test_the_same_words_would_count_if_they_were_not_struck(name: str) -> None:
    media_type, document = form.STRUCK[name]
    for mark, plain in form.UNSTRUCK:
        document = document.replace(mark, plain)

    assert assess(extract(document.encode(), media_type=media_type).text).overall.is_flag


def test_data_centres_are_exempt() -> None:
    sentence = (
        "The owner of a data center shall submit to the board a report on its use of water and electricity. "
        "A data center shall pay the full cost of its connection."
    )
    found = judge(
        bill(sentence, title="An act concerning artificial intelligence data centers."), positions=load_positions()
    )

    assert found.overall is Label.EXEMPT
    assert found.carve_outs == ("compute-data-centre",)


@pytest.mark.parametrize("text", named({"acronym": form.ACRONYMS}))
def test_an_acronym_with_another_meaning_is_not_about_ai(text: str) -> None:
    found = assess(text)

    assert found.relevance is Relevance.NONE
    assert found.findings == ()


def test_the_statement_after_a_bill_is_not_judged() -> None:
    text = (
        f"An act concerning artificial intelligence. {ENACTED} 1. The commissioner "
        "shall study artificial intelligence. "
        "2. This act shall take effect immediately. STATEMENT This bill "
        "requires a developer of artificial intelligence "
        "to disclose training data. An operator shall notify users that a chatbot is not human."
    )

    assert assess(text).overall is Label.NONE


def test_a_safe_harbour_is_one_step_weaker() -> None:
    duty = "shall use reasonable care to protect consumers from algorithmic discrimination by artificial intelligence."
    plain = judge(bill(f"A deployer {duty}"), positions=load_positions())
    voluntary = judge(
        bill(
            f"It is an affirmative defense that the deployer {duty.replace('shall use', 'used')} "
            "A deployer that claims "
            f"the affirmative defense {duty}"
        ),
        positions=load_positions(),
    )

    assert plain.overall is Label.CONFLICT
    assert voluntary.overall is Label.POTENTIAL


@pytest.mark.parametrize(
    "words",
    [
        (
            "Each artificial intelligence infrastructure entity shall submit annual reports to the department on the "
            "energy consumption, water usage, and carbon emissions of its models."
        ),
        (
            "A deployer shall keep an impact assessment. An impact assessment must include a description of measures "
            "taken to disclose to a consumer that the artificial intelligence system is in use."
        ),
    ],
    ids=["energy report", "content of an assessment"],
)
def test_what_a_report_or_an_assessment_is_about_decides(words: str) -> None:
    found = judge(bill(words), positions=load_positions())
    kinds = {finding.provision_type for finding in found.findings if finding.label.is_flag}
    assert kinds <= {"impact_assessment"}
