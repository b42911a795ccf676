from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor.cli import cli
from monitor.clock import system_clock
from monitor.model.quota import CallOutcome, key_name, legiscan, openstates
from monitor.services.quota import QuotaLedger
from monitor.store.engine import Store


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PREEMPT_DATA_DIR", str(tmp_path))
    assert CliRunner().invoke(cli, ["init"]).exit_code == 0
    return tmp_path


def run(*argv: str) -> str:
    done = CliRunner().invoke(cli, ["quota", *argv])
    assert done.exit_code == 0, done.output
    return done.stdout


def spend(folder: Path) -> None:
    with Store(f"sqlite:///{folder / 'preempt.db'}") as store:
        first = QuotaLedger.of_key(store, legiscan(), "a sample key", clock=system_clock)
        first.settle(first.reserve("bill", 1_200), outcome=CallOutcome.ANSWERED)
        first.reserve("search", 34)
        other = QuotaLedger.of_key(store, openstates(), "another", clock=system_clock)
        other.settle(other.reserve("list", 2), outcome=CallOutcome.REFUSED)


def test_before_the_first_call(folder: Path):
    assert run().splitlines() == [
        "legiscan: no call was made yet; 30,000 a month",
        "openstates: no call was made yet; 10 a minute, 250 a day",
        "courtlistener: no call was made yet; 5 a minute, 50 an hour, 125 a day",
    ]


def test_what_was_used_and_what_is_left(folder: Path):
    spend(folder)
    lines = run().splitlines()
    assert lines[0] == f"legiscan, key {key_name('a sample key')}; 1 without an outcome"
    assert "1,234 of 30,000 used, 27,266 left (22,766 for what is not essential); ends" in lines[2]
    assert lines[3].strip() == "bill 1,200, search 34"
    assert lines[4] == f"openstates, key {key_name('another')}"
    assert "2 of 250 used, 0 left (0 for what is not essential); the provider said that it is used up" in lines[6]


def test_the_same_as_json(folder: Path):
    spend(folder)
    first, other, _ = json.loads(run("--json"))
    assert first["limits"] == [{"window": "month", "calls": 30_000, "soft_stop": 24_000, "hard_stop": 28_500}]
    day, month = first["keys"][0]["windows"]
    assert month["ends"].endswith("-01T00:00:00+00:00")
    del month["ends"]
    assert month == {
        "window": "month",
        "used": 1_234,
        "limit": 30_000,
        "left": 27_266,
        "left_to_the_rest": 22_766,
        "exhausted": False,
        "buckets": {"bill": 1_200, "search": 34},
    }
    assert (day["limit"], day["left"], day["used"]) == (None, None, 1_234)
    assert [window["exhausted"] for window in other["keys"][0]["windows"]] == [False, True]


def test_other_limits_by_settings(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PREEMPT_OPENSTATES_DAY_CALLS", "5000")
    assert "10 a minute, 5,000 a day" in run()
    monkeypatch.setenv("PREEMPT_LEGISCAN_HARD_PERCENT", "50")
    done = CliRunner().invoke(cli, ["quota"])
    assert "it is less than legiscan_soft_percent (80)" in str(done.exception)
