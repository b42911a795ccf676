"""What a language model was asked"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.store.base import BigId
from monitor.store.types import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "model_answer",
        sa.Column("id", BigId, nullable=False),
        sa.Column("bill_id", BigId, nullable=False),
        sa.Column("version_id", BigId, nullable=False),
        sa.Column("text_sha256", sa.Text(), nullable=False),
        sa.Column("release", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bill_id"], ["bill.id"], name=op.f("fk_model_answer_bill_id_bill"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_model_answer_version_id_version"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_answer")),
        sa.UniqueConstraint(
            "version_id",
            "text_sha256",
            "release",
            "position",
            "start",
            "end",
            name=op.f("uq_model_answer_version_id_text_sha256_release_position_start_end"),
        ),
    )
    op.create_index(op.f("ix_model_answer_bill_id"), "model_answer", ["bill_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_model_answer_bill_id"), table_name="model_answer")
    op.drop_table("model_answer")
