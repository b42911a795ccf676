"""Which words does a digest use for labels, severities, dates and counts? Pure.

Never "preempted": a text "conflicts" or "may conflict" with a stated federal position (EO 14365 directs agencies).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from alerts.clean import one_line
from alerts.digest import Numbers
from alerts.facts import Coverage, ItemKind, Loaded, SourceState, UnjudgedKind, Unwell
from monitor.model.answer import Decision
from monitor.model.clause import Clause
from monitor.model.finding import Label
from monitor.model.health import SourceVerdict
from monitor.model.reader import Cadence, Reader

__all__ = [
    "CADENCE_WORDS",
    "KIND_HEADING",
    "KIND_WORD",
    "confidence_word",
    "count_words",
    "coverage_words",
    "day_words",
    "label_words",
    "limits_words",
    "loaded_words",
    "moment_words",
    "review_words",
    "schedule_words",
    "severity_word",
    "unjudged_words",
]

CADENCE_WORDS: Final = MappingProxyType({Cadence.DAILY: "every day", Cadence.WEEKLY: "every Monday"})
"""How often a digest comes."""
KIND_WORD: Final = MappingProxyType(
    {
        ItemKind.NEW: "New",
        ItemKind.WORSENED: "Worsened",
        ItemKind.MOVED: "Towards law",
        ItemKind.RESOLVED: "Resolved",
        ItemKind.EASED: "Eased",
        ItemKind.CHANGED: "Changed",
    }
)
KIND_HEADING: Final = MappingProxyType(
    {
        ItemKind.NEW: "New",
        ItemKind.WORSENED: "Worsened",
        ItemKind.MOVED: "Moved towards law",
        ItemKind.RESOLVED: "Resolved",
        ItemKind.EASED: "Eased",
        ItemKind.CHANGED: "Changed in wording",
    }
)
_SEVERITY: Final = ("Minor", "Minor", "Low", "Medium", "High", "Critical")
_LABELS: Final = MappingProxyType(
    {
        Label.CONFLICT: "conflicts with a stated federal position",
        Label.POTENTIAL: "may conflict with a stated federal position",
    }
)
_SAID: Final = MappingProxyType(
    {
        Decision.CONFIRM: "confirmed",
        Decision.REJECT: "rejected",
        Decision.RELABEL: "label set",
        Decision.ADD: "added",
        Decision.WITHDRAW: "taken back",
    }
)
_LOADED_SHOWN: Final = 6
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def severity_word(severity: int) -> str:
    """0 to 5 of the provision taxonomy in a word."""
    return _SEVERITY[max(0, min(severity, 5))]


def confidence_word(confidence: float) -> str:
    """High from 0.9, where no person need look; medium from 0.5. It estimates how often a reader would agree."""
    if confidence >= 0.9:
        return "high"
    return "medium" if confidence >= 0.5 else "low"


def label_words(label: Label | None) -> str:
    """What a flag says of a clause."""
    return _LABELS.get(label, "no conflict found") if label else "no conflict found"


def review_words(clause: Clause | None) -> str:
    """Whether a person has spoken of a clause, and what the program says where that is something else."""
    answer = clause.review if clause else None
    if clause is None or answer is None:
        return "not yet reviewed"
    program = answer.machine_label.value if answer.machine_label else "no finding"
    beside = "" if answer.machine_label is clause.label else f" (the program: {program})"
    return f"{_SAID[answer.decision]} by a reviewer{beside}"


def day_words(day: date, *, year: bool = True, weekday: bool = False) -> str:
    """``Mon 23 Nov 2026``, whatever the locale of the machine."""
    words = f"{day.day} {_MONTHS[day.month - 1]}"
    words = f"{_DAYS[day.weekday()]} {words}" if weekday else words
    return f"{words} {day.year}" if year else words


def moment_words(moment: datetime, zone: ZoneInfo, *, year: bool = False) -> str:
    """``Mon 23 Nov, 07:00`` on the reader's clock."""
    local = moment.astimezone(zone)
    return f"{day_words(local.date(), year=year, weekday=True)}, {local:%H:%M}"


def plural(number: int, one: str, many: str = "") -> str:
    """``1 item``, ``2 items``."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def count_words(numbers: Numbers) -> str:
    """``2 new conflicts, 1 resolved``; empty when nothing happened."""
    parts = []
    if numbers.new_conflicts:
        parts.append(plural(numbers.new_conflicts, "new conflict"))
    if numbers.new_potential:
        parts.append(plural(numbers.new_potential, "new possible conflict"))
    tail = {
        ItemKind.WORSENED: "worsened",
        ItemKind.MOVED: "moved towards law",
        ItemKind.RESOLVED: "resolved",
        ItemKind.EASED: "eased",
        ItemKind.CHANGED: "changed in wording",
    }
    parts += [f"{numbers.by_kind[kind]} {word}" for kind, word in tail.items() if numbers.by_kind[kind]]
    if numbers.unjudged:
        parts.append(f"{numbers.unjudged} not judged")
    return ", ".join(parts)


def codes_words(codes: Iterable[str], limit: int) -> str:
    """``CA NY TX +2``."""
    listed = list(codes)
    more = f" +{len(listed) - limit}" if len(listed) > limit else ""
    return " ".join(listed[:limit]) + more


def _stale_words(source: SourceState, now: datetime) -> str:
    if source.last_complete is None:
        return f"{source.source} has never been read completely"
    hours = int((now - source.last_complete).total_seconds() // 3600)
    age = plural(hours // 24, "day") if hours >= 48 else plural(hours, "hour")
    return f"{source.source} stale {age}" + (" (the latest run failed)" if source.last_failed else "")


_UNWELL: Final = MappingProxyType(
    {
        SourceVerdict.LOADING: "the first load goes on",
        SourceVerdict.SKIPPED: "no call was left",
        SourceVerdict.PARTIAL: "the last run was stopped",
        SourceVerdict.HELD: "changes wait for a check",
        SourceVerdict.DEGRADED: "the last run cannot be right",
        SourceVerdict.BLOCKED: "the source refuses",
        SourceVerdict.FAILED: "the last run failed",
        SourceVerdict.STALE: "stale",
    }
)


def _unwell_words(one: Unwell) -> str:
    since = f"since {day_words(one.last_good.date())}" if one.last_good else "never read whole"
    return f"{one.jurisdiction} {since} ({_UNWELL.get(one.verdict, one.verdict.value)})"


def loaded_words(loaded: Sequence[Loaded]) -> str:
    """One line of first loads that have ended; empty when there is none. Many sessions are summed up."""
    if not loaded:
        return ""
    if len(loaded) > _LOADED_SHOWN:
        codes = codes_words(sorted({one.jurisdiction for one in loaded}), _LOADED_SHOWN)
        what = f"{len(loaded)} sessions ({codes}), {_bills_words(loaded)}"
    else:
        what = "; ".join(f"{one.jurisdiction} {one_line(one.session)}, {_bills_words([one])}" for one in loaded)
    return f"First load complete: {what}. It was not mailed; from now on changes are."


def _bills_words(loaded: Sequence[Loaded]) -> str:
    bills, flagged = sum(one.bills for one in loaded), sum(one.flagged for one in loaded)
    return f"{bills:,} {'bill' if bills == 1 else 'bills'} ({flagged:,} flagged so far)"


def coverage_words(coverage: Coverage, now: datetime) -> str:
    """The honest line: how much was read, what is stale and where, what waits."""
    known, fresh = coverage.jurisdictions, coverage.fresh
    if not coverage.sources:
        return "No source has been read yet."
    parts = [f"{len(fresh)} of {plural(len(known), 'jurisdiction')} read"]
    if fresh:
        parts[0] += f" ({' '.join(fresh)})"
    unwell = {one.jurisdiction for one in coverage.unwell}
    if lost := sorted(set(known) - set(fresh) - unwell):
        parts.append(f"not read in time: {' '.join(lost)}")
    if coverage.unwell:
        parts.append("not as it should be: " + ", ".join(map(_unwell_words, coverage.unwell)))
    parts += [_stale_words(source, now) for source in coverage.stale]
    if coverage.waiting:
        parts.append(f"{plural(coverage.waiting, 'text')} not judged yet")
    return "; ".join(parts) + "."


def unjudged_words(kind: UnjudgedKind, note: str) -> str:
    """Why a bill stands in the list of what could not be judged."""
    text = f"newest text ({note})" if note else "newest text"
    return {
        UnjudgedKind.UNREADABLE: f"the {text} cannot be read",
        UnjudgedKind.MISSING: f"the {text} was not published in a form that can be read",
        UnjudgedKind.FAILED: f"the judgement of the {text} failed",
    }[kind]


def limits_words(as_of: date) -> tuple[str, ...]:
    """What no digest knows; ``as_of`` is the day of the federal positions."""
    federal = (
        f"Federal positions as of {day_words(as_of)}; what happened later is not in them. An executive order directs"
        " federal agencies; it does not itself preempt state law."
    )
    sources = (
        "Sources follow the legislatures with a delay of days. A bill that is not listed was not found to conflict in"
        " what was read; what could not be read or judged is unknown, not clear."
    )
    return (
        federal,
        "Found by a program; a person has reviewed only what says so. Confidence tells how often a reader would agree.",
        sources,
        "Litigation, operative dates and hearings are not in this digest.",
    )


def schedule_words(reader: Reader) -> str:
    """``every day at 07:00 America/New_York``."""
    return f"{CADENCE_WORDS[reader.cadence]} at {reader.send_at:%H:%M} {reader.zone}"
