"""What does this service know of each of the 51 jurisdictions, how old is it, and from whom?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import ceil
from typing import Any, Final

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from monitor.classify.screen import screen
from monitor.model.event import EventKind
from monitor.model.finding import Relevance
from monitor.model.health import GateLimits, SourceHealth, SourceVerdict
from monitor.model.jurisdiction import STATES, Jurisdiction
from monitor.services.source_health import newest_actions, source_health
from monitor.store.engine import Store
from monitor.store.quarantine import not_in_quarantine
from monitor.store.tables import AssessmentRow, BillRow, EventRow, VersionRow

__all__ = ["CoverageLine", "Lag", "coverage", "percentile"]

LAG_DAYS: Final = 90
"""Changes of so many days make the lag."""
_BEST_FIRST: Final = list(SourceVerdict)
_DATED: Final = (EventKind.ACTION_ADDED.value, EventKind.VERSION_NEW.value)
_ABOUT_AI: Final = (Relevance.CORE.value, Relevance.ADJACENT.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """Days from the date of an action or a text to its first observation; a date counts from its first moment, UTC."""

    p50: float
    p95: float
    changes: int
    """How many it is made of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageLine:
    """One jurisdiction. ``verdict`` is none when no source covers it: then nothing is known, not "nothing"."""

    jurisdiction: Jurisdiction
    sources: tuple[SourceHealth, ...]
    newest_action: date | None
    bills: int
    texts: int
    """Bills of which a text could be read."""
    ai_bills: int
    """Judged to be about artificial intelligence, or not judged and so by title or abstract."""
    lag: Lag | None
    """None while no change was observed live."""

    @property
    def best(self) -> SourceHealth | None:
        """The source that stands best."""
        return min(
            self.sources,
            key=lambda one: (_BEST_FIRST.index(one.verdict), -(one.last_good.timestamp() if one.last_good else 0)),
            default=None,
        )

    @property
    def verdict(self) -> SourceVerdict | None:
        """Of the best source."""
        return self.best.verdict if self.best else None

    @property
    def last_good(self) -> datetime | None:
        """The end of the last good run of any source."""
        return max((one.last_good for one in self.sources if one.last_good), default=None)

    @property
    def is_good(self) -> bool:
        """Whether "no changes" may be said of it."""
        return any(one.verdict.is_good for one in self.sources)

    @property
    def remark(self) -> str:
        """What must be known beside the figures; empty when nothing must."""
        if not self.sources:
            return "no source: nothing is known of it"
        said = [] if self.is_good or self.best is None else [self.best.why]
        if not self.bills:
            said.append("no bill is known yet")
        elif not self.texts:
            said.append("no text could be read: nothing is judged")
        return "; ".join(filter(None, said))

    def as_json(self) -> dict[str, Any]:
        """The shape that scripts rely on; times in UTC, lags in days."""
        return {
            "jurisdiction": self.jurisdiction.code,
            "name": self.jurisdiction.name,
            "verdict": self.verdict.value if self.verdict else "no source",
            "good": self.is_good,
            "last_good": self.last_good.isoformat() if self.last_good else None,
            "newest_action": self.newest_action.isoformat() if self.newest_action else None,
            "bills": self.bills,
            "bills_with_text": self.texts,
            "ai_bills": self.ai_bills,
            "lag_days": {"p50": self.lag.p50, "p95": self.lag.p95, "changes": self.lag.changes} if self.lag else None,
            "remark": self.remark,
            "sources": [
                {
                    "source": one.source,
                    "verdict": one.verdict.value,
                    "sessions": list(one.sessions),
                    "last_good": one.last_good.isoformat() if one.last_good else None,
                    "last_run": one.last_run.isoformat() if one.last_run else None,
                    "why": one.why,
                }
                for one in self.sources
            ],
        }


def coverage(store: Store, *, now: datetime, limits: GateLimits) -> list[CoverageLine]:
    """All 51, in the order of their names, those that no source covers too."""
    with store.read() as session:
        newest = newest_actions(session)
        healths: dict[str, list[SourceHealth]] = defaultdict(list)
        for one in source_health(session, now=now, limits=limits, newest=newest):
            healths[one.jurisdiction].append(one)
        counted = select(BillRow.jurisdiction, func.count()).where(not_in_quarantine()).group_by(BillRow.jurisdiction)
        bills = _count(session, counted)
        with_text = exists().where(VersionRow.bill_id == BillRow.id, VersionRow.text_sha256.is_not(None))
        texts = _count(session, counted.where(with_text))
        ai_bills = _ai_bills(session)
        lags = _lags(session, since=now - timedelta(days=LAG_DAYS))
    return [
        CoverageLine(
            jurisdiction=state,
            sources=tuple(healths[state.code]),
            newest_action=newest.get(state.code),
            bills=bills.get(state.code, 0),
            texts=texts.get(state.code, 0),
            ai_bills=ai_bills.get(state.code, 0),
            lag=lags.get(state.code),
        )
        for state in sorted(STATES, key=lambda state: state.code)
    ]


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest of the sorted ``values`` that at least ``share`` of them do not exceed (nearest rank)."""
    rank = max(1, ceil(round(share * len(values), 9)))
    return values[rank - 1]


def _count(session: Session, query: Any) -> dict[str, int]:
    return dict(session.execute(query).all())


def _ai_bills(session: Session) -> dict[str, int]:
    judged = (AssessmentRow.bill_id == BillRow.id) & AssessmentRow.is_current.is_(True)
    found: dict[str, int] = defaultdict(int)
    about = select(BillRow.jurisdiction, func.count()).where(
        exists().where(judged, AssessmentRow.relevance.in_(_ABOUT_AI)), not_in_quarantine()
    )
    found.update(_count(session, about.group_by(BillRow.jurisdiction)))
    unjudged = select(BillRow.jurisdiction, BillRow.title, BillRow.abstract).where(
        ~exists().where(judged), not_in_quarantine()
    )
    for code, title, abstract in session.execute(unjudged.execution_options(yield_per=1000)):
        found[code] += bool(screen(title, abstract))
    return found


def _lags(session: Session, *, since: datetime) -> dict[str, Lag]:
    """Of changes that were observed live; a date in the future, as of a hearing, tells of no lag."""
    days: dict[str, list[float]] = defaultdict(list)
    rows = session.execute(
        select(BillRow.jurisdiction, EventRow.occurred_on, EventRow.detected_at)
        .join(BillRow, BillRow.id == EventRow.bill_id)
        .where(
            EventRow.kind.in_(_DATED),
            EventRow.baseline.is_(False),
            EventRow.occurred_on.is_not(None),
            EventRow.detected_at >= since,
            not_in_quarantine(),
        )
    )
    for code, occurred_on, detected_at in rows:
        if occurred_on is not None:
            waited = (detected_at - datetime.combine(occurred_on, time(), UTC)).total_seconds() / 86400
            if waited >= 0:
                days[code].append(round(waited, 2))
    return {code: _lag(sorted(found)) for code, found in days.items()}


def _lag(days: Sequence[float]) -> Lag:
    return Lag(p50=percentile(days, 0.5), p95=percentile(days, 0.95), changes=len(days))
