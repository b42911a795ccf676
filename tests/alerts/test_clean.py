from __future__ import annotations

import unicodedata
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alerts.clean import clip, https_link, one_line
from tests.alerts.samples import HOSTILE

anything = st.text(st.characters(), max_size=120) | st.sampled_from(HOSTILE)  # surrogates included


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("  two\r\n words\t ", "two words"),
        ("a \u202e b", "a b"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("nul\x00bell\x07", "nulbell"),
        ("one\u2028two\u2029three\x85four\x1cfive", "one two three four five"),
        ("half\ud800", "half"),
        ("Año Zoë 法", "Año Zoë 法"),
        ("", ""),
    ],
)
def test_words_become_one_plain_line(raw: str, shown: str):
    assert one_line(raw) == shown


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(anything)
def test_nothing_hidden_is_left(raw: str):
    line = one_line(raw)
    assert line.isprintable() or all(unicodedata.category(c) == "Zs" for c in line if not c.isprintable())
    assert len(line.splitlines()) <= 1
    assert "  " not in line
    assert line == line.strip()
    assert one_line(line) == line
    line.encode()


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(anything, st.integers(8, 60))
def test_a_clipped_text_fits_and_begins_like_the_whole(raw: str, limit: int):
    cut, whole = clip(raw, limit), one_line(raw)
    assert len(cut) <= limit
    if cut != whole:
        assert cut.endswith(" [\u2026]")
        assert whole.startswith(cut.removesuffix(" [\u2026]"))


def test_a_cut_is_made_between_words():
    assert clip("A developer shall publish a report", 24) == "A developer shall [\u2026]"
    assert clip("Donaudampfschifffahrtsgesellschaft", 24) == "Donaudampfschifffahr [\u2026]"
    assert clip("short", 24) == "short"


@pytest.mark.parametrize(
    "hostile",
    [
        "",
        "javascript:alert(1)",
        "http://legislature.example/1",
        "data:text/html,<script>",
        "//legislature.example/1",
        "https://",
        "https:///path",
        "https://user@legislature.example/1",
        "https://user:secret@legislature.example/1",
        "https://legislature.example:8080/1",
        "https://legislature.example:port/1",
        "https://[::1]/1",
        "https://[broken/1",
        "https://legisl\u0430ture.example/1",  # a Cyrillic letter
        "https://legislature.example\\@eve.example/1",
        "https://legislature.example/\ud800",
        "https://legislature.example/" + "x" * 2000,
        "https://legislature.example/" + "\u20ac" * 600,
    ],
)
def test_what_is_no_plain_https_address_is_no_link(hostile: str):
    assert https_link(hostile) == ""


@pytest.mark.parametrize(
    ("raw", "link"),
    [
        ("https://legislature.example/1?a=b&c=%20d#e", "https://legislature.example/1?a=b&c=%20d#e"),
        (" HTTPS://Legislature.example:443/1 ", "HTTPS://Legislature.example:443/1"),
        ('https://legislature.example/"><b>', "https://legislature.example/%22%3E%3Cb%3E"),
        ("https://legislature.example/a b\r\nc", "https://legislature.example/a%20b%0D%0Ac"),
        ("https://legislature.example/\u202e\u20ac", "https://legislature.example/%E2%80%AE%E2%82%AC"),
    ],
)
def test_a_link_is_percent_encoded(raw: str, link: str):
    assert https_link(raw) == link


def test_the_first_good_candidate_counts():
    assert https_link("javascript:1", "https://b.example/", "https://c.example/") == "https://b.example/"
    assert https_link() == ""


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(["", "https://", "https://legislature.example/", "HtTpS://a.example"]), anything)
def test_a_link_is_https_and_ascii_whatever_comes(start: str, rest: str):
    link = https_link(start + rest)
    if link:
        assert link.isascii()
        assert not set(link) & set("\"'<>\\ \r\n\t`{}|^")
        assert urlsplit(link).scheme == "https"
        assert urlsplit(link).username is None
