"""Federal documents, their names, where they were seen, and what waits for an analyst"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.store.base import BigId
from monitor.store.types import Json, UtcDateTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "federal_document",
        sa.Column("id", BigId, nullable=False),
        *_texts("fed_key", "first_key", "kind", "publisher", "title", "url"),
        sa.Column("agencies", Json, nullable=False),
        *(sa.Column(name, sa.Date()) for name in ("signed_on", "published_on", "effective_on", "comments_close_on")),
        *_texts("citation"),
        sa.Column("docket_ids", Json, nullable=False),
        *_texts("corrects", "summary", "text", "verification"),
        sa.Column("date_is_estimated", sa.Boolean(), nullable=False),
        *_texts("first_source"),
        sa.Column("first_seen_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_federal_document")),
        sa.UniqueConstraint("fed_key", name=op.f("uq_federal_document_fed_key")),
    )
    op.create_index(op.f("ix_federal_document_published_on"), "federal_document", ["published_on"], unique=False)
    op.create_table(
        "federal_identifier",
        sa.Column("id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        *_texts("kind", "value"),
        *_of_document("federal_identifier"),
        sa.UniqueConstraint("kind", "value", name=op.f("uq_federal_identifier_kind_value")),
    )
    op.create_index(op.f("ix_federal_identifier_document_id"), "federal_identifier", ["document_id"], unique=False)
    op.create_table(
        "federal_sighting",
        sa.Column("id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        *_texts("source", "publisher", "title", "url"),
        sa.Column("published_on", sa.Date()),
        sa.Column("signed_on", sa.Date()),
        *_texts("facts_sha256", "text_sha256"),
        sa.Column("first_seen_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime()),
        *_of_document("federal_sighting"),
        sa.UniqueConstraint("document_id", "source", name=op.f("uq_federal_sighting_document_id_source")),
    )
    op.create_table(
        "federal_bearing",
        sa.Column("id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        *_texts("position", "how"),
        sa.Column("quotes", Json, nullable=False),
        *_texts("text_sha256", "reason", "release", "state", "decided_by"),
        sa.Column("decided_at", UtcDateTime()),
        *_texts("note"),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        *_of_document("federal_bearing"),
        sa.UniqueConstraint(
            "document_id", "position", "text_sha256", name=op.f("uq_federal_bearing_document_id_position_text_sha256")
        ),
    )
    op.create_index(op.f("ix_federal_bearing_state"), "federal_bearing", ["state"], unique=False)


def downgrade() -> None:
    for name in ("federal_bearing", "federal_sighting", "federal_identifier", "federal_document"):
        op.drop_table(name)


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _of_document(table: str) -> list[sa.Constraint]:
    name = f"fk_{table}_document_id_federal_document"
    return [
        sa.ForeignKeyConstraint(["document_id"], ["federal_document.id"], name=op.f(name), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]
