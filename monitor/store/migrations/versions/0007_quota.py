"""Calls to providers, counted before they are made"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.store.base import BigId
from monitor.store.types import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quota_grant",
        sa.Column("id", BigId, nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("key_hash", sa.Text(), nullable=False),
        sa.Column("bucket", sa.Text(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("reserved_at", UtcDateTime(), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quota_grant")),
    )
    op.create_index(
        "ix_quota_grant_provider_key_hash_reserved_at",
        "quota_grant",
        ["provider", "key_hash", "reserved_at"],
        unique=False,
    )
    op.create_table(
        "quota_use",
        sa.Column("id", BigId, nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("key_hash", sa.Text(), nullable=False),
        sa.Column("window_kind", sa.Text(), nullable=False),
        sa.Column("window_start", UtcDateTime(), nullable=False),
        sa.Column("bucket", sa.Text(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("exhausted_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quota_use")),
        sa.UniqueConstraint(
            "provider",
            "key_hash",
            "window_kind",
            "window_start",
            "bucket",
            name=op.f("uq_quota_use_provider_key_hash_window_kind_window_start_bucket"),
        ),
    )


def downgrade() -> None:
    op.drop_table("quota_use")
    op.drop_index("ix_quota_grant_provider_key_hash_reserved_at", table_name="quota_grant")
    op.drop_table("quota_grant")
