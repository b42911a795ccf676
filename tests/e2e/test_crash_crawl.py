"""kill -9 twenty times in a crawl of two thousand bills from an API: the store ends as if nothing had happened."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from crawlers.samples.server import SampleServer, sample_server
from monitor.store.engine import Store
from monitor.store.migrate import upgrade
from monitor.store.tables import BillRow, EventRow
from tests.killing import counter, environment_of, kill_at, run, said

KILLS = 20
BILLS = 2_000

pytestmark = [pytest.mark.crash, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def server():
    with sample_server(bills=BILLS) as found:
        yield found


def crawl(server: SampleServer) -> list[str]:
    return ["crawl", "legiscan", "--base-url", server.legiscan, "--sessions", "all", "--every-bill"]


@pytest.fixture(scope="module")
def undisturbed(server: SampleServer, sqlite_databases, tmp_path_factory: pytest.TempPathFactory):
    with sqlite_databases.fresh() as url, Store(url) as store:
        upgrade(store)
        environment = environment_of(url, tmp_path_factory.mktemp("calm"), PREEMPT_LEGISCAN_KEY="sample")
        run(crawl(server), environment, good=(0, 3))  # one sample bill is bad on purpose: 3
        yield said(store)


def test_twenty_kills_in_a_crawl_lose_nothing_and_double_nothing(
    server: SampleServer, undisturbed, database_url: str, backend: str, tmp_path: Path
):
    rng = random.Random(os.environ.get("PYTEST_XDIST_TESTRUNUID", "1") + backend)
    assert len(undisturbed["bills"]) > BILLS
    environment = environment_of(database_url, tmp_path, PREEMPT_LEGISCAN_KEY="sample")
    argv = crawl(server)
    with Store(database_url) as store:
        upgrade(store)
        count = counter(store, BillRow)
        killed = 0
        for point in sorted(rng.sample(range(len(undisturbed["bills"]) - 20), KILLS)):
            grace = rng.uniform(0, 0.1)  # so that a kill falls between two commits too
            killed += kill_at(argv, environment, lambda point=point: count() >= point, grace=grace)
        assert killed >= KILLS - 1, "the kills came too late to mean anything"
        run(argv, environment, good=(0, 3))
        assert said(store) == undisturbed
        events = counter(store, EventRow)
        before = events()
        server.reset()
        run(argv, environment, good=(0, 3))
        assert events() == before
        assert server.counts["legiscan getBill"] <= 1  # the bad one is asked for again
