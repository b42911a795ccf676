"""Which sets of positions has this database been judged against?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from monitor.errors import PreemptError
from monitor.store.engine import Store
from monitor.store.tables import AssessmentRow, PositionReleaseRow

__all__ = ["PositionRelease", "UnknownReleaseError", "find_release", "position_releases"]


class UnknownReleaseError(PreemptError):
    """No release, or more than one, begins so. Raised by :func:`find_release`; list them and give more letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionRelease:
    """One set of positions, whole, and how many judgements that count now rest on it."""

    release: str
    first_used_at: datetime
    content: dict[str, Any]
    judgements: int


def position_releases(store: Store) -> tuple[PositionRelease, ...]:
    """All of them, the last used first."""
    counted = (
        select(AssessmentRow.position_release, func.count().label("number"))
        .where(AssessmentRow.is_current)
        .group_by(AssessmentRow.position_release)
        .subquery()
    )
    with store.read() as session:
        rows = session.execute(
            select(PositionReleaseRow, counted.c.number)
            .outerjoin(counted, counted.c.position_release == PositionReleaseRow.release)
            .order_by(PositionReleaseRow.first_used_at.desc(), PositionReleaseRow.release)
        ).all()
    return tuple(
        PositionRelease(
            release=row.release, first_used_at=row.first_used_at, content=row.content, judgements=number or 0
        )
        for row, number in rows
    )


def find_release(known: tuple[PositionRelease, ...], name: str) -> PositionRelease:
    """The one whose hash begins with ``name``.

    :raises UnknownReleaseError: when there is none or more than one.
    """
    found = [one for one in known if one.release.startswith(name)]
    if len(found) != 1:
        names = ", ".join(one.release[:12] for one in known) or "none yet"
        problem = "no release begins" if not found else f"{len(found)} releases begin"
        raise UnknownReleaseError(f"{problem} with {name!r}; this database knows: {names}")
    return found[0]
