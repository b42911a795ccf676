"""wa: what the answers of its web services say; samples are fictional, with the elements of the services."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.errors import AnswerError, MalformedBillError
from crawlers.parsing.wa_bills import add_further, bill_number, further, parse_bill, parse_list, session_of
from crawlers.parsing.xml_page import XmlPage
from crawlers.spiders.wa import WaSpider
from monitor.model.bill import BillKey, BillRecord, BillStatus, Chamber, RelatedBill, VersionStage
from monitor.model.relation import Relation
from monitor.model.status import derive_status
from tests.crawlers.rehearsal import owed, rehearse, sample
from tests.crawlers.test_page_parsing import document

FIXTURES = Path(__file__).parent / "fixtures" / "wa"
BILL = BillKey(jurisdiction="WA", session="2025-2026", identifier="HB 1901")
BILLS, DOCUMENTS = "/LegislationService.asmx", "/LegislativeDocumentService.asmx"
BETWEEN = "beginDate=2024-12-01&endDate=2026-12-31"
LISTS = {
    f"{BILLS}/GetLegislationByYear?year=2025": "year-2025.xml",
    f"{DOCUMENTS}/GetAllDocumentsByClass?biennium=2025-26&documentClass=Bills": "documents.xml",
    f"{BILLS}/GetLegislativeStatusChangesByDateRange?biennium=2025-26&{BETWEEN}": "steps.xml",
    f"{BILLS}/GetLegislationByYear?year=2026": "year-empty.xml",
}
OF_AI = {
    f"{BILLS}/GetLegislation?biennium=2025-26&billNumber=1901": "bill-1901.xml",
    f"{BILLS}/GetLegislativeStatusChangesByBillNumber?biennium=2025-26&billNumber=1901&{BETWEEN}": "steps-1901.xml",
    f"{BILLS}/GetSponsors?biennium=2025-26&billId=HB%201901": "sponsors-1901.xml",
    f"{BILLS}/GetHearings?biennium=2025-26&billNumber=1901": "hearings-1901.xml",
    f"{DOCUMENTS}/GetDocuments?biennium=2025-26&namedLike=1901": "documents-1901.xml",
}
TEXTS = {
    "/Biennium/2025-26/Htm/Bills/House%20Bills/1901.htm": "1901.htm",
    "/Biennium/2025-26/Htm/Bills/House%20Bills/1901-S.htm": "1901.htm",
    "/Biennium/2025-26/Htm/Bills/Session%20Laws/House/1901-S.SL.htm": "1901.htm",
}
OTHER = {f"{BILLS}/GetLegislation?biennium=2025-26&billNumber=2101": "bill-2101.xml"}
SITE = LISTS | OF_AI | OTHER | TEXTS
HOSTS = ("http://lawfilesext.leg.wa.gov",)


def page(name: str, address: str = "") -> XmlPage:
    found = replace(sample(FIXTURES / name), url=f"https://legislature.example{address}")
    return XmlPage.read(found, source="wa")


def whole() -> BillRecord:
    record = parse_bill(page("bill-1901.xml"), owed(BILL))
    names = {"steps": "steps-1901", "sponsors": "sponsors-1901", "hearings": "hearings-1901", "texts": "documents-1901"}
    for name in further(record):
        record = add_further(record, name, page(f"{names[name]}.xml"))
    return record


def test_years_lead_to_the_lists_of_their_biennium_until_one_is_empty():
    found = parse_list(page("year-2025.xml", next(iter(LISTS))))
    assert (found.entries, found.last) == ((), False)
    assert list(found.more) == list(LISTS)[1:], "the biennium is the answer's own"
    empty = parse_list(page("year-empty.xml", list(LISTS)[3]))
    assert (empty.entries, empty.more, empty.last) == ((), (), True)


def test_documents_and_steps_name_bills_whatever_the_version():
    for name, address in (("documents.xml", list(LISTS)[1]), ("steps.xml", list(LISTS)[2])):
        first, second = parse_list(page(name, address)).entries
        assert (first.session, first.identifier, first.native_id) == ("2025-2026", "HB 1901", next(iter(OF_AI)))
        assert second.identifier == "HB 2101", "no appointments"
        assert first.mark != second.mark


NUMBERS = {
    "HB 1000": "HB 1000",
    "E2SHB 1170": "HB 1170",
    "2ESSB 5838": "SB 5838",
    "SSJR 8200": "SJR 8200",
    "SR 8601": "SR 8601",
    "SGA 9001": "",
    "HI 1": "",
    "HB 1000 extra": "",
    "": "",
}


@pytest.mark.parametrize(("told", "number"), NUMBERS.items())
def test_numbers_of_versions(told: str, number: str):
    assert bill_number(told) == number


@pytest.mark.parametrize(("told", "session"), [("2027-28", "2027-2028"), ("2099-00", "2099-2000"), ("27", "")])
def test_bienniums(told: str, session: str):
    assert session_of(told) == session


def test_a_bill():
    record = whole()
    assert record.key == BILL
    assert record.title == "Regulating artificial intelligence in sample hiring and sample leases.", (
        "the newest version's"
    )
    assert record.classification == ("bill",)
    assert (record.chamber, record.aliases) == (Chamber.LOWER, ("SHB 1901",))
    assert record.related == (RelatedBill(session="2025-2026", identifier="SB 5901", relation=Relation.COMPANION),)
    assert [(sponsor.name, sponsor.role) for sponsor in record.sponsors] == [
        ("Pat Sample", "primary"),
        ("Kim Example", "cosponsor"),
    ]


def test_its_steps_hearings_and_status():
    record = whole()
    assert [step.ordinal for step in record.actions] == list(range(8)), "a line that came twice is one"
    hearing = record.actions[1]
    assert (hearing.on, hearing.chamber, hearing.classes) == (date(2025, 1, 29), Chamber.LOWER, ())
    assert hearing.text == (
        "Public hearing scheduled in the House Committee on Technology, Samples & Markets at 13:30,"
        " House Hearing Rm X, Sample Building."
    )
    passed = [step.chamber for step in record.actions if "passage" in step.classes]
    assert passed == [Chamber.LOWER, Chamber.UPPER], "by the number of seats"
    status, on = derive_status(record.actions, classification=record.classification, jurisdiction="WA")
    assert (status, on) == (BillStatus.ENACTED, date(2025, 5, 9))


def test_its_texts_in_order_without_reports():
    found = [(version.note, version.stage, version.published_on) for version in whole().versions]
    assert found == [
        ("Bill", VersionStage.INTRODUCED, date(2025, 1, 20)),
        ("Substitute Bill", VersionStage.AMENDED, date(2025, 2, 18)),
        ("Substitute Session Law", VersionStage.CHAPTERED, date(2025, 5, 14)),
    ]
    assert whole().versions[0].url == "https://lawfilesext.leg.wa.gov/Biennium/2025-26/Htm/Bills/House%20Bills/1901.htm"


def test_another_layout_or_another_bill():
    for body in (b"<ArrayOfSponsor/>", b"<html/>"):
        with pytest.raises(AnswerError, match="the page has no"):
            parse_list(XmlPage.read(document(body), source="wa"))
    with pytest.raises(MalformedBillError, match="holds no HB 1901"):
        parse_bill(page("bill-2101.xml"), owed(BILL))
    with pytest.raises(AnswerError, match="the page has no"):
        add_further(whole(), "steps", page("sponsors-1901.xml"))


def test_a_crawl_and_the_next_one(tmp_path: Path):
    first, second = rehearse(WaSpider.name, FIXTURES, SITE, tmp_path, hosts=HOSTS)
    assert (first.record["state"], first.record["new"], first.record["errors"]) == ("ok", 1, 0), first.said
    assert first.asked[:4] == list(LISTS), "all lists before the first bill"
    assert sorted(first.asked[4:]) == sorted([*OF_AI, *OTHER, *TEXTS]), (
        "of the bill on ferries one page, of the other all"
    )
    assert (second.record["state"], second.record["listed"]) == ("ok", 0), second.said
    assert second.asked == list(LISTS), "what did not move is not asked for again"


@settings(deadline=None)  # the machine may be busy
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=40))
def test_whatever_stands_in_a_field(said: str):
    """A record, or an error of a known kind; never another exception."""
    kinds = []
    pages = {name: page(f"{name}-1901.xml") for name in ("bill", "steps", "sponsors", "hearings", "documents")}
    for one in pages.values():
        for node in one.root.iter():
            if len(node) == 0 and not node.tag.endswith("}Class"):
                node.text = said
    try:
        parse_bill(pages["bill"], owed(BILL))
    except MalformedBillError as error:
        kinds = [error.kind]
    record = whole()
    for name, of in (("steps", "steps"), ("sponsors", "sponsors"), ("hearings", "hearings"), ("texts", "documents")):
        assert add_further(record, name, pages[of]).key == BILL
    assert set(kinds) <= {"identifier"}
