"""The judgement as a whole: exact evidence on any text, determinism, releases, speed on hostile texts."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.classify.evidence import quote
from monitor.classify.judge import judge
from monitor.classify.release import classifier_release
from monitor.model.finding import CARVE_OUT_POSITION, Assessment, Label, Relevance
from monitor.model.provision import Span
from monitor.positions import load_positions

POSITIONS = load_positions()
TEXT = (
    "An act relating to artificial intelligence. Be it enacted by the Legislature of the State of Example: "
    "Section 1. Definitions. As used in this act: (1) “Developer” "
    "means a person that trains an artificial intelligence "
    "model. (2) “Agency” means a state agency. Section 2. Duties. (1) A developer shall: (a) disclose to the attorney "
    "general any known risk of algorithmic discrimination; and (b)"
    " publish on its website a summary of the data sets used "
    "to train its generative artificial intelligence model. (2) An agency shall publish an inventory of the artificial "
    "intelligence systems that it uses. Section 3. A developer of a model shall notify a minor user that the user is "
    "interacting with artificial intelligence. Section 4. This act takes effect January 1, 2028."
)


def assess(text: str, **more: str) -> Assessment:
    return judge(text, positions=POSITIONS, **more)


def assert_exact(found: Assessment, text: str) -> None:
    for finding in found.findings:
        assert finding.evidence
        for item in finding.evidence:
            assert text[item.span.start : item.span.end] == item.quote
            assert item.quote.strip() == item.quote != ""
            assert len(item.quote) <= 400


def test_it_says_what_who_why_and_what_the_state_would_answer() -> None:
    found = assess(TEXT)
    finding = next(item for item in found.findings if item.provision_type == "training_data_transparency")

    assert found.relevance is Relevance.CORE
    assert found.trigger is not None
    assert found.trigger.quote == "artificial intelligence"
    assert finding.label is Label.CONFLICT
    assert finding.provision.label == "Sec. 2(1)(b)"
    assert "developer" in finding.rationale
    assert "AB 2013" in finding.counter_argument
    assert finding.theory == POSITIONS.get(finding.position).theory
    assert finding.second_theory == POSITIONS.get(finding.position).second_theory
    assert finding.authority_strength == POSITIONS.get(finding.position).authority_strength


def test_a_bill_may_hold_a_conflict_and_carve_outs() -> None:
    found = assess(TEXT)

    assert found.overall is Label.CONFLICT
    assert found.carve_outs == ("child-safety", "government-use")
    assert [item.carve_out for item in found.findings if item.position == CARVE_OUT_POSITION] == ["government-use"]
    assert "training_data_transparency" in found.provision_types
    assert "government_use" in found.provision_types


def test_the_evidence_is_exact() -> None:
    assert_exact(assess(TEXT), TEXT)


def test_a_long_sentence_is_cut_at_its_clauses() -> None:
    filler = ", where the parties so agree in writing and keep a copy of it" * 12
    text = (
        f"An act concerning chatbots. A deployer{filler}, shall notify a consumer that a chatbot is not human{filler}."
    )
    found = assess(text)

    assert found.overall.is_flag
    assert_exact(found, text)
    assert any("shall notify a consumer" in item.quote for item in found.findings[0].evidence)


def test_it_is_deterministic() -> None:
    assert assess(TEXT) == assess(TEXT)


def test_no_finding_says_preempted() -> None:
    for finding in assess(TEXT).findings:
        assert not re.search(r"\b(?:is|are) preempted\b", finding.rationale + finding.counter_argument)


def test_the_releases_are_those_of_the_code_and_of_the_positions() -> None:
    found = assess(TEXT)

    assert found.classifier_release == classifier_release()
    assert found.position_release == POSITIONS.release
    assert re.fullmatch(r"[0-9a-f]{64}", found.classifier_release)


def test_findings_come_strongest_first() -> None:
    strengths = [finding.label.strength for finding in assess(TEXT).findings]

    assert strengths == sorted(strengths, reverse=True)


def test_an_empty_text_says_nothing() -> None:
    found = assess("")

    assert (found.relevance, found.overall, found.findings, found.provisions) == (Relevance.NONE, Label.NONE, (), ())


@pytest.mark.parametrize("span", [Span(0, 0), Span(2, 4), Span(3, 99)])
def test_evidence_is_never_blank_or_outside(span: Span) -> None:
    with pytest.raises(ValueError, match="no words"):
        quote("ab   ", span)


BITS = st.sampled_from(
    [
        "A deployer shall ",
        "a state agency must ",
        "notify a consumer that a chatbot is not human ",
        "publish the risks of artificial intelligence ",
        "artificial intelligence ",
        "algorithmic discrimination ",
        "(a) ",
        "Section 1. ",
        "“AI” means artificial intelligence. ",
        "; ",
        ". ",
        ": ",
        "\n",
        "\xa0 ",
        "İ",
        "minor ",
        "data center ",
        "AI ",
    ]
)


@given(st.one_of(st.text(max_size=300), st.lists(BITS, max_size=80).map("".join)))
@settings(max_examples=150, deadline=None)
def test_any_text_is_judged_with_exact_evidence(text: str) -> None:
    found = assess(text)

    assert_exact(found, text)
    if found.trigger is not None:
        assert text[found.trigger.span.start : found.trigger.span.end] == found.trigger.quote


@pytest.mark.timeout(120)  # seconds; what grows with the square of its length takes hours
@pytest.mark.parametrize(
    "bit",
    [
        "artificial intelligence ",
        "A deployer shall disclose ",
        "artificial intelligence shall not be, ",
        "a developer, or a deployer, and an operator ",
        "“x” means artificial intelligence ",
        "(a) shall: ",
        "a system used by a person may, and ",
        "shall, provided that nothing in this act, ",
        "the duty of a developer to the duty of a ",
        "may train models without a permit, before ",
        "no artificial intelligence which are to be ",
        "P.L., c. ",
        "        ",
        "-\n",
    ],
)
def test_a_hostile_text_is_judged_in_bounded_time(bit: str) -> None:
    text = "An act concerning artificial intelligence. " + bit * (300_000 // len(bit))
    assert_exact(assess(text), text)
