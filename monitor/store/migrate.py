"""Which migrations the database has, and how it gets the rest."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from monitor.errors import NotInitialisedError, StoreError
from monitor.model.jurisdiction import JURISDICTIONS
from monitor.store.engine import Store
from monitor.store.tables import JurisdictionRow

__all__ = ["check_current", "downgrade", "upgrade"]


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def _head() -> str | None:
    return ScriptDirectory.from_config(_config()).get_current_head()


def current(store: Store) -> str | None:
    """The revision of the database; none when it is empty.

    :raises StoreError: when the database cannot be reached, or is none.
    """
    try:
        with store.read_engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    except DatabaseError as error:
        raise StoreError(f"the database cannot be used: {str(error.orig).strip().splitlines()[0]}") from error


def upgrade(store: Store) -> tuple[str | None, str | None]:
    """Create or upgrade all tables and fill in the jurisdictions; returns the revisions before and after."""
    before = current(store)
    config = _config()
    with store.engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()
    with store.write() as session:
        known = set(session.scalars(select(JurisdictionRow.code)))
        session.add_all(
            JurisdictionRow(code=j.code, name=j.name, ocd_division=j.ocd_division)
            for j in JURISDICTIONS.values()
            if j.code not in known
        )
    return before, current(store)


def downgrade(store: Store, revision: str = "base") -> None:
    """Take migrations back; for tests and for operators who know why."""
    config = _config()
    with store.engine.connect() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)
        connection.commit()


def check_current(store: Store) -> None:
    """Refuse to work on a database that is not at this program's revision.

    :raises NotInitialisedError: naming what to do.
    """
    found, head = current(store), _head()
    if found is None:
        raise NotInitialisedError("the database is empty: run `preempt init` first")
    if found != head:
        known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
        if found not in known:
            raise StoreError("the database was made by a newer program: upgrade this one")
        raise NotInitialisedError("the database is older than this program: run `preempt init` to upgrade it")
