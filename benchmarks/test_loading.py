"""How fast are whole sessions loaded by the real command, beside a bare bulk insertion of the same bills and actions?

The recorded sessions of four states when they lie beside the project (``../shared/data``), else bills made up here. The
command's own start is within its time. In the group the figure in parentheses is the ratio to the fastest; each test
prints bills a second, on the wall and of processor time.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest
import sqlite_utils

from monitor.store.engine import Store
from monitor.store.migrate import upgrade
from tests.databases import PostgresqlDatabases

ROOT = Path(__file__).resolve().parents[1]
RECORDED = ROOT.parent / "shared" / "data" / "openstates-metadata"
MADE_UP = 4000
"""Bills, when there are no recorded ones."""
CODES = ("co", "fl", "nj", "wa")


@pytest.fixture(scope="module")
def sessions(tmp_path_factory) -> Path:
    """One folder of whole sessions, metadata only."""
    folder = tmp_path_factory.mktemp("sessions")
    for code in CODES:
        archive = RECORDED / f"{code}.tar.gz"
        if archive.exists():
            with tarfile.open(archive) as tar:
                tar.extractall(folder / code, filter="data")
        else:
            make_up(folder, code, MADE_UP // len(CODES))
    return folder


def make_up(folder: Path, code: str, count: int) -> None:
    """Samples with as many actions, sponsors and versions as bills have on average."""
    chamber = '~{"classification": "lower"}'
    for number in range(1, count + 1):
        said = {
            "jurisdiction": {"id": f"ocd-jurisdiction/country:us/state:{code}/government"},
            "legislative_session": "sample",
            "identifier": f"HB {number}",
            "title": f"A sample bill with the number {number}.",
            "from_organization": chamber,
            "classification": ["bill"],
            "subject": ["SAMPLES"],
            "abstracts": [],
            "other_identifiers": [{"identifier": f"sample-{code}-{number}"}],
            "sources": [{"url": f"https://example.org/{code}/{number}"}],
            "sponsorships": [{"name": f"Sample {n}", "primary": n == 0, "entity_type": "person"} for n in range(5)],
            "versions": [{"note": "Introduced", "date": "2026-01-12", "links": [{"url": "", "media_type": ""}]}],
            "actions": [
                {
                    "description": f"Step {n} of sample {number}.",
                    "date": f"2026-01-{12 + n}",
                    "organization_id": chamber,
                    "classification": ["introduction"] if n == 0 else [],
                }
                for n in range(5)
            ],
        }
        place = folder / code / f"country:us/state:{code}/sessions/sample/bills/HB{number}"
        place.mkdir(parents=True)
        (place / "metadata.json").write_text(json.dumps(said), encoding="utf-8")


@pytest.fixture(scope="module")
def count(sessions) -> int:
    return sum(1 for _ in sessions.rglob("metadata.json"))


def tell(benchmark: Any, what: str, bills: int, wall: float, cpu: float) -> None:
    benchmark.extra_info |= {"bills": bills, "wall": wall, "cpu": cpu}
    print(f"\n{what}: {bills:,} bills, {bills / wall:,.0f} a second; {bills / cpu:,.0f} a second of processor time")


def crawl(url: str, data: Path, sessions: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "monitor", "crawl", "openstates-files", "--path", str(sessions), "--json"],
        env={**os.environ, "PREEMPT_DATABASE_URL": url, "PREEMPT_DATA_DIR": str(data), "PREEMPT_LOG_LEVEL": "error"},
        capture_output=True,
        text=True,
        check=True,
    )
    record: dict[str, Any] = json.loads(done.stdout)
    return record


def timed(benchmark: Any, what: str, url: str, data: Path, sessions: Path, count: int) -> dict[str, Any]:
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    record: dict[str, Any] = benchmark.pedantic(lambda: crawl(url, data, sessions), rounds=1)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    tell(benchmark, what, count, wall, cpu)
    assert record["listed"] == count
    return record


@pytest.mark.benchmark(group="load")
def test_load_reference_of_sqlite_utils(benchmark, sessions, count, tmp_path):
    """Read the same files, insert bills and actions: no keys, no statuses, no sponsors, no events, no hashes."""

    def insert() -> None:
        read = [(str(path), json.loads(path.read_bytes())) for path in sessions.rglob("metadata.json")]
        db = sqlite_utils.Database(tmp_path / "reference.db")
        db["bill"].insert_all(
            ({"id": name} | {k: v for k, v in b.items() if k != "actions"} for name, b in read), pk="id"
        )
        db["action"].insert_all(
            {"bill": name, "ordinal": place} | step for name, b in read for place, step in enumerate(b["actions"])
        )

    start, busy = time.perf_counter(), time.process_time()
    benchmark.pedantic(insert, rounds=1)
    tell(benchmark, "sqlite-utils", count, time.perf_counter() - start, time.process_time() - busy)


@pytest.mark.benchmark(group="load")
def test_load_sqlite_twice(benchmark, sessions, count, tmp_path):
    """The first pass is what is timed for the group; the second, over unchanged files, is printed beside it."""
    url = f"sqlite:///{tmp_path / 'b.db'}"
    with Store(url) as store:
        upgrade(store)
    twice(benchmark, "SQLite", url, tmp_path / "data", sessions, count)


@pytest.mark.benchmark(group="load")
def test_load_postgresql_twice(benchmark, sessions, count, tmp_path, pg):
    with pg.fresh() as url:
        twice(benchmark, "PostgreSQL", url, tmp_path / "data", sessions, count)


@pytest.fixture(scope="module")
def pg():
    # not under pytest's folder: it closes that to other users, and as root the server runs as another user
    with tempfile.TemporaryDirectory(prefix="preempt-pg-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        databases = PostgresqlDatabases(Path(folder) / "data")
        yield databases
        databases.stop()


def twice(benchmark: Any, what: str, url: str, data: Path, sessions: Path, count: int) -> None:
    first = timed(benchmark, f"{what}, first pass", url, data, sessions, count)
    assert (first["new"], first["events"] > count) == (count, True)
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    second = crawl(url, data, sessions)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    assert (second["unchanged"], second["events"]) == (count, 0)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    tell(benchmark, f"{what}, second pass", count, wall, cpu)
