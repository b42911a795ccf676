from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from crawlers.parsing.clean import one_line, paragraphs

ANY_TEXT = st.text(st.characters(exclude_categories=()))  # lone surrogates too
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("  two \t words\r\n", "two words"),
        ("no\u00a0break", "no break"),
        ("page one\x0cpage two", "page one page two"),  # a form feed separates words
        ("next\x85line", "next line"),
        ("nul\x00byte", "nulbyte"),
        ("\ufeffmark", "mark"),
        ("zero\u200bwidth", "zerowidth"),
        ("\u202eevil\u202c", "evil"),
        ("tag\U000e0041", "tag"),
        ("a\ud800b", "a?b"),  # a lone surrogate is in no database's encoding
        ("", ""),
        (None, ""),
        (7, ""),
        (["list"], ""),
        (b"bytes", ""),
    ],
)
def test_one_line(raw: object, clean: str):
    assert one_line(raw) == clean


def test_a_pair_of_surrogates_in_json_is_one_character():
    assert one_line(json.loads('"\\ud83d\\ude00"')) == "\U0001f600"


@given(ANY_TEXT)
@example(BIDI)
@example("".join(map(chr, range(0xA0))))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_nothing_unprintable_is_left(text: str):
    for clean in (one_line(text), paragraphs(text)):
        assert not set(clean) & set(BIDI)
        assert not [c for c in clean if unicodedata.category(c) in ("Cc", "Cs") and c != "\n"]
        clean.encode("utf-8")
    assert "\n" not in one_line(text)
    assert one_line(one_line(text)) == one_line(text) == " ".join(one_line(text).split())


def test_paragraphs_keep_their_lines_and_lose_empty_ones():
    assert paragraphs(" one  line \r\n\n\n another\x00 \u2029third ") == "one line\nanother\nthird"
    assert paragraphs(None) == ""
