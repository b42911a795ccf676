"""``preempt reassess``: the real command and the real classifier on stored, fictional bills."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, update

from monitor.cli import cli
from monitor.store.engine import Store
from monitor.store.tables import AssessmentRow, ClassifierReleaseRow, EventRow, FindingRow, ReadingRow
from tests.judging import add_bill, add_version

CHATBOT = (
    "An act concerning artificial intelligence chatbots. Section 1. An operator of an artificial intelligence chatbot "
    "shall notify each user that the user is not communicating with a human."
)


def run(store: Store, folder: Path, *arguments: str) -> Result:
    environment = {"PREEMPT_DATABASE_URL": store.address, "PREEMPT_DATA_DIR": str(folder), "PREEMPT_LOG_LEVEL": "error"}
    return CliRunner(env=environment).invoke(cli, arguments, standalone_mode=False)


@pytest.fixture
def judged_before(sqlite_store: Store, tmp_path: Path) -> Store:
    """A bill whose judgement was made by other rules, which gave its finding a higher severity."""
    add_version(sqlite_store, add_bill(sqlite_store, "WA HB 9901"), CHATBOT)
    assert run(sqlite_store, tmp_path, "assess").return_value == 0
    with sqlite_store.write() as session:
        session.execute(update(FindingRow).values(severity=5, label="conflict"))
        session.execute(update(AssessmentRow).values(overall="conflict"))
        old = session.scalars(select(AssessmentRow)).one()
        session.add(ClassifierReleaseRow(release="old", program_version="0", first_used_at=old.assessed_at))
        session.flush()
        old.classifier_release = "old"
        session.execute(update(ReadingRow).values(classifier_release="old"))
    return sqlite_store


def test_nothing_to_judge_anew(sqlite_store: Store, tmp_path: Path):
    add_version(sqlite_store, add_bill(sqlite_store, "WA HB 9901"), CHATBOT)
    run(sqlite_store, tmp_path, "assess")
    result = run(sqlite_store, tmp_path, "reassess")
    assert result.return_value == 0
    assert result.stdout.startswith("Bills judged anew: 0; 0 would differ.")


def test_the_difference_is_shown_and_then_applied(judged_before: Store, tmp_path: Path):
    shown = run(judged_before, tmp_path, "reassess")
    assert shown.return_value == 0
    assert "Bills judged anew: 1; 1 would differ. Clauses: 0 added, 0 dropped, 1 relabelled." in shown.stdout
    assert "WA HB 9901 (2026)  conflict -> potential" in shown.stdout
    assert "~ compelled-disclosure: conflict 5 -> potential 2, “An operator" in shown.stdout
    report = json.loads(run(judged_before, tmp_path, "reassess", "--json").stdout)
    assert (report["relabelled"], report["differences"][0]["after"]) == (1, "potential")
    assert run(judged_before, tmp_path, "reassess", "--apply").return_value == 0
    with judged_before.read() as session:
        told = session.scalars(select(EventRow).order_by(EventRow.sequence.desc())).first()
    assert told is not None
    assert (told.kind, told.payload["reason"], told.payload["direction"]) == ("finding.changed", "release", "eased")
    assert "; 0 would differ." in run(judged_before, tmp_path, "reassess").stdout


def test_a_reviewed_clause_is_counted_apart(judged_before: Store, tmp_path: Path):
    name = json.loads(run(judged_before, tmp_path, "review", "show", "WA HB 9901", "--json").stdout)["findings"][0][
        "id"
    ]
    done = run(judged_before, tmp_path, "review", "confirm", name, "--by", "Ana", "--reason", "It is one.")
    assert done.exception is None
    shown = run(judged_before, tmp_path, "reassess").stdout
    assert "Bills judged anew: 1; 0 would differ. Clauses: 0 added, 0 dropped, 0 relabelled." in shown
    assert (
        "Reviewed clauses: 1; these rules would judge 1 otherwise than the present ones, and 1 otherwise than" in shown
    )
    assert "compelled-disclosure: conflict -> potential, reviewed: conflict, “An operator" in shown
    report = json.loads(run(judged_before, tmp_path, "reassess", "--json").stdout)["reviewed"]
    assert (report["clauses"], report["otherwise"], report["against_reviewers"]) == (1, 1, 1)
    assert report["list"][0]["reviewer_says"] == "conflict"
