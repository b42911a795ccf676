"""``preempt assess`` without files: the real command and the real classifier on stored, fictional bills."""

from __future__ import annotations

import json
import os
import signal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from monitor import cli_assess_pending
from monitor.classify.judge import classifier_release
from monitor.cli import cli
from monitor.errors import BusyError, ExitCode
from monitor.services.assess import AssessSummary, assess_pending
from monitor.store.engine import Store
from monitor.store.lock import exclusive
from monitor.store.tables import AssessmentRow
from tests.judging import POSITIONS, add_bill, add_version, judge

CHATBOT = (
    "An act concerning artificial intelligence chatbots. Section 1. An operator of an artificial intelligence chatbot "
    "shall notify each user that the user is not communicating with a human."
)
BRIDGES = "An act concerning bridges. Section 1. The department shall inspect each bridge every second year."


class Command:
    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self.folder = store, folder

    def __call__(self, *arguments: str) -> Result:
        environment = {"PREEMPT_DATABASE_URL": self.store.address, "PREEMPT_DATA_DIR": str(self.folder)}
        environment |= {"PREEMPT_LOG_FORMAT": "json"}
        return CliRunner(env=environment).invoke(cli, ["assess", *arguments], standalone_mode=False)

    def overall(self) -> list[tuple[str, str | None]]:
        with self.store.read() as session:
            rows = session.scalars(select(AssessmentRow).order_by(AssessmentRow.bill_id, AssessmentRow.id))
            return [(row.state, row.overall) for row in rows]


@pytest.fixture
def assess(sqlite_store: Store, tmp_path: Path) -> Command:
    return Command(sqlite_store, tmp_path)


@pytest.fixture
def sample_judge(monkeypatch: pytest.MonkeyPatch) -> None:
    """The judge of the tests in the place of the real one."""
    monkeypatch.setattr(cli_assess_pending, "judge", partial(judge, release=classifier_release()))
    monkeypatch.setattr(cli_assess_pending, "load_positions", lambda: POSITIONS)


def logged(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stderr.splitlines() if line.startswith("{")]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_is_stored_is_judged_and_shown(store: Store, tmp_path: Path, jobs: str):
    command = Command(store, tmp_path)
    add_version(store, add_bill(store, "WA HB 1", title="Concerning chatbots"), CHATBOT)
    add_version(store, add_bill(store, "WA HB 2", title="Concerning bridges"), BRIDGES)
    result = command("--jobs", jobs)
    assert (result.exception, result.return_value) == (None, ExitCode.DONE)
    assert command.overall() == [("ok", "potential"), ("ok", "none")]
    assert "Bills by jurisdiction" in result.stdout
    assert [line["judged"] for line in logged(result) if line["event"] == "assessed"] == [2]


def test_a_second_run_has_nothing_to_do_and_again_judges_what_other_releases_judged(
    assess: Command, monkeypatch: pytest.MonkeyPatch
):
    add_version(assess.store, add_bill(assess.store, "WA HB 1"), CHATBOT)
    first, second = (json.loads(assess("--json").stdout) for _ in range(2))
    assert (first["judged"], first["failed"], first["flagged"], first["left"]) == (1, 0, 1, 0)
    assert first["failures"] == []
    assert set(first) >= {"events", "seconds", "texts_per_second"}
    assert second["judged"] == 0
    assert json.loads(assess("--json", "--again").stdout)["judged"] == 0
    monkeypatch.setattr(cli_assess_pending, "judge", partial(judge, release="c9"))
    monkeypatch.setattr(cli_assess_pending, "classifier_release", lambda: "c9")
    assert json.loads(assess("--json").stdout)["judged"] == 0
    assert json.loads(assess("--json", "--again").stdout)["judged"] == 1


@pytest.mark.usefixtures("sample_judge")
def test_a_text_that_cannot_be_judged_is_an_item_error_and_unknown(assess: Command):
    add_version(assess.store, add_bill(assess.store, "WA HB 1"), "RAISE")
    add_version(assess.store, add_bill(assess.store, "WA HB 2"), "AI\nThe department shall study it.")
    result = assess()
    assert result.return_value == ExitCode.ITEM_ERRORS
    (failure,) = [line for line in logged(result) if line["event"] == "text not judged"]
    assert "WA HB 1" in failure["text"]
    assert "ValueError" in failure["reason"]
    assert "1 judgement failed" in " ".join(result.stdout.split())
    content = json.loads(assess("--again", "--json").stdout)
    assert (content["failed"], len(content["failures"])) == (1, 1)
    assert "WA HB 1" in content["failures"][0]["subject"]


@pytest.mark.usefixtures("sample_judge")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_run_early_and_the_next_goes_on(
    assess: Command, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
):
    for name in range(3):
        add_version(assess.store, add_bill(assess.store, f"WA HB {name}"), f"AI\nNumber {name} SLOW.")

    def stopped(store: Store, *rest: Any, **options: Any) -> AssessSummary:
        os.kill(os.getpid(), number)
        assert options["stop"]()
        return assess_pending(store, *rest, **options)

    before = signal.getsignal(number)
    with monkeypatch.context() as patch:
        patch.setattr(cli_assess_pending, "assess_pending", stopped)
        result = assess("--json")
    assert signal.getsignal(number) is before
    assert result.return_value == ExitCode.FAILED
    left = json.loads(result.stdout)["left"]
    assert left >= 1
    (line,) = [line for line in logged(result) if line["event"].startswith("stopped early")]
    assert line["texts_left"] == left
    again = assess("--json")
    assert (again.return_value, json.loads(again.stdout)["judged"]) == (ExitCode.DONE, left)
    assert len(assess.overall()) == 3


def test_two_at_once_are_one_too_many(store: Store, tmp_path: Path):
    with exclusive(store, "assess", folder=tmp_path):
        result = Command(store, tmp_path)()
    assert isinstance(result.exception, BusyError)
    assert result.exception.exit_code == ExitCode.FAILED


def test_a_terminal_sees_a_bar(assess: Command, monkeypatch: pytest.MonkeyPatch):
    add_version(assess.store, add_bill(assess.store, "WA HB 1"), CHATBOT)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    result = assess("--json")
    assert "judging" in result.stderr
    assert json.loads(result.stdout)["judged"] == 1


def test_a_database_without_tables_names_the_remedy(empty_database_url: str, tmp_path: Path):
    with Store(empty_database_url) as store:
        result = Command(store, tmp_path)()
    assert type(result.exception).__name__ == "NotInitialisedError"
