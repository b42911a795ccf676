"""Watched pages, court cases and their dockets"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.store.base import BigId
from monitor.store.types import UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "watched_page",
        sa.Column("id", BigId, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("left_at", UtcDateTime(), nullable=True),
        sa.Column("text_sha256", sa.Text(), nullable=True),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("missed_at", UtcDateTime(), nullable=True),
        sa.Column("gone_since", UtcDateTime(), nullable=True),
        sa.Column("seen_at", UtcDateTime(), nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watched_page")),
        sa.UniqueConstraint("name", name=op.f("uq_watched_page_name")),
        sa.UniqueConstraint("address", name=op.f("uq_watched_page_address")),
    )
    op.create_table(
        "page_copy",
        sa.Column("id", BigId, nullable=False),
        sa.Column("page_id", BigId, nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.Column("raw_sha256", sa.Text(), nullable=False),
        sa.Column("text_sha256", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["watched_page.id"], name=op.f("fk_page_copy_page_id_watched_page")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_copy")),
    )
    op.create_index(op.f("ix_page_copy_page_id"), "page_copy", ["page_id"], unique=False)
    op.create_table(
        "case_link",
        sa.Column("id", BigId, nullable=False),
        sa.Column("case_name", sa.Text(), nullable=False),
        sa.Column("bill_id", BigId, nullable=False),
        sa.Column("provision", sa.Text(), nullable=False),
        sa.Column("law", sa.Text(), nullable=False),
        sa.Column("linked_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["bill_id"], ["bill.id"], name=op.f("fk_case_link_bill_id_bill"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_link")),
        sa.UniqueConstraint("case_name", "bill_id", name=op.f("uq_case_link_case_name_bill_id")),
    )
    op.create_index(op.f("ix_case_link_bill_id"), "case_link", ["bill_id"], unique=False)
    op.create_table(
        "court_docket",
        sa.Column("id", BigId, nullable=False),
        sa.Column("native_id", sa.Text(), nullable=False),
        sa.Column("case_name", sa.Text(), nullable=False),
        sa.Column("court_id", sa.Text(), nullable=False),
        sa.Column("docket_number", sa.Text(), nullable=False),
        sa.Column("caption", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("modified", sa.Text(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("terminated_on", sa.Date(), nullable=True),
        sa.Column("last_filing_on", sa.Date(), nullable=True),
        sa.Column("first_seen_at", UtcDateTime(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.Column("read_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_court_docket")),
        sa.UniqueConstraint("native_id", name=op.f("uq_court_docket_native_id")),
    )
    op.create_table(
        "docket_entry",
        sa.Column("id", BigId, nullable=False),
        sa.Column("docket_id", BigId, nullable=False),
        sa.Column("entry_key", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("first_seen_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["docket_id"], ["court_docket.id"], name=op.f("fk_docket_entry_docket_id_court_docket")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_docket_entry")),
        sa.UniqueConstraint("docket_id", "entry_key", name=op.f("uq_docket_entry_docket_id_entry_key")),
    )


def downgrade() -> None:
    op.drop_table("docket_entry")
    op.drop_table("court_docket")
    op.drop_index(op.f("ix_case_link_bill_id"), table_name="case_link")
    op.drop_table("case_link")
    op.drop_index(op.f("ix_page_copy_page_id"), table_name="page_copy")
    op.drop_table("page_copy")
    op.drop_table("watched_page")
