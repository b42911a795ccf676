"""What was read of texts, so that changed positions are scored without reading them again"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.store.base import BigId
from monitor.store.types import Json, UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reading",
        sa.Column("version_id", BigId, nullable=False),
        sa.Column("text_sha256", sa.Text(), nullable=False),
        sa.Column("said_sha256", sa.Text(), nullable=False),
        sa.Column("classifier_release", sa.Text(), nullable=False),
        sa.Column("content", Json, nullable=False),
        sa.Column("read_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_reading_version_id_version"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["classifier_release"],
            ["classifier_release.release"],
            name=op.f("fk_reading_classifier_release_classifier_release"),
        ),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_reading")),
    )
    op.add_column("finding", sa.Column("obligation", Json, nullable=True))


def downgrade() -> None:
    op.drop_column("finding", "obligation")
    op.drop_table("reading")
