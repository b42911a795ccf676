from __future__ import annotations

import gzip
import io
import json
import shutil
import tarfile
import zlib
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawlers.errors import ArchiveError, EmptyListingError, MalformedBillError
from crawlers.parsing.openstates import FileTooLargeError, parse_bill
from crawlers.platforms.archive import ArchiveListing
from crawlers.platforms.bill_folders import BillFolder, FetchFacts, FolderListing, Limits, NoSuchFileError
from tests.crawlers.bills import FETCHED_AT, HTML, PLACE, metadata, write_numbered

FACTS = FetchFacts(fetched_at=FETCHED_AT)
LIMITS = Limits(document=1_000_000, metadata=1_000_000)
BODY = json.dumps(metadata()).encode()


def member(name: str, body: bytes = b"", **fields: object) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.size = len(body)
    for field, value in fields.items():
        setattr(info, field, value)
    return info, body


GOOD = member(f"{PLACE}/metadata.json", BODY)


def tar_of(*members: tuple[tarfile.TarInfo, bytes], **options: object) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w", **options) as tar:
        for info, body in members:
            tar.addfile(info, io.BytesIO(body))
    return target.getvalue()


def raw_header(name: str, size: bytes, kind: bytes) -> bytes:
    """A header with a checksum that is right and a size as given."""
    header = bytearray(tarfile.TarInfo(name).tobuf(tarfile.USTAR_FORMAT))
    header[124:136] = size.ljust(12, b"\0")
    header[156:157] = kind
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header)


@pytest.fixture
def write(tmp_path) -> Callable[[bytes], Path]:
    def at(content: bytes) -> Path:
        path = tmp_path / "sample.tar"
        path.write_bytes(content)
        return path

    return at


def opened(path: Path, **limits: int) -> ArchiveListing:
    return ArchiveListing(path, facts=FACTS, limits=LIMITS, **limits)


def bills_of(path: Path, **limits: int) -> dict[str, tuple[str, ...]]:
    listing = opened(path, **limits)
    try:
        return {folder.label: folder.names for folder in listing}
    finally:
        listing.close()


def problem(path: Path, **limits: int) -> str:
    with pytest.raises(ArchiveError) as caught:
        opened(path, **limits)
    assert str(caught.value).startswith("cannot read the archive sample.tar: ")
    assert list(path.parent.iterdir()) == [path], "nothing is left behind"
    return str(caught.value)


@pytest.mark.parametrize("mode", ["w", "w:gz"])
def test_an_archive_reads_as_its_folder_does(tmp_path, mode: str):
    for number in (9901, 9902):
        write_numbered(tmp_path / "root", number)
    path = tmp_path / "sample.tar"
    with tarfile.open(path, mode) as tar:
        tar.add(tmp_path / "root", arcname=".")
    listing = opened(path)
    folders = list(FolderListing(tmp_path / "root", facts=FACTS, limits=LIMITS))
    assert len(listing) == 2
    both = list(zip(listing, folders, strict=True))
    for packed, plain in both:
        assert packed.label == plain.label
        assert packed.names == plain.names
        assert packed.head(packed.names[0]) == plain.head(plain.names[0])
        assert parse_bill(packed.metadata(), packed, source="s") == parse_bill(plain.metadata(), plain, source="s")
    listing.close()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["root", "sample.tar"]


def test_limits_of_files(write):
    path = write(tar_of(GOOD, member(f"{PLACE}/files/a.htm", b"x" * 10), member(f"{PLACE}/files/b.htm", b"x" * 5000)))
    listing = ArchiveListing(path, facts=FACTS, limits=Limits(document=10, metadata=10))
    (folder,) = listing
    assert folder.names == ("a.htm", "b.htm")
    assert len(folder.read("a.htm", "text/html").body) == 10
    assert len(folder.head("b.htm")) == 4096
    with pytest.raises(FileTooLargeError):
        folder.read("b.htm", "text/html")
    with pytest.raises(MalformedBillError):
        folder.metadata()
    with pytest.raises(NoSuchFileError):
        folder.head("gone.htm")
    listing.close()


def test_a_bill_without_metadata_is_listed_and_refused(write):
    listing = opened(write(tar_of(member(f"{PLACE}/files/a.htm", HTML))))
    (folder,) = listing
    with pytest.raises(MalformedBillError, match=r"no metadata\.json"):
        folder.metadata()
    listing.close()


def test_bills_of_two_repositories_are_not_mixed_up(write):
    """Without ``country:us`` in their paths the two have one label; each keeps its own files."""
    path = write(
        tar_of(
            member("wa/data/sessions/1/bills/HB1/metadata.json", b'{"of": "wa"}'),
            member("co/data/sessions/1/bills/HB1/metadata.json", b'{"of": "co"}'),
            member("wa/data/sessions/1/bills/HB1/files/wa.htm"),
        )
    )
    listing = opened(path)
    assert [(f.label, f.names, f.metadata().body) for f in listing] == [
        ("sessions/1/bills/HB1", (), b'{"of": "co"}'),
        ("sessions/1/bills/HB1", ("wa.htm",), b'{"of": "wa"}'),
    ]
    listing.close()


@pytest.mark.parametrize(
    "odd",
    [
        member(f"../../{PLACE}/files/a.htm", b"x"),
        member(f"x/../{PLACE}/files/a.htm", b"x"),
        member("country:us/state:wa/sessions/2025-2026/bills/../files/a.htm", b"x"),
        member(f"{PLACE}/files/..", b"x"),
        member(f"{PLACE}/files/../../../etc/passwd", b"x"),
        member(f"{PLACE}/files/deep/a.htm", b"x"),
        member(f"{PLACE}/files/metadata.json", b"{}"),  # poses as the bill's own
        member(f"{PLACE}/logs/a.json", b"x"),
        member(f"{PLACE}/files/a.htm", type=tarfile.SYMTYPE, linkname="/etc/passwd"),
        member(f"{PLACE}/files/a.htm", type=tarfile.LNKTYPE, linkname=f"{PLACE}/metadata.json"),
        member(f"{PLACE}/files/a.htm", type=tarfile.CHRTYPE, devmajor=1, devminor=5),
        member(f"{PLACE}/files/a.htm", type=tarfile.BLKTYPE),
        member(f"{PLACE}/files/a.htm", type=tarfile.FIFOTYPE),
        member(f"{PLACE}/files/a.htm", type=tarfile.DIRTYPE),
        member(f"{PLACE}/files/a.htm", b"0\n", pax_headers={"GNU.sparse.major": "1", "GNU.sparse.minor": "0"}),
        member(f"{PLACE}/files/a.htm", b"x", pax_headers={"GNU.sparse.map": "0,1", "GNU.sparse.size": "1"}),
    ],
    ids=lambda odd: f"{odd[0].name[-28:]} {odd[0].type!r} {len(odd[0].pax_headers)}",
)
def test_odd_members_are_passed_over(write, odd):
    assert bills_of(write(tar_of(GOOD, odd, format=tarfile.PAX_FORMAT))) == {PLACE: ()}
    listing = opened(write(tar_of(GOOD, odd, format=tarfile.PAX_FORMAT)))
    assert next(iter(listing)).metadata().body == BODY
    listing.close()


@pytest.mark.parametrize("name", [f"/{PLACE}", f"./{PLACE}", f"repository//./{PLACE}", f"x/{PLACE}"])
def test_paths_are_only_names(write, name: str):
    assert bills_of(write(tar_of(member(f"{name}/metadata.json", BODY)))) == {PLACE: ()}


def test_the_last_of_two_members_with_one_name_counts(write):
    listing = opened(write(tar_of(member(f"{PLACE}/metadata.json", b"old"), GOOD)))
    assert next(iter(listing)).metadata().body == BODY
    listing.close()


def test_a_name_that_is_no_text(write):
    name = f"{PLACE}/files/a\udcff.htm"
    listing = opened(write(tar_of(GOOD, member(name, HTML), format=tarfile.GNU_FORMAT, encoding="utf-8")))
    folder: BillFolder = next(iter(listing))
    assert folder.read(folder.names[0], "text/html").url == f"openstates:{PLACE}/files/a?.htm"
    listing.close()


def test_an_archive_without_bills(write):
    with pytest.raises(EmptyListingError, match=r"no metadata\.json under sample\.tar"):
        opened(write(tar_of(member("readme.txt", b"sample"))))
    with pytest.raises(EmptyListingError):
        opened(write(tar_of()))


@pytest.mark.parametrize("content", [b"", b"x", b"x" * 5000, b"PK\x03\x04" + b"\0" * 2000, b"BZh91AY&SY" + b"\1" * 600])
def test_files_that_are_no_archive(write, content: bytes):
    assert "damaged" in problem(write(content))


WHOLE = tar_of(GOOD, member(f"{PLACE}/files/a.htm", HTML * 10), member("last", b"x"))
BOUNDARIES = [info.offset for info in tarfile.open(fileobj=io.BytesIO(WHOLE))]  # noqa: SIM115 - in memory


@pytest.mark.parametrize(
    "end", [*BOUNDARIES[1:], 100, 600, BOUNDARIES[1] + 100, BOUNDARIES[2] - 300, len(WHOLE.rstrip(b"\0"))]
)
def test_a_tar_that_was_cut_off_is_no_shorter_listing(write, end: int):
    assert bills_of(write(WHOLE)) == {PLACE: ("a.htm",)}
    assert ("cut off" in (said := problem(write(WHOLE[:end])))) or "damaged" in said


def test_a_header_of_garbage_is_no_end(write):
    broken = bytearray(WHOLE)
    broken[BOUNDARIES[1] + 148] ^= 1  # the checksum
    assert "damaged" in problem(write(bytes(broken)))


@pytest.mark.parametrize("end", [5, 12, 200, -9, -1])
def test_a_gzip_that_was_cut_off(write, end: int):
    assert "damaged" in problem(write(gzip.compress(WHOLE)[:end]))


def test_a_gzip_with_a_wrong_sum_or_garbage(write):
    packed = bytearray(gzip.compress(WHOLE))
    packed[-6] ^= 1
    assert "damaged" in problem(write(bytes(packed)))
    assert "damaged" in problem(write(gzip.compress(WHOLE) + b"garbage"))
    assert "damaged" in problem(write(b"\x1f\x8b\x08\0\0\0\0\0\0\0" + b"\xff" * 100))


def test_a_gzip_bomb_stops_at_the_limit(write):
    bomb = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = bomb.compress(tar_of(GOOD)) + b"".join(bomb.compress(bytes(1_000_000)) for _ in range(20)) + bomb.flush()
    assert len(packed) < 50_000
    assert "it unpacks to more than the limit" in problem(write(packed), max_unpacked=3_000_000)


def test_a_full_disk_is_never_filled(write, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=256 * 1024**2 + 10))
    assert "the disk allows" in problem(write(gzip.compress(WHOLE)))


def test_who_stops_the_unpacking_leaves_nothing_behind(write, monkeypatch):
    def interrupted(path: Path) -> object:
        raise KeyboardInterrupt

    path = write(gzip.compress(WHOLE))
    monkeypatch.setattr(gzip, "open", interrupted)
    with pytest.raises(KeyboardInterrupt):
        opened(path)
    assert list(path.parent.iterdir()) == [path]


def test_too_many_members(write):
    assert "more than 2 members" in problem(write(WHOLE), max_members=2)
    assert bills_of(write(WHOLE), max_members=3) == {PLACE: ("a.htm",)}


@pytest.mark.parametrize("kind", [tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME])
def test_an_extended_header_of_eight_gigabytes_is_not_read(write, kind: bytes):
    assert "a header is too large" in problem(write(tar_of(GOOD)[:-10_240] + raw_header("x", b"77777777777", kind)))
    assert "a header is too large" in problem(write(raw_header("x", b"77777777777", kind)))


def test_a_chain_of_extended_headers(write):
    """tarfile reads each by recursion."""
    link = raw_header("x", b"00000000000", tarfile.XHDTYPE)
    assert "damaged" in problem(write(tar_of(GOOD)[:-10_240] + link * 1_500 + bytes(1024)))


def test_the_map_of_a_sparse_file_is_not_read_without_end(write):
    fields = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0"}
    numbers = b"900000\n" + b"0\n" * 1_500_000
    content = tar_of(GOOD, member("sparse", numbers, pax_headers=fields), format=tarfile.PAX_FORMAT)
    assert "a header is too large" in problem(write(content))


@pytest.mark.parametrize(
    "fields",
    [
        {"size": "-1000000"},  # would send the reader back for ever
        {"size": "-512"},
        {"size": "9" * 30},
        {"size": "9" * 15},
        {"size": "1e3"},
        {"size": "nan"},
        {"GNU.sparse.size": "x"},
        {"GNU.sparse.map": "x,y"},
        {"GNU.sparse.realsize": "99999999", "GNU.sparse.major": "1", "GNU.sparse.minor": "0"},
        {"GNU.sparse.name": "../x", "GNU.sparse.size": "999999999"},
        {"hdrcharset": "BINARY", "path": f"{PLACE}/files/\u00e9.htm"},
        {"path": f"../{PLACE}/files/x.htm"},
        {"path": ""},
        {"linkpath": "/etc/passwd"},
    ],
    ids=str,
)
def test_what_a_pax_header_claims(write, fields: dict[str, str]):
    path = write(tar_of(GOOD, member("claimed", b"x" * 600, pax_headers=fields), format=tarfile.PAX_FORMAT))
    try:
        found = bills_of(path)
    except ArchiveError:
        return
    assert found.keys() == {PLACE}


def test_a_claimed_size_is_bounded_by_the_archive(write):
    claimed = member(f"{PLACE}/files/a.htm", b"x", pax_headers={"size": "1000000"})
    assert "cut off" in problem(write(tar_of(GOOD, claimed, format=tarfile.PAX_FORMAT)))
    backwards = member("x", b"x", pax_headers={"size": "-1024"})
    assert "negative size" in problem(write(tar_of(GOOD, backwards, format=tarfile.PAX_FORMAT)))


@given(st.data())
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_damage_anywhere_is_an_archive_error_or_nothing(tmp_path_factory, data: st.DataObject):
    content = bytearray(gzip.compress(WHOLE, mtime=0) if data.draw(st.booleans(), label="gzip") else WHOLE)
    for _ in range(data.draw(st.integers(1, 4), label="bytes")):
        content[data.draw(st.integers(0, min(len(content) - 1, 4000)))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("damaged") / "sample.tar"
    path.write_bytes(bytes(content[: data.draw(st.integers(0, len(content)), label="end")]))
    try:
        listing = opened(path)
    except (ArchiveError, EmptyListingError):
        return
    for folder in listing:
        for name in folder.names:
            assert len(folder.head(name)) <= 4096
    listing.close()


def test_closing_gives_the_disk_back(write):
    path = write(gzip.compress(WHOLE))
    listing = opened(path)
    (folder,) = listing
    listing.close()
    with pytest.raises(ValueError, match="closed"):
        folder.metadata()
    assert list(path.parent.iterdir()) == [path]


def test_an_archive_that_is_gone(tmp_path):
    with pytest.raises(OSError, match="No such file"):
        opened(tmp_path / "gone.tar")
