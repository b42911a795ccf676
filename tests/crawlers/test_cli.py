from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from crawlers.catalog import SourceOptionError, spider_arguments, spider_of
from crawlers.run import CrawlOutcome
from monitor.cli import cli
from monitor.config import Settings
from monitor.errors import ConfigError, PreemptError, StoreError
from monitor.model.run import ItemError, RunRecord, RunState
from monitor.services.runs import finish_run, note_errors, start_run
from monitor.store.engine import Store
from tests.crawlers.bills import FETCHED_AT


@pytest.fixture(autouse=True)
def data(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("PREEMPT_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("PREEMPT_LOG_LEVEL", "error")
    assert invoke("init")[0] == 0
    return tmp_path


def invoke(*argv: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(cli, argv, standalone_mode=False)
    if isinstance(done.exception, SystemExit):
        return int(str(done.exception.code)), done.stdout, done.stderr
    if done.exception is not None:
        raise done.exception
    return int(done.return_value or 0), done.stdout, done.stderr


def run_of(**changes: Any) -> RunRecord:
    base: dict[str, Any] = {
        "source": "openstates-files",
        "state": RunState.OK,
        "started_at": FETCHED_AT,
        "ended_at": FETCHED_AT,
        "listed": 3,
        "new": 2,
        "unchanged": 1,
        "events": 5,
        "seconds": 1.5,
    }
    return RunRecord(**(base | changes))


def store_run(data: Path, *errors: ItemError, **changes: Any) -> int:
    with Store(f"sqlite:///{data / 'preempt.db'}") as store:
        run = start_run(store, source="openstates-files", target="a sample", clock=lambda: FETCHED_AT)
        note_errors(store, run, errors, clock=lambda: FETCHED_AT)
        finish_run(store, run, run_of(**changes), sessions=(), clock=lambda: FETCHED_AT)
    return run


ERRORS = [ItemError(kind="malformed", subject=f"bill {n:02}", message="not JSON") for n in range(12)]


def test_the_sources():
    code, out, _ = invoke("crawl", "list")
    assert code == 0
    assert re.search(r"^openstates-files +bulk-files +Open States bill files", out, re.MULTILINE)
    assert "preempt crawl legiscan; key: PREEMPT_LEGISCAN_KEY; options: every_bill, queries, sessions, texts" in out
    rows = {row["source"]: row for row in json.loads(invoke("crawl", "list", "--json")[1])}
    assert {"legiscan", "legiscan-dataset", "openstates-files"} <= set(rows)
    assert list(rows) == sorted(rows)
    assert rows["legiscan-dataset"]["kept_as"] == "legiscan"
    assert (rows["legiscan"]["site"], rows["legiscan"]["platform"]) == ("https://api.legiscan.com/", "json-api")
    assert (rows["openstates-files"]["key"], rows["openstates-files"]["site"]) == ("", "")


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["run", "nothing"], "no source is called 'nothing'; see `preempt crawl list`"),
        (["check", "nothing"], "no source is called 'nothing'"),
        (["run", "legiscan"], "PREEMPT_LEGISCAN_KEY: legiscan needs a key"),
        (["run", "openstates-files", "-o", "pth=x"], "takes no option 'pth'; it takes: cache, path, url"),
        (["run", "legiscan-dataset", "--base-url", "http://127.0.0.1/"], "reads files: it has no base address"),
        (["run", "openstates-files", "-o", "path=a", "-o", "path=b"], "path is given more than once"),
        (["run", "openstates-files", "-o", "path"], "an option is NAME=VALUE"),
    ],
)
def test_wrong_use_of_any_source(argv: list[str], words: str):
    with pytest.raises((PreemptError, click.UsageError), match=re.escape(words)) as caught:
        invoke("crawl", *argv)
    assert caught.value.exit_code == 2


def test_what_a_source_is_started_with(tmp_path: Path):
    settings = Settings(_env_file=None, data_dir=tmp_path, legiscan_key="sample-key", legiscan_queries=("a",))
    found = spider_arguments(
        spider_of("legiscan"),
        settings,
        codes=("WA",),
        limit=3,
        options=[("every_bill", "yes"), ("queries", "b"), ("queries", "c")],
    )
    assert found == {
        "limit": 3,
        "jurisdictions": ("WA",),
        "base_url": "https://api.legiscan.com/",
        "key": "sample-key",
        "queries": ("b", "c"),
        "every_bill": True,
    }
    assert spider_arguments(spider_of("legiscan"), settings)["queries"] == ("a",)
    with pytest.raises(SourceOptionError, match="every_bill is yes or no"):
        spider_arguments(spider_of("legiscan"), settings, options=[("every_bill", "perhaps")])
    files = spider_arguments(spider_of("openstates-files"), settings, options=[("path", "x")])
    assert files == {"limit": None, "jurisdictions": (), "path": "x", "cache": str(tmp_path / "downloads")}


def test_before_the_first_crawl():
    assert "nothing was crawled yet" in invoke("crawl", "runs")[1]
    assert invoke("crawl", "errors")[1] == "nothing was crawled yet\n"
    assert json.loads(invoke("crawl", "runs", "--json")[1]) == []
    assert json.loads(invoke("crawl", "errors", "--json")[1]) == []


def test_runs_and_their_errors(data):
    first = store_run(data, *ERRORS[:1], error_kinds={"malformed": 1}, baseline=True)
    second = store_run(data, state=RunState.FAILED, message="it broke", new=0, unchanged=0, seconds=0.0)
    latest, why, before = invoke("crawl", "runs")[1].splitlines()
    assert latest.split()[:3] == ["2", "2026-11-23", "12:00Z"]
    assert latest.endswith("; failed")
    assert why.strip() == "it broke"
    assert "3 bills listed, 2 new, 0 changed, 1 unchanged, 1 error" in before
    assert "a baseline, mails nothing" in before
    (row,) = json.loads(invoke("crawl", "runs", "--limit", "1", "--json")[1])
    assert (row["run"], row["state"], row["message"], row["target"]) == (second, "failed", "it broke", "a sample")
    assert invoke("crawl", "errors")[1] == f"run {second} noted no errors\n"
    assert invoke("crawl", "errors", str(first))[1] == "malformed: bill 00: not JSON\n"
    (error,) = json.loads(invoke("crawl", "errors", str(first), "--json")[1])
    assert error == {
        "kind": "malformed",
        "subject": "bill 00",
        "message": "not JSON",
        "noted_at": "2026-11-23T12:00:00+00:00",
    }


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--path", "x", "--url", "https://example.org/x.tar.gz"),
        ("--path", "x", "--limit", "0"),
        ("--path", "x", "--limit", "many"),
        ("--path", "x", "-j", "ZZ"),
    ],
    ids=" ".join,
)
def test_wrong_use(options: tuple[str, ...]):
    done = CliRunner().invoke(cli, ["crawl", "openstates-files", *options])
    assert done.exit_code == 2
    assert "Error" in done.stderr


def crawled(monkeypatch, data: Path, record: RunRecord, *argv: str, failure: Any = None, errors: int = 0) -> Any:
    """The command around a crawl that does nothing."""
    asked: dict[str, Any] = {}

    def run_crawl(source: str, arguments: dict[str, Any], settings: Any, **options: Any) -> CrawlOutcome:
        asked.update(arguments, source=source, **options)
        return CrawlOutcome(
            run_id=store_run(data, *ERRORS[:errors]),
            target=options["target"],
            record=record,
            coverage={},
            failure=failure,
        )

    monkeypatch.setattr("crawlers.run.run_crawl", run_crawl)
    return *invoke("crawl", "openstates-files", *argv), asked


@pytest.mark.parametrize(
    ("changes", "failure", "code", "said"),
    [
        ({}, None, 0, ""),
        ({"error_kinds": {"malformed": 1}}, None, 3, ""),
        ({"state": RunState.PARTIAL, "message": "limited; the listing goes on"}, None, 0, ""),
        ({"state": RunState.PARTIAL, "message": "stopped; run again to go on"}, None, 1, "preempt: stopped; run again"),
        ({"state": RunState.FAILED}, StoreError("it broke"), 1, "preempt: error: it broke"),
    ],
)
def test_exit_codes(monkeypatch, data, changes: dict[str, Any], failure: Any, code: int, said: str):
    found, out, err, _ = crawled(monkeypatch, data, run_of(**changes), "--path", "x", "--json", failure=failure)
    assert found == code
    assert err.startswith(said)
    assert json.loads(out)["state"] == changes.get("state", RunState.OK).value


def test_what_the_crawl_is_asked_for(monkeypatch, data):
    *_, asked = crawled(monkeypatch, data, run_of(), "--path", "x", "-j", "wa", "-j", "USA", "--limit", "5")
    assert (asked["source"], asked["path"], asked["url"]) == ("openstates-files", "x", "")
    assert (asked["jurisdictions"], asked["limit"], asked["cache"]) == (("WA", "US"), 5, str(data / "downloads"))
    assert asked["target"] == str(Path("x").resolve())
    *_, asked = crawled(monkeypatch, data, run_of(), "--url", "https://example.org/x.tar.gz")
    assert (asked["path"], asked["url"], asked["target"], asked["limit"]) == (
        "",
        "https://example.org/x.tar.gz",
        "https://example.org/x.tar.gz",
        None,
    )


def test_what_legiscan_is_asked_for(monkeypatch, data):
    asked: dict[str, Any] = {}

    def run_crawl(source: str, arguments: dict[str, Any], settings: Any, **options: Any) -> CrawlOutcome:
        asked.update(arguments, source=source, **options)
        return CrawlOutcome(
            run_id=store_run(data), target=options["target"], record=run_of(), coverage={}, failure=None
        )

    monkeypatch.setattr("crawlers.run.run_crawl", run_crawl)
    monkeypatch.setenv("PREEMPT_LEGISCAN_KEY", "sample-key")
    monkeypatch.setenv("PREEMPT_LEGISCAN_QUERIES", '["robots"]')
    code, out, _ = invoke("crawl", "legiscan", "--json")
    assert code == 0
    assert "sample-key" not in out
    assert (asked["source"], asked["key"], asked["base_url"]) == ("legiscan", "sample-key", "https://api.legiscan.com/")
    assert (asked["queries"], asked["sessions"], asked["every_bill"]) == (("robots",), "current", False)
    assert asked["target"] == "https://api.legiscan.com/"
    options = (
        "--base-url",
        "http://127.0.0.1:1/",
        "--state",
        "ca",
        "--query",
        "a",
        "--query",
        "b",
        "--sessions",
        "all",
    )
    invoke("crawl", "legiscan", *options, "--every-bill", "--limit", "3")
    assert (asked["base_url"], asked["jurisdictions"], asked["queries"]) == ("http://127.0.0.1:1/", ("CA",), ("a", "b"))
    assert (asked["sessions"], asked["every_bill"], asked["limit"]) == ("all", True, 3)
    (data / "sample.zip").touch()
    invoke("crawl", "legiscan-dataset", str(data / "sample.zip"), "-j", "MI")
    assert (asked["source"], asked["path"], asked["jurisdictions"]) == (
        "legiscan-dataset",
        str(data / "sample.zip"),
        ("MI",),
    )


def test_legiscan_needs_a_key():
    with pytest.raises(ConfigError, match="PREEMPT_LEGISCAN_KEY: LegiScan needs a key; it is free"):
        invoke("crawl", "legiscan", "--dry-run")


def test_the_first_errors_are_shown(monkeypatch, data):
    code, out, *_ = crawled(monkeypatch, data, run_of(error_kinds={"malformed": 12}), "--path", "x", errors=12)
    assert code == 3
    lines = out.splitlines()
    assert lines[0].startswith("openstates-files: 3 bills listed, 2 new, 0 changed, 1 unchanged, 12 errors")
    assert lines[1] == "  malformed: bill 00: not JSON"
    assert lines[-1] == "  and 2 more: preempt crawl errors 1"
    assert len(lines) == 12
    assert len(crawled(monkeypatch, data, run_of(), "--path", "x")[1].splitlines()) == 1
