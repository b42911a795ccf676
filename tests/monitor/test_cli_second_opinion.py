"""``preempt second-opinion``: the real command, a model on loopback, stored fictional bills."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select

from monitor.cli import cli
from monitor.errors import BusyError, ConfigError, ExitCode, NotInitialisedError
from monitor.store.engine import Store
from monitor.store.lock import exclusive
from monitor.store.tables import ProposalRow
from tests.asking import all_rows, judged_bill
from tests.model_server import KEY, Asked, Handler, ModelServer, answer, replies, says, tells_the_key, view

QUOTE = "A developer shall file with the attorney general a report on each known risk."
DUTY = f"AI\nconflict compelled-disclosure 4: {QUOTE}\n"
GOOD = answer(view("compelled-disclosure", "none", QUOTE))


class Command:
    def __init__(self, store: Store, folder: Path, model: ModelServer) -> None:
        self.store, self.folder, self.model = store, folder, model

    def __call__(self, *arguments: str, **variables: str | None) -> Result:
        environment: dict[str, str | None] = {
            "PREEMPT_DATABASE_URL": self.store.address,
            "PREEMPT_DATA_DIR": str(self.folder),
            "PREEMPT_LOG_FORMAT": "json",
            "PREEMPT_LOG_LEVEL": "debug",
            "PREEMPT_MODEL_KIND": "openai",
            "PREEMPT_MODEL_URL": f"{self.model.url}/v1",
            "PREEMPT_MODEL_NAME": "sample-1",
            "PREEMPT_MODEL_KEY": KEY,
        }
        environment |= {f"PREEMPT_{name}": value for name, value in variables.items()}
        return CliRunner(env=environment).invoke(cli, list(arguments) or ["second-opinion"], standalone_mode=False)

    def ask(self, *arguments: str, **variables: str | None) -> Result:
        return self("second-opinion", *arguments, **variables)

    def proposals(self) -> int:
        with self.store.read() as session:
            return session.scalar(select(func.count()).select_from(ProposalRow)) or 0


@pytest.fixture
def command(sqlite_store: Store, tmp_path: Path, model: ModelServer) -> Command:
    model.replies = [says(GOOD)]
    return Command(sqlite_store, tmp_path, model)


def logged(result: Result, event: str) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in result.stderr.splitlines() if line.startswith("{")]
    return [line for line in lines if line["event"] == event]


@pytest.mark.parametrize("dialect", ["openai", "anthropic"])
def test_a_run_asks_stores_and_tells(store: Store, tmp_path: Path, model: ModelServer, dialect: str):
    model.replies = [says(GOOD)]
    command = Command(store, tmp_path, model)
    judged_bill(store, "WA HB 1", DUTY)
    url = f"{model.url}/v1" if dialect == "openai" else model.url
    result = command.ask(MODEL_KIND=dialect, MODEL_URL=url)
    assert (result.exception, result.return_value) == (None, ExitCode.DONE)
    assert "1 in doubt, 1 answered, 0 failed" in result.stdout
    assert "disagrees 1" in result.stdout
    assert "no finding was changed" in result.stdout
    assert logged(result, "asked")[0]["asked"] == 1
    assert command.proposals() == 1
    again = json.loads(command.ask("--json", MODEL_KIND=dialect, MODEL_URL=url).stdout)
    assert (again["in_doubt"], again["chosen"], again["asked"], again["ended"], again["failures"]) == (0, 0, 0, "", [])


@pytest.mark.parametrize(
    ("variables", "setting"),
    [
        ({"MODEL_KIND": None}, "PREEMPT_MODEL_KIND"),
        ({"MODEL_KIND": "none"}, "PREEMPT_MODEL_KIND"),
        ({"MODEL_URL": None}, "PREEMPT_MODEL_URL"),
        ({"MODEL_URL": "http://model.example/v1"}, "PREEMPT_MODEL_URL"),
        ({"MODEL_NAME": None}, "PREEMPT_MODEL_NAME"),
        ({"MODEL_KEY": "two words"}, "PREEMPT_MODEL_KEY"),
        ({"MODEL_URL": f"https://{KEY}@model.example"}, "PREEMPT_MODEL_URL"),
    ],
)
def test_without_a_model_it_says_how_to_configure_one(command: Command, variables: dict, setting: str):
    judged_bill(command.store, "WA HB 1", DUTY)
    result = command.ask(**variables)
    assert isinstance(result.exception, ConfigError)
    assert (result.exception.exit_code, result.exception.setting) == (ExitCode.WRONG_USE, setting)
    assert KEY not in str(result.exception)
    assert "two words" not in str(result.exception)
    assert command.model.asked == []


def test_it_is_off_by_default(command: Command):
    result = command.ask(MODEL_KIND=None, MODEL_URL=None, MODEL_NAME=None, MODEL_KEY=None)
    assert "docs/second-opinion.md" in str(result.exception)


def test_a_dry_run_needs_no_model_and_sends_nothing(command: Command):
    judged_bill(command.store, "WA HB 1", DUTY)
    judged_bill(command.store, "WA HB 2", DUTY, confidence=0.4)
    before = all_rows(command.store)
    result = command.ask("--dry-run", "--limit", "1", MODEL_KIND=None, MODEL_URL=None, MODEL_NAME=None)
    assert result.return_value == ExitCode.DONE
    assert "WA HB 1 (2026), Sec. 1(a): compelled-disclosure 0.50; about " in result.stdout
    assert "In doubt: 2 provisions. Would ask about 1: about " in result.stdout
    assert "at most 1024 answered. Nothing was sent." in result.stdout
    content = json.loads(command.ask("--dry-run", "--json").stdout)
    assert (content["in_doubt"], content["would_ask"], len(content["questions"])) == (2, 2, 2)
    assert content["tokens_sent"] == sum(one["tokens"] for one in content["questions"])
    assert command.model.asked == []
    assert all_rows(command.store) == before


def test_the_budget_and_the_limit_and_the_filters_hold(command: Command):
    for number in range(5):
        judged_bill(command.store, f"WA HB {number}", DUTY)
    judged_bill(command.store, "UT HB 1", DUTY, confidence=0.1)
    assert json.loads(command.ask("--json", MODEL_MAX_PROVISIONS="2").stdout)["chosen"] == 2
    assert json.loads(command.ask("--json", "--limit", "9", MODEL_MAX_PROVISIONS="2").stdout)["chosen"] == 2
    assert json.loads(command.ask("--json", "--limit", "1").stdout)["in_doubt"] == 1
    assert json.loads(command.ask("--json", "--jurisdiction", "UT").stdout)["in_doubt"] == 0
    wide = json.loads(command.ask("--json", "--jurisdiction", "ut", "--band", "0.05", "0.15").stdout)
    assert (wide["in_doubt"], wide["asked"]) == (1, 1)
    assert len(command.model.asked) == 6


def test_settings_reach_the_endpoint(command: Command):
    judged_bill(command.store, "WA HB 1", DUTY)
    command.ask(MODEL_MAX_TOKENS="300", MODEL_TEMPERATURE="none")
    (asked,) = command.model.asked
    assert asked.body["max_tokens"] == 300
    assert "temperature" not in asked.body


def test_a_refused_answer_is_asked_anew_only_when_told(command: Command):
    judged_bill(command.store, "WA HB 1", DUTY)
    command.model.replies = [says("nonsense"), says(GOOD)]
    first = command.ask("--json")
    assert first.return_value == ExitCode.ITEM_ERRORS
    (failure,) = json.loads(first.stdout)["failures"]
    assert failure["subject"] == "WA HB 1 (2026), Sec. 1(a)"
    (line,) = logged(first, "question failed")
    assert "agreed shape" in line["reason"]
    assert json.loads(command.ask("--json").stdout)["in_doubt"] == 0
    assert json.loads(command.ask("--json", "--again").stdout)["asked"] == 1


def test_an_endpoint_that_keeps_failing_ends_the_run(command: Command):
    for number in range(7):
        judged_bill(command.store, f"WA HB {number}", DUTY)
    command.model.replies = [replies(418, b"a teapot")]
    result = command.ask()
    assert result.return_value == ExitCode.FAILED
    assert "preempt: ended early with 2 left: 5 failures in a row" in result.stderr
    assert len(command.model.asked) == 5
    assert logged(result, "ended early; run `preempt second-opinion` again")[0]["left"] == 2


def test_a_signal_ends_the_run_after_the_question_in_work(command: Command):
    for number in range(3):
        judged_bill(command.store, f"WA HB {number}", DUTY)

    def signals(handler: Handler, asked: Asked) -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        says(GOOD)(handler, asked)

    command.model.replies = [signals, says(GOOD)]
    result = command.ask("--json")
    content = json.loads(result.stdout)
    assert (result.return_value, content["ended"]) == (ExitCode.FAILED, "stopped")
    assert content["asked"] == command.proposals() == 1
    assert command.ask("--json").return_value == ExitCode.DONE
    assert command.proposals() == 3


def test_a_signal_ends_a_wait_that_the_endpoint_asked_for(command: Command):
    judged_bill(command.store, "WA HB 1", DUTY)

    def signals(handler: Handler, _asked: Asked) -> None:
        threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGTERM)).start()
        handler.send(429, b"busy", Retry_After="50")

    command.model.replies = [signals]
    started = time.monotonic()
    result = command.ask("--json")
    assert time.monotonic() - started < 20
    assert (result.return_value, json.loads(result.stdout)["ended"]) == (ExitCode.FAILED, "stopped")
    assert len(command.model.asked) == 1


@pytest.mark.parametrize("dialect", ["openai", "anthropic"])
@pytest.mark.parametrize("status", [200, 400, 401, 418])
def test_the_key_is_never_printed(command: Command, dialect: str, status: int):
    judged_bill(command.store, "WA HB 1", DUTY)
    command.model.replies = [tells_the_key(status)]
    for result in (
        command.ask(MODEL_KIND=dialect, MODEL_URL=command.model.url),
        command.ask("--json", MODEL_KIND=dialect, MODEL_URL=command.model.url),
        command("config", "show"),
        command("config", "show", "--json"),
    ):
        assert result.exception is None
        assert KEY not in result.output
        assert KEY not in result.stderr
    assert json.loads(result.stdout)["model_key"] == "**********"
    assert any(KEY in str(asked.headers) for asked in command.model.asked)
    assert KEY not in repr(all_rows(command.store))


def test_the_key_may_stand_in_a_file(command: Command, tmp_path: Path):
    judged_bill(command.store, "WA HB 1", DUTY)
    (tmp_path / "key").write_text("sk-of-the-file\n")
    command.ask(MODEL_KEY=None, MODEL_KEY_FILE=str(tmp_path / "key"))
    assert command.model.asked[0].headers["Authorization"] == "Bearer sk-of-the-file"


@pytest.mark.parametrize(
    "arguments", [["--band", "0.6", "0.5"], ["--band", "0.5", "2"], ["--limit", "0"], ["--jurisdiction", "XX"]]
)
def test_wrong_use_is_told(command: Command, arguments: list[str]):
    result = command.ask(*arguments)
    assert type(result.exception).__name__ == "BadParameter"
    assert command.model.asked == []


def test_two_at_once_are_one_too_many(command: Command):
    with exclusive(command.store, "second-opinion", folder=command.folder):
        assert isinstance(command.ask().exception, BusyError)


def test_a_terminal_sees_a_bar(command: Command, monkeypatch: pytest.MonkeyPatch):
    judged_bill(command.store, "WA HB 1", DUTY)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    result = command.ask("--json")
    assert "asking" in result.stderr
    assert json.loads(result.stdout)["asked"] == 1


def test_a_database_without_tables_names_the_remedy(empty_database_url: str, tmp_path: Path, model: ModelServer):
    with Store(empty_database_url) as store:
        assert isinstance(Command(store, tmp_path, model).ask().exception, NotInitialisedError)
