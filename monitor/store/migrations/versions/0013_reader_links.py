"""Links by which readers stop or change their digests; pauses; plain text alone"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.store.base import BigId
from monitor.store.types import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reader", sa.Column("paused_until", UtcDateTime(), nullable=True))
    op.add_column("reader", sa.Column("text_only", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "reader_link",
        sa.Column("id", BigId, nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("reader_id", BigId, nullable=False),
        sa.Column("use", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["reader_id"], ["reader.id"], name=op.f("fk_reader_link_reader_id_reader"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reader_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_reader_link_token_hash")),
    )
    op.create_index("ix_reader_link_reader_id", "reader_link", ["reader_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_reader_link_reader_id", table_name="reader_link")
    op.drop_table("reader_link")
    op.drop_column("reader", "text_only")
    op.drop_column("reader", "paused_until")
