"""Which jobs run when: the one module that knows APScheduler, which carries no types."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from monitor.config import Settings
from monitor.errors import ConfigError

__all__ = ["JobSpec", "job_specs", "make_scheduler", "missed", "next_time"]

_GRACE: Final = timedelta(hours=1)
_NEVER: Final = "0 0 1 jan *"  # of a job that is off


@dataclass(frozen=True, slots=True, kw_only=True)
class JobSpec:
    """One job of the service; ``argv`` is the ``preempt`` command that a child process runs."""

    name: str
    argv: tuple[str, ...]
    cron: str = ""
    """Five crontab fields in ``zone``; weekdays by name, since APScheduler counts them from Monday = 0."""
    every: timedelta | None = None
    zone: str = "UTC"
    why_off: str = ""
    """Why the job is not scheduled; empty when it is."""
    source: str = ""
    """The source that a crawl reads, and whose missed crawl is made good; empty for other jobs."""
    setting: str = ""
    """Which setting its crontab line comes from."""

    @property
    def when(self) -> str:
        """For people: ``every 5 minutes`` or the crontab line."""
        if self.every is not None:
            minutes = int(self.every.total_seconds() // 60)
            return "every minute" if minutes == 1 else f"every {minutes} minutes"
        return f"{self.cron} ({self.zone})"


def job_specs(settings: Settings) -> tuple[JobSpec, ...]:
    """The jobs of the service under these settings.

    :raises ConfigError: when the crontab line is wrong.
    """
    crawl = ("crawl", "openstates-files", "--json")
    where: tuple[str, ...] = ()
    if settings.openstates_path:
        where = ("--path", str(settings.openstates_path))
    elif settings.openstates_url:
        where = ("--url", settings.openstates_url)
    specs = (
        JobSpec(
            name="crawl",
            argv=(*crawl, *where),
            cron=settings.crawl_cron,
            zone=settings.zone,
            why_off="" if where else "no source: set PREEMPT_OPENSTATES_PATH or PREEMPT_OPENSTATES_URL",
            source="openstates-files",
            setting="PREEMPT_CRAWL_CRON",
        ),
        _api_spec(settings, "legiscan", has_key=bool(settings.legiscan_key)),
        _api_spec(
            settings, "legiscan", has_key=bool(settings.legiscan_key), name="legiscan-datasets", argv=("crawl", "run")
        ),
        _api_spec(settings, "openstates", has_key=bool(settings.openstates_key)),
        _api_spec(
            settings,
            "courtlistener",
            has_key=bool(settings.courtlistener_token),
            argv=("crawl", "run"),
            needs="PREEMPT_COURTLISTENER_TOKEN",
        ),
        JobSpec(
            name="page-watch",
            argv=("crawl", "run", "page-watch", "--json"),
            cron=settings.page_watch_cron or _NEVER,
            zone=settings.zone,
            why_off="" if settings.page_watch_cron else "no times: set PREEMPT_PAGE_WATCH_CRON",
            source="page-watch",
            setting="PREEMPT_PAGE_WATCH_CRON",
        ),
        JobSpec(name="assess", argv=("assess", "--json"), every=timedelta(minutes=settings.assess_minutes)),
        JobSpec(name="digest", argv=("digest", "send", "--json"), every=timedelta(minutes=settings.digest_minutes)),
    )
    for spec in specs:
        _trigger(spec)
    return specs


def _api_spec(
    settings: Settings,
    provider: str,
    *,
    has_key: bool,
    name: str = "",
    argv: tuple[str, ...] = ("crawl",),
    needs: str = "",
) -> JobSpec:
    """A crawl of an API, within the quota of its key: what is refused is a run that was skipped, never a loop."""
    name = name or provider
    setting = f"{name.replace('-', '_')}_cron"
    return JobSpec(
        name=name,
        argv=(*argv, name, "--json"),
        cron=getattr(settings, setting),
        zone=settings.zone,
        why_off="" if has_key else f"no key: set {needs or f'PREEMPT_{provider.upper()}_KEY'}",
        source=provider if name == provider else "",  # two crawls of one source at once would refuse each other
        setting=f"PREEMPT_{setting.upper()}",
    )


def _trigger(spec: JobSpec) -> Any:
    """An APScheduler trigger; the zone is given to it, for it ignores the scheduler's."""
    if spec.every is not None:
        return IntervalTrigger(seconds=int(spec.every.total_seconds()), timezone=ZoneInfo(spec.zone))
    try:
        trigger = CronTrigger.from_crontab(spec.cron, timezone=ZoneInfo(spec.zone))
    except ValueError as error:
        raise ConfigError(spec.setting, f"not a crontab line: {error}") from error
    if any(character.isdigit() for character in spec.cron.split()[-1]):
        raise ConfigError(spec.setting, "write weekdays as names (mon-fri): programs number them differently")
    return trigger


def next_time(spec: JobSpec, after: datetime) -> datetime | None:
    """The first time at or after ``after``; none when the job is off."""
    if spec.why_off:
        return None
    if spec.every is not None:
        return after + spec.every
    found: datetime | None = _trigger(spec).get_next_fire_time(None, after)
    return found


def missed(spec: JobSpec, last_start: datetime | None, now: datetime) -> bool:
    """Whether a run was due between the last start and now: one catch-up run makes good for all that were missed."""
    if spec.why_off:
        return False
    if last_start is None:
        return True
    due = next_time(spec, last_start + timedelta(seconds=1))
    return due is not None and due <= now


def make_scheduler(specs: tuple[JobSpec, ...], *, reference: str, start_now: frozenset[str], now: datetime) -> Any:
    """A scheduler that calls ``reference`` (``module:function``) with a job's name, one instance of each at a time.

    Jobs in ``start_now`` fire at once, then as scheduled.
    """
    scheduler = BackgroundScheduler(
        executors={"default": ThreadPoolExecutor(max_workers=len(specs))},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": int(_GRACE.total_seconds())},
        timezone=ZoneInfo("UTC"),
    )
    for spec in specs:
        if spec.why_off:
            continue
        at = {"next_run_time": now} if spec.name in start_now else {}
        scheduler.add_job(reference, trigger=_trigger(spec), args=[spec.name, list(spec.argv)], id=spec.name, **at)
    return scheduler
