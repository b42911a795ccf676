"""kill -9 at twenty random points of a crawl of 2,000 bills in batches: the state is that of an undisturbed run."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from sqlalchemy import select

from monitor.store.engine import Store
from monitor.store.migrate import upgrade
from monitor.store.tables import BillClaimRow, BillRow
from tests.crawlers.bills import action, numbered, write_bill
from tests.killing import counter, environment_of, kill_at, run, said

BILLS = 2000
KILLS = 20

pytestmark = [pytest.mark.crash, pytest.mark.timeout(600)]


def test_twenty_kills_of_a_large_crawl_lose_nothing_and_double_nothing(
    database_url: str, backend: str, sqlite_databases, tmp_path: Path
):
    rng = random.Random(os.environ.get("PYTEST_XDIST_TESTRUNUID", "1") + backend)
    for number in range(1, BILLS + 1):
        steps = [action(f"Step {step} of sample {number}.", f"2026-01-{10 + step}") for step in range(4)]
        write_bill(tmp_path / "source", numbered(number, actions=steps))
    crawl = ["crawl", "openstates-files", "--path", str(tmp_path / "source")]
    with sqlite_databases.fresh() as calm_url, Store(calm_url) as calm:
        upgrade(calm)
        run(crawl, environment_of(calm_url, tmp_path / "calm", PREEMPT_CRAWL_BATCH="100"))
        wanted, marks = said(calm), _marks(calm)

    environment = environment_of(database_url, tmp_path / "data", PREEMPT_CRAWL_BATCH="100")
    killed = 0
    with Store(database_url) as store:
        bills = counter(store, BillRow)
        for _ in range(KILLS):
            goal, grace = bills() + rng.choice([0, 1, 1]), rng.uniform(0, 0.06)  # at once, or after the next batch

            killed += kill_at(crawl, environment, lambda goal=goal: bills() >= goal, grace=grace)
        assert killed >= KILLS - 1, "the kills came too late to mean anything"
        assert bills() < BILLS
        run(crawl, environment)
        found = said(store)
        for name, rows in wanted.items():
            assert found[name] == rows, name
        assert _marks(store) == marks
        assert len({event for event, *_ in found["events"]}) == len(found["events"]) == 2 * BILLS + 1


def _marks(store: Store) -> list[tuple[str, ...]]:
    with store.read() as session:
        query = select(BillClaimRow.source, BillClaimRow.place, BillClaimRow.mark, BillClaimRow.content_hash)
        return sorted(tuple(row) for row in session.execute(query))
