"""us-congress: what its sitemaps and status files say; samples are fictional, in the formats of govinfo."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.errors import AnswerError, MalformedBillError
from crawlers.parsing.us_congress import parse_bill, parse_list
from crawlers.parsing.xml_page import XmlPage
from crawlers.spiders.us_congress import UsCongressSpider
from monitor.model.bill import BillKey, BillRecord, BillStatus, Chamber, RelatedBill, VersionStage
from monitor.model.relation import Relation
from monitor.model.status import derive_status
from tests.crawlers.rehearsal import owed, rehearse, sample
from tests.crawlers.test_page_parsing import document

FIXTURES = Path(__file__).parent / "fixtures" / "us-congress"
MAPS = "/sitemap/bulkdata/BILLSTATUS"
STATUS = "/bulkdata/BILLSTATUS/119"
SITE = {
    f"{MAPS}/sitemapindex.xml": "sitemapindex.xml",
    f"{MAPS}/119hr/sitemap.xml": "119hr.xml",
    f"{MAPS}/119s/sitemap.xml": "119s.xml",
    f"{STATUS}/hr/BILLSTATUS-119hr99001.xml": "BILLSTATUS-119hr99001.xml",
    f"{STATUS}/hr/BILLSTATUS-119hr99002.xml": "BILLSTATUS-119hr99002.xml",
    f"{STATUS}/s/BILLSTATUS-119s99003.xml": "BILLSTATUS-119s99003.xml",
    "/content/pkg/BILLS-119hr99001ih/xml/BILLS-119hr99001ih.xml": "text-ih.xml",
    "/content/pkg/BILLS-119hr99001eh/xml/BILLS-119hr99001eh.xml": "text-eh.xml",
}


def page(name: str) -> XmlPage:
    return UsCongressSpider().read_list(sample(FIXTURES / name))


def bill(name: str, identifier: str) -> BillRecord:
    key = BillKey(jurisdiction="US", session="119", identifier=identifier)
    return parse_bill(page(name), owed(key))


def test_the_index_leads_to_the_newest_congress_and_to_what_may_become_law():
    found = parse_list(page("sitemapindex.xml"))
    assert found.entries == ()
    assert found.more == (f"{MAPS}/119hr/sitemap.xml", f"{MAPS}/119s/sitemap.xml"), "no 118th, no simple resolutions"


def test_a_sitemap_names_bills_and_when_they_changed():
    first, second = parse_list(page("119hr.xml")).entries
    assert (first.session, first.identifier, first.mark) == ("119", "hr99001", "2026-11-19T21:04:11.120Z")
    assert first.native_id == f"{STATUS}/hr/BILLSTATUS-119hr99001.xml"
    assert second.identifier == "hr99002"


@pytest.mark.parametrize("body", [b"<sitemapindex/>", b"<feed><entry/></feed>"])
def test_another_layout_is_no_empty_list(body: bytes):
    with pytest.raises(AnswerError, match="the page has no"):
        parse_list(XmlPage.read(document(body), source="sample"))


def test_a_status_file():
    record = bill("BILLSTATUS-119hr99001.xml", "HR 99001")
    assert record.key == BillKey(jurisdiction="US", session="119", identifier="HR 99001")
    assert record.title == "One Sample Standard for Artificial Intelligence Act"
    assert (record.chamber, record.classification) == (Chamber.LOWER, ("bill",))
    summary, official = record.abstract.split("\n\n")
    assert summary == "One Sample Standard Act This bill bars sample states from regulating sample systems & models."
    assert official.startswith("To set one sample standard")
    assert record.subjects[:2] == (
        "Science, Technology, Communications",
        "Advanced technology and technological innovations",
    )
    assert [(one.name, one.role) for one in record.sponsors] == [
        ("Pat Q. Sample", "primary"),
        ("Kim Example", "cosponsor"),
    ], "who withdrew is no cosponsor"
    assert record.related == (
        RelatedBill(session="119", identifier="S 99003", relation=Relation.SAME_AS),
        RelatedBill(session="119", identifier="HRES 9901", relation=Relation.RELATED),
    )


def test_its_actions_in_the_order_of_time():
    record = bill("BILLSTATUS-119hr99001.xml", "HR 99001")
    assert [(step.on, step.chamber, step.classes, step.text[:22]) for step in record.actions] == [
        (date(2026, 2, 3), Chamber.LOWER, ("introduction",), "Introduced in House"),
        (date(2026, 2, 3), Chamber.LOWER, ("referral-committee",), "Referred to the House "),
        (date(2026, 11, 17), Chamber.LOWER, ("passage",), "Passed/agreed to in Ho"),
        (date(2026, 11, 17), Chamber.LOWER, (), "On passage Passed by t"),
        (date(2026, 11, 18), Chamber.UPPER, (), "Received in the Senate"),
    ]
    status, on = derive_status(record.actions, classification=record.classification, jurisdiction="US")
    assert (status, on) == (BillStatus.PASSED_ONE_CHAMBER, date(2026, 11, 17))


def test_its_texts_are_asked_of_the_site_that_is_crawled():
    first, second = bill("BILLSTATUS-119hr99001.xml", "HR 99001").versions
    assert (first.note, first.stage) == ("Introduced in House", VersionStage.INTRODUCED)
    assert (second.stage, second.published_on) == (VersionStage.ENGROSSED, date(2026, 11, 17))
    assert first.media_type == "text/xml", "XML before PDF"
    assert first.url == "https://legislature.example/content/pkg/BILLS-119hr99001ih/xml/BILLS-119hr99001ih.xml"


def test_the_format_before_this_one():
    record = bill("BILLSTATUS-119hr99002.xml", "HR 99002")
    assert record.title == "To name a sample bridge."
    assert record.abstract == "Names a sample bridge."
    assert record.subjects == ("Bridges",)
    assert record.aliases == ("Public Law 119-990",)
    assert record.versions == ()


def test_what_is_no_bill():
    key = BillKey(jurisdiction="US", session="119", identifier="HR 1")
    for body in (
        b"<billStatus><bill/></billStatus>",
        b"<billStatus><bill><type>HR</type><number>1</number></bill></billStatus>",
    ):
        with pytest.raises(MalformedBillError):
            parse_bill(XmlPage.read(document(body), source="sample"), owed(key))


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=60))
def test_whatever_stands_in_a_field(said: str):
    """A record, or an error of a known kind; never another exception, and never a date of today."""
    whole = page("BILLSTATUS-119hr99001.xml")
    for name in ("actionDate", "actionCode", "url", "number", "date", "text"):
        for node in whole.all(name):
            node.text = said
    key = BillKey(jurisdiction="US", session="119", identifier="HR 99001")
    kinds = []
    try:
        assert parse_bill(whole, owed(key)).key.session == "119"
    except MalformedBillError as error:
        kinds = [error.kind]
    assert set(kinds) <= {"identifier"}


def test_a_crawl_and_the_next_one(tmp_path: Path):
    first, second = rehearse("us-congress", FIXTURES, SITE, tmp_path)
    assert (first.record["state"], first.record["new"], first.record["errors"]) == ("ok", 3, 0), first.said
    assert first.asked[:3] == list(SITE)[:3], "all lists before the first bill"
    assert sorted(first.asked[3:]) == sorted(list(SITE)[3:])
    assert (second.record["state"], second.record["listed"]) == ("ok", 0)
    assert second.asked == list(SITE)[:3], "what did not move is not asked for again"
