"""A bill that is put aside is stored whole and counts nowhere, until an operator lets it out. All bills are made up."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from alerts.load import load_world
from monitor.cli import cli
from monitor.model.bill import BillKey
from monitor.model.health import GateLimits
from monitor.services.assess import Classifier, assess_pending
from monitor.services.bill_standing import load_standings
from monitor.services.clone_texts import compared_texts
from monitor.services.coverage import coverage
from monitor.services.holds import event_is_held
from monitor.services.quarantine import NotInQuarantineError, quarantined_bills, release_bill
from monitor.services.query_bill import query_bill
from monitor.store.engine import Store
from monitor.store.tables import BillRow, EventRow
from tests.ingesting import Ingest
from tests.judging import POSITIONS, judge
from tests.records import KEY, bill, version

DUTY = "AI</p><p>conflict compelled-disclosure 4: A developer shall file a report on each known risk."
TEST = bill(key=replace(KEY, identifier="HB 9998"), title="Test bill; please disregard", versions=(version(text=DUTY),))
REAL = bill(key=replace(KEY, identifier="HB 1"), title="Concerning test preparation", versions=(version(text=DUTY),))


@pytest.fixture
def ingest(store: Store, tmp_path: Path) -> Ingest:
    found = Ingest(store, tmp_path)
    found(bill())
    found.go_live()
    return found


def assess(ingest: Ingest) -> int:
    classifier = Classifier(judge=judge, positions=POSITIONS, release="c1", program="0")
    return assess_pending(ingest.store, classifier, clock=lambda: ingest.now).judged


def waiting(store: Store) -> list[str]:
    with store.read() as session:
        return list(session.scalars(select(EventRow.kind).where(event_is_held()).order_by(EventRow.sequence)))


def told(ingest: Ingest, after: int = 0) -> set[tuple[str, str]]:
    with ingest.store.read() as session:
        world = load_world(session, after=after, now=ingest.now)
    return {(change.kind.value, world.bills[change.bill_id].key.identifier) for change in world.changes}


def test_it_is_stored_whole_and_counts_nowhere(ingest: Ingest, store: Store):
    result = ingest(TEST)
    assert (result.outcome, result.versions) == ("new", 1)
    (error,) = result.errors
    assert (error.kind, error.subject) == ("test-data", str(TEST.key))
    assert ingest(REAL).errors == ()
    assert assess(ingest) == 2, "the sample bill and the real one"
    with store.read() as session:
        assert {standing.key.identifier for standing in load_standings(session)} == {"HB 9901", "HB 1"}
        assert {text.bill.identifier for text in compared_texts(session)} == {"HB 1"}
        (line,) = [
            one
            for one in coverage(store, now=ingest.now, limits=GateLimits())
            if one.jurisdiction.code == KEY.jurisdiction
        ]
        assert (line.bills, line.texts) == (2, 2)
        world = load_world(session, after=0, now=ingest.now)
    assert world.coverage.waiting == 0
    assert "HB 9998" not in {identifier for _, identifier in told(ingest)}
    assert ("finding.new", "HB 1") in told(ingest)
    assert waiting(store) == ["bill.new", "version.new"]
    (aside,) = quarantined_bills(store)
    assert (aside.key, aside.reason) == (TEST.key, "its title asks to disregard it")
    found = query_bill(store, "WA HB 9998")
    assert (found.quarantine, found.standing.label) == ("its title asks to disregard it", None)


def test_a_second_reading_says_nothing_again(ingest: Ingest):
    ingest(TEST)
    assert ingest(TEST).outcome == "unchanged"
    assert ingest(replace(TEST, abstract="More words")).errors == ()


def test_an_operator_lets_it_out_and_it_stays_out(ingest: Ingest, store: Store):
    ingest(TEST)
    assess(ingest)
    before = max(row.sequence for row in ingest.rows(EventRow))
    released = release_bill(store, "WA HB 9998", clock=lambda: ingest.now)
    assert (released.key, released.events) == (TEST.key, 2)
    assert quarantined_bills(store) == []
    assert waiting(store) == []
    assert assess(ingest) == 1
    assert {("bill.new", "HB 9998"), ("finding.new", "HB 9998")} <= told(ingest, after=before)
    ingest(replace(TEST, abstract="Read once more"))
    assert quarantined_bills(store) == []
    with pytest.raises(NotInQuarantineError, match="HB 9998"):
        release_bill(store, "WA HB 9998", clock=lambda: ingest.now)


def test_a_number_that_a_real_bill_gets_is_let_out_by_itself(ingest: Ingest, store: Store):
    ingest(TEST)
    ingest(replace(TEST, title="Concerning companion chatbots of another kind"))
    assert quarantined_bills(store) == []
    assert assess(ingest) == 2
    assert ("finding.new", "HB 9998") in told(ingest)


def test_a_bill_that_becomes_a_test_is_put_aside_with_what_was_found(ingest: Ingest, store: Store):
    ingest(REAL)
    assess(ingest)
    result = ingest(replace(REAL, title="TEST"))
    assert [error.kind for error in result.errors] == ["test-data"]
    with store.read() as session:
        assert {standing.key.identifier for standing in load_standings(session)} == {"HB 9901"}
        assert compared_texts(session) == []
    assert "HB 1" not in {identifier for _, identifier in told(ingest)}


def test_the_commands(ingest: Ingest, store: Store, tmp_path: Path):
    key = BillKey(jurisdiction="OK", session="2026", identifier="HB 9999")
    ingest(bill(key=key, title="Concerning wells"))
    ingest(TEST)
    environment = {"PREEMPT_DATABASE_URL": store.address, "PREEMPT_DATA_DIR": str(tmp_path), "COLUMNS": "200"}

    def run(*arguments: str) -> str:
        result = CliRunner(env=environment).invoke(cli, [*arguments], standalone_mode=False)
        assert result.exception is None, result.exception
        return result.stdout

    (one,) = json.loads(run("findings", "--quarantined", "--jurisdiction", "OK", "--json"))["quarantined"]
    assert (one["identifier"], one["reason"]) == ("HB 9999", "its number is above 9,900, where OK has its tests")
    assert "OK HB 9999 (2026)" in run("findings", "--quarantined")
    assert "In quarantine: its number is above" in run("findings", "--bill", "OK HB 9999")
    assert "is released" in run("crawl", "release", "OK HB 9999")
    run("crawl", "release", "WA HB 9998", "--json")
    assert run("findings", "--quarantined").strip() == "no bill is in quarantine"
    with store.read() as session:
        assert all(session.scalars(select(BillRow.released_at).where(BillRow.quarantine != "")))
