"""What would change if everything were judged anew? Found out before anything is stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from monitor.model.answer import Decision
from monitor.model.bill import BillKey
from monitor.model.clause import Clause
from monitor.model.finding import PROOF, Assessment, EvidenceRole, Finding, Label
from monitor.model.reviewed import Reviewed
from monitor.services.assess import Progress
from monitor.services.compare_findings import PositionChange, compare
from monitor.services.judge_process import Failure
from monitor.services.judge_texts import Classifier, judge_texts
from monitor.services.reviewed_bills import review_clauses, reviewed_judgement
from monitor.store.engine import Store
from monitor.store.tables import AssessmentRow, BillRow
from monitor.text.normal import clean_sha256

__all__ = ["Difference", "Outlook", "ReviewedClause", "clause_of_finding", "outlook"]

_SECONDS_A_TEXT: Final = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How one bill would be judged otherwise than it is."""

    bill: BillKey
    title: str
    before: Label | None
    """The strongest label that counts now; none for bills of the Congress."""
    after: Label | None
    changes: tuple[PositionChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedClause:
    """A clause of which a person has spoken: that word stands, whatever the rules say."""

    bill: BillKey
    position: str
    quote: str
    decision: Decision
    said: Label | None
    """What counts, by the person; none when it was rejected."""
    before: Label | None
    """What the rules say now; none when they do not find it."""
    after: Label | None
    """What the other rules would say."""

    @property
    def otherwise(self) -> bool:
        """The other rules would judge it otherwise than the present ones."""
        return self.before is not self.after

    @property
    def against(self) -> bool:
        """The other rules would judge it otherwise than the person."""
        return self.after is not self.said


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What judging anew would bring. Counts are of bills with a judgement under other releases."""

    judged: int
    failures: tuple[tuple[str, str], ...]
    """(bill, reason): what stands now would stay."""
    differences: tuple[Difference, ...]
    """With reviews on both sides: of a reviewed clause nothing is told here."""
    reviewed: tuple[ReviewedClause, ...] = ()
    """Reviewed clauses of the judged bills, by bill."""
    scored: int = 0
    """Of those judged, texts that were scored from an earlier reading; the others were read anew."""

    @property
    def added(self) -> int:
        """Clauses that would be flagged."""
        return sum(len(change.added) for one in self.differences for change in one.changes)

    @property
    def dropped(self) -> int:
        """Clauses that would no longer be flagged."""
        return sum(len(change.removed) for one in self.differences for change in one.changes)

    @property
    def relabelled(self) -> int:
        """Clauses whose label or severity would be another."""
        return sum(len(change.moved) for one in self.differences for change in one.changes)

    @property
    def reviewed_otherwise(self) -> int:
        """Reviewed clauses that the other rules would judge otherwise than the present ones."""
        return sum(one.otherwise for one in self.reviewed)

    @property
    def against_reviewers(self) -> int:
        """Reviewed clauses that the other rules would judge otherwise than people did."""
        return sum(one.against for one in self.reviewed)


def outlook(
    store: Store,
    classifier: Classifier,
    *,
    jobs: int = 1,
    progress: Progress | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> Outlook:
    """Judge every text that counts and was judged under other releases, and compare; the database is only read.

    :raises JudgeStartError: when the classifier cannot be loaded.
    :raises StoreError: when the database cannot be used.
    """
    held = _held(store, classifier)
    labelled = frozenset(position.id for position in classifier.positions.positions if position.labelled)
    differences, failures, count, scored = [], [], 0, 0
    reviewed: list[ReviewedClause] = []
    for one in judge_texts(store, classifier, sorted(held), jobs=jobs, seconds=_SECONDS_A_TEXT, stop=stop):
        scored += one.scored
        if isinstance(one.outcome, Failure):
            failures.append((one.request.subject, one.outcome.reason))
        else:
            count += 1
            found, answered = _difference(store, held[one.request.version_id], one.outcome, labelled)
            reviewed += answered
            if found is not None:
                differences.append(found)
        if progress is not None:
            progress(count + len(failures), len(held))
    differences.sort(key=lambda one: one.bill)
    reviewed.sort(key=lambda one: (one.bill, one.position, one.quote))
    return Outlook(
        judged=count,
        scored=scored,
        failures=tuple(failures),
        differences=tuple(differences),
        reviewed=tuple(reviewed),
    )


def _held(store: Store, classifier: Classifier) -> dict[int, int]:
    """By version the judgement that counts, where it was made under other releases."""
    with store.read() as session:
        rows = session.execute(
            select(AssessmentRow.version_id, AssessmentRow.id).where(
                AssessmentRow.is_current,
                (AssessmentRow.classifier_release != classifier.release)
                | (AssessmentRow.position_release != classifier.positions.release),
            )
        )
        return {row.version_id: row.id for row in rows}


def _key(bill: BillRow) -> BillKey:
    return BillKey(jurisdiction=bill.jurisdiction, session=bill.session, identifier=bill.identifier)


def _difference(
    store: Store, assessment_id: int, outcome: Assessment, labelled: frozenset[str]
) -> tuple[Difference | None, list[ReviewedClause]]:
    """Compare what counts now with what would count; a review stands on both sides."""
    with store.read() as session:
        held = session.get_one(AssessmentRow, assessment_id)
        bill = session.get_one(BillRow, held.bill_id)
        before = reviewed_judgement(session, held)
        found = [clause_of_finding(finding) for finding in outcome.findings]
        after = review_clauses(session, held, found, positions=labelled)
    was = before.overall(Label(held.overall)) if held.overall else None
    now = after.overall(outcome.overall) if held.overall else None
    changes = compare(before.counted, after.counted)
    difference = None
    if changes or was is not now:
        difference = Difference(bill=_key(bill), title=bill.title, before=was, after=now, changes=changes)
    return difference, _answered(_key(bill), before, after)


def _answered(bill: BillKey, before: Reviewed, after: Reviewed) -> list[ReviewedClause]:
    """Each reviewed clause once, by position and words."""
    was = {clause.key: clause for clause in before.answered}
    now = {clause.key: clause for clause in after.answered}
    found = []
    for key in sorted(was | now):
        old, new = was.get(key), now.get(key)
        shown = new or old
        if shown is None or shown.review is None:
            continue
        rejected = shown.review.decision is Decision.REJECT
        found.append(
            ReviewedClause(
                bill=bill,
                position=shown.position,
                quote=shown.quote,
                decision=shown.review.decision,
                said=None if rejected else shown.label,
                before=old.review.machine_label if old and old.review else None,
                after=new.review.machine_label if new and new.review else None,
            )
        )
    return found


def clause_of_finding(finding: Finding) -> Clause:
    """A finding that is not stored, as a clause."""
    proof = next(entry for entry in finding.evidence if entry.role in PROOF)
    return Clause(
        position=finding.position,
        label=finding.label,
        severity=finding.severity,
        confidence=finding.confidence,
        theory=finding.theory,
        second_theory=finding.second_theory,
        authority_strength=finding.authority_strength,
        provision_label=finding.provision.label,
        provision_heading=finding.provision.heading,
        provision_type=finding.provision_type,
        quote=proof.quote,
        start=proof.span.start,
        end=proof.span.end,
        lead_in=" ".join(e.quote.strip() for e in finding.evidence if e.role is EvidenceRole.LEAD_IN),
        clause_hash=clean_sha256(proof.quote),
        carve_out=finding.carve_out,
        rationale=finding.rationale,
        counter_argument=finding.counter_argument,
    )
