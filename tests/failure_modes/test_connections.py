"""Hosts that refuse, whose certificate is not good, that do not answer, and a crawl that is killed."""

from __future__ import annotations

import signal
import ssl
import subprocess
import sys
import time
from pathlib import Path

import pytest
import trustme
from sqlalchemy import func, select

from crawlers.samples.server import sample_server
from monitor.store.engine import Store
from monitor.store.migrate import upgrade
from monitor.store.tables import BillRow, CrawlRunRow
from tests.failure_modes.world import SOURCES, World


@pytest.mark.parametrize("source", SOURCES)
def test_mode_13_user_agent_ban(world: World, source: str):
    """403 for everything: the host is left alone after a few requests, all of which say who asks."""
    world.crawl(source)
    before = world.facts()
    world.server.use("forbidden")
    run = world.crawl(source)
    assert (run.code, run.state) == (1, "blocked" if source == "openstates-files" else "failed"), (
        "an API says so of its key"
    )
    assert run.failure in ("blocked", "circuit-open", "refused")
    asked = [one for one in world.server.requests if one.endpoint != "robots.txt"]
    assert len(asked) <= 3
    assert all("ops@example.org" in one.headers["user-agent"] for one in asked)
    assert not world.verdicts() & {"ok"}
    assert world.facts() == before


@pytest.mark.parametrize("source", SOURCES)
def test_mode_14_certificate(sqlite_databases, tmp_path: Path, source: str):
    """A certificate that nobody vouches for ends the run; verification is never switched off."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    with sqlite_databases.fresh() as url, sample_server(tls=context) as server:
        with Store(url) as store:
            upgrade(store)
        world = World(url, tmp_path, server)
        run = world.crawl(source, states=("CO",))
        assert (run.code, run.state, run.failure) == (1, "failed", "tls")
        assert sum(server.counts.values()) == 0, "nothing was asked through it"
        assert world.facts() == []


@pytest.mark.parametrize("source", SOURCES)
def test_mode_15_port_that_accepts_and_hangs(world: World, source: str):
    """No answer in time is a timeout, after a few tries; the run ends by itself."""
    world.crawl(source, states=("CO",))
    before = world.facts()
    world.server.use("no-answer")
    run = world.crawl(source, states=("CO",), timeout=0.3)
    assert (run.code, run.state, run.failure) == (1, "failed", "timeout")
    assert world.verdicts(("CO",)) == {"failed"}
    assert world.facts() == before


@pytest.mark.parametrize("source", ["legiscan", "openstates"])
def test_mode_22_hours_of_work_lost(world: World, source: str):
    """Each bill is stored as it comes: what a kill leaves is kept, on record, and the next run goes on from there."""
    world.server.use("slow-answer")
    argv = [sys.executable, "-m", "monitor", *world.argv(source, ("CO",))]
    with subprocess.Popen(argv, env=world.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as crawl:
        until = time.monotonic() + 90
        while not _stored(world) and time.monotonic() < until:
            time.sleep(0.05)
        crawl.send_signal(signal.SIGKILL)
    kept = _stored(world)
    assert kept > 0
    world.server.use()
    run = world.crawl(source, states=("CO",))
    assert (run.state, run.record["new"]) == ("ok", 5 - kept)
    assert _stored(world) == 5
    with Store(world.url) as store, store.read() as session:
        states = session.scalars(select(CrawlRunRow.state).order_by(CrawlRunRow.id)).all()
    assert states == ["partial", "ok"]
    assert len(world.told()) > 5, "each under an id of its own"


def _stored(world: World) -> int:
    with Store(world.url) as store, store.read() as session:
        return session.scalar(select(func.count()).select_from(BillRow)) or 0
