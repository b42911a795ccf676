"""Which judgement counts as the bill's, and what is there to tell when it becomes another one?"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from monitor.model.bill import BillKey, VersionStage
from monitor.model.event import Event, event_id
from monitor.services.compare_findings import PositionChange, compare
from monitor.services.reviewed_bills import reviewed_judgement
from monitor.store.events import PlacedEvent, append_events
from monitor.store.judgement_repository import Releases
from monitor.store.tables import AssessmentRow, BillRow, VersionRow

__all__ = ["settle_bill"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Move:
    """From the judgement that counted to the one that counts now."""

    held: AssessmentRow | None
    held_version: VersionRow | None
    taken: AssessmentRow
    version: VersionRow
    bill: BillKey

    @property
    def reason(self) -> str:
        """``release`` when the same text was judged anew, ``version`` when it is another text or the first one."""
        same_text = self.held is not None and (self.held.version_id, self.held.text_sha256) == (
            self.taken.version_id,
            self.taken.text_sha256,
        )
        return "release" if same_text else "version"

    def event(self, change: PositionChange, *, now: datetime) -> Event:
        """Name it by both judgements, so that the same move is the same event on every database."""
        detail = json.dumps([change.position, _name(self.held, self.held_version), _name(self.taken, self.version)])
        return Event(
            id=event_id(change.kind, str(self.bill), detail),
            kind=change.kind,
            bill=self.bill,
            occurred_on=self.version.published_on,
            detected_at=now,
            baseline=self.version.baseline,
            payload={**change.payload(), "reason": self.reason, "version_note": self.version.note},
        )


def _name(assessment: AssessmentRow | None, version: VersionRow | None) -> list[str | None] | None:
    if assessment is None or version is None:
        return None
    return [
        version.version_key,
        assessment.text_sha256,
        assessment.classifier_release,
        assessment.position_release,
    ]


def settle_bill(session: Session, bill_id: int, *, preferred: Releases, now: datetime) -> int:
    """Let the judgement of the bill's current text count, and append one event for each position that moved.

    Of several judgements of that text the one under ``preferred`` counts, else the latest. When the current text could
    not be judged and nothing counts yet, the newest text that could is taken: what it says is known. What people said
    wins on both sides. Returns the number of events. Call it inside ``store.write()``.
    """
    bill = session.get_one(BillRow, bill_id)
    version = session.get(VersionRow, bill.current_version_id) if bill.current_version_id is not None else None
    if version is None:
        return 0
    held = session.scalar(select(AssessmentRow).where(AssessmentRow.bill_id == bill.id, AssessmentRow.is_current))
    taken = _judgement_of(session, version, preferred)
    if taken is None and held is None and _has_failed(session, version):
        version, taken = _newest_judged(session, version, preferred)
    if taken is None or taken is held:
        return 0
    move = _Move(
        held=held,
        held_version=session.get(VersionRow, held.version_id) if held else None,
        taken=taken,
        version=version,
        bill=BillKey(jurisdiction=bill.jurisdiction, session=bill.session, identifier=bill.identifier),
    )
    changes = compare(
        reviewed_judgement(session, held).counted if held else (), reviewed_judgement(session, taken).counted
    )
    if held is not None:
        held.is_current = False
    taken.is_current = True
    return append_events(
        session,
        [PlacedEvent(event=move.event(change, now=now), bill_id=bill.id, version_id=version.id) for change in changes],
    )


def _judgement_of(session: Session, version: VersionRow, preferred: Releases) -> AssessmentRow | None:
    candidates = session.scalars(
        select(AssessmentRow)
        .where(
            AssessmentRow.version_id == version.id,
            AssessmentRow.text_sha256 == version.text_sha256,
            AssessmentRow.state == "ok",
        )
        .order_by(AssessmentRow.id)
    ).all()
    return max(candidates, key=lambda row: (_is_under(row, preferred), row.id), default=None)


def _has_failed(session: Session, version: VersionRow) -> bool:
    """Whether a judgement of the present text failed."""
    failed = select(AssessmentRow.id).where(
        AssessmentRow.version_id == version.id,
        AssessmentRow.text_sha256 == version.text_sha256,
        AssessmentRow.state == "failed",
    )
    return session.scalar(failed.limit(1)) is not None


def _newest_judged(
    session: Session, current: VersionRow, preferred: Releases
) -> tuple[VersionRow, AssessmentRow | None]:
    """The newest text before the current one that has a judgement, and that judgement."""
    earlier = session.scalars(
        select(VersionRow)
        .where(
            VersionRow.bill_id == current.bill_id,
            VersionRow.ordinal < current.ordinal,
            VersionRow.text_sha256.is_not(None),
            VersionRow.stage != VersionStage.COMPARISON.value,
        )
        .order_by(VersionRow.ordinal.desc())
    )
    for version in earlier:
        if (taken := _judgement_of(session, version, preferred)) is not None:
            return version, taken
    return current, None


def _is_under(row: AssessmentRow, releases: Releases) -> bool:
    return (row.classifier_release, row.position_release) == (releases.classifier, releases.positions)
