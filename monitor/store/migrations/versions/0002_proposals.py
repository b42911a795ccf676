"""What waits for a person"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.store.base import BigId
from monitor.store.types import Json, UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "proposal",
        sa.Column("id", BigId, nullable=False),
        sa.Column("bill_id", BigId, nullable=False),
        sa.Column("version_id", BigId, nullable=False),
        sa.Column("text_sha256", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("release", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("provision_label", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("quotes", Json, nullable=False),
        sa.Column("clause_hash", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("probability", sa.Double(), nullable=True),
        sa.Column("detail", Json, nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["bill_id"], ["bill.id"], name=op.f("fk_proposal_bill_id_bill"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_proposal_version_id_version"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sa.UniqueConstraint(
            "version_id",
            "text_sha256",
            "source",
            "release",
            "position",
            "start",
            "end",
            name=op.f("uq_proposal_version_id_text_sha256_source_release_position_start_end"),
        ),
    )
    op.create_index(op.f("ix_proposal_bill_id"), "proposal", ["bill_id"], unique=False)
    op.create_index(op.f("ix_proposal_clause_hash"), "proposal", ["clause_hash"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_proposal_clause_hash"), table_name="proposal")
    op.drop_index(op.f("ix_proposal_bill_id"), table_name="proposal")
    op.drop_table("proposal")
