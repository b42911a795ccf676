"""``preempt federal`` on a database with one sample order."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor.cli import cli
from monitor.config import load_settings
from monitor.positions import load_positions
from monitor.services.federal_documents import record_sighting
from monitor.services.federal_queue import BearingDecidedError, NoSuchFederalDocumentError
from monitor.store.engine import Store
from tests.federal import NOW, register_entry, register_list, sighting

TEXT = "Artificial intelligence. A patchwork of state laws. Truthful outputs are meant."


def invoke(*argv: str) -> str:
    done = CliRunner().invoke(cli, argv, standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return done.stdout


@pytest.fixture(autouse=True)
def _data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREEMPT_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("PREEMPT_LOG_LEVEL", "error")
    invoke("init")
    assert "no federal document is stored" in invoke("federal", "list")
    assert "nothing waits" in invoke("federal", "queue")
    facts = {"executive_order_number": "14999", "signing_date": "2026-06-02"}
    with Store(load_settings().database) as store:
        for one in (
            sighting(text=TEXT, title="Promoting Sample\x1b[2J Intelligence"),
            *register_list(register_entry("2026-11111", "Promoting Sample Intelligence", **facts)),
        ):
            record_sighting(store, one, clock=lambda: NOW)


@pytest.mark.parametrize("name", ["eo:14999", "14999", "2026-11111", "https://agency.example/a"])
def test_a_document_is_shown_by_any_of_its_names(name: str):
    said = invoke("federal", "show", name)
    assert said.startswith("eo:14999: Promoting Sample")
    assert "seen at white-house" in said
    assert "seen at federal-register" in said
    told = json.loads(invoke("federal", "show", name, "--json"))
    assert [copy["source"] for copy in told["copies"]] == ["white-house", "federal-register"]
    assert [one["position"] for one in told["bearings"]] == ["national-policy", "truthful-outputs"] * 2


def test_the_list():
    assert "\x1b" not in invoke("federal", "list")
    assert [one["fed_key"] for one in json.loads(invoke("federal", "list", "--json"))] == ["eo:14999"]
    assert json.loads(invoke("federal", "list", "--kind", "rule", "--json")) == []


def test_a_decision_stays_in_the_record_and_changes_no_position():
    release = load_positions().release
    first, second = json.loads(invoke("federal", "queue", "--json"))
    assert {one["state"] for one in (first, second)} == {"waiting"}
    who = ("--by", "A. Analyst", "--reason", "seen")
    assert "no position was changed" in invoke("federal", "accept", str(first["id"]), *who)
    done = json.loads(invoke("federal", "dismiss", str(second["id"]), *who, "--json"))
    assert (done["state"], done["decided_by"], done["note"]) == ("dismissed", "A. Analyst", "seen")
    assert "nothing waits" in invoke("federal", "queue")
    assert "(accepted by A. Analyst: seen)" in invoke("federal", "queue", "--state", "all")
    with pytest.raises(BearingDecidedError, match="accepted by A"):
        invoke("federal", "dismiss", str(first["id"]), *who)
    load_positions.cache_clear()
    assert load_positions().release == release


def test_what_is_not_there():
    with pytest.raises(NoSuchFederalDocumentError):
        invoke("federal", "show", "eo:1")
    with pytest.raises(NoSuchFederalDocumentError):
        invoke("federal", "accept", "99", "--by", "A", "--reason", "b")
