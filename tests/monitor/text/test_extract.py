from __future__ import annotations

import codecs
import textwrap
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.model.bill import TextQuality
from monitor.text import extract as extract_module
from monitor.text.extract import PdfError, extract
from monitor.text.furniture import cut_upstream_header, drop_marked_changes
from monitor.text.ruled import INSERTED, STRUCK

LAW = (
    "An operator of a companion chatbot shall file a report on each known risk with the department of records. "
    "The department shall publish the report within thirty days, and shall keep it for five years thereafter. "
    "A person who is harmed may bring an action."
)
PAGE = f"<html><body><p>{LAW}</p></body></html>"
HEADER = "Title: Sample bill\nOfficial Title: x\nSource: versions - Introduced\n{note}" + "=" * 40 + "\n\n"


class Reader:
    """A reader that knows one text, or none."""

    def __init__(self, text: str | None) -> None:
        self.text = text

    def text_of(self, body: bytes) -> str:
        if self.text is None:
            raise PdfError("the PDF is encrypted")
        return self.text


def read(body: bytes | str, media_type: str = "text/html", **more):
    return extract(body.encode() if isinstance(body, str) else body, media_type=media_type, **more)


@pytest.mark.parametrize(
    ("body", "media_type", "name", "method"),
    [
        (PAGE, "text/html", "", "html/1"),
        (PAGE, "text/plain", "bill.txt", "html/1"),
        (f"\ufeff  <!-- made by a program -->\n<!DOCTYPE HTML><p>{LAW}", "", "", "html/1"),
        (f"ï»¿<html><p>{LAW}", "", "", "html/1"),
        (f"<p>{LAW}</p>", "text/html", "", "html/1"),
        (f"<p>{LAW}</p>", "application/xml", "", "xml/1"),
        (f"<p>{LAW}</p>", "application/xhtml+xml", "", "html/1"),
        (f"<?xml version='1.0'?><bill>{LAW}</bill>", "text/html", "", "xml/1"),
        (f"<bill>{LAW}</bill>", "", "bill.XML", "xml/1"),
        (f"<?xml version='1.0'?><html><body>{LAW}</body></html>", "text/xml", "", "html/1"),
        (f"Menu <body>{LAW}</body>", "", "", "html/1"),
        (PAGE.encode("utf-16"), "", "", "html/1"),
        (f"<?xml version='1.0'?><bill>{LAW}</bill>".encode("utf-16"), "", "", "xml/1"),
        (codecs.BOM_UTF16_BE + f"<?xml version='1.0'?><bill>{LAW}</bill>".encode("utf-16-be"), "", "", "xml/1"),
        (LAW, "text/plain", "", "text/1"),
        (LAW.encode("utf-16"), "", "bill.txt", "text/1"),
        (LAW, "application/octet-stream", "bill.doc", "text/1"),
        (f"1 < 2 {LAW}", "text/html", "bill.doc", "html/1"),
    ],
)
def test_the_kind_is_told_from_the_content_first(body, media_type: str, name: str, method: str):
    found = read(body, media_type, name=name)
    assert (found.method, found.quality, found.reason) == (method, TextQuality.OK, "")
    assert LAW in found.text


@settings(deadline=None)
@given(body=st.binary(max_size=600), media_type=st.sampled_from(["", "text/html", "text/xml", "text/plain"]))
@example(body=b"%PDF-1.4", media_type="")
@example(body=b"charset=undefined \xff\xff", media_type="text/html")
@example(body=b"<?xml version='1.0'?><a>\x00", media_type="text/xml")
def test_any_bytes_give_a_text_or_a_reason(body: bytes, media_type: str):
    for upstream in (False, True):
        found = extract(body, media_type=media_type, name="x", pdf=Reader(None), upstream=upstream)
        assert (found.text == "") is (found.quality is TextQuality.UNREADABLE)
        assert (found.reason == "") is (found.quality is TextQuality.OK)
        assert "\n" not in found.reason
        assert "\x00" not in found.text


PARTS = [
    *(
        "<html>",
        "<body>",
        "<pre>",
        "<p>",
        "</p>",
        "<?xml version='1.0'?>",
        "<s>",
        "</s>",
        "word ",
        LAW,
        "((",
        "))",
        "\n",
    ),
    *(
        "12 ",
        "[",
        "]",
        "{Omitted text}",
        "deleted text begin",
        "deleted text end",
        "RCW ",
        "\f",
        "&amp;",
        "\x01",
        "&#1;",
    ),
    *("&#xd800;", "&#xffff;", "\ufffe", "\x00"),
]


@settings(deadline=None)
@given(parts=st.lists(st.sampled_from(PARTS), max_size=30))
@example(parts=["<body>", "((", "<s>", "</s>", "))\x01", "\x01"])
def test_any_mixture_of_what_documents_are_made_of_is_read(parts: list[str]):
    found = extract("".join(parts).encode(), media_type="", pdf=None)
    assert (found.text == "") is (found.quality is TextQuality.UNREADABLE)
    assert not any(line != line.strip() for line in found.text.split("\n"))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "empty"),
        (" \n\t ", "empty"),
        ("<html><body></body></html>", "no words"),
        ("<html><body><s>An operator shall</s></body></html>", "no words"),
        ("12345 67", "no words"),
        ("%PDF-1.7", "no reader for PDF"),
        ("<?xml version='1.0'?><a>1</b>", "not well-formed XML"),
    ],
)
def test_what_cannot_be_read_says_why(body: str, reason: str):
    found = read(body, "")
    assert (found.text, found.quality) == ("", TextQuality.UNREADABLE)
    assert reason in found.reason


def test_what_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(extract_module, "_MAX_BYTES", 1000)
    assert read("<" * 1001).reason == "the document is too large (1,001 bytes)"
    monkeypatch.setattr(extract_module, "_MAX_CHARACTERS", 500)
    assert read("<p>" * 200).reason == "the text is too long (600 characters)"


def test_few_words_are_a_part_of_a_bill():
    found = read("<html><body>An operator shall report.</body></html>")
    assert (found.text, found.quality) == ("An operator shall report.", TextQuality.PARTIAL)
    assert found.reason == "only 21 letters: hardly a whole bill"


def test_broken_xml_is_read_as_html_and_says_so():
    found = read(f"<?xml version='1.0'?><bill><p>{LAW}</p><p>&nbsp;The end of it.</bill>", "text/xml")
    assert (found.method, found.quality) == ("html/1", TextQuality.PARTIAL)
    assert found.reason.startswith("read as HTML: not well-formed XML")
    assert found.text.split("\n") == [LAW, "The end of it."]


def test_xml_that_nests_beyond_all_measure_is_unreadable_both_ways():
    found = read("<?xml version='1.0'?>" + "<div>" * 100_000 + LAW, "text/xml")
    assert (found.method, found.quality) == ("xml/1", TextQuality.UNREADABLE)


def test_html_that_nests_beyond_all_measure_is_unreadable():
    found = read("<html><body>" + "<div>" * 100_000 + LAW)
    assert (found.method, found.quality) == ("html/1", TextQuality.UNREADABLE)
    assert "nests too deep" in found.reason


def test_a_billion_laughs_stay_short():
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    found = read(f'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY l0 "laugh">{lines}]><b>{LAW} &l9;</b>', "text/xml")
    assert found.quality is TextQuality.PARTIAL
    assert len(found.text) < 2000


def test_entities_do_not_get_out_through_the_reading_as_html(tmp_path: Path):
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret of the machine", encoding="utf-8")
    body = f'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY f SYSTEM "{secret.as_uri()}">]><b>{LAW} &f;</c>'
    found = read(body, "text/xml")
    assert found.quality is TextQuality.PARTIAL
    assert "secret of the machine" not in found.text + found.reason


def test_printed_lines_of_a_page_in_html_are_joined():
    lines = "\n".join(f"{number:>4}  {line}" for number, line in enumerate(textwrap.wrap(LAW, 30), 1))
    assert read(f"<html><body><pre>{lines}</pre></body></html>").text == LAW


def test_printed_rows_of_a_page_in_html_are_joined():
    rows = "".join(f"<tr><td>{part}</td></tr>" for part in (LAW[:100], LAW[100:]))
    body = f'<html><head><meta name="PGLN" content="1"></head><body><table>{rows}</table></body></html>'
    assert "\n" not in read(body).text


class TestPdf:
    def read(self, text: str | None):
        return extract(b"%PDF-1.7 x", media_type="application/pdf", pdf=Reader(text))

    def test_the_text_layer_is_read_as_printed_lines(self):
        found = self.read(f"1  {LAW[:60]}\n2  {LAW[60:]}\n\f- 2 -")
        assert (found.method, found.quality) == ("pdf/1", TextQuality.OK)

    def test_the_reason_of_the_reader_is_kept(self):
        assert self.read(None).reason == "the PDF is encrypted"

    def test_a_scan_says_so(self):
        assert self.read("12 \f 13 \f HB").reason == "the PDF has no text layer (a scan)"

    def test_words_that_a_line_strikes_go_and_underlined_ones_stay(self):
        found = self.read(
            f"{LAW} An {STRUCK[0]}owner{STRUCK[1]} {INSERTED[0]}operator{INSERTED[1]} shall pay.\n"
            f"CODING: Words {STRUCK[0]}stricken{STRUCK[1]} are deletions; words underlined are additions."
        )
        assert found.text == f"{LAW} An operator shall pay."
        assert (found.quality, found.reason) == (TextQuality.OK, "")

    def test_a_legend_of_struck_words_without_any_line_is_a_redline(self):
        found = self.read(f"{LAW}\nCODING: Words stricken are deletions; words underlined are additions.")
        assert found.quality is TextQuality.REDLINE
        assert found.text == LAW


class TestSomebodyElsesExtraction:
    def test_its_header_goes(self):
        found = read(HEADER.format(note="") + LAW, "text/plain")
        assert (found.text, found.method, found.quality) == (LAW, "upstream/1", TextQuality.OK)

    def test_without_a_header_the_caller_says_so(self):
        assert read(LAW, "text/plain", upstream=True).method == "upstream/1"

    def test_mixed_words_are_a_redline(self):
        found = read(HEADER.format(note="Visual Markup Detected: true\n") + LAW, "text/plain")
        assert (found.text, found.quality) == (LAW, TextQuality.REDLINE)
        assert "could not be told apart" in found.reason

    def test_mixed_words_without_words_are_unreadable(self):
        found = read(HEADER.format(note="Visual Markup Detected: true\n") + "12 34", "text/plain")
        assert (found.text, found.quality) == ("", TextQuality.UNREADABLE)

    def test_mixed_words_that_are_marked_are_told_apart(self):
        note = "Visual Markup Detected: true\n"
        found = read(HEADER.format(note=note) + f"{LAW} {{Omitted text}} {{owner}} [seller] operator", "text/plain")
        assert (found.text, found.quality) == (f"{LAW} operator", TextQuality.OK)

    def test_a_text_without_a_header_is_whole(self):
        assert cut_upstream_header("Title: x\nno rule") == ("Title: x\nno rule", False, False)


class TestMarkedChanges:
    @pytest.mark.parametrize(
        ("text", "kept", "done"),
        [
            (
                "An deleted text begin owner deleted text end new text begin operator new text end shall",
                "An operator shall",
                "marked",
            ),
            (
                "Matter enclosed in bold-faced brackets [thus] An [owner] operator shall",
                "Matter enclosed in bold-faced brackets An operator shall",
                "bracketed",
            ),
            ("RCW 1 An ((owner)) operator shall", "RCW 1 An operator shall", "parenthesised"),
            (
                "State of Washington An ((owner of (a) one)) operator ((b))",
                "State of Washington An operator",
                "parenthesised",
            ),
            ("An ((owner)) operator [shall]", "An ((owner)) operator [shall]", ""),
            ("RCW 2 ((a)(1)) stays", "RCW 2 ((a)(1)) stays", "parenthesised"),
            ("RCW 3 ((owner", "RCW 3 ((owner", "parenthesised"),
            ("RCW 4 (()) ((x)) y", "RCW 4 y", "parenthesised"),
            ("RCW 5 ((owner ((seller)) operator", "RCW 5 operator", "parenthesised"),
        ],
    )
    def test_struck_words_go(self, text: str, kept: str, done: str):
        found, removed = drop_marked_changes(text, redline=False)
        assert found.split() == kept.split()
        assert removed.startswith(done)
        assert bool(removed) is bool(done)

    def test_utahs_braces_go_with_their_legend(self):
        legend = "{Omitted text} shows text that was in the first but not the second, as layout or other causes."
        found, removed = drop_marked_changes(f"{legend} An {{owner}} [seller] operator", redline=True)
        assert (found.split(), removed) == (["An", "operator"], "braced deletions")

    def test_a_mark_without_an_end_near_by_strikes_nothing(self):
        far = f"RCW ((owner {'x ' * 10_001})) operator ((seller)) shall"
        found, _ = drop_marked_changes(far, redline=False)
        assert "((owner" in found
        assert "seller" not in found

    @pytest.mark.parametrize("mark", ["RCW ((", "deleted text begin "])
    @pytest.mark.timeout(60)  # seconds; quadratic work takes far longer
    def test_marks_without_ends_take_little_time(self, mark: str):
        assert drop_marked_changes(mark * 60_000, redline=True)[0].startswith(mark.strip())

    @settings(deadline=None)
    @given(
        kept=st.lists(st.sampled_from(["operator", "shall", "(a)", "report"]), min_size=1, max_size=8), data=st.data()
    )
    def test_of_any_mixture_no_struck_word_appears_and_every_other_does(self, kept: list[str], data):
        forms = {"wa": ("((", "))"), "mn": ("deleted text begin", "deleted text end")}
        start, end = forms[data.draw(st.sampled_from(sorted(forms)))]
        text = "RCW " + " ".join(f"{word} {start}gone{number}{end}" for number, word in enumerate(kept))
        found, _ = drop_marked_changes(text, redline=False)
        assert found.split() == ["RCW", *kept]
