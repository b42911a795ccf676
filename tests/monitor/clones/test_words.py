from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.clones.words import NUMBER, spans_of, words_of
from monitor.model.provision import Span


def forms(text: str) -> list[str]:
    return [word.form for word in words_of(text, [Span(0, len(text))])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A Developer’s duty", ["a", "developer's", "duty"]),
        ("high-risk, “high risk”", ["high", "risk", "high", "risk"]),
        ("pay $20,000 by July 1, 2027", ["pay", "#", "by", "july", "#"]),
        ("(a) report; (iv) keep (12) records", ["report", "keep", "records"]),
        ("a person (and its agent) shall", ["a", "person", "and", "its", "agent", "shall"]),
        ("under 42 U.S.C. Sec. 1320d et seq. as amended", ["under", "#", "as", "amended"]),
        ("under chapter 19.86 RCW", ["under", "#"]),
        ("section (2) of this chapter", ["section", "of", "this", "chapter"]),
        ("P.L.    , c.    (C.    ) (pending before the Legislature as this bill) shall", ["#", "shall"]),
        ("ﬁle ① form", ["file", "#", "form"]),
        ("", []),
        ("§§ — ;", []),
    ],
)
def test_what_the_words_are(text: str, expected: list[str]):
    assert forms(text) == expected


def test_numbers_and_citations_of_two_states_are_the_same_word():
    here = "pursuant to section 6-1-1702 (3), C.R.S., by February 1, 2026"
    there = "pursuant to section 1551 of this title, by January 1, 2027"
    assert forms(here)[:3] == forms(there)[:3] == ["pursuant", "to", NUMBER]


@given(st.text(max_size=200), st.data())
def test_every_word_stands_where_it_says_inside_its_part(text: str, data: st.DataObject):
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    parts = [Span(start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    words = words_of(text, parts)
    assert [word.start for word in words] == sorted({word.start for word in words})
    for word in words:
        assert word.start < word.end
        assert any(part.start <= word.start and word.end <= part.end for part in parts)
        assert word.form == NUMBER or word.form == word.form.casefold()


@given(st.text(alphabet="abc 1.,(", max_size=80), st.data())
def test_spans_cover_just_the_words_they_are_of(text: str, data: st.DataObject):
    middle = data.draw(st.integers(0, len(text)))
    parts = (Span(0, middle), Span(middle, len(text)))
    words = words_of(text, parts)
    start, end = sorted((data.draw(st.integers(0, len(words))), data.draw(st.integers(0, len(words)))))
    spans = spans_of(words[start:end], parts)
    covered = [word for word in words if any(span.start <= word.start < span.end for span in spans)]
    assert covered == words[start:end]
    assert len(spans) <= 2
