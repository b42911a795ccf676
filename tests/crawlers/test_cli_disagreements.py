from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor.cli import cli
from monitor.clock import system_clock
from monitor.store.engine import Store
from tests.ingesting import Ingest
from tests.records import action, bill

SIGNED = (
    action("Passed the House.", "passage", day=20),
    action("Governor signed.", "executive-signature", day=60),
)


@pytest.fixture
def ingest(tmp_path, monkeypatch) -> Iterator[Ingest]:
    monkeypatch.setenv("PREEMPT_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("PREEMPT_LOG_LEVEL", "error")
    invoke("init")
    ingest = Ingest(Store(f"sqlite:///{Path(tmp_path) / 'preempt.db'}"), tmp_path / "raw")
    ingest.now = system_clock() - timedelta(hours=73)
    yield ingest
    ingest.store.close()


def invoke(*argv: str) -> str:
    done = CliRunner().invoke(cli, argv, standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return done.stdout


def disagree(ingest: Ingest) -> None:
    ingest(bill(source="legiscan", title="The title of LegiScan\x1b[31m", actions=SIGNED))
    ingest(bill(source="openstates-files", title="The title of Open States", actions=SIGNED[:1]))


def test_where_sources_have_disagreed_for_three_days(ingest: Ingest):
    assert invoke("crawl", "disagreements") == "no two sources have disagreed for 72 hours\n"
    assert invoke("crawl", "disagreements", "--all") == "no two sources disagree\n"
    disagree(ingest)
    lines = invoke("crawl", "disagreements").splitlines()
    assert len(lines) == 3
    head = f"WA HB 9901 (2025-2026): Sources disagree on {{}} since {ingest.now:%Y-%m-%d}: legiscan says"
    assert [line.startswith(head.format("title")) for line in lines].count(True) == 1
    assert "\x1b" not in "".join(lines)
    found = json.loads(invoke("crawl", "disagreements", "--json"))
    assert {one["field"] for one in found} == {"title", "status", "last action on"}
    (title,) = [one for one in found if one["field"] == "title"]
    assert [said["source"] for said in title["said"]] == ["legiscan", "openstates-files"]


def test_what_is_fresh_may_only_be_late(ingest: Ingest):
    ingest.now += timedelta(hours=72)
    disagree(ingest)
    assert invoke("crawl", "disagreements") == "no two sources have disagreed for 72 hours\n"
    assert len(invoke("crawl", "disagreements", "--all").splitlines()) == 3


def test_a_bill_names_its_sources(ingest: Ingest):
    disagree(ingest)
    page = invoke("findings", "--bill", "WA HB 9901")
    assert "Status: enacted (unconfirmed: one aggregator alone says so)" in page
    assert "Source: legiscan, read 2026-11-20 09:00 UTC" in page
    assert "Sources disagree on status since" in page
    said = json.loads(invoke("findings", "--bill", "WA HB 9901", "--json"))
    assert said["status_unconfirmed"] is True
    assert said["provenance"]["title"]["source"] == "legiscan"
    assert {conflict["field"] for conflict in said["source_conflicts"]} == {"title", "status", "last action on"}
