"""``preempt evaluate`` and ``preempt positions``: the real commands on fictional labels."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from monitor.classify.abstain import BAND
from monitor.classify.model_file import ModelFileError, load_model
from monitor.classify.release import rules_release
from monitor.cli import cli

CHAT = "An act concerning chatbots. Section 1. An operator shall notify each user that a chatbot is not a human."
ROAD = "An act concerning roads. Section 1. The department shall mend each road."
SECRET = "An act concerning artificial intelligence. Section 1. This act shall be known as the sample act."


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(cli, arguments, standalone_mode=False)
    if result.exception is not None:
        raise result.exception
    return result


def label(name: str, text_file: str, relevance: str, overall: str, **labels: str) -> str:
    return json.dumps(
        {
            "id": name,
            "text_file": text_file,
            "relevance": relevance,
            "labels": {key.replace("_", "-"): value for key, value in labels.items()},
            "overall": overall,
            "evidence": [
                {"position": key.replace("_", "-"), "quote": "notify each user that a chatbot is not a human"}
                for key, value in labels.items()
                if value != "none"
            ],
        }
    )


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    for name, text in (("chat", CHAT), ("road", ROAD), ("secret", SECRET)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    lines = [
        label("CA AB 9901", "chat.txt", "core", "potential", compelled_disclosure="potential"),
        label("NY S 9902", "road.txt", "none", "none"),
        label("NY S 9903", "secret.txt", "core", "potential", compelled_disclosure="potential"),
    ]
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_figures_states_and_disagreements(gold: Path):
    report = json.loads(run("evaluate", "--gold", str(gold), "--texts", str(gold.parent), "--json").stdout)
    figures = report["figures"]
    assert figures["bills"] == 3
    assert figures["bill_flag"] == {"precision": 1.0, "recall": 0.5, "f1": pytest.approx(2 / 3), "n": 2, "flagged": 1}
    assert figures["evidence_exact"]["rate"] == 1.0
    assert figures["evidence_found"] == {"rate": 1.0, "n": 1}
    assert (report["states"]["CA"]["bill_flag"]["f1"], report["states"]["NY"]["bills"]) == (1.0, 2)
    (missed,) = report["confusions"]
    assert (missed["bill"], missed["wanted"], missed["found"]) == ("NY S 9903", "potential", "none")
    low, high = report["intervals_95"]["bill_flag"]
    assert 0 <= low <= high <= 1


def test_what_the_model_adds_and_what_its_card_proves(gold: Path):
    report = json.loads(run("evaluate", "--gold", str(gold), "--texts", str(gold.parent), "--json").stdout)
    triage = report["triage"]
    assert (triage["low"], triage["high"]) == (BAND.low, BAND.high)
    assert triage["flagged"] + triage["review"] + triage["cleared"] == 3 * 7, "every text and position goes somewhere"
    assert triage["flagged_right"] + triage["review_right"] + triage["cleared_missed"] == 2
    assert report["proposals"]["compelled-disclosure"]["missed"] == 1
    model = report["model"]
    assert model["role"] is None, "these labels are new to it"
    assert {"seen", "dev_statutes"} <= set(model["positions"])
    assert set(model["positions"]["seen"]["all"]) == {"rules", "scorer", "union", "both"}
    assert {"WA", "NJ"} <= set(model["states"])


def test_labels_that_the_model_learned_from_are_told_apart(gold: Path, monkeypatch: pytest.MonkeyPatch):
    model = load_model()
    mine = {"sha256": hashlib.sha256(gold.read_bytes()).hexdigest(), "role": "seen"}
    known = replace(model, card={**model.card, "learned_from": [*model.card["learned_from"], mine]})
    changed = "The rules were changed since its figures were measured."
    for rules in (rules_release(), "other rules"):
        card = {**known.card, "rules": rules}
        monkeypatch.setattr("monitor.classify.model_file.load_model", lambda card=card: replace(known, card=card))
        said = " ".join(
            run("evaluate", "--gold", str(gold), "--texts", str(gold.parent), "--bootstrap", "0").stdout.split()
        )
        assert "The model learned from these labels, and the rules were written with them" in said
        assert (changed in said) is (rules == "other rules")


def test_a_model_that_was_changed_stops_the_program(gold: Path, monkeypatch: pytest.MonkeyPatch):
    def changed() -> None:
        raise ModelFileError("the classifier's model was changed")

    monkeypatch.setattr("monitor.services.judge_files.load_model", changed)
    with pytest.raises(ModelFileError, match="was changed"):
        run("evaluate", "--gold", str(gold), "--texts", str(gold.parent))
    with pytest.raises(ModelFileError, match="was changed"):
        run("assess", str(gold.parent / "chat.txt"))


def test_the_report_for_people(gold: Path):
    said = run("evaluate", "--gold", str(gold), "--texts", str(gold.parent), "--bootstrap", "0").stdout
    assert "said without a person (confidence from 0.90)" in said
    assert "What the rules miss, and what the scorer proposes" in said
    assert "F1 by position, seen, held out (model card)" in said
    assert "The model has not seen these labels." in said
    assert said.startswith("3 labelled texts")
    assert "compelled-disclosure" in said
    assert "NY S 9903  compelled-disclosure: labelled potential, found none" in said
    assert "notify each user that a chatbot is not a human" in said
    nothing, *_ = (line.split() for line in said.splitlines() if line.strip().startswith("section-230"))
    assert nothing == ["section-230", "–", "–", "–", "0"], "nothing to measure is no zero"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", "holds no labels"),
        ("{", "line 1"),
        ('{"id": "x"}', "line 1: KeyError"),
        (label("x", "chat.txt", "much", "none"), "line 1: ValueError"),
        (label("x", "nowhere.txt", "core", "none"), "the text of x is not there"),
    ],
)
def test_a_wrong_gold_file_is_named_by_line(gold: Path, line: str, words: str):
    gold.write_text(line, encoding="utf-8")
    with pytest.raises(Exception, match=words):
        run("evaluate", "--gold", str(gold), "--texts", str(gold.parent))


@pytest.mark.shared
def test_the_figures_are_those_of_the_scoring_tool(shared_data: Path):
    """The same definitions as the tool beside the recorded data, on the labelled statutes."""
    place = shared_data / "gold" / "dev_statutes.jsonl"
    spec = importlib.util.spec_from_file_location("score", shared_data.parent / "tools" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    labelled = [json.loads(line) for line in place.read_text(encoding="utf-8").splitlines() if line]
    files = [str(shared_data / record["text_file"]) for record in labelled]
    answers = [
        json.loads(line) for line in run("assess", *files, "--format", "jsonl", "--with-text").stdout.splitlines()
    ]
    theirs = tool.measure(list(zip(labelled, answers, strict=True)))
    ours = json.loads(
        run("evaluate", "--gold", str(place), "--texts", str(shared_data), "--bootstrap", "0", "--json").stdout
    )["figures"]
    for name in ("bill_flag", "positions_micro", "relevance"):
        assert theirs[name]["f1"] == pytest.approx(ours[name]["f1"], abs=0.0006), name
    for name in ("exempt_false_alarm", "evidence_exact"):
        assert theirs[name]["rate"] == pytest.approx(ours[name]["rate"], abs=0.0006), name
    assert theirs["overall_accuracy"] == pytest.approx(ours["overall_accuracy"]["rate"], abs=0.0006)


def test_positions_are_listed_with_their_force():
    said = run("positions", "list").stdout
    assert "compelled-disclosure\n" in said
    assert "executive order; binds agencies, does not preempt" in said
    known = json.loads(run("positions", "list", "--json").stdout)
    assert len(known["positions"]) == 13
    assert known["release"][:12] in said


def test_a_position_is_shown_with_its_rules_and_answers():
    said = run("positions", "show", "frontier-voluntary").stdout
    assert "licence-precondition: conflict, severity 5" in said
    assert "Kansas v. Garcia" in said
    assert json.loads(run("positions", "show", "section-230", "--json").stdout)["authority_strength"] == 5
    with pytest.raises(Exception, match="there are: baseline-deregulation"):
        run("positions", "show", "none-such")
