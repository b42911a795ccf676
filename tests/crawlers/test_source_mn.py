"""mn: what the search and the pages of the revisor say; samples are fictional, in the formats of the site."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.errors import AnswerError, MalformedBillError
from crawlers.parsing.mn_bills import parse_bill, parse_list, session_of
from crawlers.parsing.pages import ListPage
from crawlers.spiders.mn import MnSpider
from monitor.model.bill import BillKey, BillRecord, BillStatus, Chamber, RelatedBill, VersionStage
from monitor.model.failure import FailureKind
from monitor.model.relation import Relation
from monitor.model.status import derive_status
from tests.crawlers.rehearsal import owed, rehearse, sample

FIXTURES = Path(__file__).parent / "fixtures" / "mn"
BILL = BillKey(jurisdiction="MN", session="2025-2026", identifier="HF 499")
FORM = "/bills/status_search.php?body=House"


def found(body: str, code: str, first: int) -> str:
    return (
        f"/bills/status_result.php?body={body}&search=basic&session={code}&bill={first}-{first + 499}"
        "&bill_type=bill&submit_bill=GO&format=xml"
    )


LISTS = {
    FORM: "search.html",
    found("House", "0942025", 1): "house-1.xml",
    found("Senate", "0942025", 1): "senate-1.xml",
    found("House", "1942025", 1): "special.xml",
    found("Senate", "1942025", 1): "special.xml",
    found("House", "0942025", 501): "house-2.xml",
}
OF_AI = {
    "/bills/94/2025/0/HF/499/": "HF499.html",
    "/bills/94/2025/0/HF/499/versions/0/": "text.html",
    "/bills/94/2025/0/HF/499/versions/1/": "text.html",
}
SITE = LISTS | OF_AI


def listed(name: str, address: str, *, body: bytes | None = None) -> ListPage:
    answer = replace(sample(FIXTURES / name, body=body), url=f"https://www.revisor.mn.gov{address}")
    return parse_list(MnSpider().read_list(answer))


def bill(body: bytes | None = None) -> BillRecord:
    answer = replace(
        sample(FIXTURES / "HF499.html", body=body), url="https://www.revisor.mn.gov/bills/94/2025/0/HF/499/"
    )
    return parse_bill(MnSpider().read_bill(answer), owed(BILL))


def test_the_form_leads_to_the_sessions_of_the_newest_legislature():
    assert list(listed("search.html", FORM).more) == list(LISTS)[1:5]


SESSIONS = {
    "0942025": "2025-2026",
    "0942026": "2025-2026",
    "0952027": "2027-2028",
    "2942026": "2026s2",
    "94": "",
    "": "",
}


@pytest.mark.parametrize(("code", "session"), SESSIONS.items())
def test_codes_of_sessions(code: str, session: str):
    assert session_of(code) == session


def test_a_full_range_leads_on_and_the_last_one_does_not():
    first = listed("house-1.xml", list(LISTS)[1])
    assert [(one.native_id, one.session, one.identifier) for one in first.entries] == [
        ("/bills/94/2025/0/HF/499/", "2025-2026", "HF 499"),
        ("/bills/94/2025/0/HF/500/", "2025-2026", "HF 500"),
    ]
    assert first.said["/bills/94/2025/0/HF/500/"] == {"title": "Sample lake levels modified."}
    assert first.more == (list(LISTS)[5],)
    assert listed("house-2.xml", list(LISTS)[5]).more == ()


def test_another_layout_is_no_empty_list():
    for body, address in (
        (b"<html>Search</html>", FORM),
        (b"<select name=session></select>", FORM),
        (b"<x/>", list(LISTS)[1]),
    ):
        with pytest.raises(AnswerError, match="the page has no"):
            listed("search.html", address, body=body)


def test_a_bill():
    record = bill()
    assert (record.key, record.title) == (BILL, "Artificial intelligence sample use by health carriers prohibited.")
    assert (record.classification, record.chamber) == (("bill",), Chamber.LOWER)
    assert [(one.name, one.role) for one in record.sponsors] == [("Sample", "primary"), ("Example", "cosponsor")]
    assert record.related == (RelatedBill(session="2025-2026", identifier="SF 9499", relation=Relation.COMPANION),)


def test_its_steps():
    record = bill()
    assert [(step.on, step.chamber) for step in record.actions] == [
        (date(2025, 2, 17), Chamber.LOWER),
        (date(2025, 3, 12), Chamber.LOWER),
        (None, Chamber.LOWER),
        (date(2025, 5, 5), Chamber.LOWER),
        (date(2025, 5, 7), Chamber.UPPER),
    ], "a day that is none is none; a chapter is no step"
    status = derive_status(record.actions, classification=record.classification, jurisdiction="MN")
    assert status == (BillStatus.PASSED_ONE_CHAMBER, date(2025, 5, 5))


def test_its_texts_in_order():
    texts = [(version.note, version.stage, version.published_on) for version in bill().versions]
    assert texts == [
        ("Introduction", VersionStage.INTRODUCED, date(2025, 2, 14)),
        ("1st Engrossment", VersionStage.ENGROSSED, date(2025, 3, 12)),
    ]


def test_what_is_no_bill():
    whole = (FIXTURES / "HF499.html").read_bytes()
    with pytest.raises(MalformedBillError, match="the page is of"):
        bill(whole.replace(b">HF 499</h1>", b">Bills</h1>"))
    for gone in (b'class="card-title', b"<h2>Description"):
        with pytest.raises(AnswerError, match="the page has no"):
            bill(whole.replace(gone, b"<h5 "))


def test_a_crawl_and_the_next_one(tmp_path: Path):
    first, second = rehearse(MnSpider.name, FIXTURES, SITE, tmp_path)
    assert (first.record["state"], first.record["new"], first.record["errors"]) == ("ok", 1, 0), first.said
    assert first.asked == [*LISTS, *OF_AI], "of bills that are not about AI nothing is asked for"
    assert (second.record["state"], second.record["listed"]) == ("ok", 0), second.said
    assert second.asked == list(LISTS), "on the same day"


@settings(deadline=None)  # the machine may be busy
@given(st.data())
def test_a_page_that_breaks_off_or_says_something_else(data: st.DataObject):
    """A record, or an error of a known kind; never another exception."""
    whole = (FIXTURES / "HF499.html").read_bytes()
    begin = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(begin, len(whole)))
    kinds = []
    try:
        assert bill(whole[:begin] + whole[end:] or b"<p>").key.jurisdiction == "MN"
    except (AnswerError, MalformedBillError) as error:
        kinds = [error.kind]
    assert set(kinds) <= {"identifier", FailureKind.LAYOUT_CHANGED}
