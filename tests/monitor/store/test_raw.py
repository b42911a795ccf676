from __future__ import annotations

import hashlib
import threading
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.errors import StoreError
from monitor.store.raw import RawStore


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=2000))
def test_what_goes_in_comes_out(tmp_path, body: bytes):
    raw = RawStore(tmp_path)
    name = raw.put(body)
    assert name == hashlib.sha256(body).hexdigest()
    assert raw.get(name) == body
    assert raw.put(body) == name


def test_many_writers_of_the_same_bytes_leave_one_file(tmp_path):
    raw = RawStore(tmp_path)
    threads = [threading.Thread(target=raw.put, args=(b"same" * 50_000,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([p for p in tmp_path.rglob("*") if p.is_file()]) == 1


def test_damaged_bytes_are_noticed(tmp_path):
    raw = RawStore(tmp_path)
    name = raw.put(b"the act")
    raw.path(name).write_bytes(b"another act")
    with pytest.raises(StoreError, match="damaged"):
        raw.get(name)


def test_missing_bytes_are_an_error(tmp_path):
    with pytest.raises(StoreError, match="missing"):
        RawStore(tmp_path).get("0" * 64)


@pytest.mark.parametrize("name", ["", "../etc/passwd", "0" * 63, "G" * 64])
def test_only_hashes_are_names(tmp_path, name: str):
    with pytest.raises(ValueError, match="not a sha256"):
        RawStore(tmp_path).get(name)


class TestPacks:
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
    @given(batches=st.lists(st.lists(st.binary(max_size=200), max_size=6), max_size=4))
    def test_what_goes_in_together_comes_out_alone(self, tmp_path, batches: list[list[bytes]]):
        raw = RawStore(tmp_path)
        for bodies in batches:
            raw.put_many(bodies)
            for body in bodies:
                assert raw.get(hashlib.sha256(body).hexdigest()) == body
        for body in (body for bodies in batches for body in bodies):
            assert RawStore(tmp_path).get(hashlib.sha256(body).hexdigest()) == body

    def test_small_bodies_share_a_file_and_large_ones_have_their_own(self, tmp_path):
        raw = RawStore(tmp_path)
        large = b"large" * 20_000
        bodies = [b"one", b"two", large, b"one"]
        for _ in range(2):
            raw.put_many(bodies)
            (pack,) = tmp_path.glob("packs/*")
            assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 2
        assert raw.path(hashlib.sha256(large).hexdigest()).exists()
        with zipfile.ZipFile(pack) as found:
            assert {found.read(name) for name in found.namelist()} == {b"one", b"two"}
            assert all(hashlib.sha256(found.read(name)).hexdigest() == name for name in found.namelist())

    def test_one_body_is_no_pack(self, tmp_path):
        RawStore(tmp_path).put_many([b"one", b"one"])
        RawStore(tmp_path).put_many([])
        assert not (tmp_path / "packs").exists()

    def test_a_damaged_pack_is_noticed_and_costs_no_other(self, tmp_path):
        raw = RawStore(tmp_path)
        raw.put_many([b"one", b"two"])
        (first,) = tmp_path.glob("packs/*")
        raw.put_many([b"three", b"four"])
        first.write_bytes(b"no archive")
        again = RawStore(tmp_path)
        assert again.get(hashlib.sha256(b"three").hexdigest()) == b"three"
        with pytest.raises(StoreError, match="missing"):
            again.get(hashlib.sha256(b"one").hexdigest())
        with pytest.raises(StoreError, match="damaged"):
            self.opened(raw, first)

    @staticmethod
    def opened(raw: RawStore, first) -> bytes:
        """Read by a store that knew the pack while it was whole."""
        name = hashlib.sha256(b"one").hexdigest()
        raw._members[name] = first.name
        return raw.get(name)

    def test_a_member_that_is_not_what_its_name_says(self, tmp_path):
        name = hashlib.sha256(b"one").hexdigest()
        (tmp_path / "packs").mkdir()
        with zipfile.ZipFile(tmp_path / "packs" / "x.zip", "w") as pack:
            pack.writestr(name, b"another")
        with pytest.raises(StoreError, match="damaged"):
            RawStore(tmp_path).get(name)

    def test_a_write_that_fails_leaves_nothing(self, tmp_path, monkeypatch):
        def full(_handle: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("os.fsync", full)
        with pytest.raises(OSError, match="No space"):
            RawStore(tmp_path).put_many([b"one", b"two"])
        assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
