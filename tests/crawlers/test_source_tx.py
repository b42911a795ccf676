"""tx: what the files of Texas' legislature say; samples are fictional, in the format of its FTP server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from crawlers.errors import AnswerError, MalformedBillError
from crawlers.parsing.pages import ListPage, Page
from crawlers.parsing.tx_bills import add_further, further, parse_bill, parse_list
from crawlers.parsing.xml_page import XmlPage
from monitor.model.bill import BillKey, BillRecord, BillStatus, Chamber, RelatedBill, VersionStage
from monitor.model.relation import Relation
from monitor.model.status import derive_status
from tests.crawlers.ftp_site import FtpSite, an_ftp_site
from tests.crawlers.rehearsal import Command, Rehearsed, owed, sample
from tests.crawlers.test_page_parsing import document

FIXTURES = Path(__file__).parent / "fixtures" / "tx"
BILL = BillKey(jurisdiction="TX", session="89R", identifier="HB 9901")
HISTORY = "/bills/89R/billhistory/house_bills/HB09900_HB09999/"
TEXTS = "/bills/89R/billtext/html/house_bills/HB09900_HB09999/"
LISTS = [
    "LIST /bills/",
    "LIST /bills/90R/billhistory/",
    "LIST /bills/89R/billhistory/",
    "LIST /bills/89R/billhistory/house_bills/",
    f"LIST {HISTORY}",
]
OF_AI = [f"RETR {HISTORY}HB 9901.xml", *(f"RETR {TEXTS}HB09901{letter}.htm" for letter in "IHF")]


def directory(path: str, *lines: str) -> ListPage:
    body = "\r\n".join(lines).encode()
    return parse_list(Page(document=replace(document(body), url=f"ftp://ftp.example{path}"), source="tx"))


def history(name: str) -> XmlPage:
    found = replace(sample(FIXTURES / name), url=f"ftp://ftp.example{HISTORY}HB%209901.xml")
    return XmlPage.read(found, source="tx")


def bill() -> BillRecord:
    page = history("HB9901.xml")
    return replace(parse_bill(page, owed(BILL)), metadata=page.document)


def test_sessions_are_those_of_the_two_newest_legislatures_that_the_server_has():
    names = ("88R", "884", "89R", "891", "90R", "readme", "99")
    found = directory("/bills/", *(f"06-25-25  05:02PM       <DIR>          {name}" for name in names))
    assert list(found.more) == [f"{name}/billhistory/" for name in ("90R", "89R", "891")]


def test_directories_lead_to_files_of_bills_and_joint_resolutions():
    line = "06-25-25  05:02PM       <DIR>          "
    kinds = directory(
        "/bills/89R/billhistory/", f"{line}house_bills", f"{line}house_resolutions", f"{line}senate_joint_resolutions"
    )
    assert kinds.more == ("house_bills/", "senate_joint_resolutions/")
    groups = directory("/bills/89R/billhistory/house_bills/", f"{line}HB09900_HB09999", f"{line}..", f"{line}old")
    assert groups.more == ("HB09900_HB09999/",)
    assert directory("/bills/90R/billhistory/").last, "nothing yet"


def test_a_file_moved_when_its_time_or_size_did():
    found = directory(
        HISTORY,
        "06-25-25  05:02PM                20345 HB 9901.xml",
        "06-25-25  05:02PM                  345 notes.txt",
        "06-25-2025  05:02PM                 1 HB 9902.xml",
    )
    assert [(one.native_id, one.session, one.identifier, one.mark) for one in found.entries] == [
        (f"{HISTORY}HB%209901.xml", "89R", "HB 9901", "06-25-25 05:02PM 20345"),
        (f"{HISTORY}HB%209902.xml", "89R", "HB 9902", "06-25-2025 05:02PM 1"),
    ]


def test_a_directory_of_another_kind_is_not_an_empty_one():
    with pytest.raises(AnswerError, match="line of a directory"):
        directory("/bills/", "drwxr-xr-x 2 ftp ftp 4096 Jan 1 2025 89R")
    with pytest.raises(AnswerError, match="the page has no session"):
        directory("/bills/", "06-25-25  05:02PM       <DIR>          old")
    with pytest.raises(AnswerError, match="known place"):
        directory("/elsewhere/")


def test_a_bill():
    record = bill()
    assert record.key == BILL
    assert record.title == "Relating to sample disclosures of artificial intelligence; providing a sample penalty."
    assert record.source_url == "https://capitol.texas.gov/BillLookup/History.aspx?LegSess=89R&Bill=HB9901"
    assert (record.chamber, record.classification) == (Chamber.LOWER, ("bill",))
    assert record.subjects == ("Sample Technology (I9999)", "Consumer Samples (I9998)")
    assert [(one.name, one.role) for one in record.sponsors] == [
        ("Sample", "primary"),
        ("Example", "primary"),
        ("Muster", "cosponsor"),
        ("Specimen", "primary"),
    ]
    assert record.related == (RelatedBill(session="89R", identifier="SB 9902", relation=Relation.COMPANION),)


def test_its_steps_and_status():
    record = bill()
    assert len(record.actions) == 11, "no hearing without a day"
    assert [step.chamber for step in record.actions if "passage" in step.classes] == [Chamber.LOWER, Chamber.UPPER]
    status, on = derive_status(record.actions, classification=record.classification, jurisdiction="TX")
    assert (status, on) == (BillStatus.ENACTED, date(2025, 6, 20))


def test_its_texts_lie_beside_its_history():
    record = bill()
    assert [(one.note, one.stage) for one in record.versions] == [
        ("Bill Analysis (House Committee Report)", VersionStage.COMPARISON),
        ("Introduced", VersionStage.INTRODUCED),
        ("House Committee Report", VersionStage.AMENDED),
        ("Enrolled", VersionStage.ENROLLED),
    ]
    assert [f"RETR {address}" for address in further(record).values()] == OF_AI[1:]
    text = Page(document=document(b"<p>A sample</p>"), source="tx")
    with_text = add_further(record, "HB09901H.htm", text)
    assert [one.document is not None for one in with_text.versions] == [False, False, True, False]
    assert further(replace(record, metadata=None)) == {}


def test_a_name_of_a_text_leads_nowhere_else():
    record = bill()
    versions = tuple(replace(one, url=f"http://x.example/{one.note}/..") for one in record.versions)
    assert further(replace(record, versions=versions)) == {}


def test_what_is_no_bill():
    with pytest.raises(MalformedBillError, match="does not exist"):
        parse_bill(history("HB9904.xml"), owed(BILL))
    with pytest.raises(MalformedBillError, match="names no bill"):
        parse_bill(XmlPage.read(document(b'<billhistory bill="89R"/>'), source="tx"), owed(BILL))
    with pytest.raises(AnswerError, match="billhistory"):
        parse_bill(XmlPage.read(document(b"<html/>"), source="tx"), owed(BILL))


def put_samples(site: FtpSite) -> None:
    """Put the samples on a server."""
    for number in ("9901", "9903"):
        site.files[f"{HISTORY}HB {number}.xml"] = (FIXTURES / f"HB{number}.xml").read_bytes()
    for letter in "IHF":
        site.files[f"{TEXTS}HB09901{letter}.htm"] = (FIXTURES / "HB09901I.htm").read_bytes()
    site.files["/bills/90R/readme.txt"] = site.files["/bills/88R/readme.txt"] = b"a sample"


@pytest.fixture
def ftp() -> Iterator[FtpSite]:
    with an_ftp_site() as site:
        put_samples(site)
        yield site


def rehearsed(folder: Path) -> Rehearsed:
    """One crawl of the samples, for the table of sources."""
    with an_ftp_site() as site:
        put_samples(site)
        return crawl(Command(folder), site)


def crawl(command: Command, ftp: FtpSite, *options: str) -> Rehearsed:
    del ftp.asked[:]
    done = command("crawl", "run", "tx", "--base-url", ftp.url, "--json", *options)
    assert done.stdout.startswith("{"), done.stdout + done.stderr
    return Rehearsed(json.loads(done.stdout), list(ftp.asked), done.stdout + done.stderr)


def test_a_crawl_and_the_next_one(tmp_path: Path, ftp: FtpSite):
    command = Command(tmp_path)
    first = crawl(command, ftp)
    assert (first.record["state"], first.record["new"], first.record["errors"]) == ("ok", 1, 0), first.said
    assert first.asked[:5] == LISTS, "a session that has no bills yet is an empty one"
    assert sorted(first.asked[5:]) == sorted([*OF_AI, f"RETR {HISTORY}HB 9903.xml"])
    assert ftp.logins == 1, "one connection"
    second = crawl(command, ftp)
    assert (second.record["state"], second.record["listed"]) == ("ok", 0), second.said
    assert second.asked == LISTS, "what did not move is not asked for again"
    ftp.times[f"{HISTORY}HB 9901.xml"] = "06-26-25  08:00AM"
    third = crawl(command, ftp)
    assert (third.record["state"], third.record["unchanged"]) == ("ok", 1), third.said
    assert third.asked[5:] == OF_AI


def test_a_server_that_answers_badly(tmp_path: Path, ftp: FtpSite):
    command = Command(tmp_path)
    ftp.files[f"{HISTORY}HB 9903.xml"] = b"<billhistory>" + b"x" * (2 * 1024 * 1024)
    command.environment["PREEMPT_MAX_DOCUMENT_MB"] = "1"
    ftp.replies[f"{TEXTS}HB09901F.htm"] = "451 local error"
    found = crawl(command, ftp)
    assert (found.record["new"], found.record["errors"]) == (1, 2), "each fault costs its own bill or text"
    said = command("crawl", "errors").stdout
    assert "too-large" in said
    assert "451 local error" in said


def test_data_come_from_the_server_itself_wherever_it_says(tmp_path: Path, ftp: FtpSite):
    ftp.pasv_host = "192,0,2,7"
    assert crawl(Command(tmp_path), ftp).record["state"] == "ok"


def test_a_server_that_lets_nobody_in(tmp_path: Path, ftp: FtpSite):
    ftp.replies["/bills/"] = "530 not logged in"
    found = crawl(Command(tmp_path), ftp)
    assert found.record["state"] == "blocked"
    assert "530 not logged in" in found.said


def test_a_check_looks_through_directories_until_there_is_a_bill(tmp_path: Path, ftp: FtpSite):
    done = Command(tmp_path)("crawl", "check", "tx", "--base-url", ftp.url)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "TX HB 9901 (89R): Relating to sample disclosures" in done.stdout
    assert ftp.asked == [*LISTS, *OF_AI], "one bill"
