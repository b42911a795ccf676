"""What does a person say of a finding: confirm, reject, relabel, or take back what was said? One transaction each."""

from __future__ import annotations

from monitor.model.answer import Decision
from monitor.model.finding import CARVE_OUT_POSITION, Label
from monitor.model.review import usual_severity
from monitor.model.reviewed import as_judged
from monitor.services.record_review import Recorded, ReviewRefusedError, Speaker, carve_out_for, record_review
from monitor.services.review_target import Reference, standing_review_of, subject_of
from monitor.services.reviewed_bills import carve_out_names
from monitor.store.engine import Store

__all__ = ["confirm_finding", "reject_finding", "relabel_finding", "withdraw_review"]


def confirm_finding(store: Store, reference: Reference, speaker: Speaker) -> Recorded:
    """The label that is shown stands, whatever the rules say later. A rejected finding counts again.

    :raises NoSuchSubjectError: when ``reference`` names nothing that stands in the judged text.
    :raises ReviewRefusedError: when no reviewer or no reason is given.
    """
    return _review(store, reference, Decision.CONFIRM, speaker)


def reject_finding(store: Store, reference: Reference, speaker: Speaker) -> Recorded:
    """It is no finding: from now on it is neither counted nor told.

    :raises NoSuchSubjectError: when ``reference`` names nothing that stands in the judged text.
    :raises ReviewRefusedError: when no reviewer or no reason is given.
    """
    return _review(store, reference, Decision.REJECT, speaker)


def relabel_finding(
    store: Store,
    reference: Reference,
    speaker: Speaker,
    *,
    label: Label,
    severity: int | None = None,
    carve_out: str | None = None,
) -> Recorded:
    """It has another label, or another severity under the same one.

    :raises NoSuchSubjectError: when ``reference`` names nothing that stands in the judged text.
    :raises ReviewRefusedError: when nothing would be different, or label and carve-out do not fit.
    """
    with store.write() as session:
        subject = subject_of(session, reference)
        clause = subject.clause
        if clause.position == CARVE_OUT_POSITION:
            raise ReviewRefusedError(
                f"{reference} shows a carve-out and no position: reject it, or add a finding against a position"
            )
        known = carve_out_names(session, subject.bill.held.position_release)
        name = carve_out_for(label, given=carve_out, clause=clause, known=known)
        is_rejected = clause.review is not None and clause.review.decision is Decision.REJECT
        if (
            (label, name) == (clause.label, clause.carve_out)
            and severity in (None, clause.severity)
            and not is_rejected
        ):
            raise ReviewRefusedError(f"{reference} has this label already: confirm it")
        of_rules = subject.machine.severity if subject.machine else clause.severity
        return record_review(
            session,
            subject.bill,
            clause,
            Decision.RELABEL,
            machine=subject.machine,
            speaker=speaker,
            label=label,
            severity=usual_severity(label, of_rules) if severity is None else severity,
            carve_out=name,
        )


def withdraw_review(store: Store, reference: Reference, speaker: Speaker) -> Recorded:
    """Take back what was said of a clause: the rules alone count again. ``reference`` names the review or the clause.

    :raises NoSuchSubjectError: when no review stands there.
    :raises ReviewRefusedError: when no reviewer or no reason is given.
    """
    with store.write() as session:
        bill, review = standing_review_of(session, reference)
        shown = (*bill.reviewed.counted, *bill.reviewed.rejected)
        clause = next((clause for clause in shown if clause.key == review.key), None)
        return record_review(
            session,
            bill,
            review.clause,
            Decision.WITHDRAW,
            machine=as_judged(clause) if clause else None,
            speaker=speaker,
        )


def _review(store: Store, reference: Reference, decision: Decision, speaker: Speaker) -> Recorded:
    with store.write() as session:
        subject = subject_of(session, reference)
        return record_review(session, subject.bill, subject.clause, decision, machine=subject.machine, speaker=speaker)
