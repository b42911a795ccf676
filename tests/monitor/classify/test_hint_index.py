"""The index of hints must never rule out what a sentence may meet, nor a clause what a whole text holds."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from monitor.classify.detect import RULES
from monitor.classify.hint_index import HintIndex, is_exact
from monitor.classify.hints import InClause, holds_one, letters_of
from monitor.classify.limits import _OF_THE_BILL
from tests.monitor.classify.literals import can_match

SETS = tuple(dict.fromkeys(hints for rule in RULES for hints in (rule.hints, rule.too)))
INDEX = HintIndex(SETS)
WORDS = sorted({hint for hints in SETS for hint in hints} | {"the", "said", "12", ".", "maintain", "Ä", "a"})
texts = st.lists(st.sampled_from(WORDS) | st.text("abcdeilnot -.;", max_size=12), max_size=12)


def is_met(text: str, hints: tuple[str, ...]) -> bool:
    alone = [hint[1:] for hint in hints if hint.startswith("=")]
    inside = tuple(hint for hint in hints if not hint.startswith("="))
    return not hints or holds_one(text, inside) or any(re.search(rf"\b{word}\b", text) for word in alone)


@given(words=texts, between=st.sampled_from([" ", "", ", "]))
def test_whatever_stands_in_a_text_may_be_met(words: list[str], between: str):
    text = between.join(words)
    may_meet = INDEX.may_meet(letters_of(text))
    for number, hints in enumerate(SETS):
        if is_met(text, hints):
            assert may_meet >> number & 1, hints


@given(words=texts)
def test_a_set_of_plain_words_is_met_where_it_may_be(words: list[str]):
    text = " ".join(words)
    may_meet = INDEX.may_meet(letters_of(text))
    for number, hints in enumerate(SETS):
        if hints and is_exact(hints) and not any(hint.startswith("=") for hint in hints):
            assert bool(may_meet >> number & 1) is holds_one(text, hints)


def test_the_index_rules_out_most_of_an_idle_sentence():
    idle = INDEX.may_meet(letters_of("the department of agriculture counts cows"))
    always = sum(
        1 for hints in SETS if not hints or min(len(max(letters_of(h), key=len, default="")) for h in hints) < 3
    )
    assert idle.bit_count() <= always + 6


def test_sets_are_numbered_in_their_order_and_words_alone_are_whole():
    index = HintIndex([("label", "mark"), ("=ai",), (), ("a b",), ("shall not", "=may")])
    assert index.may_meet([]) == 0b01100  # no hints, or none that can be looked up, rule nothing out
    assert index.may_meet(["labelled"]) == 0b01101
    assert index.may_meet(["said"]) == 0b01100
    assert index.may_meet(["ai"]) == 0b01110
    assert index.may_meet(["shall"]) == 0b01100  # so common that the other word of the hint is looked for
    assert index.may_meet(["not"]) == 0b11100
    assert index.may_meet(["dismay"]) == 0b01100
    assert index.may_meet(["may"]) == 0b11100
    assert index.may_meet(["nothing"]) == 0b11100  # the beginning of a word may be the end of the hint
    assert index.may_meet(["knot"]) == 0b01100


def test_what_stands_beside_a_word_in_a_hint_tells_where_the_word_ends():
    index = HintIndex([(" rate",), ("tell ",), (" to the ",), ("no ",)])
    assert index.may_meet(["rates"]) == 0b0001
    assert index.may_meet(["generate", "telling", "other"]) == 0
    assert index.may_meet(["intell", "the", "no"]) == 0b1110
    assert index.may_meet(["nobody"]) == 0


def test_the_memory_of_words_is_bounded():
    index = HintIndex([("label",)])
    for number in range(60_000):
        assert index.may_meet([f"x{number}"]) == 0
    assert index.may_meet(["label"]) == 1
    assert index.may_meet(["x" * 100_000 + "label"]) == 1
    assert len(index._words) <= 50_000
    assert max(map(len, index._words)) <= 40


CLAUSED = {str(fact): pattern for fact, pattern in _OF_THE_BILL if isinstance(pattern, InClause)}


def test_what_is_looked_for_in_clauses_crosses_none_of_their_marks():
    assert len(CLAUSED) >= 10
    for pattern in CLAUSED.values():
        assert pattern.marks
        assert not any(can_match(pattern.pattern, mark) for mark in pattern.marks)
    assert can_match(re.compile(r"a[^;]b"), ".")
    assert not can_match(re.compile(r"a[^.;]{0,3}?\w(?=.)"), ".")


@given(data=st.data(), name=st.sampled_from(sorted(CLAUSED)))
def test_a_clause_holds_what_its_text_holds(data: st.DataObject, name: str):
    found = CLAUSED[name]
    pieces = st.sampled_from([*found.hints, ".", ";", " ", "the ", "of this state", "federal law ", "diversity"])
    text = "".join(data.draw(st.lists(pieces | st.from_regex(found.pattern), max_size=8)))
    assert (found.search(text) is None) is (found.pattern.search(text) is None)


def test_a_hint_that_stands_everywhere_and_a_clause_without_end():
    found = InClause(re.compile(r"\bthe end\b"), ("the",))
    assert found.search("the. " * 100 + "the end") is not None
    assert found.search("the. " * 100) is None
    assert found.search("x " * 9_000 + "the end " + "x " * 9_000) is not None
    assert found.search("the end") is not None
    assert found.search("") is None
