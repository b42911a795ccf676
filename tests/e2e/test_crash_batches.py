"""kill -9 at twenty random points of a crawl of 2,000 bills in batches: the state is that of an undisturbed run."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from monitor.store.engine import Store
from monitor.store.migrate import upgrade
from monitor.store.tables import BillClaimRow, BillRow
from tests.crawlers.bills import action, numbered, write_bill
from tests.e2e.test_crash import _counter, _environment, _kill_at, _run, _said

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
        _run(crawl, _environment(calm_url, tmp_path / "calm", PREEMPT_CRAWL_BATCH="100"))
        wanted, marks = _said(calm), _marks(calm)

    environment = _environment(database_url, tmp_path / "data", PREEMPT_CRAWL_BATCH="100")
    killed = 0
    with Store(database_url) as store:
        bills = _counter(store, BillRow)
        for _ in range(KILLS):
            goal, grace = bills() + rng.choice([0, 1, 1]), rng.uniform(0, 0.06)  # at once, or after the next batch

            def reached(goal: int = goal, grace: float = grace) -> bool:
                if bills() < goal:
                    return False
                time.sleep(grace)
                return True

            killed += _kill_at(crawl, environment, reached)
        assert killed >= KILLS - 1, "the kills came too late to mean anything"
        assert bills() < BILLS
        _run(crawl, environment)
        found = _said(store)
        for name, rows in wanted.items():
            assert found[name] == rows, name
        assert _marks(store) == marks
        assert len({event for event, *_ in found["events"]}) == len(found["events"]) == 2 * BILLS + 1


def _marks(store: Store) -> list[tuple[str, ...]]:
    with store.read() as session:
        query = select(BillClaimRow.source, BillClaimRow.place, BillClaimRow.mark, BillClaimRow.content_hash)
        return sorted(tuple(row) for row in session.execute(query))
