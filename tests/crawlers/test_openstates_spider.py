"""The real command against Open States of the sample server: a process a crawl, since Scrapy's reactor starts once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text as sql

from crawlers.samples.read_samples import SAMPLES
from crawlers.samples.server import SampleServer, sample_server
from monitor.model.jurisdiction import STATES
from monitor.store.engine import Store

KEY = "sample-key-9901"
# The waits that a provider asks for would take as long as they say.
_FAST = """
import crawlers.settings
crawlers.settings.RETRY_AFTER_DEFAULT = 0.1
from monitor.cli import main
main()
"""
_NO_PACE = {"PREEMPT_OPENSTATES_MINUTE_CALLS": "100000", "PREEMPT_OPENSTATES_DAY_CALLS": "100000"}


class Crawler:
    """The command with a data folder of its own and a key."""

    def __init__(self, folder: Path, server: SampleServer) -> None:
        self.data, self.server, self.said = folder / "data", server, ""
        self.environment = {
            **os.environ,
            **_NO_PACE,
            "PREEMPT_DATA_DIR": str(self.data),
            "PREEMPT_OPENSTATES_KEY": KEY,
        }
        assert self.run("init").returncode == 0

    def run(self, *argv: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", _FAST, *argv],
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def __call__(self, *options: str, **environment: str) -> dict[str, Any]:
        done = self.run("crawl", "openstates", "--base-url", self.server.openstates, "--json", *options, **environment)
        self.said = done.stdout + done.stderr
        assert KEY not in self.said
        assert "Traceback" not in self.said, self.said
        record: dict[str, Any] = json.loads(done.stdout)
        return record

    def asked(self) -> dict[str, int]:
        """What the server was asked since the last time, without robots.txt."""
        found = {name: count for name, count in self.server.counts.items() if name != "robots.txt"}
        self.server.counts.clear()
        return found

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with Store(f"sqlite:///{self.data / 'preempt.db'}") as store, store.read() as opened:
            return [tuple(row) for row in opened.execute(sql(query))]


@pytest.fixture
def server() -> Iterator[SampleServer]:
    with sample_server(local_links=True) as found:
        yield found
        assert found.errors == []


@pytest.fixture
def crawl(tmp_path: Path, server: SampleServer) -> Crawler:
    return Crawler(tmp_path, server)


def counts(record: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(record[name] for name in ("state", "listed", "new", "changed", "unchanged"))


def test_all_jurisdictions_with_open_states_alone(server: SampleServer, crawl: Crawler):
    every = [part for state in STATES for part in ("-j", state.code)]
    before = {bill.key for bill in server.world.bills}
    known = len(before)
    first = crawl(*every)
    assert counts(first) == ("ok", known, known - 1, 0, 0)
    assert first["error_kinds"]["sanity"] == 1, "one sample has no title: it is never stored, and stays owed"
    assert first["baseline"]
    assert crawl.rows("SELECT count(DISTINCT jurisdiction), count(*) FROM bill") == [(51, known - 1)]
    asked = crawl.asked()
    assert (asked["openstates /jurisdictions"], asked["openstates /bills"]) == (1, 51), "pages hold the bills"
    assert asked["documents"] > 51
    assert crawl.rows("SELECT count(*) > 51 FROM version WHERE quality = 'ok'") == [(1,)]
    events = crawl.rows("SELECT count(*) FROM event")

    second = crawl(*every)
    assert counts(second) == ("ok", 1, 0, 0, 0)
    assert crawl.asked() == {"openstates /jurisdictions": 1, "openstates /bills": 51}
    assert crawl.rows("SELECT count(*) FROM event") == events
    assert crawl.rows("SELECT count(DISTINCT jurisdiction) FROM session WHERE last_good_run = 2") == [(51,)]

    server.day = 2
    third = crawl(*every)
    fresh = {bill.key for bill in server.world.bills if bill.title} - before
    renumbered = crawl.rows(
        "SELECT jurisdiction, identifier FROM event JOIN bill ON bill.id = bill_id"
        " WHERE kind = 'bill.renumbered' ORDER BY 1"
    )
    assert renumbered == [("MA", "H 9901"), ("MT", "HB 9901")], "a docket and a draft stay the bills that they were"
    assert third["new"] == len(fresh) - len(renumbered) > 0
    assert crawl.rows("SELECT count(*) FROM bill") == [(known - 1 + third["new"],)]
    assert third["changed"] > 0
    assert third["unchanged"] > 0, "updated_at moves for nothing too"
    after = crawl.rows("SELECT count(*) FROM event")
    assert after > events
    crawl.asked()
    assert counts(crawl(*every))[2:4] == (0, 0)
    assert "documents" not in crawl.asked()
    assert crawl.rows("SELECT count(*) FROM event") == after, "each change once"
    for path in crawl.data.rglob("*"):
        assert not path.is_file() or KEY.encode() not in path.read_bytes(), path


def test_searches_in_all_states_at_once(server: SampleServer, crawl: Crawler):
    record = crawl("--query", "AI 2026", "--query", "artificial intelligence")
    assert record["new"] > 20
    asked = [request.path for request in server.requests if "/bills" in request.path]
    assert "q=%22AI+2026%22" in asked[0], "not a number of a bill"
    assert all(KEY not in request.path for request in server.requests)
    crawl.asked()
    since = crawl("-j", "NV", "--updated-since", "2026-11-24")
    assert counts(since) == ("ok", 0, 0, 0, 0), "nothing since then is no failure"


def test_a_query_that_suddenly_finds_nothing(server: SampleServer, crawl: Crawler):
    """Nothing for a query with a history of hits is another meaning of the query, not the end of the bills."""
    words = ("--query", "artificial intelligence", "--query", "chatbot")
    assert crawl(*words)["new"] > 0
    server.use("openstates/empty-list")
    record = crawl(*words)
    assert (record["state"], record["failure"]) == ("failed", "empty"), crawl.said
    assert record["error_kinds"].get("empty", 0) >= 1, crawl.said


@pytest.mark.parametrize(
    ("fault", "state", "kinds"),
    [
        ("forbidden", "failed", set()),
        ("waf-page", "blocked", {"blocked"}),
        ("server-error", "failed", {"server-error"}),
    ],
)
def test_faults_are_on_record_and_change_nothing(
    server: SampleServer, crawl: Crawler, fault: str, state: str, kinds: set[str]
):
    assert crawl("-j", "CO")["state"] == "ok"
    stored = crawl.rows("SELECT identifier, title, status FROM bill ORDER BY id")
    events = crawl.rows("SELECT count(*) FROM event")
    server.use(f"openstates/{fault}")
    record = crawl("-j", "CO")
    assert (record["state"], set(record["error_kinds"])) == (state, kinds), crawl.said
    assert crawl.rows("SELECT identifier, title, status FROM bill ORDER BY id") == stored
    assert crawl.rows("SELECT count(*) FROM event") == events
    server.use()
    assert crawl("-j", "CO")["state"] == "ok"


def test_a_quota_that_is_used_up_midway(server: SampleServer, crawl: Crawler):
    some = [part for code in ("CO", "CT", "NV", "UT") for part in ("-j", code)]
    limited = crawl(*some, PREEMPT_OPENSTATES_DAY_CALLS="3", PREEMPT_OPENSTATES_SOFT_PERCENT="100")
    assert limited["state"] == "skipped_quota"
    assert "used up for this day" in limited["message"]
    assert crawl.asked()["openstates /bills"] == 2
    stored = [code for (code,) in crawl.rows("SELECT DISTINCT jurisdiction FROM bill ORDER BY 1")]
    assert stored == ["CO", "CT"], "what was on the pages at hand is stored"
    rest = crawl(*some)
    assert rest["state"] == "ok"
    assert rest["new"] == rest["listed"] > 0, "and not read again"
    assert crawl.rows("SELECT count(DISTINCT jurisdiction) FROM bill") == [(4,)]


def test_bills_that_a_killed_run_left_are_asked_for_by_number(server: SampleServer, crawl: Crawler):
    first = crawl("-j", "CO", "--limit", "2")
    assert (first["state"], first["new"]) == ("partial", 2)
    crawl.asked()
    rest = crawl("-j", "CO", "--updated-since", "2030-01-01")
    assert rest["state"] == "ok"
    assert rest["new"] == 3
    assert crawl.asked()["openstates /bills"] == 2, "an empty list, and one call for all three"


def test_a_limit_of_the_minute_is_told_and_ends_no_run(tmp_path: Path):
    """A refusal closes the minute for the key: it is waited for, and asked once more."""
    with sample_server(local_links=True, per_minute=1) as server:
        crawl = Crawler(tmp_path, server)
        process = subprocess.Popen(
            [sys.executable, "-c", _FAST, "crawl", "openstates", "--base-url", server.openstates, "-j", "CO"],
            env=crawl.environment,
        )
        try:
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(timeout=4)
            assert server.counts["openstates /bills"] <= 1, "it waits, and does not hammer"
            refused = "SELECT outcome FROM quota_grant ORDER BY id"
            assert "refused" in [outcome for (outcome,) in crawl.rows(refused)]
        finally:
            process.terminate()
            process.wait()


def test_a_wrong_key_ends_the_run(server: SampleServer, crawl: Crawler):
    record = crawl("-j", "CO", PREEMPT_OPENSTATES_KEY="wrong")
    assert record["state"] == "failed"
    assert "Invalid API Key" in record["message"]
    assert crawl.asked() == {"openstates /jurisdictions": 1}
    bare = crawl.run("crawl", "openstates", PREEMPT_OPENSTATES_KEY="")
    assert (bare.returncode, "PREEMPT_OPENSTATES_KEY" in bare.stderr) == (2, True)


def test_links_lead_nowhere_else(tmp_path: Path):
    """Sample answers that link to other hosts make no request off this machine."""
    with sample_server() as server:
        crawl = Crawler(tmp_path, server)
        assert crawl("-j", "CO")["state"] == "ok"
        assert crawl.rows("SELECT DISTINCT quality FROM version") == [("missing",)]
        assert "documents" not in crawl.asked()


def test_scrapers_that_failed_last(server: SampleServer, crawl: Crawler):
    assert "not asked yet" in crawl.run("crawl", "scraper-runs").stdout
    crawl("-j", "CO", "--limit", "1")
    crawl.asked()
    said = crawl.run("crawl", "scraper-runs").stdout
    assert "UT  failed  last good run: 2026-11-2" in said
    assert "of 51 scrapers ran well" in said
    rows = json.loads(crawl.run("crawl", "scraper-runs", "--json").stdout)
    assert len(rows) == 51
    assert {row["succeeded"] for row in rows} == {True, False}
    assert crawl.asked() == {}


def test_the_plan_asks_for_nothing(server: SampleServer, crawl: Crawler):
    done = crawl.run("crawl", "openstates", "--dry-run", "-j", "CO", "-j", "UT", "--json")
    assert {row["bucket"]: row["wanted"] for row in json.loads(done.stdout)} == {"jurisdictions": 1, "list": 2}
    searches = crawl.run("crawl", "openstates", "--dry-run", "--query", "a", "--query", "b")
    assert "search" in searches.stdout
    assert crawl.asked() == {}


def test_a_bill_of_the_bulk_files_is_the_same_bill(server: SampleServer, crawl: Crawler):
    assert crawl.run("crawl", "openstates-files", "--path", str(SAMPLES / "day1")).returncode in (0, 3)
    files = crawl.rows("SELECT id, jurisdiction, session, identifier FROM bill ORDER BY id")
    assert len(files) > 20
    codes = sorted({row[1] for row in files})
    record = crawl(*(part for code in codes for part in ("-j", code)))
    assert record["state"] == "ok"
    assert record["changed"] + record["unchanged"] == len(files), "each was met again"
    bills = [bill for bill in server.world.bills if bill.state in codes and bill.title]
    assert crawl.rows("SELECT count(*) FROM bill") == [(len(bills),)]
    assert crawl.rows("SELECT id, jurisdiction, session, identifier FROM bill ORDER BY id")[: len(files)] == files
