from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.errors import BusyError
from monitor.store.engine import Store
from monitor.store.lock import exclusive


def held(store: Store, name: str, folder: Path) -> bool:
    try:
        with exclusive(store, name, folder=folder):
            return False
    except BusyError:
        return True


def test_the_second_is_told_at_once_and_may_come_later(store: Store, tmp_path: Path):
    with exclusive(store, "crawl sample", folder=tmp_path):
        with (
            pytest.raises(BusyError, match=r"already doing this \(crawl sample\)") as error,
            Store(store.address) as other,
            exclusive(other, "crawl sample", folder=tmp_path),
        ):
            pytest.fail("two hold the lock")
        assert error.value.name == "crawl sample"
    assert not held(store, "crawl sample", tmp_path)


def test_the_same_process_cannot_take_it_twice(store: Store, tmp_path: Path):
    with exclusive(store, "assess", folder=tmp_path):
        assert held(store, "assess", tmp_path)
    assert not held(store, "assess", tmp_path)


def test_another_name_is_another_lock(store: Store, tmp_path: Path):
    with exclusive(store, "assess", folder=tmp_path):
        assert not held(store, "digest", tmp_path)


def test_an_error_inside_gives_it_back(store: Store, tmp_path: Path):
    with pytest.raises(ZeroDivisionError), exclusive(store, "assess", folder=tmp_path):
        raise ZeroDivisionError
    assert not held(store, "assess", tmp_path)


def test_writing_goes_on_under_it(store: Store, tmp_path: Path):
    with exclusive(store, "assess", folder=tmp_path), store.write() as session:
        assert session.connection().exec_driver_sql("SELECT 1").scalar_one() == 1


def test_a_file_says_who_holds_it(sqlite_store: Store, tmp_path: Path):
    folder = tmp_path / "not" / "there"
    (tmp_path / "crawl-a-b.lock").write_text("99999999999", encoding="utf-8")
    for place in (folder, tmp_path):
        with exclusive(sqlite_store, "Crawl A/b", folder=place):
            assert (place / "crawl-a-b.lock").read_text(encoding="utf-8") == str(os.getpid())


_HOLD = """
import sys, time
from pathlib import Path
from monitor.store.engine import Store
from monitor.store.lock import exclusive
with Store(sys.argv[1]) as store, exclusive(store, "assess", folder=Path(sys.argv[2])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.mark.crash
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_it_ends_with_the_process_that_holds_it_however_that_dies(store: Store, tmp_path: Path, number: signal.Signals):
    command = [sys.executable, "-c", _HOLD, store.address, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        assert held(store, "assess", tmp_path)
        holder.send_signal(number)
        holder.wait(60)
    for _ in range(200):  # the server notices a dead client in its own time
        if not held(store, "assess", tmp_path):
            return
        signal.sigtimedwait([], 0.05)
    pytest.fail("the lock outlived its holder")


def _take(address: str, folder: Path, times: int, file: Path) -> None:
    with Store(address) as store:
        for _ in range(times):
            try:
                with exclusive(store, "assess", folder=folder):
                    count = int(file.read_text(encoding="utf-8"))
                    file.write_text(str(count + 1), encoding="utf-8")
            except BusyError:
                continue


def test_two_processes_never_hold_it_together(store: Store, tmp_path: Path):
    file = tmp_path / "count"
    file.write_text("0", encoding="utf-8")
    context = multiprocessing.get_context("spawn")
    takers = [context.Process(target=_take, args=(store.address, tmp_path, 100, file)) for _ in range(2)]
    for taker in takers:
        taker.start()
    for taker in takers:
        taker.join(120)
        assert taker.exitcode == 0  # a count that two wrote at once would be empty, and no number
    assert int(file.read_text(encoding="utf-8")) >= 1
