"""What each source last said of a bill, and where sources disagree"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.store.base import BigId
from monitor.store.types import Json, UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bill_claim",
        sa.Column("id", BigId, nullable=False),
        sa.Column("bill_id", BigId, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("fetched_at", UtcDateTime(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("missing", Json, nullable=False),
        sa.Column("said", Json, nullable=True),
        sa.ForeignKeyConstraint(["bill_id"], ["bill.id"], name=op.f("fk_bill_claim_bill_id_bill"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bill_claim")),
        sa.UniqueConstraint("bill_id", "source", name=op.f("uq_bill_claim_bill_id_source")),
    )
    op.create_index("ix_bill_claim_source_place", "bill_claim", ["source", "place"], unique=False)
    op.create_table(
        "source_conflict",
        sa.Column("id", BigId, nullable=False),
        sa.Column("bill_id", BigId, nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("said", Json, nullable=False),
        sa.Column("first_seen_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bill_id"], ["bill.id"], name=op.f("fk_source_conflict_bill_id_bill"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_conflict")),
        sa.UniqueConstraint("bill_id", "field", name=op.f("uq_source_conflict_bill_id_field")),
    )
    op.add_column("bill", sa.Column("status_unconfirmed", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute(
        "UPDATE bill SET status_unconfirmed = true"
        " WHERE status IN ('enacted', 'vetoed') AND (source LIKE 'openstates%' OR source LIKE 'legiscan%')"
    )
    # Bills of before are claimed by the source that wrote them last: it need not say everything again.
    op.execute(
        "INSERT INTO bill_claim (bill_id, source, content_hash, fetched_at, place, mark, missing)"
        " SELECT id, source, content_hash, changed_at, '', '', '[]' FROM bill"
    )


def downgrade() -> None:
    op.drop_column("bill", "status_unconfirmed")
    op.drop_table("source_conflict")
    op.drop_index("ix_bill_claim_source_place", table_name="bill_claim")
    op.drop_table("bill_claim")
