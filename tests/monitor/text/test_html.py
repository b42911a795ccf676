from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.text.html import HtmlError, html_text

STRUCK = [
    ("<s>", "</s>"),
    ("<strike>", "</strike>"),
    ("<del>", "</del>"),
    *(
        (f'<span class="{name}">', "</span>")
        for name in (
            "del deleted remove removed strike stricken strikethrough struck amenddeletedtext amendstrike"
            " text-struck_out x-deleted".split()
        )
    ),
    ('<span class="note STRICKEN bold">', "</span>"),
    ('<span style="text-decoration: line-through">', "</span>"),
    ('<span style="TEXT-DECORATION:Line-Through;color:red">', "</span>"),
    ('<u style="text-decoration-line: underline line-through">', "</u>"),
    ('<span style="display:none">', "</span>"),
    ('<p style="color:red; display : none">', "</p>"),
]
INSERTED = [
    ("<u>", "</u>"),
    ("<ins>", "</ins>"),
    ("<b>", "</b>"),
    ('<span class="new">', "</span>"),
    ('<span class="amendnewtext">', "</span>"),
    ('<span class="delegate strikers">', "</span>"),
    ('<span style="text-decoration: underline">', "</span>"),
    ('<font color="green">', "</font>"),
]
CHROME = "script style head nav header footer form select button noscript iframe svg audio video".split()


def words(text: str) -> list[str]:
    return html_text(text).split()


@pytest.mark.parametrize("mark", STRUCK, ids=lambda mark: mark[0])
def test_struck_words_go_and_the_words_around_them_stay(mark: tuple[str, str]):
    assert words(f"<body>An {mark[0]}owner <b>or</b> seller{mark[1]} operator shall report.</body>") == (
        "An operator shall report.".split()
    )


@pytest.mark.parametrize("mark", INSERTED, ids=lambda mark: mark[0])
def test_inserted_words_stay(mark: tuple[str, str]):
    assert words(f"<body>An {mark[0]}operator{mark[1]} shall report.</body>") == "An operator shall report.".split()


GONE = [*STRUCK, *((f"<{name}>", f"</{name}>") for name in ("nav", "header", "footer", "form"))]
KEPT = [*INSERTED, ("", ""), ("<p>", "</p>"), ("<div class='x'>", "</div>")]
PIECES = st.lists(
    st.one_of(
        st.tuples(st.just("gone"), st.sampled_from(GONE)),
        st.tuples(st.just("kept"), st.sampled_from(KEPT)),
    ),
    max_size=12,
)


@settings(deadline=None)
@given(pieces=PIECES, depth=st.integers(0, 40))
def test_of_any_mixture_no_struck_word_appears_and_every_other_does(pieces, depth: int):
    body = "".join(f"{start} {kind}{number} {end}" for number, (kind, (start, end)) in enumerate(pieces))
    found = words(f"<html><body>{'<div>' * depth}{body}{'</div>' * depth}</body></html>")
    assert found == [f"kept{number}" for number, (kind, _) in enumerate(pieces) if kind == "kept"]


@pytest.mark.parametrize("name", CHROME)
def test_the_site_around_the_bill_goes(name: str):
    assert "chrome" not in words(f"<html><{name}>chrome</{name}><body><{name}>chrome</{name}>law</body></html>")


def test_comments_go_and_what_follows_them_stays():
    assert words("<body>An <!-- owner --> operator <?php seller ?> shall</body>") == "An operator shall".split()


@pytest.mark.parametrize(
    "container", ['id="document"', 'class="a bill-text b"', 'id="bill_content"', 'class="billtext"']
)
def test_a_container_with_an_enacting_clause_is_the_bill(container: str):
    page = f"<body><p>Search bills</p><div {container}>Be it enacted by the Legislature</div><p>Contact</p></body>"
    expected = "Be it enacted by the Legislature"
    if "bill_content" in container:
        expected = f"Search bills {expected} Contact"  # no known container: all of the body
    assert " ".join(words(page)) == expected


def test_a_container_without_a_bill_is_none():
    page = '<body><div id="document">Menu</div><div>Be it enacted by the Legislature</div></body>'
    assert " ".join(words(page)) == "Menu Be it enacted by the Legislature"


def test_struck_words_in_double_parentheses_take_these_along():
    page = "<body>a person ((<s>owner</s>)) <u>operator</u> of <b>((</b><s>x</s>)) it ((kept)) <p><s>y</s>))</p></body>"
    assert " ".join(words(page)) == "a person operator of (( it ((kept))"


def test_a_struck_element_first_in_its_parent_takes_the_parents_parentheses_along():
    assert words("<body><p>((<s>owner</s>)) operator</p></body>") == ["operator"]


def test_line_numbers_and_spoken_marks_of_changes_go():
    page = (
        '<body><var class="ln">1.2</var>An <span class="sr-only">new text begin</span>operator'
        '<span class="sr-only"> new text end </span> shall <var>x</var> <span class="sr-only">report</span></body>'
    )
    assert " ".join(words(page)) == "An operator shall x report"


def test_blocks_are_lines_and_source_lines_are_none():
    page = (
        "<body><p>An operator\n  shall</p><div>report<br>each<br class='d-none d-md-block'> risk</div>"
        "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table></body>"
    )
    assert [" ".join(line.split()) for line in html_text(page).strip().split("\n")] == [
        "An operator shall",
        "report",
        "each risk",
        "a b",
        "c",
    ]


def test_printed_lines_stay_lines_and_fixed_spaces_stay():
    page = "<body>\n<pre>An operator\n   shall <b>report\n   each</b> risk\n</pre>after\nit &nbsp;&nbsp;x</body>"
    assert html_text(page).strip().split("\n") == [
        "An operator",
        "   shall report",
        "   each risk",
        "after it \u00a0\u00a0x",
    ]


def test_a_page_without_a_body_is_read():
    assert words("An operator shall report") == "An operator shall report".split()
    assert words("<frameset><frame></frameset>") == []


@pytest.mark.parametrize("page", ["", "   ", "<!-- nothing -->"])
def test_what_holds_nothing_is_an_error(page: str):
    with pytest.raises(HtmlError, match="not readable as HTML"):
        html_text(page)


@pytest.mark.parametrize("depth", [300, 1500])
def test_tags_that_are_never_closed_lose_no_words(depth: int):
    page = f"<body><p>before</p>{'<font>' * depth}deep{'</font>' * depth}<p>after</p></body>"
    assert words(page) == ["before", "deep", "after"]


def test_nesting_beyond_all_measure_is_an_error_and_no_shorter_text():
    with pytest.raises(HtmlError, match="nests too deep"):
        html_text(f"<body><p>before</p>{'<div>' * 50_000}deep{'</div>' * 50_000}<p>after</p></body>")


@pytest.mark.timeout(60)  # seconds; quadratic work takes far longer
def test_a_hostile_style_takes_little_time():
    assert words(f'<body><p style="{"text-decoration:" * 20_000}">law</p></body>') == ["law"]


@settings(deadline=None)
@given(parts=st.lists(st.sampled_from([*"<>/&;#x! ab\n\x00\x01\"'=-é", "<div>", "</s>", "<s>", "<pre>", "((", "))"])))
def test_any_rubbish_is_read_and_keeps_the_words_before_it(parts: list[str]):
    assert html_text("<p>first</p>" + "".join(parts).replace("<!", "").replace("&", "")).split()[0] == "first"


def test_bold_brackets_strike_and_bold_raised_numbers_go():
    """As New Jersey prints amendments; ordinary brackets and exponents stay."""
    page = (
        "<body><p>A seller that uses photo <b><sup><span>1</span></sup></b><b><span>[</span></b>editng<b>]</b>"
        " <u>editing</u><b><sup>1</sup></b> software shall <b><sup>2</sup>[</b>not<b><span>]<sup>2</sup></span></b>"
        " disclose it [sic] beyond"
        " 10<sup>26</sup> operations <b>[</b>open</p></body>"
    )
    assert " ".join(html_text(page).split()) == (
        "A seller that uses photo editing software shall disclose it [sic] beyond 1026 operations [open"
    )
