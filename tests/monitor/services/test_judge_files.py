"""Files are judged each on its own, in order, and one that cannot be read is unknown, never "none"."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from monitor.pdf import ChildPdfReader
from monitor.positions import load_positions
from monitor.services import judge_files as module
from monitor.services.judge_files import judge_file, judge_files, jurisdiction_of

BILL = (
    "An act concerning artificial intelligence chatbots. Be it enacted by the Legislature of the State of Example: "
    "Section 1. An operator shall notify each user that the user is not communicating with a human. "
    "Section 2. A state agency shall publish an inventory of the artificial intelligence that it uses."
)


@pytest.fixture
def bill(tmp_path: Path) -> Path:
    path = tmp_path / "bill.txt"
    path.write_text(BILL, encoding="utf-8")
    return path


def one(path: Path, **more: object) -> dict[str, object]:
    with ChildPdfReader() as pdf:
        return judge_file(path, positions=load_positions(), pdf=pdf, **more)  # type: ignore[arg-type]


def test_the_answer_has_the_shape_that_scripts_read(bill: Path) -> None:
    answer = one(bill, with_text=True)

    assert set(answer) == {
        "file",
        "jurisdiction",
        "relevance",
        "trigger",
        "overall",
        "carve_outs",
        "provision_types",
        "findings",
        "effects",
        "proposals",
        "classifier_release",
        "position_release",
        "extraction",
        "text",
    }
    assert answer["overall"] == "potential"
    assert answer["extraction"] == {"method": "text/1", "quality": "ok", "reason": ""}
    assert answer["carve_outs"] == ["government-use"]
    text = answer["text"]
    assert isinstance(text, str)
    findings = answer["findings"]
    assert isinstance(findings, list)
    assert set(findings[0]) == {
        "position",
        "label",
        "confidence",
        "severity",
        "carve_out",
        "theory",
        "second_theory",
        "authority_strength",
        "provision_type",
        "provision",
        "evidence",
        "obligation",
        "rationale",
        "counter_argument",
    }
    for finding in findings:
        assert text[finding["provision"]["start"] : finding["provision"]["end"]].startswith(("Section", "("))
        for item in finding["evidence"]:
            assert text[item["start"] : item["end"]] == item["quote"]


def test_the_text_is_left_out_unless_asked_for(bill: Path) -> None:
    assert "text" not in one(bill)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("data/country:us/state:wa/sessions/2025-2026/bills/HB1/files/1.htm", "WA"),
        ("data/country:us/sessions/119/bills/HR1/files/1.xml", "US"),
        ("data/country:us/state:zz/x.txt", ""),
        ("data/bill.txt", ""),
    ],
)
def test_the_path_may_tell_the_jurisdiction(name: str, expected: str) -> None:
    assert jurisdiction_of(Path(name)) == expected


def test_a_given_jurisdiction_wins(tmp_path: Path) -> None:
    path = tmp_path / "state:wa" / "bill.txt"
    path.parent.mkdir()
    path.write_text(BILL, encoding="utf-8")

    assert one(path)["jurisdiction"] == "WA"
    assert one(path, jurisdiction="CO")["jurisdiction"] == "CO"


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("empty.txt", b""),
        ("no-words.txt", b"1234 5678"),
        ("broken.pdf", b"%PDF-1.7\nnot really a PDF"),
    ],
)
def test_an_unreadable_file_is_unknown_with_its_reason(tmp_path: Path, name: str, body: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(body)
    answer = one(path)

    assert (answer["overall"], answer["relevance"]) == ("unknown", "unknown")
    assert answer["error"]
    assert answer["findings"] == []


def test_a_file_that_is_not_there_or_too_large_is_unknown(tmp_path: Path) -> None:
    large = tmp_path / "large.txt"
    with large.open("wb") as stream:
        stream.truncate(65 * 1024 * 1024)

    assert one(tmp_path / "none.txt")["error"] == "No such file or directory"
    assert one(large)["error"] == "larger than 64 MB"


def test_a_judgement_that_fails_is_unknown(bill: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RecursionError("secret words of the bill")

    monkeypatch.setattr(module, "judge", fail)
    answer = one(bill)

    assert answer["overall"] == "unknown"
    assert answer["error"] == "could not be judged (RecursionError)"


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_order_is_that_of_the_arguments(tmp_path: Path, jobs: int) -> None:
    paths = []
    for number in range(5):
        path = tmp_path / f"{number}.txt"
        path.write_text(BILL if number % 2 else "", encoding="utf-8")
        paths.append(path)
    answers = list(judge_files(paths, jobs=jobs))

    assert [answer["file"] for answer in answers] == [str(path) for path in paths]
    assert [answer["overall"] for answer in answers] == ["unknown", "potential"] * 2 + ["unknown"]


def _die(path: Path, jurisdiction: str, title: str, with_text: bool) -> dict[str, object]:
    del jurisdiction, title, with_text
    if path.name == "1.txt":
        os._exit(9)
    return {"file": str(path), "overall": "none"}


def test_a_process_that_dies_costs_its_own_file_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "get_context", lambda _: __import__("multiprocessing").get_context("fork"))
    monkeypatch.setattr(module, "_work", _die)
    answers = list(judge_files([tmp_path / f"{number}.txt" for number in range(4)], jobs=2))

    assert [answer["overall"] for answer in answers] == ["none", "unknown", "none", "none"]
    assert answers[1]["error"] == "the process that judged it died"


def test_dates_and_penalties_of_a_bill_about_ai_come_with_their_words(tmp_path: Path) -> None:
    """Of a bill on another subject nothing is told."""
    act = (
        " Section 2. A person who violates this act is liable for a civil penalty of not more than $10,000 for each"
        " violation. Section 3. This act takes effect January 1, 2028."
    )
    chat, road = tmp_path / "chat.txt", tmp_path / "road.txt"
    chat.write_text(
        "An act concerning chatbots. Section 1. An operator shall notify each user that a chatbot is not human." + act,
        encoding="utf-8",
    )
    road.write_text("An act concerning roads. Section 1. The department shall mend each road." + act, encoding="utf-8")
    first, second = judge_files([chat, road], with_text=True)
    assert [(effect["kind"], effect["value"], effect["provision"]) for effect in first["effects"]] == [
        ("civil-penalty", "10000", "Sec. 2"),
        ("effective-date", "2028-01-01", "Sec. 3"),
    ]
    for effect in first["effects"]:
        evidence = effect["evidence"]
        assert first["text"][evidence["start"] : evidence["end"]] == evidence["quote"]
    assert second["effects"] == []
