"""Folding never loses the way back to the clean text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.classify.fold import fold


def test_it_reads_plainly() -> None:
    assert (
        fold("A  “Tool”\n\tis\xa0NOT an AUTO-\n  MATED thing – yes").text == 'a "tool" is not an automated thing - yes'
    )


@given(st.text(alphabet=st.sampled_from("aA1 \n\t\xa0-–“”’İß\x93é"), max_size=80))
def test_every_letter_leads_back_to_itself(text: str) -> None:
    folded = fold(text)

    for at, letter in enumerate(folded.text):
        raw = folded.raw(at)
        assert 0 <= raw < len(text)
        if letter.isascii() and letter.isalnum():
            assert text[raw].lower() == letter
            assert folded.folded(raw) == at


@given(st.text(max_size=120))
def test_offsets_stay_in_bounds_and_in_order(text: str) -> None:
    folded = fold(text)

    there = [folded.folded(at) for at in range(len(text) + 1)]
    back = [folded.raw(at) for at in range(len(folded.text) + 1)]
    assert there == sorted(there)
    assert back == sorted(back)
    assert all(0 <= at <= len(folded.text) for at in there)
    assert all(0 <= at <= len(text) for at in back)


def test_marks_after_a_letter_that_is_not_ascii_are_folded_too() -> None:
    assert fold("Café’s “naïve”—résumé–based £€").text == 'café\'s "naïve"-résumé-based £€'
