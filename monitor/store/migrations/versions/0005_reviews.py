"""What people say of findings"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.store.base import BigId
from monitor.store.types import Json, UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "review",
        sa.Column("id", BigId, nullable=False),
        sa.Column("bill_id", BigId, nullable=False),
        sa.Column("version_id", BigId, nullable=False),
        sa.Column("text_sha256", sa.Text(), nullable=False),
        sa.Column("proposal_id", BigId, nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=True),
        sa.Column("severity", sa.Integer(), nullable=True),
        sa.Column("carve_out", sa.Text(), nullable=True),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("clause_hash", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("provision_label", sa.Text(), nullable=False),
        sa.Column("clause", Json, nullable=False),
        sa.Column("machine_label", sa.Text(), nullable=True),
        sa.Column("classifier_release", sa.Text(), nullable=False),
        sa.Column("position_release", sa.Text(), nullable=False),
        sa.Column("reviewer", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reviewed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["bill_id"], ["bill.id"], name=op.f("fk_review_bill_id_bill")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_review_version_id_version")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_review_proposal_id_proposal")),
        sa.ForeignKeyConstraint(
            ["classifier_release"],
            ["classifier_release.release"],
            name=op.f("fk_review_classifier_release_classifier_release"),
        ),
        sa.ForeignKeyConstraint(
            ["position_release"],
            ["position_release.release"],
            name=op.f("fk_review_position_release_position_release"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    op.create_index("ix_review_clause", "review", ["bill_id", "position", "clause_hash"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_review_clause", table_name="review")
    op.drop_table("review")
