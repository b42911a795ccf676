"""Pages as hooks are given them: real ones are read, hostile and broken ones are errors of a kind."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.errors import AnswerError, MalformedBillError
from crawlers.parsing.addresses import is_same_site
from crawlers.parsing.feed_page import FeedPage
from crawlers.parsing.html_page import HtmlPage, link_of, text_of
from crawlers.parsing.json_page import JsonPage
from crawlers.parsing.list_lines import checked_line
from crawlers.parsing.pages import Ask, mark_of
from crawlers.parsing.xml_page import XmlPage, field_of
from monitor.model.bill import Document
from monitor.model.failure import FailureKind
from monitor.model.listing import ListedBill

URL = "https://legislature.example/lists/page.asp?n=1"


def document(body: bytes, content_type: str = "") -> Document:
    return Document(
        url=URL,
        body=body,
        media_type=content_type.partition(";")[0],
        fetched_at=datetime(2026, 11, 25, tzinfo=UTC),
        headers=(("content-type", content_type),) if content_type else (),
    )


def kind_of(kind: type[HtmlPage | XmlPage | FeedPage | JsonPage], body: bytes) -> FailureKind:
    with pytest.raises(AnswerError) as caught:
        kind.read(document(body), source="sample")
    return caught.value.kind


ANY = [HtmlPage, XmlPage, FeedPage, JsonPage]


@pytest.mark.parametrize("kind", ANY)
def test_an_empty_body_is_no_page(kind: type[HtmlPage | XmlPage | FeedPage | JsonPage]):
    assert kind_of(kind, b" \n") is FailureKind.DECODE


@pytest.mark.parametrize("kind", ANY)
@given(body=st.one_of(st.binary(max_size=400), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))))
def test_whatever_bytes_come(kind: type[HtmlPage | XmlPage | FeedPage | JsonPage], body: bytes):
    """A page, or an error of a known kind; never another exception."""
    kinds = []
    try:
        assert kind.read(document(body), source="sample").document.body == body
    except AnswerError as error:
        kinds = [error.kind]
    assert set(kinds) <= {FailureKind.DECODE, FailureKind.WRONG_TYPE}


def test_html_elements_words_and_links():
    body = b"<table><tr><td> HB\n 1 </td><td><a href='../bill/1?x=2'>go</a><a href='https://b.example/c'>c</a></table>"
    page = HtmlPage.read(document(body), source="sample")
    first, second = page.all("a")
    assert text_of(page.must("td")) == "HB 1"
    assert page.text("td") == "HB 1"
    assert page.text("th") == ""
    assert page.address(link_of(first)) == "https://legislature.example/bill/1?x=2"
    assert page.path(link_of(first)) == "/bill/1?x=2"
    assert page.path(link_of(second)) == "https://b.example/c"
    assert (page.address(""), link_of(None), text_of(None)) == ("", "", "")
    assert page.address("http://[bad") == ""
    with pytest.raises(AnswerError) as caught:
        page.must("h1")
    assert (caught.value.kind, str(caught.value)) == (FailureKind.LAYOUT_CHANGED, "the page has no h1")


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("<p>Peña</p>".encode(), ""),
        ("<p>Peña</p>".encode("utf-8-sig"), ""),
        ("<p>Peña</p>".encode("cp1252"), ""),
        ("<p>Peña</p>".encode("cp1252"), "text/html; charset=windows-1252"),
        ("<meta charset='iso-8859-1'><p>Peña</p>".encode("latin-1"), ""),
        ("<p>Peña</p>".encode("cp1252"), "text/html; charset=utf-8"),
        ("<p>Peña</p>".encode(), "text/html; charset=no-such"),
    ],
)
def test_encodings_are_declared_or_found_out(body: bytes, content_type: str):
    """Rule 21: what is declared is tried; where it cannot be, it is not believed."""
    assert HtmlPage.read(document(body, content_type), source="sample").text("p") == "Peña"


def test_xml_by_name_whatever_the_namespace():
    body = b'<?xml version="1.0"?><a:Bills xmlns:a="urn:x"><a:Bill><a:Id> 1\n</a:Id></a:Bill></a:Bills>'
    page = XmlPage.read(document(body), source="sample")
    assert field_of(page.must("Bill"), "Id") == "1"
    assert page.must("Bills") is page.root
    assert (page.text("Id"), page.text("No"), field_of(page.root, "No"), len(page.all("Bill"))) == ("1", "", "", 1)
    with pytest.raises(AnswerError, match="no element Session"):
        page.must("Session")


@pytest.mark.parametrize(
    "body",
    [
        b'<!DOCTYPE x [<!ENTITY a "1234567890"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>',
        b'<!DOCTYPE x SYSTEM "http://elsewhere.example/x.dtd"><x/>',
        '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>'.encode("utf-16"),
        b"<x>" * 400 + b"</x>" * 400,
        b"<x><y></x>",
        b"<x>&nothing;</x>",
        b"not xml",
    ],
)
def test_hostile_and_broken_xml(body: bytes):
    assert kind_of(XmlPage, body) is FailureKind.DECODE


RSS = b"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>s</title>
<item><title>HB 1: read</title><link>/bill/1</link><guid>g1</guid>
<pubDate>Wed, 14 Jan 2026 10:00:00 EST</pubDate></item>
<item><title>HB 2</title><link>/bill/2</link><pubDate>no date</pubDate></item></channel></rss>"""


def test_a_feed():
    page = FeedPage.read(document(RSS, "text/html; charset=latin-1"), source="sample")
    first, second = page.entries
    assert (first.id, first.title, first.link) == ("g1", "HB 1: read", "/bill/1")
    assert first.published_at == first.updated_at == datetime(2026, 1, 14, 15, tzinfo=UTC)
    assert (second.id, second.published_at) == ("/bill/2", None), "no date is no date, never today"
    assert (page.title, page.problem) == ("s", "")
    assert page.path(first.link) == "/bill/1"


def test_atom():
    body = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>s</title><entry><id>i</id><title>t</title>
    <link href="/bill/1"/><published>2026-01-01T00:00:00Z</published><updated>2026-01-02T00:00:00Z</updated>
    </entry></feed>"""
    (entry,) = FeedPage.read(document(body), source="sample").entries
    assert entry.updated_at == datetime(2026, 1, 2, tzinfo=UTC)


def test_a_feed_that_broke_off_keeps_what_came_and_says_so():
    page = FeedPage.read(document(RSS[: RSS.index(b"<item><title>HB 2") + 5]), source="sample")
    assert [entry.id for entry in page.entries] == ["g1"]
    assert "SAXParseException" in page.problem


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<html><body>We moved</body></html>", FailureKind.WRONG_TYPE),
        (b"/etc/passwd", FailureKind.WRONG_TYPE),
        (b"http://127.0.0.1:9/feed", FailureKind.WRONG_TYPE),
        (b'<!DOCTYPE r [<!ENTITY a "b">]>' + RSS, FailureKind.DECODE),
    ],
)
def test_what_is_no_feed_is_never_opened_as_a_file_or_an_address(body: bytes, kind: FailureKind):
    assert kind_of(FeedPage, body) is kind


def test_json():
    page = JsonPage.read(document(b'{"a": {"b": 0}, "n": null}'), source="sample")
    assert page.must("a", "b") == 0
    for keys in (("n",), ("a", "c"), ("a", "b", "c"), ("x",)):
        with pytest.raises(AnswerError) as caught:
            page.must(*keys)
        assert caught.value.kind is FailureKind.SCHEMA_DRIFT
    assert kind_of(JsonPage, b"[" * 100_000) is FailureKind.DECODE


def test_a_line_of_a_list_in_order():
    line = ListedBill(native_id="/1", mark="a", session="2026", identifier="hb0001")
    kept = checked_line(line, jurisdiction="CO")
    assert (kept.jurisdiction, kept.identifier) == ("CO", "HB 1")
    assert checked_line(ListedBill(native_id="1", mark="a", jurisdiction="WA"), jurisdiction="CO").jurisdiction == "WA"


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"native_id": ""}, "malformed"),
        ({"mark": ""}, "malformed"),
        ({"native_id": "x" * 501}, "malformed"),
        ({"native_id": "a\x00b"}, "malformed"),
        ({"session": "two\nlines"}, "malformed"),
        ({"identifier": "Agenda"}, "identifier"),
        ({"jurisdiction": "ZZ"}, "jurisdiction"),
    ],
)
def test_lines_that_are_not_kept(fields: dict[str, str], kind: str):
    with pytest.raises(MalformedBillError) as caught:
        checked_line(ListedBill(**{"native_id": "1", "mark": "a"} | fields))
    assert caught.value.kind == kind


_PARTS = st.lists(st.text(st.characters(exclude_characters="\x1f", exclude_categories=["Cs"]), max_size=5), min_size=1)


@given(_PARTS, _PARTS)
def test_marks_differ_when_lines_do(one: list[str], other: list[str]):
    assert (mark_of(*one) == mark_of(*other)) is (one == other)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://legislature.example/x", True),
        ("https://legislature.example:8443/x", False),
        ("http://legislature.example/x", False),
        ("https://legislature.example.evil.example/", False),
        ("https://user@legislature.example/", False),
        ("https://[bad", False),
        ("https://legislature.example:bad/", False),
        ("file:///etc/passwd", False),
    ],
)
def test_what_is_of_the_same_site(url: str, expected: bool):
    assert is_same_site(url, "https://legislature.example/") is expected


def test_a_form_is_part_of_the_address_that_is_kept():
    assert Ask(url="https://a.example/s", form=(("q", "a b"),)).address == "https://a.example/s#q=a+b"
    assert Ask(url="https://a.example/s").address == "https://a.example/s"
    assert is_same_site("https://a.example/", "http://a.example/")
