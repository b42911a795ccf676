"""The archive host, asked by the project's own downloader and read by its own parser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawlers.errors import ArchiveError, DownloadError
from crawlers.parsing.openstates import parse_bill
from crawlers.platforms.archive import ArchiveListing
from crawlers.platforms.bill_folders import FetchFacts, FolderListing, Limits
from crawlers.platforms.download import Fetched, fetch
from crawlers.samples.read_samples import SAMPLES
from crawlers.samples.server import SampleServer, sample_server
from monitor.model.bill import BillRecord
from monitor.model.jurisdiction import STATES
from tests.crawlers.bills import FETCHED_AT
from tests.crawlers.samples.asking import get

LIMITS = Limits(document=10_000_000)
FACTS = FetchFacts(fetched_at=FETCHED_AT)


@pytest.fixture
def server() -> Iterator[SampleServer]:
    with sample_server() as server:
        yield server
        assert server.errors == []


def fetched(server: SampleServer, state: str, folder: Path) -> Fetched:
    return fetch(
        f"{server.archive}/{state.lower()}-legislation.tar.gz",
        folder,
        user_agent="Sample/1.0 (tests)",
        max_bytes=10_000_000,
        clock=lambda: FETCHED_AT,
        stop=threading.Event(),
        wait=lambda _: None,
    )


def records(path: Path) -> dict[str, BillRecord]:
    listing = ArchiveListing(path, facts=FACTS, limits=LIMITS)
    try:
        found = {}
        for folder in listing:
            record, problems = parse_bill(folder.metadata(), folder, source="openstates-files")
            assert problems == ()
            found[str(record.key)] = record
        return found
    finally:
        listing.close()


def test_each_of_the_51_archives_is_read(server: SampleServer, tmp_path: Path):
    for state in STATES:
        if state.code == "DC":
            continue  # its numbers have a year before them, see below
        found = records(fetched(server, state.code, tmp_path).path)
        expected = [bill for bill in server.world.bills if bill.state == state.code]
        assert len(found) == len(expected), state.code
        texts = sum(version.document is not None for record in found.values() for version in record.versions)
        assert texts == sum(text.body is not None for bill in expected for text in bill.texts), state.code
        for record in found.values():
            assert record.source_url.startswith("https://example.org/")
    assert server.counts == {"archive": len(STATES) - 1}


def test_the_archive_of_the_district_lies_under_its_division(server: SampleServer, tmp_path: Path):
    listing = ArchiveListing(fetched(server, "DC", tmp_path).path, facts=FACTS, limits=LIMITS)
    labels = [folder.label for folder in listing]
    listing.close()
    assert labels[0] == "country:us/district:dc/sessions/26/bills/B26-9901"


def test_the_bills_of_the_demonstration_are_in_it_as_they_are(server: SampleServer, tmp_path: Path):
    folder = SAMPLES / "day1" / "wa-legislation"
    of_folder = {
        str(record.key): record
        for each in FolderListing(folder, facts=FACTS, limits=LIMITS)
        for record, _ in [parse_bill(each.metadata(), each, source="openstates-files")]
    }
    of_archive = records(fetched(server, "WA", tmp_path).path)
    assert {key: record.metadata.body for key, record in of_archive.items()} == {
        key: record.metadata.body for key, record in of_folder.items()
    }


def test_an_archive_is_asked_for_again_only_when_it_changed(server: SampleServer, tmp_path: Path):
    first, again = fetched(server, "KS", tmp_path), fetched(server, "KS", tmp_path)
    assert (first.reused, again.reused) == (False, True)
    unchanged = fetched(server, "WY", tmp_path)
    server.day = 2
    assert not fetched(server, "KS", tmp_path).reused
    assert fetched(server, "WY", tmp_path).reused
    assert unchanged.path.exists()
    assert [request.status for request in server.requests] == [200, 304, 200, 200, 304]


def test_a_date_alone_is_enough(server: SampleServer):
    address = f"{server.archive}/ks-legislation.tar.gz"
    got = get(address)
    assert get(address, If_Modified_Since=got.headers["Last-Modified"]).status == 304
    assert get(address, If_Modified_Since="Mon, 02 Nov 2026 06:00:00 GMT").status == 200
    assert get(address, If_Modified_Since="yesterday").status == 200


@pytest.mark.parametrize(
    ("wanted", "status"), [("bytes=10-19", 206), ("bytes=10-", 206), ("bytes=99999999-", 416), ("items=1-2", 200)]
)
def test_parts_are_sent(server: SampleServer, wanted: str, status: int):
    address = f"{server.archive}/ks-legislation.tar.gz"
    whole = get(address).body
    got = get(address, Range=wanted)
    assert got.status == status
    if status == 206:
        assert got.body == whole[10 : 20 if wanted.endswith("19") else None]
        assert got.headers["Content-Range"].endswith(f"/{len(whole)}")
    assert get(address, Range="bytes=10-19", If_Range='"another"').status == 200


def test_a_transfer_that_breaks_is_continued(server: SampleServer, tmp_path: Path):
    server.use("broken-transfer:2")
    path = fetched(server, "NY", tmp_path).path
    assert [request.status for request in server.requests] == [200, 206, 206]
    assert len(records(path)) == 4


def test_a_transfer_that_always_breaks_is_an_error_and_comes_nearer(server: SampleServer, tmp_path: Path):
    server.use("broken-transfer")
    with pytest.raises(DownloadError, match="the connection ended"):
        fetched(server, "NY", tmp_path)
    server.use()
    assert len(records(fetched(server, "NY", tmp_path).path)) == 4


def test_half_an_archive_looks_whole_until_it_is_read(server: SampleServer, tmp_path: Path):
    server.use("truncated-archive")
    path = fetched(server, "NY", tmp_path).path
    with pytest.raises(ArchiveError):
        ArchiveListing(path, facts=FACTS, limits=LIMITS)


@pytest.mark.parametrize("name", ["", "zz-legislation.tar.gz", "us-legislation.tar.gz", "wa-legislation.zip", "../x"])
def test_there_are_no_other_archives(server: SampleServer, name: str):
    assert get(f"{server.archive}/{name}").status == 404
