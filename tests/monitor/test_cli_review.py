"""``preempt review``: the real command on stored, fictional bills."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, update

from monitor.cli import cli
from monitor.store.engine import Store
from monitor.store.tables import BillRow, EventRow, FindingRow
from tests.databases import SqliteDatabases
from tests.judging import add_bill, add_version
from tests.monitor.services.test_add_finding import LAW, WORDS, propose
from tests.monitor.services.test_review_finding import CHILD, DUTY, NOTICE, run
from tests.monitor.services.test_review_finding import WORDS as REPORT

BY = ("--by", "Ana", "--reason", "The duty binds agencies alone.")


class Command:
    def __init__(self, address: str, folder: Path) -> None:
        self.address = address
        self.environment = {"PREEMPT_DATABASE_URL": address, "PREEMPT_DATA_DIR": str(folder), "COLUMNS": "200"}

    def __call__(self, *arguments: str, command: str = "review", **environment: str) -> Result:
        runner = CliRunner(env=self.environment | environment)
        return runner.invoke(cli, [command, *arguments], standalone_mode=False)

    def json(self, *arguments: str, command: str = "review"):
        result = self(*arguments, "--json", command=command)
        assert result.exception is None, result.exception
        return json.loads(result.stdout)

    def words(self, *arguments: str, command: str = "review") -> str:
        result = self(*arguments, command=command)
        assert result.exception is None, result.exception
        return " ".join(result.stdout.split())

    def error(self, *arguments: str, **environment: str) -> str:
        result = self(*arguments, **environment)
        assert result.exception is not None
        return f"{type(result.exception).__name__}: {result.exception}"

    def name(self, position: str = "compelled-disclosure", bill: str = "WA HB 1") -> str:
        found = self.json("show", bill)
        return str(next(f["id"] for f in [*found["findings"], *found["rejected"]] if f["position"] == position))


@pytest.fixture(scope="module")
def judged(sqlite_databases: SqliteDatabases) -> Iterator[Path]:
    with sqlite_databases.fresh() as url:
        with Store(url) as store:
            add_version(store, add_bill(store, "WA HB 1"), DUTY + NOTICE + CHILD, note="Introduced")
            add_version(store, add_bill(store, "UT HB 2"), LAW)
            run(store)
            propose(store)
        yield Path(url.removeprefix("sqlite:///"))


@pytest.fixture
def review(judged: Path, tmp_path: Path) -> Command:
    """The command on a copy of a judged database."""
    return Command(f"sqlite:///{shutil.copyfile(judged, tmp_path / 'judged.db')}", tmp_path)


class TestList:
    def test_first_things_first(self, review: Command):
        words = review.words("list")
        assert f"{review.name()} conflict 0.50 WA HB 1 (2026) compelled-disclosure Sec. 1(a) “{REPORT}”" in words
        assert words.index("conflict 0.50") < words.index("potential 0.50")
        assert "exempt" not in words, "a carve-out is no flag: it waits for nobody"
        assert "p1 potential 0.60 UT HB 2 (2026) compelled-disclosure Sec. 2(b)" in words
        assert words.endswith("3 shown. Look closer: preempt review show BILL")

    def test_as_json_with_filters(self, review: Command):
        assert [one["kind"] for one in review.json("list")["items"]] == ["finding", "finding", "proposal"]
        found = review.json("list", "-j", "wa", "-p", "compelled-disclosure")
        assert (found["band"], found["waiting"]) == ([0.2, 0.9], 1)
        assert found["items"][0] == {
            "id": review.name(),
            "kind": "finding",
            "jurisdiction": "WA",
            "session": "2026",
            "identifier": "HB 1",
            "title": "A sample act",
            "position": "compelled-disclosure",
            "label": "conflict",
            "certainty": 0.5,
            "provision": "Sec. 1(a)",
            "quote": REPORT,
            "why": "the rules are not sure: confidence 0.50",
            "now": None,
        }

    def test_a_limit_says_what_is_left(self, review: Command):
        assert review.words("list", "--limit", "1").endswith("1 shown; 2 more. Look closer: preempt review show BILL")
        assert len(review.json("list", "--limit", "2")["items"]) == 2

    def test_the_band_is_an_option_and_a_setting(self, review: Command):
        assert [one["id"] for one in review.json("list", "--band", "0.6", "0.7")["items"]] == ["p1"]
        assert review("list", "--json", PREEMPT_REVIEW_LOW="0.6").stdout.count('"kind"') == 1
        assert "PREEMPT_REVIEW_HIGH: it is less than review_low (0.2)" in review.error(
            "list", PREEMPT_REVIEW_HIGH="0.1"
        )

    def test_nothing_waits(self, review: Command):
        assert review.words("list", "-j", "OR") == "Nothing waits for a review."

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["-j", "ZZ"], "unknown jurisdiction 'ZZ'"),
            (["-p", "none-such"], "no position 'none-such' is judged; there are: compelled-disclosure"),
            (["--band", "0.7", "0.6"], "the first number is the lower one"),
            (["--band", "0.7", "1.6"], "1.6"),
            (["--limit", "0"], "0"),
        ],
    )
    def test_wrong_use(self, review: Command, arguments: list[str], words: str):
        assert words in review.error("list", *arguments)


class TestDecide:
    def test_reject_says_what_it_did(self, review: Command):
        words = review.words("reject", review.name(), *BY)
        assert words == (
            f"r1: reject, WA HB 1 (2026), compelled-disclosure “{REPORT}” "
            "The bill: conflict -> potential; the rules alone: conflict; 1 event."
        )
        shown = review.words("show", "WA HB 1")
        assert "Label: potential; the rules alone: conflict" in shown
        assert (
            f"Rejected on review, counted nowhere: {review.name()} conflict compelled-disclosure: “{REPORT}”" in shown
        )
        assert "Reviewed: reject by Ana on" in shown
        assert "The rules say: conflict, severity 4" in shown

    def test_as_json(self, review: Command):
        done = review.json("confirm", review.name(), *BY)
        assert (done["label"], done["events"]) == (
            {"before": "conflict", "after": "conflict", "machine": "conflict"},
            0,
        )
        assert {key: done["review"][key] for key in ("id", "decision", "reviewer", "reason", "quote", "version")} == {
            "id": "r1",
            "decision": "confirm",
            "reviewer": "Ana",
            "reason": "The duty binds agencies alone.",
            "quote": REPORT,
            "version": "Introduced",
        }
        assert (done["review"]["machine_label"], done["review"]["classifier_release"]) == ("conflict", "c1")

    def test_relabel(self, review: Command):
        words = review.words("relabel", review.name(), "--label", "potential", *BY)
        assert words.startswith("r1: relabel as potential, severity 3, WA HB 1 (2026), compelled-disclosure")
        done = review.json(
            "relabel", review.name(), "-l", "exempt", "--carve-out", "child-safety", "--severity", "0", *BY
        )
        assert (done["review"]["carve_out"], done["review"]["severity"]) == ("child-safety", 0)

    def test_add(self, review: Command):
        arguments = ("add", "UT HB 2", "-p", "truthful-outputs", "-l", "conflict", "--quote", WORDS)
        assert review.words(*arguments, *BY).endswith("The bill: none -> conflict; the rules alone: none; 1 event.")
        shown = review.words("show", "UT HB 2")
        assert "r1 conflict truthful-outputs severity 4 of 5 Reviewed: add by Ana on" in shown
        assert "The rules say: no finding" in shown
        start = LAW.index(WORDS)
        assert f"operative, characters {start}-{start + len(WORDS)}: “{WORDS}”" in shown

    def test_accept_and_decline_a_proposal(self, review: Command):
        assert "Proposed, counted nowhere until somebody accepts it: p1 potential 0.60" in review.words(
            "show", "UT HB 2"
        )
        done = review.json("accept", "p1", "--label", "conflict", *BY)
        assert (done["review"]["proposal"], done["review"]["label"], done["label"]["after"]) == (
            "p1",
            "conflict",
            "conflict",
        )
        assert "is answered by r1 (add, Ana): withdraw that first" in review.error("decline", "p1", *BY)
        review.json("withdraw", "p1", *BY)
        assert review.json("decline", "p1", *BY)["events"] == 0
        assert review.json("show", "UT HB 2")["proposals"] == []

    def test_withdraw_and_history(self, review: Command):
        assert review.words("history", "WA HB 1") == "Nobody has reviewed anything of WA HB 1 (2026)."
        review.json("relabel", review.name(), "-l", "potential", *BY)
        review.json("withdraw", "r1", "--by", "Ben", "--reason", "It does not.")
        said = review.json("history", "WA HB 1")
        assert [(one["id"], one["decision"], one["reviewer"], one["label"]) for one in said] == [
            ("r1", "relabel", "Ana", "potential"),
            ("r2", "withdraw", "Ben", None),
        ]
        words = review.words("history", "WA HB 1")
        assert "relabel as potential, severity 3 compelled-disclosure by Ana: The duty binds agencies alone." in words
        assert "on Introduced; the rules then said: conflict" in words
        assert review.json("show", "WA HB 1")["label"] == "conflict"

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (("reject", "x9", *BY), "InvalidReferenceError: 'x9' names nothing"),
            (("reject", "f999", *BY), "NoSuchSubjectError: there is no finding f999"),
            (("reject", "p1", *BY), "NoSuchSubjectError: p1 is a proposal: accept or decline it"),
            (("reject", "f1", "--by", " ", "--reason", "why"), "ReviewRefusedError: a review names its reviewer"),
            (("reject", "f1", "--by", "Ana", "--reason", ""), "ReviewRefusedError: a review says why"),
            (("reject", "f1", "--by", "Ana"), "MissingParameter"),
            (("reject", "f1", "--reason", "why"), "MissingParameter"),
            (("relabel", "f1", "-l", "none", *BY), "BadParameter"),
            (("accept", "f1", *BY), "NoSuchSubjectError: there is no proposal f1"),
            (("withdraw", "f1", *BY), "NoSuchSubjectError: no review of f1 stands"),
            (("show", "WA HB 9"), "NoSuchBillError"),
            (("history", "WA HB 9"), "NoSuchBillError"),
            (
                ("add", "UT HB 2", "-p", "truthful-outputs", "-l", "conflict", "--quote", "Other words.", *BY),
                "ReviewRefusedError: the quote does not stand exactly in the judged text (text 0)",
            ),
        ],
    )
    def test_errors_say_what_to_do(self, review: Command, arguments: tuple[str, ...], words: str):
        assert words in review.error(*arguments)

    def test_what_people_write_cannot_reach_the_terminal(self, review: Command):
        with Store(review.address) as store, store.write() as session:
            session.execute(update(BillRow).values(title="An \x1b[31mact\u202e"))
        review("reject", review.name(), "--by", "A\x1b[31mna", "--reason", "no\u202e [bold]why[/bold]")
        for arguments in (["show", "WA HB 1"], ["history", "WA HB 1"], ["list"]):
            out = review(*arguments).stdout
            assert "\x1b" not in out
            assert "\u202e" not in out
        assert "[bold]why[/bold]" in review("history", "WA HB 1").stdout


class TestFindings:
    """``preempt findings`` with reviews: the person's label counts, that of the rules stands beside it."""

    def test_a_finding_carries_its_review(self, review: Command):
        review.json("relabel", review.name(), "-l", "potential", *BY)
        review.json("reject", review.name("truthful-outputs"), *BY)
        page = review.json("--bill", "WA HB 1", command="findings")
        assert (page["label"], page["machine_label"], page["reviewed"]) == ("potential", "conflict", 2)
        assert page["positions"] == {"compelled-disclosure": "potential", "frontier-voluntary": "exempt"}
        assert page["machine_positions"]["compelled-disclosure"] == "conflict"
        first, child = page["findings"]
        assert (first["label"], first["machine_label"], first["machine_severity"]) == ("potential", "conflict", 4)
        assert first["review"]["decision"] == "relabel"
        assert (first["review"]["reviewer"], first["review"]["machine_label"]) == ("Ana", "conflict")
        assert child["review"] is None
        (rejected,) = page["rejected"]
        assert (rejected["position"], rejected["review"]["decision"]) == ("truthful-outputs", "reject")
        assert page["changed"] == []

    def test_on_a_terminal(self, review: Command):
        review.json("reject", review.name(), *BY)
        words = review.words("--bill", "WA HB 1", command="findings")
        assert "This bill may conflict with a stated federal position." in words
        assert "That is so after review. The rules alone say: conflict." in words
        assert "Rejected on review, counted nowhere:" in words
        table = review.words("--bills", "-j", "WA", command="findings")
        assert "potential (reviewed; the rules: conflict)" in table
        assert "compelled-disclosure: conflict" not in table

    def test_a_bill_of_which_everything_was_rejected_is_none(self, review: Command):
        for position in ("compelled-disclosure", "truthful-outputs", "frontier-voluntary"):
            review.json("reject", review.name(position), *BY)
        page = review.json("--bill", "WA HB 1", command="findings")
        assert (page["label"], page["machine_label"], page["findings"]) == ("none", "conflict", [])

    def test_words_that_changed_are_said(self, review: Command):
        review.json("confirm", review.name(), *BY)
        with Store(review.address) as store:
            with store.read() as session:
                bill = session.scalars(select(BillRow.id).where(BillRow.identifier == "HB 1")).one()
            add_version(store, bill, DUTY.replace("each known", "every"))
            run(store)
        words = review.words("--bill", "WA HB 1", command="findings")
        assert f"r1: reviewed words have changed, look again compelled-disclosure, confirm by Ana: “{REPORT}”" in words
        (changed,) = review.json("--bill", "WA HB 1", command="findings")["changed"]
        assert (changed["id"], changed["quote"], changed["decision"]) == ("r1", REPORT, "confirm")
        waiting = review.words("list", "-j", "WA")
        assert waiting.startswith("r1 conflict WA HB 1 (2026) compelled-disclosure")
        assert "now f" in waiting


def test_it_works_on_both_databases(store: Store, tmp_path: Path):
    add_version(store, add_bill(store, "WA HB 1"), DUTY)
    run(store)
    review = Command(store.address, tmp_path)
    name = review.json("list")["items"][0]["id"]
    assert review.json("reject", name, *BY)["label"] == {"before": "conflict", "after": "none", "machine": "conflict"}
    assert review.json("list")["items"] == []
    assert [one["decision"] for one in review.json("history", "WA HB 1")] == ["reject"]
    with store.read() as session:
        assert session.scalars(select(FindingRow.label)).all() == ["conflict"]
        assert [row.payload["reason"] for row in session.scalars(select(EventRow).order_by(EventRow.sequence))] == [
            "version",
            "review",
        ]


def test_a_database_without_tables_names_the_remedy(empty_database_url: str, tmp_path: Path):
    assert "preempt init" in Command(empty_database_url, tmp_path).error("list")
