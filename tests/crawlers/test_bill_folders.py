from __future__ import annotations

import os
from pathlib import Path

import pytest

from crawlers.errors import EmptyListingError, MalformedBillError, SourceNotFoundError
from crawlers.parsing.openstates import FileTooLargeError, parse_bill
from crawlers.platforms.bill_folders import BillFolder, FetchFacts, FolderListing, Limits, NoSuchFileError, label_of
from monitor.services.decide_bill import content_hash
from tests.crawlers.bills import FETCHED_AT, HTML, PLACE, metadata, numbered, write_bill, write_numbered

FACTS = FetchFacts(fetched_at=FETCHED_AT, status=200, headers=(("etag", '"sample"'),))


def listing(root: Path, *, document: int = 1_000_000, metadata: int = 1_000_000) -> list[BillFolder]:
    found = FolderListing(root, facts=FACTS, limits=Limits(document=document, metadata=metadata))
    folders = list(found)
    assert len(found) == len(folders)
    assert [folder.label for folder in found] == [folder.label for folder in folders]  # a second time too
    found.close()
    return folders


def only(root: Path, **limits: int) -> BillFolder:
    (folder,) = listing(root, **limits)
    return folder


def test_folders_of_repositories_in_the_order_of_their_paths(tmp_path):
    for number in (9902, 9901, 9910):
        write_numbered(tmp_path, number)
    said = numbered(
        9901, legislative_session="2026A", jurisdiction={"id": "ocd-jurisdiction/country:us/state:co/government"}
    )
    write_bill(tmp_path, said)
    assert [folder.label for folder in listing(tmp_path)] == [
        "country:us/state:co/sessions/2026A/bills/HB9901",
        "country:us/state:wa/sessions/2025-2026/bills/HB9901",
        "country:us/state:wa/sessions/2025-2026/bills/HB9902",
        "country:us/state:wa/sessions/2025-2026/bills/HB9910",
    ]


@pytest.mark.parametrize("below", ["", "wa-legislation", "wa-legislation/country:us/state:wa/sessions/2025-2026/bills"])
def test_any_folder_above_the_bills_will_do(tmp_path, monkeypatch, below: str):
    write_numbered(tmp_path, 9901)
    assert only(tmp_path / below).label == PLACE
    monkeypatch.chdir(tmp_path / below)
    assert only(Path()).label == PLACE


def test_a_label_is_the_same_wherever_the_folder_lies():
    assert label_of(("", "home", "x", "country:us", "state:wa", "bills", "HB1")) == "country:us/state:wa/bills/HB1"
    assert label_of(("a", "b", "sessions", "2026", "bills", "HB1")) == "sessions/2026/bills/HB1"
    assert label_of(("bills", "HB1")) == "bills/HB1"


def test_what_is_read_carries_where_and_when(tmp_path):
    write_bill(tmp_path, metadata(), {"9901_Original_Bill.htm": HTML})
    folder = only(tmp_path)
    assert folder.names == ("9901_Original_Bill.htm",)
    assert folder.metadata().url == f"openstates:{PLACE}/metadata.json"
    document = folder.read("9901_Original_Bill.htm", "text/html")
    assert (document.url, document.body, document.media_type) == (
        f"openstates:{PLACE}/files/9901_Original_Bill.htm",
        HTML,
        "text/html",
    )
    assert (document.fetched_at, document.status, document.headers) == (FETCHED_AT, 200, (("etag", '"sample"'),))


def test_nowhere_and_nothing(tmp_path):
    with pytest.raises(SourceNotFoundError, match=r"there is no such folder: .*nowhere"):
        listing(tmp_path / "nowhere")
    with pytest.raises(EmptyListingError, match=r"no metadata\.json under"):
        listing(tmp_path)
    (tmp_path / "bills").mkdir()
    (tmp_path / "bills" / "a file").touch()
    with pytest.raises(EmptyListingError):
        listing(tmp_path)
    with pytest.raises(SourceNotFoundError):
        listing(tmp_path / "bills" / "a file")


def test_a_bill_without_metadata_is_listed_and_refused(tmp_path):
    (tmp_path / "bills" / "HB1").mkdir(parents=True)
    folder = only(tmp_path)
    assert folder.names == ()
    with pytest.raises(MalformedBillError, match=r"no metadata\.json") as caught:
        folder.metadata()
    assert caught.value.kind == "malformed"


def test_limits(tmp_path):
    write_bill(tmp_path, metadata(), {"a.htm": b"x" * 10, "b.htm": b"x" * 11})
    folder = only(tmp_path, document=10)
    assert len(folder.read("a.htm", "text/html").body) == 10
    with pytest.raises(FileTooLargeError, match=r"b\.htm has 11 bytes; the limit is 10"):
        folder.read("b.htm", "text/html")
    with pytest.raises(MalformedBillError) as caught:
        only(tmp_path, metadata=10).metadata()
    assert caught.value.kind == "too-large"


def test_the_head_is_some_kilobytes(tmp_path):
    write_bill(tmp_path, metadata(), {"a.txt": b"x" * 10_000})
    assert len(only(tmp_path).head("a.txt")) == 4096
    with pytest.raises(NoSuchFileError):
        only(tmp_path).head("gone.txt")
    with pytest.raises(NoSuchFileError):
        only(tmp_path).read("gone.txt", "text/plain")


def test_git_and_logs_are_not_looked_into(tmp_path):
    write_numbered(tmp_path, 9901)
    for hidden in (".git", "logs"):
        (tmp_path / "wa-legislation" / hidden / "bills" / "HB1").mkdir(parents=True)
    assert [folder.label for folder in listing(tmp_path)] == [PLACE]


def test_links_are_not_followed(tmp_path):
    secret = tmp_path / "outside" / "secrets"
    secret.mkdir(parents=True)
    (secret / "9901_Original_Bill.htm").write_text("secret")
    (secret / "metadata.json").write_text("{}")
    root = tmp_path / "root"
    bills = write_numbered(root, 9900).parent
    (bills / "HB1").symlink_to(secret)  # a folder
    (root / "co-legislation").symlink_to(tmp_path / "outside")
    linked = bills / "HB9901"
    linked.mkdir()
    (linked / "metadata.json").symlink_to(secret / "metadata.json")
    (linked / "files").symlink_to(secret)
    files = bills / "HB9902" / "files"
    files.mkdir(parents=True)
    (files / "9902_Original_Bill.htm").symlink_to(secret / "9901_Original_Bill.htm")
    (files / "dangling.htm").symlink_to("nowhere")
    os.mkfifo(files / "pipe.htm")
    found = {folder.label.rpartition("/")[2]: folder for folder in listing(root)}
    assert sorted(found) == ["HB9900", "HB9901", "HB9902"]
    assert [found[name].names for name in sorted(found)] == [("9900_Original_Bill.htm",), (), ()]
    with pytest.raises(MalformedBillError):
        found["HB9901"].metadata()
    with pytest.raises(NoSuchFileError):
        found["HB9902"].read("9902_Original_Bill.htm", "text/html")


def test_a_loop_of_folders_ends(tmp_path):
    write_numbered(tmp_path, 9901)
    (tmp_path / "wa-legislation" / "loop").symlink_to(tmp_path)
    assert only(tmp_path).label == PLACE


def test_files_that_pose_as_the_metadata(tmp_path):
    write_bill(tmp_path, metadata(), {"metadata.json": b'{"title": "another"}'})
    folder = only(tmp_path)
    assert folder.names == ()
    assert b"A sample bill" in folder.metadata().body
    (tmp_path / "bills" / "HB1" / "metadata.json").mkdir(parents=True)
    with pytest.raises(MalformedBillError):
        only(tmp_path / "bills").metadata()


def test_files_may_be_a_file(tmp_path):
    (tmp_path / "bills" / "HB1").mkdir(parents=True)
    (tmp_path / "bills" / "HB1" / "files").touch()
    assert only(tmp_path).names == ()


def test_names_that_are_no_text(tmp_path):
    """A name of bytes that are no UTF-8 must not reach the database as it is."""
    folder = write_bill(tmp_path, metadata())
    name = os.fsdecode(b"9901_Original_Bill\xff.htm")
    try:
        (folder / "files" / name).write_bytes(HTML)
    except OSError:
        pytest.skip("this file system takes no such name")
    found, problems = parse_bill(only(tmp_path).metadata(), only(tmp_path), source="openstates-files")
    assert problems == ()
    assert found.versions[0].document is not None, "letters and digits alone decide"
    assert only(tmp_path).read(name, "text/html").url == f"openstates:{PLACE}/files/9901_Original_Bill?.htm"
    assert len(content_hash(found)) == 64
