"""Shortcuts of the matcher must never change what is found: each is proved from the pattern it stands for."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import monitor.classify
from monitor.classify.detect import RULES
from monitor.classify.hints import Hinted, InClause, begins, hinted, opening
from monitor.classify.noticed import NOTICED
from monitor.classify.units import _CITED, _CITES
from monitor.classify.words import NOTICE, NOTICE_HINTS, NOTICE_KIN, STATE_OFFICE, STATE_OFFICE_HINTS
from tests.monitor.classify.literals import beginnings, begins_a_word, looks_ahead, requires_one_of

_WORDS = re.compile(r"\\b\(\?=([a-z]{2}(?:\|[a-z]{2})+)\)(\(\?:.*\))", re.DOTALL)


def _values(value: object) -> Iterator[object]:
    if isinstance(value, tuple):
        for one in value:
            yield from _values(one)
    else:
        yield value


def _constants() -> Iterator[tuple[str, object]]:
    for info in pkgutil.iter_modules(monitor.classify.__path__):
        module = importlib.import_module(f"monitor.classify.{info.name}")
        for name, constant in vars(module).items():
            for number, value in enumerate(_values(constant)):
                yield f"{info.name}.{name}.{number}", value


ALONE = (
    "disclos",
    "statement",
    "labeled",
    "labelled",
    "tells",
    "tell ",
    "told",
    "make known",
    "makes known",
    "making known",
    "made known",
)
"""Words that are a notice in ``NOTICE`` too, where a rule spells them out after a word boundary."""
HINTED = {name: value for name, value in _constants() if isinstance(value, Hinted | InClause)}
WORDS = {
    name: value for name, value in _constants() if isinstance(value, re.Pattern) and _WORDS.fullmatch(value.pattern)
}
LOOKING = {
    name: value
    for name, value in [
        *_constants(),
        *((f"rule.{number}.pattern", rule.pattern) for number, rule in enumerate(RULES)),
        *((name, value.pattern) for name, value in _constants() if isinstance(value, Hinted)),
    ]
    if isinstance(value, re.Pattern) and looks_ahead(value)
}


@pytest.mark.parametrize("number", range(len(RULES)), ids=[f"{n}-{rule.kind.value}" for n, rule in enumerate(RULES)])
def test_whatever_a_rule_matches_holds_its_hints(number: int):
    rule = RULES[number]
    assert requires_one_of(rule.pattern, rule.hints)
    assert not rule.too or requires_one_of(rule.pattern, rule.too)
    if rule.hints is NOTICED.hints:
        assert requires_one_of(rule.pattern, (*NOTICE_KIN, *ALONE), part=NOTICE)


@pytest.mark.parametrize("name", HINTED)
def test_whatever_a_hinted_pattern_matches_holds_a_hint(name: str):
    assert requires_one_of(HINTED[name].pattern, HINTED[name].hints)


@pytest.mark.parametrize(
    ("pattern", "words"),
    [(re.compile(NOTICE), NOTICE_HINTS), (re.compile(STATE_OFFICE), STATE_OFFICE_HINTS), (_CITED, _CITES)],
)
def test_shared_words_have_their_hints(pattern: re.Pattern[str], words: tuple[str, ...]):
    assert requires_one_of(pattern, words)


@pytest.mark.parametrize("name", LOOKING)
def test_a_look_at_two_letters_lets_pass_all_with_which_a_match_can_begin(name: str):
    for passing, rest in looks_ahead(LOOKING[name]):
        assert rest <= passing


@pytest.mark.parametrize("name", WORDS)
def test_a_pattern_of_words_begins_words_with_its_letters(name: str):
    said = _WORDS.fullmatch(WORDS[name].pattern)
    assert said is not None
    starts, body = said.groups()
    assert begins_a_word(body)
    assert beginnings(re.compile(body)) <= set(starts.split("|"))


@pytest.mark.parametrize("word", ALONE)
def test_a_word_that_is_a_notice_alone_is_one(word: str):
    assert re.search(NOTICE, f"shall {word}{'e' if word == 'disclos' else ''} it")


@given(
    groups=st.dictionaries(st.sampled_from("abc.1"), st.text("xyz-]", min_size=1), min_size=1),
    text=st.text("abc.1xyz-]"),
)
def test_letters_that_begin_are_all_that_is_let_pass(groups: dict[str, str], text: str):
    found = re.match(begins(" ".join(one + others for one, others in groups.items())), text)
    assert (found is not None) is (text[1:2] != "" and text[1:2] in groups.get(text[0], ""))


def test_shortcuts_are_in_use():
    assert len(HINTED) >= 30
    assert len(LOOKING) >= 30
    assert WORDS


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), name=st.sampled_from(sorted(HINTED)))
def test_a_sentence_made_from_a_pattern_is_found_through_its_hints(data: st.DataObject, name: str):
    sentence = data.draw(st.from_regex(HINTED[name].pattern))
    assert HINTED[name].search(sentence) is not None


@pytest.mark.parametrize(
    ("pattern", "words", "holds"),
    [
        (r"\b(?:notif\w+|tells?\b)", ("notif", "tell"), True),
        (r"\b(?:notif\w+|tells?\b)", ("notif", "tells"), False),
        (r"licen[sc]e", ("licens", "licenc"), True),
        (r"licen[sc]e", ("licens",), False),
        (r"(?:a|b) of (?:c|d)?", (" of ",), True),
        (r"(?:x of)?y", ("of",), False),
        (r"(?:x of)+y", ("of",), True),
        (r"\w+ly", ("ly",), True),
        (r"dis(?:close|parat\w+)", ("disc", "disparat"), True),
        (r".*", ("a",), False),
        (r"\bai\b|artificial", ("=ai", "artificial"), True),
        (r"\bai|artificial", ("=ai", "artificial"), False),
        (r"said|artificial", ("=ai", "artificial"), False),
        (r"(?:a \bbots?\b)+", ("=bot", "=bots"), True),
    ],
)
def test_the_proof_itself(pattern: str, words: tuple[str, ...], holds: bool):
    assert requires_one_of(re.compile(pattern), words) is holds


def test_the_proof_knows_parts_and_beginnings():
    whole = re.compile(rf"{NOTICE} x|{NOTICE}y+|kin")
    assert requires_one_of(whole, ("kin",), part=NOTICE)
    assert not requires_one_of(whole, ("kind",), part=NOTICE)
    assert beginnings(re.compile(r"\b(?:ab|c[de]f?|(?:g|hi)?j)")) == {"ab", "cd", "ce", "gj", "hi", "j"}


def test_a_hinted_pattern_finds_what_the_pattern_finds():
    found = hinted(r"\bminors?\b", "minor").search("of minors")
    assert found is not None
    assert found.span() == (3, 9)
    assert hinted(r"\bminors?\b", "minor").search("of adults") is None
    assert [m.group() for m in opening("axy by", r"a[xy]\w*|by").finditer("ax by axle")] == ["ax", "by", "axle"]
