from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config import Settings
from monitor.errors import ConfigError
from monitor.schedule import JobSpec, job_specs, make_scheduler, missed, next_time

NEW_YORK = ZoneInfo("America/New_York")
NIGHTLY = JobSpec(name="crawl", argv=("crawl",), cron="30 5 * * *", zone="America/New_York")


def test_next_time_is_in_the_zone_of_the_job():
    due = next_time(NIGHTLY, datetime(2026, 11, 23, 12, 0, tzinfo=UTC))
    assert due == datetime(2026, 11, 24, 5, 30, tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("day", "utc_hour"),
    [
        (datetime(2026, 3, 7, tzinfo=UTC), 10),
        (datetime(2026, 3, 9, tzinfo=UTC), 9),
        (datetime(2026, 11, 2, tzinfo=UTC), 10),
    ],
)
def test_clock_changes_move_the_utc_hour(day: datetime, utc_hour: int):
    due = next_time(NIGHTLY, day + timedelta(hours=2))
    assert due is not None
    assert due.astimezone(UTC).hour == utc_hour


@given(
    last=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - zone given
    gap=st.timedeltas(timedelta(0), timedelta(days=5)),
)
def test_missed_exactly_when_a_due_time_lies_between(last: datetime, gap: timedelta):
    now = last + gap
    due = next_time(NIGHTLY, last + timedelta(seconds=1))
    assert due is not None
    assert missed(NIGHTLY, last, now) == (due <= now)
    if gap >= timedelta(hours=26):
        assert missed(NIGHTLY, last, now)


def test_a_crawl_that_never_ran_is_due_and_one_that_is_off_is_not():
    off = JobSpec(name="crawl", argv=(), cron="* * * * *", why_off="no source")
    now = datetime(2026, 11, 23, tzinfo=UTC)
    assert missed(NIGHTLY, None, now)
    assert not missed(off, None, now)
    assert next_time(off, now) is None


@pytest.mark.parametrize("cron", ["", "nonsense", "1 2", "99 5 * * *", "30 5 * * 1"])
def test_a_wrong_crontab_line_names_the_setting(cron: str):
    with pytest.raises(ConfigError, match="PREEMPT_CRAWL_CRON"):
        job_specs(Settings(crawl_cron=cron))


def test_weekday_names_mean_what_they_say():
    (crawl, *_) = job_specs(Settings(crawl_cron="0 5 * * mon", zone="UTC", openstates_path=Path("bills")))
    due = next_time(crawl, datetime(2026, 11, 24, tzinfo=UTC))
    assert due == datetime(2026, 11, 30, 5, 0, tzinfo=UTC)
    assert due.strftime("%A") == "Monday"


def test_jobs_are_commands():
    crawl, *_, assess, digest = job_specs(Settings(openstates_url="https://example.org/bills.tar.gz"))
    assert crawl.argv == ("crawl", "openstates-files", "--json", "--url", "https://example.org/bills.tar.gz")
    assert not crawl.why_off
    assert assess.when == "every 10 minutes"
    assert digest.argv[:2] == ("digest", "send")
    assert job_specs(Settings())[0].why_off


@pytest.mark.parametrize("source", ["legiscan", "openstates"])
def test_an_api_is_crawled_with_its_key_and_not_without(source: str):
    def spec(**values: str) -> JobSpec:
        return next(one for one in job_specs(Settings(**values)) if one.name == source)

    assert spec().why_off == f"no key: set PREEMPT_{source.upper()}_KEY"
    with_key = spec(**{f"{source}_key": "sample", f"{source}_cron": "0 5 * * mon"})
    assert (with_key.why_off, with_key.argv) == ("", ("crawl", source, "--json"))
    assert with_key.source == source
    with pytest.raises(ConfigError, match=f"PREEMPT_{source.upper()}_CRON"):
        job_specs(Settings(**{f"{source}_cron": "nonsense"}))


def test_dockets_and_pages_are_watched_when_somebody_says_so():
    def specs(**values: str) -> dict[str, JobSpec]:
        return {one.name: one for one in job_specs(Settings(**values))}

    assert specs()["courtlistener"].why_off == "no key: set PREEMPT_COURTLISTENER_TOKEN"
    assert specs()["page-watch"].why_off == "no times: set PREEMPT_PAGE_WATCH_CRON"
    found = specs(courtlistener_token="sample", page_watch_cron="0 6 * * *")
    for name in ("courtlistener", "page-watch"):
        assert (found[name].why_off, found[name].argv) == ("", ("crawl", "run", name, "--json"))
    with pytest.raises(ConfigError, match="PREEMPT_PAGE_WATCH_CRON"):
        job_specs(Settings(page_watch_cron="nonsense"))


def test_of_two_crawls_of_one_source_one_alone_is_made_good():
    crawls = [one.name for one in job_specs(Settings(legiscan_key="sample")) if one.source == "legiscan"]
    assert crawls == ["legiscan"]


def test_the_scheduler_runs_one_instance_of_each_by_text_reference():
    now = datetime.now(UTC)
    specs = job_specs(Settings())
    scheduler = make_scheduler(specs, reference="monitor.jobs:run_child", start_now=frozenset({"assess"}), now=now)
    scheduler.start(paused=True)
    try:
        jobs = {job.id: job for job in scheduler.get_jobs()}
        assert set(jobs) == {"assess", "digest"}
        assert all(job.max_instances == 1 and job.coalesce for job in jobs.values())
        assert all(job.func_ref == "monitor.jobs:run_child" for job in jobs.values())
        assert jobs["assess"].next_run_time == now
        assert jobs["digest"].next_run_time > now
    finally:
        scheduler.shutdown(wait=False)
