"""A crawl that is asked to stop in the middle ends soon, says so, and goes on when it is run again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from monitor.services.runs import last_runs
from monitor.store.engine import Store
from monitor.store.tables import BillRow
from tests.e2e.corpus import write_bills

BILLS = 160


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_crawl_stops_when_it_is_asked_to(sqlite_store: Store, tmp_path: Path, number: signal.Signals):
    write_bills(tmp_path / "source", BILLS)
    environment = {
        **os.environ,
        "PREEMPT_DATABASE_URL": sqlite_store.address,
        "PREEMPT_DATA_DIR": str(tmp_path / "data"),
        "PREEMPT_LOG_LEVEL": "error",
        "PREEMPT_CRAWL_BATCH": "10",
    }
    argv = [sys.executable, "-m", "monitor", "crawl", "openstates-files", "--path", str(tmp_path / "source"), "--json"]

    def stored() -> int:
        with sqlite_store.read() as session:
            return session.scalar(select(func.count()).select_from(BillRow)) or 0

    with subprocess.Popen(argv, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        while process.poll() is None and stored() < 10:
            time.sleep(0.002)
        process.send_signal(number)
        try:
            out, err = process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    record = json.loads(out)
    assert (process.returncode, record["state"]) == (1, "partial")
    assert 10 <= record["new"] == stored() < BILLS
    assert "stopped; run again to go on" in err
    assert last_runs(sqlite_store)[0].record.message == "stopped; run again to go on"
    done = subprocess.run(argv, env=environment, capture_output=True, text=True, check=True)
    again = json.loads(done.stdout)
    assert (again["state"], again["unchanged"], again["new"]) == ("ok", record["new"], BILLS - record["new"])
    assert again["baseline"] is True, "the first complete load, although it took two runs"
