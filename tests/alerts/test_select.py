from __future__ import annotations

from datetime import timedelta

import pytest

from alerts.facts import Change, ItemKind
from alerts.select import Item, StatusMove, select, select_unjudged
from monitor.model.bill import BillStatus
from monitor.model.event import EventKind
from monitor.model.finding import Label
from tests.alerts.samples import (
    DISCLOSURE,
    FRONTIER,
    NOW,
    TRUTH,
    bill,
    changed,
    clause,
    finding,
    moved,
    resolved,
    rule,
    unjudged,
)

PUBLISH = clause(words="A developer shall publish a report.")
FILE = clause(words="A developer shall file a report.", start=400)
REVIEW = clause(FRONTIER, words="No model may be released before it was reviewed.", severity=5)
COMMITTEE, PASSED, GOVERNOR = BillStatus.IN_COMMITTEE, BillStatus.PASSED_ONE_CHAMBER, BillStatus.TO_GOVERNOR


def one(*changes: Change, of=None, rules=None, told=frozenset()) -> Item:
    (item,) = select(changes, {1: of or bill(1, PUBLISH)}, rules or [rule()], told=told)
    return item


def nothing(*changes: Change, of=None, rules=None, told=frozenset()) -> bool:
    return select(changes, {1: of or bill(1, PUBLISH)}, [rule()] if rules is None else rules, told=told) == ()


def test_a_new_conflict():
    item = one(finding(5, added=[PUBLISH]))
    assert (item.kind, item.severity, item.events, item.sequence) == (ItemKind.NEW, 4, ("event-5",), 5)
    assert (item.main.before, item.main.after, item.main.clause) == (None, Label.CONFLICT, PUBLISH)
    assert (item.move, item.first_seen, item.reasons, item.others) == (None, False, ("All",), ())


def test_a_flag_that_replaces_a_milder_label_is_new():
    item = one(finding(5, before=Label.ALIGNED, added=[PUBLISH]))
    assert (item.kind, item.main.before) == (ItemKind.NEW, Label.ALIGNED)


def test_a_new_bill_says_so():
    first = Change(sequence=1, event_id="b", kind=EventKind.BILL_NEW, bill_id=1, baseline=False, payload={})
    item = one(first, finding(5, added=[PUBLISH]))
    assert item.first_seen
    assert item.events == ("event-5",), "the bill itself is not what is told"
    assert nothing(first), "a new bill without a flag is no news"


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"direction": "worsened", "added": [FILE]}, ItemKind.WORSENED),
        ({"direction": "eased", "removed": [FILE]}, ItemKind.EASED),
        ({"direction": "reworded", "added": [FILE], "removed": [PUBLISH]}, ItemKind.CHANGED),
        ({"direction": "reworded"}, ItemKind.CHANGED),
        ({"direction": "reworded", "added": [FILE]}, ItemKind.WORSENED),
        ({"direction": "reworded", "removed": [FILE]}, ItemKind.EASED),
        ({"before": Label.POTENTIAL, "was": 3}, ItemKind.WORSENED),
        ({"after": Label.POTENTIAL, "severity": 3}, ItemKind.EASED),
        ({"was": 5}, ItemKind.EASED),
        ({"was": 3}, ItemKind.WORSENED),
    ],
)
def test_a_flag_that_stayed_one(fields: dict, kind: ItemKind):
    item = one(changed(5, **fields))
    assert item.kind is kind


def test_several_changes_are_weighed_from_first_to_last():
    up = changed(5, before=Label.POTENTIAL, was=2, severity=5, direction="worsened")
    down = changed(6, was=5, after=Label.POTENTIAL, severity=1, direction="eased")
    item = one(up, down)
    assert (item.kind, item.main.severity_before, item.main.severity) == (ItemKind.EASED, 2, 1)
    assert (item.main.before, item.main.after) == (Label.POTENTIAL, Label.POTENTIAL)
    assert item.events == ("event-5", "event-6")


def test_a_flag_that_is_gone():
    item = one(resolved(5, PUBLISH), of=bill(1))
    assert (item.kind, item.severity, item.main.severity) == (ItemKind.RESOLVED, 4, 0)
    assert item.main.clause == PUBLISH
    assert not item.main.came_and_went


def test_a_flag_that_came_and_went():
    item = one(finding(5, added=[PUBLISH]), resolved(6, PUBLISH), of=bill(1))
    assert (item.kind, item.main.came_and_went) == (ItemKind.RESOLVED, True)
    assert (item.main.severity_before, item.events) == (4, ("event-5", "event-6"))


def test_a_flag_that_went_and_came_back_is_changed():
    item = one(resolved(5, PUBLISH), finding(6, added=[FILE]), of=bill(1, FILE))
    assert (item.kind, item.main.clause, item.main.came_and_went) == (ItemKind.CHANGED, FILE, False)


def test_what_a_person_set_aside_is_told_to_who_heard_of_it():
    item = one(resolved(5, PUBLISH, reason="review"), of=bill(1))
    assert (item.kind, item.main.by_review, item.main.clause, item.events) == (
        ItemKind.RESOLVED,
        True,
        PUBLISH,
        ("event-5",),
    )


def test_what_a_person_set_aside_before_the_reader_heard_of_it_is_not_told():
    found = finding(5, added=[PUBLISH])
    set_aside = resolved(6, PUBLISH, reason="review")
    assert nothing(found, set_aside, of=bill(1))
    assert nothing(finding(5, before=Label.EXEMPT, added=[PUBLISH]), resolved(6, PUBLISH, reason="review"), of=bill(1))
    item = one(found, set_aside, finding(7, position=FRONTIER, added=[REVIEW]), of=bill(1, REVIEW))
    assert (item.main.position, item.others, item.events) == (FRONTIER, (), ("event-7",))


def test_what_a_person_finds_is_new():
    item = one(finding(5, added=[PUBLISH], reason="review"))
    assert (item.kind, item.main.by_review) == (ItemKind.NEW, True)


def test_what_the_text_brought_stays_its_doing_when_a_person_weighs_it_otherwise():
    eased = changed(6, after=Label.POTENTIAL, severity=3, direction="eased", reason="review")
    item = one(finding(5, added=[PUBLISH]), eased)
    assert (item.kind, item.main.after, item.main.by_review) == (ItemKind.NEW, Label.POTENTIAL, False)


def test_a_word_that_was_taken_back_is_not_told():
    up = changed(5, before=Label.POTENTIAL, was=2, direction="worsened", reason="review")
    down = changed(6, was=4, after=Label.POTENTIAL, severity=2, direction="eased", reason="review")
    assert nothing(up, down)
    assert nothing(resolved(5, PUBLISH, reason="review"), finding(6, added=[PUBLISH], reason="review"))
    assert one(up).kind is ItemKind.WORSENED
    assert one(up, changed(6, was=4, after=Label.POTENTIAL, severity=1, direction="eased", reason="review"))
    by_text = changed(5, before=Label.POTENTIAL, was=2, direction="worsened")
    assert one(by_text, down).kind is ItemKind.CHANGED


def test_the_words_of_what_was_set_aside_are_those_that_the_person_spoke_of():
    heavier = clause(words="A developer shall publish every weight.", severity=5)
    eased = changed(5, removed=[heavier], direction="eased")
    item = one(eased, resolved(6, PUBLISH, reason="review"), of=bill(1))
    assert item.main.clause == PUBLISH


@pytest.mark.parametrize("status", [BillStatus.VETOED, BillStatus.FAILED, BillStatus.WITHDRAWN])
def test_a_bill_that_died_is_resolved(status: BillStatus):
    item = one(moved(5, GOVERNOR, status), of=bill(1, PUBLISH, status=status))
    assert (item.kind, item.main.position, item.main.kind) == (ItemKind.RESOLVED, DISCLOSURE, None)
    assert (item.move, item.events) == (StatusMove(before=GOVERNOR, after=status), ("event-5",))


def test_a_dead_bill_holds_no_new_or_worse_conflict():
    dead = bill(1, PUBLISH, status=BillStatus.FAILED)
    assert one(changed(5, direction="worsened", added=[FILE]), of=dead).kind is ItemKind.RESOLVED
    assert one(changed(5, direction="eased", removed=[FILE]), of=dead).kind is ItemKind.EASED
    assert one(finding(5, added=[PUBLISH]), of=dead).kind is ItemKind.RESOLVED
    assert one(finding(5, added=[PUBLISH]), moved(6, COMMITTEE, BillStatus.FAILED), of=dead).kind is ItemKind.RESOLVED


@pytest.mark.parametrize(
    ("before", "after", "news"),
    [
        (COMMITTEE, PASSED, True),
        (PASSED, BillStatus.PASSED_LEGISLATURE, True),
        (GOVERNOR, BillStatus.ENACTED, True),
        (BillStatus.FAILED, COMMITTEE, True),  # back from the dead
        (BillStatus.INTRODUCED, COMMITTEE, False),
        (BillStatus.UNKNOWN, BillStatus.INTRODUCED, False),
        (PASSED, COMMITTEE, False),
        (PASSED, PASSED, False),
        (BillStatus.FAILED, BillStatus.WITHDRAWN, False),
    ],
)
def test_which_moves_of_a_flagged_bill_are_news(before: BillStatus, after: BillStatus, news: bool):
    items = select([moved(5, before, after)], {1: bill(1, PUBLISH, status=after)}, [rule()])
    assert [item.kind for item in items] == ([ItemKind.MOVED] if news else [])


def test_a_move_is_told_from_first_to_last():
    item = one(moved(5, COMMITTEE, PASSED), moved(6, PASSED, GOVERNOR), of=bill(1, PUBLISH, status=GOVERNOR))
    assert item.move == StatusMove(before=COMMITTEE, after=GOVERNOR)
    assert nothing(moved(5, COMMITTEE, PASSED), moved(6, PASSED, COMMITTEE)), "there and back is no move"


def test_a_bill_without_flags_moves_unnoticed():
    assert nothing(moved(5, COMMITTEE, PASSED), of=bill(1))


def test_a_bill_that_passed_without_its_conflict_is_resolved_not_nearer_to_law():
    item = one(resolved(5, PUBLISH), moved(6, COMMITTEE, PASSED), of=bill(1, status=PASSED))
    assert (item.kind, item.main.kind, item.events) == (ItemKind.RESOLVED, ItemKind.RESOLVED, ("event-5", "event-6"))


def test_a_bill_that_moves_leads_with_a_flag_that_still_stands():
    light = clause(TRUTH, severity=1)
    item = one(resolved(5, PUBLISH), moved(6, COMMITTEE, PASSED), of=bill(1, light, status=PASSED))
    assert (item.kind, item.main.position, item.severity) == (ItemKind.MOVED, TRUTH, 1)
    assert [(other.position, other.kind) for other in item.others] == [(DISCLOSURE, ItemKind.RESOLVED)]


def test_the_weightier_news_leads():
    """New before worsened before moved; of one kind the most severe."""
    both = bill(1, PUBLISH, REVIEW, status=PASSED)
    new, worse = finding(5, position=FRONTIER, severity=5, added=[REVIEW]), changed(6, direction="worsened")
    item = one(new, worse, moved(7, COMMITTEE, PASSED), of=both)
    assert (item.kind, item.main.position, item.others[0].kind) == (ItemKind.NEW, FRONTIER, ItemKind.WORSENED)
    item = one(worse, moved(7, COMMITTEE, PASSED), of=both)
    assert (item.kind, item.main.position, item.others[0].position) == (ItemKind.WORSENED, DISCLOSURE, FRONTIER)
    item = one(moved(7, COMMITTEE, PASSED), of=both)
    assert (item.kind, item.main.position) == (ItemKind.MOVED, FRONTIER)
    item = one(finding(5, added=[PUBLISH]), new, of=both)
    assert (item.main.position, item.others[0].position) == (FRONTIER, DISCLOSURE)


def test_the_words_of_the_present_text_are_shown():
    """What is new in it before what stood there; without a judgement at hand the words of the event."""
    weak, strong = clause(words="Weak.", confidence=0.2), clause(words="Strong.", confidence=0.9)
    assert one(finding(5, added=[weak, strong]), of=bill(1, PUBLISH, weak, strong)).main.clause == strong
    assert one(changed(5, added=[weak]), of=bill(1, strong, weak)).main.clause == weak
    assert one(changed(5, removed=[weak]), of=bill(1, strong)).main.clause == strong
    assert one(finding(5, added=[weak]), of=bill(1)).main.clause == weak
    assert one(changed(5, was=3), of=bill(1)).main.clause is None


def test_the_baseline_is_never_told():
    first = finding(5, added=[PUBLISH], baseline=True)
    assert nothing(first)
    assert nothing(moved(5, COMMITTEE, PASSED, baseline=True))
    (item,) = select([first], {1: bill(1, PUBLISH)}, [rule()], with_baseline=True)
    assert item.kind is ItemKind.NEW


def test_a_rejudgement_alone_is_no_news():
    assert nothing(finding(5, added=[PUBLISH], reason="release"))
    assert nothing(resolved(5, PUBLISH, reason="release"), of=bill(1))
    assert nothing(changed(5, direction="worsened", reason="release"))


def test_a_rejudgement_after_news_corrects_it():
    milder = changed(6, after=Label.POTENTIAL, severity=2, direction="eased", reason="release")
    item = one(finding(5, added=[PUBLISH]), milder)
    assert (item.kind, item.main.after, item.main.severity) == (ItemKind.NEW, Label.POTENTIAL, 2)
    assert item.events == ("event-5",), "the correction itself is not told"
    before_it = changed(4, direction="worsened", reason="release")
    assert one(before_it, finding(5, added=[PUBLISH])).main.before is None


def test_what_was_told_is_never_told_again():
    changes = [finding(5, added=[PUBLISH]), changed(6, direction="worsened", added=[FILE])]
    assert one(*changes, told={"event-5"}).events == ("event-6",)
    assert nothing(*changes, told={"event-5", "event-6"})


def test_events_of_unknown_bills_and_of_other_kinds_are_left_out():
    assert select([finding(5, of=2, added=[PUBLISH])], {1: bill(1)}, [rule()]) == ()
    other = Change(sequence=6, event_id="o", kind=EventKind.VERSION_NEW, bill_id=1, baseline=False, payload={})
    assert nothing(other)
    assert one(other, finding(5, added=[PUBLISH])).events == ("event-5",)


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [
        (rule(), True),
        (rule(jurisdictions=("CA", "WA")), True),
        (rule(jurisdictions=("CA",)), False),
        (rule(positions=(DISCLOSURE,)), True),
        (rule(positions=(FRONTIER,)), False),
        (rule(min_severity=4), True),
        (rule(min_severity=5), False),
        (rule(active=False), False),
    ],
)
def test_what_a_rule_lets_through(wanted, fits: bool):
    items = select([finding(5, added=[PUBLISH])], {1: bill(1, PUBLISH)}, [wanted])
    assert len(items) == fits


def test_a_flag_that_eased_below_the_limit_is_still_told():
    """Whoever was told that it is severe is told that it is no longer."""
    strict = [rule(min_severity=4)]
    assert one(changed(5, severity=1, direction="eased"), rules=strict).kind is ItemKind.EASED
    assert one(resolved(5, PUBLISH), of=bill(1), rules=strict).kind is ItemKind.RESOLVED


def test_several_rules_make_one_item_with_all_reasons():
    rules = [
        rule("Washington", jurisdictions=("WA",)),
        rule("Off", active=False),
        rule("Texas", jurisdictions=("TX",)),
        rule("Disclosure", positions=(DISCLOSURE,)),
        rule("Frontier", positions=(FRONTIER,)),
    ]
    item = one(finding(5, added=[PUBLISH]), rules=rules)
    assert item.reasons == ("Washington", "Disclosure")
    assert nothing(finding(5, added=[PUBLISH]), rules=[])


def test_only_the_positions_that_a_reader_wants_are_shown():
    changes = [finding(5, added=[PUBLISH]), finding(6, position=FRONTIER, severity=5, added=[REVIEW])]
    item = one(*changes, of=bill(1, PUBLISH, REVIEW), rules=[rule(positions=(DISCLOSURE,))])
    assert (item.main.position, item.others, item.events) == (DISCLOSURE, (), ("event-5",))


def test_a_rule_that_wants_only_what_stands_unchanged_is_no_reason():
    two = bill(1, PUBLISH, REVIEW)
    assert nothing(finding(5, added=[PUBLISH]), of=two, rules=[rule(positions=(FRONTIER,))])
    item = one(moved(5, COMMITTEE, PASSED), of=two, rules=[rule("Frontier", positions=(FRONTIER,))])
    assert (item.kind, item.main.position, item.others) == (ItemKind.MOVED, FRONTIER, ())


def test_unjudged_texts():
    first, second, third = unjudged(1), unjudged(2), unjudged(3, noted_at=NOW - timedelta(days=9))
    known = [third, second, first]
    assert select_unjudged(known, [rule()], told=set(), since=None) == (first, second, third)
    assert select_unjudged(known, [rule()], told={first.marker}, since=None) == (second, third)
    assert select_unjudged(known, [rule()], told=set(), since=NOW - timedelta(days=1)) == (first, second)
    assert select_unjudged(known, [rule()], told=set(), since=NOW) == (), "noted at the last digest's own moment"
    assert select_unjudged(known, [rule(jurisdictions=("WA",))], told=set(), since=None) == ()
    assert select_unjudged(known, [rule(active=False)], told=set(), since=None) == ()
