"""``preempt train``: the real command on fictional labels."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from monitor.classify.model_file import parse_model
from monitor.cli import cli
from monitor.services.learning import TrainError
from tests.training import write_bills
from tools.write_labels import main as write_labels


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(cli, arguments, standalone_mode=False)
    if result.exception is not None:
        raise result.exception
    return result


def test_a_model_is_learned_and_says_what_it_is_worth(tmp_path: Path):
    texts, more = tmp_path / "texts", tmp_path / "more"
    texts.mkdir()
    more.mkdir()
    gold = write_bills(texts)
    unseen = write_bills(more, bills=8, states=("UT", "NY"), name="unseen")
    out = tmp_path / "model.json"
    folders = ("--texts", str(texts), "--texts", str(more))
    result = run("train", "--gold", str(gold), "--unseen", str(unseen), *folders, "--out", str(out))
    assert "learned from 64 texts" in result.stdout
    assert "confidence of" in result.stdout
    assert "missed by rules in unseen, held out: " in result.stdout
    assert "holding out CO, FL, WA, unseen" in result.stderr
    model = parse_model(out.read_text(encoding="utf-8"))
    assert {one["role"] for one in model.card["learned_from"]} == {"seen", "unseen"}


def test_wrong_use_is_told_before_anything_is_learned(tmp_path: Path):
    gold = write_bills(tmp_path, bills=2)
    texts = ("--texts", str(tmp_path))
    with pytest.raises(click.UsageError, match="--gold or --unseen"):
        run("train", *texts, "--out", str(tmp_path / "x.json"))
    with pytest.raises(click.UsageError, match="there is no folder"):
        run("train", "--gold", str(gold), *texts, "--out", str(tmp_path / "nowhere" / "x.json"))
    with pytest.raises(TrainError, match="one fold"):
        run("train", "--gold", str(gold), *texts, "--out", str(tmp_path / "x.json"))
    assert not (tmp_path / "x.json").exists()


def test_the_fictional_provisions_of_the_tests_become_labels(tmp_path: Path):
    result = CliRunner().invoke(write_labels, [str(tmp_path / "labels")], standalone_mode=False)
    assert result.exception is None
    lines = (tmp_path / "labels" / "provisions.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    assert len(records) > 300
    assert len({record["id"] for record in records}) == len(records)
    assert all((tmp_path / "labels" / record["text_file"]).is_file() for record in records)
    flags = [record for record in records if {"conflict", "potential"} & set(record["labels"].values())]
    assert 100 < len(flags) < len(records) - 100
