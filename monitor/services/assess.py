"""What has not been judged yet, and what do its judgements change? Each text is judged alone and stored whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from monitor.clock import Clock
from monitor.model.finding import Assessment
from monitor.services.check_assessment import FEDERAL
from monitor.services.judge_process import Failure, JudgeRequest, Outcome
from monitor.services.judge_texts import Classifier, judge_texts
from monitor.services.settle_bill import settle_bill
from monitor.store.engine import Store
from monitor.store.judgement_repository import (
    Releases,
    add_releases,
    pending_versions,
    unsettled_bills,
    write_assessment,
    write_failure,
)
from monitor.store.proposal_repository import add_proposals
from monitor.store.reading_repository import write_reading
from monitor.store.tables import VersionRow

__all__ = ["AssessSummary", "Classifier", "FailedJudgement", "Progress", "assess_pending"]

Progress = Callable[[int, int], None]
"""Called with the number of texts done and of all texts."""

_SECONDS_A_TEXT: Final = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedJudgement:
    """A text that stays unknown, and why."""

    subject: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessSummary:
    """What a run did. Counts are texts (versions), except ``events``."""

    pending: int
    judged: int
    failed: int
    flagged: int
    """Judged texts with a label conflict or potential."""
    scored: int
    """Judged texts that were scored from an earlier reading."""
    events: int
    seconds: float
    failures: tuple[FailedJudgement, ...]

    @property
    def left(self) -> int:
        """Texts that were not reached because the run was stopped."""
        return self.pending - self.judged - self.failed

    @property
    def texts_per_second(self) -> float:
        """Over the whole run, starting the classifier included."""
        return (self.judged + self.failed) / self.seconds if self.seconds > 0 else 0.0


def _never() -> bool:
    return False


def assess_pending(
    store: Store,
    classifier: Classifier,
    *,
    clock: Clock,
    jobs: int = 1,
    again: bool = False,
    seconds: float = _SECONDS_A_TEXT,
    progress: Progress | None = None,
    stop: Callable[[], bool] = _never,
) -> AssessSummary:
    """Judge every stored text that has no judgement yet, in ``jobs`` processes; store each result in one transaction.

    With ``again``, every text without a good judgement under the present releases: judged by other ones, or failed.
    ``seconds`` is the time limit for one text. Whenever the process dies, what is stored is whole.

    :raises JudgeStartError: when the classifier cannot be loaded.
    :raises StoreError: when the database cannot be used.
    """
    started = clock()
    under = classifier.releases if again else None
    with store.read() as session:
        pending = pending_versions(session, under=under)
    events = _settle_rest(store, classifier, under=under, now=started)
    judged = failed = flagged = scored = 0
    failures: list[FailedJudgement] = []
    if pending:
        with store.write() as session:
            add_releases(session, classifier.positions, classifier.release, program=classifier.program, now=started)
        for one in judge_texts(store, classifier, pending, jobs=jobs, seconds=seconds, stop=stop):
            events += _store(store, one.request, one.outcome, releases=classifier.releases, now=clock())
            scored += one.scored
            if isinstance(one.outcome, Failure):
                failed += 1
                failures.append(FailedJudgement(subject=one.request.subject, reason=one.outcome.reason))
            else:
                judged += 1
                flagged += any(finding.label.is_flag for finding in one.outcome.findings)
            if progress is not None:
                progress(judged + failed, len(pending))
    return AssessSummary(
        pending=len(pending),
        judged=judged,
        failed=failed,
        flagged=flagged,
        scored=scored,
        events=events,
        seconds=(clock() - started).total_seconds(),
        failures=tuple(failures),
    )


def _store(store: Store, request: JudgeRequest, outcome: Outcome, *, releases: Releases, now: datetime) -> int:
    """Write one text's judgement with all that follows from it; returns the number of events."""
    with store.write() as session:
        version = session.get(VersionRow, request.version_id)
        if version is None or version.text_sha256 != request.text_sha256:
            return 0  # the text was replaced meanwhile; the new one is pending
        if isinstance(outcome, Failure):
            write_failure(session, version, releases, reason=outcome.reason, now=now)
            return settle_bill(session, version.bill_id, preferred=releases, now=now)
        if not write_assessment(session, version, outcome, overall=_overall(request, outcome), now=now):
            return 0
        add_proposals(session, version, outcome.proposals, now=now)
        if outcome.reading is not None:
            write_reading(session, version, outcome.reading, now=now)
        return settle_bill(session, version.bill_id, preferred=releases, now=now)


def _overall(request: JudgeRequest, assessment: Assessment) -> str | None:
    """A bill of the Congress was not measured against federal positions: it has no label, not even "none"."""
    return None if request.jurisdiction == FEDERAL else assessment.overall.value


def _settle_rest(store: Store, classifier: Classifier, *, under: Releases | None, now: datetime) -> int:
    """Bills whose current text was judged before it became the current one."""
    with store.read() as session:
        bills = unsettled_bills(session, under=under)
    events = 0
    for bill_id in bills:
        with store.write() as session:
            events += settle_bill(session, bill_id, preferred=classifier.releases, now=now)
    return events
