"""What does a language model say of the provisions in doubt? Each is asked alone; what it says waits for a person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from monitor.clock import Clock
from monitor.second_opinion.decide import Outcome, Ruling, decide, refuse
from monitor.second_opinion.errors import AnswerError, EndpointError, QuestionError
from monitor.second_opinion.port import ModelIdentity, ModelReader
from monitor.second_opinion.prompt import prompt_of, rough_tokens
from monitor.second_opinion.uncertain import Doubt
from monitor.services.find_doubts import Choice, Inquiry, find_doubts, inquiry_of
from monitor.store.engine import Store
from monitor.store.model_answer_repository import ModelAnswer, add_model_answers
from monitor.store.proposal_repository import add_proposals
from monitor.store.tables import VersionRow

__all__ = ["IN_A_ROW", "AskSummary", "FailedQuestion", "PlannedQuestion", "ask_model", "plan_questions"]

IN_A_ROW: Final = 5
"""Failures after which an endpoint is left alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedQuestion:
    """A provision without a usable answer, and why."""

    subject: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedQuestion:
    """What would be asked about one provision."""

    subject: str
    positions: tuple[str, ...]
    confidences: tuple[float, ...]
    tokens: int
    """About what would be sent; the answer comes on top."""


@dataclass(slots=True, kw_only=True)
class AskSummary:
    """What a run did. Counts are provisions, except ``outcomes``, which are positions of provisions."""

    in_doubt: int
    """Provisions that were left to ask about when the run began."""
    chosen: int
    """Those within the budget of this run."""
    asked: int = 0
    """With a usable answer."""
    failed: int = 0
    replaced: int = 0
    """Not stored because the text was replaced meanwhile."""
    outcomes: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    failures: list[FailedQuestion] = field(default_factory=list)
    ended: str = ""
    """Why the run ended early, when it did."""
    seconds: float = 0.0

    @property
    def left(self) -> int:
        """Chosen and not reached."""
        return self.chosen - self.asked - self.failed - self.replaced


def _never() -> bool:
    return False


def plan_questions(
    store: Store, identity: ModelIdentity, choice: Choice, *, limit: int
) -> tuple[int, tuple[PlannedQuestion, ...]]:
    """What a run would ask, without asking: how many provisions are in doubt, and the first ``limit`` of them."""
    doubts = find_doubts(store, identity, choice)
    inquiries = (inquiry_of(store, doubt) for doubt in doubts[:limit])
    return len(doubts), tuple(
        PlannedQuestion(
            subject=one.question.subject,
            positions=tuple(view.position for view in one.doubt.views),
            confidences=tuple(view.confidence for view in one.doubt.views),
            tokens=rough_tokens(prompt_of(one.question)),
        )
        for one in inquiries
        if one is not None
    )


def ask_model(
    store: Store,
    reader: ModelReader,
    choice: Choice,
    *,
    limit: int,
    clock: Clock,
    in_a_row: int = IN_A_ROW,
    progress: Callable[[int, int], None] | None = None,
    stop: Callable[[], bool] = _never,
) -> AskSummary:
    """Ask about up to ``limit`` provisions, the most doubtful first; each answer is stored in one transaction.

    Proposals wait for a person: no finding, label, event or digest is touched. A provision that was asked in the same
    words is not asked again. After ``in_a_row`` failures the run ends, and so it does when the endpoint says that it
    will not answer.

    :raises StoreError: when the database cannot be used.
    """
    started = clock()
    doubts = find_doubts(store, reader.identity, choice)
    summary = AskSummary(in_doubt=len(doubts), chosen=min(limit, len(doubts)))
    row = 0
    for number, doubt in enumerate(doubts[:limit], 1):
        if stop():
            summary.ended = "stopped"
            break
        inquiry = inquiry_of(store, doubt)
        if inquiry is None:
            summary.replaced += 1
            continue
        failure = _ask(store, reader, inquiry, summary, clock=clock, stop=stop)
        row = row + 1 if failure else 0
        if failure and row >= in_a_row and not summary.ended:
            summary.ended = f"{row} failures in a row, the last one: {failure.reason}"
        if summary.ended:
            break
        if progress is not None:
            progress(number, summary.chosen)
    summary.seconds = (clock() - started).total_seconds()
    return summary


def _ask(
    store: Store,
    reader: ModelReader,
    inquiry: Inquiry,
    summary: AskSummary,
    *,
    clock: Clock,
    stop: Callable[[], bool],
) -> FailedQuestion | None:
    """One provision from question to stored rows; returns its failure if it has one."""
    identity, positions = reader.identity, inquiry.question.positions
    try:
        answer = reader.read(inquiry.question)
    except EndpointError as error:
        if stop():
            summary.ended = "stopped"
            return None
        if error.ends_run:
            summary.ended = error.reason
        return _note(summary, error.subject, error.reason)
    except (AnswerError, QuestionError) as error:
        raw = error.raw if isinstance(error, AnswerError) else ""
        rulings = refuse(positions, identity, reason=error.reason, raw=raw)
        if not _store(store, inquiry.doubt, rulings, now=clock()):
            summary.replaced += 1
            return None
        summary.outcomes[Outcome.REFUSED] += len(rulings)
        return _note(summary, error.subject, error.reason)
    rulings = decide(inquiry.doubt, answer, inquiry.source, own=inquiry.own, positions=positions, identity=identity)
    if not _store(store, inquiry.doubt, rulings, now=clock()):
        summary.replaced += 1
        return None
    summary.asked += 1
    for ruling in rulings:
        summary.outcomes[ruling.outcome] += 1
    return None


def _note(summary: AskSummary, subject: str, reason: str) -> FailedQuestion:
    failure = FailedQuestion(subject=subject, reason=reason)
    summary.failed += 1
    summary.failures.append(failure)
    return failure


def _store(store: Store, doubt: Doubt, rulings: list[Ruling], *, now: datetime) -> bool:
    """Write what came of one provision; false when its text was replaced meanwhile."""
    with store.write() as session:
        version = session.get(VersionRow, doubt.version_id)
        if version is None or version.text_sha256 != doubt.text_sha256:
            return False
        add_proposals(session, version, [one.proposal for one in rulings if one.proposal is not None], now=now)
        answers = (
            ModelAnswer(
                release=one.release,
                position=one.position,
                span=doubt.span,
                outcome=one.outcome.value,
                reason=one.reason,
                answer=one.raw,
            )
            for one in rulings
        )
        add_model_answers(session, version, answers, now=now)
    return True
