"""What may a reader change without an account? The form of the settings page as values, and values in the store."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import update

from alerts.errors import WrongReaderError
from alerts.period import day_start
from alerts.readers import KnownReader
from alerts.rule_values import checked_codes, checked_positions, checked_severity, checked_zone, rule_name
from monitor.model.reader import Cadence, QuietPolicy, Subscription
from monitor.store.engine import Store
from monitor.store.tables import ReaderRow, SubscriptionRow

__all__ = ["Form", "Preferences", "RuleChange", "read_form", "save_preferences"]

Form = Mapping[str, Sequence[str]]
"""The fields of a form as they came: each with all its values."""
_BETWEEN: Final = re.compile(r"[\s,;]+")
_Value = TypeVar("_Value")
_Choice = TypeVar("_Choice", Cadence, QuietPolicy)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChange:
    """A rule of the reader; an empty tuple means any."""

    id: int
    name: str
    jurisdictions: tuple[str, ...]
    positions: tuple[str, ...]
    min_severity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """How digests come, and what is in them."""

    cadence: Cadence
    send_at: time
    zone: str
    quiet: QuietPolicy
    text_only: bool
    paused_until: datetime | None
    """The first instant of a day of the reader's zone."""
    rules: tuple[RuleChange, ...]


class _Reading:
    """Values out of the fields of a form; what is wrong is gathered, a sentence for each field."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.problems: list[str] = []

    def one(self, name: str, label: str, present: _Value, read: Callable[[str], _Value]) -> _Value:
        """The value of a field; the ``present`` one when the form has no such field, or a wrong one."""
        raw = self.form.get(name)
        return present if raw is None else self._read(label, present, lambda: read(raw[0].strip() if raw else ""))

    def all(self, name: str, label: str, read: Callable[[Sequence[str]], tuple[str, ...]]) -> tuple[str, ...]:
        """The values of boxes: a browser sends those that are ticked."""
        return self._read(label, (), lambda: read(self.form.get(name, ())))

    def _read(self, label: str, present: _Value, read: Callable[[], _Value]) -> _Value:
        try:
            return read()
        except WrongReaderError as error:
            self.problems.append(f"{label}: {error}")
            return present


def read_form(form: Form, known: KnownReader, *, now: datetime) -> tuple[Preferences, tuple[str, ...]]:
    """What the form says, and what is wrong with it: only without a problem may it be saved; pure.

    A field that is not there stays as it is. Boxes are the exception: those that are not ticked are not sent.
    """
    reading, reader = _Reading(form), known.reader
    zone = reading.one("zone", "Time zone", reader.zone, lambda raw: checked_zone(raw).key)
    wanted = Preferences(
        cadence=reading.one("cadence", "How often", reader.cadence, lambda raw: _choice(Cadence, raw)),
        send_at=reading.one("at", "Time", reader.send_at, _time),
        zone=zone,
        quiet=reading.one("quiet", "When nothing is new", reader.quiet, lambda raw: _choice(QuietPolicy, raw)),
        text_only=bool(form.get("text_only")),
        paused_until=reading.one("pause", "Pause", reader.paused_until, lambda raw: _pause(raw, zone, now)),
        rules=tuple(_rule(reading, rule, {other.name for other in known.rules}) for rule in known.rules),
    )
    return wanted, tuple(reading.problems)


def save_preferences(store: Store, reader_id: int, wanted: Preferences) -> None:
    """Keep them, all or nothing. What waits in the outbox already goes as it was written."""
    with store.write() as session:
        session.execute(
            update(ReaderRow)
            .where(ReaderRow.id == reader_id)
            .values(
                cadence=wanted.cadence.value,
                send_at=wanted.send_at,
                zone=wanted.zone,
                quiet=wanted.quiet.value,
                text_only=wanted.text_only,
                paused_until=wanted.paused_until,
            )
        )
        for rule in wanted.rules:
            session.execute(
                update(SubscriptionRow)
                .where(SubscriptionRow.id == rule.id, SubscriptionRow.reader_id == reader_id)
                .values(
                    name=rule.name,
                    jurisdictions=list(rule.jurisdictions),
                    positions=list(rule.positions),
                    min_severity=rule.min_severity,
                )
            )


def _rule(reading: _Reading, rule: Subscription, names: Collection[str]) -> RuleChange:
    """A name that says what the rule lets through says it still, unless another rule is called so."""
    codes = reading.one(f"states-{rule.id}", "States", rule.jurisdictions, _codes)
    positions = reading.all(f"positions-{rule.id}", "Positions", checked_positions)
    severity = reading.one(f"severity-{rule.id}", "Severity", rule.min_severity, _severity)
    name, made = rule.name, rule_name(codes, positions, severity)
    if name == rule_name(rule.jurisdictions, rule.positions, rule.min_severity) and made not in names:
        name = made
    return RuleChange(id=rule.id, name=name, jurisdictions=codes, positions=positions, min_severity=severity)


def _choice(kind: type[_Choice], raw: str) -> _Choice:
    try:
        return kind(raw)
    except ValueError as error:
        raise WrongReaderError(f"it is one of {', '.join(kind)}") from error


def _time(raw: str) -> time:
    try:
        return datetime.strptime(raw, "%H:%M").time()  # noqa: DTZ007 - a local time of the reader's zone
    except ValueError as error:
        raise WrongReaderError("write the local time as 07:00") from error


def _codes(raw: str) -> tuple[str, ...]:
    return checked_codes([code for code in _BETWEEN.split(raw) if code])


def _severity(raw: str) -> int:
    if not re.fullmatch(r"[0-9]", raw, re.ASCII):
        raise WrongReaderError("it is a number from 0 to 5")
    return checked_severity(int(raw))


def _pause(raw: str, zone: str, now: datetime) -> datetime | None:
    """Until the day begins; none for an empty field or a day that has begun."""
    if not raw:
        return None
    try:
        start = day_start(date.fromisoformat(raw), ZoneInfo(zone))
    except (ValueError, OverflowError) as error:
        raise WrongReaderError("write the day as 2026-12-31") from error
    if start is None:
        raise WrongReaderError("there is no such day in the time zone")
    return start if start > now else None
