from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.finding import Label, Relevance
from monitor.services.calibration import Bin, Triage, abstention_curve, calibration_error, reliability, triage
from monitor.services.evaluate_model import Proposed, proposed
from monitor.services.measure import Confusion, Gold, Judged, Measure, Quoted, Rate, confusions, interval, measure

POSITIONS = ("a", "b")
C, P, E, N = Label.CONFLICT, Label.POTENTIAL, Label.EXEMPT, Label.NONE


def gold(name: str, a: Label, b: Label = N, *, relevance: Relevance = Relevance.CORE, quote: str = "") -> Gold:
    quotes = (Quoted(position="a", quote=quote),) if quote else ()
    overall = max((a, b), key=lambda label: label.strength)
    return Gold(id=name, relevance=relevance, labels={"a": a, "b": b}, overall=overall, quotes=quotes)


def judged(
    a: Label, b: Label = N, *, relevance: Relevance | None = Relevance.CORE, quote: str = "", sure: float = 0.7
) -> Judged:
    quotes = (Quoted(position="a", quote=quote),) if quote else ()
    overall = max((a, b), key=lambda label: label.strength)
    return Judged(
        relevance=relevance, labels={"a": a, "b": b}, confidence={"a": sure, "b": sure}, overall=overall, quotes=quotes
    )


FOUR = [
    (gold("one", C, P), judged(C, N)),
    (gold("two", P), judged(C)),
    (gold("three", E), judged(P)),
    (gold("four", N, relevance=Relevance.MENTION), judged(N, relevance=Relevance.ADJACENT)),
]


def test_flags_are_counted_and_none_never_is():
    found = measure(FOUR, POSITIONS)
    assert found.bills == 4
    assert found.positions["a"] == Measure(precision=2 / 3, recall=1.0, f1=0.8, n=2, flagged=3)
    assert found.positions["b"] == Measure(precision=0.0, recall=0.0, f1=0.0, n=1, flagged=0)
    assert found.positions_micro == Measure(precision=2 / 3, recall=2 / 3, f1=2 / 3, n=3, flagged=3)
    assert found.bill_flag == Measure(precision=2 / 3, recall=1.0, f1=0.8, n=2, flagged=3)
    assert found.relevance == Measure(precision=0.75, recall=1.0, f1=6 / 7, n=3, flagged=4)
    assert found.conflict_bill_recall == Rate(rate=1.0, n=1)
    assert found.overall_accuracy == Rate(rate=0.5, n=4)
    assert found.exempt_false_alarm == Rate(rate=1.0, n=1)
    assert found.not_ai_false_alarm == Rate(rate=0.0, n=1)


def test_a_text_that_could_not_be_judged_is_no_flag_and_not_right():
    unknown = Judged(relevance=None, labels={}, confidence={}, overall=None)
    found = measure([(gold("one", C), unknown), (gold("two", N), unknown)], POSITIONS)
    assert found.bill_flag == Measure(precision=0.0, recall=0.0, f1=0.0, n=1, flagged=0)
    assert found.conflict_bill_recall == Rate(rate=0.0, n=1)
    assert found.overall_accuracy == Rate(rate=0.0, n=2)


def test_a_quote_is_found_by_half_of_its_word_pairs():
    wanted = "a developer shall publish a summary of the data"
    close, far = "shall publish a summary of the data sets", "the department shall study the matter"
    assert measure([(gold("x", C, quote=wanted), judged(C, quote=close))], POSITIONS).evidence_found == Rate(
        rate=1.0, n=1
    )
    assert measure([(gold("x", C, quote=wanted), judged(C, quote=far))], POSITIONS).evidence_found.rate == 0.0
    missed = measure([(gold("x", C, quote=wanted), judged(N, quote=close))], POSITIONS)
    assert missed.evidence_found == Rate(rate=None, n=0), "only where both sides flag"


def test_a_quote_off_its_offsets_is_counted():
    off = replace(judged(C), quotes=(Quoted(position="a", quote="x"), Quoted(position="a", quote="y", exact=False)))
    assert measure([(gold("x", C), off)], POSITIONS).evidence_exact == Rate(rate=0.5, n=2)


def test_disagreements_come_with_both_sides_words():
    pairs = [(gold("x", C, quote="wanted words"), judged(E, P, quote="found words"))]
    assert confusions(pairs, POSITIONS) == [
        Confusion(bill="x", position="a", wanted=C, found=E, wanted_quote="wanted words", found_quote="found words"),
        Confusion(bill="x", position="b", wanted=N, found=P, wanted_quote="", found_quote=""),
    ]


def test_the_interval_holds_the_figure_and_is_reproducible():
    def f1(pairs) -> float:
        return measure(pairs, POSITIONS).bill_flag.f1

    low, high = interval(FOUR * 10, f1, rounds=200)
    assert low < 0.8 < high
    assert interval(FOUR * 10, f1, rounds=200) == (low, high)


def test_confidence_against_truth():
    pairs = [
        (gold("1", C), judged(C, sure=0.85)),
        (gold("2", N), judged(C, sure=0.85)),
        (gold("3", C), judged(C, sure=0.45)),
        (gold("4", C), judged(N, sure=0.99)),
    ]
    bins = reliability(pairs, ["a"])
    assert bins == [
        Bin(low=0.4, high=0.5, n=1, confidence=0.45, right=1.0),
        Bin(low=0.8, high=0.9, n=2, confidence=0.85, right=0.5),
    ]
    assert calibration_error(bins) == pytest.approx((0.55 + 2 * 0.35) / 3)
    assert calibration_error([]) is None
    cuts = {cut.least: cut for cut in abstention_curve(pairs, ["a"])}
    assert (cuts[0.0].kept, cuts[0.0].precision, cuts[0.0].lost) == (1.0, pytest.approx(2 / 3), 0)
    assert (cuts[0.8].kept, cuts[0.8].precision, cuts[0.8].lost) == (pytest.approx(2 / 3), 0.5, 1)


def test_every_position_is_said_reviewed_or_cleared():
    proposal = replace(judged(N), proposed={"a": 0.4, "b": 0.1})
    pairs = [
        (gold("1", C), judged(C, sure=0.95)),
        (gold("2", N), judged(P, sure=0.6)),
        (gold("3", C), proposal),
        (gold("4", N, C), judged(N)),
    ]
    assert triage(pairs, POSITIONS, low=0.2, high=0.9) == Triage(
        low=0.2,
        high=0.9,
        flagged=1,
        flagged_right=1,
        review=2,
        review_right=1,
        cleared=5,
        cleared_missed=1,
    )
    assert proposed(pairs, POSITIONS) == {
        "a": Proposed(missed=1, proposed=1, right=1),
        "b": Proposed(missed=1, proposed=1, right=0),
    }


labels = st.sampled_from([C, P, E, N])


@given(st.lists(st.tuples(labels, labels, labels, labels), max_size=12))
def test_every_figure_is_a_share(rows):
    found = measure([(gold(str(n), a, b), judged(c, d)) for n, (a, b, c, d) in enumerate(rows)], POSITIONS)
    for one in (found.bill_flag, found.positions_micro, *found.positions.values()):
        assert 0 <= one.f1 <= 1
        assert min(one.precision, one.recall) - 1e-9 <= one.f1 <= max(one.precision, one.recall) + 1e-9
    perfect = measure([(gold(str(n), a, b), judged(a, b)) for n, (a, b, _, _) in enumerate(rows)], POSITIONS)
    assert perfect.positions_micro.f1 in (0.0, 1.0)
    assert perfect.overall_accuracy.rate in (None, 1.0)
