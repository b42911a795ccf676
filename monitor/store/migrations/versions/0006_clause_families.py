"""Clauses that travel from bill to bill"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.store.base import BigId
from monitor.store.types import Json, UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "clause_cut",
        sa.Column("id", BigId, nullable=False),
        sa.Column("version_id", BigId, nullable=False),
        sa.Column("text_sha256", sa.Text(), nullable=False),
        sa.Column("release", sa.Text(), nullable=False),
        sa.Column("clauses", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_clause_cut_version_id_version"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause_cut")),
        sa.UniqueConstraint("version_id", name=op.f("uq_clause_cut_version_id")),
    )
    op.create_table(
        "clause_family",
        sa.Column("id", BigId, nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("release", sa.Text(), nullable=False),
        sa.Column("first_seen_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause_family")),
        sa.UniqueConstraint("family", name=op.f("uq_clause_family_family")),
    )
    op.create_table(
        "clause_member",
        sa.Column("id", BigId, nullable=False),
        sa.Column("family_id", BigId, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("bill_id", BigId, nullable=False),
        sa.Column("version_id", BigId, nullable=False),
        sa.Column("text_sha256", sa.Text(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("provision_label", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("parts", Json, nullable=False),
        sa.Column("lead_in", Json, nullable=False),
        sa.Column("kinship", sa.Text(), nullable=False),
        sa.Column("jaccard", sa.Double(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bill_id"], ["bill.id"], name=op.f("fk_clause_member_bill_id_bill"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["family_id"],
            ["clause_family.id"],
            name=op.f("fk_clause_member_family_id_clause_family"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_clause_member_version_id_version"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause_member")),
        sa.UniqueConstraint("family_id", "ordinal", name=op.f("uq_clause_member_family_id_ordinal")),
    )
    op.create_index(op.f("ix_clause_member_bill_id"), "clause_member", ["bill_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_clause_member_bill_id"), table_name="clause_member")
    op.drop_table("clause_member")
    op.drop_table("clause_family")
    op.drop_table("clause_cut")
