from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from monitor.text.page_text import difference, page_text


def test_what_moves_by_itself_is_left_out():
    one = "Notice on AI\nLast updated: November 20, 2026\n  Comments close\u00a0soon. \n\n---\n1,204 views\n"
    other = "Notice on AI\nLast updated: November 21, 2026\nComments close soon.\n1,377 views"
    assert page_text(one) == page_text(other) == "Notice on AI\nComments close soon."


def test_what_is_said_in_a_sentence_is_kept():
    said = "The list was last updated on 20 November 2026 and names no state law that it calls onerous at this time."
    assert page_text(said) == said
    assert page_text("Last updated by the Secretary") == "Last updated by the Secretary"
    assert page_text("As of 11 March 2026 the Department has identified 14 State laws") != ""


def test_a_difference_names_the_sentence_and_not_the_paragraph():
    before = page_text("The office asks for comments. " * 40 + "They close on 1 December.")
    after = page_text("The office asks for comments. " * 40 + "They close on 15 December.")
    assert difference(before, after).lines[-2:] == ("-They close on 1 December.", "+They close on 15 December.")
    assert page_text("One sentence. Another one.") == page_text("One sentence.\nAnother one.")


def test_controls_and_directions_are_no_words():
    assert page_text("pay\u202eload\u200b \x1b[31mred\x07") == "pay load [31mred"


def test_a_difference_is_lines_of_text():
    found = difference("one\ntwo\nthree", "one\n<script>alert(1)</script>\nthree")
    assert found.lines == ("@@ -1,3 +1,3 @@", " one", "-two", "+<script>alert(1)</script>", " three")
    assert (found.added, found.removed, found.left_out) == (1, 1, 0)
    long = difference("", "\n".join(f"line {number}" for number in range(500)), limit=10)
    assert (len(long.lines), long.added, long.left_out) == (10, 500, 491)
    assert max(map(len, difference("", "x" * 9_000).lines)) == 1_000


@given(st.text(), st.text())
def test_any_text(one: str, other: str):
    before, after = page_text(one), page_text(other)
    assert page_text(before) == before
    assert all(unicodedata.category(c) not in {"Cc", "Cf"} for c in before if c != "\n")
    found = difference(before, after)
    assert (found.lines == ()) is (before == after)
    assert (found.added == found.removed == 0) is (before == after)
