"""ca-leginfo: what the tables and texts of a dump say; samples are fictional, in the format of the dump."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.errors import ArchiveError, EmptyListingError, MalformedBillError
from crawlers.parsing.ca_leginfo_tables import TABLES, bills_of, newest_daily, newest_session
from crawlers.platforms.bill_folders import FetchFacts
from crawlers.platforms.ca_dump import CaBill, CaDump, DumpLimits
from crawlers.spiders.ca_leginfo import CaLeginfoSpider
from monitor.model.bill import BillKey, BillRecord, BillStatus, Chamber, VersionStage
from monitor.model.status import derive_status
from monitor.text.extract import extract
from tests.crawlers.bills import FETCHED_AT
from tests.crawlers.ca_dump import FIXTURES, write_dump
from tests.crawlers.rehearsal import Command, with_etag
from tests.crawlers.site import Site, a_site

SB = BillKey(jurisdiction="CA", session="20252026", identifier="SB 9901")
AB = BillKey(jurisdiction="CA", session="20252026", identifier="AB 9902")
SPECIAL = BillKey(jurisdiction="CA", session="20252026 Special Session 1", identifier="AB 9903")


def opened(path: Path, *, tracked: frozenset[BillKey] = frozenset(), limits: DumpLimits | None = None) -> CaDump:
    facts = FetchFacts(fetched_at=FETCHED_AT)
    return CaDump(path, source="ca-leginfo", facts=facts, tracked=lambda key: key in tracked, limits=limits)


def bills(path: Path, **options: object) -> dict[BillKey, BillRecord]:
    return {record.key: record for record in (one.parse()[0] for one in opened(path, **options))}  # type: ignore[arg-type]


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    return write_dump(tmp_path / "pubinfo_2025.zip")


def test_the_newest_file_by_the_listing():
    listing = (FIXTURES / "listing.html").read_text()
    assert newest_session(listing) == "pubinfo_2025.zip"
    assert newest_daily(listing) == "pubinfo_daily_Tue.zip", "by its day, not by its name"


@pytest.mark.parametrize(
    "lines",
    [
        "pubinfo_daily_Mon.zip  2026-11-23 21:23  950M\npubinfo_daily_Tue.zip  2026-11-24 21:23  950M",
        "pubinfo_daily_Mon.zip  23-Nov-2026 21:23  950M\npubinfo_daily_Tue.zip  24-Nov-2026 21:23  950M",
    ],
)
def test_other_ways_in_which_the_listing_wrote_days(lines: str):
    assert newest_daily(lines) == "pubinfo_daily_Tue.zip"
    assert newest_daily(lines.replace("-", ".")) == "", "a day that cannot be read is no day"


def test_a_bill_about_ai_comes_with_all_its_texts(dump: Path):
    record = bills(dump)[SB]
    assert record.title == "Artificial intelligence models: sample records."
    assert (record.chamber, record.classification) == (Chamber.UPPER, ("bill",))
    assert record.abstract.startswith("An act to add a sample chapter")
    assert (
        "would require sample records of artificial intelligence models.\nThis sample would say more."
        in record.abstract
    )
    assert record.aliases == ("Chapter 991, Statutes of 2026",)
    assert record.source_url.endswith("billNavClient.xhtml?bill_id=202520260SB9901")
    assert [(one.name, one.role) for one in record.sponsors] == [("Sample", "primary"), ("Example", "cosponsor")]
    assert [(one.note, one.stage) for one in record.versions] == [
        ("01/12/26 - Introduced", VersionStage.INTRODUCED),
        ("04/02/26 - Amended Senate", VersionStage.AMENDED),
        ("09/20/26 - Chaptered", VersionStage.CHAPTERED),
    ]
    newest = record.versions[-1].document
    assert newest is not None
    text = extract(newest.body, media_type=newest.media_type).text
    assert "shall keep sample records of its sample safety tests for five years" in text


def test_its_history_in_the_order_of_time(dump: Path):
    record = bills(dump)[SB]
    assert [(step.on, step.chamber) for step in record.actions][:3] == [
        (date(2026, 1, 12), Chamber.UPPER),
        (date(2026, 1, 13), Chamber.UPPER),
        (date(2026, 2, 10), Chamber.UPPER),
    ]
    assert record.actions[-1].text.startswith("Chaptered by Secretary of State")
    along = [derive_status(record.actions[:n], classification=("bill",), jurisdiction="CA")[0] for n in range(1, 10)]
    assert along == [
        BillStatus.INTRODUCED,
        BillStatus.INTRODUCED,
        BillStatus.IN_COMMITTEE,
        BillStatus.PASSED_ONE_CHAMBER,
        BillStatus.PASSED_LEGISLATURE,
        BillStatus.PASSED_LEGISLATURE,
        BillStatus.TO_GOVERNOR,
        BillStatus.ENACTED,
        BillStatus.ENACTED,
    ]


def test_a_veto_message_is_a_paper_about_the_bill(dump: Path):
    record = bills(dump)[AB]
    message, text = record.versions
    assert (message.note, message.stage, message.ordinal) == ("Veto message", VersionStage.COMPARISON, 0)
    assert message.document is not None
    assert b"without my signature" in message.document.body
    assert (text.stage, text.ordinal) == (VersionStage.ENROLLED, 1)
    assert record.sponsors[0].kind == "organization"
    status = derive_status(record.actions, classification=("bill",), jurisdiction="CA")[0]
    assert status is BillStatus.VETOED


def test_only_what_speaks_of_ai_or_is_followed_has_texts(dump: Path):
    """AB 9902 says it in its digest alone."""
    found = bills(dump)
    having = {key for key, record in found.items() if any(version.document for version in record.versions)}
    assert having == {SB, AB}
    followed = bills(dump, tracked=frozenset({SPECIAL}))
    assert all(version.document for version in followed[SPECIAL].versions)


def test_marks_stay_when_only_the_names_of_members_move(dump: Path, tmp_path: Path):
    names = (FIXTURES / "BILL_VERSION_TBL.dat").read_bytes()
    swapped = names.replace(b"TBL_4.lob", b"TBL_9.lob").replace(b"TBL_5.lob", b"TBL_4.lob").replace(b"TBL_9", b"TBL_5")
    instead = {
        "BILL_VERSION_TBL.dat": swapped,
        "BILL_VERSION_TBL_4.lob": (FIXTURES / "BILL_VERSION_TBL_5.lob").read_bytes(),
        "BILL_VERSION_TBL_5.lob": (FIXTURES / "BILL_VERSION_TBL_4.lob").read_bytes(),
    }
    other = write_dump(tmp_path / "pubinfo_daily_Tue.zip", instead=instead)
    marks = [[(one.place, one.fingerprint()[1]) for one in opened(path)] for path in (dump, other)]
    assert marks[0] == marks[1]
    text = (FIXTURES / "BILL_VERSION_TBL_1.lob").read_bytes().replace(b"five", b"nine")
    changed = write_dump(tmp_path / "changed.zip", instead={"BILL_VERSION_TBL_1.lob": text})
    moved = [a for a, b in zip(opened(dump), opened(changed), strict=True) if a.fingerprint() != b.fingerprint()]
    assert [one.place for one in moved] == ["ca-leginfo:202520260SB9901"]
    late = opened(dump, tracked=frozenset({SPECIAL}))
    assert [a.place for a, b in zip(opened(dump), late, strict=True) if a.fingerprint() != b.fingerprint()] == [
        "ca-leginfo:202520261AB9903"
    ], "a bill that came to be followed is read again, for its texts"


def test_what_is_wrong_with_a_member_costs_its_text_alone(tmp_path: Path):
    bomb = b"<a>" + b"0" * 200_000 + b"</a>"
    path = write_dump(tmp_path / "d.zip", without="BILL_VERSION_TBL_2.lob", instead={"BILL_VERSION_TBL_3.lob": bomb})
    one = next(one for one in opened(path, limits=DumpLimits(text=100_000)) if one.place.endswith("SB9901"))
    record, problems = one.parse()
    assert [version.document is not None for version in record.versions] == [False, False, True]
    assert sorted((problem.kind, problem.message.partition(":")[0]) for problem in problems) == [
        ("too-large", "202520260SB990198AMD"),
        ("unreadable", "202520260SB990199INT"),
    ]


def test_a_row_of_another_shape_is_on_record_under_its_bill(tmp_path: Path):
    rows = (FIXTURES / "BILL_HISTORY_TBL.dat").read_bytes() + b"`202520260SB9901`\t`1`\n\n"
    path = write_dump(tmp_path / "d.zip", instead={"BILL_HISTORY_TBL.dat": rows})
    (problems,) = [one.parse()[1] for one in opened(path) if one.place.endswith("SB9901")]
    assert [(problem.kind, "13 columns" in problem.message) for problem in problems] == [("malformed", True)]


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        ("BILL_TBL.dat", b"`open" + b"x" * 200_000, "BILL_TBL"),
        ("BILL_HISTORY_TBL.dat", b"x" * 5_000_000, "more than"),
    ],
)
def test_a_dump_that_cannot_be_is_refused(tmp_path: Path, name: str, body: bytes, words: str):
    path = write_dump(tmp_path / "d.zip", instead={name: body})
    with pytest.raises(ArchiveError, match=words):
        opened(path, limits=DumpLimits(table=1_000_000))
    with pytest.raises(ArchiveError, match="increment"):
        opened(write_dump(tmp_path / "e.zip", without=name))


def test_no_bill_is_a_failure(tmp_path: Path):
    with pytest.raises(EmptyListingError):
        opened(write_dump(tmp_path / "d.zip", instead={"BILL_TBL.dat": b""}))


@given(st.text(max_size=80))
def test_whatever_stands_in_the_tables(said: str):
    """Rows or one error of tables; never another exception."""
    bodies = {name: (FIXTURES / f"{name}.dat").read_bytes() + said.encode("utf-8", "replace") for name in TABLES}
    problems = []
    try:
        assert set(bills_of(bodies.__getitem__)) >= {"202520260AB9902"}
    except ValueError as error:
        problems = [str(error)]
    assert all(words.partition(":")[0] in TABLES for words in problems)


def test_what_is_no_bill(tmp_path: Path):
    rows = (FIXTURES / "BILL_TBL.dat").read_bytes().replace(b"`20252026`\t`1`", b"`soon`\t`1`").replace(b"`SB`", b"`?`")
    path = write_dump(tmp_path / "d.zip", instead={"BILL_TBL.dat": rows})
    kinds = []
    for one in opened(path):
        assert isinstance(one, CaBill)
        try:
            one.parse()
        except MalformedBillError as error:
            kinds.append(error.kind)
    assert sorted(kinds) == ["identifier", "malformed"]


def fill(site: Site) -> None:
    """Put the samples on a site."""
    site.page("/", with_etag((FIXTURES / "listing.html").read_bytes(), '"l"', "text/html"))
    with tempfile.TemporaryDirectory() as folder:
        body = write_dump(Path(folder) / "pubinfo_2025.zip").read_bytes()
    site.page("/pubinfo_2025.zip", with_etag(body, '"a"', "application/zip"))


def test_a_crawl_and_the_next_one(tmp_path: Path, dump: Path):
    with a_site() as site:
        fill(site)
        site.page("/pubinfo_daily_Tue.zip", with_etag(dump.read_bytes(), '"b"', "application/zip"))
        command = Command(tmp_path)
        first = command.crawl(CaLeginfoSpider.name, site)
        assert (first.record["state"], first.record["new"], first.record["errors"]) == ("ok", 3, 0), first.said
        assert first.asked == ["/", "/pubinfo_2025.zip"]
        second = command.crawl(CaLeginfoSpider.name, site)
        assert (second.record["state"], second.record["unchanged"], second.record["changed"]) == ("ok", 3, 0)
        assert site.asked[-1].headers.get("If-None-Match") == '"a"'
        broken = command.data / "downloads" / "ca-leginfo" / "sample.part"
        broken.write_bytes(b"of a dump that is not wanted any more")
        nightly = command.crawl(CaLeginfoSpider.name, site, "--option", "daily=yes")
        assert nightly.asked == ["/", "/pubinfo_daily_Tue.zip"]
        assert nightly.record["unchanged"] == 3
    kept = list((command.data / "downloads" / "ca-leginfo").glob("*.archive"))
    assert len(kept) == 2, "the listing and one dump: they have a gigabyte each"
    assert not broken.exists()


def test_a_crawl_of_a_file_that_lies_here(tmp_path: Path, dump: Path):
    with a_site() as site:
        run = Command(tmp_path).crawl(CaLeginfoSpider.name, site, "--option", f"path={dump}", "--limit", "1")
        assert (run.record["state"], run.record["new"], site.asked) == ("partial", 1, [])
