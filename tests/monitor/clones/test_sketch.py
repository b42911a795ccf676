from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from datasketch import MinHash, MinHashLSH
from hypothesis import given
from hypothesis import strategies as st

from monitor.clones.candidates import _in_one_band, candidate_pairs
from monitor.clones.formulas import find_formulas, own_words
from monitor.clones.settings import CloneSettings
from monitor.clones.sketch import jaccard, runs_of, shingles_of, sketches

SETTINGS = CloneSettings()
WORDS = st.lists(st.sampled_from("a deployer shall keep the score of every person who asks".split()), max_size=30)
NONE = np.empty(0, dtype=np.uint64)


@given(WORDS, st.integers(1, 6))
def test_shingles_are_the_runs_of_words(words: list[str], length: int):
    expected = {tuple(words[at : at + length]) for at in range(len(words) - length + 1)} or ({tuple(words)} - {()})
    assert shingles_of(words, length).size == len(expected)
    assert len(runs_of(words, length)) == (max(1, len(words) - length + 1) if words else 0)


@given(WORDS, WORDS)
def test_jaccard_is_that_of_the_sets(left: list[str], right: list[str]):
    sets = [
        {tuple(words[at : at + 3]) for at in range(len(words) - 2)} if len(words) > 2 else set()
        for words in (left, right)
    ]
    if min(len(left), len(right)) < 3:
        return
    expected = len(sets[0] & sets[1]) / len(sets[0] | sets[1])
    assert jaccard(shingles_of(left, 3), shingles_of(right, 3)) == pytest.approx(expected)
    assert jaccard(shingles_of(left, 3), shingles_of(left, 3)) == 1


def test_two_empty_sets_are_not_alike():
    assert jaccard(NONE, NONE) == 0


def test_the_order_of_words_counts():
    assert (
        jaccard(shingles_of("the maker sues the user".split(), 5), shingles_of("the user sues the maker".split(), 5))
        == 0
    )


def test_hashes_are_the_same_in_another_process():
    code = (
        "from monitor.clones.sketch import shingles_of as of; print(of('a maker shall keep it ☃'.split(), 5).tolist())"
    )
    done = [
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}
        )
        for seed in ("1", "2")
    ]
    assert done[0].stdout == done[1].stdout
    assert done[0].stdout.strip() == str(shingles_of("a maker shall keep it ☃".split(), 5).tolist())


SETS = st.lists(st.sets(st.integers(0, 40), min_size=1, max_size=12), min_size=2, max_size=12)


@given(SETS)
def test_bands_find_what_the_index_of_the_library_finds(drawn: list[set[int]]):
    sets = [np.array(sorted(one), dtype=np.uint64) for one in drawn]
    found = _in_one_band(sketches(sets, SETTINGS), SETTINGS)
    index = MinHashLSH(num_perm=SETTINGS.permutations, params=(SETTINGS.bands, SETTINGS.rows))
    expected = set()
    for place, one in enumerate(drawn):
        made = MinHash(num_perm=SETTINGS.permutations, seed=SETTINGS.seed, hashfunc=int)
        made.update_batch(sorted(one))
        expected |= {(earlier, place) for earlier in index.query(made)}
        index.insert(place, made)
    assert {(pair >> 32, pair & 0xFFFFFFFF) for pair in found.tolist()} == expected


@given(SETS)
def test_sets_that_are_very_alike_are_candidates(drawn: list[set[int]]):
    sets = [np.array(sorted(one), dtype=np.uint64) for one in drawn]
    pairs = candidate_pairs(sets, SETTINGS)
    assert pairs == sorted(set(pairs))
    for left in range(len(sets)):
        for right in range(left + 1, len(sets)):
            if jaccard(sets[left], sets[right]) >= 0.8:
                assert (left, right) in pairs


def test_an_empty_set_is_no_candidate():
    assert candidate_pairs([NONE, NONE], SETTINGS) == []
    assert candidate_pairs([], SETTINGS) == []


FORMULA = "not later than one year after the passage of this act the department shall".split()
DUTY = "a deployer shall tell each grower which score was used for the loan".split()


def test_what_two_bills_on_other_subjects_say_is_drafting_language():
    bridges = [shingles_of([*FORMULA, *words.split()], 5) for words in ("mend the bridge", "paint the school")]
    formulas = find_formulas([], bridges, SETTINGS)
    words = (*FORMULA, *DUTY)
    own, shingles = own_words(words, runs_of(words, 5), formulas, 5)
    assert own == words[len(FORMULA) - 4 :]
    assert shingles.size == len(DUTY)
    assert find_formulas([], bridges[:1], SETTINGS).size == 0


def test_what_many_bills_of_one_legislature_say_is_drafting_language():
    bills = [shingles_of([*FORMULA, *f"number{number} says so alone here".split()], 5) for number in range(10)]
    assert find_formulas([bills], [], SETTINGS).tolist() == shingles_of(FORMULA, 5).tolist()
    assert find_formulas([bills[:9]], [], SETTINGS).size == 0
    assert find_formulas([bills[:5], bills[5:]], [], SETTINGS).size == 0


def test_without_formulas_all_words_are_own():
    words = tuple(DUTY)
    assert own_words(words, runs_of(words, 5), NONE, 5)[0] == words


def test_words_that_are_all_formulas_leave_nothing():
    words = tuple(FORMULA)
    own, shingles = own_words(words, runs_of(words, 5), shingles_of(words, 5), 5)
    assert own == ()
    assert shingles.size == 0
