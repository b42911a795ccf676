"""ut: what lists and bills of Utah's site say; samples are fictional, in the format of the site."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.errors import AnswerError, MalformedBillError
from crawlers.parsing.html_page import HtmlPage
from crawlers.parsing.json_page import JsonPage
from crawlers.parsing.pages import ListPage
from crawlers.parsing.ut_bills import parse_bill, parse_list, session_of
from crawlers.spiders.ut import UtSpider
from monitor.model.bill import BillKey, BillStatus, Chamber, VersionStage
from monitor.model.status import derive_status
from tests.crawlers.rehearsal import owed, rehearse, sample
from tests.crawlers.test_page_parsing import document

FIXTURES = Path(__file__).parent / "fixtures" / "ut"
BILL = BillKey(jurisdiction="UT", session="2026", identifier="HB 901")
LISTS = {
    "/asp/billsintro/index.asp": "sessions.html",
    "/billlist.jsp?session=2026GS": "list-2026GS.html",
    "/billlist.jsp?session=2025S2": "list-none.html",
    "/billlist.jsp?session=2025GS": "list-none.html",
}
OF_AI = {
    "/data/2026GS/HB0901.json": "HB0901.json",
    "/Session/2026/bills/introduced/HB0901.xml": "HB0901.xml",
    "/Session/2026/bills/introduced/HB0901S01.xml": "HB0901.xml",
    "/Session/2026/bills/enrolled/HB0901.xml": "HB0901.xml",
}
SITE = LISTS | OF_AI


def listed(name: str, address: str = "/") -> ListPage:
    page = replace(sample(FIXTURES / name), url=f"https://le.utah.gov{address}")
    return parse_list(HtmlPage.read(page, source="ut"))


def bill() -> JsonPage:
    page = replace(sample(FIXTURES / "HB0901.json"), url="https://le.utah.gov/data/2026GS/HB0901.json")
    return JsonPage.read(page, source="ut")


def test_sessions_are_those_that_the_site_names():
    found = listed("sessions.html")
    assert found.entries == ()
    assert list(found.more) == list(LISTS)[1:], "of the two newest years"


@pytest.mark.parametrize(("slug", "session"), [("2026GS", "2026"), ("2025S2", "2025S2"), ("2026XX", ""), ("", "")])
def test_names_of_sessions(slug: str, session: str):
    assert session_of(slug) == session


def test_a_list_names_each_bill_once_with_its_title():
    found = listed("list-2026GS.html", "/billlist.jsp?session=2026GS")
    assert [(one.native_id, one.session, one.identifier) for one in found.entries] == [
        ("/data/2026GS/HB0901.json", "2026", "HB0901"),
        ("/data/2026GS/HB0902.json", "2026", "HB0902"),
        ("/data/2026GS/SCR0009.json", "2026", "SCR0009"),
    ]
    assert [said["title"] for said in found.said.values()] == [
        "H.B. 901 Artificial Intelligence Sample Amendments (Sample, P.)",
        "H.B. 902 Sample Canal Amendments (Example, K.)",
        "S.C.R. 9 Concurrent Resolution on Sample Salt",
    ]


def test_another_layout_is_no_empty_list():
    for body in (b"<html><body>Bills</body></html>", b"<select id=Listbox1><option>All</option></select>"):
        with pytest.raises(AnswerError, match="the page has no"):
            parse_list(HtmlPage.read(document(body), source="ut"))


def test_a_bill():
    record = parse_bill(bill(), owed(BILL))
    assert record.key == BILL
    assert record.title == "Artificial Intelligence Sample Amendments"
    assert record.abstract == "This bill concerns sample models.\nThis bill:\nrequires a sample notice."
    assert (record.classification, record.chamber) == (("bill",), Chamber.LOWER)
    assert record.subjects == ("Technology", "Consumer Protection")
    assert [(one.name, one.role) for one in record.sponsors] == [
        ("Sample, Pat", "primary"),
        ("Example, Kim", "cosponsor"),
    ]
    assert record.source_url == "https://le.utah.gov/~2026/bills/static/HB0901.html"


def test_its_steps():
    record = parse_bill(bill(), owed(BILL))
    assert [(step.on, step.chamber) for step in record.actions] == [
        (date(2026, 1, 19), Chamber.UNKNOWN),
        (date(2026, 1, 20), Chamber.LOWER),
        (date(2026, 2, 10), Chamber.LOWER),
        (None, Chamber.UPPER),
        (date(2026, 3, 25), Chamber.EXECUTIVE),
    ], "a day that is none is none"
    status = derive_status(record.actions, classification=record.classification, jurisdiction="UT")
    assert status == (BillStatus.ENACTED, date(2026, 3, 25))


def test_its_texts_in_order_without_fiscal_notes():
    found = [(version.note, version.stage, version.media_type) for version in parse_bill(bill(), owed(BILL)).versions]
    assert found == [
        ("Introduced", VersionStage.INTRODUCED, "text/xml"),
        ("Substitute #1", VersionStage.AMENDED, "text/xml"),
        ("Enrolled", VersionStage.ENROLLED, "text/xml"),
    ]


HOSTILE = [
    None,
    True,
    7,
    "",
    "\x00\u202e",
    "9" * 5000,
    [],
    [None, [1], {"billDocs": "x"}],
    {"a": {"b": []}},
    [{"url": 3}],
]
HOSTILE += [
    [{"description": "House/ passed 3rd reading", "actionDate": 5, "owner": []}],
    [{"billDocs": [{"url": "http://["}]}],
]


@settings(deadline=None)  # the machine may be busy
@given(
    st.dictionaries(
        st.sampled_from(sorted(json.loads((FIXTURES / "HB0901.json").read_text()))), st.sampled_from(HOSTILE)
    )
)
def test_whatever_stands_in_a_field(said: dict[str, object]):
    """A record, or an error of a known kind."""
    page = bill()
    page = replace(page, data={**page.data, **said})
    kinds = []
    try:
        assert parse_bill(page, owed(BILL)).key.identifier == "HB 901"
    except MalformedBillError as error:
        kinds = [error.kind]
    assert set(kinds) <= {"malformed"}


def test_a_crawl_and_the_next_one(tmp_path: Path):
    first, second = rehearse(UtSpider.name, FIXTURES, SITE, tmp_path)
    assert (first.record["state"], first.record["new"], first.record["errors"]) == ("ok", 1, 0), first.said
    assert first.asked == [*LISTS, *OF_AI], "of bills that are not about AI nothing is asked for"
    assert (second.record["state"], second.record["listed"]) == ("ok", 0), second.said
    assert second.asked == list(LISTS), "on the same day"
