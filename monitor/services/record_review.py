"""How does a review become part of the record: one row more, and an event for each position that it moved?"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from monitor.errors import ExitCode, PreemptError
from monitor.model.answer import Decision
from monitor.model.bill import BillKey
from monitor.model.clause import Clause
from monitor.model.event import Event, event_id
from monitor.model.finding import Label
from monitor.model.review import InvalidReviewError, Review, Seen
from monitor.services.compare_findings import Direction, PositionChange, compare
from monitor.services.review_target import JudgedBill
from monitor.services.reviewed_bills import reviewed_judgement
from monitor.store.events import PlacedEvent, append_events
from monitor.store.review_repository import add_review

__all__ = ["Recorded", "ReviewRefusedError", "Speaker", "carve_out_for", "record_review"]

_FINDS: Final = frozenset({Decision.ADD, Decision.RELABEL})


class ReviewRefusedError(PreemptError):
    """Such a thing cannot be said. Raised by the services of reviews; the message says why and what can."""

    exit_code = ExitCode.WRONG_USE


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who speaks, when, and why."""

    reviewer: str
    reason: str
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What was recorded and what it did."""

    review: Review
    before: Label | None
    """The bill's label before and after."""
    after: Label | None
    machine: Label | None
    """What the rules alone say of the bill."""
    events: int


def record_review(
    session: Session,
    bill: JudgedBill,
    clause: Clause,
    decision: Decision,
    *,
    machine: Clause | None,
    speaker: Speaker,
    label: Label | None = None,
    severity: int | None = None,
    carve_out: str | None = None,
    proposal_id: int | None = None,
) -> Recorded:
    """Add a review of ``clause`` and tell in the journal what it changed. Call it inside ``store.write()``.

    :raises ReviewRefusedError: when no reason or no reviewer is given, or the label does not fit the decision.
    """
    held = bill.held
    try:
        review = Review(
            bill=bill.key,
            decision=decision,
            clause=replace(clause, review=None),
            seen=Seen(
                version_id=held.version_id,
                version_key=bill.version.version_key,
                text_sha256=held.text_sha256,
                machine_label=machine.label if machine else None,
                classifier_release=held.classifier_release,
                position_release=held.position_release,
            ),
            reviewer=speaker.reviewer.strip(),
            reason=speaker.reason.strip(),
            reviewed_at=speaker.now,
            label=label,
            severity=severity,
            carve_out=carve_out,
            proposal_id=proposal_id,
        )
    except InvalidReviewError as error:
        raise ReviewRefusedError(str(error)) from error
    review = replace(review, id=add_review(session, review, bill_id=bill.row.id))
    after = reviewed_judgement(session, held)
    changes = compare(bill.reviewed.counted, after.counted)
    nth = sum(earlier.key == review.key for earlier in bill.reviews) + 1
    events = append_events(session, _events(bill, review, changes, nth=nth))
    label_of_rules = Label(held.overall) if held.overall else None
    return Recorded(
        review=review,
        before=bill.reviewed.overall(label_of_rules) if label_of_rules else None,
        after=after.overall(label_of_rules) if label_of_rules else None,
        machine=label_of_rules,
        events=events,
    )


def _events(bill: JudgedBill, review: Review, changes: Sequence[PositionChange], *, nth: int) -> list[PlacedEvent]:
    return [
        PlacedEvent(event=_event(bill, review, change, nth=nth), bill_id=bill.row.id, version_id=bill.held.version_id)
        for change in changes
    ]


def _event(bill: JudgedBill, review: Review, change: PositionChange, *, nth: int) -> Event:
    """Name it by the how-manieth word about which clause it is, so that it is the same on every database."""
    key: BillKey = bill.key
    payload: dict[str, Any] = {
        **change.payload(),
        "reason": "review",
        "version_note": bill.version.note,
        "review": {
            "id": f"r{review.id}",
            "decision": review.decision.value,
            "reviewer": review.reviewer,
            "reason": review.reason,
        },
    }
    return Event(
        id=event_id(change.kind, str(key), json.dumps(["review", change.position, review.clause_hash, nth])),
        kind=change.kind,
        bill=key,
        occurred_on=None,
        detected_at=review.reviewed_at,
        baseline=bill.version.baseline and not _is_find(review, change),
        payload=payload,
    )


def _is_find(review: Review, change: PositionChange) -> bool:
    """What a person finds in a baseline text is news; what a person takes back from it was never told."""
    return review.decision in _FINDS and change.direction in (Direction.NEW, Direction.WORSENED)


def carve_out_for(label: Label, *, given: str | None, clause: Clause | None, known: Sequence[str]) -> str | None:
    """The carve-out beside a person's label: the one that is named, else the one that the clause shows.

    :raises ReviewRefusedError: when exempt has none, another label has one, or it is unknown.
    """
    if label is not Label.EXEMPT:
        if given:
            raise ReviewRefusedError(f"a carve-out goes with the label exempt, not with {label.value}")
        return None
    name = given or (clause.carve_out if clause else None)
    if name not in known:
        raise ReviewRefusedError(f"exempt needs the carve-out that applies: {', '.join(known)}")
    return name
