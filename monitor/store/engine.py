"""How the database is opened: one writer at a time on both databases, readers that cannot write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Self

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from monitor.errors import StoreError

__all__ = ["Store", "normalise_address"]

_BUSY_SECONDS: Final = 60
_WRITE_LOCK: Final = 0x50_72_65_65_6D_70_74  # "Preempt" in ASCII; the advisory lock that writers take on PostgreSQL


def normalise_address(address: str) -> str:
    """``postgres://`` and ``postgresql://`` mean psycopg 3.

    :raises StoreError: when it is no address of a supported database.
    """
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise StoreError("the database address is not of the form sqlite:///… or postgresql://…") from error
    backend = url.get_backend_name()
    if backend in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    if backend == "sqlite":
        return url.set(drivername="sqlite+pysqlite").render_as_string(hide_password=False)
    raise StoreError(f"{backend} is not supported: use sqlite:///… or postgresql://…")


def _sqlite_engine(address: str, *, writes: bool) -> Engine:
    """SQLite by the documented recipe: the driver begins nothing by itself, writers begin IMMEDIATE."""
    engine = create_engine(address, connect_args={"timeout": _BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys = ON")
        if writes:
            cursor.execute("PRAGMA journal_mode = WAL")
            cursor.execute("PRAGMA synchronous = FULL")  # a mail that was sent must stay marked as sent
        else:
            cursor.execute("PRAGMA query_only = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgresql_engine(address: str, *, writes: bool) -> Engine:
    """PostgreSQL with one writer at a time, so that event numbers rise in the order of commit."""
    if not writes:
        return create_engine(
            address,
            pool_pre_ping=True,
            isolation_level="REPEATABLE READ",
            connect_args={"application_name": "preempt read"},
        ).execution_options(postgresql_readonly=True)
    engine = create_engine(address, pool_pre_ping=True, connect_args={"application_name": "preempt write"})

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITE_LOCK})

    return engine


class Store:
    """The database of one service. ``write()`` commits at the end of its block or rolls back on any error."""

    def __init__(self, address: str) -> None:
        """Open it lazily; nothing is connected before the first session.

        :raises StoreError: when the address is of no supported database.
        """
        address = normalise_address(address)
        url = make_url(address)
        self.is_sqlite = url.get_backend_name() == "sqlite"
        self.address = address
        if self.is_sqlite and url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        build = _sqlite_engine if self.is_sqlite else _postgresql_engine
        self.engine = build(address, writes=True)
        self.read_engine = build(address, writes=False)
        self._write = sessionmaker(self.engine, expire_on_commit=False)
        self._read = sessionmaker(self.read_engine, expire_on_commit=False, autoflush=False)

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction that may write. Writers take turns from its first statement on.

        :raises StoreError: when the database cannot be reached. What it refuses to store stays an error of SQLAlchemy.
        """
        try:
            with self._write.begin() as session:
                session.connection()  # take the turn before anything is read
                yield session
        except OperationalError as error:
            if _is_about_the_data(error):
                raise
            raise StoreError(f"the database cannot be used: {_first_line(error)}") from error

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One consistent view that cannot write.

        :raises StoreError: when the database cannot be reached.
        """
        try:
            with self._read() as session:
                yield session
        except OperationalError as error:
            raise StoreError(f"the database cannot be used: {_first_line(error)}") from error

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()
        self.read_engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _is_about_the_data(error: OperationalError) -> bool:
    """PostgreSQL's class 54, a limit exceeded: this one value is too large, and the next one may be stored."""
    return str(getattr(error.orig, "sqlstate", None) or "").startswith("54")


def _first_line(error: OperationalError) -> str:
    lines = str(error.orig).strip().splitlines()
    return lines[0] if lines else error.__class__.__name__
