"""``preempt findings``: the real command on stored, fictional bills."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import update

from monitor.cli import cli
from monitor.services.assess import Classifier, assess_pending
from monitor.store.engine import Store
from monitor.store.tables import BillRow, VersionRow
from tests.databases import SqliteDatabases
from tests.judging import MOMENT, POSITIONS, add_bill, add_version, judge

WORDS = "A developer shall file a report [sic] on each known risk."
DUTY = f"AI\nconflict compelled-disclosure 4: {WORDS}\n"
START = DUTY.index(WORDS)
NOTICE = "AI\npotential truthful-outputs 2: A deployer shall tell each consumer about it.\n"
CHILD = "AI\nexempt compelled-disclosure 1: An operator shall remind each minor that it is a machine.\n"
QUIET = "AI\nThe department shall study the matter."


def assess(store: Store) -> None:
    classifier = Classifier(judge=partial(judge, release="c1"), positions=POSITIONS, release="c1", program="0")
    assess_pending(store, classifier, clock=lambda: MOMENT)


class Command:
    def __init__(self, address: str, folder: Path) -> None:
        self.address = address
        self.environment = {"PREEMPT_DATABASE_URL": address, "PREEMPT_DATA_DIR": str(folder)}

    def __call__(self, *arguments: str, columns: int | None = 200) -> Result:
        environment = {**self.environment, "COLUMNS": str(columns) if columns else None}
        return CliRunner(env=environment).invoke(cli, ["findings", *arguments], standalone_mode=False)

    def json(self, *arguments: str) -> dict:
        result = self(*arguments, "--json")
        assert result.exception is None
        content: dict = json.loads(result.stdout)
        return content

    def words(self, *arguments: str) -> str:
        result = self(*arguments)
        assert result.exception is None
        return " ".join(result.stdout.split())


@pytest.fixture
def findings(sqlite_store: Store, tmp_path: Path) -> Command:
    return Command(sqlite_store.address, tmp_path)


@pytest.fixture(scope="module")
def judged(sqlite_databases: SqliteDatabases) -> Iterator[Path]:
    """A database with a bill of each kind, judged."""
    with sqlite_databases.fresh() as url:
        with Store(url) as store:
            for number, texts in enumerate(([DUTY + NOTICE], [NOTICE], [CHILD], [QUIET], [], ["RAISE"], [DUTY, ""]), 1):
                bill = add_bill(store, f"WA HB {number}")
                for text in texts:
                    add_version(store, bill, text)
            add_version(store, add_bill(store, "UT HB 1", session_name="2025"), NOTICE)
            add_version(store, add_bill(store, "UT HB 1", session_name="2026"), QUIET)
            add_version(store, add_bill(store, "US HR 1"), DUTY)
            assess(store)
        yield Path(url.removeprefix("sqlite:///"))


@pytest.fixture
def filled(judged: Path, tmp_path: Path) -> Command:
    """The command on a copy of it."""
    return Command(f"sqlite:///{shutil.copyfile(judged, tmp_path / 'judged.db')}", tmp_path)


class TestTheTable:
    def test_an_empty_database_says_what_to_do(self, findings: Command):
        assert "Nothing is judged yet: run `preempt assess`." in findings.words()
        assert findings.json() == {
            "positions": [],
            "jurisdictions": [],
            "totals": findings.json()["totals"],
        }
        assert findings.json()["totals"]["bills"] == 0

    def test_bills_by_jurisdiction_label_and_position(self, filled: Command):
        lines = [line.split() for line in filled().stdout.splitlines() if line.strip()]
        assert lines[0] == "Bills by jurisdiction and strongest label".split()
        assert lines[1] == "bills judged on AI conflict potential exempt aligned none unknown".split()
        assert [line for line in lines if line[0] == "WA"] == [
            ["WA", "7", "5", "5", "2", "1", "1", "0", "1", "2*"],
            ["WA", "2", "/", "0", "·", "0", "/", "2"],
        ]
        assert [line[:4] for line in lines if line[0] == "all"] == [["all", "10", "8", "8"], ["all", "2", "/", "0"]]
        assert "Bills by jurisdiction and stated federal position: conflict / potential" in filled.words()

    def test_it_is_wide_where_nobody_says_how_wide(self, filled: Command):
        assert {len(line) for line in filled(columns=None).stdout.splitlines()} <= set(range(133))
        assert max(map(len, filled("--bills", columns=60).stdout.splitlines())) <= 60

    def test_the_same_as_json(self, filled: Command):
        content = filled.json()
        assert [head["id"] for head in content["positions"]] == [position.id for position in POSITIONS.positions]
        by_code = {line["jurisdiction"]: line for line in content["jurisdictions"]}
        assert sorted(by_code) == ["US", "UT", "WA"]
        washington = by_code["WA"]
        assert (washington["bills"], washington["unknown"]) == (7, 2)
        assert {label: washington[label] for label in ("conflict", "potential", "exempt", "aligned", "none")} == {
            "conflict": 2,
            "potential": 1,
            "exempt": 1,
            "aligned": 0,
            "none": 1,
        }
        assert content["totals"]["bills"] == 10
        assert "bills" not in content

    def test_unknown_is_said_with_its_reasons_and_is_never_none(self, filled: Command):
        words = filled.words()
        assert 'Unknown (1 judgement failed, 1 no published text) is never "none".' in words
        assert "* 1 bill: an older text was judged, the newest was not read." in words
        assert "1 bill of the Congress: relevance only, not held against federal positions." in words
        assert "A position of the executive is not law" in words

    def test_filters(self, filled: Command):
        content = filled.json("-j", "ut", "-p", "truthful-outputs", "-l", "potential", "--bills")
        assert [line["jurisdiction"] for line in content["jurisdictions"]] == ["UT"]
        assert [head["id"] for head in content["positions"]] == ["truthful-outputs"]
        assert [(bill["identifier"], bill["session"]) for bill in content["bills"]] == [("HB 1", "2025")]
        words = filled.words("--jurisdiction", "WA", "--label", "exempt", "--label", "conflict")
        assert "conflict / exempt" in words or "exempt / conflict" in words

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["-j", "ZZ"], "unknown jurisdiction 'ZZ'"),
            (["-p", "none-such"], "no position 'none-such' is judged; there are: compelled-disclosure"),
            (["-l", "none"], "none"),
            (["--bill", "WA HB 1", "--bills"], "takes no filter"),
            (["--bill", "WA HB 1", "-j", "WA"], "takes no filter"),
        ],
    )
    def test_wrong_use_is_said_in_one_line(self, filled: Command, arguments: list[str], words: str):
        result = filled(*arguments)
        assert words in str(result.exception)
        assert type(result.exception).__name__ in ("BadParameter", "UsageError")

    def test_a_position_before_any_judgement(self, findings: Command):
        assert "there are: none yet" in str(findings("-p", "compelled-disclosure").exception)


class TestTheListOfBills:
    def test_labels_and_positions(self, filled: Command):
        bills = {
            f"{bill['jurisdiction']} {bill['identifier']} {bill['session']}": bill
            for bill in filled.json("--bills")["bills"]
        }
        first = bills["WA HB 1 2026"]
        assert (first["label"], first["relevance"], first["newest_text"]) == ("conflict", "core", "judged")
        assert first["positions"] == {"compelled-disclosure": "conflict", "truthful-outputs": "potential"}
        assert bills["WA HB 7 2026"]["newest_text"] == "no text"

    def test_on_a_terminal(self, filled: Command):
        words = filled.words("--bills")
        assert "WA HB 1 2026 introduced conflict compelled-disclosure: conflict A sample act" in words
        assert "conflict (no text)" in words

    def test_a_column_of_another_position_does_not_show_in_it(self, filled: Command):
        words = filled.words("--bills", "-p", "truthful-outputs")
        assert "truthful-outputs: potential" in words
        assert "compelled-disclosure: conflict" not in words

    def test_what_was_scraped_cannot_reach_the_terminal(self, filled: Command):
        with Store(filled.address) as store, store.write() as session:
            session.execute(update(BillRow).values(title="An \x1b[31mact\u202e\tof [bold]2026[/bold]"))
        for arguments in (["--bills"], ["--bill", "WA HB 1"]):
            out = filled(*arguments).stdout
            assert "\x1b" not in out
            assert "\u202e" not in out
            assert "An \N{REPLACEMENT CHARACTER}[31mact\N{REPLACEMENT CHARACTER} of [bold]2026[/bold]" in out


class TestOneBill:
    def test_every_finding_with_its_words_and_what_speaks_against_it(self, filled: Command):
        words = filled.words("--bill", "wa hb1")
        for part in (
            "WA HB 1 (2026): A sample act",
            "Status: introduced; last action: Read first time",
            "https://legislature.example/bill",
            "Judged text: text 0 (introduced, published 2026-01-01)",
            "https://legislature.example/text",
            "About AI: core",
            "This bill conflicts with a stated federal position.",
            "1. CONFLICT compelled-disclosure severity 4 of 5, confidence 0.50",
            "conflicts with a stated federal position: Sample position compelled-disclosure",
            "Authority: 00 FR 00000 (sample) (strength 3 of 5; executive order; binds agencies, does not preempt)",
            "Provision: Sec. 1(a) (ag_disclosure)",
            f'operative, characters {START}-{START + len(WORDS)}: "{WORDS}"',
            'lead-in, characters 0-2: "AI"',
            "Carve-out: none found",
            "Theory: compelled speech; second: dormant commerce clause",
            "Why: A sample rationale.",
            "Against: The duty concerns facts.",
            "2. POTENTIAL truthful-outputs severity 2 of 5",
            "Judged by classifier c1, positions p1.",
        ):
            assert part in words
        assert "limit its legislative recommendation only" not in words

    def test_a_carve_out_comes_with_its_limits(self, filled: Command):
        words = filled.words("--bill", "WA HB 3")
        assert "Carve-out: child-safety" in words
        assert "limit its legislative recommendation only" in words

    def test_nothing_is_said_of_a_bill_that_was_not_read(self, filled: Command):
        words = filled.words("--bill", "WA HB 5")
        assert words.endswith("Unknown: no published text. Nothing can be said of this bill.")
        assert "none" not in words.lower().split()

    def test_an_older_judgement_says_so(self, filled: Command):
        assert "The newest text was not read (no text): what follows is of an older one." in filled.words(
            "--bill", "WA HB 7"
        )

    def test_a_bill_without_findings_touches_nothing_as_far_as_it_was_read(self, filled: Command):
        assert "touches no stated federal position, as far as its text was read." in filled.words("--bill", "WA HB 4")

    def test_none_is_unknown_when_the_newest_text_was_not_read(self, sqlite_store: Store, findings: Command):
        bill = add_bill(sqlite_store, "WA HB 8")
        add_version(sqlite_store, bill, QUIET)
        add_version(sqlite_store, bill, "")
        assess(sqlite_store)
        words = findings.words("--bill", "WA HB 8")
        assert "Unknown: the newest text was not read." in words
        assert findings.json("--bill", "WA HB 8")["label"] is None
        assert "unknown (no text)" in findings.words("--bills")

    def test_a_bill_of_the_congress_is_not_held_against_positions(self, filled: Command):
        words = filled.words("--bill", "US HR 1")
        assert words.endswith("A bill of the Congress is not held against federal positions.")
        assert "not measured" in filled.words("--bills", "-j", "US")

    def test_what_a_text_is_worth_is_said(self, filled: Command):
        with Store(filled.address) as store, store.write() as session:
            session.execute(
                update(VersionRow).values(
                    quality="redline", reason="struck words may be in it", published_on=None, url=""
                )
            )
            session.execute(update(BillRow).values(source_url="", last_action="", last_action_on=MOMENT.date()))
        words = filled.words("--bill", "WA HB 1")
        assert "Judged text: text 0 (introduced; text redline: struck words may be in it)" in words
        assert "last action on 2026-11-20: unknown" in words
        assert "https://" not in words

    def test_as_json(self, filled: Command):
        content = filled.json("--bill", "WA HB 1 2026")
        assert (content["identifier"], content["label"], content["status"]) == ("HB 1", "conflict", "introduced")
        assert "standing" not in content
        first, second = content["findings"]
        assert (first["label"], first["severity"], second["position"]) == ("conflict", 4, "truthful-outputs")
        assert first["quotes"][0]["quote"] == WORDS
        assert content["version_on"] == "2026-01-01"

    @pytest.mark.parametrize(
        ("name", "error", "words"),
        [
            ("WA HB 99", "NoSuchBillError", "no stored bill is called 'WA HB 99'"),
            ("UT HB 1", "AmbiguousBillError", "several sessions; add one: 2025, 2026"),
            ("WA HB 1 1999", "NoSuchBillError", "another session"),
        ],
    )
    def test_a_name_that_means_none_or_two(self, filled: Command, name: str, error: str, words: str):
        result = filled("--bill", name)
        assert type(result.exception).__name__ == error
        assert words in str(result.exception)

    def test_a_session_chooses(self, filled: Command):
        assert filled.json("--bill", "UT HB 1 2025")["label"] == "potential"
        assert filled.json("--bill", "UT HB 1 2026")["label"] == "none"


def test_it_reads_both_databases(store: Store, tmp_path: Path):
    add_version(store, add_bill(store, "WA HB 1"), DUTY)
    assess(store)
    command = Command(store.address, tmp_path)
    assert command.json("--bill", "WA HB 1")["findings"][0]["quotes"][0]["quote"] == WORDS
    assert command.json()["totals"]["conflict"] == 1


def test_a_database_without_tables_names_the_remedy(empty_database_url: str, tmp_path: Path):
    result = Command(empty_database_url, tmp_path)()
    assert type(result.exception).__name__ == "NotInitialisedError"
    assert "preempt init" in str(result.exception)
