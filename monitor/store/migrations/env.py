"""How Alembic runs here: on a connection that the program hands over, never on an address in a file."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from monitor.store.tables import Base
from monitor.store.types import UtcDateTime


def render_item(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Write our own column types by name, so that a migration does not repeat their making."""
    if kind != "type":
        return False
    name = {"UtcDateTime": "UtcDateTime()", "JSON": "Json", "BigInteger": "BigId"}.get(type(item).__name__)
    if name is None:
        return False
    module = "monitor.store.base" if name == "BigId" else "monitor.store.types"
    autogen.imports.add(f"from {module} import {type(item).__name__ if isinstance(item, UtcDateTime) else name}")
    return name


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    compare_type=True,
    transactional_ddl=True,  # SQLite too: the engine begins its transactions itself
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
