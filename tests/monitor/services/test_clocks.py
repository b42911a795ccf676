"""Dates of enacted laws beside federal days, on both databases, and the command. All bills are made up."""

from __future__ import annotations

import json
from datetime import date
from functools import partial
from pathlib import Path

from click.testing import CliRunner, Result
from sqlalchemy import update

from monitor.cli import cli
from monitor.model.bill import BillStatus
from monitor.model.deadline import ClockKind, Deadline
from monitor.services.assess import Classifier, assess_pending
from monitor.services.clocks import list_clocks
from monitor.store.engine import Store
from monitor.store.tables import BillRow
from monitor.watch.clocks import federal_clocks
from tests.judging import MOMENT, POSITIONS, add_bill, add_version, judge

TEXT = "AI\nSection 1. A developer shall file a report.\nSection 2. This act takes effect on January 1, 2027.\n"
LATER = "AI\nSection 1. A developer shall file a report.\nSection 2. This act takes effect 90 days after adjournment.\n"


def enact(store: Store, name: str, text: str, *, status: BillStatus = BillStatus.ENACTED) -> None:
    bill = add_bill(store, name)
    add_version(store, bill, text)
    with store.write() as session:
        session.execute(update(BillRow).where(BillRow.id == bill).values(status=status.value))


def assess(store: Store) -> None:
    classifier = Classifier(judge=partial(judge, release="c1"), positions=POSITIONS, release="c1", program="0")
    assess_pending(store, classifier, clock=lambda: MOMENT)


def of_laws(store: Store) -> list[Deadline]:
    return [one for one in list_clocks(store) if one.jurisdiction != "US"]


def test_dates_of_enacted_laws_about_ai(store: Store):
    enact(store, "WA HB 1", TEXT)
    enact(store, "WA HB 2", TEXT, status=BillStatus.VETOED)
    enact(store, "WA HB 3", TEXT.removeprefix("AI\n"))
    enact(store, "UT HB 4", LATER)
    assert of_laws(store) == [], "what is not judged has no line"
    assess(store)
    dated, undated = of_laws(store)
    assert (dated.kind, dated.on, dated.jurisdiction) == (ClockKind.EFFECTIVE, date(2027, 1, 1), "WA")
    assert "takes effect on January 1, 2027" in dated.source
    assert (undated.on, undated.when, undated.jurisdiction) == (None, "90 days after adjournment", "UT")
    every = list_clocks(store)
    assert len(every) == len(federal_clocks()) + 2
    assert [one.on for one in every if one.on] == sorted(one.on for one in every if one.on)
    assert [one.id for one in list_clocks(store)] == [one.id for one in every]


def test_the_command(sqlite_store: Store, tmp_path: Path):
    enact(sqlite_store, "WA HB 1", TEXT)
    assess(sqlite_store)
    environment = {"PREEMPT_DATABASE_URL": sqlite_store.address, "PREEMPT_DATA_DIR": str(tmp_path)}

    def clocks(*argv: str) -> Result:
        argv = ("clocks", "--as-of", "2026-11-23", *argv)
        return CliRunner(env=environment).invoke(cli, argv, standalone_mode=False)

    said = clocks().stdout
    assert "2027-01-01 (in 39 days)  effective-date  WA  WA HB 1 (2026): A sample act" in said
    assert "no outcome was seen up to 2026-10-10" in said
    assert "FTC-2026-0859" not in said
    assert "FTC-2026-0859" in clocks("--all").stdout
    (row,) = json.loads(clocks("--json", "--kind", "effective-date").stdout)
    assert (row["on"], row["jurisdiction"]) == ("2027-01-01", "WA")
    body = clocks("--ics").stdout_bytes
    assert body.startswith(b"BEGIN:VCALENDAR\r\n")
    assert b"DTSTAMP:20261123T000000Z\r\n" in body
    assert body == clocks("--ics").stdout_bytes
    assert clocks("--ics", "--json").exception is not None
    assert clocks("--ics", "--kind", "operative-date").exception is not None
