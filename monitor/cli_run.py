"""``preempt run`` and ``preempt jobs``: the service, and when its jobs are next due."""

from __future__ import annotations

import json
import time
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import click
from sqlalchemy import func, select

from monitor.clock import system_clock
from monitor.config import Settings
from monitor.errors import ExitCode
from monitor.jobs import stop_children
from monitor.log import get_logger
from monitor.schedule import JobSpec, job_specs, make_scheduler, missed, next_time
from monitor.stop import stop_signals
from monitor.store.engine import Store
from monitor.store.lock import exclusive
from monitor.store.migrate import check_current
from monitor.store.tables import CrawlRunRow

__all__ = ["jobs", "run"]

_PATIENCE_SECONDS: Final = 30.0
_LOOK_SECONDS: Final = 0.2


def _last_crawl(store: Store, source: str) -> datetime | None:
    with store.read() as session:
        return session.scalar(select(func.max(CrawlRunRow.started_at)).where(CrawlRunRow.source == source))


@click.command(epilog="\b\nExamples:\n  preempt run\n  PREEMPT_CRAWL_CRON='0 */6 * * *' preempt run")
@click.pass_obj
def run(settings: Settings) -> int:
    """Run the service: crawl, assess and digest on schedule, until SIGTERM or SIGINT.

    Only one service runs on a database. A crawl that was missed while the service was down is made good once.
    """
    log = get_logger("preempt.run")
    specs = job_specs(settings)
    with Store(settings.database) as store:
        check_current(store)
        with exclusive(store, "service", folder=settings.data_dir), stop_signals() as stop:
            now = system_clock()
            start_now = {"assess", "digest"}
            start_now |= {
                spec.name for spec in specs if spec.source and missed(spec, _last_crawl(store, spec.source), now)
            }
            scheduler = make_scheduler(
                specs, reference="monitor.jobs:run_child", start_now=frozenset(start_now), now=now
            )
            for spec in specs:
                if spec.why_off:
                    log.warning("job is off", job=spec.name, why=spec.why_off)
            scheduler.start()
            log.info("service started", jobs=[spec.name for spec in specs if not spec.why_off])
            while not stop.asked:
                time.sleep(_LOOK_SECONDS)
            log.info("service stopping")
            scheduler.pause()
            stop_children(patience=_PATIENCE_SECONDS)
            scheduler.shutdown(wait=True)
            log.info("service stopped")
    return int(ExitCode.DONE)


def _describe(spec: JobSpec, zone: ZoneInfo, now: datetime) -> dict[str, str | None]:
    due = next_time(spec, now)
    return {
        "job": spec.name,
        "when": spec.when,
        "next": due.astimezone(zone).isoformat(timespec="minutes") if due else None,
        "command": "preempt " + " ".join(spec.argv),
        "off": spec.why_off or None,
    }


@click.command(epilog="\b\nExamples:\n  preempt jobs\n  preempt jobs --json")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
@click.pass_obj
def jobs(settings: Settings, *, as_json: bool) -> None:
    """List the jobs of the service and when each is next due if the service runs."""
    now, zone = system_clock(), ZoneInfo(settings.zone)
    rows = [_describe(spec, zone, now) for spec in job_specs(settings)]
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    for row in rows:
        click.echo(f"{row['job']:10} {row['next'] or 'off: ' + str(row['off'])}")
        click.echo(f"           {row['when']}: {row['command']}")
