"""The first tables"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.store.base import BigId
from monitor.store.types import Json, UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "classifier_release",
        sa.Column("release", sa.Text(), nullable=False),
        sa.Column("program_version", sa.Text(), nullable=False),
        sa.Column("first_used_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("release", name=op.f("pk_classifier_release")),
    )
    op.create_table(
        "crawl_run",
        sa.Column("id", BigId, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("listed", sa.Integer(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("error_kinds", Json, nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("versions", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("baseline", sa.Boolean(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crawl_run")),
    )
    op.create_index(op.f("ix_crawl_run_source"), "crawl_run", ["source"], unique=False)
    op.create_table(
        "cursor",
        sa.Column("consumer", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("consumer", name=op.f("pk_cursor")),
    )
    op.create_table(
        "jurisdiction",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("ocd_division", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_jurisdiction")),
    )
    op.create_table(
        "position_release",
        sa.Column("release", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("content", Json, nullable=False),
        sa.Column("first_used_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("release", name=op.f("pk_position_release")),
    )
    op.create_table(
        "reader",
        sa.Column("id", BigId, nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("send_at", sa.Time(), nullable=False),
        sa.Column("cadence", sa.Text(), nullable=False),
        sa.Column("quiet", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reader")),
        sa.UniqueConstraint("address", name=op.f("uq_reader_address")),
    )
    op.create_table(
        "source_document",
        sa.Column("id", BigId, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", BigId, nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("headers", Json, nullable=False),
        sa.Column("fetched_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_document")),
        sa.UniqueConstraint("source", "url", "sha256", name=op.f("uq_source_document_source_url_sha256")),
    )
    op.create_index(op.f("ix_source_document_sha256"), "source_document", ["sha256"], unique=False)
    op.create_table(
        "bill",
        sa.Column("id", BigId, nullable=False),
        sa.Column("jurisdiction", sa.Text(), nullable=False),
        sa.Column("session", sa.Text(), nullable=False),
        sa.Column("identifier", sa.Text(), nullable=False),
        sa.Column("chamber", sa.Text(), nullable=False),
        sa.Column("classification", Json, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("abstract", sa.Text(), nullable=False),
        sa.Column("subjects", Json, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("status_on", sa.Date(), nullable=True),
        sa.Column("introduced_on", sa.Date(), nullable=True),
        sa.Column("last_action_on", sa.Date(), nullable=True),
        sa.Column("last_action", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_url", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("metadata_document_id", BigId, nullable=True),
        sa.Column("current_version_id", BigId, nullable=True),
        sa.Column("first_seen_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["jurisdiction"], ["jurisdiction.code"], name=op.f("fk_bill_jurisdiction_jurisdiction")
        ),
        sa.ForeignKeyConstraint(
            ["metadata_document_id"], ["source_document.id"], name=op.f("fk_bill_metadata_document_id_source_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bill")),
        sa.UniqueConstraint(
            "jurisdiction", "session", "identifier", name=op.f("uq_bill_jurisdiction_session_identifier")
        ),
    )
    op.create_index("ix_bill_status", "bill", ["status"], unique=False)
    op.create_table(
        "crawl_error",
        sa.Column("id", BigId, nullable=False),
        sa.Column("run_id", BigId, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("noted_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["crawl_run.id"], name=op.f("fk_crawl_error_run_id_crawl_run"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crawl_error")),
        sa.UniqueConstraint("run_id", "subject", "kind", name=op.f("uq_crawl_error_run_id_subject_kind")),
    )
    op.create_table(
        "delivery",
        sa.Column("id", BigId, nullable=False),
        sa.Column("reader_id", BigId, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("window_from", BigId, nullable=False),
        sa.Column("window_to", BigId, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("message", sa.LargeBinary(), nullable=False),
        sa.Column("items", Json, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", UtcDateTime(), nullable=True),
        sa.Column("lease_owner", sa.Text(), nullable=False),
        sa.Column("next_attempt_at", UtcDateTime(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["reader_id"], ["reader.id"], name=op.f("fk_delivery_reader_id_reader")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("reader_id", "kind", "period", name=op.f("uq_delivery_reader_id_kind_period")),
    )
    op.create_index("ix_delivery_state_next_attempt_at", "delivery", ["state", "next_attempt_at"], unique=False)
    op.create_table(
        "session",
        sa.Column("id", BigId, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("jurisdiction", sa.Text(), nullable=False),
        sa.Column("identifier", sa.Text(), nullable=False),
        sa.Column("first_seen_at", UtcDateTime(), nullable=False),
        sa.Column("live_since", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["jurisdiction"], ["jurisdiction.code"], name=op.f("fk_session_jurisdiction_jurisdiction")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
        sa.UniqueConstraint(
            "source", "jurisdiction", "identifier", name=op.f("uq_session_source_jurisdiction_identifier")
        ),
    )
    op.create_table(
        "subscription",
        sa.Column("id", BigId, nullable=False),
        sa.Column("reader_id", BigId, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("jurisdictions", Json, nullable=False),
        sa.Column("positions", Json, nullable=False),
        sa.Column("min_severity", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reader_id"], ["reader.id"], name=op.f("fk_subscription_reader_id_reader"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
        sa.UniqueConstraint("reader_id", "name", name=op.f("uq_subscription_reader_id_name")),
    )
    op.create_table(
        "action",
        sa.Column("id", BigId, nullable=False),
        sa.Column("bill_id", BigId, nullable=False),
        sa.Column("action_key", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("acted_on", sa.Date(), nullable=True),
        sa.Column("chamber", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("classes", Json, nullable=False),
        sa.Column("first_seen_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["bill_id"], ["bill.id"], name=op.f("fk_action_bill_id_bill"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
        sa.UniqueConstraint("bill_id", "action_key", name=op.f("uq_action_bill_id_action_key")),
    )
    op.create_table(
        "bill_alias",
        sa.Column("id", BigId, nullable=False),
        sa.Column("bill_id", BigId, nullable=False),
        sa.Column("alias", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("first_seen_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["bill_id"], ["bill.id"], name=op.f("fk_bill_alias_bill_id_bill"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bill_alias")),
        sa.UniqueConstraint("bill_id", "alias", name=op.f("uq_bill_alias_bill_id_alias")),
    )
    op.create_index(op.f("ix_bill_alias_alias"), "bill_alias", ["alias"], unique=False)
    op.create_table(
        "related_bill",
        sa.Column("id", BigId, nullable=False),
        sa.Column("bill_id", BigId, nullable=False),
        sa.Column("session", sa.Text(), nullable=False),
        sa.Column("identifier", sa.Text(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bill_id"], ["bill.id"], name=op.f("fk_related_bill_bill_id_bill"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_related_bill")),
        sa.UniqueConstraint(
            "bill_id",
            "session",
            "identifier",
            "relation",
            name=op.f("uq_related_bill_bill_id_session_identifier_relation"),
        ),
    )
    op.create_table(
        "sponsor",
        sa.Column("id", BigId, nullable=False),
        sa.Column("bill_id", BigId, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["bill_id"], ["bill.id"], name=op.f("fk_sponsor_bill_id_bill"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sponsor")),
        sa.UniqueConstraint("bill_id", "name", "role", name=op.f("uq_sponsor_bill_id_name_role")),
    )
    op.create_table(
        "told",
        sa.Column("id", BigId, nullable=False),
        sa.Column("reader_id", BigId, nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("delivery_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name=op.f("fk_told_delivery_id_delivery")),
        sa.ForeignKeyConstraint(
            ["reader_id"], ["reader.id"], name=op.f("fk_told_reader_id_reader"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_told")),
        sa.UniqueConstraint("reader_id", "event_id", name=op.f("uq_told_reader_id_event_id")),
    )
    op.create_table(
        "version",
        sa.Column("id", BigId, nullable=False),
        sa.Column("bill_id", BigId, nullable=False),
        sa.Column("version_key", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_document_id", BigId, nullable=True),
        sa.Column("raw_sha256", sa.Text(), nullable=True),
        sa.Column("text_sha256", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("quality", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("baseline", sa.Boolean(), nullable=False),
        sa.Column("first_seen_at", UtcDateTime(), nullable=False),
        sa.Column("text_changed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["bill_id"], ["bill.id"], name=op.f("fk_version_bill_id_bill"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["source_document_id"], ["source_document.id"], name=op.f("fk_version_source_document_id_source_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version")),
        sa.UniqueConstraint("bill_id", "version_key", name=op.f("uq_version_bill_id_version_key")),
    )
    op.create_index(op.f("ix_version_bill_id"), "version", ["bill_id"], unique=False)
    op.create_index(op.f("ix_version_text_sha256"), "version", ["text_sha256"], unique=False)
    op.create_table(
        "assessment",
        sa.Column("id", BigId, nullable=False),
        sa.Column("bill_id", BigId, nullable=False),
        sa.Column("version_id", BigId, nullable=False),
        sa.Column("text_sha256", sa.Text(), nullable=False),
        sa.Column("classifier_release", sa.Text(), nullable=False),
        sa.Column("position_release", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("relevance", sa.Text(), nullable=True),
        sa.Column("trigger_start", sa.Integer(), nullable=True),
        sa.Column("trigger_end", sa.Integer(), nullable=True),
        sa.Column("overall", sa.Text(), nullable=True),
        sa.Column("carve_outs", Json, nullable=False),
        sa.Column("provision_types", Json, nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("assessed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["bill_id"], ["bill.id"], name=op.f("fk_assessment_bill_id_bill"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["classifier_release"],
            ["classifier_release.release"],
            name=op.f("fk_assessment_classifier_release_classifier_release"),
        ),
        sa.ForeignKeyConstraint(
            ["position_release"],
            ["position_release.release"],
            name=op.f("fk_assessment_position_release_position_release"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_assessment_version_id_version"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sa.UniqueConstraint(
            "version_id",
            "text_sha256",
            "classifier_release",
            "position_release",
            name=op.f("uq_assessment_version_id_text_sha256_classifier_release_position_release"),
        ),
    )
    op.create_index("ix_assessment_current", "assessment", ["bill_id", "is_current"], unique=False)
    op.create_table(
        "event",
        sa.Column("sequence", BigId, nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("bill_id", BigId, nullable=True),
        sa.Column("version_id", BigId, nullable=True),
        sa.Column("occurred_on", sa.Date(), nullable=True),
        sa.Column("detected_at", UtcDateTime(), nullable=False),
        sa.Column("baseline", sa.Boolean(), nullable=False),
        sa.Column("payload", Json, nullable=False),
        sa.ForeignKeyConstraint(["bill_id"], ["bill.id"], name=op.f("fk_event_bill_id_bill")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_event_version_id_version")),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_event")),
        sa.UniqueConstraint("event_id", name=op.f("uq_event_event_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_event_bill_id"), "event", ["bill_id"], unique=False)
    op.create_index("ix_event_detected_at", "event", ["detected_at"], unique=False)
    op.create_table(
        "provision",
        sa.Column("id", BigId, nullable=False),
        sa.Column("version_id", BigId, nullable=False),
        sa.Column("text_sha256", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("lead_in", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_provision_version_id_version"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provision")),
        sa.UniqueConstraint(
            "version_id", "text_sha256", "ordinal", name=op.f("uq_provision_version_id_text_sha256_ordinal")
        ),
    )
    op.create_table(
        "finding",
        sa.Column("id", BigId, nullable=False),
        sa.Column("assessment_id", BigId, nullable=False),
        sa.Column("bill_id", BigId, nullable=False),
        sa.Column("version_id", BigId, nullable=False),
        sa.Column("provision_id", BigId, nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("theory", sa.Text(), nullable=False),
        sa.Column("second_theory", sa.Text(), nullable=False),
        sa.Column("authority_strength", sa.Integer(), nullable=False),
        sa.Column("provision_type", sa.Text(), nullable=False),
        sa.Column("carve_out", sa.Text(), nullable=True),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.Column("counter_argument", sa.Text(), nullable=False),
        sa.Column("clause_hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_finding_assessment_id_assessment"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["bill_id"], ["bill.id"], name=op.f("fk_finding_bill_id_bill"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["provision_id"], ["provision.id"], name=op.f("fk_finding_provision_id_provision")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_finding_version_id_version"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
    )
    op.create_index(op.f("ix_finding_assessment_id"), "finding", ["assessment_id"], unique=False)
    op.create_index(op.f("ix_finding_bill_id"), "finding", ["bill_id"], unique=False)
    op.create_index(op.f("ix_finding_clause_hash"), "finding", ["clause_hash"], unique=False)
    op.create_index("ix_finding_position_label", "finding", ["position", "label"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("id", BigId, nullable=False),
        sa.Column("finding_id", BigId, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["finding.id"], name=op.f("fk_evidence_finding_id_finding"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("finding_id", "ordinal", name=op.f("uq_evidence_finding_id_ordinal")),
    )


def downgrade() -> None:
    op.drop_table("evidence")
    op.drop_index("ix_finding_position_label", table_name="finding")
    op.drop_index(op.f("ix_finding_clause_hash"), table_name="finding")
    op.drop_index(op.f("ix_finding_bill_id"), table_name="finding")
    op.drop_index(op.f("ix_finding_assessment_id"), table_name="finding")
    op.drop_table("finding")
    op.drop_table("provision")
    op.drop_index("ix_event_detected_at", table_name="event")
    op.drop_index(op.f("ix_event_bill_id"), table_name="event")
    op.drop_table("event")
    op.drop_index("ix_assessment_current", table_name="assessment")
    op.drop_table("assessment")
    op.drop_index(op.f("ix_version_text_sha256"), table_name="version")
    op.drop_index(op.f("ix_version_bill_id"), table_name="version")
    op.drop_table("version")
    op.drop_table("told")
    op.drop_table("sponsor")
    op.drop_table("related_bill")
    op.drop_index(op.f("ix_bill_alias_alias"), table_name="bill_alias")
    op.drop_table("bill_alias")
    op.drop_table("action")
    op.drop_table("subscription")
    op.drop_table("session")
    op.drop_index("ix_delivery_state_next_attempt_at", table_name="delivery")
    op.drop_table("delivery")
    op.drop_table("crawl_error")
    op.drop_index("ix_bill_status", table_name="bill")
    op.drop_table("bill")
    op.drop_index(op.f("ix_source_document_sha256"), table_name="source_document")
    op.drop_table("source_document")
    op.drop_table("reader")
    op.drop_table("position_release")
    op.drop_table("jurisdiction")
    op.drop_table("cursor")
    op.drop_index(op.f("ix_crawl_run_source"), table_name="crawl_run")
    op.drop_table("crawl_run")
    op.drop_table("classifier_release")
