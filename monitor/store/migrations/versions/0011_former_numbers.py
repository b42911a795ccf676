"""Numbers that bills bore before"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.store.base import BigId
from monitor.store.types import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "former_number",
        sa.Column("id", BigId, nullable=False),
        sa.Column("bill_id", BigId, nullable=False),
        sa.Column("identifier", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("left_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bill_id"], ["bill.id"], name=op.f("fk_former_number_bill_id_bill"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_number")),
        sa.UniqueConstraint("bill_id", "identifier", name=op.f("uq_former_number_bill_id_identifier")),
    )
    op.create_index(op.f("ix_former_number_identifier"), "former_number", ["identifier"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_former_number_identifier"), table_name="former_number")
    op.drop_table("former_number")
