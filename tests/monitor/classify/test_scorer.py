from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.classify.hints import letters_of
from monitor.classify.model_file import Logistic, Scorer, load_model
from monitor.classify.read import look_at
from monitor.classify.scorer import (
    NOTHING,
    Sentence,
    best_scores,
    score_all,
    scores,
    sentences,
    strongest_terms,
    term_values,
)
from monitor.classify.terms import TRAIT_SCALE, stem, terms_of, traits_of, words_of
from monitor.classify.units import Unit
from monitor.model.finding import Relevance
from monitor.model.provision import Provision, ProvisionKind, Span
from tests.monitor.classify.provisions import SAMPLES
from tests.monitor.classify.texts import bill

SPAN = Span(0, 9)
SECTION = Provision(label="Sec. 1", heading="", span=SPAN, own=SPAN, kind=ProvisionKind.OPERATIVE, depth=0)
UNIT = Unit(
    provision=SECTION,
    section=SECTION,
    span=SPAN,
    at=0,
    lead="",
    words="x",
    full="x",
    cut=0,
    lead_letters=[],
    letters=[],
)
SMALL = Scorer(
    positions=("a", "b"),
    intercepts=(-1.0, -2.0),
    terms={"publish": (1.0, (2.0, 0.0)), "data": (2.0, (1.0, -1.0)), "train data": (3.0, (4.0, 0.0))},
    traits={"actor:developer": (1.0, -1.0)},
    shown=Logistic(intercept=0.0, weights={"score": 1.0}),
)


def sentence(words: str, *traits: str) -> Sentence:
    return Sentence(unit=UNIT, words=words.split(), traits=list(traits))


def read(text: str):
    return look_at(text).read


def sentences_of(text: str) -> list[Sentence]:
    looked = look_at(text)
    return list(sentences(looked.read, looked.context))


@pytest.mark.parametrize(
    ("words", "stems"),
    [
        ("publish publishes published publishing", {"publish"}),
        ("assessment assessments", {"assess"}),
        ("discriminate discrimination", {"discriminat", "discrimin"}),
        ("use uses used", {"use", "uses", "used"}),
        ("state", {"stat"}),
    ],
)
def test_endings_are_cut_where_enough_is_left(words: str, stems: set[str]):
    assert {stem(word) for word in words.split()} == stems


def test_words_are_letters_without_those_of_every_sentence():
    assert words_of(letters_of("(a) the developer of 12 systems shall publish u.s. law")) == [
        "developer",
        "system",
        "publish",
        "law",
    ]
    assert terms_of(["a", "b", "c"]) == ["a", "b", "c", "a b", "b c"]


@given(st.lists(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=14), max_size=60))
def test_stems_are_the_same_whatever_was_read_before(words: list[str]):
    assert words_of(letters_of(" ".join(words))) == [found for word in words for found in words_of(letters_of(word))]


def test_values_have_length_one_and_a_repeated_word_counts_less_each_time():
    values = term_values(SMALL, ["publish", "publish", "train", "data"])
    raw = {"publish": 1 + math.log(2), "data": 2.0, "train data": 3.0}
    length = math.sqrt(sum(value**2 for value in raw.values()))
    assert values == pytest.approx({term: value / length for term, value in raw.items()})
    assert term_values(SMALL, ["unknown"]) == {}


def test_a_score_adds_words_and_traits():
    assert scores(SMALL, sentence("publish")) == (-1.0 + 2.0, -2.0)
    assert scores(SMALL, sentence("publish", "actor:developer", "actor:else")) == pytest.approx(
        (1.0 + TRAIT_SCALE, -2.0 - TRAIT_SCALE)
    )
    assert scores(SMALL, sentence("")) == SMALL.intercepts


def test_the_best_sentence_counts():
    scored = [(sentence("publish"), (1.0, -3.0)), (sentence("data"), (0.5, 2.0))]
    assert best_scores(SMALL, scored) == {"a": 1.0, "b": 2.0}
    assert best_scores(SMALL, []) == {"a": NOTHING, "b": NOTHING}
    assert best_scores(None, []) == {}
    looked = look_at(bill("A developer shall publish the data of an AI system."))
    assert score_all(None, looked.read, looked.context) == []
    assert len(score_all(SMALL, looked.read, looked.context)) == 1


def test_the_strongest_terms_do_not_repeat_each_other():
    found = strongest_terms(SMALL, sentence("publish train data"), 0, 5)
    assert [term for term, _ in found] == ["train data", "publish"]
    assert found == sorted(found, key=lambda one: -one[1])
    assert strongest_terms(SMALL, sentence("publish data"), 1, 5) == []


def test_only_sentences_that_bind_somebody_else_than_the_state_are_read():
    text = bill(
        "A developer shall publish the data of an artificial intelligence system.",
        "The department shall study artificial intelligence.",
        "This section concerns artificial intelligence.",
        "A deployer of artificial intelligence shall: (1) keep records; and (2) tell the public.",
    )
    found = sentences_of(text)
    assert found
    assert not any("department" in one.words or "concern" in one.words for one in found)
    assert any("publish" in one.words and "actor:developer" in one.traits for one in found)
    items = [one for one in found if "record" in one.words or "tell" in one.words]
    assert items
    assert all("deployer" in one.words for one in items), "a list item is read with its lead-in"


def test_of_a_wider_bill_only_sentences_about_ai_are_read():
    fees = " ".join(
        f"Section {n}. The owner of a boat shall pay the fee of harbour {n} each year." for n in range(2, 40)
    )
    text = (
        "An act concerning harbours. Section 1. An operator of an artificial intelligence system shall file a report. "
        f"The operator shall keep a copy. {fees}"
    )
    looked = look_at(text)
    assert looked.context.relevance is Relevance.MENTION
    assert ["report" in one.words for one in sentences_of(text)] == [True]


def test_the_words_of_a_sentence_are_those_of_its_full_text():
    for case in SAMPLES:
        for one in sentences_of(case.text):
            assert one.words == words_of(letters_of(one.unit.full))


def test_traits_are_of_what_binds():
    (_unit, obligations), *_ = read(bill("A developer may train and shall not sell an artificial intelligence system."))
    assert "actor:developer" in traits_of(obligations)
    assert "modality:must-not" in traits_of(obligations)
    assert "modality:may" not in traits_of(obligations)


words_list = st.lists(st.sampled_from(["publish", "data", "train", "unknown", "law"]), max_size=30)


@given(words_list)
def test_a_probability_lies_between_zero_and_one(words: list[str]):
    for score in scores(SMALL, Sentence(unit=UNIT, words=words, traits=[])):
        assert 0.0 <= SMALL.shown.probability({"score": score}) <= 1.0


@given(words_list, st.floats(0, 5))
def test_a_term_that_weighs_more_never_lowers_a_score(words: list[str], more: float):
    heavier = Scorer(
        positions=SMALL.positions,
        intercepts=SMALL.intercepts,
        terms={**SMALL.terms, "publish": (1.0, (2.0 + more, 0.0))},
        traits=SMALL.traits,
        shown=SMALL.shown,
    )
    one = Sentence(unit=UNIT, words=words, traits=[])
    assert scores(heavier, one)[0] >= scores(SMALL, one)[0] - 1e-12


def test_scores_are_those_of_scikit_learn():
    """The shipped weights put back into the library that fitted them, on every sentence of the sample provisions."""
    text = pytest.importorskip("sklearn.feature_extraction.text")
    linear = pytest.importorskip("sklearn.linear_model")
    numpy = pytest.importorskip("numpy")
    scorer = load_model().scorer
    assert scorer is not None
    terms, traits = list(scorer.terms), list(scorer.traits)
    vectors = text.TfidfVectorizer(analyzer=terms_of, vocabulary=terms, sublinear_tf=True)
    vectors.idf_ = numpy.array([scorer.terms[term][0] for term in terms])
    found = [one for case in SAMPLES for one in sentences_of(case.text)]
    assert len(found) > 50
    there = numpy.array([[TRAIT_SCALE * (name in one.traits) for name in traits] for one in found])
    matrix = numpy.hstack([vectors.transform([one.words for one in found]).toarray(), there])
    for at in range(len(scorer.positions)):
        model = linear.LogisticRegression()
        model.classes_ = numpy.array([False, True])
        model.coef_ = numpy.array(
            [[scorer.terms[term][1][at] for term in terms] + [scorer.traits[name][at] for name in traits]]
        )
        model.intercept_ = numpy.array([scorer.intercepts[at]])
        theirs = model.predict_proba(matrix)[:, 1]
        logistic = Logistic(intercept=0.0, weights={"score": 1.0})
        ours = [logistic.probability({"score": scores(scorer, one)[at]}) for one in found]
        assert numpy.max(numpy.abs(theirs - numpy.array(ours))) < 1e-9
