"""Words for links between bills, and what is older than what."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crawlers.parsing.relations import LEGISCAN_RELATIONS, openstates_relation
from monitor.model.bill import Action, Chamber
from monitor.model.relation import COMPANIONS, Relation, first_year
from monitor.model.succession import in_order


def history(*words: str) -> tuple[Action, ...]:
    return tuple(
        Action(on=None, chamber=Chamber.LOWER, text=text, classes=(), ordinal=place) for place, text in enumerate(words)
    )


def test_every_word_has_the_other_side_of_it():
    for relation in Relation:
        assert relation.inverse.inverse is relation
        assert relation.is_succession is relation.inverse.is_succession
        if relation.is_heir:
            assert not relation.inverse.is_heir
    assert Relation.REPLACED_BY.inverse is Relation.REPLACES
    assert all(relation.inverse is relation for relation in COMPANIONS)


def test_the_words_of_sources_have_one_meaning():
    assert len(set(LEGISCAN_RELATIONS.values())) == 9
    assert openstates_relation("companion", ()) is Relation.COMPANION
    assert openstates_relation("replaced-by", ()) is Relation.REPLACED_BY
    assert openstates_relation("what is this", ()) is Relation.RELATED


def test_an_earlier_session_is_a_carry_over_where_the_history_says_so():
    for words in ("Carried over from the 2026 session", "carry-over bill", "Carryover to 2027"):
        assert openstates_relation("prior-session", history("Introduced", words)) is Relation.CARRIED_OVER_FROM
    assert openstates_relation("prior-session", history("Introduced")) is Relation.REINTRODUCED_FROM
    assert openstates_relation("prior-session", history("Scarry overview")) is Relation.REINTRODUCED_FROM


def test_a_carry_over_without_a_direction_is_turned_by_the_years():
    assert Relation.CARRIED_OVER.turned(2027, 2026) is Relation.CARRIED_OVER_FROM
    assert Relation.CARRIED_OVER.turned(2026, 2027) is Relation.CARRIED_OVER_TO
    assert Relation.CARRIED_OVER.turned(2026, None) is Relation.CARRIED_OVER, "nothing is guessed"
    assert Relation.CARRIED_OVER.turned(2026, 2026) is Relation.CARRIED_OVER
    assert Relation.REPLACES.turned(2026, 2027) is Relation.REPLACES


def test_the_year_of_a_session():
    assert [first_year(name) for name in ("2025-2026", "20252026", "2025Special36", "104th", "89R", "")] == [
        *(2025, 2025, 2025),
        *(None, None, None),
    ]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=40))
def test_everything_has_a_place_once_and_no_circle_hangs(pairs: list[tuple[int, int]]):
    ranks = {node: -node for pair in pairs for node in pair}
    order, circular = in_order(ranks, pairs)
    assert sorted(order) == sorted(ranks)
    if not circular:
        place = {node: number for number, node in enumerate(order)}
        assert all(place[earlier] < place[later] for earlier, later in pairs if earlier != later)


def test_a_circle_is_told():
    assert in_order({1: 1, 2: 2, 3: 3}, [(1, 2), (2, 3)]) == ([1, 2, 3], False)
    assert in_order({1: 1, 2: 2, 3: 3}, [(3, 1), (2, 3)]) == ([2, 3, 1], False)
    assert in_order({1: 1, 2: 2, 3: 3}, [(1, 2), (2, 1), (2, 3)]) == ([1, 2, 3], True)
