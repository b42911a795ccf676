"""How well sources are read: gates of runs and sessions, held sessions, missing bills"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.store.base import BigId
from monitor.store.types import Json, UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_RUN = ("accepted_at", "parser", "gates", "scope", "failure", "received_bytes", "http", "missing", "fetched")
_SESSION = ("held_run", "held_since", "last_good_run", "last_good_at")


def upgrade() -> None:
    op.add_column("crawl_run", sa.Column("fetched", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("crawl_run", sa.Column("missing", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("crawl_run", sa.Column("http", Json, nullable=False, server_default="{}"))
    op.add_column("crawl_run", sa.Column("received_bytes", BigId, nullable=False, server_default="0"))
    op.add_column("crawl_run", sa.Column("failure", sa.Text(), nullable=False, server_default=""))
    op.add_column("crawl_run", sa.Column("scope", Json, nullable=False, server_default="[]"))
    op.add_column("crawl_run", sa.Column("gates", Json, nullable=False, server_default="[]"))
    op.add_column("crawl_run", sa.Column("parser", sa.Text(), nullable=False, server_default=""))
    op.add_column("crawl_run", sa.Column("accepted_at", UtcDateTime(), nullable=True))
    op.add_column("session", sa.Column("last_good_at", UtcDateTime(), nullable=True))
    op.add_column("session", sa.Column("last_good_run", BigId, nullable=True))
    op.add_column("session", sa.Column("held_since", UtcDateTime(), nullable=True))
    op.add_column("session", sa.Column("held_run", BigId, nullable=True))
    # a session that is live was read well by the last complete run: it must not look abandoned
    op.execute(
        "UPDATE session SET"
        " last_good_at = (SELECT max(r.ended_at) FROM crawl_run r WHERE r.source = session.source AND r.state = 'ok'),"
        " last_good_run = (SELECT max(r.id) FROM crawl_run r WHERE r.source = session.source AND r.state = 'ok')"
        " WHERE live_since IS NOT NULL"
    )
    op.create_table(
        "crawl_session",
        sa.Column("id", BigId, nullable=False),
        sa.Column("run_id", BigId, nullable=False),
        sa.Column("jurisdiction", sa.Text(), nullable=False),
        sa.Column("session", sa.Text(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("listed", sa.Integer(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("read", sa.Integer(), nullable=False),
        sa.Column("filled", Json, nullable=False),
        sa.Column("texts", sa.Integer(), nullable=False),
        sa.Column("short_texts", sa.Integer(), nullable=False),
        sa.Column("first_load", sa.Boolean(), nullable=False),
        sa.Column("gates", Json, nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["crawl_run.id"], name=op.f("fk_crawl_session_run_id_crawl_run"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crawl_session")),
        sa.UniqueConstraint(
            "run_id", "jurisdiction", "session", name=op.f("uq_crawl_session_run_id_jurisdiction_session")
        ),
    )
    op.create_index("ix_crawl_session_place", "crawl_session", ["jurisdiction", "session", "run_id"], unique=False)
    op.create_table(
        "missing_bill",
        sa.Column("id", BigId, nullable=False),
        sa.Column("bill_id", BigId, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("missing_since", UtcDateTime(), nullable=False),
        sa.Column("runs", sa.Integer(), nullable=False),
        sa.Column("vanished_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["bill_id"], ["bill.id"], name=op.f("fk_missing_bill_bill_id_bill"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_missing_bill")),
        sa.UniqueConstraint("bill_id", "source", name=op.f("uq_missing_bill_bill_id_source")),
    )


def downgrade() -> None:
    op.drop_table("missing_bill")
    op.drop_index("ix_crawl_session_place", table_name="crawl_session")
    op.drop_table("crawl_session")
    for name in _SESSION:
        op.drop_column("session", name)
    for name in _RUN:
        op.drop_column("crawl_run", name)
