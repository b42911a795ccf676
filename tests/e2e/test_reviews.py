"""From a judgement to a digest with a person in between: the real commands and the real classifier on made-up bills."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select, update

from monitor.cli import cli
from monitor.errors import ExitCode
from monitor.store.engine import Store
from monitor.store.tables import AssessmentRow, ClassifierReleaseRow, EventRow
from tests.judging import add_bill, add_version

HEAD = "An act concerning artificial intelligence. Section 1. "
REPORT = (
    "A developer of a high-risk artificial intelligence system shall file with the attorney general a report on each "
    "known or foreseeable risk of the system."
)
LICENCE = (
    "A developer shall obtain a licence from the department before it releases a frontier artificial intelligence "
    "model."
)
READER = "you@example.gov"


class Desk:
    """One database and the commands that people run on it."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self.folder = store, folder
        self.environment = {
            "PREEMPT_DATABASE_URL": store.address,
            "PREEMPT_DATA_DIR": str(folder),
            "PREEMPT_LOG_LEVEL": "error",
        }

    def __call__(self, *arguments: str) -> str:
        done = CliRunner(env=self.environment).invoke(cli, arguments, standalone_mode=False)
        assert done.exception is None, done.exception
        assert done.return_value in (None, ExitCode.DONE)
        return done.stdout

    def json(self, *arguments: str) -> Any:
        return json.loads(self(*arguments, "--json"))

    def told(self) -> str:
        """The digest that would go now, as plain text."""
        (made,) = self.json("digest", "preview", "--reader", READER)
        text = next(file for file in made["files"] if file.endswith(".txt"))
        return " ".join(Path(text).read_text(encoding="utf-8").replace("|", " ").split())

    def reviewed_events(self) -> list[dict[str, Any]]:
        with self.store.read() as session:
            rows = session.scalars(select(EventRow).order_by(EventRow.sequence))
            return [row.payload for row in rows if row.payload.get("reason") == "review"]

    def count(self) -> int:
        with self.store.read() as session:
            return len(session.scalars(select(EventRow.sequence)).all())

    def judged_by_other_rules(self) -> None:
        """As if an older program had judged everything that is stored."""
        with self.store.write() as session:
            now = session.scalars(select(AssessmentRow.assessed_at)).first()
            session.add(ClassifierReleaseRow(release="older rules", program_version="0", first_used_at=now))
            session.flush()
            session.execute(update(AssessmentRow).values(classifier_release="older rules"))


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    """Two judged bills, and a reader who was there before them."""
    desk = Desk(store, tmp_path)
    desk("readers", "add", READER)
    add_version(store, add_bill(store, "WA HB 9901", title="Concerning reports"), HEAD + REPORT)
    add_version(store, add_bill(store, "WA HB 9902", title="Concerning licences"), HEAD + LICENCE)
    desk("assess")
    return desk


def test_a_rejected_finding_stays_rejected_under_other_rules_and_no_digest_tells_it(desk: Desk):
    before = desk.told()
    assert REPORT in before
    assert LICENCE in before
    found = desk.json("findings", "--bill", "WA HB 9901")
    machine = found["label"]
    assert found["findings"]
    for finding in found["findings"]:
        done = desk.json("review", "reject", finding["id"], "--by", "Ana", "--reason", "It binds agencies alone.")
    assert done["label"]["after"] == "none"
    told = len(desk.reviewed_events())
    assert told == len(
        {finding["position"] for finding in found["findings"] if finding["label"] in ("conflict", "potential")}
    )

    desk.judged_by_other_rules()
    events = desk.count()
    outlook = desk.json("reassess")
    assert (outlook["judged"], outlook["differences"]) == (2, [])
    assert outlook["reviewed"]["clauses"] == len(found["findings"])
    assert outlook["reviewed"]["otherwise"] == 0
    desk("reassess", "--apply")
    assert desk.count() == events, "judging anew tells nothing of a reviewed clause"
    assert len(desk.reviewed_events()) == told

    page = desk.json("findings", "--bill", "WA HB 9901")
    assert (page["label"], page["machine_label"], page["findings"]) == ("none", machine, [])
    assert {one["review"]["reviewer"] for one in page["rejected"]} == {"Ana"}
    assert page["classifier_release"] != "older rules"
    after = desk.told()
    assert REPORT not in after
    assert "WA HB 9901" not in after
    assert LICENCE in after


def test_who_was_told_is_told_that_it_was_set_aside_and_only_once(desk: Desk):
    assert desk.json("digest", "send", "--now")["sent"] == 1
    for finding in desk.json("findings", "--bill", "WA HB 9901")["findings"]:
        desk("review", "reject", finding["id"], "--by", "Ana", "--reason", "It binds agencies alone.")
    told = desk.told()
    assert "A reviewer set this finding aside" in told
    assert "Ana" not in told
    assert LICENCE not in told
    times = told.count("A reviewer set this finding aside")
    desk.judged_by_other_rules()
    desk("reassess", "--apply")
    assert desk.told().count("A reviewer set this finding aside") == times, "other rules add nothing"
    assert desk.json("digest", "send", "--now")["sent"] == 1
    assert "A reviewer set this finding aside" not in desk.told()


def test_words_that_a_person_added_are_told_until_they_are_gone(desk: Desk):
    text = (
        HEAD
        + REPORT
        + " Sec. 2. The makers of such a system keep a list of their models and show it to anybody who asks."
    )
    bill = add_bill(desk.store, "WA HB 9903", title="Concerning lists")
    add_version(desk.store, bill, text)
    desk("assess")
    words = "The makers of such a system keep a list of their models and show it to anybody who asks."
    what = ("--position", "compelled-disclosure", "--label", "conflict", "--quote", words)
    assert desk.json("review", "add", "WA HB 9903", *what, "--by", "Ana", "--reason", "A duty.")["events"] == 1
    assert words in desk.told()
    add_version(desk.store, bill, text.replace("to anybody who asks", "to nobody"))
    desk("assess")
    assert words not in desk.told()
    (waiting,) = [one for one in desk.json("review", "list")["items"] if one["kind"] == "changed"]
    assert (waiting["quote"], waiting["identifier"]) == (words, "HB 9903")
