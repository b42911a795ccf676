"""Broken and odd feeds and answers of federal sources (issue 5, line 4). All of them are samples."""

from __future__ import annotations

import contextlib
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.errors import AnswerError
from crawlers.parsing.federal_feeds import link_names, read_agency_feed, read_white_house_feed, words_of
from crawlers.parsing.federal_lists import FederalList
from crawlers.parsing.federal_register import read_documents
from crawlers.parsing.feed_page import FeedPage
from crawlers.parsing.json_page import JsonPage
from monitor.model.federal import FederalKind
from tests.federal import NOW, document, register_entry

ITEM = """<item><title>{title}</title><link>{link}</link>{more}</item>"""


def feed(*items: str) -> str:
    head = '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
    return f"{head}<title>Sample agency</title>{''.join(items)}</channel></rss>"


def item(title: str = "A sample", link: str = "https://agency.example/a", more: str = "") -> str:
    return ITEM.format(title=title, link=link, more=more)


def read(body: str | bytes) -> FederalList:
    return read_agency_feed(FeedPage.read(document(body), source="sample"))


def answer(*entries: Any, **envelope: Any) -> FederalList:
    body = json.dumps({"count": len(entries), "total_pages": 1, "results": list(entries)} | envelope)
    return read_documents(JsonPage.read(document(body), source="federal-register"))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"   ",
        b"<html><head><title>Request Rejected</title></head><body>The requested URL was rejected.</body></html>",
        b'{"error": "not today"}',
        b"<rss",
    ],
)
def test_what_is_no_feed_is_an_error_and_not_no_news(body: bytes):
    with pytest.raises(AnswerError):
        read(body)


def test_an_empty_feed_is_one():
    assert read(feed()) == FederalList(sightings=())


def test_a_feed_that_broke_off_keeps_what_came_before_without_its_last_entry():
    whole = feed(
        item("One"), item("Two", "https://agency.example/b"), item("Three and more", "https://agency.example/c")
    )
    found = read(whole[: whole.index("and more")])
    assert [one.title for one in found.sightings] == ["One", "Two"]
    assert found.problem


@pytest.mark.parametrize(
    "said", ["", "<pubDate>11/23/2026</pubDate>", '<pubDate>&lt;time datetime="2026-11-23"&gt;</pubDate>']
)
def test_an_entry_without_a_date_that_can_be_read_bears_the_day_it_was_seen(said: str):
    [one] = read(feed(item(more=said))).sightings
    assert (one.published_on, one.date_is_estimated) == (date(2026, 6, 5), True)


def test_a_date_is_of_the_calendar_of_washington():
    [one] = read(feed(item(more="<pubDate>Fri, 12 Dec 2025 01:30:00 GMT</pubDate>"))).sightings
    assert (one.published_on, one.date_is_estimated) == (date(2025, 12, 11), False)


def test_titles_that_are_escaped_twice():
    [one] = read(feed(item("A &amp;amp; B"))).sightings
    assert one.title == "A & B"


def test_the_same_item_of_two_feeds_has_the_same_names():
    first, second = (read(feed(item(link=link))) for link in ("https://A.example/x/?utm=1", "http://a.example/x#top"))
    assert first.sightings[0].identifiers == second.sightings[0].identifiers
    assert link_names("https://a.example/x", "sample-guid")[0].value == "sample-guid"


def test_an_entry_with_nothing_to_name_it_by_costs_itself_alone():
    found = read(feed("<item><title>Nameless</title></item>", item("", "https://agency.example/b"), item()))
    assert [one.title for one in found.sightings] == ["A sample"]
    assert [bad.message for bad in found.bad] == ["neither guid nor link", "no title"]


def test_the_white_house_says_forms_by_category_and_carries_the_text():
    link = "https://www.whitehouse.gov/presidential-actions/2026/06/a-sample/"
    text = "<content:encoded><![CDATA[<p>By the authority,</p><p>it is ordered <b>so</b>.</p>]]></content:encoded>"
    body = feed(
        item(link=link, more=f"<category>Executive Orders</category><description>By the ...</description>{text}"),
        item(link=link.replace("a-", "b-")),
        item(link="https://www.whitehouse.gov/briefings-statements/2026/06/c/"),
    )
    found = read_white_house_feed(FeedPage.read(document(body), source="white-house")).sightings
    assert [one.kind for one in found] == [FederalKind.EXECUTIVE_ORDER, FederalKind.PRESIDENTIAL, FederalKind.STATEMENT]
    assert found[0].text == "By the authority,\nit is ordered so."


def test_words_without_scripts_a_line_a_block():
    assert words_of("<p>a <i>b</i></p><script>c()</script><ul><li>d</li></ul>") == "a b\nd"


def test_the_envelope_of_the_register_and_its_caps():
    entry = register_entry("2026-1", "Sample")
    assert answer(entry, next_page_url="https://www.federalregister.gov/api/v1/documents?page=2").more.endswith(
        "page=2"
    )
    assert answer(entry).more == ""
    assert "only 50 pages" in answer(entry, count=302, total_pages=50).problem
    assert "10,000" in answer(entry, count=10_000, total_pages=10).problem
    assert answer(entry, count=50, total_pages=50).problem == ""
    assert read_documents(JsonPage.read(document('{"count": 0}'), source="s")).sightings == ()
    with pytest.raises(AnswerError):
        read_documents(JsonPage.read(document('{"errors": ["x"]}'), source="s"))


def test_documents_of_the_register():
    [one] = answer(
        register_entry(
            "2026-13628",
            "Sample statement",
            type="Notice",
            abstract="About   samples.",
            docket_ids=["SAMPLE-2026-1"],
            comments_close_on="2026-07-31",
            agencies=[{"name": "B"}, {"raw_name": "A"}, "C", {}],
        )
    ).sightings
    assert (one.kind, one.key, one.summary) == (FederalKind.NOTICE, "fr:2026-13628", "About samples.")
    assert (one.agencies, one.docket_ids, one.comments_close_on) == (("A", "B"), ("SAMPLE-2026-1",), date(2026, 7, 31))
    [old] = answer(register_entry("94-123", "Old", publication_date="1994-02-01", subtype="Proclamation")).sightings
    assert (old.key, old.kind) == ("fr:94-123@1994-02-01", FederalKind.PROCLAMATION)
    assert one.observed_at == NOW


def test_a_bad_result_costs_itself_alone():
    found = answer(register_entry("", "x"), 7, register_entry("2026-1", ""), register_entry("2026-2", "Good"))
    assert ([one.key for one in found.sightings], len(found.bad)) == (["fr:2026-2"], 3)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda of: st.lists(of) | st.dictionaries(st.text(), of)
)


@given(
    st.dictionaries(st.sampled_from([*register_entry("2026-1", "x"), "executive_order_number", "signing_date"]), _JSON)
)
def test_whatever_a_result_holds_it_is_read_or_put_on_record(said: dict[str, Any]):
    found = answer(register_entry("2026-1", "Sample") | said)
    assert len(found.sightings) + len(found.bad) == 1


@given(st.binary())
def test_whatever_a_feed_holds_it_is_read_or_refused(body: bytes):
    with contextlib.suppress(AnswerError):
        found = read(feed(item()).encode().replace(b"A sample", body))
        assert all(one.title and one.identifiers and one.published_on for one in found.sightings)
