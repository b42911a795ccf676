from __future__ import annotations

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from monitor.model.clause import Clause
from monitor.model.event import EventKind
from monitor.model.finding import Label
from monitor.services.compare_findings import Direction, compare, strongest

DUTY = "A developer shall file with the attorney general a report on each known risk of the system."


def clause(
    quote: str = DUTY,
    label: str = "conflict",
    severity: int = 4,
    *,
    position: str = "compelled-disclosure",
    kind: str = "ag_disclosure",
    number: int = 1,
) -> Clause:
    return Clause(
        finding_id=number,
        position=position,
        label=Label(label),
        severity=severity,
        confidence=0.8,
        theory="compelled speech",
        second_theory="",
        authority_strength=3,
        provision_label="Sec. 2",
        provision_heading="Duties",
        provision_type=kind,
        quote=quote,
        start=0,
        end=len(quote),
        lead_in="",
        clause_hash=str(hash(quote)),
        carve_out="child-safety" if label == "exempt" else None,
        rationale="",
        counter_argument="",
    )


def only(before: list[Clause], after: list[Clause]):
    changes = compare(before, after)
    assert len(changes) == 1
    return changes[0]


def test_nothing_before_and_a_flag_now_is_new():
    change = only([], [clause()])
    assert (change.kind, change.direction) == (EventKind.FINDING_NEW, Direction.NEW)
    assert (change.before, change.after, change.severity_before, change.severity) == (None, Label.CONFLICT, None, 4)
    assert [c.quote for c in change.added] == [DUTY]
    assert change.removed == change.moved == ()


def test_a_carve_out_that_goes_away_is_a_new_finding_and_says_what_was_before():
    change = only([clause(label="exempt")], [clause()])
    assert change.kind is EventKind.FINDING_NEW
    assert change.before is Label.EXEMPT


def test_a_carve_out_that_comes_resolves():
    change = only([clause()], [clause(label="exempt")])
    assert (change.kind, change.direction) == (EventKind.FINDING_RESOLVED, Direction.RESOLVED)
    assert (change.after, change.severity) == (Label.EXEMPT, None)
    assert change.removed[0].quote == DUTY


def test_labels_that_are_no_flags_are_no_news():
    assert compare([clause(label="exempt")], [clause("Other words.", label="aligned")]) == ()


def test_the_same_clause_again_is_no_news_wherever_it_stands():
    moved = dataclasses.replace(clause(), start=900, end=990, provision_label="Sec. 7", finding_id=99)
    assert compare([clause()], [moved]) == ()


def test_rephrased_words_of_the_same_weight_are_no_news():
    assert compare([clause()], [clause(DUTY.replace("each", "every"))]) == ()


def test_rephrased_words_of_another_provision_type_are_another_clause():
    change = only([clause()], [clause(DUTY.replace("each", "every"), kind="incident_reporting")])
    assert change.direction is Direction.REWORDED
    assert (len(change.added), len(change.removed)) == (1, 1)


def test_a_lower_label_of_the_same_words_eases():
    change = only([clause()], [clause(label="potential", severity=3)])
    assert (change.kind, change.direction) == (EventKind.FINDING_CHANGED, Direction.EASED)
    assert change.added == change.removed == ()
    assert [(was.severity, now.severity) for was, now in change.moved] == [(4, 3)]


def test_a_higher_severity_of_rephrased_words_worsens():
    change = only([clause(severity=3)], [clause(DUTY.replace("each", "every"), severity=5)])
    assert (change.direction, change.severity_before, change.severity) == (Direction.WORSENED, 3, 5)


def test_one_more_clause_worsens_and_one_fewer_eases():
    extra = clause("The developer shall publish the names of all data sets.", label="potential", severity=1)
    assert only([clause()], [clause(), extra]).direction is Direction.WORSENED
    assert only([clause(), extra], [clause()]).direction is Direction.EASED


def test_each_position_is_told_once_in_order():
    after = [clause(position="truthful-outputs"), clause(), clause("More words.")]
    assert [change.position for change in compare([], after)] == ["compelled-disclosure", "truthful-outputs"]


def test_equal_words_twice_are_matched_by_weight():
    twice = [clause(severity=2), clause(severity=4)]
    assert compare(twice, twice[::-1]) == ()


def test_the_payload_is_json_without_the_position_in_clauses():
    payload = only([clause(severity=3)], [clause(severity=4), clause("New words here.")]).payload()
    assert payload["direction"] == "worsened"
    assert payload["added"][0]["label"] == "conflict"
    assert "position" not in payload["added"][0]
    assert payload["moved"][0]["before"]["severity"] == 3


def test_the_strongest_of_nothing_is_nothing():
    assert strongest([]) is None
    assert strongest([Label.EXEMPT, Label.POTENTIAL, Label.NONE]) is Label.POTENTIAL


clauses = st.lists(
    st.builds(
        clause,
        quote=st.sampled_from(
            [DUTY, DUTY.replace("each", "every"), "A label shall be shown.", "Nothing like the rest"]
        ),
        label=st.sampled_from([label.value for label in Label if label is not Label.NONE]),
        severity=st.integers(0, 5),
        position=st.sampled_from(["a", "b"]),
        kind=st.sampled_from(["x", "y"]),
    ),
    max_size=8,
)


@given(clauses)
def test_a_judgement_never_differs_from_itself(found: list[Clause]):
    assert compare(found, list(reversed(found))) == ()


@given(clauses, clauses)
def test_the_way_back_is_the_opposite(before: list[Clause], after: list[Clause]):
    opposite = {"new": "resolved", "resolved": "new", "worsened": "eased", "eased": "worsened", "reworded": "reworded"}
    there = {c.position: c.direction.value for c in compare(before, after)}
    back = {c.position: c.direction.value for c in compare(after, before)}
    assert {position: opposite[way] for position, way in there.items()} == back


@given(clauses, clauses)
def test_what_is_told_adds_up(before: list[Clause], after: list[Clause]):
    for change in compare(before, after):
        flags = sum(c.label.is_flag and c.position == change.position for c in after)
        flags_before = sum(c.label.is_flag and c.position == change.position for c in before)
        assert flags - flags_before == len(change.added) - len(change.removed)
        assert (change.severity is None) == (flags == 0)
