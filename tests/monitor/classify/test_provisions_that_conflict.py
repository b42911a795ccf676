"""Fictional provisions of every kind that meets a position, in the wording of many states; samples, no real bill."""

from __future__ import annotations

import pytest

from monitor.classify.judge import judge
from monitor.model.finding import Label
from monitor.positions import load_positions
from tests.monitor.classify import sections_for_makers as makers
from tests.monitor.classify import sections_for_users as users

CASES = makers.CASES + users.CASES


def bill(*sections: str, title: str = "An act concerning artificial intelligence.") -> str:
    numbered = " ".join(f"Section {number}. {words}" for number, words in enumerate(sections, start=1))
    return f"{title} Be it enacted by the Legislature of the State of Example: {numbered}"


def labels(text: str) -> dict[str, Label]:
    found: dict[str, Label] = {}
    for finding in judge(text, positions=load_positions()).findings:
        if finding.label.strength > found.get(finding.position, Label.NONE).strength:
            found[finding.position] = finding.label
    return found


@pytest.mark.parametrize(("sections", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_it_is_labelled_as_the_guide_says(sections: list[str], expected: dict[str, str]) -> None:
    found = labels(bill(*sections))

    assert {position: found.get(position, Label.NONE).value for position in expected} == expected
