from __future__ import annotations

import dataclasses
from functools import partial

import pytest
from sqlalchemy import func, select

from monitor.model.bill import BillKey
from monitor.model.event import EventKind
from monitor.model.finding import Label
from monitor.services.assess import Classifier, assess_pending
from monitor.services.reassess import Outlook, clause_of_finding, outlook
from monitor.services.review_finding import confirm_finding, reject_finding, relabel_finding
from monitor.services.settle_bill import settle_bill
from monitor.store.clauses import clauses_of_judgement
from monitor.store.engine import Store
from monitor.store.judgement_repository import Releases
from monitor.store.tables import AssessmentRow, BillRow, EventRow, EvidenceRow, FindingRow
from tests.judging import MOMENT, POSITIONS, add_bill, add_version, judge
from tests.reviewing import ANA, finding

DUTY = "AI\nconflict compelled-disclosure 4: A developer shall file a report on each known risk.\n"
NOTICE = "AI\npotential truthful-outputs 2: A deployer shall tell each consumer about it.\n"


def milder(text: str, **known):
    """Sees a conflict as potential, and what was potential not at all."""
    found = judge(text, release="c2", **known)
    kept = tuple(
        dataclasses.replace(finding, label=Label.POTENTIAL)
        for finding in found.findings
        if finding.label is Label.CONFLICT
    )
    overall = Label.POTENTIAL if kept else Label.NONE
    return dataclasses.replace(found, findings=kept, overall=overall)


def classifier(who=None, release: str = "c2") -> Classifier:
    return Classifier(judge=who or partial(judge, release=release), positions=POSITIONS, release=release, program="0")


@pytest.fixture
def filled(store: Store) -> Store:
    for name, text in (("WA HB 1", DUTY), ("WA HB 2", DUTY + NOTICE[3:]), ("UT SB 1", NOTICE), ("US HR 1", DUTY)):
        add_version(store, add_bill(store, name), text)
    assess_pending(store, classifier(release="c1"), clock=lambda: MOMENT)
    return store


def counts(store: Store) -> list[int]:
    with store.read() as session:
        return [
            session.scalar(select(func.count()).select_from(table)) or 0
            for table in (AssessmentRow, FindingRow, EvidenceRow, EventRow)
        ]


def test_each_turn_between_two_judgements_is_told(filled: Store):
    def settle(release: str) -> int:
        with filled.write() as session:
            preferred = Releases(classifier=release, positions=POSITIONS.release)
            ids = session.scalars(select(BillRow.id)).all()
            return sum(settle_bill(session, bill_id, preferred=preferred, now=MOMENT) for bill_id in ids)

    assess_pending(filled, classifier(milder), clock=lambda: MOMENT, again=True)
    turns = []
    for release in ("c1", "c2") * 3:
        turns.append(settle(release))
        assert settle(release) == 0
    assert turns[0] > 0
    assert turns == [turns[0]] * 6


def test_the_same_rules_change_nothing(filled: Store):
    found = outlook(filled, classifier())
    assert found == Outlook(judged=4, failures=(), differences=())


def test_what_was_judged_by_this_release_is_not_judged_again(filled: Store):
    assert outlook(filled, classifier(release="c1")).judged == 0


def test_other_rules_are_told_by_bill_and_nothing_is_stored(filled: Store):
    before = counts(filled)
    found = outlook(filled, classifier(milder))
    assert counts(filled) == before
    assert (found.judged, found.added, found.dropped, found.relabelled) == (4, 0, 2, 2)
    assert [(str(one.bill), one.before, one.after) for one in found.differences] == [
        ("UT SB 1 (2026)", Label.POTENTIAL, Label.NONE),
        ("WA HB 1 (2026)", Label.CONFLICT, Label.POTENTIAL),
        ("WA HB 2 (2026)", Label.CONFLICT, Label.POTENTIAL),
    ]
    both = found.differences[2]
    assert both.bill == BillKey(jurisdiction="WA", session="2026", identifier="HB 2")
    assert [(change.position, change.kind) for change in both.changes] == [
        ("compelled-disclosure", EventKind.FINDING_CHANGED),
        ("truthful-outputs", EventKind.FINDING_RESOLVED),
    ]


def test_what_it_foretells_is_what_happens(filled: Store):
    found = outlook(filled, classifier(milder))
    done = assess_pending(filled, classifier(milder), clock=lambda: MOMENT, again=True)
    assert done.events == sum(len(one.changes) for one in found.differences)
    assert outlook(filled, classifier(milder)).judged == 0


class TestReviewed:
    """A reviewed clause is not told as dropped or added; what the rules would say of it is counted apart."""

    def test_what_people_said_stands_on_both_sides(self, filled: Store):
        confirm_finding(filled, of_bill(filled, "HB 1"), ANA)
        relabel_finding(filled, of_bill(filled, "HB 2"), ANA, label=Label.POTENTIAL)
        reject_finding(filled, of_bill(filled, "SB 1", "truthful-outputs"), ANA)
        found = outlook(filled, classifier(milder))
        (left,) = found.differences
        assert (str(left.bill), left.before, left.after) == ("WA HB 2 (2026)", Label.POTENTIAL, Label.POTENTIAL)
        assert [(change.position, change.kind) for change in left.changes] == [
            ("truthful-outputs", EventKind.FINDING_RESOLVED)
        ]
        assert (found.added, found.dropped, found.relabelled) == (0, 1, 0)
        assert [(str(one.bill), one.decision.value, one.said, one.before, one.after) for one in found.reviewed] == [
            ("UT SB 1 (2026)", "reject", None, Label.POTENTIAL, None),
            ("WA HB 1 (2026)", "confirm", Label.CONFLICT, Label.CONFLICT, Label.POTENTIAL),
            ("WA HB 2 (2026)", "relabel", Label.POTENTIAL, Label.CONFLICT, Label.POTENTIAL),
        ]
        assert (found.reviewed_otherwise, found.against_reviewers) == (3, 1)

    def test_what_it_foretells_is_what_happens(self, filled: Store):
        confirm_finding(filled, of_bill(filled, "HB 1"), ANA)
        reject_finding(filled, of_bill(filled, "HB 2"), ANA)
        found = outlook(filled, classifier(milder))
        done = assess_pending(filled, classifier(milder), clock=lambda: MOMENT, again=True)
        assert done.events == sum(len(one.changes) for one in found.differences)
        assert done.events == 2

    def test_rules_that_agree_are_counted_too(self, sqlite_store: Store):
        add_version(sqlite_store, add_bill(sqlite_store, "WA HB 1"), DUTY)
        assess_pending(sqlite_store, classifier(release="c1"), clock=lambda: MOMENT)
        confirm_finding(sqlite_store, of_bill(sqlite_store, "HB 1"), ANA)
        found = outlook(sqlite_store, classifier())
        assert (len(found.reviewed), found.reviewed_otherwise, found.against_reviewers) == (1, 0, 0)
        assert found.differences == ()


def of_bill(store: Store, identifier: str, position: str = "compelled-disclosure"):
    with store.read() as session:
        bill = session.scalar(select(BillRow.id).where(BillRow.identifier == identifier, BillRow.jurisdiction != "US"))
    return finding(store, position, bill=bill)


def test_a_text_that_cannot_be_judged_anew_keeps_what_stands(sqlite_store: Store):
    add_version(sqlite_store, add_bill(sqlite_store, "WA HB 1"), DUTY)
    assess_pending(sqlite_store, classifier(release="c1"), clock=lambda: MOMENT)
    found = outlook(sqlite_store, classifier(partial(judge, release="another")))
    assert (found.judged, found.differences) == (0, ())
    assert found.failures == (("WA HB 1 (2026), text 0", "judged under another release than this run's"),)


def test_a_clause_is_the_same_before_and_after_it_is_stored(sqlite_store: Store):
    add_version(sqlite_store, add_bill(sqlite_store, "WA HB 1"), DUTY)
    assess_pending(sqlite_store, classifier(release="c1"), clock=lambda: MOMENT)
    found = judge(DUTY, title="", abstract="", jurisdiction="WA", positions=POSITIONS)
    with sqlite_store.read() as session:
        stored = clauses_of_judgement(session, session.scalars(select(AssessmentRow)).one())
    assert [clause_of_finding(finding) for finding in found.findings] == stored
