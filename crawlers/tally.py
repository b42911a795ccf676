"""Under which names does a run count? Scrapy's stats, as slash paths, and the record made from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from scrapy.statscollectors import StatsCollector

from monitor.model.bill import BillRecord
from monitor.model.run import ItemError, RunRecord, RunState

__all__ = [
    "COVERAGE",
    "FETCHED",
    "FIELDS",
    "HOSTS_LEFT_ALONE",
    "LISTED",
    "NOT_ASKED",
    "count_error",
    "count_outcome",
    "coverage",
    "missing_fields",
    "record_from",
]

LISTED: Final = "bill/listed"
FETCHED: Final = "bill/fetched"
"""Set by spiders that list more than they fetch; where it is missing, what was stored was fetched."""
COVERAGE: Final = "field/"
FIELDS: Final = ("abstract", "actions", "source_url", "sponsors", "subjects", "versions", "texts")
"""What coverage is counted of; ``texts`` is missing when no version came with bytes."""
HOSTS_LEFT_ALONE: Final = "host/left_alone"
NOT_ASKED: Final = "host/not_asked"
"""Requests that were not made because their host is left alone."""
_ERRORS: Final = "bill/errors/"
_STATUSES: Final = "downloader/response_status_count/"


def missing_fields(record: BillRecord) -> tuple[str, ...]:
    """Which of :data:`FIELDS` a record lacks."""
    missing = [name for name in FIELDS[:-1] if not getattr(record, name)]
    if all(version.document is None for version in record.versions):
        missing.append("texts")
    return tuple(missing)


def count_error(stats: StatsCollector, error: ItemError) -> None:
    """Count a bad item under its kind."""
    stats.inc_value(f"{_ERRORS}{error.kind}")


def count_outcome(stats: StatsCollector, *, outcome: str, events: int, versions: int, baseline: bool) -> None:
    """Count a stored bill: ``bill/new``, ``bill/changed`` or ``bill/unchanged``."""
    stats.inc_value(f"bill/{outcome}")
    stats.inc_value("event/appended", events)
    stats.inc_value("version/new", versions)
    if baseline:
        stats.set_value("run/baseline", value=True)


def record_from(
    stats: Mapping[str, Any],
    *,
    source: str,
    state: RunState,
    started_at: datetime,
    now: datetime,
    message: str = "",
    failure: str = "",
    scope: Sequence[str] = (),
    beside_missed_lists: bool = False,
    reads_whole_lists: bool = True,
) -> RunRecord:
    """The record of a run from its counts."""
    return RunRecord(
        source=source,
        state=state,
        started_at=started_at,
        ended_at=None if state is RunState.RUNNING else now,
        listed=stats.get(LISTED, 0),
        fetched=stats.get(FETCHED, sum(stats.get(f"bill/{outcome}", 0) for outcome in ("new", "changed", "unchanged"))),
        new=stats.get("bill/new", 0),
        changed=stats.get("bill/changed", 0),
        unchanged=stats.get("bill/unchanged", 0),
        error_kinds={
            key.removeprefix(_ERRORS): count for key, count in sorted(stats.items()) if key.startswith(_ERRORS)
        },
        events=stats.get("event/appended", 0),
        versions=stats.get("version/new", 0),
        seconds=round((now - started_at).total_seconds(), 3),
        baseline=bool(stats.get("run/baseline", False)),
        message=message,
        failure=failure,
        scope=tuple(scope),
        beside_missed_lists=beside_missed_lists,
        reads_whole_lists=reads_whole_lists,
        http={key.removeprefix(_STATUSES): count for key, count in sorted(stats.items()) if key.startswith(_STATUSES)},
        received_bytes=stats.get("downloader/response_bytes", 0),
    )


def coverage(stats: Mapping[str, Any]) -> dict[str, float]:
    """Share of the bills that have each field, 0 to 1; empty when no bill was read."""
    seen = stats.get(f"{COVERAGE}bills", 0)
    if not seen:
        return {}
    return {
        key.removeprefix(COVERAGE).removesuffix("/missing"): round(1 - missing / seen, 4)
        for key, missing in sorted(stats.items())
        if key.startswith(COVERAGE) and key.endswith("/missing")
    }
