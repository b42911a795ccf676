"""The measured floor: the classifier against the gold set beside the project, with the project's own scoring tool."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from monitor.services.judge_files import judge_files

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def score(shared_data: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", shared_data.parent / "tools" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measured(shared_data: Path, score: ModuleType, name: str) -> dict[str, Any]:
    gold = [json.loads(line) for line in (shared_data / "gold" / name).read_text(encoding="utf-8").splitlines() if line]
    answers = judge_files([shared_data / record["text_file"] for record in gold], jobs=2, with_text=True)
    result: dict[str, Any] = score.measure(list(zip(gold, answers, strict=True)))
    return result


def test_bills(shared_data: Path, score: ModuleType) -> None:
    found = measured(shared_data, score, "dev.jsonl")

    assert found["evidence_exact"]["rate"] == 1.0
    assert found["bill_flag"]["f1"] >= 0.97
    assert found["positions_micro"]["f1"] >= 0.96
    assert found["conflict_bill_recall"]["r"] >= 0.99
    assert found["exempt_false_alarm"]["rate"] <= 0.01
    assert found["not_ai_false_alarm"]["rate"] <= 0.01
    assert found["relevance"]["f1"] >= 0.97
    assert found["evidence_found"]["rate"] >= 0.85


def test_statutes_of_other_states(shared_data: Path, score: ModuleType) -> None:
    found = measured(shared_data, score, "dev_statutes.jsonl")

    assert found["evidence_exact"]["rate"] == 1.0
    assert found["bill_flag"]["f1"] >= 0.98
    assert found["positions_micro"]["f1"] >= 0.79


def test_bills_on_other_subjects_are_not_flagged(shared_data: Path) -> None:
    """Bills that speak of no technology at all, from eight legislatures; fewer than 0.5 % may be flagged."""
    words = (
        "artificial intelligence",
        "automated",
        "algorithm",
        "chatbot",
        "deepfake",
        "synthetic",
        "surveillance pric",
    )
    paths = [
        path
        for path in sorted((shared_data / "openstates").rglob("*_extracted.txt"))
        if not any(word in path.read_text(encoding="utf-8", errors="replace").lower() for word in words)
    ]
    answers = list(judge_files(paths, jobs=2))
    flagged = [answer["file"] for answer in answers if answer["overall"] in ("conflict", "potential")]

    assert len(paths) > 100
    assert len(flagged) / len(paths) < 0.005, flagged
