"""va: what the tables of Virginia's legislature say; samples are fictional, with the columns of the tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.errors import AnswerError, MalformedBillError
from crawlers.parsing.csv_page import CsvPage
from crawlers.parsing.va_bills import add_further, further, parse_bill, parse_list, session_of
from crawlers.spiders.va import VaSpider
from monitor.model.bill import Action, BillKey, BillRecord, BillStatus, Chamber, RelatedBill, Sponsor, VersionStage
from monitor.model.relation import Relation
from monitor.model.status import derive_status
from tests.crawlers.rehearsal import owed, rehearse, sample
from tests.crawlers.test_page_parsing import document

FIXTURES = Path(__file__).parent / "fixtures" / "va"
BILL = BillKey(jurisdiction="VA", session="2026", identifier="HB 901")
LIST = "/lisfiles/20261/BILLS.CSV"
ABSENT = ["/lisfiles/20262/BILLS.CSV", "/lisfiles/20271/BILLS.CSV"]
TABLES = {f"/lisfiles/20261/{name}": name for name in ("HISTORY.CSV", "Sponsors.CSV", "Summaries.CSV")}
SITE = {LIST: "BILLS.CSV"} | TABLES


def table(name: str, body: bytes | None = None) -> CsvPage:
    found = replace(sample(FIXTURES / name, body=body), url=f"https://legislature.example/lisfiles/20261/{name}")
    return CsvPage.read(found, source="va")


def whole(key: BillKey = BILL) -> BillRecord:
    record = parse_bill(table("BILLS.CSV"), owed(key))
    for name, address in further(record).items():
        record = add_further(record, name, table(address.rpartition("/")[2]))
    return record


def test_the_table_names_bills_with_titles_and_leads_to_sessions_that_may_come():
    found = parse_list(table("BILLS.CSV"))
    assert [(one.session, one.identifier, one.native_id) for one in found.entries] == [
        ("2026", "HB901", f"{LIST}#HB901"),
        ("2026", "SB902", f"{LIST}#SB902"),
        ("2026", "SJ903", f"{LIST}#SJ903"),
    ]
    assert found.said[f"{LIST}#SB902"]["title"].endswith('licenses, "public" grounds.')
    assert list(found.more) == ABSENT
    absent = CsvPage.read(replace(document(b""), url=f"https://x.example{ABSENT[0]}", status=404), source="va")
    assert parse_list(absent).last


def test_a_row_that_says_something_else_moves_its_bill_alone():
    before = parse_list(table("BILLS.CSV")).entries
    body = (FIXTURES / "BILLS.CSV").read_bytes().replace(b"Left in Sample Committee", b"Reported from Sample Committee")
    after = parse_list(table("BILLS.CSV", body)).entries
    assert [one.mark == other.mark for one, other in zip(before, after, strict=True)] == [True, False, True]


@pytest.mark.parametrize(("code", "session"), [("20261", "2026"), ("20262", "2026S1"), ("20273", "2027S2")])
def test_names_of_sessions(code: str, session: str):
    assert session_of(code) == session
    record = parse_bill(table("BILLS.CSV"), owed(replace(BILL, session=session)))
    assert further(record)["steps"] == f"/lisfiles/{code}/HISTORY.CSV"
    assert ("sponsors" in further(record)) is (code == "20261"), "special sessions have two tables"


def test_a_bill():
    record = whole()
    assert record.key == BILL
    assert record.title == "Artificial intelligence; sample duties of developers, sample report."
    assert record.abstract == (
        "Artificial intelligence; sample. Requires sample developers to report. A fictional summary."
    )
    assert (record.chamber, record.classification) == (Chamber.LOWER, ("bill",))
    assert record.source_url == "https://lis.virginia.gov/bill-details/20261/HB901"
    assert record.sponsors == (
        Sponsor(name="Pat Sample", role="primary", kind="person"),
        Sponsor(name="Kim Example", role="cosponsor", kind="person"),
    )


def test_its_steps_and_status():
    record = whole()
    assert record.actions[0] == Action(
        on=date(2026, 1, 12),
        chamber=Chamber.LOWER,
        text="Prefiled and ordered printed; Offered 01/14/26",
        classes=("filing", "introduction"),
        ordinal=0,
    )
    assert [one.chamber for one in record.actions if "passage" in one.classes] == [Chamber.LOWER, Chamber.UPPER]
    assert record.actions[-1].chamber is Chamber.EXECUTIVE
    status, on = derive_status(record.actions, classification=record.classification, jurisdiction="VA")
    assert (status, on) == (BillStatus.ENACTED, date(2026, 4, 8))


def test_what_is_left_in_its_committee_failed_and_what_is_carried_over_did_not():
    left = whole(replace(BILL, identifier="SB 902"))
    carried = whole(replace(BILL, identifier="SJ 903"))
    assert derive_status(left.actions, classification=left.classification, jurisdiction="VA")[0] is BillStatus.FAILED
    assert carried.actions[-1].classes == ("carried-over",)
    assert carried.sponsors == (Sponsor(name="Example", role="primary", kind="person"),), "no row of its own"


def test_a_bill_of_the_session_before():
    steps = b"Bill_id,History_date,History_description,History_refid\nHB901,11/18/25,H Continued from 2025 in Rules,\n"
    assert add_further(whole(), "steps", table("HISTORY.CSV", steps)).related == (
        RelatedBill(session="2025", identifier="HB 901", relation=Relation.CARRIED_OVER_FROM),
    )


def test_its_texts_in_order():
    found = [(version.note, version.stage, version.published_on) for version in whole().versions]
    assert found == [
        ("Introduced (HB901)", VersionStage.INTRODUCED, date(2026, 1, 12)),
        ("House substitute (HB901H1)", VersionStage.AMENDED, date(2026, 2, 3)),
        ("Enrolled (HB901ER)", VersionStage.ENROLLED, date(2026, 3, 9)),
        ("Chaptered (CHAP0999)", VersionStage.CHAPTERED, date(2026, 4, 8)),
    ]


def test_only_its_own_rows_are_kept_with_a_bill():
    part = table("BILLS.CSV").part("bill_id", "HB 901")
    assert part.url.endswith("BILLS.CSV#HB901")
    assert b"HB901ER" in part.body
    assert b"oysters" not in part.body


def test_another_layout_or_another_bill():
    with pytest.raises(AnswerError, match="column bill_id"):
        parse_list(table("BILLS.CSV", b"Number,Title\nHB1,Sample\n"))
    with pytest.raises(AnswerError, match="names of columns"):
        table("BILLS.CSV", b"<html>a page</html>")
    with pytest.raises(AnswerError, match="empty"):
        table("BILLS.CSV", b" ")
    with pytest.raises(AnswerError, match="no CSV"):
        table("BILLS.CSV", b"a,b\n" + b"x" * 200_000)
    with pytest.raises(AnswerError, match="session in its address"):
        parse_list(CsvPage.read(document(b"a,b\n"), source="va"))
    with pytest.raises(MalformedBillError, match="no HB 7"):
        parse_bill(table("BILLS.CSV"), owed(replace(BILL, identifier="HB 7")))


@given(st.binary(max_size=400))
def test_bytes_are_a_table_or_an_answer_that_is_none(body: bytes):
    try:
        page = table("BILLS.CSV", b"Bill_id,Bill_description\n" + body)
        parse_list(page)
        page.of_bill("bill_id", "HB 1")
    except AnswerError:
        pass


def test_a_crawl_and_the_next_one(tmp_path: Path):
    first, second = rehearse(VaSpider.name, FIXTURES, SITE, tmp_path)
    assert (first.record["state"], first.record["new"], first.record["errors"]) == ("ok", 2, 0), first.said
    assert first.asked[:3] == [LIST, *ABSENT]
    assert sorted(first.asked[3:]) == sorted(TABLES), "each table once, however many bills are in it"
    assert (second.record["state"], second.record["listed"]) == ("ok", 0), second.said
    assert second.asked == [LIST, *ABSENT], "what did not move is not asked for again"
