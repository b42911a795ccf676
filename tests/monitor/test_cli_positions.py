from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from monitor.classify.judge import classifier_release, judge
from monitor.cli import cli
from monitor.positions import load_positions
from monitor.services.assess import Classifier, assess_pending
from monitor.store.engine import Store
from tests.judging import MOMENT, add_bill, add_version

DUTY = "Section 1. An operator of an artificial intelligence chatbot shall notify each user that it is not a human."
SHIPPED = load_positions()
OLDER = dataclasses.replace(
    SHIPPED,
    positions=(dataclasses.replace(SHIPPED.positions[0], status="only said"), *SHIPPED.positions[1:]),
    release="aaaa" + "0" * 60,
)


def run(store: Store, folder: Path, *arguments: str) -> Result:
    environment = {"PREEMPT_DATABASE_URL": store.address, "PREEMPT_DATA_DIR": str(folder), "PREEMPT_LOG_LEVEL": "error"}
    return CliRunner(env=environment).invoke(cli, ["positions", "diff", *arguments])


@pytest.fixture
def judged(store: Store) -> Store:
    add_version(store, add_bill(store, "WA HB 1"), DUTY)
    who = Classifier(judge=judge, positions=OLDER, release=classifier_release(), program="0")
    assess_pending(store, who, clock=lambda: MOMENT)
    return store


def test_what_is_new_since_the_judgements_is_told_field_by_field(judged: Store, tmp_path: Path):
    result = run(judged, tmp_path)
    assert result.exit_code == 0
    first = SHIPPED.positions[0]
    assert result.stdout.splitlines() == [
        f"{OLDER.release[:12]} -> {SHIPPED.release[:12]}",
        f"{first.id}: status",
        "  - only said",
        f"  + {first.status}",
    ]


def test_json_names_both_releases(judged: Store, tmp_path: Path):
    told = json.loads(run(judged, tmp_path, "aaaa", "shipped", "--json").stdout)
    assert (told["before"], told["after"]) == (OLDER.release, SHIPPED.release)
    assert [change["field"] for change in told["changes"]] == ["status"]


def test_a_release_does_not_differ_from_itself(judged: Store, tmp_path: Path):
    assert "no difference" in run(judged, tmp_path, "aaaa", "aaaa").stdout


def test_an_unknown_release_is_one_line_that_names_the_known_ones(judged: Store, tmp_path: Path):
    result = run(judged, tmp_path, "bbbb")
    assert result.exit_code != 0
    assert "no release begins with 'bbbb'; this database knows: aaaa00000000" in str(result.exception)


def test_a_database_without_judgements_says_what_to_do(sqlite_store: Store, tmp_path: Path):
    result = run(sqlite_store, tmp_path)
    assert result.exit_code == 2
    assert "preempt assess" in result.stderr
