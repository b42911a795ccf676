"""What did a crawl come to? Its record as a line or as JSON, its first errors, and the exit code."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

import click

from monitor.config import Settings
from monitor.errors import ExitCode

if TYPE_CHECKING:
    from crawlers.run import CrawlOutcome
    from monitor.model.run import RunRecord

__all__ = ["record_json", "report", "summary"]

_SHOWN: Final = 10


def report(outcome: CrawlOutcome, settings: Settings, *, as_json: bool) -> int:
    """Print the record; the exit code says how it ended."""
    from monitor.model.run import RunState  # noqa: PLC0415 - as above

    record = outcome.record
    if as_json:
        content = {"run": outcome.run_id, "target": outcome.target, **record_json(record)}
        click.echo(json.dumps(content | {"field_coverage": dict(outcome.coverage)}))
    else:
        click.echo(summary(record))
        _print_errors(settings, outcome)
    if outcome.failure is not None:
        click.echo(f"preempt: error: {outcome.failure}", err=True)
        return int(outcome.failure.exit_code)
    stopped = record.state is RunState.PARTIAL and record.message.startswith("stopped")
    if stopped:
        click.echo(f"preempt: {record.message}", err=True)
        return int(ExitCode.FAILED)
    unsound = record.state in (RunState.DEGRADED, RunState.BLOCKED)
    if unsound:
        click.echo(f"preempt: the run does not count: {record.message}; see `preempt coverage`", err=True)
    return int(ExitCode.ITEM_ERRORS if record.errors or unsound else ExitCode.DONE)


def record_json(record: RunRecord) -> dict[str, Any]:
    """The shape that scripts rely on; counts are of bills, ``errors`` of bad items."""
    content = asdict(record)
    for name in ("started_at", "ended_at"):
        content[name] = content[name].isoformat() if content[name] else None
    return content | {
        "state": record.state.value,
        "errors": record.errors,
        "error_kinds": dict(record.error_kinds),
        "bills_per_second": round(record.bills_per_second, 1),
    }


def summary(record: RunRecord) -> str:
    """One line for people."""
    parts = [f"{record.listed} bills listed", f"{record.new} new", f"{record.changed} changed"]
    parts += [f"{record.unchanged} unchanged", f"{record.errors} error{'' if record.errors == 1 else 's'}"]
    done = f"{record.source}: {', '.join(parts)}; {record.events} events; {record.seconds:.1f} s"
    speed = f" ({record.bills_per_second:.0f} bills/s)" if record.bills_per_second else ""
    state = "" if record.state.value == "ok" else f"; {record.state.value}"
    return f"{done}{speed}{state}{'; first load: a baseline, mails nothing' if record.baseline else ''}"


def _print_errors(settings: Settings, outcome: CrawlOutcome) -> None:
    """The first bad items, so that nobody has to ask what they were."""
    if not outcome.record.errors:
        return
    from monitor.services.runs import run_errors  # noqa: PLC0415 - help must not pay for SQLAlchemy
    from monitor.store.engine import Store  # noqa: PLC0415

    with Store(settings.database) as store:
        errors = run_errors(store, outcome.run_id)
    for error, _ in errors[:_SHOWN]:
        click.echo(f"  {error.kind}: {error.subject}: {error.message}")
    if len(errors) > _SHOWN:
        click.echo(f"  and {len(errors) - _SHOWN} more: preempt crawl errors {outcome.run_id}")
