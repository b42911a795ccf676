"""``preempt litigation`` and ``preempt bill show``: the real commands on a stored, fictional bill."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from monitor.cli import cli
from monitor.errors import PreemptError
from monitor.store.engine import Store
from tests.judging import add_bill


class Command:
    def __init__(self, store: Store, folder: Path) -> None:
        self.environment = {
            "PREEMPT_DATABASE_URL": store.address,
            "PREEMPT_DATA_DIR": str(folder),
            "COLUMNS": "200",
        }

    def run(self, *argv: str) -> Result:
        return CliRunner(env=self.environment).invoke(cli, list(argv), standalone_mode=False)

    def __call__(self, *argv: str) -> str:
        done = self.run(*argv)
        assert done.exception is None, done.exception
        return " ".join(done.stdout.split())


@pytest.fixture
def command(sqlite_store: Store, tmp_path: Path) -> Command:
    add_bill(sqlite_store, "CA AB 2013", session_name="20232024")
    add_bill(sqlite_store, "CA AB 9901", session_name="20252026")
    return Command(sqlite_store, tmp_path)


def test_the_list_says_what_is_pleaded_and_no_more(command: Command):
    said = command("litigation", "list")
    assert "CA AB 2013 (2024): challenged in court; a challenge changes nothing about the law's force" in said
    assert "As pleaded is not as decided" in said
    rows = {row["case"]: row for row in json.loads(command("litigation", "list", "--json"))}
    assert rows["xai-v-weiser"]["docket_number"] == "1:26-cv-01515"
    assert rows["xai-v-bonta"]["filed_on"] is None
    assert all(row["as_of"] == "2026-10-10" for row in rows.values())


def test_a_case(command: Command):
    said = command("litigation", "show", "xai-v-bonta")
    assert "marks CA AB 2013 (20232024): challenged" in said
    assert "no docket was read" in said
    assert "; disputed]" in command("litigation", "show", "xai-v-weiser")
    with pytest.raises(PreemptError, match="no case"):
        raise command.run("litigation", "show", "nobody").exception  # type: ignore[misc]


def test_a_link_marks_the_bill_wherever_it_is_shown(command: Command):
    assert json.loads(command("bill", "show", "CA AB 9901", "--json"))["litigation"] == []
    assert "challenged" not in command("bill", "show", "CA AB 9901")
    command("litigation", "link", "xai-v-bonta", "CA AB 9901", "--provision", "sec. 2")
    assert "CHALLENGED (sec. 2), X.AI v. Bonta: challenged in court" in command("bill", "show", "CA AB 9901")
    (mark,) = json.loads(command("bill", "show", "CA AB 9901", "--json"))["litigation"]
    assert (mark["case"], mark["status"], mark["provision"]) == ("xai-v-bonta", "challenged", "sec. 2")
    assert command("findings", "--bill", "CA AB 9901") == command("bill", "show", "CA AB 9901")
    listed = json.loads(command("findings", "--bills", "--json"))["bills"]
    assert [len(row["litigation"]) for row in listed] == [1, 1]
    assert command("findings", "--bills").count("(challenged)") == 2
