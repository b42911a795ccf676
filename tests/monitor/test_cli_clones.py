"""``preempt clones``: the real command on stored, fictional bills that copy from each other."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, update

from monitor.cli import cli
from monitor.clock import system_clock
from monitor.errors import BusyError, ExitCode, NotInitialisedError
from monitor.services import find_clones as find_clones_module
from monitor.services.find_bill import NoSuchBillError
from monitor.services.find_clones import CloneSummary, find_clones
from monitor.services.show_family import AmbiguousFamilyError, NoSuchFamilyError
from monitor.store.engine import Store
from monitor.store.lock import exclusive
from monitor.store.tables import ClauseFamilyRow, VersionRow
from tests.cloning import APPEAL, CARE, NOTICE, STATEMENT, act, assess, judged, reworded, stored
from tests.databases import SqliteDatabases

COPY = reworded(NOTICE)


class Command:
    def __init__(self, address: str, folder: Path) -> None:
        self.environment = {
            "PREEMPT_DATABASE_URL": address,
            "PREEMPT_DATA_DIR": str(folder),
            "PREEMPT_LOG_FORMAT": "json",
        }
        self.environment["COLUMNS"] = "220"

    def __call__(self, *arguments: str) -> Result:
        return CliRunner(env=self.environment).invoke(cli, ["clones", *arguments], standalone_mode=False)

    def words(self, *arguments: str) -> str:
        result = self(*arguments)
        assert result.exception is None
        return " ".join(result.stdout.split())

    def json(self, *arguments: str) -> dict[str, Any]:
        result = self(*arguments, "--json")
        assert result.exception is None
        content: dict[str, Any] = json.loads(result.stdout)
        return content


@pytest.fixture(scope="module")
def found(sqlite_databases: SqliteDatabases) -> Iterator[Path]:
    """A database with families of one, two and three states."""
    with sqlite_databases.fresh() as url:
        with Store(url) as store:
            stored(store, "CO SB 9205", act(judged(CARE), STATEMENT, NOTICE), on=date(2024, 4, 1))
            stored(store, "CO HB 9300", act(STATEMENT, APPEAL), on=date(2024, 4, 9))
            stored(
                store, "NY A 9768", act(CARE, COPY, "The mayor shall paint the old bridge in May."), on=date(2025, 1, 8)
            )
            stored(store, "NM HB 9060", act(CARE), on=date(2025, 1, 21))
            stored(store, "UT HB 9001", act(APPEAL.replace("deployer", "lender").replace("engine", "\x1b]8;;machine")))
            assess(store)
            find_clones(store, clock=system_clock)
        yield Path(url.removeprefix("sqlite:///"))


@pytest.fixture
def clones(found: Path, tmp_path: Path) -> Command:
    """The command on a copy of it."""
    return Command(f"sqlite:///{shutil.copyfile(found, tmp_path / 'found.db')}", tmp_path)


@pytest.fixture
def empty(sqlite_store: Store, tmp_path: Path) -> Command:
    return Command(sqlite_store.address, tmp_path)


class TestFind:
    def test_it_builds_says_what_it_did_and_does_it_once(self, store: Store, tmp_path: Path):
        stored(store, "CO SB 9205", act(judged(CARE)), on=date(2024, 4, 1))
        stored(store, "NY A 9768", act(CARE), on=date(2025, 1, 8))
        assess(store)
        command = Command(store.address, tmp_path)
        result = command("find")
        assert (result.exception, result.return_value) == (None, ExitCode.DONE)
        assert result.stdout.startswith(
            "2 clauses of 2 bills about AI (2 texts read anew): 1 families, 1 of them in more than one state; 1 added, "
            "0 changed, 0 removed; 1 proposals for a person; "
        )
        logged = [json.loads(line) for line in result.stderr.splitlines() if line.startswith("{")]
        assert [line["proposals"] for line in logged if line["event"] == "clause families found"] == [1]
        again = command.json("find")
        assert again.pop("seconds") >= 0
        assert again == {
            "bills": 2,
            "cut": 0,
            "clauses": 2,
            "candidates": 1,
            "families": 1,
            "across_states": 1,
            "left": 0,
            "added": 0,
            "changed": 0,
            "removed": 0,
            "proposals": 0,
            "stopped": False,
        }

    def test_two_at_once_are_one_too_many(self, store: Store, tmp_path: Path):
        with exclusive(store, "clones", folder=tmp_path):
            result = Command(store.address, tmp_path)("find")
        assert isinstance(result.exception, BusyError)

    def test_a_database_without_tables_names_the_remedy(self, empty_database_url: str, tmp_path: Path):
        for arguments in (["find"], ["list"], ["show", "abcd"], ["of", "WA HB 1"]):
            assert isinstance(Command(empty_database_url, tmp_path)(*arguments).exception, NotInitialisedError)

    def test_stopped_it_says_so(self, clones: Command, monkeypatch: pytest.MonkeyPatch):
        def stopped(store: Store, **options: Any) -> CloneSummary:
            return find_clones(store, **{**options, "stop": lambda: True})

        monkeypatch.setattr(find_clones_module, "find_clones", stopped)
        result = clones("find")
        assert result.return_value == ExitCode.FAILED
        assert result.stdout == "Stopped before anything was compared; no family is changed.\n"
        assert "stopped early" in result.stderr
        assert clones("find", "--json").return_value == ExitCode.FAILED

    def test_a_terminal_sees_a_bar(self, clones: Command, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setenv("FORCE_COLOR", "1")
        monkeypatch.setenv("TERM", "xterm")
        assert "reading" in clones("find", "--json").stderr


class TestList:
    def test_the_widest_spread_comes_first(self, clones: Command):
        content = clones.json("list")
        assert content["found"] == 4
        told = [
            ([state["jurisdiction"] for state in one["states"]], one["bills"], one["label"])
            for one in content["families"]
        ]
        assert told == [
            (["CO", "NY", "NM"], 3, "conflict"),
            (["CO", "NY"], 2, None),
            (["CO", "UT"], 2, None),
            (["CO"], 2, None),
        ]
        first = content["families"][0]
        assert first["states"][0] == {"jurisdiction": "CO", "first_on": "2024-04-01"}
        assert first["positions"] == {"truthful-outputs": "conflict"}
        assert first["origin"]["identifier"] == "SB 9205"
        assert (first["copies"], first["origin_tied"]) == (2, False)

    def test_the_same_as_a_table(self, clones: Command):
        said = clones.words("list")
        assert "CO 2024-04-01, NY 2025-01-08, NM 2025-01-21" in said
        assert "truthful-outputs: conflict" in said
        assert "CO SB 9205 (2026), Sec. 3" in said
        assert "no finding" in said
        assert "4 of 4 families" in said
        assert "2 of 4 families" in clones.words("list", "--limit", "2")

    @pytest.mark.parametrize(
        ("arguments", "count"),
        [
            (["--min-states", "2"], 3),
            (["--min-states", "3"], 1),
            (["--jurisdiction", "NM"], 1),
            (["-j", "NM", "-j", "UT"], 2),
            (["--label", "conflict"], 1),
            (["--label", "potential"], 0),
            (["--position", "truthful-outputs"], 1),
            (["--position", "compelled-disclosure", "--label", "conflict"], 0),
        ],
    )
    def test_filters(self, clones: Command, arguments: list[str], count: int):
        assert clones.json("list", *arguments)["found"] == count

    def test_nothing_is_said_to_be_nothing(self, empty: Command):
        assert empty.words("list").startswith("No family: none is like that")
        assert empty.json("list") == {"found": 0, "families": []}

    def test_an_unknown_position_is_named(self, clones: Command):
        error = clones("list", "--position", "weather").exception
        assert "no position 'weather'" in str(error)
        assert "truthful-outputs" in str(error)


class TestShow:
    def name(self, clones: Command, place: int) -> str:
        name: str = clones.json("list")["families"][place]["family"]
        return name

    def test_each_clause_with_its_words_and_what_differs(self, clones: Command):
        said = clones.words("show", self.name(clones, 1)[:12])
        assert "1. CO SB 9205 (2026), Sec. 5 origin, 2024-04-01, introduced A sample act" in said
        assert f'"{NOTICE}"' in said
        assert f'"{COPY}"' in said
        assert "2. NY A 9768 (2026), Sec. 4 spread, 2025-01-08, introduced; alike by " in said
        assert "Before a [-ranking engine-] {+scoring system+} makes a weighty choice about a" in said
        assert "Findings: no finding" in said

    def test_the_same_words_are_said_to_be_the_same_and_findings_stand_with_their_clause(self, clones: Command):
        said = clones.words("show", self.name(clones, 0))
        assert "truthful-outputs: conflict, severity 4" in said
        assert said.count("severity 4") == 1
        assert (
            "Spread: CO 2024-04-01, NY 2025-01-08, NM 2025-01-21; 3 bills, 2 of them neither first nor companion"
            in said
        )

    def test_identical_clauses(self, clones: Command):
        assert "Against the origin: the same words, but for numbers and marks" in clones.words(
            "show", self.name(clones, 3)
        )

    def test_the_same_as_json(self, clones: Command):
        content = clones.json("show", self.name(clones, 1))
        origin, copy = content["members"]
        assert origin["quotes"] == [NOTICE]
        assert origin["differences"] == []
        assert copy["quotes"] == [COPY]
        assert (copy["kinship"], copy["provision"], copy["dated_on"]) == ("spread", "Sec. 4", "2025-01-08")
        assert {"kind": "changed", "origin": "ranking engine", "member": "scoring system"} in copy["differences"]
        judged_one = clones.json("show", self.name(clones, 0))["members"][0]
        assert [(one["position"], one["label"]) for one in judged_one["findings"]] == [("truthful-outputs", "conflict")]

    def test_escape_sequences_of_a_scraped_text_reach_no_terminal(self, clones: Command):
        (family,) = clones.json("list", "-j", "UT")["families"]
        said = clones("show", family["family"]).stdout
        assert "machine" in said
        assert "\x1b" not in said

    def test_a_tie_is_said(self, store: Store, tmp_path: Path):
        for name in ("NY A 1", "CO SB 1"):
            stored(store, name, act(CARE), on=date(2025, 1, 8))
        assess(store)
        command = Command(store.address, tmp_path)
        command("find")
        name = command.json("list")["families"][0]["family"]
        assert "Several bills are of 2025-01-08; the first by name stands as the origin." in command.words("show", name)

    def test_no_date_at_all_is_said(self, store: Store, tmp_path: Path):
        for name in ("NY A 1", "CO SB 1"):
            stored(store, name, act(CARE))
        with store.write() as session:
            session.execute(update(VersionRow).values(published_on=None))
        assess(store)
        command = Command(store.address, tmp_path)
        command("find")
        name = command.json("list")["families"][0]["family"]
        assert "No date is known, so nobody can say which was first" in command.words("show", name)
        assert "CO date unknown, NY date unknown" in command.words("list")

    def test_a_text_that_was_replaced_since_is_not_quoted(self, clones: Command):
        name = self.name(clones, 1)
        with Store(clones.environment["PREEMPT_DATABASE_URL"]) as store, store.write() as session:
            session.execute(update(VersionRow).values(text="AI", text_sha256="other"))
        said = clones.words("show", name)
        assert said.count("its text was replaced since; run `preempt clones find` again") == 2
        assert "Against" not in said

    def test_names_that_mean_nothing_or_too_much(self, clones: Command):
        assert isinstance(clones("show", "zzzz").exception, NoSuchFamilyError)
        assert isinstance(clones("show", "%___").exception, NoSuchFamilyError)
        short = clones("show", "ab").exception
        assert isinstance(short, AmbiguousFamilyError)
        assert short.exit_code == ExitCode.WRONG_USE
        with Store(clones.environment["PREEMPT_DATABASE_URL"]) as store, store.write() as session:
            for row in session.scalars(select(ClauseFamilyRow)):
                row.family = f"abcd{row.id}"
        assert isinstance(clones("show", "abcd").exception, AmbiguousFamilyError)


class TestOf:
    def test_the_families_of_a_bill_in_the_order_of_its_text(self, clones: Command):
        content = clones.json("of", "CO SB 9205")
        assert content["bill"] == "CO SB 9205 (2026)"
        assert [
            (one["clause"]["provision"], one["clause"]["kinship"], one["bills"]) for one in content["families"]
        ] == [
            ("Sec. 3", "origin", 3),
            ("Sec. 4", "origin", 2),
            ("Sec. 5", "origin", 2),
        ]
        said = clones.words("of", "NY A 9768")
        assert "Clauses of NY A 9768 (2026) that other bills have" in said
        assert "spread, " in said

    def test_a_bill_without_families_and_one_that_is_unknown(self, clones: Command, empty: Command):
        with Store(clones.environment["PREEMPT_DATABASE_URL"]) as store:
            stored(store, "FL HB 9", act(CARE))
        assert clones.words("of", "FL HB 9").startswith("No clause of FL HB 9 (2026) is in a family")
        assert isinstance(empty("of", "WA HB 1").exception, NoSuchBillError)


def test_help_names_every_command_and_gives_examples(clones: Command):
    for name in ("find", "list", "show", "of"):
        result = CliRunner().invoke(cli, ["clones", name, "--help"])
        assert result.exit_code == 0
        assert f"preempt clones {name}" in result.stdout
