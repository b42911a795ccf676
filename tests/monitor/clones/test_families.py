from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.clones.align import compare
from monitor.clones.clauses import BillClause
from monitor.clones.families import Grouping, build_families
from monitor.clones.sketch import jaccard, shingles_of
from monitor.model.bill import BillKey
from monitor.model.clause_family import ClauseFamily, Kinship
from tests.cloning import (
    APPEAL,
    CARE,
    HARBOR,
    MEADOW,
    NOTICE,
    SETTINGS,
    STATEMENT,
    act,
    clause,
    cut,
    of_number,
    reworded,
    source,
    whole,
)

FIRST = source("CO SB 9205", on=date(2024, 4, 1), number=1)
SECOND = source("NY A 9768", on=date(2025, 1, 8), number=2)
THIRD = source("NM HB 9060", on=date(2025, 1, 21), number=3)


def group(*clauses: BillClause) -> Grouping:
    return build_families(clauses, [], SETTINGS)


def names(family: ClauseFamily) -> list[str]:
    return [f"{one.bill.jurisdiction} {one.bill.identifier}" for one in family.members]


class TestTheFictionalModelAct:
    def test_the_bills_as_wholes_share_about_a_sixth(self):
        assert 0.14 < jaccard(whole(HARBOR), whole(MEADOW)) < 0.2

    def test_its_clauses_are_found_one_by_one_and_nothing_that_every_act_has(self):
        found = group(*cut(HARBOR, FIRST), *cut(MEADOW, SECOND))
        assert [[one.provision_label for one in family.members] for family in found.families] == [
            ["Sec. 3", "Sec. 7"],
            ["Sec. 4", "Sec. 8"],
            ["Sec. 5", "Sec. 9"],
        ]
        assert all(family.members[1].score > 0.8 for family in found.families)
        assert found.left == 0
        assert found.compared == len(cut(HARBOR, FIRST)) + len(cut(MEADOW, SECOND))

    def test_acts_that_share_only_what_every_act_has_are_no_family(self):
        assert group(*cut(act(CARE), FIRST), *cut(act(APPEAL), SECOND)).families == ()


class TestOriginAndSpread:
    def test_the_earliest_is_the_origin_and_states_follow_by_date(self):
        (family,) = group(clause(CARE, THIRD), clause(CARE, SECOND), clause(reworded(CARE), FIRST)).families
        assert names(family) == ["CO SB 9205", "NY A 9768", "NM HB 9060"]
        assert [(state.jurisdiction, state.first_on) for state in family.states] == [
            ("CO", date(2024, 4, 1)),
            ("NY", date(2025, 1, 8)),
            ("NM", date(2025, 1, 21)),
        ]
        assert [one.kinship for one in family.members] == [Kinship.ORIGIN, Kinship.SPREAD, Kinship.SPREAD]
        assert not family.is_origin_tied

    def test_an_unknown_date_is_never_first(self):
        undated = source("AK HB 9001", on=None, number=4)
        (family,) = group(clause(CARE, undated), clause(CARE, THIRD)).families
        assert names(family) == ["NM HB 9060", "AK HB 9001"]
        assert family.states[1].first_on is None

    def test_where_no_date_is_known_the_name_decides_and_that_is_said(self):
        one, other = source("UT HB 9002", on=None, number=4), source("AK HB 9001", on=None, number=5)
        (family,) = group(clause(CARE, one), clause(CARE, other)).families
        assert names(family) == ["AK HB 9001", "UT HB 9002"]
        assert family.origin.dated_on is None
        assert family.is_origin_tied

    def test_two_bills_of_one_day_are_a_tie(self):
        same_day = replace(THIRD, dated_on=SECOND.dated_on)
        (family,) = group(clause(CARE, SECOND), clause(CARE, same_day)).families
        assert names(family) == ["NM HB 9060", "NY A 9768"]
        assert family.is_origin_tied

    def test_a_companion_is_no_spread(self):
        senate = source("CO HB 9300", on=date(2024, 4, 2), number=4)
        linked = replace(senate, companions=frozenset({FIRST.bill}))
        alone = [clause(APPEAL, senate, at=1000), clause(STATEMENT, senate, at=2000), clause(NOTICE, senate, at=3000)]
        (family,) = group(
            clause(CARE, FIRST), clause(CARE, linked), *(replace(one, source=linked) for one in alone)
        ).families
        assert [one.kinship for one in family.members] == [Kinship.ORIGIN, Kinship.COMPANION]
        (family,) = group(clause(CARE, FIRST), clause(CARE, senate), *alone).families
        assert [one.kinship for one in family.members] == [Kinship.ORIGIN, Kinship.SAME_SESSION]
        assert len(family.states) == 1

    def test_a_bill_that_is_alike_as_a_whole_is_a_companion_although_no_source_says_so(self):
        senate = source("CO HB 9300", on=date(2024, 4, 2), number=4)
        found = group(*cut(HARBOR, FIRST), *cut(HARBOR, senate)).families
        assert len(found) == len(cut(HARBOR, FIRST))
        assert {one.kinship for family in found for one in family.members} == {Kinship.ORIGIN, Kinship.COMPANION}

    def test_a_later_session_of_the_same_state_is_no_spread(self):
        later = source("CO HB 9300", on=date(2025, 4, 2), session="2025", number=4)
        (family,) = group(clause(CARE, FIRST), clause(CARE, later)).families
        assert family.members[1].kinship is Kinship.SAME_STATE


class TestWhatIsOneFamily:
    def test_the_versions_and_the_sections_of_one_bill_are_no_copies_of_each_other(self):
        assert group(clause(CARE, FIRST), clause(reworded(CARE), FIRST, at=1000)).families == ()

    def test_a_bill_has_one_clause_in_a_family_the_one_most_like_the_origin(self):
        near, far = clause(CARE, SECOND, at=1000), clause(reworded(CARE), SECOND)
        (family,) = group(clause(CARE, FIRST), near, far).families
        assert [one.span for one in family.members[1:]] == [near.span]

    def test_the_clause_that_is_left_joins_the_next_family(self):
        far, other = clause(reworded(CARE), SECOND), clause(reworded(CARE), THIRD)
        found = group(clause(CARE, FIRST), clause(CARE, SECOND, at=1000), far, other)
        assert [names(family) for family in found.families] == [
            ["CO SB 9205", "NY A 9768", "NM HB 9060"],
        ]
        found = group(clause(CARE, FIRST), clause(CARE, SECOND, at=1000), far, clause(CARE, THIRD, at=1000), other)
        assert [names(family) for family in found.families] == [
            ["CO SB 9205", "NY A 9768", "NM HB 9060"],
            ["NY A 9768", "NM HB 9060"],
        ]

    def test_unlike_clauses_are_not_chained_by_one_between_them(self):
        words = CARE.split()
        third = len(words) // 3
        ones = " ".join(words)
        between = " ".join([*words[: 2 * third], *STATEMENT.split()[:third]])
        twos = " ".join([*words[:third], *STATEMENT.split()[:third], *APPEAL.split()[:third]])
        found = group(clause(ones, FIRST), clause(between, SECOND), clause(twos, THIRD))
        assert all("CO SB 9205" not in names(family) or "NM HB 9060" not in names(family) for family in found.families)

    def test_the_words_of_other_bills_decide_what_is_drafting_language(self):
        bridges = [whole(f"{CARE} The bridge number {number} is painted.") for number in range(2)]
        assert build_families([clause(CARE, FIRST), clause(CARE, SECOND)], bridges, SETTINGS).families == ()
        assert build_families([clause(CARE, FIRST), clause(CARE, SECOND)], bridges[:1], SETTINGS).families

    def test_nothing_gives_nothing(self):
        assert group() == Grouping(families=(), compared=0, candidates=0, left=0)


class TestIdentity:
    def test_it_is_that_of_the_origins_bill_and_words(self):
        (one,) = group(clause(CARE, FIRST), clause(CARE, SECOND)).families
        (same,) = group(clause(CARE, of_number(FIRST, 77), at=500), clause(CARE, THIRD)).families
        (other,) = group(clause(CARE, SECOND), clause(CARE, THIRD)).families
        assert one.id == same.id
        assert one.id != other.id
        assert one.release == SETTINGS.release

    def test_the_same_words_twice_in_one_bill_are_two_families(self):
        twice = [clause(CARE, bill, at=at) for bill in (FIRST, SECOND) for at in (0, 1000)]
        found = group(*twice).families
        assert len({family.id for family in found}) == len(found) == 2


BASES = [CARE.split(), STATEMENT.split(), NOTICE.split()]
DAYS = st.sampled_from([None, date(2024, 1, 1), date(2025, 1, 1)])


@st.composite
def clauses(draw: st.DrawFn) -> list[BillClause]:
    """Clauses of some bills: near and far copies of three sentences."""
    found = []
    for number in range(draw(st.integers(2, 6))):
        state = draw(st.sampled_from(["CO", "NY", "UT"]))
        bill = source(f"{state} HB {9000 + number}", on=draw(DAYS), number=number)
        for place in range(draw(st.integers(1, 3))):
            words = list(draw(st.sampled_from(BASES)))
            for at in draw(st.lists(st.integers(0, len(words) - 1), max_size=14)):
                words[at] = draw(st.sampled_from(["maker", "user", "ledger", "promptly"]))
            found.append(clause(" ".join(words), bill, at=1000 * place))
    return found


@settings(max_examples=60, deadline=None)
@given(clauses(), st.randoms(use_true_random=False))
def test_families_do_not_depend_on_the_order_of_the_input(some: list[BillClause], rnd: random.Random):
    shuffled = some[:]
    rnd.shuffle(shuffled)
    assert group(*shuffled) == group(*some)


@settings(max_examples=60, deadline=None)
@given(clauses())
def test_every_member_is_a_near_copy_of_the_origin_and_comes_after_it(some: list[BillClause]):
    words = {(one.source.bill_id, one.span): one.words for one in some}
    seen: Counter[tuple[int, object]] = Counter()
    for family in group(*some).families:
        assert len(family.members) > 1
        assert len({one.bill for one in family.members}) == len(family.members)
        origin = words[family.origin.bill_id, family.origin.span]
        for one in family.members:
            seen[one.bill_id, one.span] += 1
            here = words[one.bill_id, one.span]
            likeness = compare(here, origin, (shingles_of(here, 5), shingles_of(origin, 5)), SETTINGS)
            assert likeness is not None
            assert (likeness.jaccard, likeness.score) == pytest.approx((one.jaccard, one.score))
        dates = [one.dated_on or date.max for one in family.members]
        assert dates == sorted(dates)
    assert max(seen.values(), default=1) == 1


@settings(max_examples=30, deadline=None)
@given(clauses())
def test_the_numbers_of_the_rows_play_no_part(some: list[BillClause]):
    renumbered = [replace(one, source=of_number(one.source, 50 - one.source.bill_id)) for one in some]

    def told(found: Grouping) -> list[tuple[str, list[tuple[BillKey, object, Kinship]]]]:
        return [(one.id, [(m.bill, m.span, m.kinship) for m in one.members]) for one in found.families]

    assert told(group(*renumbered)) == told(group(*some))
