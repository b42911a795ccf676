from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import func, inspect, select

from monitor.errors import NotInitialisedError, StoreError
from monitor.store.engine import Store
from monitor.store.migrate import check_current, current, downgrade, upgrade
from monitor.store.tables import Base, JurisdictionRow


@pytest.fixture
def empty_store(empty_database_url: str):
    with Store(empty_database_url) as store:
        yield store


def test_upgrade_from_empty_equals_the_metadata(empty_store: Store):
    before, after = upgrade(empty_store)
    assert before is None
    assert after == current(empty_store)
    with empty_store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_upgrade_fills_in_the_52_jurisdictions_once(empty_store: Store):
    upgrade(empty_store)
    upgrade(empty_store)
    with empty_store.read() as session:
        assert session.scalar(select(func.count()).select_from(JurisdictionRow)) == 52


def test_downgrade_leaves_nothing(empty_store: Store):
    upgrade(empty_store)
    downgrade(empty_store)
    assert set(inspect(empty_store.engine).get_table_names()) <= {"alembic_version"}
    upgrade(empty_store)
    check_current(empty_store)


def test_an_empty_database_names_the_remedy(empty_store: Store):
    with pytest.raises(NotInitialisedError, match="preempt init"):
        check_current(empty_store)


def test_a_database_of_a_newer_program_is_refused(empty_store: Store):
    upgrade(empty_store)
    with empty_store.write() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = 'ffff'")
    with pytest.raises(StoreError, match="newer program"):
        check_current(empty_store)


def test_a_file_that_is_no_database_is_one_line(tmp_path):
    path = tmp_path / "preempt.db"
    path.write_bytes(b"this is a letter and no database, however one looks at it\n" * 40)
    with Store(f"sqlite:///{path}") as store, pytest.raises(StoreError, match="not a database"):
        check_current(store)
