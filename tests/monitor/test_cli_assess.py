"""``preempt assess FILE…``: the real command on fictional files."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from monitor.classify.model_file import BLANK, Logistic, Scorer
from monitor.cli import cli

BILL = (
    "An act concerning artificial intelligence chatbots. Section 1. "
    "An operator shall notify each user that the user is "
    "not communicating with a human [sic]."
)


@pytest.fixture
def bill(tmp_path: Path) -> Path:
    path = tmp_path / "bill.txt"
    path.write_text(BILL, encoding="utf-8")
    return path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["assess", *arguments], standalone_mode=False)


def test_one_json_object_a_file(bill: Path, tmp_path: Path) -> None:
    result = run(str(bill), str(tmp_path / "none.txt"), "--format", "jsonl", "--with-text")
    first, second = (json.loads(line) for line in result.stdout.splitlines())

    assert result.return_value == 3
    assert (first["overall"], first["text"]) == ("potential", BILL)
    assert (second["overall"], second["relevance"]) == ("unknown", "unknown")


def test_text_for_people_keeps_the_brackets_of_a_quote(bill: Path) -> None:
    result = run(str(bill))

    assert result.return_value == 0
    assert "potential  compelled-disclosure" in result.stdout
    assert "not communicating with a human [sic]" in result.stdout
    assert "Counter-argument:" in result.stdout


def test_what_is_for_review_is_said_apart_from_findings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scorer = Scorer(
        positions=("truthful-outputs",),
        intercepts=(-2.0,),
        terms={"boat": (1.0, (3.0,))},
        traits={},
        shown=Logistic(intercept=0.0, weights={"score": 1.0}),
    )
    model = replace(BLANK, scorer=scorer, release="sha256:sample")
    monkeypatch.setattr("monitor.classify.read.load_model", lambda: model)
    monkeypatch.setattr("monitor.classify.score.load_model", lambda: model)
    path = tmp_path / "bill.txt"
    words = "An operator of an artificial intelligence system shall paint the boat."
    path.write_text(f"An act concerning artificial intelligence. Section 1. {words}", encoding="utf-8")
    assert f"for review: truthful-outputs  0.73  Sec. 1: “{words}”" in run(str(path)).stdout
    answer = json.loads(run(str(path), "--format", "jsonl").stdout)
    assert (answer["overall"], answer["findings"]) == ("none", [])
    (proposal,) = answer["proposals"]
    assert (proposal["source"], proposal["position"], proposal["release"]) == (
        "scorer",
        "truthful-outputs",
        "sha256:sample",
    )
    assert proposal["evidence"][0]["quote"] == words


def test_a_file_that_cannot_be_read_is_said_to_be_unknown(tmp_path: Path) -> None:
    result = run(str(tmp_path / "none.txt"))

    assert result.return_value == 3
    assert "unknown" in result.stdout
    assert "not judged: No such file" in result.stdout


def test_the_title_counts(tmp_path: Path) -> None:
    path = tmp_path / "bill.txt"
    path.write_text("Section 1. An operator shall notify each user that it is not a human.", encoding="utf-8")

    plain = json.loads(run(str(path), "--format", "jsonl").stdout)
    titled = json.loads(run(str(path), "--format", "jsonl", "--title", "Artificial intelligence companions").stdout)

    assert plain["overall"] == "none"
    assert titled["overall"] == "potential"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["x.txt", "--jurisdiction", "ZZ"], "ZZ"),
        (["x.txt", "--again"], "--again"),
        (["--title", "T"], "need FILES"),
    ],
)
def test_wrong_use_is_said_in_one_line(arguments: list[str], words: str) -> None:
    result = run(*arguments)

    assert result.exception is not None
    assert words in str(result.exception)
