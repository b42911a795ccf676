"""Watched pages, court cases and their dockets"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.store.base import BigId
from monitor.store.types import UtcDateTime

revision = "0015"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "watched_page",
        sa.Column("id", BigId, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("left_at", UtcDateTime(), nullable=True),
        sa.Column("text_sha256", sa.Text(), nullable=True),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("missed_at", UtcDateTime(), nullable=True),
        sa.Column("gone_since", UtcDateTime(), nullable=True),
        sa.Column("seen_at", UtcDateTime(), nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watched_page")),
        sa.UniqueConstraint("name", name=op.f("uq_watched_page_name")),
        sa.UniqueConstraint("address", name=op.f("uq_watched_page_address")),
    )
    op.create_table(
        "page_copy",
        sa.Column("id", BigId, nullable=False),
        sa.Column("page_id", BigId, nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.Column("raw_sha256", sa.Text(), nullable=False),
        sa.Column("text_sha256", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["watched_page.id"], name=op.f("fk_page_copy_page_id_watched_page")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_copy")),
    )
    op.create_index(op.f("ix_page_copy_page_id"), "page_copy", ["page_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_page_copy_page_id"), table_name="page_copy")
    op.drop_table("page_copy")
    op.drop_table("watched_page")
