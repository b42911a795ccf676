"""How a model's answers are noted and found again: each provision, position and release once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from monitor.model.provision import Span
from monitor.store.tables import ModelAnswerRow, VersionRow

__all__ = ["ModelAnswer", "add_model_answers", "answered"]

Asked = tuple[int, str, str, str, int, int]
"""Version, text, release, position, start, end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelAnswer:
    """What came of one position of one provision."""

    release: str
    position: str
    span: Span
    outcome: str
    reason: str
    answer: str


def answered(session: Session, *, without: Iterable[str] = ()) -> set[Asked]:
    """What was asked before; ``without`` leaves out those with an outcome that is to be tried again."""
    row = ModelAnswerRow
    found = select(row.version_id, row.text_sha256, row.release, row.position, row.start, row.end)
    rows = session.execute(found.where(row.outcome.not_in(list(without))))
    return {(version, text, release, position, start, end) for version, text, release, position, start, end in rows}


def add_model_answers(session: Session, version: VersionRow, answers: Iterable[ModelAnswer], *, now: datetime) -> None:
    """Note answers; one that was asked again takes the place of the earlier one."""
    row = ModelAnswerRow
    for answer in answers:
        span = answer.span
        session.execute(
            delete(row).where(
                row.version_id == version.id,
                row.text_sha256 == version.text_sha256,
                row.release == answer.release,
                row.position == answer.position,
                row.start == span.start,
                row.end == span.end,
            )
        )
        session.add(
            row(
                bill_id=version.bill_id,
                version_id=version.id,
                text_sha256=version.text_sha256,
                release=answer.release,
                position=answer.position,
                start=span.start,
                end=span.end,
                outcome=answer.outcome,
                reason=answer.reason,
                answer=answer.answer,
                asked_at=now,
            )
        )
        session.flush()
