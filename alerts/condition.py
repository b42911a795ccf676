"""What could not be judged? Texts that nobody can say anything of, from the store."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from alerts.clean import https_link
from alerts.facts import Unjudged, UnjudgedKind
from monitor.classify.screen import screen
from monitor.model.bill import BillKey, TextQuality, VersionStage
from monitor.model.clause import Clause
from monitor.model.finding import Label
from monitor.model.reviewed import Reviewed
from monitor.services.holds import version_is_held
from monitor.services.reviewed_bills import reviewed_bills
from monitor.store.quarantine import not_in_quarantine
from monitor.store.tables import AssessmentRow, BillRow, FindingRow, VersionRow

__all__ = ["FLAGS", "flagged_bills", "flags_of", "is_sample", "key_of", "load_unjudged"]

FLAGS: Final = (Label.CONFLICT.value, Label.POTENTIAL.value)


def is_sample(source_url: str) -> bool:
    """Whether a bill is fictional: samples name example.org as their source, a host that is reserved for examples."""
    try:
        host = urlsplit(source_url).hostname or ""
    except ValueError:
        return False
    return host == "example.org" or host.endswith(".example.org")


def key_of(row: BillRow) -> BillKey:
    """The identity of a stored bill."""
    return BillKey(jurisdiction=row.jurisdiction, session=row.session, identifier=row.identifier)


def load_unjudged(session: Session, *, with_baseline: bool) -> tuple[Unjudged, ...]:
    """Bills whose newest text cannot be read, or whose judgement failed."""
    newer = aliased(VersionRow)
    is_newest = ~exists().where(
        newer.bill_id == VersionRow.bill_id,
        newer.stage != VersionStage.COMPARISON.value,
        or_(newer.ordinal > VersionRow.ordinal, and_(newer.ordinal == VersionRow.ordinal, newer.id > VersionRow.id)),
    )
    columns = (
        VersionRow.id,
        VersionRow.note,
        VersionRow.url,
        VersionRow.quality,
        VersionRow.reason,
        VersionRow.text_sha256,
        VersionRow.text_changed_at,
    )
    unread = (
        select(BillRow, *columns)
        .join(BillRow, BillRow.id == VersionRow.bill_id)
        .where(
            VersionRow.quality.in_([TextQuality.UNREADABLE.value, TextQuality.MISSING.value]),
            VersionRow.stage != VersionStage.COMPARISON.value,
            is_newest,
        )
    )
    judged = aliased(AssessmentRow)
    failed = (
        select(BillRow, *columns, AssessmentRow.assessed_at)
        .join(VersionRow, VersionRow.id == BillRow.current_version_id)
        .join(
            AssessmentRow,
            and_(AssessmentRow.version_id == VersionRow.id, AssessmentRow.text_sha256 == VersionRow.text_sha256),
        )
        .where(
            AssessmentRow.state == "failed",
            ~exists().where(
                judged.version_id == VersionRow.id, judged.text_sha256 == VersionRow.text_sha256, judged.state == "ok"
            ),
        )
    )
    if not with_baseline:
        unread, failed = unread.where(VersionRow.baseline.is_(False)), failed.where(VersionRow.baseline.is_(False))
    found: dict[str, Unjudged] = {}
    unread, failed = unread.where(~version_is_held()), failed.where(~version_is_held())
    flagged = flagged_bills(session)
    for bill, version_id, note, url, quality, reason, _sha, changed_at in session.execute(unread):
        entry = _unjudged_entry(bill, f"{version_id}:{quality}", UnjudgedKind(quality), note, url, reason, changed_at)
        found[entry.marker] = replace(entry, flagged_before=bill.id in flagged)
    for bill, version_id, note, url, _quality, _reason, sha, _changed_at, assessed_at in session.execute(failed):
        entry = _unjudged_entry(bill, f"{version_id}:{sha}", UnjudgedKind.FAILED, note, url, "", assessed_at)
        found[entry.marker] = replace(entry, flagged_before=bill.id in flagged)
    return tuple(found.values())


def flags_of(bill: Reviewed) -> list[Clause]:
    """The flagged clauses that count of a reviewed bill."""
    return [clause for clause in bill.counted if clause.label.is_flag]


def flagged_bills(session: Session) -> set[int]:
    """Bills whose current judgement, with reviews, flags a clause."""
    judged = set(
        session.scalars(
            select(FindingRow.bill_id)
            .join(AssessmentRow, AssessmentRow.id == FindingRow.assessment_id)
            .join(BillRow, BillRow.id == FindingRow.bill_id)
            .where(AssessmentRow.is_current.is_(True), FindingRow.label.in_(FLAGS), not_in_quarantine())
            .distinct()
        )
    )
    reviewed = reviewed_bills(session)
    return (judged - set(reviewed)) | {bill_id for bill_id, bill in reviewed.items() if flags_of(bill)}


def _unjudged_entry(
    bill: BillRow, state: str, kind: UnjudgedKind, note: str, url: str, reason: str, noted_at: datetime
) -> Unjudged:
    return Unjudged(
        marker=f"unjudged:{state}",
        bill_id=bill.id,
        key=key_of(bill),
        title=bill.title,
        kind=kind,
        version_note=note,
        reason=reason,
        link=https_link(url, bill.source_url),
        noted_at=noted_at,
        flagged_before=False,
        speaks_of_ai=bool(screen(bill.title, bill.abstract)),
        sample=is_sample(bill.source_url),
    )
