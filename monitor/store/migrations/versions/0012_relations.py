"""Links between bills in one vocabulary, with ids of the source; bills in quarantine; the source's codes of sessions"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import sqlalchemy as sa
from alembic import op

from monitor.model.bill import BillKey
from monitor.model.quarantine import why_quarantined
from monitor.store.types import Json, UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_OLD_UNIQUE = "uq_related_bill_bill_id_session_identifier_relation"
_NEW_UNIQUE = "uq_related_bill_bill_id_session_identifier_relation_native"
# what was stored before: the words of Open States, and LegiScan's numbers in such words
_NEW = {
    "companion": "companion",
    "replaces": "replaces",
    "similar": "similar_to",
    "replaced-by": "replaced_by",
    "prior-session": "reintroduced_from",
    "enabling-for": "enabling_for",
    "enabled-by": "enabled_by",
}
_OLD = {new: old for old, new in _NEW.items()} | {
    "same_as": "companion",
    "crossfile": "companion",
    "carried_over": "prior-session",
    "carried_over_from": "prior-session",
}
_OTHER = "related"
_link = sa.table("related_bill", *map(sa.column, ("id", "bill_id", "session", "identifier", "relation")))
_bill = sa.table("bill", *map(sa.column, ("id", "jurisdiction", "session", "identifier", "title")))
_aside = sa.table("bill", sa.column("id"), sa.column("quarantine"))
_claim = sa.table("bill_claim", sa.column("id"), sa.column("said", Json))


def upgrade() -> None:
    op.add_column("session", sa.Column("source_code", sa.Text(), nullable=False, server_default=""))
    op.add_column("bill", sa.Column("quarantine", sa.Text(), nullable=False, server_default=""))
    op.add_column("bill", sa.Column("released_at", UtcDateTime(), nullable=True))
    _put_aside()
    _reword(_NEW)
    with op.batch_alter_table("related_bill") as table:
        table.add_column(sa.Column("native", sa.Text(), nullable=False, server_default=""))
        table.drop_constraint(_OLD_UNIQUE, type_="unique")
        table.create_unique_constraint(_NEW_UNIQUE, ["bill_id", "session", "identifier", "relation", "native"])
    op.create_index("ix_related_bill_identifier", "related_bill", ["identifier"])
    op.create_index("ix_related_bill_native", "related_bill", ["native"])
    _resay(lambda link: [*link[:2], _NEW.get(link[2], _OTHER), ""])


def downgrade() -> None:
    _resay(lambda link: [*link[:2], _OLD.get(link[2], _OTHER)])
    op.drop_index("ix_related_bill_native", table_name="related_bill")
    op.drop_index("ix_related_bill_identifier", table_name="related_bill")
    with op.batch_alter_table("related_bill") as table:
        table.drop_constraint(_NEW_UNIQUE, type_="unique")
        table.drop_column("native")
    _reword(_OLD)
    with op.batch_alter_table("related_bill") as table:
        table.create_unique_constraint(_OLD_UNIQUE, ["bill_id", "session", "identifier", "relation"])
    op.drop_column("bill", "released_at")
    op.drop_column("bill", "quarantine")
    op.drop_column("session", "source_code")


def _put_aside() -> None:
    """What is stored is held against the rule of today; else a test would count until its source changes it."""
    connection = op.get_bind()
    aside = [
        {"row": id_, "why": why}
        for id_, jurisdiction, session, identifier, title in connection.execute(sa.select(_bill)).all()
        if (why := why_quarantined(BillKey(jurisdiction=jurisdiction, session=session, identifier=identifier), title))
    ]
    if aside:
        statement = sa.update(_aside).where(_aside.c.id == sa.bindparam("row"))
        connection.execute(statement.values(quarantine=sa.bindparam("why")), aside)


def _reword(words: Mapping[str, str]) -> None:
    """Other words for the stored links; two that come to the same are one."""
    connection = op.get_bind()
    kept: dict[tuple[int, str, str, str], int] = {}
    changed, gone = [], []
    for id_, *place, relation in connection.execute(sa.select(_link).order_by(_link.c.id)).all():
        word = words.get(relation, _OTHER)
        if kept.setdefault((*place, word), id_) != id_:
            gone.append({"row": id_})
        elif word != relation:
            changed.append({"row": id_, "word": word})
    if gone:
        connection.execute(sa.delete(_link).where(_link.c.id == sa.bindparam("row")), gone)
    if changed:
        statement = sa.update(_link).where(_link.c.id == sa.bindparam("row"))
        connection.execute(statement.values(relation=sa.bindparam("word")), changed)


def _resay(write: Callable[[list[str]], list[str]]) -> None:
    """The same in what several sources said of one bill, which is kept word for word."""
    connection = op.get_bind()
    rows = connection.execute(sa.select(_claim).where(_claim.c.said.is_not(None))).all()
    said = [
        {"row": id_, "new": {**said, "related": [write(link) for link in said["related"]]}}
        for id_, said in rows
        if said and said["related"]
    ]
    if said:
        statement = sa.update(_claim).where(_claim.c.id == sa.bindparam("row"))
        connection.execute(statement.values(said=sa.bindparam("new", type_=Json)), said)
