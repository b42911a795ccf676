from __future__ import annotations

import hashlib
import threading

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
