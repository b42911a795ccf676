"""What a full-text query finds: words, phrases, alternatives, and what must not stand there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.samples.facts import SampleBill, SampleSession
from crawlers.samples.full_text import found_bills

SESSION = SampleSession(state="WY", identifier="2026", tag="Regular Session", years=(2026, 2026), place=0)


def bill(title: str, words: str = "") -> SampleBill:
    return SampleBill(
        session=SESSION, number=f"HB {len(title)}", title=title, chamber="lower", sponsors=(), actions=(), words=words
    )


BILLS = (
    bill("Artificial intelligence in hiring"),
    bill("Hiring of teachers", words="No artificial means. Intelligence is welcome."),
    bill("Chatbots", words="A chatbot uses artificial intelligence."),
)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ('"artificial intelligence"', [0, 2]),
        ("artificial intelligence", [0, 1, 2]),
        ("ARTIFICIAL AND hiring", [0, 1]),
        ('"artificial intelligence" -hiring', [2]),
        ('"artificial intelligence" NOT chatbot', [0]),
        ("teachers OR chatbots", [1, 2]),
        ("teachers | zeppelin", [1]),
        ("chat", []),
        ("-hiring", []),
        ('""', []),
        ("", []),
    ],
)
def test_a_query_finds(query: str, titles: list[int]):
    assert {found.title for found, _ in found_bills(BILLS, query)} == {BILLS[place].title for place in titles}


def test_what_stands_in_the_title_comes_first():
    found = found_bills(BILLS, '"artificial intelligence"')
    assert [(hit.title, relevance) for hit, relevance in found] == [(BILLS[0].title, 100), (BILLS[2].title, 50)]


@given(st.text(max_size=40))
def test_no_query_breaks_it(query: str):
    for _, relevance in found_bills(BILLS, query):
        assert 50 <= relevance <= 100
