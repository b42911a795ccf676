"""Mail that comes back: reports, and readers to whom nothing is sent until somebody looks"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.store.base import BigId
from monitor.store.types import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reader", sa.Column("suspended_at", UtcDateTime(), nullable=True))
    op.add_column("reader", sa.Column("suspended_why", sa.Text(), server_default="", nullable=False))
    op.create_table(
        "bounce",
        sa.Column("id", BigId, nullable=False),
        sa.Column("report_hash", sa.Text(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("reader_id", BigId, nullable=True),
        sa.Column("delivery_id", BigId, nullable=True),
        sa.Column("settled", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name=op.f("fk_bounce_delivery_id_delivery")),
        sa.ForeignKeyConstraint(
            ["reader_id"], ["reader.id"], name=op.f("fk_bounce_reader_id_reader"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bounce")),
        sa.UniqueConstraint("report_hash", name=op.f("uq_bounce_report_hash")),
    )
    op.create_index("ix_bounce_reader_id", "bounce", ["reader_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_bounce_reader_id", table_name="bounce")
    op.drop_table("bounce")
    op.drop_column("reader", "suspended_why")
    op.drop_column("reader", "suspended_at")
