"""``preempt coverage`` and ``preempt crawl accept`` from end to end: files written here, crawled by the real spider."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from monitor.cli import cli
from monitor.errors import ExitCode
from monitor.model.event import EventKind
from monitor.model.health import SourceHealth, SourceVerdict
from monitor.model.jurisdiction import jurisdiction
from monitor.services.coverage import CoverageLine, Lag, percentile
from monitor.services.holds import NothingToAcceptError
from monitor.services.runs import start_run
from monitor.show_coverage import coverage_page, gates_page
from monitor.show_findings import console
from monitor.store.engine import Store
from monitor.store.tables import BillRow, EventRow
from tests.e2e.corpus import write_bills
from tests.health_service import BILLS, WA, Service

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def data(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("PREEMPT_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("PREEMPT_LOG_LEVEL", "error")
    assert invoke("init")[0] == 0
    return tmp_path


def invoke(*argv: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli, argv, standalone_mode=False)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return int(done.return_value or 0), done.stdout


def lines(*argv: str) -> dict[str, dict[str, Any]]:
    content = json.loads(invoke("coverage", "--json", *argv)[1])
    return {line["jurisdiction"]: line for line in content["jurisdictions"]}


@pytest.fixture
def service(data: Path):
    """A session of sixty bills in Washington, read well just now."""
    with Store(f"sqlite:///{data / 'preempt.db'}") as store:
        made = Service(store)
        made.day = (datetime.now().astimezone() - made.now).total_seconds() / 86400 - 1.01
        made.run(BILLS)
        yield made


def test_before_the_first_crawl_nothing_is_known_of_anybody():
    code, out = invoke("coverage")
    assert code == ExitCode.DONE
    assert out.count("no source") == 51
    assert "0 of 51 read well and in time" in out
    found = lines()
    assert len(found) == 51
    assert found["WY"]["remark"] == "no source: nothing is known of it"
    assert (found["WY"]["verdict"], found["WY"]["good"], found["WY"]["lag_days"]) == ("no source", False, None)
    assert invoke("coverage", "--fail-stale")[0] == ExitCode.DONE, "what nobody asked to cover is not stale"


def test_a_jurisdiction_that_is_read_well(service: Service):
    found = lines()["WA"]
    assert (found["verdict"], found["good"], found["bills"], found["bills_with_text"]) == ("ok", True, 60, 0)
    assert found["remark"] == "no text could be read: nothing is judged"
    assert [source["source"] for source in found["sources"]] == ["sample"]
    assert found["sources"][0]["sessions"] == [WA[1]]
    assert invoke("coverage", "--fail-stale")[0] == ExitCode.DONE
    code, out = invoke("coverage", "wa")
    assert code == ExitCode.DONE
    assert "60 bills listed; no earlier run to compare" in out


def test_a_run_that_cannot_be_right_and_its_acceptance(service: Service):
    run = start_run(service.store, source="sample", target="bills", clock=lambda: service.now)
    service.finish(run, service.tally(BILLS, changed=50))
    found = lines()["WA"]
    assert (found["verdict"], found["good"]) == ("degraded", False)
    assert "50 of 60 known bills changed (83.3 %)" in found["remark"]
    assert invoke("coverage", "--fail-stale")[0] == ExitCode.FAILED
    assert invoke("coverage")[0] == ExitCode.DONE
    content = json.loads(invoke("coverage", "WA", "--json", "--runs", "1")[1])
    ((latest,), totals) = content["runs"], content["totals"]
    assert (latest["run"], latest["verdict"]) == (run, "fail")
    assert {gate["gate"]: gate["verdict"] for gate in latest["gates"]}["changed"] == "fail"
    assert (totals["good"], totals["not_good"], totals["bills"]) == (0, 1, 60)
    assert invoke("crawl", "accept", str(run), "--silent")[1].splitlines() == [
        f"run {run} counts for WA 2025-2026",
        "0 events that waited stay untold",
    ]
    assert lines()["WA"]["verdict"] == "ok"
    with pytest.raises(NothingToAcceptError):
        invoke("crawl", "accept", str(run))


def test_acceptance_as_json(service: Service):
    run = start_run(service.store, source="sample", target="bills", clock=lambda: service.now)
    service.finish(run, service.tally(BILLS, changed=50))
    assert json.loads(invoke("crawl", "accept", str(run), "--json")[1]) == {
        "run_id": run,
        "sessions": [list(WA)],
        "released": [list(WA)],
        "events": 0,
    }


def test_limits_are_settings(service: Service, monkeypatch):
    monkeypatch.setenv("PREEMPT_HEALTH", '{"late_hours": 0, "stale_hours": 0.001}')
    assert lines()["WA"]["verdict"] == "stale"


@pytest.mark.parametrize(
    ("argv", "words"), [(("coverage", "ZZ"), "unknown jurisdiction"), (("coverage", "--runs", "0"), "--runs")]
)
def test_wrong_use(argv: tuple[str, ...], words: str):
    done = CliRunner().invoke(cli, argv)
    assert done.exit_code == 2
    assert words in done.stderr


def crawl(path: Path) -> dict[str, Any]:
    """In a process of its own: Scrapy runs once in one."""
    command = [sys.executable, "-m", "monitor", "crawl", "openstates-files", "--path", str(path), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    found: dict[str, Any] = json.loads(done.stdout)
    assert done.returncode == (ExitCode.DONE if found["state"] == "ok" else ExitCode.ITEM_ERRORS), done.stderr
    assert ("does not count" in done.stderr) == (found["state"] != "ok")
    return found


def test_files_from_crawl_to_coverage(tmp_path: Path):
    """A whole session, then one with a third of its bills gone: the data stay, the run does not count."""
    write_bills(tmp_path / "bills", 60)
    first = crawl(tmp_path / "bills")
    assert (first["state"], first["listed"], first["fetched"], first["baseline"]) == ("ok", 60, 60, True)
    for number in range(9001, 9021):
        shutil.rmtree(next((tmp_path / "bills").rglob(f"HB{number}")))
    second = crawl(tmp_path / "bills")
    assert (second["state"], second["missing"]) == ("degraded", 20)
    found = lines()["WA"]
    assert (found["verdict"], found["bills"], found["ai_bills"], found["bills_with_text"]) == ("degraded", 60, 60, 60)
    assert found["last_good"][:19] == first["ended_at"][:19]
    assert found["remark"] == "20 of 60 known bills are not listed (33.3 %)"
    code, out = invoke("coverage", "WA")
    assert code == ExitCode.DONE
    assert "40 bills listed, 60 in good runs (66.7 %)" in " ".join(out.split())
    assert "warn" in out, "a session without an action in a month is closed: its list may be what it is"


def health(verdict: SourceVerdict, source: str = "sample", *, hours: float | None = 1, why: str = "") -> SourceHealth:
    return SourceHealth(
        source=source,
        jurisdiction="WA",
        sessions=("2025-2026",),
        verdict=verdict,
        last_good=None if hours is None else NOW - timedelta(hours=hours),
        last_run=NOW,
        why=why,
    )


def line(*sources: SourceHealth, **changed: Any) -> CoverageLine:
    fields: dict[str, Any] = {
        "jurisdiction": jurisdiction("WA"),
        "sources": sources,
        "newest_action": date(2026, 11, 20),
        "bills": 12_345,
        "texts": 9_999,
        "ai_bills": 321,
        "lag": Lag(p50=1.5, p95=12.25, changes=40),
    }
    return CoverageLine(**(fields | changed))


def test_the_best_source_speaks_for_a_jurisdiction():
    both = line(health(SourceVerdict.BLOCKED, "a", hours=2, why="403"), health(SourceVerdict.OK, "b"))
    assert (both.verdict, both.is_good, both.remark) == (SourceVerdict.OK, True, "")
    worse = line(
        health(SourceVerdict.FAILED, "a", hours=2, why="it broke"), health(SourceVerdict.PARTIAL, "b", hours=9)
    )
    assert (worse.verdict, worse.is_good) == (SourceVerdict.PARTIAL, False)
    assert worse.last_good == NOW - timedelta(hours=2)
    assert line(health(SourceVerdict.OK), bills=0, texts=0).remark == "no bill is known yet"


def shown(*rows: CoverageLine, capsys: pytest.CaptureFixture[str]) -> str:
    console().print(coverage_page(rows))
    return capsys.readouterr().out


def test_a_page_fits_a_hundred_columns_and_has_no_colours_outside_a_terminal(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "100")
    rows = [line(health(verdict, "openstates-files", why="why it is so")) for verdict in SourceVerdict]
    out = shown(*rows, line(), line(health(SourceVerdict.FAILED, hours=None), lag=None), capsys=capsys)
    assert "\x1b" not in out
    assert max(map(len, out.splitlines())) <= 100
    table = [row for row in out.splitlines() if "openstates-files" in row]
    assert len(table) == len(SourceVerdict), "one line a jurisdiction"
    assert "12,345" in table[0]
    assert "12.2" in table[0]
    assert "never" in out


def test_words_of_a_source_reach_the_terminal_without_harm(capsys):
    out = shown(line(health(SourceVerdict.FAILED, "a\x1b[2J", why="\x1b]0;evil\x07")), capsys=capsys)
    assert "\x1b" not in out
    assert "\x07" not in out


def test_no_run_has_no_gates(capsys):
    console().print(gates_page([]))
    assert "no complete run has listed it yet" in capsys.readouterr().out


@given(values=st.lists(st.floats(0, 1000), min_size=1), share=st.floats(0.01, 1))
def test_a_percentile_is_one_of_the_values_and_leaves_no_more_above_it(values: list[float], share: float):
    ordered = sorted(values)
    found = percentile(ordered, share)
    assert found in ordered
    assert sum(value <= found for value in ordered) >= share * len(ordered) - 1e-6


@pytest.mark.parametrize(("share", "value"), [(0.5, 2), (0.95, 4), (0.25, 1), (1, 4)])
def test_percentiles_by_nearest_rank(share: float, value: int):
    assert percentile([1, 2, 3, 4], share) == value


def test_lag_is_made_of_what_was_observed_live(service: Service):
    with service.store.write() as session:
        bill = session.scalars(select(BillRow.id).where(BillRow.identifier == "HB 1")).one()
        for number, (kind, days, baseline) in enumerate(
            [
                (EventKind.ACTION_ADDED, 2, False),
                (EventKind.VERSION_NEW, 4, False),
                (EventKind.ACTION_ADDED, -3, False),
                (EventKind.ACTION_ADDED, 300, True),
                (EventKind.BILL_NEW, 200, False),
            ]
        ):
            detected_at = service.now
            session.add(
                EventRow(
                    event_id=str(number),
                    kind=kind.value,
                    bill_id=bill,
                    occurred_on=(detected_at - timedelta(days=days)).date(),
                    detected_at=detected_at,
                    baseline=baseline,
                    payload={},
                )
            )
    lag = lines()["WA"]["lag_days"]
    assert lag["changes"] == 2
    assert 2 <= lag["p50"] < 3
    assert 4 <= lag["p95"] < 5
