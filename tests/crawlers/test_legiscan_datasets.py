"""Data sets by the API: legiscan-datasets against the sample server, with the real command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from crawlers.samples.server import SampleServer, sample_server
from monitor.store.engine import Store
from monitor.store.migrate import upgrade
from monitor.store.tables import BillRow, EventRow

KEY = "a-secret-key-of-ours"
STATES = ("--jurisdiction", "WA", "--jurisdiction", "CO")


class Desk:
    """A database, a cache, a server, and the command."""

    def __init__(self, url: str, folder: Path, server: SampleServer) -> None:
        self.url, self.folder, self.server = url, folder, server
        self.said = ""

    def crawl(
        self, *options: str, source: str = "legiscan-datasets", key: str = KEY, expect: int = 0
    ) -> dict[str, Any]:
        self.server.reset()
        environment = {**os.environ, "PREEMPT_DATABASE_URL": self.url, "PREEMPT_DATA_DIR": str(self.folder)}
        if key:
            environment["PREEMPT_LEGISCAN_KEY"] = key
        argv = ["crawl", "run", source, "--base-url", self.server.legiscan, *STATES, "--json", *options]
        done = subprocess.run(
            [sys.executable, "-m", "monitor", *argv], env=environment, capture_output=True, text=True, check=False
        )
        self.said = done.stdout + done.stderr
        assert done.returncode == expect, self.said
        return json.loads(done.stdout) if done.stdout else {}

    def asked(self, operation: str) -> int:
        return self.server.counts[f"legiscan {operation}"]

    def rows(self, *columns: Any) -> list[Any]:
        with Store(self.url) as store, store.read() as session:
            return list(session.execute(select(*columns)))


@pytest.fixture
def desk(sqlite_databases, tmp_path: Path) -> Iterator[Desk]:
    with sqlite_databases.fresh() as url, sample_server(local_links=True) as server:
        with Store(url) as store:
            upgrade(store)
        yield Desk(url, tmp_path, server)


def test_what_lies_here_is_not_fetched_again_and_what_moved_is(desk: Desk):
    first = desk.crawl()
    assert (first["state"], first["source"]) == ("ok", "legiscan")
    sets = desk.asked("getDatasetRaw")
    assert sets >= 2
    assert desk.asked("getBill") == 0
    titles = [title for (title,) in desk.rows(BillRow.title)]
    assert len(titles) == first["new"] > 5
    second = desk.crawl()
    assert (desk.asked("getDatasetList"), desk.asked("getDatasetRaw")) == (1, 0)
    assert (second["new"], second["changed"], second["events"]) == (0, 0, 0)
    desk.server.day = 2
    third = desk.crawl()
    assert 0 < desk.asked("getDatasetRaw") <= sets
    assert third["changed"] > 0
    events = [event for (event,) in desk.rows(EventRow.event_id)]
    assert len(events) == len(set(events))
    assert desk.crawl()["events"] == 0
    assert len(list((desk.folder / "downloads" / "legiscan").rglob("*.archive"))) == sets, "the newest of each alone"


def test_bills_of_other_matters_are_stored_when_they_are_asked_for(desk: Desk):
    some = desk.crawl()["new"]
    assert desk.crawl("--option", "every_bill=yes")["new"] > 0
    assert desk.crawl("--option", "every_bill=yes", "--option", "sessions=all")["state"] == "ok"
    assert len(desk.rows(BillRow.id)) > some


def test_what_a_data_set_holds_is_not_asked_for_bill_by_bill(desk: Desk):
    loaded = desk.crawl()["new"]
    record = desk.crawl(source="legiscan")
    assert record["events"] > 0, "the texts, which no data set has"
    assert desk.asked("getBill") <= loaded, "each once, for its texts"
    assert record["new"] <= 1, "what a search finds by its text alone"


def test_the_key_is_in_no_file_and_in_no_line(desk: Desk):
    desk.crawl()
    desk.server.use("legiscan/forbidden")
    desk.crawl(expect=1)
    assert KEY not in desk.said
    for path in desk.folder.rglob("*"):
        assert not path.is_file() or KEY.encode() not in path.read_bytes(), path
    desk.server.stop()
    desk.crawl(expect=1)
    assert KEY not in desk.said


@pytest.mark.parametrize(
    ("fault", "state", "failure"),
    [
        ("empty-body", "failed", "decode"),
        ("error-in-body", "failed", "schema-drift"),
        ("empty-list", "failed", "empty"),
        ("server-error", "failed", "server-error"),
        ("waf-page", "failed", "decode"),
    ],
)
def test_a_list_that_is_none_ends_the_run_and_is_not_kept(desk: Desk, fault: str, state: str, failure: str):
    desk.server.use(f"legiscan/{fault}")
    record = desk.crawl(expect=1)
    assert (record["state"], record["failure"]) == (state, failure)
    desk.server.use()
    assert desk.crawl("--limit", "1")["listed"] == 1


def test_a_quota_that_is_used_up_is_a_run_that_was_skipped_and_is_not_asked_again(desk: Desk):
    desk.server.use("legiscan/quota-used-up")
    record = desk.crawl(expect=1)
    assert (record["state"], record["failure"]) == ("skipped_quota", "quota")
    desk.server.use()
    desk.crawl(expect=1)
    assert desk.asked("getDatasetList") == 0


def test_a_broken_data_set_costs_its_session_alone_and_is_fetched_anew(desk: Desk):
    desk.server.use("legiscan/truncated-archive:1")
    record = desk.crawl(expect=3)
    assert (record["state"], record["error_kinds"]) == ("partial", {"decode": 1})
    assert record["new"] > 0
    assert desk.crawl()["new"] > 0
    assert desk.asked("getDatasetRaw") == 1


def test_without_a_key_it_says_what_to_do(desk: Desk):
    desk.crawl(key="", expect=2)
    assert "PREEMPT_LEGISCAN_KEY" in desk.said
