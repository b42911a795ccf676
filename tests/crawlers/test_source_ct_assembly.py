"""ct-assembly: what its tables and status pages say; samples are fictional, in the format of the source."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.errors import AnswerError, MalformedBillError
from crawlers.parsing.ct_assembly import CtBill, CtList, parse_bill, parse_list, rows_by_bill
from crawlers.spiders.ct_assembly import CtAssemblySpider
from monitor.model.bill import BillKey, BillRecord, BillStatus, Chamber, VersionStage
from monitor.model.failure import FailureKind
from monitor.model.status import derive_status
from tests.crawlers.rehearsal import Command, owed, sample, serve
from tests.crawlers.site import Site, a_site, html
from tests.crawlers.test_page_parsing import document
from tests.crawlers.web import status

FIXTURES = Path(__file__).parent / "fixtures" / "ct-assembly"
TABLES = [f"/ftp/pub/data/{name}.csv" for name in ("bill_history", "subject", "bill_info")]
STATUS = "/asp/cgabillstatus/cgabillstatus.asp"
HB = BillKey(jurisdiction="CT", session="2026", identifier="HB 9901")
HISTORY = ("act_date", "act_desc", "qual1", "qual2")


def spider() -> CtAssemblySpider:
    made = CtAssemblySpider()
    made._history = rows_by_bill(sample(FIXTURES / "bill_history.csv"), *HISTORY)
    made._subjects = rows_by_bill(sample(FIXTURES / "subject.csv"), "subj_desc")
    return made


def listed() -> CtList:
    return spider().read_list(sample(FIXTURES / "bill_info.csv"))


def page(name: str) -> CtBill:
    made = spider()
    made.read_list(sample(FIXTURES / "bill_info.csv"))
    return made.read_bill(sample(FIXTURES / name))


def bill() -> BillRecord:
    return parse_bill(page("HB9901.html"), owed(HB))


def test_the_table_of_bills():
    found = parse_list(listed())
    assert [(one.session, one.identifier) for one in found.entries] == [
        ("2026", "HB9901"),
        ("2026", "SB99"),
        ("2026", "HJ3"),
    ], "the newest year, each bill once"
    assert found.entries[0].native_id == f"{STATUS}?selBillType=Bill&bill_num=HB9901&which_year=2026"
    titles = [found.said[one.native_id]["title"] for one in found.entries]
    assert titles[1].endswith("TOWN OF SAMPLÉ."), "Windows-1252, as no header says"


def test_a_mark_moves_with_the_history():
    before = parse_list(listed()).entries
    later = listed()
    body = (FIXTURES / "bill_history.csv").read_bytes() + b'"SB00099","2026-03-01 00:00:00","PUBLIC HEARING","",""\n'
    moved = CtList(document=later.document, source="x", history=rows_by_bill(document(body), *HISTORY))
    after = parse_list(moved).entries
    assert [a.mark == b.mark for a, b in zip(before, after, strict=True)] == [True, False, True]


def test_a_bill():
    record = bill()
    assert (record.key, record.chamber, record.classification) == (HB, Chamber.LOWER, ("bill",))
    assert record.title == "AN ACT CONCERNING SAMPLE RECORDS OF ARTIFICIAL INTELLIGENCE."
    assert record.subjects == ("ARTIFICIAL INTELLIGENCE", "RECORDS")
    assert [one.name for one in record.sponsors] == ["Pat Sample", "Kim Example"]
    assert [(step.on, step.chamber, step.text) for step in record.actions] == [
        (date(2026, 2, 11), Chamber.UNKNOWN, "REF. TO JOINT COMM. ON SAM"),
        (date(2026, 3, 1), Chamber.UNKNOWN, "PUBLIC HEARING 0306"),
        (date(2026, 4, 20), Chamber.LOWER, "HOUSE PASSED AS AMENDED BY HA"),
        (date(2026, 4, 30), Chamber.UPPER, "SENATE PASSED IN CONCURRENCE"),
        (date(2026, 5, 20), Chamber.UNKNOWN, "SIGNED BY GOVERNOR"),
    ]
    along = [derive_status(record.actions[:n], classification=("bill",), jurisdiction="CT")[0] for n in (1, 3, 4, 5)]
    assert along == [
        BillStatus.IN_COMMITTEE,
        BillStatus.PASSED_ONE_CHAMBER,
        BillStatus.PASSED_LEGISLATURE,
        BillStatus.ENACTED,
    ]


def test_its_texts_and_papers_in_order():
    assert [(one.note, one.stage) for one in bill().versions] == [
        ("Fiscal Note: File No. 499", VersionStage.COMPARISON),
        ("Bill Analysis: File No. 499", VersionStage.COMPARISON),
        ("Raised Bill", VersionStage.INTRODUCED),
        ("File No. 499", VersionStage.AMENDED),
        ("File No. 991", VersionStage.AMENDED),
        ("Public Act No. 26-991", VersionStage.CHAPTERED),
    ]


def test_a_bill_that_the_site_does_not_have():
    key = BillKey(jurisdiction="CT", session="2026", identifier="HJ 3")
    with pytest.raises(AnswerError) as caught:
        parse_bill(page("HJ3.html"), owed(key))
    assert caught.value.kind is FailureKind.NOT_FOUND
    with pytest.raises(AnswerError, match="no number 9902"):
        parse_bill(page("HB9901.html"), owed(BillKey(jurisdiction="CT", session="2026", identifier="HB 9902")))
    with pytest.raises(MalformedBillError, match="not in the table"):
        parse_bill(page("HB9901.html"), owed(BillKey(jurisdiction="CT", session="2026", identifier="SB 9901")))


def test_tables_of_another_shape():
    with pytest.raises(AnswerError, match="no column act_desc"):
        rows_by_bill(document(b"bill_num,act_date,qual1,qual2\n"), *HISTORY)
    empty = CtList(document=document(b"sess_year,bill_num,bill_title\n"), source="x", history={})
    with pytest.raises(AnswerError, match="no row with a year"):
        parse_list(empty)


@given(st.binary(max_size=200))
def test_whatever_bytes_come(body: bytes):
    kinds = []
    try:
        found = rows_by_bill(document(b"bill_num,act_date,act_desc,qual1,qual2\n" + body), *HISTORY)
        assert all(set(row) == {"bill_num", *HISTORY} for rows in found.values() for row in rows)
    except AnswerError as error:
        kinds = [error.kind]
    assert set(kinds) <= {FailureKind.DECODE, FailureKind.SCHEMA_DRIFT}


def fill(site: Site) -> None:
    """Put the samples on a site."""
    text = html((FIXTURES / "text.html").read_bytes())
    serve(site, FIXTURES, {path: path.rpartition("/")[2] for path in TABLES} | {STATUS: "HB9901.html"})
    for version in bill().versions:
        site.page(version.url.removeprefix("https://legislature.example"), text)


def test_a_crawl_and_the_next_one(tmp_path: Path):
    with a_site() as site:
        fill(site)
        command = Command(tmp_path)
        first = command.crawl(CtAssemblySpider.name, site)
        assert first.asked[:3] == TABLES
        pages = [path for path in first.asked if path.startswith(STATUS)]
        assert f"{STATUS}?selBillType=Bill&bill_num=HB9901&which_year=2026" in pages
        assert not any("SB99" in path for path in pages), "what is not about AI is passed over"
        assert first.record["new"] == 1, first.said
        second = command.crawl(CtAssemblySpider.name, site)
        assert second.record["changed"] == 0
        assert [path for path in second.asked if "HB9901" in path] == [], "what did not move is not asked for again"
        site.page(TABLES[1], status(404))
        third = command.crawl(CtAssemblySpider.name, site)
        assert third.record["error_kinds"].get("not-found") == 1, "subjects alone are lacking, and that is on record"
