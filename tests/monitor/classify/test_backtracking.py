"""No expression may be led astray by a hostile text: a call may cost little more than on a harmless one as long."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from monitor.classify import detect
from monitor.classify.effects import find_effects
from monitor.classify.judge import judge
from monitor.positions import load_positions
from monitor.text.extract import extract
from monitor.text.segment import segment
from tests.monitor.classify.literals import words_of
from tests.monitor.classify.timed_patterns import Longest, install_timed_patterns

LENGTH = 1_000_000
MOST = 0.050
"""Seconds of one call beyond those that a harmless text of the same length takes."""
POSITIONS = load_positions()
HEAD = "AN ACT concerning artificial intelligence.\nSection 1. A developer of an artificial intelligence system shall "
PLAIN = (
    *(" ", "\n", "a ", "1 ", "(a) ", "; ", ". ", ", ", "-\n", "“", "§ ", "A. ", "x", "((", "[]", "shall ", "ai "),
    *("a developer shall not ", "Section 1. ", "artificial intelligence ", "provided that nothing in ", "to read: "),
)
RULES = {
    f"{number}-{rule.kind}": f"{' '.join(words_of(rule.pattern))} shall not "
    for number, rule in enumerate(detect.RULES)
}


@pytest.fixture
def longest(monkeypatch: pytest.MonkeyPatch) -> Iterator[Longest]:
    found: Longest = {}
    assert len(install_timed_patterns(monkeypatch, found)) > 300
    yield found
    monkeypatch.undo()
    detect._rules_for.cache_clear()


def calls(piece: str, longest: Longest) -> Longest:
    longest.clear()
    text = HEAD + (piece * (LENGTH // len(piece) + 1))[:LENGTH]
    extract(text.encode(), media_type="text/plain")
    judge(text, positions=POSITIONS)
    find_effects(text, segment(text))
    return dict(longest)


@pytest.mark.parametrize("piece", [*PLAIN, *RULES.values()], ids=[*map(repr, PLAIN), *RULES])
def test_no_text_leads_an_expression_astray(piece: str, longest: Longest):
    harmless = calls("Lorem ipsum, dolor sit amet ", longest)
    allowed = {name: MOST + harmless.get(name, (0.0, 0))[0] for name in harmless}
    slow = {name: call for name, call in calls(piece, longest).items() if call[0] > allowed.get(name, MOST)}
    if slow:  # another process may have held this one up: what is slow is slow twice
        again = calls(piece, longest)
        slow = {name: call for name, call in slow.items() if again.get(name, (0.0, 0))[0] > allowed.get(name, MOST)}
    assert slow == {}
