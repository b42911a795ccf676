from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.text.normal import clean_sha256, fold_characters, normalise_for_hash
from monitor.text.ruled import INSERTED, STRUCK, drop_ruled, is_ruled


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“Operator”—a person’s", '"Operator"-a person\'s'),
        ("An act\n\n  concerning\u00a0it", "An act concerning it"),
        ("An act Page 3 of 12 concerning it", "An act concerning it"),
        ("An act - 4 - concerning it", "An act concerning it"),
        ("arti\u00adficial", "artificial"),
        ("of\ufb01ce", "office"),
    ],
)
def test_a_changed_page_is_no_changed_text(one: str, other: str):
    assert clean_sha256(one) == clean_sha256(other)


@pytest.mark.parametrize(
    ("one", "other"), [("shall", "shall not"), ("30 days", "60 days"), ("page 3", "page 4"), ("Act", "act")]
)
def test_changed_words_are_a_changed_text(one: str, other: str):
    assert clean_sha256(f"An operator {one} report.") != clean_sha256(f"An operator {other} report.")


@settings(deadline=None)
@given(text=st.text())
def test_folding_leaves_one_kind_of_blank_and_of_line_end_and_nothing_invisible(text: str):
    folded = fold_characters(text)
    assert not set(folded) & set("\r\t\f\v\x00\x85\u2028\u200b\u202e\ufeff\u00a0\x0e\x1f")
    assert "  " not in folded
    assert fold_characters(folded) == folded


@settings(deadline=None)
@given(text=st.text())
def test_normalising_is_on_one_line_and_a_lone_surrogate_does_not_break_the_hash(text: str):
    assert normalise_for_hash(text) == " ".join(normalise_for_hash(text).split())
    assert len(clean_sha256(text + "\ud800")) == 64


def test_line_ends_of_all_kinds_are_one():
    assert fold_characters("a\r\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h") == "a\nb\nc\nd\ne\nf\ng\nh"


def test_struck_runs_go_and_inserted_words_stay():
    text = f"An {STRUCK[0]}owner{STRUCK[1]}{INSERTED[0]}operator{INSERTED[1]} shall report."
    assert is_ruled(text)
    assert drop_ruled(text) == "An operator shall report."
    assert not is_ruled("An operator shall report.")


def test_a_struck_run_without_an_end_loses_its_mark_only():
    assert drop_ruled(f"An {STRUCK[0]}operator shall report.") == "An operator shall report."
