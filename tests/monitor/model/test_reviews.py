from __future__ import annotations

import dataclasses
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.answer import Decision
from monitor.model.clause import Clause
from monitor.model.finding import Label
from monitor.model.review import InvalidReviewError, Review, standing_reviews, usual_severity
from monitor.model.reviewed import Reviewed, apply_reviews, as_judged
from tests.reviewing import NOW, clause, review

DUTY = clause()
NOTICE = clause("A deployer shall tell each consumer.", "potential", 2, start=50, number=2)
CHILD = clause("An operator shall remind minors.", "exempt", 1, start=99, number=3)


def nowhere(_: Review) -> Clause | None:
    return None


def where_it_stood(of: Review) -> Clause:
    return of.clause


def test_a_rejected_clause_does_not_count_and_says_who_when_and_why():
    found = apply_reviews([DUTY, NOTICE], [review(DUTY)], place=nowhere)
    assert found.counted == (NOTICE,)
    (rejected,) = found.rejected
    assert (rejected, rejected.label) == (DUTY, Label.CONFLICT)
    answer = rejected.review
    assert answer is not None
    assert (answer.decision, answer.reviewer, answer.reason, answer.reviewed_at, answer.review_id) == (
        Decision.REJECT,
        "Ana",
        "A sample reason.",
        NOW,
        1,
    )
    assert answer.machine_label is Label.CONFLICT
    assert (found.overall(Label.CONFLICT), found.positions) == (
        Label.POTENTIAL,
        {"compelled-disclosure": Label.POTENTIAL},
    )


def test_a_relabelled_clause_has_the_persons_label_beside_that_of_the_rules():
    found = apply_reviews([DUTY], [review(DUTY, "relabel")], place=nowhere)
    (counted,) = found.counted
    assert (counted.label, counted.severity, counted.finding_id) == (Label.POTENTIAL, 2, 1)
    assert counted.review is not None
    assert (counted.review.machine_label, counted.review.machine_severity) == (Label.CONFLICT, 4)
    assert found.overall(Label.CONFLICT) is Label.POTENTIAL


def test_a_confirmed_clause_keeps_its_label_whatever_other_rules_say_of_it():
    said = review(DUTY, "confirm")
    milder = dataclasses.replace(DUTY, label=Label.POTENTIAL, severity=2)
    (counted,) = apply_reviews([milder], [said], place=nowhere).counted
    assert (counted.label, counted.severity) == (Label.CONFLICT, 4)
    assert counted.review is not None
    assert counted.review.machine_label is Label.POTENTIAL


@pytest.mark.parametrize("decision", ["confirm", "relabel", "add"])
def test_a_person_keeps_what_the_rules_no_longer_find_while_its_words_stand(decision: str):
    found = apply_reviews([NOTICE], [review(DUTY, decision)], place=where_it_stood)
    assert [counted.key for counted in found.counted] == [NOTICE.key, DUTY.key]
    alone = found.counted[1]
    assert (alone.finding_id, alone.label) == (0, Label.CONFLICT if decision == "confirm" else Label.POTENTIAL)
    assert alone.review is not None
    assert alone.review.machine_label is None
    assert as_judged(alone) is None


def test_a_rejection_of_what_the_rules_no_longer_find_says_nothing():
    assert apply_reviews([NOTICE], [review(DUTY)], place=where_it_stood) == Reviewed(counted=(NOTICE,))


@pytest.mark.parametrize("decision", ["confirm", "reject", "relabel", "add"])
def test_words_that_changed_are_listed_and_the_review_applies_to_nothing(decision: str):
    said = review(DUTY, decision)
    reworded = clause("A developer shall file a report each year.")
    found = apply_reviews([reworded, NOTICE], [said], place=nowhere)
    assert found == Reviewed(counted=(reworded, NOTICE), changed=(said,))
    assert [counted.review for counted in found.counted] == [None, None]
    assert found.overall(Label.CONFLICT) is Label.CONFLICT


@pytest.mark.parametrize("decision", ["confirm", "reject", "relabel"])
def test_words_that_the_rules_quote_otherwise_are_looked_at_again(decision: str):
    longer = clause("A developer shall file a report. It is public.", start=0)
    said = review(DUTY, decision)
    assert apply_reviews([longer], [said], place=where_it_stood) == Reviewed(counted=(longer,), changed=(said,))
    elsewhere = dataclasses.replace(longer, position="truthful-outputs")
    assert apply_reviews([elsewhere], [said], place=where_it_stood).changed == ()


def test_an_added_finding_counts_beside_what_the_rules_quote_otherwise():
    longer = clause("A developer shall file a report. It is public.", start=0)
    found = apply_reviews([longer], [review(DUTY, "add")], place=where_it_stood)
    assert [one.key for one in found.counted] == [longer.key, DUTY.key]


def test_a_withdrawn_review_leaves_the_rules_alone():
    said = [review(DUTY), review(DUTY, "withdraw", number=2)]
    assert standing_reviews(said) == {}
    assert apply_reviews([DUTY], said, place=nowhere) == Reviewed(counted=(DUTY,))


def test_the_same_words_against_another_position_are_another_clause():
    other = dataclasses.replace(DUTY, position="truthful-outputs")
    found = apply_reviews([DUTY, other], [review(DUTY)], place=nowhere)
    assert (found.counted, found.rejected) == ((other,), (DUTY,))


def test_nobody_spoke_means_what_the_rules_say():
    assert apply_reviews([], [], place=nowhere).overall(Label.EXEMPT) is Label.EXEMPT


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"reason": "  "}, "reason is empty"),
        ({"reviewer": ""}, "names its reviewer"),
        ({"label": Label.CONFLICT, "severity": 4}, "belong to relabel and add"),
        ({"label": Label.CONFLICT}, "belong to relabel and add"),
        ({"decision": Decision.RELABEL, "label": None}, "belong to relabel and add"),
        ({"decision": Decision.ADD, "severity": None}, "belong to relabel and add"),
        ({"decision": Decision.RELABEL, "label": Label.NONE, "severity": 0}, "reject it"),
        ({"decision": Decision.RELABEL, "label": Label.CONFLICT, "severity": 6}, "between 0 and 5"),
        ({"decision": Decision.RELABEL, "label": Label.EXEMPT, "severity": 1}, "names the carve-out"),
        ({"decision": Decision.RELABEL, "label": Label.CONFLICT, "severity": 4, "carve_out": "x"}, "no other label"),
    ],
)
def test_what_is_no_review(fields: dict, why: str):
    with pytest.raises(InvalidReviewError, match=why):
        review(DUTY, **fields)


def test_a_severity_moves_into_the_range_of_the_label():
    assert [usual_severity(Label.POTENTIAL, given) for given in (0, 2, 5)] == [2, 2, 3]
    assert [usual_severity(label) for label in (Label.CONFLICT, Label.EXEMPT, Label.ALIGNED)] == [4, 0, 0]


def test_an_answer_travels_as_json():
    (counted,) = apply_reviews([DUTY], [review(DUTY, "relabel", number=7)], place=nowhere).counted
    assert counted.payload()["review"] == {
        "id": "r7",
        "decision": "relabel",
        "reviewer": "Ana",
        "reason": "A sample reason.",
        "reviewed_at": "2026-11-25T09:30:00+00:00",
        "machine_label": "conflict",
        "machine_severity": 4,
        "machine_carve_out": None,
    }
    assert DUTY.payload()["review"] is None


_QUOTES = [f"Duty {number} binds developers." for number in range(4)]
_labels = st.sampled_from(["conflict", "potential", "exempt", "aligned"])
_clauses = st.lists(
    st.builds(
        clause,
        quote=st.sampled_from(_QUOTES),
        label=_labels,
        severity=st.integers(0, 5),
        position=st.sampled_from(["a", "b"]),
        number=st.integers(1, 99),
    ),
    max_size=6,
)
_DECISIONS = ["confirm", "reject", "relabel", "add", "withdraw"]


@st.composite
def _reviews(draw: st.DrawFn) -> list[Review]:
    """Up to eight reviews with ids that rise in the order in which they were made, in any order of the list."""
    made = draw(st.lists(st.tuples(_clauses.filter(bool), st.sampled_from(_DECISIONS)), max_size=8))
    said = [review(of[0], decision, number=number) for number, (of, decision) in enumerate(made, 1)]
    return draw(st.permutations(said))


_stands = st.sets(st.sampled_from(_QUOTES))


def _placed(stands: set[str]):
    return lambda of: of.clause if of.quote in stands else None


def _states(found: Reviewed) -> list[tuple]:
    """Everything that is seen of a judgement, answers included: equality of clauses leaves these out."""
    counted = [(one, one.review, one.finding_id) for one in found.counted]
    return [*counted, *((one, one.review) for one in found.rejected), *found.changed]


@given(st.lists(_clauses, min_size=1, max_size=3), _reviews(), _stands)
def test_the_latest_review_wins_in_any_order_of_judgements(judgements, reviews, stands):
    last: dict[tuple[str, str], Review] = {}
    for said in sorted(reviews, key=lambda said: said.id):
        last[said.key] = said
    for order in itertools.islice(itertools.permutations(judgements), 6):
        for clauses in order:
            found = apply_reviews(clauses, reviews, place=_placed(stands))
            counted = {one.key: one for one in found.counted}
            for one in clauses:
                said = last.get(one.key)
                if said is None or said.decision is Decision.WITHDRAW:
                    assert one in found.counted
                    assert counted[one.key].review is None
                elif said.decision is Decision.REJECT:
                    assert one.key not in counted
                    assert one in found.rejected
                else:
                    answer = counted[one.key].review
                    assert answer is not None
                    assert answer.review_id == said.id
                    assert counted[one.key].label is (said.label or said.clause.label)


@given(_clauses, _reviews(), _stands)
def test_applying_is_idempotent(clauses, reviews, stands):
    once = apply_reviews(clauses, reviews, place=_placed(stands))
    again = apply_reviews((*once.counted, *once.rejected), reviews, place=_placed(stands))
    assert sorted(map(repr, _states(again))) == sorted(map(repr, _states(once)))


@given(_clauses, _reviews(), _stands)
def test_the_order_of_the_list_of_reviews_does_not_matter(clauses, reviews, stands):
    place = _placed(stands)
    assert _states(apply_reviews(clauses, reviews, place=place)) == _states(
        apply_reviews(clauses, reviews[::-1], place=place)
    )


@given(_clauses, _reviews(), _clauses.filter(bool), st.sampled_from(_DECISIONS), _stands)
def test_a_review_never_changes_other_clauses(clauses, reviews, about, decision, stands):
    said = review(about[0], decision, number=99)
    before = apply_reviews(clauses, reviews, place=_placed(stands))
    after = apply_reviews(clauses, [*reviews, said], place=_placed(stands))

    def others(found: Reviewed) -> list[tuple]:
        keyed = [(one.key, one, one.review) for one in (*found.counted, *found.rejected)]
        return [one for one in keyed if one[0] != said.key]

    assert others(after) == others(before)
    assert [one for one in after.changed if one.key != said.key] == [
        one for one in before.changed if one.key != said.key
    ]
