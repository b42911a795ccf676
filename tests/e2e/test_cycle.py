"""A full cycle over all 51 jurisdictions against the sample server; a second one asks for nothing that is unchanged."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from crawlers.samples.server import SampleServer, sample_server
from monitor.model.jurisdiction import STATES
from monitor.store.engine import Store
from monitor.store.migrate import upgrade
from monitor.store.tables import BillRow, EventRow

pytestmark = pytest.mark.timeout(300)

NAMED_BAD = {"NY S 9904"}
"""The sample bill without a title: it is asked for again each time."""


class Cycle:
    """The command in a process of its own, on a database of its own."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self.environment = {
            **os.environ,
            "PREEMPT_DATABASE_URL": url,
            "PREEMPT_DATA_DIR": str(folder),
            "PREEMPT_LEGISCAN_KEY": "sample",
            "PREEMPT_OPENSTATES_KEY": "sample",
            "PREEMPT_OPENSTATES_MINUTE_CALLS": "10000",
            "PREEMPT_OPENSTATES_DAY_CALLS": "100000",
        }

    def run(self, *argv: str) -> tuple[int, Any]:
        done = subprocess.run(
            [sys.executable, "-m", "monitor", *argv, "--json"],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode in (0, 3), done.stderr
        return done.returncode, json.loads(done.stdout)


@pytest.fixture
def cycle(database_url: str, tmp_path: Path):
    with Store(database_url) as store:
        upgrade(store)
    return Cycle(database_url, tmp_path)


@pytest.fixture
def quick(sqlite_databases, tmp_path: Path):
    """On SQLite alone: what a source gives does not depend on the database, and each cycle takes half a minute."""
    with sqlite_databases.fresh() as url:
        with Store(url) as store:
            upgrade(store)
        yield Cycle(url, tmp_path)


@pytest.fixture
def server():
    with sample_server(local_links=True) as found:  # so that texts are on this machine too
        yield found


def command(source: str, server: SampleServer) -> list[str]:
    if source == "legiscan":
        return ["crawl", "legiscan", "--base-url", server.legiscan, "--sessions", "all", "--every-bill"]
    if source == "openstates":
        states = [part for state in STATES for part in ("--jurisdiction", state.code)]
        return ["crawl", "openstates", "--base-url", server.openstates, *states]
    return ["crawl", "openstates-files", "--base-url", server.archive]


def details(counts: Counter[str]) -> int:
    """Requests for a bill or a text: what an unchanged list must not cause."""
    of_bills = ("getBill", "getBillText", "getAmendment", "documents")
    return sum(count for name, count in counts.items() if name.split()[-1] in of_bills)


@pytest.mark.parametrize("source", ["legiscan", "openstates", "openstates-files"])
def test_all_jurisdictions_from_one_source_then_nothing_again(source: str, quick: Cycle, server: SampleServer):
    argv = command(source, server)
    _, first = quick.run(*argv)
    assert first["new"] >= 170
    with Store(quick.url) as store, store.read() as session:
        found = set(session.scalars(select(BillRow.jurisdiction)))
        events = list(session.scalars(select(EventRow.event_id)))
    assert found == {state.code for state in STATES}
    assert len(events) == len(set(events))
    assert len(events) >= first["events"]
    _, rows = quick.run("coverage")
    assert {row["jurisdiction"] for row in rows["jurisdictions"]} >= found

    server.reset()
    _, second = quick.run(*argv)
    assert (second["new"], second["changed"], second["events"]) == (0, 0, 0)
    assert details(server.counts) <= len(NAMED_BAD)
    if source == "openstates-files":
        asked = [request for request in server.requests if request.endpoint == "archive"]
        assert len(asked) == 51
        assert {request.status for request in asked} == {304}


def test_a_day_later_each_change_is_seen_once(cycle: Cycle, server: SampleServer):
    argv = command("legiscan", server)
    cycle.run(*argv)
    server.day = 2
    server.reset()
    _, moved = cycle.run(*argv)
    assert moved["new"] > 0
    assert moved["changed"] > 0
    assert moved["events"] > 0
    assert 0 < details(server.counts) < 80
    server.reset()
    _, again = cycle.run(*argv)
    assert (again["new"], again["changed"], again["events"]) == (0, 0, 0)
    assert details(server.counts) <= len(NAMED_BAD)


def test_a_missing_archive_costs_its_own_state_only(quick: Cycle, server: SampleServer):
    code, first = quick.run(*command("openstates-files", server), "--jurisdiction", "US", "--jurisdiction", "WA")
    assert code == 3
    assert first["state"] == "partial"
    assert first["error_kinds"] == {"not-found": 1}
    with Store(quick.url) as store, store.read() as session:
        assert set(session.scalars(select(BillRow.jurisdiction))) == {"WA"}
