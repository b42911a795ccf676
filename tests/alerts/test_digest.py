from __future__ import annotations

import dataclasses
from random import Random

import pytest

from alerts.digest import compose, rank
from alerts.facts import CloneRef, ItemKind
from alerts.select import Item, select
from monitor.model.bill import BillStatus
from monitor.model.finding import Label
from tests.alerts.samples import (
    DISCLOSURE,
    FRONTIER,
    bill,
    changed,
    clause,
    clones,
    coverage,
    finding,
    moved,
    new_item,
    resolved,
    rule,
    unjudged,
    widest,
    window,
)


def digest_of(items, unknown=(), **options):
    return compose(items, unknown, window=window(), coverage=coverage(), **options)


def item(number: int, change, *clauses, **facts) -> Item:
    (found,) = select([change], {number: bill(number, *clauses, **facts)}, [rule()])
    return found


@pytest.mark.parametrize(
    ("severity", "status", "kind", "weight"),
    [
        (4, BillStatus.INTRODUCED, ItemKind.NEW, 4.0),
        (4, BillStatus.ENACTED, ItemKind.NEW, 12.0),
        (4, BillStatus.TO_GOVERNOR, ItemKind.NEW, 10.0),
        (4, BillStatus.PASSED_LEGISLATURE, ItemKind.WORSENED, 7.2),
        (4, BillStatus.PASSED_ONE_CHAMBER, ItemKind.MOVED, 5.4),
        (5, BillStatus.IN_COMMITTEE, ItemKind.RESOLVED, 2.5),
        (5, BillStatus.VETOED, ItemKind.EASED, 2.5),
        (5, BillStatus.UNKNOWN, ItemKind.CHANGED, 2.0),
        (0, BillStatus.INTRODUCED, ItemKind.NEW, 0.5),
    ],
)
def test_severity_times_stage_times_newness(severity: int, status: BillStatus, kind: ItemKind, weight: float):
    base = new_item(1)
    main = dataclasses.replace(base.main, severity=severity, severity_before=0)
    weighed = dataclasses.replace(base, kind=kind, main=main, bill=bill(1, status=status))
    assert rank(weighed) == pytest.approx(weight)


def test_sections_stand_in_the_order_of_kinds_and_count_through():
    items, _ = widest()
    digest = digest_of(items)
    assert [section.kind for section in digest.sections] == list(ItemKind)
    assert [entry.number for entry in digest.entries] == list(range(1, len(digest.entries) + 1))
    assert sum(len(section.entries) for section in digest.sections) == len(items) == 7


def test_within_a_section_the_heavier_comes_first_then_the_later():
    light = item(1, finding(1, severity=2, added=[clause(words="a", severity=2)]), clause(words="a", severity=2))
    early, late = new_item(2), new_item(3)
    law = new_item(4, status=BillStatus.ENACTED)
    digest = digest_of([light, early, late, law])
    assert [entry.item.bill.id for entry in digest.entries] == [4, 3, 2, 1]


def test_the_order_of_the_input_does_not_matter():
    items, unknown = widest()
    items += [new_item(n, words=f"Words {n % 3}.") for n in range(20, 40)]
    expected = digest_of(items, unknown)
    shuffled = list(items)
    Random(7).shuffle(shuffled)
    assert digest_of(shuffled, unknown) == expected


def test_clones_of_one_clause_are_one_entry():
    items = [new_item(n, words="The same words.", state=state) for n, state in enumerate(("WA", "TX", "CA"), 1)]
    items.append(new_item(9))
    digest = digest_of(items)
    assert [entry.item.bill.name for entry in digest.entries] == ["WA HB 9", "CA HB 3"]
    assert [twin.name for twin in digest.entries[1].twins] == ["TX HB 2", "WA HB 1"]
    assert digest.numbers.new_conflicts == 4, "folded bills count"


def test_a_clone_that_has_more_to_say_stands_alone():
    same, more = clause(words="The same words."), clause(FRONTIER, words="And a review.")
    plain = new_item(1, words="The same words.")
    richer = select(
        [finding(5, of=2, added=[same]), finding(6, of=2, position=FRONTIER, severity=1, added=[more])],
        {2: bill(2, same, more)},
        [rule()],
    )[0]
    further = new_item(3, words="The same words.", status=BillStatus.ENACTED)
    moved_on = select(
        [finding(7, of=4, added=[same]), moved(8, BillStatus.IN_COMMITTEE, BillStatus.PASSED_ONE_CHAMBER, of=4)],
        {4: bill(4, same, status=BillStatus.INTRODUCED)},
        [rule()],
    )[0]
    digest = digest_of([plain, richer, further, moved_on])
    shown = {entry.item.bill.id: [twin.bill_id for twin in entry.twins] for entry in digest.entries}
    assert shown == {3: [], 2: [1], 4: []}, "the plain one adds nothing to the richer one of the same stage"
    assert digest.numbers.new_conflicts == 4


def test_what_a_clone_says_beyond_the_shown_one_is_not_swallowed():
    same, more = clause(words="The same words."), clause(FRONTIER, words="And a review.")
    (richer,) = select(
        [finding(1, of=2, added=[same]), finding(2, of=2, position=FRONTIER, severity=1, added=[more])],
        {2: bill(2, same, more)},
        [rule()],
    )
    later = new_item(3, words="The same words.")
    digest = digest_of([richer, later, new_item(4, words="The same words.")])
    shown = {entry.item.bill.id: [twin.bill_id for twin in entry.twins] for entry in digest.entries}
    assert shown == {4: [3], 2: []}


def test_an_item_without_words_is_never_folded():
    wordless = [item(n, changed(n, of=n, was=3)) for n in (1, 2)]
    assert all(entry.main.clause is None for entry in wordless)
    assert len(digest_of(wordless).entries) == 2


def test_known_clones_are_named_without_those_of_the_same_mail():
    words = "The same words."
    others = (*clones(2), CloneRef(bill_id=2, name="TX HB 2"))
    first = new_item(1, words=words, clones={f"hash of {words}": others})
    second = new_item(2, words=words, state="TX", clones={f"hash of {words}": (CloneRef(bill_id=1, name="WA HB 1"),)})
    (entry,) = digest_of([first, second], max_items=1).entries
    assert (entry.item.bill.id, [twin.bill_id for twin in entry.twins]) == (2, [1])
    assert entry.elsewhere == ()
    (entry,) = digest_of([first]).entries
    assert [clone.name for clone in entry.elsewhere] == ["TX HB 1000", "TX HB 1001", "TX HB 2"]


def test_what_does_not_fit_is_named_and_counted():
    items = [new_item(n) for n in range(1, 71)]
    digest = digest_of(items)
    assert len(digest.entries) == 60
    assert digest.more == tuple(f"WA HB {n}" for n in range(10, 0, -1)), "the lightest and earliest are left over"
    assert digest.numbers.new_conflicts == 70
    assert digest_of(items, max_items=1).more[0] == "WA HB 69"


def test_the_numbers():
    weak = clause(words="May conflict.", label=Label.POTENTIAL)
    items = [
        new_item(1),
        item(2, finding(2, of=2, after=Label.POTENTIAL, added=[weak]), weak, state="TX"),
        item(3, resolved(3, clause(), of=3), state="TX"),
        item(4, changed(4, of=4, direction="worsened"), clause(), state="CA"),
    ]
    numbers = digest_of(items, [unjudged(1), unjudged(2)]).numbers
    assert (numbers.new_conflicts, numbers.new_potential, numbers.unjudged) == (1, 1, 2)
    assert numbers.by_kind == {
        ItemKind.NEW: 2,
        ItemKind.WORSENED: 1,
        ItemKind.MOVED: 0,
        ItemKind.RESOLVED: 1,
        ItemKind.EASED: 0,
        ItemKind.CHANGED: 0,
    }
    assert numbers.jurisdictions == ("CA", "TX", "WA")


def test_texts_that_were_not_judged_are_capped_too():
    digest = digest_of([], [unjudged(n) for n in range(1, 16)])
    assert (len(digest.unjudged), digest.more_unjudged, digest.numbers.unjudged) == (12, 3, 15)


@pytest.mark.parametrize(
    ("items", "unknown", "sample"),
    [
        ((True, True), (True,), True),
        ((True, False), (), False),
        ((True,), (False,), False),
        ((), (True,), True),
        ((), (), False),
    ],
)
def test_a_digest_is_a_sample_when_all_of_it_is(items, unknown, sample: bool):
    made = [new_item(n, sample=fictional) for n, fictional in enumerate(items, 1)]
    digest = digest_of(made, [unjudged(n, sample=fictional) for n, fictional in enumerate(unknown, 1)])
    assert digest.sample is sample


def test_an_empty_digest():
    digest = digest_of([])
    assert (digest.entries, digest.more, digest.numbers.new_conflicts, digest.numbers.jurisdictions) == ((), (), 0, ())


def test_the_position_of_a_clone_counts():
    one = item(1, finding(1, added=[clause(words="x")]), clause(words="x"))
    other_words = clause(FRONTIER, words="x")
    other = item(2, finding(2, of=2, position=FRONTIER, added=[other_words]), other_words)
    assert (one.main.position, other.main.position) == (DISCLOSURE, FRONTIER)
    assert len(digest_of([one, other]).entries) == 2
