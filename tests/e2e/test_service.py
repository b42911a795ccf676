from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from crawlers.samples.server import sample_server
from monitor import jobs
from monitor.services.runs import last_runs
from monitor.store.engine import Store


def _environment(url: str, folder: Path, **settings: str) -> dict[str, str]:
    return {
        **os.environ,
        "PREEMPT_DATABASE_URL": url,
        "PREEMPT_DATA_DIR": str(folder),
        "PREEMPT_LOG_FORMAT": "json",
        **settings,
    }


@contextmanager
def _service(environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """The service; what is left of it and its children ends with the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", "monitor", "run"],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def _events_until(service: subprocess.Popen[str], wanted: set[tuple[str, str]], seconds: float = 90) -> list[dict]:
    """Read log lines until each (event, job) was seen."""
    assert service.stderr is not None
    seen, left, deadline = [], set(wanted), time.monotonic() + seconds
    while left and time.monotonic() < deadline:
        line = service.stderr.readline()
        if not line:
            break
        if line.startswith("{"):
            entry = json.loads(line)
            seen.append(entry)
            left.discard((entry["event"], entry.get("job", "")))
    assert not left, f"never seen: {left}; seen: {seen}"
    return seen


def test_the_service_crawls_judges_and_stops_cleanly(database_url: str, tmp_path, project_root):
    environment = _environment(database_url, tmp_path, PREEMPT_OPENSTATES_PATH=str(project_root / "samples" / "day1"))
    with _service(environment) as service:
        _events_until(service, {("service started", ""), ("job done", "digest"), ("job started", "crawl")})
        second = subprocess.run(
            [sys.executable, "-m", "monitor", "run"], env=environment, capture_output=True, text=True, check=False
        )
        assert second.returncode == 1
        assert "already doing this" in second.stderr
        service.send_signal(signal.SIGTERM)
        _, err = service.communicate(timeout=60)
    assert service.returncode == 0, err
    assert "service stopped" in err


def test_apis_are_crawled_with_their_keys_and_one_that_has_no_call_left_stops_no_other(database_url: str, tmp_path):
    with sample_server(faults=["openstates/quota-used-up"]) as server:
        environment = _environment(
            database_url,
            tmp_path,
            PREEMPT_LEGISCAN_KEY="sample",
            PREEMPT_LEGISCAN_URL=server.legiscan,
            PREEMPT_OPENSTATES_KEY="sample",
            PREEMPT_OPENSTATES_API_URL=server.openstates,
        )
        with _service(environment) as service:
            _events_until(service, {("job done with item errors", "legiscan"), ("job failed", "openstates")})
            asked = server.counts["openstates /bills"] + server.counts["openstates /jurisdictions"]
            service.send_signal(signal.SIGTERM)
            service.communicate(timeout=60)
    assert service.returncode == 0
    assert 0 < asked <= 3, "what the quota refuses is not asked again"
    with Store(database_url) as store:
        found = {run.record.source: run.record for run in last_runs(store, limit=5)}
    assert (found["legiscan"].state, found["legiscan"].new > 100) == ("ok", True)
    assert found["openstates"].state == "skipped_quota"


def test_a_killed_service_leaves_no_lock(database_url: str, tmp_path):
    environment = _environment(database_url, tmp_path)
    with _service(environment) as first:
        _events_until(first, {("service started", "")})
        first.kill()
        first.wait(timeout=30)
    with _service(environment) as second:
        _events_until(second, {("service started", "")})
        second.terminate()  # at once: the signal must not be lost between the start and the wait
        second.communicate(timeout=60)
    assert second.returncode == 0


@pytest.fixture
def _fresh_jobs():
    yield
    jobs._stopping.clear()
    jobs._children.clear()


@pytest.mark.usefixtures("_fresh_jobs")
def test_a_job_is_a_child_and_its_failure_is_contained(monkeypatch, tmp_path):
    monkeypatch.setenv("PREEMPT_DATA_DIR", str(tmp_path))
    jobs.run_child("nonsense", ["no-such-command"])
    jobs.run_child("version", ["--version"])
    assert jobs._children == {}


@pytest.mark.usefixtures("_fresh_jobs")
def test_stopping_starts_nothing_new():
    jobs.stop_children(patience=0.1)
    jobs.run_child("late", ["--version"])
    assert jobs._children == {}
