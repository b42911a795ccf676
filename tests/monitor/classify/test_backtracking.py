"""No expression may be led astray by a hostile text: a call costs a look at each place, and little beyond."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable, Iterator

import pytest

from monitor.classify import detect
from monitor.classify.effects import find_effects
from monitor.classify.judge import judge
from monitor.positions import load_positions
from monitor.text.extract import extract
from monitor.text.segment import segment
from tests.monitor.classify.literals import words_of
from tests.monitor.classify.timed_patterns import Longest, TimedPattern, all_patterns, timed_patterns

LENGTH = 1_000_000
MOST = 0.050
"""Seconds that one call may take beyond the looks."""
LOOK = 150e-9
"""Seconds of a look at one place of the text."""
POSITIONS = load_positions()
HEAD = "AN ACT concerning artificial intelligence.\nSection 1. A developer of an artificial intelligence system shall "
PLAIN = (
    *(" ", "\n", "a ", "1 ", "(a) ", "; ", ". ", ", ", "-\n", "“", "§ ", "A. ", "x", "((", "[]", "shall ", "ai "),
    *("a developer shall not ", "Section 1. ", "artificial intelligence ", "provided that nothing in ", "to read: "),
)


def repeated(piece: str, length: int) -> str:
    return (piece * (length // len(piece) + 1))[:length]


def made_of(patterns: Iterable[re.Pattern[str]]) -> str:
    """The words of each expression over and over, one expression after the other."""
    pieces = [f"{' '.join(words)} shall not " for pattern in patterns if (words := words_of(pattern))]
    return "".join(repeated(piece, LENGTH // len(pieces)) for piece in pieces)


HOSTILE = {
    **{repr(piece): repeated(piece, LENGTH) for piece in PLAIN},
    "words of the duty rules": made_of(rule.pattern for rule in detect.RULES),
    "words of all expressions": made_of(all_patterns()),
    "each word of all expressions": made_of(
        re.compile(re.escape(word)) for pattern in all_patterns() for word in words_of(pattern)
    ),
}


@pytest.fixture
def longest(monkeypatch: pytest.MonkeyPatch) -> Iterator[Longest]:
    with timed_patterns(monkeypatch) as found:
        yield found


def calls(text: str, longest: Longest) -> Longest:
    longest.clear()
    gc.disable()  # its pauses are no expression's
    extract(text.encode(), media_type="text/plain")
    judge(HEAD + text, positions=POSITIONS)
    find_effects(HEAD + text, segment(HEAD + text))
    gc.enable()
    return dict(longest)


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_leads_an_expression_astray(name: str, longest: Longest):
    def slow() -> set[str]:
        taken = calls(HOSTILE[name], longest)
        assert len(taken) > 20, "the expressions are timed"
        return {f"{call}: {took:.3f} s" for call, (took, length) in taken.items() if took > MOST + LOOK * length}

    found = slow()
    if found:  # another process may have held this one up: what is slow is slow twice
        found = slow()
    assert found == set()


def test_an_expression_that_goes_astray_is_noticed():
    longest: Longest = {}
    assert TimedPattern(re.compile(r"(x+x+)+y"), "astray", longest).search("x" * 24) is None
    took, length = longest["astray"]
    assert took > MOST + LOOK * length
