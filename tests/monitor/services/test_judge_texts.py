from __future__ import annotations

import dataclasses

import pytest
from sqlalchemy import select, update

from monitor.classify.judge import classifier_release, judge
from monitor.model.finding import Assessment, Label
from monitor.model.position import PositionSet
from monitor.positions import load_positions
from monitor.services.assess import Classifier, assess_pending
from monitor.services.reassess import outlook
from monitor.store.engine import Store
from monitor.store.tables import AssessmentRow, BillRow, FindingRow, ReadingRow
from tests.judging import MOMENT, add_bill, add_version

DUTY = "Section 1. An operator of an artificial intelligence chatbot shall notify each user that it is not a human."
POSITIONS = load_positions()


def with_label(label: Label) -> PositionSet:
    """The positions as the program ships them, with another label for every disclosure."""

    def changed(position):
        rules = tuple(dataclasses.replace(rule, label=label) for rule in position.rules)
        return dataclasses.replace(position, rules=rules) if position.id == "compelled-disclosure" else position

    return dataclasses.replace(POSITIONS, positions=tuple(map(changed, POSITIONS.positions)), release=f"p-{label}")


def must_not_read(text: str, **_) -> Assessment:
    raise AssertionError(f"read again: {text}")


def classifier(positions: PositionSet = POSITIONS, who=judge) -> Classifier:
    return Classifier(judge=who, positions=positions, release=classifier_release(), program="0")


def assess(store: Store, who: Classifier):
    return assess_pending(store, who, clock=lambda: MOMENT, again=True)


def labels(store: Store) -> list[str]:
    with store.read() as session:
        return list(
            session.scalars(
                select(FindingRow.label)
                .join(AssessmentRow, AssessmentRow.id == FindingRow.assessment_id)
                .where(AssessmentRow.is_current)
            )
        )


@pytest.fixture
def judged(store: Store) -> Store:
    add_version(store, add_bill(store, "WA HB 1"), DUTY)
    assert assess(store, classifier()).scored == 0
    return store


def test_changed_positions_are_scored_from_what_was_read(judged: Store):
    who = classifier(with_label(Label.CONFLICT), must_not_read)
    shown = outlook(judged, who)
    assert (shown.judged, shown.scored, len(shown.differences)) == (1, 1, 1)
    done = assess(judged, who)
    assert (done.judged, done.scored, done.failures) == (1, 1, ())
    assert set(labels(judged)) == {"conflict"}


def test_scoring_says_what_judging_anew_would_say(judged: Store):
    positions = with_label(Label.ALIGNED)
    assess(judged, classifier(positions, must_not_read))
    scored = labels(judged)
    fresh = judge(DUTY, title="A sample act", jurisdiction="WA", positions=positions)
    assert scored == [finding.label.value for finding in fresh.findings]


@pytest.mark.parametrize("said", [{"title": "An act about ferries"}, {"abstract": "About ferries."}])
def test_a_bill_that_says_something_else_is_read_anew(judged: Store, said: dict[str, str]):
    with judged.write() as session:
        session.execute(update(BillRow).values(**said))
    done = assess(judged, classifier(with_label(Label.CONFLICT)))
    assert (done.judged, done.scored) == (1, 0)


def test_a_stop_ends_scoring(judged: Store):
    who = classifier(with_label(Label.CONFLICT), must_not_read)
    done = assess_pending(judged, who, clock=lambda: MOMENT, again=True, stop=lambda: True)
    assert (done.judged, done.left) == (0, 1)


def test_a_broken_reading_is_made_anew(judged: Store):
    with judged.write() as session:
        session.execute(update(ReadingRow).values(content={"duties": "many"}))
    done = assess(judged, classifier(with_label(Label.CONFLICT)))
    assert (done.judged, done.scored, done.failures) == (1, 0, ())
