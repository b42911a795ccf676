from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.normal import clean_sha256
from monitor.text.quotes import find_exactly, find_words

TEXT = "Sec. 1. A developer shall\n  file a “risk – report” on each known risk. The risks are public."


@pytest.mark.parametrize("quote", ["A developer shall", "each known risk", "risk.", "Sec. 1.", "public."])
def test_exact_words_are_found_at_their_offsets(quote: str):
    span = find_exactly(TEXT, quote)
    assert span is not None
    assert span.of(TEXT) == quote


@pytest.mark.parametrize(
    "quote", ["", "  ", "A developer shall file", "developers", "eveloper", "known ris", "shall not"]
)
def test_other_words_and_parts_of_words_are_not_found(quote: str):
    assert find_exactly(TEXT, quote) is None


def test_a_word_is_not_found_inside_a_longer_one_but_where_it_stands_alone():
    span = find_exactly("risks of a risk", "risk")
    assert span is not None
    assert span.start == 11


@pytest.mark.parametrize("quote", ['A developer shall file a "risk - report"', "A developer\tshall file"])
def test_blanks_quotation_marks_and_dashes_do_not_count(quote: str):
    assert find_exactly(TEXT, quote) is None
    span = find_words(TEXT, quote)
    assert span is not None
    assert clean_sha256(span.of(TEXT)) == clean_sha256(quote)


def test_other_words_are_other_words():
    assert find_words(TEXT, "A developer shall file a report") is None
    assert find_words(TEXT, "  ") is None
    assert find_words("a risk-report", "a risk - report") is None


@given(st.text(alphabet="ab ‘'“\"–-\n\t.", max_size=40), st.text(alphabet="ab ‘'“\"–-\n.", min_size=1, max_size=8))
def test_what_is_found_has_the_words_that_were_sought(text: str, quote: str):
    span = find_words(text, quote)
    if span is not None:
        assert clean_sha256(span.of(text)) == clean_sha256(quote)
        assert 0 <= span.start < span.end <= len(text)
    elif quote.strip() and clean_sha256(text) == clean_sha256(quote):
        raise AssertionError("the whole text is the quote")
