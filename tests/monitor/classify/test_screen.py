from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.classify.screen import screen


@pytest.mark.parametrize(
    ("title", "abstract", "words"),
    [
        ("Regulating high-risk  Artificial\nIntelligence systems.", "", "Artificial\nIntelligence"),
        ("Consumer protection.", "Concerns chatbots for minors.", "chatbots"),
        ("Concerning automated decisions in hiring.", "", "automated decisions"),
        ("Super Intelligence accord", "", "Super Intelligence"),
        ("An Act concerning AI and utilities", "Artificial intelligence", "AI"),
        ("Responsible AI Advancement Act.", "", "AI"),
        ("Concerning the AI/AN health council.", "", ""),
        ("Requires AIDS education.", "", ""),
        ("Avian influenza (AI) response fund.", "", ""),
        ("Artificial insemination of livestock (AI).", "", ""),
        ("Adopting SI units for road signs.", "", ""),
        ("Naming a bridge.", "Designates the Ai River bridge.", ""),
        ("", "", ""),
    ],
)
def test_the_first_words_decide(title: str, abstract: str, words: str):
    assert screen(title, abstract) == words


@given(st.text(max_size=200), st.text(max_size=200))
def test_what_it_quotes_stands_there(title: str, abstract: str):
    assert screen(title, abstract) in f"{title}\n{abstract}"
