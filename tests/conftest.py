"""What every test may ask for: both databases, the recorded data, a browser, a clock that stands still."""

from __future__ import annotations

import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # tests.databases and its like are imported by name

from monitor.store.engine import Store  # noqa: E402
from tests.databases import PostgresqlDatabases, SqliteDatabases  # noqa: E402


@pytest.fixture(scope="session")
def project_root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The recorded data beside the project; skipped elsewhere, since the project must pass without it."""
    path = ROOT.parent / "shared" / "data"
    if not path.is_dir():
        pytest.skip("the recorded data are not beside this checkout (../shared/data)")
    return path


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's own PREEMPT_* variables never reach a test."""
    for name in list(os.environ):
        if name.startswith("PREEMPT_"):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    """A command run in a test leaves no handler behind that writes to a stream of that test, closed since."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> SqliteDatabases:
    return SqliteDatabases(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql_databases() -> Iterator[PostgresqlDatabases]:
    # not under pytest's folder: it closes that to other users, and as root the server runs as another user
    with tempfile.TemporaryDirectory(prefix="preempt-pg-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        databases = PostgresqlDatabases(Path(folder) / "data")
        yield databases
        databases.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def database_url(backend: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a fresh, migrated database, on SQLite and on PostgreSQL in turn."""
    with request.getfixturevalue(f"{backend}_databases").fresh() as url:
        yield url


@pytest.fixture
def empty_database_url(backend: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database without tables, on SQLite and on PostgreSQL in turn."""
    with request.getfixturevalue(f"{backend}_databases").fresh(empty=True) as url:
        yield url


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    with Store(database_url) as opened:
        yield opened


@pytest.fixture
def sqlite_store(sqlite_databases: SqliteDatabases) -> Iterator[Store]:
    """For tests where the database does not matter."""
    with sqlite_databases.fresh() as url, Store(url) as opened:
        yield opened


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the system's Chromium; ``.ci/run`` installs it."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    pytest.skip("no Chromium on this machine (install the package chromium to run browser tests)")
