"""il: what lists and files of Illinois' site say; samples are fictional, in the format of the site."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from crawlers.errors import AnswerError, MalformedBillError
from crawlers.parsing.html_page import HtmlPage
from crawlers.parsing.il_bills import add_further, add_listed, further, parse_bill, parse_list
from crawlers.parsing.pages import ListPage
from crawlers.parsing.xml_page import XmlPage
from crawlers.spiders.il import IlSpider
from monitor.model.bill import BillKey, BillRecord, BillStatus, Chamber, VersionStage
from monitor.model.status import derive_status
from tests.crawlers.rehearsal import owed, rehearse, sample
from tests.crawlers.test_page_parsing import document

FIXTURES = Path(__file__).parent / "fixtures" / "il"
BILL = BillKey(jurisdiction="IL", session="104th", identifier="HB 9001")
FILE = "/ftp/legislation/104/BillStatus/XML/10400HB9001.xml"
FULL = "/Legislation/BillStatus/FullText?DocNum=9001&GAID=18&DocTypeID=HB&LegId=999001&SessionID=114"
STATUS = FULL.replace("/FullText", "")
LISTS = {
    "/Legislation": "legislation.html",
    "/Legislation/RegularSession/HB?SessionId=114": "list-HB.html",
    "/Legislation/RegularSession/SB?SessionId=114": "list-SB.html",
}
TEXTS = {f"/documents/legislation/104/HB/10400HB9001{end}.htm": "text.htm" for end in ("", "ham001", "sam002", "enr")}
OF_AI = {FILE: "10400HB9001.xml", FULL: "fulltext-9001.html"} | TEXTS
SITE = LISTS | OF_AI


def listed(name: str) -> ListPage:
    page = replace(sample(FIXTURES / name), url=f"https://www.ilga.gov/{name}")
    return parse_list(HtmlPage.read(page, source="il"))


def file(name: str = "10400HB9001.xml") -> XmlPage:
    page = replace(sample(FIXTURES / "10400HB9001.xml"), url=f"https://www.ilga.gov/ftp/{name}")
    return XmlPage.read(page, source="il")


def whole() -> BillRecord:
    said = listed("list-HB.html").said[FILE]
    page = replace(sample(FIXTURES / "fulltext-9001.html"), url="https://www.ilga.gov/x")
    record = add_listed(parse_bill(file(), owed(BILL)), said)
    return add_further(record, "texts", HtmlPage.read(page, source="il"))


def test_the_newest_session_is_the_one_that_the_site_names():
    found = listed("legislation.html")
    assert found.entries == ()
    assert list(found.more) == list(LISTS)[1:]


def test_a_list_names_bills_with_short_descriptions():
    found = listed("list-HB.html")
    assert [(one.native_id, one.session, one.identifier) for one in found.entries] == [
        (FILE, "104th", "HB 9001"),
        (FILE.replace("9001", "9002"), "104th", "HB 9002"),
    ]
    assert [said["title"] for said in found.said.values()] == [
        "ARTIFICIAL INTELLIGENCE-SAMPLE",
        "SAMPLE FISHING-LICENSES",
    ]


def test_a_bill():
    record = whole()
    assert record.key == BILL
    assert (record.title, record.chamber) == ("ARTIFICIAL INTELLIGENCE-SAMPLE", Chamber.LOWER)
    assert record.abstract.startswith("Synopsis As Introduced Creates the Sample Artificial Intelligence Act.")
    assert record.source_url == f"https://www.ilga.gov{STATUS}"
    assert [(one.name, one.role) for one in record.sponsors] == [
        ("Pat Sample", "primary"),
        ("Kim Example", "cosponsor"),
        ("Jo Muster", "cosponsor"),
        ("Sam Specimen", "cosponsor"),
    ]
    assert further(record) == {"texts": f"https://www.ilga.gov{FULL}"}


def test_its_steps_and_status():
    record = whole()
    assert [step.chamber for step in record.actions if "passage" in step.classes] == [Chamber.LOWER, Chamber.UPPER]
    assert record.actions[8].chamber is Chamber.EXECUTIVE
    status, on = derive_status(record.actions, classification=record.classification, jurisdiction="IL")
    assert (status, on) == (BillStatus.ENACTED, date(2025, 8, 15))


def test_an_amendment_that_replaces_everything_is_the_bill_and_the_alias_of_the_latest_text_is_none():
    assert [(one.note, one.stage) for one in whole().versions] == [
        ("Senate Amendment 2", VersionStage.COMPARISON),
        ("Introduced", VersionStage.INTRODUCED),
        ("Amended by House Amendment 1", VersionStage.AMENDED),
        ("Enrolled", VersionStage.ENROLLED),
    ]


def test_another_layout_or_another_bill():
    with pytest.raises(AnswerError, match="session or a bill"):
        parse_list(HtmlPage.read(document(b"<p>nothing</p>"), source="il"))
    with pytest.raises(AnswerError, match="element actions"):
        parse_bill(XmlPage.read(document(b"<BillStatus/>"), source="il"), owed(BILL))
    with pytest.raises(MalformedBillError, match="is not of HB 9001"):
        parse_bill(file("10400HB9002.xml"), owed(BILL))


@pytest.mark.parametrize("asked", ["GAID=x", "GAID=999999", "DocNum=x", "DocTypeID=HR", "DocNum=²"])
def test_a_link_that_names_no_bill_is_none(asked: str):
    name = asked.partition("=")[0]
    link = "&".join(asked if part.startswith(name) else part for part in STATUS.partition("?")[2].split("&"))
    body = f'<a href="/Legislation/BillStatus?{link}">x</a>'.encode()
    assert parse_list(HtmlPage.read(document(body), source="il")).entries == ()


def test_ten_seconds_between_requests():
    assert (IlSpider.custom_settings or {})["DOWNLOAD_DELAY"] == 10.0


def test_a_crawl_and_the_next_one(tmp_path: Path):
    first, second = rehearse(IlSpider.name, FIXTURES, SITE, tmp_path)
    assert (first.record["state"], first.record["new"], first.record["errors"]) == ("ok", 1, 0), first.said
    assert first.asked[:3] == list(LISTS)
    assert sorted(first.asked[3:]) == sorted(OF_AI), "of other bills nothing"
    assert (second.record["state"], second.record["listed"]) == ("ok", 0), second.said
    assert second.asked == list(LISTS), "once a day"
