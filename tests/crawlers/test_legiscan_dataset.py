"""Data sets of LegiScan: ZIPs as they are downloaded and as nobody should make them, folders, CSV. All made up."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.errors import AnswerError, ArchiveError, EmptyListingError, MalformedBillError, SourceNotFoundError
from crawlers.parsing.legiscan_csv import CsvDataset
from crawlers.platforms.legiscan_dataset import DatasetLimits, DatasetListing
from monitor.model.bill import Chamber, VersionStage
from tests.crawlers.bills import FETCHED_AT
from tests.crawlers.legiscan_world import bill

PLACE = "WA/2025-2026_Regular_Session"


def of(number: int, **changes: Any) -> bytes:
    return json.dumps({"bill": bill(number, **changes)}).encode()


def make(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return path


GOOD = {
    f"{PLACE}/bill/HB9902.json": of(9902),
    f"{PLACE}/bill/HB9901.json": of(9901),
    f"{PLACE}/people/1.json": b"{}",
    f"{PLACE}/vote/1.json": b"{}",
    f"{PLACE}/hash.md5": b"0",
}


def opened(path: Path, **limits: int) -> DatasetListing:
    return DatasetListing(path, source="legiscan", fetched_at=FETCHED_AT, limits=DatasetLimits(**limits))


def bills(path: Path, **limits: int) -> list[str]:
    listing = opened(path, **limits)
    try:
        return [str(entry.parse().record.key) for entry in listing]
    finally:
        listing.close()


def test_a_zip(tmp_path: Path):
    listing = opened(make(tmp_path / "sample.zip", GOOD))
    assert len(listing) == 2
    first, second = listing
    assert first.label == f"{PLACE}/bill/HB9901.json"
    assert first.has_mark
    parsed = second.parse()
    assert str(parsed.record.key) == "WA HB 9902 (2025-2026)"
    assert parsed.mark == bill(9902)["change_hash"]
    assert parsed.record.metadata is not None
    assert parsed.record.metadata.url == f"legiscan:dataset/{PLACE}/bill/HB9902.json"
    assert parsed.record.versions[0].document is None
    listing.close()


def test_a_folder_at_any_level(tmp_path: Path):
    for name, body in GOOD.items():
        path = tmp_path / "sets" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    expected = ["WA HB 9901 (2025-2026)", "WA HB 9902 (2025-2026)"]
    for folder in (tmp_path / "sets", tmp_path / "sets" / PLACE, tmp_path / "sets" / PLACE / "bill"):
        assert bills(folder) == expected
    (tmp_path / "sets" / PLACE / "bill" / "HB1.json").symlink_to("/etc/passwd")
    assert bills(tmp_path) == expected


def test_a_bad_bill_is_one_bad_bill(tmp_path: Path):
    members = {
        "bill/1.json": b"{",
        "bill/2.json": of(2, bill_number="none"),
        "bill/3.json": b'{"status":"ERROR","alert":{"message":"Unknown bill id"}}',
        "bill/4.json": of(4),
        "bill/5.json": b"x" * 60_000,
    }
    listing = opened(make(tmp_path / "sample.zip", members), file=50_000)
    kinds = []
    for entry in listing:
        try:
            kinds.append(str(entry.parse().record.key))
        except MalformedBillError as caught:
            kinds.append(str(caught.kind))
    assert kinds == ["decode", "identifier", "not-found", "WA HB 4 (2025-2026)", "too-large"]
    listing.close()


@pytest.mark.parametrize("name", ["../bill/HB1.json", "a/../../bill/HB1.json", "bill/../HB1.json", "/etc/bill.json"])
def test_paths_that_lead_out_are_passed_over(tmp_path: Path, name: str):
    path = make(tmp_path / "sample.zip", {name: of(1), **GOOD})
    before = sorted(tmp_path.rglob("*"))
    assert bills(path) == ["WA HB 9901 (2025-2026)", "WA HB 9902 (2025-2026)"]
    assert sorted(tmp_path.rglob("*")) == before, "nothing is unpacked"


def test_a_bomb_is_not_unpacked(tmp_path: Path):
    path = make(tmp_path / "sample.zip", {"bill/HB1.json": b" " * 200_000_000})
    assert path.stat().st_size < 300_000
    (entry,) = opened(path)
    with pytest.raises(MalformedBillError, match="limit of 33,554,432 bytes"):
        entry.parse()


def test_a_member_that_lies_about_its_size(tmp_path: Path):
    body = make(tmp_path / "sample.zip", {"bill/HB1.json": b" " * 2_000_000}).read_bytes()
    (tmp_path / "lie.zip").write_bytes(body.replace(struct.pack("<L", 2_000_000), struct.pack("<L", 100)))
    (entry,) = opened(tmp_path / "lie.zip")
    with pytest.raises(MalformedBillError):
        entry.parse()


def test_too_many_members(tmp_path: Path):
    path = make(tmp_path / "sample.zip", {f"bill/{number}.json": b"" for number in range(20)})
    with pytest.raises(ArchiveError, match="more than 10 members"):
        opened(path, members=10)
    with pytest.raises(ArchiveError, match="list of files is too long"):
        opened(path, directory=500)
    for number in range(20):
        (tmp_path / f"{number}.json").touch()
    with pytest.raises(ArchiveError, match="more than 10 files"):
        opened(tmp_path, members=10)


def test_a_list_of_files_that_says_to_be_endless(tmp_path: Path):
    """The 64-bit record of a ZIP states any length; zipfile would read as much as there is."""
    record = b"PK\x06\x06" + struct.pack("<QHHLLQQQQ", 44, 45, 45, 0, 0, 2**40, 2**40, 2**50, 0)
    locator = b"PK\x06\x07" + struct.pack("<LQL", 0, 4096, 1)
    end = b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    path = tmp_path / "sample.zip"
    path.write_bytes(b"\x00" * 4096 + record + locator + end)
    with pytest.raises(ArchiveError, match="too long"):
        opened(path, directory=2_000)
    with pytest.raises(ArchiveError, match="no ZIP, or damaged"):
        opened(path)


@given(st.binary(max_size=300))
def test_no_bytes_bring_it_down(tmp_path_factory: pytest.TempPathFactory, body: bytes):
    path = tmp_path_factory.mktemp("zip") / "sample.zip"
    path.write_bytes(body)
    with pytest.raises(ArchiveError):
        opened(path)


@given(st.integers(0, 700), st.integers(0, 255))
def test_no_damage_brings_it_down(tmp_path_factory: pytest.TempPathFactory, place: int, value: int):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bill/HB9901.json", of(9901))
    body = bytearray(held.getvalue())
    body[place % len(body)] = value
    path = tmp_path_factory.mktemp("zip") / "sample.zip"
    path.write_bytes(bytes(body))
    try:
        listing = opened(path)
    except (ArchiveError, EmptyListingError):
        return
    for entry in listing:
        with suppress(MalformedBillError):
            assert entry.parse().native_id
    listing.close()


def test_where_there_is_nothing(tmp_path: Path):
    with pytest.raises(SourceNotFoundError):
        opened(tmp_path / "gone")
    with pytest.raises(EmptyListingError):
        opened(tmp_path)
    with pytest.raises(EmptyListingError):
        opened(make(tmp_path / "sample.zip", {"people/1.json": b"{}"}))


BILLS = (
    "bill_id,session_id,bill_number,status,status_desc,status_date,title,description,committee_id,committee,"
    "last_action_date,last_action,url,state_link\n"
    '1,9,HB0001,2,Engrossed,2026-02-03,"A sample, quoted",Longer,0,,2026-02-04,Sent,'
    "https://legiscan.com/WA/bill/HB0001/2025,https://legislature.example/1\n"
    "2,9,HJR0002,1,Introduced,0000-00-00,Another,Another,0,,,,https://legiscan.com/WA/bill/HJR2/2025,\n"
    "3,9,,1,Introduced,2026-01-12,No number,,0,,,,https://legiscan.com/WA/bill/X/2025,\n"
)
HISTORY = (
    "bill_id,date,chamber,sequence,action\n"
    "1,2026-02-03,House,2,Third reading passed.\n"
    "1,2026-01-12,House,1,Introduced.\n"
    "1,2026-02-04,Senate,10,Received.\n"
)
SPONSORS = "bill_id,people_id,position\n1,12,2\n1,11,1\n1,13,3\n"
PEOPLE = "people_id,name,committee_id\n11,Alex Sample,0\n12,Robin Sample,0\n13,Rules Committee,55\n"
DOCUMENTS = (
    "bill_id,document_id,document_type,document_size,document_mime,document_desc,url,state_link\n"
    "1,71,text,9,text/html,Engrossed,https://legiscan.com/WA/text/HB1/id/71,https://legislature.example/71.htm\n"
    "1,70,text,9,text/html,Introduced,https://legiscan.com/WA/text/HB1/id/70,https://legislature.example/70.htm\n"
    "1,72,supplement,9,application/pdf,Analysis,https://legiscan.com/WA/supplement/HB1/id/72,\n"
    "1,73,text,9,text/html,Fiscal Note,https://legiscan.com/WA/text/HB1/id/73,\n"
)
TABLES = {
    "bills": BILLS.encode("utf-8-sig"),
    "history": HISTORY.encode(),
    "sponsors": SPONSORS.encode(),
    "people": PEOPLE.encode(),
    "documents": DOCUMENTS.encode(),
}


def dataset(**tables: bytes) -> CsvDataset:
    return CsvDataset(TABLES | tables, end=2026, source="legiscan", fetched_at=FETCHED_AT)


def test_a_csv_data_set():
    found = dataset()
    assert len(found) == 3
    parsed = found.parse(0)
    record = parsed.record
    assert str(record.key) == "WA HB 1 (2025-2026)"
    assert (record.title, record.abstract, record.chamber) == ("A sample, quoted", "Longer", Chamber.LOWER)
    assert [(action.text, action.chamber, action.classes) for action in record.actions] == [
        ("Introduced.", Chamber.LOWER, ()),
        ("Third reading passed.", Chamber.LOWER, ("passage",)),
        ("Received.", Chamber.UPPER, ()),
    ]
    assert [(sponsor.name, sponsor.role, sponsor.kind) for sponsor in record.sponsors] == [
        ("Alex Sample", "primary", "person"),
        ("Robin Sample", "cosponsor", "person"),
        ("Rules Committee", "cosponsor", "organization"),
    ]
    assert [(version.note, version.stage, version.url) for version in record.versions] == [
        ("Introduced", VersionStage.INTRODUCED, "https://legislature.example/70.htm"),
        ("Engrossed", VersionStage.ENGROSSED, "https://legislature.example/71.htm"),
    ]
    second = found.parse(1).record
    assert (second.key.identifier, second.classification, second.actions) == ("HJR 2", ("joint resolution",), ())
    assert second.abstract == ""


def test_a_row_that_is_no_bill():
    found = dataset()
    assert found.label(2) == "(bill_id 3)"
    with pytest.raises(MalformedBillError, match="not a bill number"):
        found.parse(2)


def test_the_mark_moves_with_the_rows():
    same, moved = dataset().parse(0).mark, dataset(history=HISTORY.encode() + b"1,2026-02-05,Senate,11,Read.\n")
    assert dataset().parse(0).mark == same
    assert moved.parse(0).mark != same
    assert moved.parse(1).mark == dataset().parse(1).mark


def test_tables_that_are_missing_or_are_none():
    alone = CsvDataset({"bills": TABLES["bills"]}, end=2026, source="legiscan", fetched_at=FETCHED_AT)
    assert (alone.parse(0).record.actions, alone.parse(0).record.sponsors) == ((), ())
    for tables, words in (
        ({"bills": b""}, "no column"),
        ({"bills": BILLS.encode().splitlines()[0]}, "no bill"),
        ({"history": b"bill_id,date\n"}, "history.csv has no column action"),
        ({"history": HISTORY.encode() + b'1,2026-02-05,Senate,11,"' + b"x" * 200_000 + b'"\n'}, "cannot be read"),
    ):
        with pytest.raises(AnswerError, match=words):
            dataset(**tables)


@given(st.binary(max_size=300))
def test_no_rows_bring_it_down(tail: bytes):
    try:
        found = dataset(**{name: TABLES[name] + tail for name in ("bills", "history", "sponsors")})
    except AnswerError:
        return
    for place in found:
        with suppress(MalformedBillError):
            assert found.parse(place).record.key.jurisdiction == "WA"


def test_a_folder_of_csv_takes_the_years_from_its_name(tmp_path: Path):
    folder = tmp_path / "WA_2025-2026" / "csv"
    folder.mkdir(parents=True)
    for name, body in TABLES.items():
        (folder / f"{name}.csv").write_bytes(body)
    for root in (tmp_path, tmp_path / "WA_2025-2026"):
        first = next(iter(opened(root)))
        assert not first.has_mark
        assert first.parse().record.key.session == "2025-2026"
    archive = make(tmp_path / "sample.zip", {f"{PLACE}/csv/{name}.csv": body for name, body in TABLES.items()})
    assert next(iter(opened(archive))).parse().record.key.session == "2025-2026"
    assert next(iter(opened(folder))).parse().record.key.session == "2025-2026", "of a folder above"
    with pytest.raises(ArchiveError, match="tells the years of the session"):
        opened(make(tmp_path / "nameless.zip", {f"{name}.csv": body for name, body in TABLES.items()}))
    with pytest.raises(ArchiveError, match="more than 10 bytes"):
        opened(tmp_path, table=10)
