from __future__ import annotations

import hashlib
import multiprocessing
import subprocess
import sys
import threading
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, OperationalError

from monitor.errors import BusyError, StoreError
from monitor.store.engine import Store, normalise_address
from monitor.store.lock import exclusive
from monitor.store.tables import CursorRow

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def _count_up(address: str, times: int) -> None:
    """Read, then write: the pattern that loses updates without turns."""
    with Store(address) as store:
        for _ in range(times):
            with store.write() as session:
                row = session.scalars(select(CursorRow).where(CursorRow.consumer == "count")).one()
                row.position = str(int(row.position) + 1)


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(times=st.lists(st.integers(1, 25), min_size=4, max_size=4))
def test_four_writers_lose_no_update(database_url: str, times: list[int]):
    with Store(database_url) as store:
        with store.write() as session:
            session.merge(CursorRow(consumer="count", position="0", updated_at=NOW))
        context = multiprocessing.get_context("spawn")
        writers = [context.Process(target=_count_up, args=(database_url, n)) for n in times]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join(120)
            assert writer.exitcode == 0
        with store.read() as session:
            assert session.scalars(select(CursorRow.position)).one() == str(sum(times))


def test_a_reader_cannot_write(store: Store):
    with store.read() as session:
        session.add(CursorRow(consumer="x", position="1", updated_at=NOW))
        with pytest.raises((DBAPIError, StoreError)):
            session.flush()


def test_an_error_rolls_back(store: Store):
    def fail() -> None:
        with store.write() as session:
            session.add(CursorRow(consumer="x", position="1", updated_at=NOW))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with store.read() as session:
        assert session.scalars(select(CursorRow)).all() == []


def test_a_reader_sees_one_state(store: Store):
    with store.write() as session:
        session.add(CursorRow(consumer="x", position="1", updated_at=NOW))
    with store.read() as reader:
        first = reader.scalars(select(CursorRow.position)).one()
        with store.write() as session:
            session.merge(CursorRow(consumer="x", position="2", updated_at=NOW))
        assert reader.scalars(select(CursorRow.position)).one() == first == "1"


def test_times_come_back_aware_and_in_utc(store: Store):
    with store.write() as session:
        session.add(CursorRow(consumer="x", position="1", updated_at=NOW))
    with store.read() as session:
        assert session.scalars(select(CursorRow.updated_at)).one() == NOW


def test_a_naive_time_is_refused(store: Store):
    with pytest.raises(Exception, match="without a zone"), store.write() as session:
        session.add(CursorRow(consumer="x", position="1", updated_at=datetime(2026, 1, 1)))  # noqa: DTZ001 - on purpose


@pytest.mark.parametrize(
    ("given_address", "scheme"),
    [
        ("postgres://u@h/d", "postgresql+psycopg"),
        ("postgresql://u@h/d", "postgresql+psycopg"),
        ("sqlite:///x.db", "sqlite+pysqlite"),
    ],
)
def test_addresses(given_address: str, scheme: str):
    assert normalise_address(given_address).startswith(f"{scheme}:")


@pytest.mark.parametrize("address", ["mysql://h/d", "nonsense", ""])
def test_other_databases_are_refused_with_a_remedy(address: str):
    with pytest.raises(StoreError, match="sqlite:///"):
        Store(address)


def test_an_unreachable_database_is_one_line():
    with Store("postgresql://nobody@127.0.0.1:1/none?connect_timeout=2") as store:
        with pytest.raises(StoreError, match="cannot be used") as caught, store.read() as session:
            session.execute(select(1))
        assert "\n" not in str(caught.value)


def test_a_lock_is_held_by_one(store: Store, tmp_path):
    with exclusive(store, "crawl", folder=tmp_path):
        with pytest.raises(BusyError, match="crawl"), exclusive(store, "crawl", folder=tmp_path):
            pass
        with exclusive(store, "assess", folder=tmp_path):
            pass
    with exclusive(store, "crawl", folder=tmp_path):
        pass


_HOLDER = """
import sys, time
from pathlib import Path
from monitor.store.engine import Store
from monitor.store.lock import exclusive
with Store(sys.argv[1]) as store, exclusive(store, "crawl", folder=Path(sys.argv[2])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_lock_ends_with_a_killed_holder(store: Store, database_url: str, tmp_path):
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, database_url, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    with holder, holder.stdout:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(BusyError), exclusive(store, "crawl", folder=tmp_path):
            pass
        holder.kill()
        holder.wait()
    done = threading.Event()
    for _ in range(100):  # the server needs a moment to see that its client is gone
        try:
            with exclusive(store, "crawl", folder=tmp_path):
                done.set()
                break
        except BusyError:
            done.wait(0.1)
    assert done.is_set()


def test_a_value_that_does_not_fit_is_no_unusable_database(postgresql_databases):
    """PostgreSQL indexes no text of this length that does not compress: the bill is bad, the database is not."""
    key = "".join(hashlib.sha256(bytes([n % 256, n // 256])).hexdigest() for n in range(400))
    with postgresql_databases.fresh() as url, Store(url) as store:
        with pytest.raises(OperationalError, match="index row"), store.write() as session:
            session.add(CursorRow(consumer=key, position="1", updated_at=datetime.now(UTC)))
        with store.write() as session:
            session.add(CursorRow(consumer="short", position="1", updated_at=datetime.now(UTC)))
