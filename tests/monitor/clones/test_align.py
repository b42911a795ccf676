from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.clones.align import StretchKind, align, compare
from monitor.clones.settings import CloneSettings
from monitor.clones.sketch import shingles_of

SETTINGS = CloneSettings()
WORDS = st.lists(st.sampled_from("a deployer shall keep the score of every person".split()), min_size=1, max_size=30)


@given(WORDS, WORDS)
def test_the_stretches_are_both_sides_whole_and_common_where_they_say_so(left: list[str], right: list[str]):
    stretches = align(left, right)
    at_left = at_right = 0
    for one in stretches:
        assert (one.left[0], one.right[0]) == (at_left, at_right)
        at_left, at_right = one.left[1], one.right[1]
        here, there = left[slice(*one.left)], right[slice(*one.right)]
        assert here or there
        assert (one.kind is StretchKind.COMMON) == (here == there)
        assert (one.kind is StretchKind.ONLY_LEFT) == (not there)
        assert (one.kind is StretchKind.ONLY_RIGHT) == (not here)
    assert (at_left, at_right) == (len(left), len(right))


@given(WORDS)
def test_a_clause_beside_itself_is_one_common_stretch(words: list[str]):
    (one,) = align(words, words)
    assert one.kind is StretchKind.COMMON


@given(WORDS, WORDS)
def test_likeness_is_symmetric(left: list[str], right: list[str]):
    sets = (shingles_of(left, 5), shingles_of(right, 5))
    settings = CloneSettings(jaccard_min=0.0, score_min=0.0)
    one = compare(left, right, sets, settings)
    assert one is not None
    assert one == compare(right, left, sets[::-1], settings)
    assert 0 <= one.score <= 1


def kinds(left: str, right: str) -> list[tuple[str, str, str]]:
    here, there = left.split(), right.split()
    return [
        (one.kind.value, " ".join(here[slice(*one.left)]), " ".join(there[slice(*one.right)]))
        for one in align(here, there)
    ]


def test_a_reader_sees_what_is_changed():
    assert kinds(
        "a developer shall keep the record for five years", "a maker shall keep the full record for years"
    ) == [
        ("common", "a", "a"),
        ("changed", "developer", "maker"),
        ("common", "shall keep the", "shall keep the"),
        ("only right", "", "full"),
        ("common", "record for", "record for"),
        ("only left", "five", ""),
        ("common", "years", "years"),
    ]


def test_a_stray_word_far_away_is_not_common():
    long = "of " + "and so on it goes " * 12
    (before, common) = kinds("keep the score of every person", long + "keep the score of every person")
    assert before[0] == "only right"
    assert common[0] == "common"


def test_the_end_of_a_clause_is_found_behind_a_longer_replacement():
    found = kinds(
        "the number of letters that were sent under that section of this act in the year",
        "the number of letters that were sent in accordance with that section in the year",
    )
    assert found[-1][:2] == ("common", "in the year")


def test_too_few_common_shingles_are_no_copy():
    left, right = "a b c d e f g h i j".split(), "a b c d x e f g h y".split()
    sets = (shingles_of(left, 5), shingles_of(right, 5))
    assert compare(left, right, sets, SETTINGS) is None
    loose = compare(left, right, sets, CloneSettings(jaccard_min=0.0))
    assert loose is not None
    assert loose.score > SETTINGS.score_min
