from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.classify.abstain import BAND, needs_review
from monitor.classify.calibrate import RISING, confidence_of, features_of, score_feature
from monitor.classify.judge import judge
from monitor.classify.model_file import BLANK, Calibrator, Logistic, Model, load_model
from monitor.classify.read import look_at, read_text, reading_of
from monitor.classify.score import groups_of, score, verdicts_of
from monitor.classify.scorer import NOTHING
from monitor.model.finding import CARVE_OUT_POSITION, Finding, Label
from monitor.positions import load_positions
from tests.monitor.classify.texts import bill

POSITIONS = load_positions()
TEXT = bill(
    "A developer of an artificial intelligence model shall publish a summary of the training data of the model.",
    "An operator shall notify each user that a chatbot is not a human.",
    "A deployer of an artificial intelligence system shall notify a consumer of its use.",
)


def found(text: str, model: Model) -> tuple[Finding, ...]:
    return score(reading_of(look_at(text), model), POSITIONS, model).findings


def test_the_confidence_of_a_finding_is_what_the_calibrator_says():
    model, reading = load_model(), read_text(TEXT)
    assert set(reading.scores) == set(model.scorer.positions if model.scorer else ())
    findings = judge(TEXT, positions=POSITIONS).findings
    flags = [finding for finding in findings if finding.label.is_flag]
    assert len(flags) >= 2
    said = set()
    for group in groups_of(verdicts_of(reading, POSITIONS)):
        features = features_of(group[0], reading.relevance, len(group))
        features |= score_feature(reading.scores.get(group[0].position.id, NOTHING))
        said.add((group[0].position.id, round(model.calibrator.flag.probability(features), 2)))
    assert {(finding.position, finding.confidence) for finding in flags} == said
    assert found(TEXT, model) == findings


def test_a_finding_of_another_label_has_the_share_of_its_label():
    model = replace(BLANK, calibrator=Calibrator(flag=Logistic(intercept=0.0), exempt=0.61, aligned=0.62))
    minors = bill(
        "An operator of a companion chatbot shall notify each minor that the chatbot is not a human.",
        title="An act concerning companion chatbots and minors.",
    )
    assert {(one.label, one.confidence) for one in found(minors, model)} == {(Label.EXEMPT, 0.61)}
    compute = bill(
        "No agency of this State shall restrict the development or training of artificial intelligence models."
    )
    aligned = [one for one in found(compute, model) if one.position != CARVE_OUT_POSITION]
    assert {(one.label, one.confidence) for one in aligned} == {(Label.ALIGNED, 0.62)}


def test_the_scorer_makes_a_flag_surer_and_never_less_sure():
    reading, model = read_text(TEXT), load_model()
    ((first, *_), *_) = groups_of(verdicts_of(reading, POSITIONS))
    rising = [
        confidence_of(first, reading.relevance, 1, {first.position.id: value}, model)
        for value in (-9.0, -1.0, 0.0, 2.0, 9.0)
    ]
    assert rising == sorted(rising)
    assert rising[0] < rising[-1]


@given(
    st.sampled_from(sorted(RISING)), st.dictionaries(st.sampled_from(sorted(RISING)), st.floats(-3, 3)), st.floats(0, 3)
)
def test_what_can_only_make_surer_does(name: str, features: dict[str, float], more: float):
    flag = load_model().calibrator.flag
    found = flag.probability(features)
    assert 0.0 <= found <= 1.0
    assert flag.probability({**features, name: features.get(name, 0.0) + more}) >= found


@given(st.floats(-100, 100), st.floats(-100, 100))
def test_a_score_counts_within_bounds_and_in_order(one: float, other: float):
    low, high = sorted((one, other))
    assert -2.0 <= score_feature(low)["score"] <= score_feature(high)["score"] <= 2.0


@pytest.mark.parametrize(
    ("label", "confidence", "reviewed"),
    [
        (Label.CONFLICT, BAND.high, False),
        (Label.CONFLICT, BAND.high - 0.01, True),
        (Label.POTENTIAL, BAND.low, True),
        (Label.POTENTIAL, BAND.low - 0.01, False),
        (Label.EXEMPT, BAND.low, False),
    ],
)
def test_flags_in_the_band_go_to_a_person(label: Label, confidence: float, reviewed: bool):
    finding = judge(TEXT, positions=POSITIONS).findings[0]
    assert needs_review(replace(finding, label=label, confidence=confidence)) is reviewed
