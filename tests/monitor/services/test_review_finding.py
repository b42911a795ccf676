from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from monitor.model.finding import Label
from monitor.model.position import CarveOut
from monitor.services.assess import Classifier, assess_pending
from monitor.services.bill_standing import BillStanding, load_standings
from monitor.services.query_bill import query_bill
from monitor.services.query_findings import query_findings
from monitor.services.record_review import ReviewRefusedError, Speaker
from monitor.services.review_finding import confirm_finding, reject_finding, relabel_finding, withdraw_review
from monitor.services.review_target import (
    InvalidReferenceError,
    NoSuchSubjectError,
    Reference,
    ReferenceKind,
    parse_reference,
)
from monitor.store.engine import Store
from tests.judging import MOMENT, POSITIONS, add_bill, add_version, judge
from tests.reviewing import ANA, BEN, events, finding, rows

WORDS = "A developer shall file a report on each known risk."
DUTY = f"AI\nconflict compelled-disclosure 4: {WORDS}\n"
NOTICE = "potential truthful-outputs 2: A deployer shall tell each consumer about it.\n"
CHILD = "exempt frontier-voluntary 1: An operator shall remind each minor.\n"
CARVE_OUTS = tuple(
    CarveOut(id=name, name=name, title=f"Sample {name}", source="Sample order", provision_types=())
    for name in ("child-safety", "government-use")
)


def milder(text: str, **known):
    """Sees a conflict as potential."""
    found = judge(text, release="c2", **known)
    kept = tuple(replace(f, label=Label.POTENTIAL) if f.label is Label.CONFLICT else f for f in found.findings)
    return replace(found, findings=kept, overall=max((f.label for f in kept), key=lambda label: label.strength))


def blind(text: str, **known):
    """Finds nothing."""
    return replace(judge(text, release="c3", **known), findings=(), overall=Label.NONE)


def run(store: Store, release: str = "c1", who=None) -> int:
    classifier = Classifier(
        judge=who or partial(judge, release=release),
        positions=replace(POSITIONS, carve_outs=CARVE_OUTS),
        release=release,
        program="0",
    )
    return assess_pending(store, classifier, clock=lambda: MOMENT, again=True).events


def standing(store: Store, bill: int) -> BillStanding:
    with store.read() as session:
        (found,) = load_standings(session, bill_ids=[bill])
    return found


@pytest.fixture
def bill(store: Store) -> int:
    """A judged bill with a conflict, a potential conflict and a carve-out."""
    found = add_bill(store, "WA HB 1")
    add_version(store, found, DUTY + NOTICE + CHILD, note="Introduced")
    run(store)
    return found


def last(store: Store) -> int:
    return events(store)[-1].sequence


class TestReject:
    def test_it_counts_nowhere_and_stays_in_the_record(self, store: Store, bill: int):
        seen = last(store)
        done = reject_finding(store, finding(store), ANA)
        assert (done.before, done.after, done.machine, done.events) == (
            Label.CONFLICT,
            Label.POTENTIAL,
            Label.CONFLICT,
            1,
        )
        of = standing(store, bill)
        assert (of.label, of.machine_overall, of.reviewed) == (Label.POTENTIAL, Label.CONFLICT, 1)
        assert (of.positions.get("compelled-disclosure"), of.machine_positions["compelled-disclosure"]) == (
            None,
            Label.CONFLICT,
        )
        total = query_findings(store).total
        assert (total.labels[Label.CONFLICT], total.labels[Label.POTENTIAL]) == (0, 1)
        assert total.positions["compelled-disclosure"][Label.CONFLICT] == 0
        page = query_bill(store, "WA HB 1")
        assert [one.position for one in page.findings] == ["truthful-outputs", "frontier-voluntary"]
        (rejected,) = page.rejected
        assert (rejected.quotes[0].quote, rejected.label, rejected.machine_label) == (
            WORDS,
            Label.CONFLICT,
            Label.CONFLICT,
        )
        assert rejected.review is not None
        assert (rejected.review.reviewer, rejected.review.reason) == ("Ana", ANA.reason)
        (event,) = events(store, after=seen)
        assert (event.kind, event.bill_id, event.occurred_on, event.detected_at) == (
            "finding.resolved",
            bill,
            None,
            ANA.now,
        )
        assert {name: event.payload[name] for name in ("reason", "before", "after", "direction", "version_note")} == {
            "reason": "review",
            "before": "conflict",
            "after": None,
            "direction": "resolved",
            "version_note": "Introduced",
        }
        assert event.payload["review"]["decision"] == "reject"

    def test_the_event_is_made_once_and_the_second_voice_is_kept(self, store: Store, bill: int):
        reject_finding(store, finding(store), ANA)
        seen = last(store)
        assert reject_finding(store, finding(store), BEN).events == 0
        assert events(store, after=seen) == []
        assert [row.reviewer for row in rows(store)] == ["Ana", "Ben"]
        (rejected,) = query_bill(store, "WA HB 1").rejected
        assert rejected.review is not None
        assert rejected.review.reviewer == "Ben"

    def test_it_stays_rejected_under_other_rules_and_nothing_is_told(self, store: Store, bill: int):
        reject_finding(store, finding(store), ANA)
        assert run(store, "c2", milder) == 0
        assert standing(store, bill).label is Label.POTENTIAL
        assert run(store, "c4") == 0
        assert [one.position for one in query_bill(store, "WA HB 1").rejected] == ["compelled-disclosure"]

    def test_it_stays_rejected_in_a_later_text_with_the_same_words(self, store: Store, bill: int):
        reject_finding(store, finding(store), ANA)
        seen = last(store)
        add_version(store, bill, DUTY.replace("A developer shall file", "A  developer shall\tfile") + NOTICE + CHILD)
        run(store)
        assert events(store, after=seen) == []
        (rejected,) = query_bill(store, "WA HB 1").rejected
        assert rejected.quotes[0].quote == WORDS.replace("A developer shall file", "A  developer shall\tfile")

    def test_words_that_changed_are_told_and_listed(self, store: Store, bill: int):
        reject_finding(store, finding(store), ANA)
        seen = last(store)
        add_version(store, bill, DUTY.replace("each known", "every") + NOTICE + CHILD)
        run(store)
        (event,) = events(store, after=seen)
        assert (event.kind, event.payload["reason"]) == ("finding.new", "version")
        page = query_bill(store, "WA HB 1")
        assert [(said.quote, said.decision.value) for said in page.changed] == [(WORDS, "reject")]
        assert page.rejected == ()
        assert page.findings[0].review is None
        assert standing(store, bill).label is Label.CONFLICT

    def test_a_carve_out_is_no_event(self, store: Store, bill: int):
        assert reject_finding(store, finding(store, "frontier-voluntary"), ANA).events == 0
        assert query_bill(store, "WA HB 1").carve_outs == ()


class TestConfirm:
    def test_it_is_marked_and_no_event(self, store: Store, bill: int):
        assert confirm_finding(store, finding(store), ANA).events == 0
        first = query_bill(store, "WA HB 1").findings[0]
        assert first.review is not None
        assert (first.label, first.review.decision.value, first.id) == (
            Label.CONFLICT,
            "confirm",
            str(finding(store)),
        )

    def test_its_label_stands_whatever_the_rules_say_later(self, store: Store, bill: int):
        confirm_finding(store, finding(store), ANA)
        assert run(store, "c2", milder) == 0
        first = query_bill(store, "WA HB 1").findings[0]
        assert (first.label, first.machine_label) == (Label.CONFLICT, Label.POTENTIAL)
        assert (standing(store, bill).label, standing(store, bill).machine_overall) == (
            Label.CONFLICT,
            Label.POTENTIAL,
        )

    def test_it_counts_where_the_rules_find_nothing_any_more(self, store: Store, bill: int):
        done = confirm_finding(store, finding(store), ANA)
        seen = last(store)
        run(store, "c3", blind)
        assert [event.payload["position"] for event in events(store, after=seen)] == ["truthful-outputs"]
        (alone,) = query_bill(store, "WA HB 1").findings
        assert (alone.id, alone.label, alone.machine_label) == (f"r{done.review.id}", Label.CONFLICT, None)
        assert [quote.quote for quote in alone.quotes] == [WORDS]
        assert (standing(store, bill).label, standing(store, bill).machine_overall) == (Label.CONFLICT, Label.NONE)

    def test_it_lets_a_rejected_finding_count_again(self, store: Store, bill: int):
        reject_finding(store, finding(store), ANA)
        done = confirm_finding(store, finding(store), BEN)
        assert (done.before, done.after, done.events) == (Label.POTENTIAL, Label.CONFLICT, 1)
        assert events(store)[-1].kind == "finding.new"


class TestRelabel:
    @pytest.fixture
    def store(self, sqlite_store: Store) -> Store:
        return sqlite_store

    def test_the_persons_label_counts_beside_that_of_the_rules(self, store: Store, bill: int):
        done = relabel_finding(store, finding(store), ANA, label=Label.POTENTIAL)
        assert (done.review.severity, done.after, done.events) == (3, Label.POTENTIAL, 1)
        told = events(store)[-1]
        assert (told.kind, told.payload["direction"], told.payload["severity"]) == ("finding.changed", "eased", 3)
        (moved,) = told.payload["moved"]
        assert (moved["before"]["review"], moved["after"]["review"]["machine_label"]) == (None, "conflict")
        shown = next(f for f in query_bill(store, "WA HB 1").findings if f.position == "compelled-disclosure")
        assert (shown.label, shown.severity, shown.machine_label, shown.machine_severity) == (
            Label.POTENTIAL,
            3,
            Label.CONFLICT,
            4,
        )

    def test_a_carve_out_goes_with_exempt_alone(self, store: Store, bill: int):
        with pytest.raises(ReviewRefusedError, match="exempt needs the carve-out that applies: child-safety"):
            relabel_finding(store, finding(store), ANA, label=Label.EXEMPT)
        with pytest.raises(ReviewRefusedError, match="exempt needs"):
            relabel_finding(store, finding(store), ANA, label=Label.EXEMPT, carve_out="parades")
        with pytest.raises(ReviewRefusedError, match="not with potential"):
            relabel_finding(store, finding(store), ANA, label=Label.POTENTIAL, carve_out="child-safety")
        done = relabel_finding(store, finding(store), ANA, label=Label.EXEMPT, carve_out="government-use")
        assert (done.after, done.events) == (Label.POTENTIAL, 1)
        assert query_bill(store, "WA HB 1").carve_outs == ("child-safety", "government-use")

    def test_nothing_new_is_no_relabelling(self, store: Store, bill: int):
        with pytest.raises(ReviewRefusedError, match="confirm it"):
            relabel_finding(store, finding(store), ANA, label=Label.CONFLICT)
        assert relabel_finding(store, finding(store), ANA, label=Label.CONFLICT, severity=5).events == 1

    def test_a_carve_out_that_becomes_a_conflict_is_news(self, store: Store, bill: int):
        done = relabel_finding(store, finding(store, "frontier-voluntary"), ANA, label=Label.CONFLICT)
        assert (done.review.severity, events(store)[-1].kind) == (4, "finding.new")
        assert query_bill(store, "WA HB 1").carve_outs == ()


class TestWithdraw:
    @pytest.fixture
    def store(self, sqlite_store: Store) -> Store:
        return sqlite_store

    def test_the_rules_alone_count_again(self, store: Store, bill: int):
        reject_finding(store, finding(store), ANA)
        done = withdraw_review(store, finding(store), BEN)
        assert (done.before, done.after, done.events) == (Label.POTENTIAL, Label.CONFLICT, 1)
        assert standing(store, bill).reviewed == 0
        assert [row.decision for row in rows(store)] == ["reject", "withdraw"]

    def test_every_turn_is_an_event_of_its_own(self, store: Store, bill: int):
        seen = last(store)
        for _ in range(2):
            reject_finding(store, finding(store), ANA)
            withdraw_review(store, finding(store), ANA)
        assert [event.kind for event in events(store, after=seen)] == ["finding.resolved", "finding.new"] * 2

    def test_of_what_stands_there_no_more(self, store: Store, bill: int):
        done = confirm_finding(store, finding(store), ANA)
        name = Reference(kind=ReferenceKind.REVIEW, id=done.review.id)
        add_version(store, bill, "AI\n" + NOTICE + CHILD)
        run(store)
        with pytest.raises(NoSuchSubjectError, match="do not stand in the judged text of WA HB 1"):
            reject_finding(store, name, BEN)
        assert len(query_bill(store, "WA HB 1").changed) == 1
        assert withdraw_review(store, name, BEN).events == 0
        assert query_bill(store, "WA HB 1").changed == ()

    def test_nothing_to_withdraw(self, store: Store, bill: int):
        with pytest.raises(NoSuchSubjectError, match="nothing to withdraw"):
            withdraw_review(store, finding(store), ANA)


class TestNames:
    @pytest.fixture
    def store(self, sqlite_store: Store) -> Store:
        return sqlite_store

    def test_a_review_names_what_it_is_about_too(self, store: Store, bill: int):
        done = reject_finding(store, finding(store), ANA)
        again = confirm_finding(store, Reference(kind=ReferenceKind.REVIEW, id=done.review.id), BEN)
        assert (again.after, again.review.clause.finding_id) == (Label.CONFLICT, finding(store).id)

    @pytest.mark.parametrize("speaker", [replace(ANA, reason=" "), replace(ANA, reviewer="\t")])
    def test_who_and_why_are_part_of_it(self, store: Store, bill: int, speaker: Speaker):
        with pytest.raises(ReviewRefusedError):
            reject_finding(store, finding(store), speaker)
        assert rows(store) == []

    def test_a_finding_of_an_earlier_judgement_is_refused(self, store: Store, bill: int):
        old = finding(store)
        run(store, "c2")
        with pytest.raises(NoSuchSubjectError, match="earlier judgement of WA HB 1"):
            reject_finding(store, old, ANA)

    @pytest.mark.parametrize("name", ["f999", "r999", "p999"])
    def test_what_does_not_exist_is_refused(self, store: Store, bill: int, name: str):
        with pytest.raises(NoSuchSubjectError, match=name):
            reject_finding(store, parse_reference(name), ANA)
        with pytest.raises(NoSuchSubjectError, match=name):
            withdraw_review(store, parse_reference(name), ANA)

    @pytest.mark.parametrize("name", ["", "12", "x1", "f", "f1.5", "f" + "1" * 19])
    def test_what_is_no_name(self, name: str):
        with pytest.raises(InvalidReferenceError, match="f12"):
            parse_reference(name)

    def test_names_are_read_as_people_write_them(self):
        assert [str(parse_reference(name)) for name in (" F12", "p007", "r5")] == ["f12", "p7", "r5"]


@pytest.mark.parametrize(
    ("say", "baseline"),
    [
        (lambda store: reject_finding(store, finding(store), ANA), True),
        (lambda store: relabel_finding(store, finding(store, "truthful-outputs"), ANA, label=Label.CONFLICT), False),
        (lambda store: relabel_finding(store, finding(store), ANA, label=Label.POTENTIAL), True),
    ],
)
def test_of_the_baseline_only_what_a_person_finds_is_news(sqlite_store: Store, say, baseline: bool):
    add_version(sqlite_store, add_bill(sqlite_store, "WA HB 1"), DUTY + NOTICE, baseline=True)
    run(sqlite_store)
    assert say(sqlite_store).events == 1
    assert events(sqlite_store)[-1].baseline is baseline


def test_a_position_that_is_no_longer_held_ends_what_stood_on_a_word_alone(sqlite_store: Store):
    bill = add_bill(sqlite_store, "WA HB 1")
    add_version(sqlite_store, bill, DUTY + NOTICE)
    run(sqlite_store)
    confirm_finding(sqlite_store, finding(sqlite_store), ANA)
    fewer = tuple(p for p in POSITIONS.positions if p.id != "compelled-disclosure")
    classifier = Classifier(
        judge=blind, positions=replace(POSITIONS, positions=fewer, release="p2"), release="c3", program="0"
    )
    assess_pending(sqlite_store, classifier, clock=lambda: MOMENT, again=True)
    page = query_bill(sqlite_store, "WA HB 1")
    assert (page.findings, [said.position for said in page.changed]) == ((), ["compelled-disclosure"])
